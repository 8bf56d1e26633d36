"""The whole window by real events: looking, searching, giving feedback, walking back."""

import re
import threading
from collections.abc import Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QColor, QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from tests.ui.exploring import Exploring, files
from tests.ui.steps import answers, click_tab, search_scene
from tests.videos import texture
from videxplore.core.task import Task
from videxplore.services.searching.query.query import ImageExample, SceneExample
from videxplore.ui.details_panel import DetailsPanel
from videxplore.ui.dialogs.keys import KeysOverlay
from videxplore.ui.look.images import to_image
from videxplore.ui.searching.chips import ChipStrip
from videxplore.ui.searching.query_bar import LEAST_WORDS_PX

LEFT = Qt.MouseButton.LeftButton


def test_a_click_on_a_video_opens_it_with_its_scenes(exploring: Exploring) -> None:
    exploring.open("beach")
    parts = exploring.window.parts
    assert exploring.window.windowTitle() == "beach - videxplore"
    assert [scene.shot.start_s for scene in parts.scenes.grid.tile_model.items] == [0.0, 0.8, 1.6]
    assert not parts.player.frame_view.image.isNull()


def test_a_click_on_a_scene_brings_what_resembles_it_first(exploring: Exploring) -> None:
    search_scene(exploring, "beach", 0)
    assert answers(exploring)[0] == ("hills", 0.0)
    assert ("beach", 0.0) not in answers(exploring)
    [chip] = exploring.window.parts.query_bar.chips
    assert chip.text().startswith("scene 0:00")


def test_a_click_on_a_tile_opens_the_video_where_the_pointer_was(exploring: Exploring) -> None:
    grid = search_scene(exploring, "beach", 0)
    point = exploring.tile_point(grid, 0, 0.75)
    QTest.mouseMove(grid.viewport(), point)
    QTest.mouseClick(grid.viewport(), LEFT, pos=point)
    session = exploring.window.parts.session
    exploring.until(lambda: session.video is not None and session.video.path.stem == "hills")
    assert 0.5 < session.time_s < 0.7


def test_the_pointer_scrubs_inside_a_tile(exploring: Exploring) -> None:
    grid = search_scene(exploring, "beach", 0)
    QTest.mouseMove(grid.viewport(), exploring.tile_point(grid, 1, 0.25))
    assert grid.tiles.hovered_row == 1
    assert 0.2 < grid.tiles.hovered_fraction < 0.3
    QTest.mouseMove(grid.viewport(), exploring.tile_point(grid, 1, 0.9))
    assert grid.tiles.hovered_fraction > 0.85


def test_plus_and_minus_change_the_query_and_the_ranking(exploring: Exploring) -> None:
    grid = search_scene(exploring, "beach", 0)
    session = exploring.window.parts.session
    liked = answers(exploring)[1]
    first = session.ranking
    plus, _ = grid.tiles.button_rects(grid.visualRect(exploring.index(grid, 1)))
    QTest.mouseMove(grid.viewport(), plus.center())
    QTest.mouseClick(grid.viewport(), LEFT, pos=plus.center())
    exploring.until(lambda: session.ranking is not first and session.ranking is not None)
    assert session.query is not None
    assert len(session.query.positives) == 2
    assert liked not in answers(exploring)
    assert [chip.text() for chip in exploring.window.parts.query_bar.chips][1] == "like"


def test_a_minus_by_key_marks_the_current_tile(exploring: Exploring) -> None:
    grid = search_scene(exploring, "beach", 0)
    grid.setFocus()
    grid.setCurrentIndex(exploring.index(grid, 2))
    QTest.keyClicks(grid, "-")
    session = exploring.window.parts.session
    assert session.query is not None
    assert len(session.query.negatives) == 1


