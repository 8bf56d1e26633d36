"""Playing odd videos: irregular times, turned pictures, sound that comes and goes."""

import threading
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.barcode import numbered
from tests.flashes import BEEP_S, write_flashes
from tests.ui.explored import add_explored
from tests.ui.watching import Watching, pixels_of
from tests.videos import Encoding, texture, write_video
from videxplore.core.task import Task
from videxplore.ui.player.sound_output import SystemSound
from videxplore.ui.timeline import timeline_feed
from videxplore.ui.timeline.timeline_feed import Waveform, measured_waveform

Shot = npt.NDArray[np.uint8]


@pytest.fixture
def watching(qtbot: QtBot, tmp_path: Path) -> Iterator[Watching]:
    watching = Watching(qtbot, tmp_path / "library")
    yield watching
    watching.close()


def write_irregular(path: Path, times_ms: list[int]) -> Path:
    """A video whose frames are shown at just these milliseconds."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", 25, options={"preset": "ultrafast", "bf": "2"})
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height, stream.pix_fmt = 320, 180, "yuv420p"
        stream.codec_context.time_base = Fraction(1, 1000)
        stream.codec_context.gop_size = 10
        for number, time_ms in enumerate(times_ms):
            frame = av.VideoFrame.from_ndarray(numbered(number), format="rgb24")
            frame.pts, frame.time_base = time_ms, Fraction(1, 1000)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def test_a_variable_frame_rate_shows_each_frame_for_its_own_time(watching: Watching, tmp_path: Path) -> None:
    generator = np.random.default_rng(5)
    times_ms = [0, *np.cumsum(generator.integers(8, 400, 40)).tolist()]
    video = add_explored(watching.library, write_irregular(tmp_path / "irregular.mkv", times_ms))
    watching.open(video)
    for number in (3, 30, 17, 39, 18):
        last_ms = times_ms[number + 1] - 1
        for time_ms in (times_ms[number], last_ms):
            watching.session.seek(time_ms / 1000)
            watching.until(lambda number=number: watching.frame == number)  # type: ignore[misc]
            watching.until_settled()
            assert watching.session.time_s == pytest.approx(times_ms[number] / 1000, abs=1e-3)
    for expected in (19, 20, 21):
        watching.key(Qt.Key.Key_Period)
        watching.until(lambda expected=expected: watching.frame == expected)  # type: ignore[misc]
    watching.until_settled()


def test_playing_a_variable_frame_rate_follows_the_times_of_the_frames(
    watching: Watching, tmp_path: Path
) -> None:
    times_ms = [0, 40, 80, 400, 420, 440, 800, 840]
    watching.open(add_explored(watching.library, write_irregular(tmp_path / "irregular.mkv", times_ms)))
    late_s: list[float] = []
    playback = watching.player.transport.playback
    playback.shown.connect(lambda _, time_s: late_s.append(playback.clock.position_s - time_s))
    watching.key(Qt.Key.Key_Space)
    watching.until(lambda: not watching.session.is_playing)
    watching.until_settled()
    assert min(late_s) >= -1e-6  # no picture comes before its time
    assert watching.frame == len(times_ms) - 1


@pytest.mark.parametrize("rotation_deg", [0, 90, 180, 270])
def test_turned_videos_are_upright_paused_and_playing(
    watching: Watching, tmp_path: Path, rotation_deg: int
) -> None:
    encoding = Encoding(rotation_deg=rotation_deg)
    film = write_video(tmp_path / "turned.mov", [texture(3)] * 12, encoding)
    watching.open(add_explored(watching.library, film))
    watching.until(
        lambda: watching.player.frame_view.image.size() == watching.player.frame_view.wanted_size_px
    )
    paused = pixels_of(watching.player.frame_view.image)[..., :3].astype(int)
    played: list[Shot] = []
    playback = watching.player.transport.playback
    playback.shown.connect(lambda image, _: played.append(pixels_of(image)[..., :3]))
    watching.key(Qt.Key.Key_Space)
    watching.until(lambda: bool(played))
    watching.key(Qt.Key.Key_K)
    watching.until_settled()
    height_px, width_px = paused.shape[:2]
    upright = Image.fromarray(np.rot90(texture(3), -rotation_deg // 90)).resize((width_px, height_px))
    expected = np.asarray(upright)[..., ::-1]
    assert (width_px > height_px) == (rotation_deg in (0, 180))
    assert np.abs(paused - expected).mean() < 6
    assert played[0].shape == paused.shape
    assert np.abs(played[0] - paused).mean() < 6


def test_the_waveform_is_loud_where_the_beeps_are(tmp_path: Path) -> None:
    waveform = measured_waveform(write_flashes(tmp_path / "flashes.mp4", 4), Task())
    times_s = np.arange(len(waveform.peaks)) * waveform.stretch_s
    is_beep = (times_s >= 1) & (times_s < 3.5) & (times_s % 1 < BEEP_S - waveform.stretch_s)
    is_quiet = (times_s % 1 > BEEP_S + 0.05) & (times_s % 1 < 0.95)
    assert waveform.peaks[is_beep].min() > 0.5
    assert waveform.peaks[is_quiet].max() < 0.1


def test_the_timeline_is_as_high_for_silent_videos_as_for_others(watching: Watching, tmp_path: Path) -> None:
    silent_px = watching.timeline.height()
    watching.open(add_explored(watching.library, write_flashes(tmp_path / "flashes.mp4", 2)))
    watching.until(lambda: watching.timeline.feed.content.waveform is not None)
    watching.until_settled()
    assert watching.timeline.height() == silent_px


def test_waveform_is_computed_once_per_video(
    watching: Watching, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    long, short = (
        add_explored(watching.library, write_flashes(tmp_path / f"{length_s}.mp4", length_s))
        for length_s in (4, 2)
    )
    measured: list[str] = []

    def measure(path: Path, task: Task) -> Waveform:
        measured.append(path.name)
        return measured_waveform(path, task)

    monkeypatch.setattr(timeline_feed, "measured_waveform", measure)
    content = watching.timeline.feed
    shown: list[tuple[str, int]] = []

    def note() -> None:
        video, waveform = watching.session.video, content.content.waveform
        if video is not None and waveform is not None:
            shown.append((video.path.name, round(len(waveform.peaks) * waveform.stretch_s)))

    content.changed.connect(note)
    gate = threading.Event()
    watching.lanes[1].submit(lambda _task: gate.wait(10))
    watching.session.open_video(long)
    for _ in ("searchable", "complete"):
        watching.session.update_video(long)
    watching.session.open_video(short)
    for _ in ("searchable", "complete"):
        watching.session.update_video(short)
    gate.set()
    watching.until_settled()
    assert set(shown) == {("2.mp4", 2)}
    assert measured == ["2.mp4"]


def test_what_is_on_its_way_is_not_shown_when_no_video_is_open(watching: Watching, tmp_path: Path) -> None:
    video = add_explored(watching.library, write_flashes(tmp_path / "flashes.mp4", 2), (1.0,))
    gate = threading.Event()
    watching.lanes[1].submit(lambda _task: gate.wait(10))
    watching.session.open_video(video)
    watching.session.open_video(None)
    gate.set()
    watching.until_settled()
    assert watching.timeline.feed.content.shots == ()
    assert watching.timeline.feed.strip is None


@pytest.mark.qt_log_ignore("ulse", "ipewire", "multimedia", "load va", "resolve va")
def test_without_a_sound_device_a_video_with_sound_plays_silently(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PULSE_SERVER", f"unix:{tmp_path}/nobody")
    sound = SystemSound()
    watching = Watching(qtbot, tmp_path / "library", sound)
    try:
        watching.open(add_explored(watching.library, write_flashes(tmp_path / "flashes.mp4", 2)))
        watching.session.seek(1.5)
        watching.until_settled()
        watching.key(Qt.Key.Key_Space)
        watching.until(lambda: watching.session.time_s > 1.8)
        assert sound.position_s is None
        watching.until(lambda: not watching.session.is_playing)
        watching.until_settled()
    finally:
        watching.close()
