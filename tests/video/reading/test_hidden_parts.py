"""What a container says beside its frames costs a bounded amount of time and memory."""

import itertools
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.bombs import jpeg
from tests.conftest import MakeVideo
from tests.containers import add_free_form_tags, add_named_tags, attachments, chapters, matroska, tags
from tests.videos import Encoding, texture
from videxplore.core.limits import (
    LONGEST_VIDEO_S,
    MOST_ATTACHMENTS_BYTES,
    MOST_CHAPTERS_BYTES,
    MOST_FRUITLESS_PACKETS,
    MOST_LISTED_TAGS,
)
from videxplore.video.reading.hidden_parts import PatchedFile, patches_of
from videxplore.video.reading.opening import open_media
from videxplore.video.reading.reader import VideoReader


def write(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def frames_of(path: Path) -> int:
    with VideoReader(path) as reader:
        return sum(1 for _ in reader.frames())


def held(path: Path) -> tuple[int, int, int]:
    """Tags, chapters, and attachments and other streams, as FFmpeg sees them."""
    with open_media(path) as container:
        return len(container.metadata), len(container.chapters()), len(container.streams) - 1


@pytest.mark.parametrize("suffix", ["mp4", "mov", "mkv", "webm", "avi", "ts", "flv", "nut"])
def test_usual_files_are_read_as_they_are(make_video: MakeVideo, suffix: str) -> None:
    codec = "libvpx" if suffix == "webm" else "libx264"
    encoding = Encoding(
        codec, options={} if suffix == "webm" else {"preset": "ultrafast"}, tags={"title": "A film"}
    )
    assert patches_of(make_video(f"a.{suffix}", pictures=[texture(1, 48, 64)] * 3, encoding=encoding)) == ()


PARTS: list[tuple[Callable[[int], bytes], int, int]] = [
    (tags, 100, 25_000),
    (chapters, 100, MOST_CHAPTERS_BYTES // 50),
    (lambda size: attachments([size]), 1 << 20, MOST_ATTACHMENTS_BYTES),
    (lambda count: attachments([1 << 20] * count), 3, 40),
]


@pytest.mark.parametrize(("make", "usual", "excessive"), PARTS)
@pytest.mark.parametrize("is_last", [False, True])
def test_parts_of_matroska(
    tmp_path: Path, make: Callable[[int], bytes], usual: int, excessive: int, is_last: bool
) -> None:
    def file(amount: int) -> Path:
        part = make(amount)
        return write(tmp_path / "a.mkv", matroska(last=part) if is_last else matroska([part]))

    without = held(write(tmp_path / "plain.mkv", matroska()))
    assert sum(held(file(usual))) > sum(without)
    path = file(excessive)
    assert held(path) == without
    assert frames_of(path) == 2


def test_many_parts_count_together(tmp_path: Path) -> None:
    path = write(tmp_path / "a.mkv", matroska([tags(3000) for _ in range(20)]))
    assert held(path)[0] < 10_000
    assert frames_of(path) == 2


@pytest.mark.parametrize("add", [add_named_tags, add_free_form_tags])
def test_tags_of_mp4(make_video: MakeVideo, add: Callable[[Path, int], Path]) -> None:
    plain = held(make_video("plain.mp4", pictures=[texture(1, 48, 64)] * 3))
    few = add(make_video("few.mp4", pictures=[texture(1, 48, 64)] * 3), 100)
    many = add(make_video("many.mp4", pictures=[texture(1, 48, 64)] * 3), MOST_LISTED_TAGS + 1)
    assert held(few)[0] == plain[0] + 100
    assert held(many)[0] == plain[0]
    assert frames_of(many) == 3


@pytest.mark.parametrize("size", [1, 2, 7, 64, 4096])
def test_hidden_parts_are_the_same_however_they_are_read(tmp_path: Path, size: int) -> None:
    path = write(tmp_path / "a.mkv", matroska([tags(10_000)]))
    patches = patches_of(path)
    assert patches
    expected = bytearray(path.read_bytes()[:8000])
    for patch in patches:
        expected[patch.start : patch.start + len(patch.content)] = patch.content
    with PatchedFile(path, patches) as file:
        assert b"".join(file.read(size) for _ in range(8000 // size)) == expected[: 8000 // size * size]
        file.seek(patches[0].start + 1)
        assert file.read(4) == expected[patches[0].start + 1 :][:4]


def test_cut_and_changed_heads_are_read_or_refused(make_video: MakeVideo, tmp_path: Path) -> None:
    contents = [matroska([tags(3)], last=chapters(3)), add_named_tags(make_video("a.mp4"), 3).read_bytes()]
    for content, at in itertools.product(contents, range(0, 1200, 7)):
        for changed in (content[:at], content[:at] + bytes([255 - content[at]]) + content[at + 1 :]):
            patches_of(write(tmp_path / "b", changed))


def test_packets_without_frames_end_a_video(tmp_path: Path) -> None:
    junk = ((2000 + one, b"\0") for one in range(MOST_FRUITLESS_PACKETS + 10))
    frames = [(0, jpeg(40)), (1000, jpeg(160)), *junk, (900_000, jpeg(90))]
    path = write(tmp_path / "a.mkv", matroska(frames=frames))
    assert frames_of(path) == 2


@pytest.mark.parametrize("late_ms", [int(2e15), int(9e15), 2**62])
def test_frames_of_impossible_times_are_left_out(tmp_path: Path, late_ms: int) -> None:
    frames = [(0, jpeg(40)), (1000, jpeg(160)), (late_ms, jpeg(90))]
    path = write(tmp_path / "a.mkv", matroska(frames=frames))
    with VideoReader(path) as reader:
        assert [frame.time_s for frame in reader.frames()] == [0, 1]
        assert [frame.time_s for frame in reader.sync_frames()] == [0, 1]
        assert 0 < reader.properties.duration_s <= LONGEST_VIDEO_S


def test_no_file_stays_open(tmp_path: Path) -> None:
    path = write(tmp_path / "a.mkv", matroska([tags(10_000)]))
    for _ in range(3):
        frames_of(path)
    opened = Path("/proc/self/fd")
    if opened.is_dir():
        assert path not in [one.resolve() for one in opened.iterdir()]
