"""The player through real keys and clicks, over videos whose frames bear their numbers."""

import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QToolButton
from pytestqt.qtbot import QtBot

from tests.barcode import numbered_pictures, read_number
from tests.ui.explored import add_explored
from tests.ui.exploring import choose, ticked
from tests.ui.watching import Watching, pixels_of
from tests.videos import Encoding, write_video
from videxplore.core.task import Task
from videxplore.core.types import Pixels
from videxplore.services.playback.exact_frames import ExactFrames, ShownFrame

COUNT = 200
RATE_HZ = 25
CUTS_S = (2.0, 3.0, 6.0)
NONE, SHIFT, ALT = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)


@pytest.fixture(scope="module")
def video_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("player") / "numbered.mp4"
    return write_video(path, numbered_pictures(COUNT), Encoding(gop_frames=25))


@pytest.fixture
def empty(qtbot: QtBot, tmp_path: Path) -> Iterator[Watching]:
    watching = Watching(qtbot, tmp_path / "library")
    yield watching
    watching.close()


@pytest.fixture
def watching(empty: Watching, video_file: Path) -> Watching:
    empty.open(add_explored(empty.library, video_file, CUTS_S, ("walking", "running"), 0.4))
    return empty


def go_to(watching: Watching, frame: int) -> None:
    watching.session.seek((frame + 0.5) / RATE_HZ)
    watching.until(lambda: watching.frame == frame)
    watching.until_settled()


def plays(watching: Watching) -> bool:
    return watching.session.is_playing


def test_a_seek_shows_the_exact_frame_and_moves_the_playhead_to_its_start(watching: Watching) -> None:
    for frame in (77, 3, 199, 100):
        go_to(watching, frame)
        assert watching.session.time_s == pytest.approx(frame / RATE_HZ, abs=1e-4)
        assert watching.player.frame_view.time_label.endswith(f"f {frame}")


def test_frames_at_a_variable_rate_have_no_numbers(empty: Watching, tmp_path: Path) -> None:
    numbers = (*range(50), *range(50, 150, 4))
    file = write_video(tmp_path / "variable.mp4", numbered_pictures(len(numbers)), Encoding(numbers=numbers))
    empty.open(add_explored(empty.library, file, (), (), 0.4))
    go_to(empty, 30)
    assert empty.player.frame_view.time_label == "00:00:01:05"


def test_keys_move_the_player(watching: Watching) -> None:
    wanted = (
        (Qt.Key.Key_Period, NONE, 101),
        (Qt.Key.Key_Comma, NONE, 99),
        (Qt.Key.Key_Right, NONE, 125),
        (Qt.Key.Key_Left, NONE, 75),
        (Qt.Key.Key_Right, SHIFT, 199),
        (Qt.Key.Key_Left, SHIFT, 0),
        (Qt.Key.Key_Right, ALT, 150),
        (Qt.Key.Key_Left, ALT, 75),
        (Qt.Key.Key_Home, NONE, 0),
        (Qt.Key.Key_End, NONE, 199),
    )
    for key, keys, frame in wanted:
        go_to(watching, 100)
        watching.key(key, keys)
        watching.until(lambda frame=frame: watching.frame == frame)  # type: ignore[misc]
        watching.until_settled()
        assert watching.frame == frame


def test_many_quick_steps_all_count(watching: Watching) -> None:
    go_to(watching, 60)
    for _ in range(7):
        watching.key(Qt.Key.Key_Comma)
    watching.until(lambda: watching.frame == 53)
    for _ in range(12):
        watching.key(Qt.Key.Key_Period)
    watching.until(lambda: watching.frame == 65)
    watching.until_settled()


def test_only_the_newest_of_many_wishes_is_shown(watching: Watching) -> None:
    shown: list[int | None] = []
    watching.player.transport.shown.connect(
        lambda shot: shown.append(read_number(pixels_of(shot.image))) if shot.is_settled else None
    )
    for frame in range(10, 190, 6):
        watching.session.seek((frame + 0.5) / RATE_HZ)
    watching.until(lambda: watching.frame == 184)
    watching.until_settled()
    assert shown[-1] == 184
    assert len(shown) <= 2