def test_a_chip_is_taken_out_by_a_click_and_the_last_one_ends_the_search(exploring: Exploring) -> None:
    search_scene(exploring, "beach", 0)
    [chip] = exploring.window.parts.query_bar.chips
    QTest.mouseClick(chip, LEFT)
    session = exploring.window.parts.session
    assert session.query is None
    assert session.ranking is None
    assert exploring.window.parts.query_bar.chips == []


def test_searches_can_be_walked_back_and_on(exploring: Exploring) -> None:
    search_scene(exploring, "beach", 0)
    first = answers(exploring)
    search_scene(exploring, "night", 1)
    second = answers(exploring)
    parts = exploring.window.parts
    QTest.mouseClick(parts.top_bar.back_button, LEFT)
    assert answers(exploring) == first
    QTest.mouseClick(parts.top_bar.forward_button, LEFT)
    assert answers(exploring) == second
    assert not parts.top_bar.forward_button.isEnabled()


def test_s_searches_for_what_is_on_screen_and_esc_ends_it(exploring: Exploring) -> None:
    exploring.open("hills")
    exploring.key(Qt.Key.Key_S)
    session = exploring.window.parts.session
    exploring.until(lambda: session.ranking is not None)
    assert session.query is not None
    assert isinstance(session.query.positives[0], SceneExample)
    exploring.key(Qt.Key.Key_Escape)
    assert session.query is None


def test_letters_typed_into_the_search_box_are_words_and_no_commands(exploring: Exploring) -> None:
    exploring.open("hills")
    exploring.key(Qt.Key.Key_F)
    edit = exploring.window.parts.query_bar.edit
    assert edit.hasFocus()
    QTest.keyClicks(edit, "sms 12?")
    assert edit.text() == "sms 12?"
    assert exploring.window.parts.session.query is None


