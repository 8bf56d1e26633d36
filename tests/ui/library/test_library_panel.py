"""The library at the left: what it shows, filters, and takes in."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QStackedWidget

from tests.ui.exploring import LEFT, Exploring, choose, enabled, files, popup, ticked
from tests.ui.searched_paths import START_MS
from videxplore.app import make_window
from videxplore.core.errors import CatalogueError
from videxplore.core.types import Video, VideoState
from videxplore.ui.library.indexing_work import IndexingWork
from videxplore.ui.library.library_panel import LibraryPanel
from videxplore.ui.library.video_list import PICTURE, VideoList
from videxplore.ui.look.texts import video_words
from videxplore.ui.player.sound_output import Silence


def names(exploring: Exploring) -> list[str]:
    model = exploring.window.parts.videos
    return [model.video(model.index(row)).path.stem for row in range(model.rowCount())]


def labels(exploring: Exploring) -> list[QLabel]:
    return exploring.window.parts.library_panel.findChildren(QLabel)


def _top_px(panel: LibraryPanel) -> int:
    """Where the list begins, or what stands in its place."""
    [stack] = panel.findChildren(QStackedWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
    return stack.y()


def test_an_empty_library_teaches(first_run: Exploring) -> None:
    panel = first_run.window.parts.library_panel
    assert not panel.list.isVisible()
    assert not panel.filter_box.isVisible()


def test_the_list_stays_where_it_is_when_the_first_videos_come(first_run: Exploring, footage: Path) -> None:
    panel = first_run.window.parts.library_panel
    top_px = _top_px(panel)
    assert first_run.drop(files(footage / "trips" / "hills.mp4"))
    first_run.until(panel.filter_box.isVisible)
    first_run.settle()
    assert _top_px(panel) == top_px
    first_run.qtbot.waitUntil(lambda: not first_run.window.parts.work.is_running, timeout=START_MS)


def test_the_length_of_the_library_is_up_to_date_while_it_is_indexed(exploring: Exploring) -> None:
    model, panel = exploring.window.parts.videos, exploring.window.parts.library_panel
    beach, *others = model.videos
    counts: list[tuple[int, float]] = []
    panel.countChanged.connect(lambda count, length_s: counts.append((count, length_s)))
    for video in others:
        model.remove_video(video.id)

    def is_counted() -> bool:
        # While videos are indexed there is always something new.
        model.set_fraction(beach.id, 0.5)
        return (1, beach.duration_s) in counts

    exploring.until(is_counted)


def test_videos_are_listed_by_name_with_their_state(lasting: Exploring) -> None:
    assert names(lasting) == ["beach", "hills", "night"]
    model = lasting.window.parts.videos
    spoken = model.data(model.index(0), Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "beach, 0:02, indexed"


def test_typing_filters_by_any_part_of_the_path(lasting: Exploring) -> None:
    box = lasting.window.parts.library_panel.filter_box
    QTest.keyClicks(box, "TRIPS ni")
    assert names(lasting) == ["night"]
    view = lasting.window.parts.library_panel.list
    QTest.keyClicks(box, "mare")
    assert not view.isVisible()
    assert any(label.text() == "No video matches" and label.isVisible() for label in labels(lasting))
    box.clear()
    assert view.isVisible()
    assert names(lasting) == ["beach", "hills", "night"]


def test_a_folder_shows_only_what_lies_in_it(exploring: Exploring) -> None:
    tree = exploring.window.parts.library_panel.tree
    assert tree.isVisible()
    [folder] = [
        index
        for row in range(tree.model().rowCount())
        for parent in [tree.model().index(row, 0)]
        for child in range(tree.model().rowCount(parent))
        for index in [tree.model().index(child, 0, parent)]
    ]
    tree.expandAll()
    QTest.mouseClick(tree.viewport(), Qt.MouseButton.LeftButton, pos=tree.visualRect(folder).center())
    assert names(exploring) == ["hills", "night"]


def test_a_video_that_changes_its_state_keeps_its_place_and_a_new_one_finds_its_own(
    exploring: Exploring,
) -> None:
    parts = exploring.window.parts
    catalogue = exploring.library.catalogue
    [hills] = [video for video in parts.videos.videos if video.path.stem == "hills"]
    catalogue.set_state(hills.id, VideoState.FAILED, "hills.mp4 is cut off.")
    parts.session.update_video(catalogue.video(hills.id))
    assert names(exploring) == ["beach", "hills", "night"]
    spoken = parts.videos.data(parts.videos.index(1), Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.endswith("hills.mp4 is cut off.")
    new = catalogue.add_video(hills.path.with_name("dunes.mp4"), "fp-dunes", 1, 1)
    parts.session.update_video(new)
    assert names(exploring) == ["beach", "dunes", "hills", "night"]


def test_a_name_that_is_read_from_the_right_stands_beside_its_thumbnail(exploring: Exploring) -> None:
    parts, catalogue = exploring.window.parts, exploring.library.catalogue
    hills = parts.videos.videos[1]
    name = "\N{HEBREW LETTER SHIN}\N{HEBREW LETTER LAMED}"
    new = catalogue.add_video(hills.path.with_name(f"{name}.mp4"), "fp-shalom", 1, 1)
    parts.session.update_video(new)
    view = parts.library_panel.list
    row = view.visualRect(parts.videos.index_of(new.id))
    left_px = 6 + 8 + PICTURE.width() + 8
    title = QRect(row.left() + left_px, row.top() + 8, row.width() - left_px - 8, 22)
    shown = view.viewport().grab(title).toImage()
    ground = shown.pixel(shown.width() - 1, 0)
    inked = [
        x for x in range(shown.width()) if any(shown.pixel(x, y) != ground for y in range(shown.height()))
    ]
    assert inked
    assert inked[-1] < shown.width() / 2


def test_the_order_can_be_chosen(lasting: Exploring) -> None:
    view = lasting.window.parts.library_panel.list
    before = "Name"
    for words, order in (
        ("Newest first", ["night", "hills", "beach"]),
        ("Longest first", ["beach", "night", "hills"]),
        ("Name", ["beach", "hills", "night"]),
    ):
        menu = lasting.menu_at(view.viewport(), QPoint(5, view.viewport().height() - 5))
        [orders] = [action for action in menu.actions() if action.text() == "Sort by"]
        QTest.mouseClick(menu, LEFT, pos=menu.actionGeometry(orders).center())
        lasting.until(lambda menu=menu: popup() is not menu)  # type: ignore[misc]
        assert ticked(popup()) == [before]
        choose(popup(), words)
        before = words
        assert names(lasting) == order


def test_videos_are_dragged_out_as_files(exploring: Exploring, monkeypatch: pytest.MonkeyPatch) -> None:
    view = exploring.window.parts.library_panel.list
    carried: list[QMimeData] = []

    # What takes over here is the system's own loop, until the button is released somewhere.
    def carry(source: VideoList, _actions: Qt.DropAction) -> None:
        carried.append(source.model().mimeData(source.selectedIndexes()))

    monkeypatch.setattr(VideoList, "startDrag", carry, raising=False)
    middles = [view.visualRect(view.model().index(row, 0)).center() for row in (0, 2)]
    QTest.mouseClick(view.viewport(), LEFT, pos=middles[0])
    QTest.mouseClick(view.viewport(), LEFT, Qt.KeyboardModifier.ControlModifier, middles[1])
    QTest.mousePress(view.viewport(), LEFT, pos=middles[1])
    for moved_px in (15, 30):
        QTest.mouseMove(view.viewport(), middles[1] + QPoint(0, moved_px))
    QTest.mouseRelease(exploring.window, LEFT)
    assert [url.fileName() for url in carried[0].urls()] == ["beach.mp4", "night.mp4"]


def test_the_arrow_keys_open_folders_and_leave_the_player_alone(lasting: Exploring) -> None:
    lasting.open("beach")
    tree, session = lasting.window.parts.library_panel.tree, lasting.window.parts.session
    tree.expandAll()
    time_s = session.time_s
    folder = tree.model().index(1, 0)
    QTest.mouseClick(tree.viewport(), LEFT, pos=tree.visualRect(folder).center())
    assert tree.isExpanded(folder)
    QTest.keyClick(tree, Qt.Key.Key_Left)
    assert not tree.isExpanded(tree.currentIndex())
    QTest.keyClick(tree, Qt.Key.Key_Right)
    assert tree.isExpanded(tree.currentIndex())
    assert session.time_s == time_s


def test_arrow_keys_and_enter_open_a_video(exploring: Exploring) -> None:
    view = exploring.window.parts.library_panel.list
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Home)
    QTest.keyClick(view, Qt.Key.Key_Down)
    QTest.keyClick(view, Qt.Key.Key_Return)
    session = exploring.window.parts.session
    exploring.until(lambda: session.video is not None and session.video.path.stem == "hills")
    assert QApplication.focusWidget() is view


def test_the_menu_of_videos_opens_copies_and_indexes_them(exploring: Exploring) -> None:
    parts = exploring.window.parts
    view = parts.library_panel.list
    rows = [view.visualRect(parts.videos.index_of(video.id)).center() for video in parts.videos.videos]
    QTest.mouseClick(view.viewport(), LEFT, pos=rows[0])
    exploring.settle()
    QTest.mouseClick(view.viewport(), LEFT, Qt.KeyboardModifier.ControlModifier, rows[2])
    chosen = [parts.videos.videos[0].path, parts.videos.videos[2].path]
    choose(exploring.menu_at(view.viewport(), rows[2]), "Copy path")
    assert set(QApplication.clipboard().text().splitlines()) == {str(path) for path in chosen}
    added: list[list[Path]] = []
    parts.library_panel.reindexRequested.connect(added.append)
    choose(exploring.menu_at(view.viewport(), rows[2]), "Index now")
    assert {*added[0]} == {*chosen}
    exploring.qtbot.waitUntil(lambda: not parts.work.is_running, timeout=120_000)
    QTest.mouseClick(view.viewport(), LEFT, pos=rows[1])
    exploring.settle()
    QTest.mouseClick(view.viewport(), LEFT, Qt.KeyboardModifier.ControlModifier, rows[1])
    QTest.mouseClick(view.viewport(), LEFT, Qt.KeyboardModifier.ControlModifier, rows[2])
    choose(exploring.menu_at(view.viewport(), rows[2]), "Open")
    assert parts.session.video is not None
    assert parts.session.video.id == parts.videos.videos[2].id
    exploring.settle()


def test_a_video_that_failed_says_why_without_its_name_again(exploring: Exploring) -> None:
    [hills] = [video for video in exploring.window.parts.videos.videos if video.path.stem == "hills"]
    exploring.library.catalogue.set_state(hills.id, VideoState.FAILED, "\u201chills.mp4\u201d is cut off.")
    assert video_words(exploring.library.catalogue.video(hills.id)).state == "The file is cut off."


def test_indexing_is_stopped_for_all_selected_videos(
    exploring: Exploring, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel, model = exploring.window.parts.library_panel, exploring.window.parts.videos
    for row in (0, 2):
        model.set_fraction(model.video(model.index(row)).id, 0.5)
    monkeypatch.setattr(IndexingWork, "is_running", True)
    stopped: list[int] = []
    panel.cancelRequested.connect(stopped.append)
    middles = [panel.list.visualRect(model.index(row)).center() for row in (0, 2)]
    QTest.mouseClick(panel.list.viewport(), LEFT, pos=middles[0])
    QTest.mouseClick(panel.list.viewport(), LEFT, Qt.KeyboardModifier.ControlModifier, middles[1])
    choose(exploring.menu_at(panel.list.viewport(), middles[1]), "Stop indexing this")
    assert sorted(stopped) == sorted(model.video(model.index(row)).id for row in (0, 2))


def test_nothing_is_stopped_that_is_not_being_indexed(
    exploring: Exploring, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts, catalogue = exploring.window.parts, exploring.library.catalogue
    hills, night = parts.videos.videos[1:]
    catalogue.set_state(hills.id, VideoState.WAITING)
    parts.session.update_video(catalogue.video(hills.id))
    view = parts.library_panel.list

    def can_stop(video: Video) -> bool:
        place = view.visualRect(parts.videos.index_of(video.id)).center()
        QTest.mouseClick(view.viewport(), LEFT, pos=place)
        exploring.settle()
        menu = exploring.menu_at(view.viewport(), place)
        is_offered = enabled(menu, "Stop indexing this")
        menu.close()
        return is_offered

    assert not can_stop(hills)
    monkeypatch.setattr(IndexingWork, "is_running", True)
    assert can_stop(hills)
    assert not can_stop(night)
    parts.videos.set_fraction(night.id, 0.2)
    assert can_stop(night)


def test_what_is_offline_can_be_hidden_and_shown_again(exploring: Exploring) -> None:
    parts, catalogue = exploring.window.parts, exploring.library.catalogue
    for name, state in (("hills", VideoState.OFFLINE), ("night", VideoState.GONE)):
        [video] = [video for video in parts.videos.videos if video.path.stem == name]
        catalogue.set_state(video.id, state)
        parts.session.update_video(catalogue.video(video.id))
    view = parts.library_panel.list
    for shown, is_hidden in ((["beach"], True), (["beach", "hills", "night"], False)):
        menu = exploring.menu_at(view.viewport(), QPoint(5, view.viewport().height() - 5))
        choose(menu, "Hide offline")
        assert names(exploring) == shown
        menu = exploring.menu_at(view.viewport(), QPoint(5, view.viewport().height() - 5))
        [action] = [action for action in menu.actions() if action.text() == "Hide offline"]
        assert action.isChecked() is is_hidden
        menu.close()


def test_a_click_on_the_video_that_is_open_leaves_it_where_it_stands(exploring: Exploring) -> None:
    exploring.open("beach")
    session = exploring.window.parts.session
    session.seek(1.2)
    exploring.settle()
    exploring.open("beach")
    view = exploring.window.parts.library_panel.list
    QTest.keyClick(view, Qt.Key.Key_Return)
    place = view.visualRect(view.currentIndex()).center()
    choose(exploring.menu_at(view.viewport(), place), "Open")
    exploring.settle()
    assert session.time_s == pytest.approx(1.2, abs=0.051)


def test_a_library_that_cannot_be_read_says_so(exploring: Exploring, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise CatalogueError("The catalogue is damaged.")

    exploring.window.close()
    with monkeypatch.context() as patch:
        patch.setattr(exploring.library.catalogue, "videos", fail)
        window = make_window(exploring.library, exploring.settings, exploring.paths, Silence())
        informed: list[str] = []
        window.parts.session.noticed.connect(informed.append)
        window.show()
        exploring.until(lambda: bool(informed))
    assert informed == ["The catalogue is damaged."]
    window.close()
    window.deleteLater()


def test_no_length_is_named_while_none_is_known(first_run: Exploring, tmp_path: Path) -> None:
    parts = first_run.window.parts
    waiting = first_run.library.catalogue.add_video(tmp_path / "new.mp4", "new", 1, 1)
    parts.session.update_video(waiting)
    labels = parts.library_panel.heading.findChildren(QLabel)
    first_run.until(lambda: "1 video" in [label.text() for label in labels])