def test_space_plays_in_order_and_stops_on_the_frame_it_shows(watching: Watching) -> None:
    played: list[int] = []

    def note(image: object, time_s: float) -> None:
        played.append(round(time_s * RATE_HZ))
        assert watching.frame in (played[-1], None)

    go_to(watching, 20)
    watching.player.transport.playback.shown.connect(note)
    watching.key(Qt.Key.Key_Space)
    assert plays(watching)
    watching.until(lambda: len(played) > 12)
    watching.key(Qt.Key.Key_Space)
    assert not plays(watching)
    last = played[-1]
    watching.until_settled()
    assert watching.frame == last
    assert played == sorted(played)
    assert played[0] in (20, 21)
    watching.key(Qt.Key.Key_Period)
    watching.until(lambda: watching.frame == last + 1)
    watching.until_settled()


def test_playing_ends_on_the_last_frame_and_begins_again_from_the_first(watching: Watching) -> None:
    go_to(watching, 190)
    watching.key(Qt.Key.Key_Space)
    watching.until(lambda: not plays(watching))
    watching.until_settled()
    assert watching.frame == COUNT - 1
    watching.key(Qt.Key.Key_Space)
    watching.until(lambda: plays(watching) and 0 < watching.session.time_s < 2)
    watching.key(Qt.Key.Key_K)
    watching.until_settled()


def test_j_k_and_l_choose_direction_and_speed(watching: Watching) -> None:
    go_to(watching, 100)
    rates: list[float] = []
    watching.player.transport.rateChanged.connect(rates.append)
    for key in (Qt.Key.Key_L, Qt.Key.Key_L, Qt.Key.Key_L, Qt.Key.Key_L, Qt.Key.Key_L):
        watching.key(key)
    assert rates == [1.0, 2.0, 4.0, 8.0, 8.0]
    watching.key(Qt.Key.Key_K)
    assert not plays(watching)
    assert rates[-1] == 1.0
    rates.clear()
    go_to(watching, 100)
    watching.key(Qt.Key.Key_J)
    watching.key(Qt.Key.Key_J)
    assert rates == [-1.0, -2.0]
    watching.until(lambda: watching.frame is not None and watching.frame < 90)
    watching.key(Qt.Key.Key_L)
    assert watching.player.transport.playback.rate == 1.0
    watching.key(Qt.Key.Key_K)
    watching.until_settled()


def test_playing_backwards_ends_on_the_first_frame(watching: Watching) -> None:
    go_to(watching, 12)
    watching.key(Qt.Key.Key_J)
    watching.until(lambda: not plays(watching))
    watching.until_settled()
    assert watching.frame == 0


def test_pressing_the_timeline_stops_playing(watching: Watching) -> None:
    watching.key(Qt.Key.Key_Space)
    watching.until(lambda: watching.session.time_s > 0.2)
    watching.press(watching.x_px(5.0), watching.timeline.rows.film.top_px + 5)
    assert not plays(watching)
    watching.release(watching.x_px(5.0), watching.timeline.rows.film.top_px + 5)
    watching.until_settled()
    assert watching.session.time_s == pytest.approx(5.0, abs=0.06)


def test_in_out_and_bookmarks_lie_on_frames(watching: Watching) -> None:
    go_to(watching, 40)
    watching.key(Qt.Key.Key_I)
    watching.key(Qt.Key.Key_M)
    go_to(watching, 90)
    watching.key(Qt.Key.Key_O)
    watching.key(Qt.Key.Key_M)
    watching.until(lambda: len(watching.session.bookmarks) == 2)
    marks = watching.session.marks
    # The frame of the out point belongs to the span.
    assert [marks.in_s, marks.out_s] == pytest.approx([1.6, 3.64])
    assert list(watching.session.bookmarks) == pytest.approx([1.6, 3.6])
    watching.key(Qt.Key.Key_M)
    watching.until(lambda: len(watching.session.bookmarks) == 1)
    assert list(watching.session.bookmarks) == pytest.approx([1.6])
    go_to(watching, 20)
    watching.key(Qt.Key.Key_O)
    assert watching.session.marks.in_s is None