def test_control_f_searches_too(exploring: Exploring) -> None:
    exploring.key(Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert exploring.window.parts.query_bar.edit.hasFocus()


def test_a_moment_can_be_typed(exploring: Exploring) -> None:
    exploring.key(Qt.Key.Key_F)
    edit = exploring.window.parts.query_bar.edit
    QTest.keyClicks(edit, "beach.mp4@0.2")
    QTest.keyClick(edit, Qt.Key.Key_Return)
    session = exploring.window.parts.session
    exploring.until(lambda: session.ranking is not None)
    assert answers(exploring)[0] == ("hills", 0.0)


def test_what_cannot_be_answered_is_said_where_the_answer_would_be(exploring: Exploring) -> None:
    parts = exploring.window.parts
    failures: list[str] = []
    parts.search.failed.connect(failures.append)
    exploring.drop(files(exploring.paths.library / "nothing.png"), parts.query_bar)
    exploring.until(lambda: bool(failures))
    assert "nothing.png" in failures[0]


def test_a_pasted_image_becomes_the_query(exploring: Exploring) -> None:
    parts = exploring.window.parts
    QApplication.clipboard().setImage(to_image(texture(1)))
    exploring.key(Qt.Key.Key_F)
    QTest.keyClick(parts.query_bar.edit, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    exploring.until(lambda: parts.session.query is not None)
    query = parts.session.query
    assert query is not None
    [example] = query.positives
    assert isinstance(example, ImageExample)
    assert example.pixels.shape == (180, 320, 3)
    assert abs(int(example.pixels[90, 160, 0]) - int(texture(1)[90, 160, 0])) <= 1
    exploring.settle()


def test_an_image_dropped_on_the_query_box_becomes_the_query(exploring: Exploring) -> None:
    parts = exploring.window.parts
    data = QMimeData()
    data.setImageData(QImage(to_image(texture(4))))
    assert exploring.drop(data, parts.query_bar)
    exploring.until(lambda: parts.session.query is not None)
    exploring.settle()


@pytest.mark.parametrize("is_null", [True, False])
def test_an_invalid_image_is_not_accepted(exploring: Exploring, is_null: bool) -> None:
    def promised() -> QMimeData:
        data = QMimeData()
        if is_null:
            data.setImageData(QImage())
        else:
            data.setData("application/x-qt-image", b"garbage")
        return data

    parts = exploring.window.parts
    assert not exploring.drop(promised(), parts.query_bar)
    QApplication.clipboard().setMimeData(promised())
    exploring.key(Qt.Key.Key_F)
    QTest.keyClick(parts.query_bar.edit, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert parts.session.query is None


def test_the_question_mark_shows_all_keys_and_any_key_hides_them(exploring: Exploring) -> None:
    QTest.keyClick(exploring.window, Qt.Key.Key_Question, Qt.KeyboardModifier.ShiftModifier)
    [overlay] = exploring.window.findChildren(KeysOverlay)
    assert overlay.isVisible()
    assert "Play: Space" in overlay.accessibleDescription()
    assert "Lasso scenes: drag" in overlay.accessibleDescription()
    exploring.window.resize(1400, 860)
    exploring.settle()
    assert overlay.rect() == exploring.window.rect()
    QTest.keyClick(overlay, Qt.Key.Key_A)
    assert not overlay.isVisible()


def test_a_key_that_hides_the_keys_does_nothing_else(exploring: Exploring) -> None:
    search_scene(exploring, "beach", 0)
    parts = exploring.window.parts
    for key in (Qt.Key.Key_Escape, Qt.Key.Key_Space, Qt.Key.Key_2, Qt.Key.Key_Tab):
        exploring.key(Qt.Key.Key_Question, Qt.KeyboardModifier.ShiftModifier)
        [overlay] = [one for one in exploring.window.findChildren(KeysOverlay) if one.isVisible()]
        exploring.key(key, widget=overlay)
        assert not overlay.isVisible(), key
        assert parts.session.query is not None, key
        assert not parts.session.is_playing, key
        assert parts.tabs.current == 0, key


def test_keys_belong_to_the_window_again_when_the_keys_or_a_panel_are_hidden(exploring: Exploring) -> None:
    exploring.open("beach")
    view = exploring.window.parts.library_panel.list
    view.setFocus()
    exploring.key(Qt.Key.Key_Question, Qt.KeyboardModifier.ShiftModifier)
    [overlay] = exploring.window.findChildren(KeysOverlay)
    exploring.key(Qt.Key.Key_A, widget=overlay)
    assert QApplication.focusWidget() is view
    exploring.key(Qt.Key.Key_F9)
    edit = exploring.window.parts.query_bar.edit
    assert not edit.hasFocus()
    exploring.key(Qt.Key.Key_F9)
    exploring.key(Qt.Key.Key_F)
    assert edit.hasFocus()
    exploring.key(Qt.Key.Key_Escape)
    assert not edit.hasFocus(), "where there are no tiles, letters are commands again all the same"
    exploring.key(Qt.Key.Key_2)
    assert exploring.window.parts.tabs.current == 1
    exploring.settle()


def test_number_keys_turn_the_tabs(exploring: Exploring) -> None:
    exploring.open("night")
    exploring.key(Qt.Key.Key_2)
    parts = exploring.window.parts
    assert parts.tabs.current == 1
    exploring.until(lambda: parts.storyboard.view.model().rowCount() > 0)
    weights = [cluster.weight for cluster in parts.storyboard.view.cluster_model.clusters]
    assert sum(weights) == 1.0 or abs(sum(weights) - 1) < 1e-6
    pages = {Qt.Key.Key_1: parts.scenes, Qt.Key.Key_3: parts.map, Qt.Key.Key_4: parts.library_grid}
    for key, page in pages.items():
        exploring.key(key)
        assert parts.tabs.current == parts.tabs.index_of(page)
        assert page.isVisible()
    click_tab(parts.explore.bar, "Details")
    [details] = exploring.window.findChildren(DetailsPanel)
    assert details.isVisible()
    exploring.key(Qt.Key.Key_5)
    assert parts.explore.current == 0
    exploring.settle()


def test_a_storyboard_keyframe_jumps_there(exploring: Exploring) -> None:
    exploring.open("night")
    exploring.key(Qt.Key.Key_2)
    parts = exploring.window.parts
    view = parts.storyboard.view
    exploring.until(lambda: view.model().rowCount() > 0)
    exploring.settle()
    last = view.model().index(view.model().rowCount() - 1, 0)
    rect = view.visualRect(last)
    QTest.mouseClick(view.viewport(), LEFT, pos=QPoint(rect.left() + 20, rect.bottom() - 40))
    cluster = view.cluster_model.clusters[last.row()]
    assert parts.session.time_s == cluster.representative.time_s


def test_ctrl_and_the_wheel_change_the_size_of_tiles(exploring: Exploring) -> None:
    grid = search_scene(exploring, "beach", 0)
    before = grid.tiles.tile_size.width()
    point = exploring.tile_point(grid, 0).toPointF()
    for notches in (3, 3):
        event = QWheelEvent(
            point, grid.viewport().mapToGlobal(point), QPoint(), QPoint(0, 120 * notches),
            Qt.MouseButton.NoButton, Qt.KeyboardModifier.ControlModifier, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        for _ in range(4):
            QApplication.sendEvent(grid.viewport(), event)
    assert grid.tiles.tile_size.width() > before
    for _ in range(12):
        exploring.key(Qt.Key.Key_Minus, Qt.KeyboardModifier.ControlModifier)
    assert grid.tiles.tile_size.width() <= before
    exploring.settle()


def test_the_video_is_open_again_where_it_stood(exploring: Exploring) -> None:
    video = exploring.open("night")
    exploring.window.parts.session.seek(1.0)
    exploring.settle()
    exploring.window.close()
    exploring.show()
    session = exploring.window.parts.session
    exploring.until(lambda: session.video is not None)
    assert session.video is not None
    assert session.video.id == video.id
    assert session.time_s == pytest.approx(1.0, abs=0.051)


def test_a_video_that_is_no_longer_there_is_not_opened(exploring: Exploring) -> None:
    video = exploring.open("night")
    exploring.window.close()
    exploring.library.delete_video(video.id)
    exploring.show()
    assert exploring.window.parts.session.video is None


def test_the_layout_is_as_it_was_left(exploring: Exploring) -> None:
    window = exploring.window
    exploring.key(Qt.Key.Key_F9)
    exploring.key(Qt.Key.Key_2)
    assert not window.parts.library_panel.isVisible()
    window.close()
    exploring.show()
    assert not exploring.window.parts.library_panel.isVisible()
    assert exploring.window.parts.tabs.current == 1


def test_keys_show_and_hide_the_panels_and_fill_the_screen(exploring: Exploring) -> None:
    window = exploring.window
    assert window.parts.explore.isVisible()
    exploring.key(Qt.Key.Key_F10)
    assert not window.parts.explore.isVisible()
    exploring.key(Qt.Key.Key_F10)
    assert window.parts.explore.isVisible()
    exploring.key(Qt.Key.Key_F11)
    assert window.isFullScreen()
    exploring.key(Qt.Key.Key_F11)
    assert not window.isFullScreen()


def test_ctrl_and_plus_make_tiles_larger(exploring: Exploring) -> None:
    grid = search_scene(exploring, "beach", 0)
    before = grid.tiles.tile_size.width()
    for _ in range(6):
        exploring.key(Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert grid.tiles.tile_size.width() > before


def test_alt_and_the_arrows_walk_through_the_searches(exploring: Exploring) -> None:
    search_scene(exploring, "beach", 0)
    first = answers(exploring)
    search_scene(exploring, "night", 1)
    second = answers(exploring)
    exploring.key(Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert answers(exploring) == first
    exploring.key(Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert answers(exploring) == second
    exploring.settle()


def test_a_region_of_the_frame_becomes_a_search(exploring: Exploring) -> None:
    exploring.open("beach")
    parts = exploring.window.parts
    exploring.key(Qt.Key.Key_S, Qt.KeyboardModifier.ShiftModifier)
    picture = parts.player.frame_view
    area = picture.frame_area
    corners = [area.topLeft() + (area.bottomRight() - area.topLeft()) * share for share in (0.2, 0.5, 0.8)]
    QTest.mousePress(picture, LEFT, pos=corners[0].toPoint())
    for corner in corners[1:]:
        QTest.mouseMove(picture, corner.toPoint())
    QTest.mouseRelease(picture, LEFT, pos=corners[-1].toPoint())
    exploring.until(lambda: parts.session.query is not None)
    assert parts.session.query is not None
    [example] = parts.session.query.positives
    assert isinstance(example, ImageExample)
    assert example.pixels.shape == pytest.approx((108, 192, 3), abs=3)
    [chip] = parts.query_bar.chips
    assert chip.text() == "region"
    exploring.settle()


def test_an_image_file_dropped_anywhere_is_searched_for(exploring: Exploring, tmp_path: Path) -> None:
    picture = tmp_path / "postcard.png"
    assert to_image(texture(1)).save(str(picture))
    assert exploring.drop(files(picture))
    exploring.until(lambda: exploring.window.parts.session.query is not None)
    assert [chip.text() for chip in exploring.window.parts.query_bar.chips] == ["postcard.png"]
    exploring.settle()
    assert len(exploring.window.parts.videos.videos) == 3


def test_ctrl_o_adds_a_folder(exploring: Exploring, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # The file dialog belongs to the system.
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path / "more"))
    (tmp_path / "more").mkdir()
    started: list[bool] = []
    exploring.window.parts.work.started.connect(lambda: started.append(True))
    exploring.key(Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    exploring.until(lambda: bool(started))
    exploring.qtbot.waitUntil(lambda: not exploring.window.parts.work.is_running, timeout=120_000)


@pytest.mark.parametrize(
    "values",
    [
        ("nan", "9" * 30, "@ByteArray(\\x1)"),
        pytest.param(("", "what", "@Invalid()", "1, 2"), marks=pytest.mark.slow),
    ],
)
def test_a_damaged_layout_is_lost_without_harm(exploring: Exploring, values: Sequence[str]) -> None:
    exploring.open("night")
    exploring.key(Qt.Key.Key_2)
    exploring.close_window()
    file = exploring.paths.state / "window.ini"
    layout = file.read_text(encoding="utf-8")
    for value in values:
        # The library is left, so that the video is looked for.
        written = value.replace("\\", r"\\")
        damaged = re.sub(r"(?m)^(?!library)(\w+)=.*", rf"\1={written}", layout)
        file.write_text(damaged, encoding="utf-8")
        exploring.show()
        parts = exploring.window.parts
        assert parts.tabs.current == 0, value
        assert parts.tabs.isVisible(), value
        assert parts.session.video is None, value
        exploring.close_window()


def test_a_damaged_time_opens_the_video_at_its_start(exploring: Exploring) -> None:
    exploring.open("night")
    exploring.window.parts.session.seek(1.0)
    exploring.settle()
    exploring.window.close()
    file = exploring.paths.state / "window.ini"
    text = file.read_text(encoding="utf-8")
    file.write_text(re.sub(r"(?m)^time=.*", "time=nan", text), encoding="utf-8")
    exploring.show()
    session = exploring.window.parts.session
    exploring.until(lambda: session.video is not None)
    assert session.time_s == 0.0


@pytest.mark.parametrize(("width_px", "height_px"), [(1, 700), (20_000, 1), (6000, 4000)])
def test_an_image_of_any_shape_and_size_becomes_the_query(
    exploring: Exploring, width_px: int, height_px: int
) -> None:
    parts = exploring.window.parts
    picture = QImage(width_px, height_px, QImage.Format.Format_RGB32)
    picture.fill(QColor("teal"))
    data = QMimeData()
    data.setImageData(picture)
    assert exploring.drop(data, parts.query_bar)
    exploring.until(lambda: bool(parts.query_bar.chips))
    [chip] = parts.query_bar.chips
    shown = chip.grab().toImage()
    assert shown.pixelColor(round(22 * shown.devicePixelRatio()), shown.height() // 2) == QColor("teal")
    assert parts.session.query is not None
    [example] = parts.session.query.positives
    assert isinstance(example, ImageExample)
    assert max(example.pixels.shape) <= 2048
    exploring.settle()


def test_a_time_that_is_none_is_answered_in_place_and_the_window_keeps_its_size(exploring: Exploring) -> None:
    exploring.open("beach")
    size, controls = exploring.window.size(), exploring.window.parts.player.controls
    exploring.key(Qt.Key.Key_G)
    QTest.keyClicks(controls.time_field, "soon")
    QTest.keyClick(controls.time_field, Qt.Key.Key_Return)
    exploring.settle()
    assert controls.advice_label.isVisible()
    exploring.until(lambda: controls.advice_label.width() >= controls.advice_label.sizeHint().width())
    assert not controls.duration_label.isVisible()
    assert exploring.window.size() == size
    QTest.keyClick(controls.time_field, Qt.Key.Key_Escape)
    assert not controls.advice_label.isVisible()
    assert controls.duration_label.isVisible()
    assert controls.volume_slider.isVisible()


def test_chips_are_all_in_sight_where_there_is_room(exploring: Exploring) -> None:
    grid = search_scene(exploring, "beach", 0)
    bar = exploring.window.parts.query_bar
    for mark in (0, 1):
        button = grid.tiles.button_rects(grid.visualRect(exploring.index(grid, 0)))[mark]
        QTest.mouseClick(grid.viewport(), LEFT, pos=button.center())
        exploring.settle()
    assert len(bar.chips) == 3
    for chip in bar.chips:
        assert chip.visibleRegion().boundingRect() == chip.rect(), chip.text()


def test_many_chips_stay_whole_and_leave_room_for_words(exploring: Exploring) -> None:
    grid = search_scene(exploring, "beach", 0)
    for row in range(1, 6):
        plus, _ = grid.tiles.button_rects(grid.visualRect(exploring.index(grid, 0)))
        QTest.mouseClick(grid.viewport(), LEFT, pos=plus.center())
        exploring.settle()
        assert len(exploring.window.parts.query_bar.chips) == row + 1
    bar = exploring.window.parts.query_bar
    assert bar.edit.width() >= LEAST_WORDS_PX
    last, first = bar.chips[-1], bar.chips[0]
    assert all(chip.width() >= chip.sizeHint().width() for chip in bar.chips)
    assert not last.visibleRegion().isEmpty(), "what was added last is in sight"
    assert first.visibleRegion().isEmpty()
    [area] = bar.findChildren(ChipStrip)
    point = area.viewport().rect().center().toPointF()
    for _ in range(12):
        event = QWheelEvent(
            point, area.viewport().mapToGlobal(point), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(area.viewport(), event)
    assert not first.visibleRegion().isEmpty()
    QTest.mouseClick(first, LEFT)
    assert len(bar.chips) == 5
    exploring.settle()


def test_the_window_is_gone_from_the_screen_while_it_waits_for_work(exploring: Exploring) -> None:
    parts, window = exploring.window.parts, exploring.window
    begun, is_other_told = threading.Event(), threading.Event()
    seen: list[bool] = []

    def look_at_the_end(task: Task) -> None:
        begun.set()
        task.wait(10)
        # It is told to stop as well, not only when this is done.
        seen.extend([window.isVisible(), is_other_told.wait(5)])

    def hear(task: Task) -> None:
        task.wait(10)
        is_other_told.set()

    parts.cutting.submit(hear)
    parts.interactive.submit(look_at_the_end)
    assert begun.wait(5)
    exploring.window.close()
    assert seen == [False, True]
