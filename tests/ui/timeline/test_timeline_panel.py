"""The timeline through real events: hovering, scrubbing, selecting, zooming, panning, marking."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from tests.barcode import numbered_pictures, read_number
from tests.ui.explored import add_explored
from tests.ui.exploring import choose, enabled, popup
from tests.ui.watching import Watching, pixels_of
from tests.videos import Encoding, write_video
from videxplore.core.texts import TextLine, TextReading, TextTrack
from videxplore.core.types import Shot
from videxplore.ui.look.hover_thumbnail import HoverThumbnail
from videxplore.ui.session import Marks
from videxplore.ui.timeline.painting import overview_handle

STRIP_EVERY_S = 0.4
COUNT = 200
RATE_HZ = 25
CUTS_S = (2.0, 3.0, 6.0)
LABELS = ("walking", "running", "walking", "jumping")

FRAME_S = 0.04


@pytest.fixture(scope="module")
def video_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("timeline") / "numbered.mp4"
    return write_video(path, numbered_pictures(COUNT), Encoding(gop_frames=25))


@pytest.fixture
def watching(qtbot: QtBot, tmp_path: Path, video_file: Path) -> Iterator[Watching]:
    watching = Watching(qtbot, tmp_path / "library")
    try:
        watching.open(add_explored(watching.library, video_file, CUTS_S, LABELS, STRIP_EVERY_S))
        yield watching
    finally:
        watching.close()


def floating(watching: Watching) -> HoverThumbnail:
    [picture] = watching.window.findChildren(HoverThumbnail)
    return picture


def test_the_pointer_shows_the_nearest_strip_thumbnail_and_its_time(watching: Watching) -> None:
    film = watching.timeline.rows.film
    for time_s, nearest in ((1.02, 30), (4.98, 120), (7.5, 190)):
        watching.move(watching.x_px(time_s), film.top_px + 10)
        hover = floating(watching)
        assert hover.isVisible()
        assert read_number(pixels_of(hover.image)) == nearest
        seconds, frame = map(int, hover.caption.split(":")[2:])
        tolerance_s = 1 / watching.timeline.mapping.px_per_s + 1 / RATE_HZ
        assert seconds + frame / RATE_HZ == pytest.approx(time_s, abs=tolerance_s)
    QTest.mouseMove(watching.player, QPoint(100, 100))
    watching.until(lambda: not floating(watching).isVisible())


def test_the_thumbnail_at_the_pointer_stays_within_the_window_and_above_the_film(watching: Watching) -> None:
    film = watching.timeline.rows.film
    for x_px in (0, 1, watching.timeline.width() - 1):
        watching.move(x_px, film.top_px + 10)
        hover = floating(watching)
        assert watching.window.rect().contains(hover.geometry())
        foot = watching.timeline.mapTo(watching.window, QPoint(0, film.top_px)).y()
        assert hover.geometry().bottom() < foot


def test_pressing_moves_the_player_and_releasing_shows_the_exact_frame(watching: Watching) -> None:
    film = watching.timeline.rows.film
    sought: list[float] = []
    watching.session.seekRequested.connect(sought.append)
    watching.press(watching.x_px(1.0), film.top_px + 10)
    assert watching.session.time_s == pytest.approx(1.0, abs=0.02)
    assert sought == []
    for time_s in (2.0, 3.3, 4.4, 5.3):
        watching.move(watching.x_px(time_s), film.top_px + 10)
    assert watching.session.time_s == pytest.approx(5.3, abs=0.02)
    watching.release(watching.x_px(5.3), film.top_px + 10)
    [time_s] = sought
    wished = int(time_s * RATE_HZ + 1e-6)
    watching.until(lambda: watching.frame == wished)
    assert watching.session.time_s == pytest.approx(wished / RATE_HZ, abs=1e-4)


def test_a_strip_thumbnail_is_on_the_player_before_anything_is_decoded(watching: Watching) -> None:
    watching.press(watching.x_px(6.52), watching.timeline.rows.film.top_px + 10)
    assert watching.frame == 160  # no event has run since: this is the strip's picture at 6.4 s
    watching.release(watching.x_px(6.52), watching.timeline.rows.film.top_px + 10)
    watching.until_settled()


def test_clicking_a_scene_selects_it_and_dragging_over_scenes_does_not(watching: Watching) -> None:
    selected: list[Shot] = []
    watching.session.shotSelected.connect(selected.append)
    scenes = watching.timeline.rows.scenes
    watching.click(watching.x_px(4.1), scenes.top_px + 8)
    assert [(shot.start_s, shot.end_s) for shot in selected] == [(3.0, 6.0)]
    watching.press(watching.x_px(1.0), scenes.top_px + 8)
    watching.move(watching.x_px(2.5), scenes.top_px + 8)
    watching.release(watching.x_px(2.5), scenes.top_px + 8)
    assert len(selected) == 1
    watching.until_settled()


def test_the_wheel_zooms_around_the_pointer(watching: Watching) -> None:
    x_px = watching.x_px(5.0)
    before_s = watching.timeline.mapping.time_s(x_px)
    watching.wheel(x_px, 4)
    assert watching.timeline.mapping.span_s < 5.0
    assert watching.timeline.mapping.time_s(x_px) == pytest.approx(before_s, abs=1e-6)
    watching.wheel(x_px, 30, Qt.KeyboardModifier.ControlModifier)
    frames = watching.timeline.mapping.span_s * RATE_HZ
    assert frames == pytest.approx(watching.timeline.mapping.width_px / 92, rel=0.01)
    watching.wheel(x_px, -60)
    assert watching.timeline.mapping.shows_all


def test_at_the_deepest_zoom_each_cell_of_the_film_is_its_own_frame(watching: Watching) -> None:
    watching.wheel(watching.x_px(4.5), 60)
    mapping, film = watching.timeline.mapping, watching.timeline.rows.film
    first = int(mapping.start_s * RATE_HZ + 1)
    middles_s = [(first + number + 0.5) / RATE_HZ for number in range(5)]

    def brightness() -> float:
        shot = pixels_of(watching.timeline.grab().toImage())
        return float(shot[film.top_px : film.bottom_px, 40:-40, :3].mean())

    # Until then, thumbnails of other moments are dimmed.
    at_first = brightness()

    def cells() -> list[int | None]:
        shot = pixels_of(watching.timeline.grab().toImage())
        lefts = [round(mapping.x_px(time_s) - 46) for time_s in middles_s]
        return [read_number(shot[film.top_px : film.bottom_px, left : left + 92]) for left in lefts]

    watching.until(lambda: cells() == list(range(first, first + 5)))
    assert at_first < 0.8 * brightness()
    watching.until_settled()


def test_shift_and_the_wheel_pan_and_stop_at_the_ends(watching: Watching) -> None:
    watching.wheel(watching.x_px(4.0), 4)
    span_s, start_s = watching.timeline.mapping.span_s, watching.timeline.mapping.start_s
    watching.wheel(300, -1, Qt.KeyboardModifier.ShiftModifier)
    assert watching.timeline.mapping.start_s > start_s
    assert watching.timeline.mapping.span_s == pytest.approx(span_s)
    watching.wheel(300, -50, Qt.KeyboardModifier.ShiftModifier)
    assert watching.timeline.mapping.end_s == pytest.approx(8.0)
    watching.wheel(300, 50, Qt.KeyboardModifier.ShiftModifier)
    assert watching.timeline.mapping.start_s == 0.0


def test_dragging_the_overview_pans_and_clicking_beside_its_handle_goes_there(watching: Watching) -> None:
    watching.wheel(watching.x_px(0.0), 8)
    assert watching.timeline.mapping.start_s == 0.0
    y_px = watching.timeline.rows.overview.top_px + 2
    watching.press(watching.timeline.width() - 30, y_px)
    assert watching.timeline.mapping.end_s > 7.0
    watching.move(0, y_px)
    watching.release(0, y_px)
    assert watching.timeline.mapping.start_s == pytest.approx(0.0, abs=0.1)
    assert watching.session.time_s == 0.0


def test_the_button_beside_the_overview_shows_the_whole_video_again(watching: Watching) -> None:
    timeline = watching.timeline
    assert timeline.fit_button.isHidden()
    watching.wheel(watching.x_px(4.0), 8)
    assert timeline.fit_button.isVisible()
    overview = timeline.rows.overview
    handle = overview_handle(timeline.mapping.panned(1e6), overview)
    assert handle.right() < timeline.fit_button.x()
    point = timeline.fit_button.geometry().center()
    button = timeline.childAt(point)
    assert button is timeline.fit_button
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert timeline.mapping.shows_all
    assert timeline.fit_button.isHidden()


def test_a_double_click_zooms_to_the_scene_and_back(watching: Watching) -> None:
    scenes, ruler = watching.timeline.rows.scenes, watching.timeline.rows.ruler
    point = QPoint(watching.x_px(2.5), scenes.top_px + 8)
    QTest.mouseDClick(watching.timeline, Qt.MouseButton.LeftButton, pos=point)
    assert watching.timeline.mapping.start_s == pytest.approx(1.92)
    assert watching.timeline.mapping.end_s == pytest.approx(3.08)
    QTest.mouseDClick(watching.timeline, Qt.MouseButton.LeftButton, pos=QPoint(100, ruler.top_px + 4))
    assert watching.timeline.mapping.shows_all
    watching.until_settled()


def test_the_keyboard_zooms_and_selects(watching: Watching) -> None:
    watching.session.seek(6.5)
    watching.timeline.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(watching.timeline, Qt.Key.Key_Plus)
    assert watching.timeline.mapping.span_s == pytest.approx(8.0 / 1.5)
    QTest.keyClick(watching.timeline, Qt.Key.Key_0)
    assert watching.timeline.mapping.shows_all
    QTest.keyClick(watching.timeline, Qt.Key.Key_Return)
    assert watching.session.shot is not None
    assert watching.session.shot.start_s == 6.0
    watching.until_settled()


def test_the_view_follows_a_playhead_that_leaves_it(watching: Watching) -> None:
    watching.wheel(watching.x_px(0.0), 6)
    assert watching.timeline.mapping.end_s < 6.0
    watching.session.seek(7.0)
    assert watching.timeline.mapping.start_s <= 7.0 <= watching.timeline.mapping.end_s
    watching.until_settled()


def test_neighbouring_clips_with_one_label_are_one_span_of_the_ribbon(watching: Watching) -> None:
    ribbon = watching.timeline.feed.content.ribbon
    assert [(span.label, span.start_s, span.end_s) for span in ribbon] == [
        ("walking", 0.0, 2.0),
        ("running", 2.0, 3.0),
        ("walking", 3.0, 6.0),
        ("jumping", 6.0, 8.0),
    ]


def colour_at(watching: Watching, x_px: int, y_px: int) -> tuple[int, ...]:
    shot = pixels_of(watching.timeline.grab().toImage())
    return tuple(int(value) for value in shot[y_px, x_px, :3])


def test_marks_selection_and_playhead_are_drawn(watching: Watching) -> None:
    rows = watching.timeline.rows
    x_px, scenes_y, film_y = watching.x_px(4.5), rows.scenes.top_px + 8, rows.film.top_px + 6
    quiet, bright = colour_at(watching, x_px, scenes_y), colour_at(watching, watching.x_px(7.5), film_y)
    watching.session.select_shot(watching.timeline.feed.content.shot_at(4.5))
    watching.session.set_marks(Marks(3.0, 6.0))
    assert colour_at(watching, x_px, scenes_y) != quiet
    veiled = colour_at(watching, watching.x_px(7.5), film_y)
    assert sum(veiled) < 0.7 * sum(bright)
    watching.session.seek(5.0)
    watching.until_settled()
    assert colour_at(watching, watching.x_px(5.0), rows.heat.top_px + 4) == (255, 255, 255)


def test_what_is_said_has_a_row(watching: Watching) -> None:
    video = watching.session.video
    assert video is not None
    track = TextTrack("speech", "en", "tiny", (TextLine(2.0, 3.0, "good morning"),))
    watching.library.catalogue.texts.store(video.id, [TextReading("speech", "tiny", (track,))])
    watching.session.update_video(video)
    watching.until_settled()
    row_y = watching.timeline.rows.text.top_px + 2
    said, quiet = (colour_at(watching, watching.x_px(time_s), row_y) for time_s in (2.5, 6.5))
    assert said != quiet
    assert watching.timeline.feed.content.text_at(2.5) == "good morning"
    assert watching.timeline.feed.content.text_at(3.0) == ""


def test_another_video_replaces_everything_and_none_leaves_it_empty(watching: Watching) -> None:
    watching.session.open_video(None)
    assert watching.timeline.feed.content.shots == ()
    assert watching.timeline.feed.strip is None
    watching.move(200, watching.timeline.rows.film.top_px + 10)
    assert not any(hover.isVisible() for hover in watching.window.findChildren(HoverThumbnail))
    watching.until_settled()


def menu_at(watching: Watching, time_s: float) -> QMenu:
    """Click a moment of the film with the right button."""
    timeline = watching.timeline
    point = QPoint(watching.x_px(time_s), timeline.rows.film.top_px + 10)
    wish = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, point, timeline.mapToGlobal(point))
    QApplication.sendEvent(timeline, wish)
    return popup()


def test_the_menu_sets_the_span_and_never_one_that_ends_before_it_begins(watching: Watching) -> None:
    session = watching.session
    assert not enabled(menu_at(watching, 5.0), "Clear in and out")
    choose(menu_at(watching, 5.0), "Set the out point here")
    assert session.marks.out_s == pytest.approx(5.0 + FRAME_S, abs=0.02)
    choose(menu_at(watching, 2.0), "Set the in point here")
    assert session.marks.in_s == pytest.approx(2.0, abs=0.02)
    assert session.marks.out_s == pytest.approx(5.0 + FRAME_S, abs=0.02)
    choose(menu_at(watching, 6.0), "Set the in point here")
    assert session.marks.in_s == pytest.approx(6.0, abs=0.02)
    assert session.marks.out_s is None
    choose(menu_at(watching, 4.0), "Set the out point here")
    assert session.marks.in_s is None
    assert session.marks.out_s == pytest.approx(4.0 + FRAME_S, abs=0.02)
    choose(menu_at(watching, 4.0), "Clear in and out")
    assert session.marks == Marks()


def test_the_menu_selects_zooms_and_bookmarks(watching: Watching) -> None:
    session, timeline = watching.session, watching.timeline
    choose(menu_at(watching, 4.0), "Find scenes like this")
    assert session.shot is not None
    assert session.shot.start_s == 3.0
    choose(menu_at(watching, 4.0), "Bookmark")
    watching.until_settled()
    assert list(session.bookmarks) == pytest.approx([4.0], abs=0.02)
    choose(menu_at(watching, 2.5), "Zoom to this scene")
    assert timeline.mapping.start_s == pytest.approx(1.92)
    assert timeline.mapping.end_s == pytest.approx(3.08)
    choose(menu_at(watching, 2.5), "Show the whole video")
    assert timeline.mapping.shows_all
    watching.until_settled()


def test_the_middle_button_pans(watching: Watching) -> None:
    timeline = watching.timeline
    watching.wheel(watching.x_px(4.0), 4)
    start_s, y_px = timeline.mapping.start_s, timeline.rows.film.top_px + 10
    QTest.mousePress(timeline, Qt.MouseButton.MiddleButton, pos=QPoint(400, y_px))
    watching.move(300, y_px)
    assert timeline.mapping.start_s == pytest.approx(start_s + 100 / timeline.mapping.px_per_s)
    QTest.mouseRelease(timeline, Qt.MouseButton.MiddleButton, pos=QPoint(300, y_px))
    start_s = timeline.mapping.start_s
    watching.move(200, y_px)
    assert timeline.mapping.start_s == start_s
    assert watching.session.time_s == 0.0
    watching.until_settled()


def test_a_thumbnail_of_another_time_is_marked_as_approximate(
    qtbot: QtBot, tmp_path: Path, video_file: Path
) -> None:
    """As after the quick pass, which has thumbnails of sync frames alone."""
    watching = Watching(qtbot, tmp_path / "sparse")
    try:
        watching.open(add_explored(watching.library, video_file, CUTS_S, LABELS, strip_every_s=7.0))
        film = watching.timeline.rows.film
        watching.move(watching.x_px(3.0), film.top_px + 10)
        assert floating(watching).caption.startswith("~")
        watching.move(watching.x_px(7.0), film.top_px + 10)
        assert not floating(watching).caption.startswith("~")
    finally:
        watching.close()