def test_bookmarks_are_there_again_when_the_video_is_opened_again(watching: Watching) -> None:
    video = watching.session.video
    for frame in (40, 90, 120):
        go_to(watching, frame)
        watching.key(Qt.Key.Key_M)
    go_to(watching, 90)
    watching.key(Qt.Key.Key_M)
    watching.session.open_video(None)
    assert watching.session.bookmarks == ()
    watching.until_settled()
    watching.session.open_video(video)
    watching.until(lambda: len(watching.session.bookmarks) == 2)
    assert list(watching.session.bookmarks) == pytest.approx([1.6, 4.8])
    watching.until_settled()


def test_go_to_time_understands_what_people_type(watching: Watching) -> None:
    for typed, frame in (("f123", 123), ("3.2", 80), ("0:07.04", 176), ("00:00:01:10", 35)):
        watching.key(Qt.Key.Key_G)
        field = watching.player.findChild(QLineEdit)
        assert isinstance(field, QLineEdit)
        assert field.isVisible()
        QTest.keyClicks(field, typed)
        QTest.keyClick(field, Qt.Key.Key_Return)
        assert not field.isVisible()
        watching.until(lambda frame=frame: watching.frame == frame)  # type: ignore[misc]
        watching.until_settled()


def test_a_time_that_is_none_can_be_mended_and_escape_leaves(watching: Watching) -> None:
    watching.key(Qt.Key.Key_G)
    field = watching.player.findChild(QLineEdit)
    assert isinstance(field, QLineEdit)
    QTest.keyClicks(field, "soon")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert field.isVisible()
    assert watching.player.controls.advice_label.isVisible()
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert not field.isVisible()
    assert watching.player.controls.duration_label.text() == " / 00:00:08:00"
    assert watching.session.time_s == 0.0


