"""Bins in the window: filled, ordered, trimmed, rated, played and exported by real events."""

from pathlib import Path

import opentimelineio as otio
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.ui.exploring import LEFT, Exploring
from tests.ui.steps import click_tab, remove, search_scene, take_keyboard_back
from videxplore.core.selects import Bin, MomentMark
from videxplore.ui.dialogs.export_dialog import ExportDialog
from videxplore.ui.drag_and_drop import FILES, MomentMimeData
from videxplore.ui.export_kinds import ExportKind
from videxplore.ui.selects.item_panel import RemarksDialog

NO_KEYS = Qt.KeyboardModifier.NoModifier
CONTROL = Qt.KeyboardModifier.ControlModifier


def settle(exploring: Exploring) -> None:
    """A change is stored, then read again, then shown."""
    for _ in range(4):
        exploring.settle()
        QApplication.processEvents()


def stored(exploring: Exploring) -> Bin:
    [one] = exploring.library.catalogue.bins.all()
    return one


def starts(exploring: Exploring) -> list[float]:
    return [round(item.start_s, 3) for item in exploring.window.parts.selects.grid.tile_model.items]


def fill(exploring: Exploring) -> None:
    """Put the three scenes of ``beach`` into a bin by B, one after the other."""
    parts = exploring.window.parts
    exploring.open("beach")
    click_tab(parts.tabs.bar, "Scenes")
    exploring.until(lambda: len(parts.scenes.grid.tile_model.items) == 3)
    for row in range(3):
        exploring.click_tile(parts.scenes.grid, row)
        settle(exploring)
        exploring.key(Qt.Key.Key_B)
        exploring.until(lambda row=row: len(parts.selects.grid.tile_model.items) == row + 1)  # type: ignore[misc]
    exploring.key(Qt.Key.Key_6)
    exploring.until(parts.selects.grid.isVisible)
    settle(exploring)


def drop_item(exploring: Exploring, row: int, place: int, fraction: float) -> None:
    """Drag an item over another tile of the bin, this far across it, and drop it."""
    grid = exploring.window.parts.selects.grid
    exploring.click_tile(grid, row)
    settle(exploring)
    grid.begin_move()
    point = exploring.tile_point(grid, place, fraction)
    data = MomentMimeData(exploring.window.parts.selects.selected_spans())
    data.done.set()
    enter = QDragEnterEvent(point, Qt.DropAction.CopyAction, data, LEFT, NO_KEYS)
    QApplication.sendEvent(grid.viewport(), enter)
    assert enter.isAccepted()
    drop = QDropEvent(QPointF(point), Qt.DropAction.CopyAction, data, LEFT, NO_KEYS)
    QApplication.sendEvent(grid.viewport(), drop)
    grid.end_move()
    settle(exploring)


