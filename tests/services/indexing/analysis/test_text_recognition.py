"""Text on screen: read where the picture changed, with its place, from when on and until when."""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest

from tests.captions import captioned
from tests.videos import Encoding, Picture, texture, write_video
from videxplore.core.task import Cancelled, Task
from videxplore.core.texts import TextLine
from videxplore.core.types import Pixels
from videxplore.services.indexing.analysis.text_recognition import screen_lines
from videxplore.services.indexing.messages import StoredShot
from videxplore.transcription.screen_text import ReadText, ScreenTextReader
from videxplore.video.reading.reader import VideoReader

RATE_HZ = 5
BOX = (0.1, 0.7, 0.5, 0.1)


class KnownReader:
    """Reads the brightness of a frame's corner as a text, and counts how often it is asked."""

    def __init__(self, words: dict[int, str]) -> None:
        self.words = words
        self.count = 0

    def __call__(self, pixels: Pixels) -> list[ReadText]:
        self.count += 1
        level = round(float(pixels[:20, :20].mean()) / 50)
        return [ReadText(self.words[level], BOX, 0.9)] if level in self.words else []


def write(path: Path, levels: list[int]) -> Path:
    """A second for each level of the corner."""

    def pictures() -> Iterator[Picture]:
        for level in levels:
            picture = texture(1, 96, 160).copy()
            picture[:40, :40] = level * 50
            yield from [picture] * RATE_HZ

    encoding = Encoding(frame_rate_hz=Fraction(RATE_HZ), gop_frames=10)
    return write_video(path, pictures(), encoding)


def read(path: Path, known: KnownReader, *ends_s: float, task: Task | None = None) -> list[TextLine]:
    starts_s = (0.0, *ends_s[:-1])
    shots = [StoredShot(n, a, b, ()) for n, (a, b) in enumerate(zip(starts_s, ends_s, strict=True))]
    with VideoReader(path) as reader:
        return list(screen_lines(reader, shots, known, task or Task()))


def test_what_stays_is_read_once(tmp_path: Path) -> None:
    known = KnownReader({4: "breaking news"})
    path = write(tmp_path / "a.mp4", [4] * 12)
    (line,) = read(path, known, 12.0)
    assert known.count == 1
    assert (line.text, line.box, line.end_s) == ("breaking news", BOX, 12.0)
    assert line.start_s < 1


def test_a_line_begins_and_ends_where_it_is_seen_first_and_no_more(tmp_path: Path) -> None:
    known = KnownReader({4: "breaking news", 2: "the weather"})
    path = write(tmp_path / "a.mp4", [0] * 5 + [4] * 5 + [2] * 6)
    lines = read(path, known, 16.0)
    assert [line.text for line in lines] == ["breaking news", "the weather"]
    assert lines[0].start_s == pytest.approx(5, abs=4.1)
    assert lines[0].end_s == lines[1].start_s == pytest.approx(10, abs=2.1)


def test_every_scene_is_looked_at(tmp_path: Path) -> None:
    known = KnownReader({4: "breaking news"})
    path = write(tmp_path / "a.mp4", [4] * 4)
    lines = read(path, known, 1.0, 1.2, 4.0)
    assert [(line.start_s < end_s, line.end_s) for line, end_s in zip(lines, (1, 1.2, 4), strict=True)] == [
        (True, 1.0), (True, 1.2), (True, 4.0),
    ]  # fmt: skip


def test_it_can_be_cancelled(tmp_path: Path) -> None:
    task = Task()
    task.cancel()
    with pytest.raises(Cancelled):
        read(write(tmp_path / "a.mp4", [4] * 2), KnownReader({}), 2.0, task=task)


def test_captions_on_a_picture_are_read() -> None:
    pytest.importorskip("rapidocr")
    reader = ScreenTextReader()
    picture = captioned(texture(3, 270, 480), "Quarterly budget", 30)
    found = reader.read(captioned(picture, "今日新闻", 36, (0.1, 0.2)))
    assert {one.text for one in found} == {"Quarterly budget", "今日新闻"}
    (left, top, width, height) = next(one.box for one in found if one.text.startswith("Q"))
    assert left == pytest.approx(0.08, abs=0.03)
    assert top == pytest.approx(0.77, abs=0.05)
    assert 0.4 < width < 0.7
    assert 0.08 < height < 0.2
    assert reader.read(texture(3, 90, 160)) == []