def test_a_box_on_the_paused_frame_becomes_a_query(watching: Watching) -> None:
    go_to(watching, 100)
    boxes: list[tuple[float, float, float, float]] = []
    crops: list[Pixels] = []
    watching.player.frame_view.regionSelected.connect(lambda *box: boxes.append(box))
    watching.session.regionPicked.connect(crops.append)
    watching.key(Qt.Key.Key_S, SHIFT)
    picture = watching.player.frame_view
    area = picture.frame_area
    start = QPoint(round(area.left() + area.width() * 0.25), round(area.top() + area.height() * 0.5))
    end = QPoint(round(area.left() + area.width() * 0.75), round(area.top() + area.height() * 0.9))
    QTest.mousePress(picture, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(picture, (start + end) / 2)
    QTest.mouseMove(picture, end)
    QTest.mouseRelease(picture, Qt.MouseButton.LeftButton, pos=end)
    [box] = boxes
    assert box == pytest.approx((0.25, 0.5, 0.5, 0.4), abs=0.01)
    watching.until(lambda: bool(crops))
    height_px, width_px = crops[0].shape[:2]
    assert abs(width_px - 160) <= 3
    assert abs(height_px - 72) <= 3
    assert not picture.takes_region
    watching.until_settled()


def test_escape_leaves_the_region_box(watching: Watching) -> None:
    watching.key(Qt.Key.Key_S, SHIFT)
    assert watching.player.frame_view.takes_region
    QTest.keyClick(watching.player.frame_view, Qt.Key.Key_Escape)
    assert not watching.player.frame_view.takes_region


def test_the_copied_frame_has_the_videos_own_size(watching: Watching) -> None:
    go_to(watching, 131)
    QGuiApplication.clipboard().clear()
    watching.key(Qt.Key.Key_C)
    watching.until(lambda: not QGuiApplication.clipboard().image().isNull())
    image = QGuiApplication.clipboard().image()
    assert (image.width(), image.height()) == (320, 180)
    assert read_number(pixels_of(image)) == 131
    watching.until_settled()


def test_what_is_asked_for_does_not_wait_for_what_is_prepared(
    watching: Watching, monkeypatch: pytest.MonkeyPatch
) -> None:
    preparing = threading.Event()

    def prepare_without_end(_exact: ExactFrames, _shown: ShownFrame, task: Task) -> None:
        preparing.set()
        while not task.wait(0.01):
            pass
        task.checkpoint()

    monkeypatch.setattr(ExactFrames, "decode_before", prepare_without_end)
    watching.session.seek(131.5 / RATE_HZ)
    watching.until(preparing.is_set)
    watching.until(lambda: watching.frame == 131)
    QGuiApplication.clipboard().clear()
    watching.key(Qt.Key.Key_C)
    watching.until(lambda: not QGuiApplication.clipboard().image().isNull())
    assert read_number(pixels_of(QGuiApplication.clipboard().image())) == 131
    watching.until_settled()


def test_the_frame_copied_while_a_video_plays_is_the_one_on_screen(watching: Watching) -> None:
    go_to(watching, 20)
    QGuiApplication.clipboard().clear()
    said: list[str] = []
    watching.session.informed.connect(said.append)
    watching.key(Qt.Key.Key_Space)
    watching.until(lambda: (watching.frame or 0) > 40)
    shown = watching.frame
    watching.key(Qt.Key.Key_C)
    watching.until(lambda: bool(said))
    assert said == ["Frame copied."]
    assert read_number(pixels_of(QGuiApplication.clipboard().image())) == shown
    watching.key(Qt.Key.Key_Space)
    watching.until_settled()


def test_heat_lies_over_the_frame_it_was_made_for(watching: Watching) -> None:
    go_to(watching, 100)
    area = watching.player.frame_view.frame_area.toRect()
    before = pixels_of(watching.player.frame_view.grab().toImage())[area.top() : area.bottom(), :, :3].astype(
        int
    )
    heat = np.zeros((4, 8), np.float32)
    heat[:, 4:] = 1.0
    watching.player.show_heat(heat)
    after = pixels_of(watching.player.frame_view.grab().toImage())[area.top() : area.bottom(), :, :3].astype(
        int
    )
    third = area.width() // 3
    left, right = slice(area.left(), area.left() + third), slice(area.right() - third, area.right())
    assert np.abs(after[:, left] - before[:, left]).max() == 0
    warmed = after[:, right] - before[:, right]
    assert warmed[..., 2].mean() > warmed[..., 0].mean() + 40
    watching.key(Qt.Key.Key_Period)
    watching.until(lambda: watching.frame == 101)
    assert watching.player.frame_view.heat.isNull()
    watching.until_settled()


def test_volume_and_mute(watching: Watching) -> None:
    sound = watching.player.transport.playback.sound
    slider = watching.player.controls.volume_slider
    QTest.keyClick(slider, Qt.Key.Key_Home)
    for _ in range(4):
        QTest.keyClick(slider, Qt.Key.Key_PageUp)
    assert sound.volume == pytest.approx(0.4)
    watching.key(Qt.Key.Key_M, SHIFT)
    assert sound.volume == 0
    watching.key(Qt.Key.Key_M, SHIFT)
    assert sound.volume == pytest.approx(0.4)


def test_a_video_that_is_not_indexed_yet_can_be_watched_and_scrubbed(
    empty: Watching, video_file: Path
) -> None:
    video = empty.library.catalogue.add_video(video_file, "fp", 1, 1)
    empty.session.open_video(video)
    empty.until(lambda: empty.frame == 0)
    assert empty.timeline.mapping.duration_s == pytest.approx(8.0)
    empty.click(empty.x_px(4.02), empty.timeline.rows.film.top_px + 5)
    empty.until(lambda: empty.frame == 100)
    empty.until_settled()


def test_a_missing_file_is_a_sentence_in_the_player(watching: Watching, tmp_path: Path) -> None:
    gone = watching.library.catalogue.add_video(tmp_path / "gone.mp4", "fp2", 1, 1)
    watching.session.open_video(gone)
    watching.until(lambda: "“gone.mp4” cannot be found." in watching.player.frame_view.message)
    watching.key(Qt.Key.Key_Space)
    watching.until(lambda: not plays(watching))
    watching.until_settled()
    assert "gone.mp4" in watching.player.frame_view.message


def test_frames_are_letterboxed_and_fill_the_player(watching: Watching) -> None:
    watching.window.resize(1000, 500)
    watching.until(
        lambda: watching.player.frame_view.image.size() == watching.player.frame_view.wanted_size_px
    )
    watching.until_settled()
    shot = pixels_of(watching.player.frame_view.grab().toImage())[..., :3]
    area = watching.player.frame_view.frame_area.toRect()
    assert area.width() / area.height() == pytest.approx(16 / 9, rel=0.01)
    assert shot[60:, : area.left() - 1].max() == 0
    assert read_number(shot[area.top() : area.bottom(), area.left() : area.right()]) == 0


def test_every_control_has_a_name_and_a_tooltip_with_its_key(watching: Watching) -> None:
    for button in watching.player.controls.findChildren(QToolButton):
        assert button.accessibleName()
        assert "(" in button.toolTip()
    assert "Space" in watching.player.actions_by_name["play"].toolTip()


def test_a_click_on_the_frame_plays_and_another_one_stops(watching: Watching) -> None:
    QTest.mouseClick(watching.player.frame_view, Qt.MouseButton.LeftButton)
    watching.until(lambda: watching.session.is_playing)
    QTest.mouseClick(watching.player.frame_view, Qt.MouseButton.LeftButton)
    watching.until(lambda: not watching.session.is_playing)
    watching.until_settled()


def test_a_click_on_the_time_opens_the_field(watching: Watching) -> None:
    controls = watching.player.controls
    QTest.mouseClick(controls.time_label, Qt.MouseButton.LeftButton)
    assert controls.time_field.isVisible()
    assert controls.time_field.hasFocus()
    QTest.keyClicks(controls.time_field, "1.0")
    QTest.keyClick(controls.time_field, Qt.Key.Key_Return)
    watching.until_settled()
    assert watching.session.time_s == pytest.approx(1.0, abs=0.02)
    assert controls.time_label.isVisible()


def test_the_recorded_timecode_is_shown_and_understood(empty: Watching, tmp_path: Path) -> None:
    encoding = Encoding(gop_frames=25, tags={"timecode": "10:00:00:00"})
    path = write_video(tmp_path / "take.mov", numbered_pictures(60), encoding)
    empty.open(add_explored(empty.library, path, [], ("walking",), 0.4))
    controls = empty.player.controls
    go_to(empty, 30)
    empty.until(lambda: controls.time_label.text() == "10:00:01:05")
    assert controls.duration_label.text() == " / 00:00:02:10"
    for typed, time_s in (("10:00:00:10", 0.4), ("00:00:02:00", 2.0)):
        QTest.mouseClick(controls.time_label, Qt.MouseButton.LeftButton)
        QTest.keyClicks(controls.time_field, typed)
        QTest.keyClick(controls.time_field, Qt.Key.Key_Return)
        empty.until_settled()
        assert empty.session.time_s == pytest.approx(time_s, abs=0.02)


def test_the_speed_is_chosen_from_its_menu(watching: Watching) -> None:
    controls = watching.player.controls
    menu = controls.rate_button.menu()
    menu.popup(controls.rate_button.mapToGlobal(QPoint()))
    assert ticked(menu) == ["1\N{MULTIPLICATION SIGN}"]
    choose(menu, "2\N{MULTIPLICATION SIGN}")
    assert ticked(menu) == ["2\N{MULTIPLICATION SIGN}"]
    menu.popup(controls.rate_button.mapToGlobal(QPoint()))
    choose(menu, "2\N{MULTIPLICATION SIGN}")
    assert ticked(menu) == ["2\N{MULTIPLICATION SIGN}"]
    assert controls.rate_button.text() == "2\N{MULTIPLICATION SIGN}"
    assert watching.player.transport.rate == 2.0
    assert not watching.session.is_playing
    watching.until_settled()