def test_scenes_are_kept_ordered_and_changed(exploring: Exploring) -> None:
    fill(exploring)
    parts = exploring.window.parts
    assert starts(exploring) == [0.0, 0.8, 1.6]
    assert stored(exploring).name == "Selects"
    drop_item(exploring, 2, 0, 0.2)
    assert starts(exploring) == [1.6, 0.0, 0.8]
    drop_item(exploring, 0, 1, 0.9)
    assert starts(exploring) == [0.0, 1.6, 0.8]
    grid = parts.selects.grid
    exploring.click_tile(grid, 0)
    settle(exploring)
    grid.setFocus()
    exploring.key(Qt.Key.Key_Right, CONTROL, grid)
    settle(exploring)
    assert starts(exploring) == [1.6, 0.0, 0.8]
    assert grid.selected_rows() == [1]
    for digit in (Qt.Key.Key_5, Qt.Key.Key_0, Qt.Key.Key_4):
        exploring.key(digit, widget=grid)
        settle(exploring)
        assert stored(exploring).items[1].rating == digit - Qt.Key.Key_0
    exploring.key(Qt.Key.Key_X, widget=grid)
    settle(exploring)
    item = stored(exploring).items[1]
    assert (item.start_s, item.rating, item.is_rejected) == (0.0, 4, True)
    exploring.key(Qt.Key.Key_N, widget=grid)
    assert parts.selects.panel.note_edit.hasFocus()
    QTest.keyClicks(parts.selects.panel.note_edit, "too dark 5")
    QTest.keyClick(parts.selects.panel.note_edit, Qt.Key.Key_Return)
    settle(exploring)
    assert stored(exploring).items[1].note == "too dark 5"
    grid.setFocus()
    exploring.key(Qt.Key.Key_Delete, widget=grid)
    settle(exploring)
    assert starts(exploring) == [1.6, 0.8]
    exploring.key(Qt.Key.Key_Z, CONTROL)
    settle(exploring)
    assert starts(exploring) == [1.6, 0.0, 0.8]
    for _ in range(6):
        exploring.key(Qt.Key.Key_Z, CONTROL)
        settle(exploring)
    assert stored(exploring).items[1].rating == 0
    for _ in range(8):
        exploring.key(Qt.Key.Key_Z, CONTROL)
        settle(exploring)
    assert exploring.library.catalogue.bins.all() == []
    exploring.key(Qt.Key.Key_Z, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    settle(exploring)
    assert starts(exploring) == [0.0]


def test_items_are_trimmed_by_fields_and_at_the_playhead(exploring: Exploring) -> None:
    fill(exploring)
    parts = exploring.window.parts
    grid, panel = parts.selects.grid, parts.selects.panel
    exploring.click_tile(grid, 1)
    settle(exploring)
    panel.out_edit.setFocus()
    panel.out_edit.selectAll()
    QTest.keyClicks(panel.out_edit, "1.2")
    QTest.keyClick(panel.out_edit, Qt.Key.Key_Return)
    settle(exploring)
    # The out point names the last frame.
    assert stored(exploring).items[1].end_s == pytest.approx(1.24)
    panel.in_edit.selectAll()
    QTest.keyClicks(panel.in_edit, "9")
    QTest.keyClick(panel.in_edit, Qt.Key.Key_Return)
    settle(exploring)
    assert stored(exploring).items[1].start_s == pytest.approx(0.8)
    assert panel.in_edit.text() == "00:00:00:20"
    parts.session.seek(1.0)
    settle(exploring)
    grid.setFocus()
    exploring.key(Qt.Key.Key_I, widget=grid)
    settle(exploring)
    exploring.key(Qt.Key.Key_O, widget=grid)
    settle(exploring)
    item = stored(exploring).items[1]
    assert (item.start_s, item.end_s) == pytest.approx((1.0, 1.04))
    # The points of the player are not touched.
    assert parts.session.marks.in_s is None


def test_bins_are_made_renamed_and_deleted(exploring: Exploring) -> None:
    fill(exploring)
    parts = exploring.window.parts
    QTest.mouseClick(parts.selects.new_button, LEFT)
    settle(exploring)
    assert [one.name for one in parts.selects_work.bins] == ["Selects", "Bin 1"]
    assert starts(exploring) == []
    item = parts.selects.list.item(0)
    QTest.mouseClick(
        parts.selects.list.viewport(), LEFT, pos=parts.selects.list.visualItemRect(item).center()
    )
    settle(exploring)
    assert len(starts(exploring)) == 3
    parts.selects.list.setFocus()
    QTest.keyClick(parts.selects.list, Qt.Key.Key_F2)
    editor = QApplication.focusWidget()
    assert editor is not None
    QTest.keyClicks(editor, "Best")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    settle(exploring)
    assert [one.name for one in exploring.library.catalogue.bins.all()] == ["Best", "Bin 1"]
    QTest.mouseClick(parts.selects.delete_button, LEFT)
    settle(exploring)
    assert [one.name for one in exploring.library.catalogue.bins.all()] == ["Bin 1"]
    exploring.key(Qt.Key.Key_Z, CONTROL)
    settle(exploring)
    assert len(starts(exploring)) == 3


def test_marks_show_on_tiles_and_are_undone(exploring: Exploring) -> None:
    parts = exploring.window.parts
    exploring.open("beach")
    click_tab(parts.tabs.bar, "Scenes")
    grid = parts.scenes.grid
    exploring.until(lambda: len(grid.tile_model.items) == 3)
    exploring.click_tile(grid, 1)
    settle(exploring)
    grid.setFocus()
    exploring.key(Qt.Key.Key_P, widget=grid)
    settle(exploring)
    assert [grid.tile_model.tile(exploring.index(grid, row)).verdict for row in range(3)] == [
        "",
        "favourite",
        "",
    ]
    assert parts.session.bookmarks == pytest.approx((0.8,))
    exploring.key(Qt.Key.Key_X, widget=grid)
    settle(exploring)
    [mark] = exploring.library.catalogue.marks.all()
    assert mark.verdict == "rejected"
    assert mark.start_s == pytest.approx(0.8)
    exploring.key(Qt.Key.Key_N, widget=grid)
    [dialog] = exploring.window.findChildren(RemarksDialog)
    QTest.keyClicks(dialog.note_edit, "lighthouse")
    QTest.keyClicks(dialog.tags_edit, "[dusk]")
    QTest.mouseClick(dialog.stars.buttons[3], LEFT)
    QTest.keyClick(dialog.tags_edit, Qt.Key.Key_Return)
    assert dialog.problem.isVisible()
    assert "[dusk]" in dialog.problem.text()
    dialog.tags_edit.clear()
    QTest.keyClicks(dialog.tags_edit, "dusk, north pier,")
    QTest.keyClick(dialog.tags_edit, Qt.Key.Key_Return)
    take_keyboard_back(exploring)
    settle(exploring)
    [mark] = exploring.library.catalogue.marks.all()
    assert (mark.note, mark.tags, mark.rating) == ("lighthouse", ("dusk", "north pier"), 4)
    assert mark.verdict == "rejected"
    for _ in range(3):
        exploring.key(Qt.Key.Key_Z, CONTROL)
        settle(exploring)
    assert exploring.library.catalogue.marks.all() == []
    assert parts.session.bookmarks == ()


def test_bookmarks_can_be_undone_and_keep_what_was_said_of_them(exploring: Exploring) -> None:
    parts, marks = exploring.window.parts, exploring.library.catalogue.marks
    video = exploring.open("beach")
    marks.replace(video.id, [MomentMark(video.id, 0.4, 0.4, note="knocks", rating=2)])
    parts.selects_work.load()
    settle(exploring)
    parts.session.seek(0.4)
    settle(exploring)
    exploring.key(Qt.Key.Key_M)
    settle(exploring)
    assert not parts.session.bookmarks
    parts.session.seek(1.2)
    settle(exploring)
    exploring.key(Qt.Key.Key_M)
    settle(exploring)
    assert list(parts.session.bookmarks) == [1.2]
    for _ in range(2):
        exploring.key(Qt.Key.Key_Z, CONTROL)
        settle(exploring)
    assert marks.all() == [MomentMark(video.id, 0.4, 0.4, note="knocks", rating=2)]


def test_keys_that_mark_in_quick_succession_lose_nothing(exploring: Exploring) -> None:
    parts = exploring.window.parts
    exploring.open("beach")
    for time_s in (0.0, 0.4, 0.8):
        parts.session.toggle_bookmark(time_s)
    settle(exploring)
    assert parts.session.bookmarks == (0.0, 0.4, 0.8)


def test_bookmarks_and_marks_are_one(exploring: Exploring) -> None:
    parts = exploring.window.parts
    exploring.open("beach")
    parts.session.seek(0.4)
    settle(exploring)
    exploring.key(Qt.Key.Key_M)
    settle(exploring)
    exploring.until(lambda: len(parts.session.moment_marks) == 1)
    exploring.key(Qt.Key.Key_P)
    settle(exploring)
    marks = exploring.library.catalogue.marks.all()
    assert [(round(mark.start_s, 3), mark.verdict) for mark in marks] == [(0.4, "favourite")]
    exploring.key(Qt.Key.Key_M)
    settle(exploring)
    assert exploring.library.catalogue.marks.all() == []


def test_a_bin_plays_as_one_film(exploring: Exploring) -> None:
    grid = search_scene(exploring, "night", 2)
    parts = exploring.window.parts
    exploring.key(Qt.Key.Key_B)
    settle(exploring)
    exploring.open("beach")
    settle(exploring)
    parts.session.seek(0.0)
    settle(exploring)
    exploring.key(Qt.Key.Key_B)
    settle(exploring)
    assert grid is parts.similar.grid
    exploring.key(Qt.Key.Key_6)
    settle(exploring)
    turns: list[int] = []
    parts.bin_player.turned.connect(turns.append)
    QTest.mouseClick(parts.selects.play_button, LEFT)
    assert parts.bin_player.is_playing
    exploring.until(lambda: not parts.bin_player.is_playing)
    assert turns == [0, 1]
    assert parts.session.video is not None
    assert parts.session.video.path.stem == "beach"
    assert parts.session.time_s == pytest.approx(0.76, abs=0.1)
    QTest.mouseClick(parts.selects.play_button, LEFT)
    exploring.key(Qt.Key.Key_K)
    exploring.until(lambda: not parts.bin_player.is_playing)


def test_a_bin_is_searched_for_dropped_on_and_dragged_out(exploring: Exploring) -> None:
    fill(exploring)
    parts = exploring.window.parts
    QTest.mouseClick(parts.selects.search_button, LEFT)
    exploring.until(lambda: parts.session.ranking is not None)
    settle(exploring)
    query = parts.session.query
    assert query is not None
    assert len(query.positives) == 3
    grid = parts.selects.grid
    data = MomentMimeData(parts.selects.selected_spans() or parts.selects.spans()[:1])
    data.done.set()
    point = QPoint(grid.viewport().width() - 4, grid.viewport().height() - 4)
    enter = QDragEnterEvent(point, Qt.DropAction.CopyAction, data, LEFT, NO_KEYS)
    QApplication.sendEvent(grid.viewport(), enter)
    drop = QDropEvent(QPointF(point), Qt.DropAction.CopyAction, data, LEFT, NO_KEYS)
    QApplication.sendEvent(grid.viewport(), drop)
    assert drop.isAccepted()
    exploring.until(lambda: len(starts(exploring)) == 4)
    carried = parts.selects.list.drag_data()
    assert carried is not None
    assert carried.hasFormat(FILES)
    assert isinstance(carried, MomentMimeData)
    exploring.until(carried.done.is_set)
    assert len(carried.urls()) == 4
    assert all(Path(url.toLocalFile()).stat().st_size for url in carried.urls())
    assert Path(carried.urls()[1].toLocalFile()).name == "Selects-002-beach.mp4"


def test_items_go_and_come_back_with_their_video(exploring: Exploring) -> None:
    fill(exploring)
    [video] = [one for one in exploring.library.catalogue.videos() if one.path.stem == "beach"]
    remove(exploring, video)
    exploring.until(lambda: starts(exploring) == [])
    settle(exploring)
    exploring.key(Qt.Key.Key_Z, CONTROL)
    exploring.until(lambda: starts(exploring) == [0.0, 0.8, 1.6])


def test_a_bin_is_exported_as_a_timeline(exploring: Exploring, tmp_path: Path) -> None:
    fill(exploring)
    parts = exploring.window.parts
    drop_item(exploring, 2, 0, 0.1)
    exploring.click_tile(parts.selects.grid, 0)
    settle(exploring)
    parts.selects.grid.setFocus()
    exploring.key(Qt.Key.Key_3, widget=parts.selects.grid)
    settle(exploring)
    QTest.mouseClick(parts.selects.export_button, LEFT)
    [dialog] = [one for one in exploring.window.findChildren(ExportDialog) if one.isVisible()]
    assert Path(dialog.target_edit.text()).name.startswith("Selects")
    dialog.kind_box.setCurrentIndex(dialog.kind_box.findData(ExportKind.OTIO))
    dialog.target_edit.setText(str(tmp_path / "cut.otio"))
    QTest.mouseClick(dialog.export_button, LEFT)
    exploring.until((tmp_path / "cut.otio").exists)
    settle(exploring)
    timeline = otio.adapters.read_from_file(str(tmp_path / "cut.otio"))
    ranges = [
        (round(clip.source_range.start_time.value), round(clip.source_range.duration.value))
        for clip in timeline.video_tracks()[0].find_clips()
    ]
    assert ranges == [(40, 20), (0, 20), (20, 20)]
    QTest.mouseClick(dialog.close_button, LEFT)


def test_a_narrow_window_leaves_room_for_the_items(exploring: Exploring) -> None:
    fill(exploring)
    selects = exploring.window.parts.selects
    exploring.window.resize(2200, 900)
    exploring.until(lambda: selects.list.width() == 184)
    exploring.window.resize(exploring.window.minimumSizeHint())
    exploring.until(lambda: selects.list.width() == 140)
    edit = selects.panel.in_edit
    assert edit.fontMetrics().horizontalAdvance("00:00:00:00") < edit.width() - 12


def test_an_empty_bin_has_nothing_to_fill_in(exploring: Exploring) -> None:
    exploring.key(Qt.Key.Key_6)
    selects = exploring.window.parts.selects
    exploring.until(selects.isVisible)
    assert not selects.panel.isVisible()
    assert not selects.list.isVisible()
    fill(exploring)
    assert selects.panel.isVisible()
    assert selects.list.isVisible()
