"""Parts of several videos as one film: each frame once, in its shape, with its sound."""

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from tests.barcode import numbered_pictures, read_number
from tests.track_videos import Track, write_tracks
from tests.videos import Encoding, write_video
from videxplore.core.errors import ExportError, ExportFormatError, UnreadableVideoError
from videxplore.core.task import Cancelled, Task
from videxplore.video.audio import AudioReader
from videxplore.video.reading.reader import VideoReader
from videxplore.video.writing.joined_film import FilmFormat, FilmPart, write_joined

RATE_HZ = Fraction(25)
FORM = FilmFormat(RATE_HZ, 320, 180)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """``wide`` at 25 Hz, ``tall`` at 50 Hz in another shape, ``heard`` with sound."""
    made = tmp_path_factory.mktemp("parts")
    write_video(made / "wide.mp4", numbered_pictures(40))
    write_video(made / "tall.mp4", numbered_pictures(40, 160, 80), Encoding(frame_rate_hz=Fraction(50)))
    return made


def shown(file: Path) -> list[tuple[float, int | None]]:
    with VideoReader(file) as reader:
        return [(round(frame.time_s, 6), read_number(frame.to_rgb())) for frame in reader.frames()]


@pytest.mark.parametrize("suffix", [".mp4", ".mov", ".mkv", ".webm"])
def test_every_frame_of_the_parts_is_there_once(folder: Path, tmp_path: Path, suffix: str) -> None:
    wide = folder / "wide.mp4"
    again = (tmp_path / "again.mp4").absolute()
    again.write_bytes(wide.read_bytes())
    parts = [FilmPart(wide, 0.8, 1.2), FilmPart(again, 0.0, 0.2), FilmPart(wide, 1.56, 1.6)]
    film = write_joined(parts, FORM, tmp_path / f"film{suffix}", Task())
    times, numbers = zip(*shown(film), strict=True)
    assert numbers == (*range(20, 30), *range(5), 39)
    assert times == pytest.approx([number / 25 for number in range(16)], abs=0.001)


def test_other_rates_and_shapes_are_fitted_in(folder: Path, tmp_path: Path) -> None:
    parts = [FilmPart(folder / "wide.mp4", 0.0, 0.2), FilmPart(folder / "tall.mp4", 0.2, 0.4)]
    film = write_joined(parts, FilmFormat(RATE_HZ, 321, 181), tmp_path / "film.mp4", Task())
    with VideoReader(film) as reader:
        frames = [frame.to_rgb() for frame in reader.frames()]
    assert [frame.shape for frame in frames] == [(180, 320, 3)] * 10
    inner = [frame[:, 115:205] for frame in frames[5:]]
    assert [read_number(frame) for frame in inner] == [10, 12, 14, 16, 18]
    assert max(float(frame[:, :100].mean()) for frame in frames[5:]) < 2


def test_sound_comes_with_its_part(folder: Path, tmp_path: Path) -> None:
    heard = write_tracks(tmp_path / "heard.mkv", [Track(size_px=(320, 180), count=50)], tones_hz=[440])
    parts = [FilmPart(folder / "wide.mp4", 0.0, 0.4), FilmPart(heard, 1.0, 1.6), FilmPart(heard, 0.0, 0.2)]
    film = write_joined(parts, FORM, tmp_path / "film.mp4", Task())
    with AudioReader(film) as reader:
        samples = np.concatenate(list(reader.continuous(0.0, 1.2)))
    loud = np.abs(samples[:, 0]).reshape(12, -1).max(axis=1) > 0.2
    assert loud.tolist() == [False] * 4 + [True] * 8
    assert [number for _, number in shown(film)][10:25] == [*range(25, 40)]


def test_what_cannot_be_written_leaves_nothing(folder: Path, tmp_path: Path) -> None:
    part = FilmPart(folder / "wide.mp4", 0.0, 0.4)
    with pytest.raises(ExportFormatError):
        write_joined([part], FORM, tmp_path / "film.avi", Task())
    with pytest.raises(ExportError):
        write_joined([], FORM, tmp_path / "film.mp4", Task())
    with pytest.raises(UnreadableVideoError):
        write_joined([part, FilmPart(tmp_path / "gone.mp4", 0, 1)], FORM, tmp_path / "film.mp4", Task())
    task = Task()
    task.cancel()
    with pytest.raises(Cancelled):
        write_joined([part], FORM, tmp_path / "film.mp4", task)
    assert list(tmp_path.iterdir()) == []
