"""Copies without encoding: every picture of the source, in its order and at its time."""

import itertools
from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np
import pytest

from tests.barcode import read_number
from tests.video.encoded import RATE_HZ, encode
from videxplore.core.errors import ExportError
from videxplore.core.task import Task
from videxplore.video.reading.reader import VideoReader
from videxplore.video.writing.chapters import write_chapters
from videxplore.video.writing.writer import write_clip

SOURCES = {
    "h264": ("mkv", "mp4", "mov", "ts", "avi"),
    "hevc": ("mkv", "mp4", "mov", "ts"),
    "mpeg4": ("mkv", "mp4", "mov", "ts", "avi"),
    "mpeg2video": ("mkv", "mp4", "mov", "ts", "avi"),
    "vp9": ("mkv", "mp4", "webm"),
    "av1": ("mkv", "mp4", "webm"),
}
TARGETS = dict.fromkeys(SOURCES, ("mp4", "mov", "mkv")) | {
    "vp9": ("mp4", "mkv", "webm"),
    "av1": ("mp4", "mkv", "webm"),
}

Case = tuple[str, str, int, int]
"""Codec, source container, B-frames, GOP in frames."""

SAMPLE: list[Case] = [
    ("h264", "mkv", 2, 12),
    ("h264", "mkv", 3, 250),
    ("h264", "mp4", 3, 12),
    ("h264", "avi", 0, 25),
    ("hevc", "mkv", 2, 250),
    ("mpeg4", "avi", 2, 12),
    ("mpeg4", "mp4", 2, 12),
    ("mpeg2video", "ts", 2, 12),
    ("vp9", "webm", 0, 25),
]


def grid() -> Iterator[Case]:
    for codec, containers in SOURCES.items():
        b_frames = (0,) if codec in ("vp9", "av1") else (0, 2, 3)
        for container, frames, gop in itertools.product(containers, b_frames, (12, 25, 250)):
            yield codec, container, frames, gop


def shown(file: Path) -> list[tuple[float, int | None]]:
    """Time and number of every picture, as the program reads them."""
    with VideoReader(file) as reader:
        return [(round(one.time_s, 3), read_number(one.to_rgb())) for one in reader.frames()]


def decoded(file: Path) -> list[int | None]:
    """The numbers of every picture, as FFmpeg decodes them."""
    with av.open(str(file)) as container:
        pictures = [np.asarray(frame.to_rgb().to_ndarray(), np.uint8) for frame in container.decode(video=0)]
    return [read_number(picture) for picture in pictures]


def length_s(file: Path) -> float:
    with av.open(str(file)) as container:
        return (container.duration or 0) / av.time_base


def check_decoding_times(file: Path) -> None:
    with av.open(str(file)) as container:
        stamps = [(packet.pts, packet.dts) for packet in container.demux(video=0) if packet.size]
    known = [dts for _, dts in stamps if dts is not None]
    assert known == sorted(set(known))
    assert all(dts is None or pts is None or dts <= pts for pts, dts in stamps)


def check_copies(tmp_path: Path, case: Case, count: int) -> None:
    """See that chapters and clips of a source hold what it holds."""
    codec, container, b_frames, gop = case
    source = encode(tmp_path / f"source.{container}", codec, b_frames, gop, list(range(count)))
    numbers = decoded(source)
    assert numbers == list(range(count))
    for suffix in TARGETS[codec]:
        copy = tmp_path / f"copy.{suffix}"
        write_chapters(source, [(0.0, 1.0, "one")], copy, Task())
        assert decoded(copy) == numbers, (case, suffix)
        assert length_s(copy) == pytest.approx(count / RATE_HZ, abs=0.041)
        check_decoding_times(copy)
        if not (codec == "h264" and container == "avi" and b_frames):
            # Such a file does not tell when its pictures are shown, and copies of it neither.
            times = [time_s for time_s, _ in shown(copy)]
            assert times == pytest.approx([number / RATE_HZ for number in range(count)], abs=2e-3)
        clip = tmp_path / f"clip.{suffix}"
        end = min(2 * gop, count)
        write_clip(source, 0.0, end / RATE_HZ, clip, Task())
        assert [number for _, number in shown(clip)] == list(range(end)), (case, suffix)
        assert length_s(clip) == pytest.approx(end / RATE_HZ, abs=0.041)


@pytest.mark.parametrize("case", SAMPLE, ids=str)
def test_copies_hold_every_picture(tmp_path: Path, case: Case) -> None:
    check_copies(tmp_path, case, 40)


@pytest.mark.slow
@pytest.mark.parametrize("case", list(grid()), ids=str)
def test_copies_of_every_kind_hold_every_picture(tmp_path: Path, case: Case) -> None:
    check_copies(tmp_path, case, 60)


@pytest.mark.parametrize("container", ["mkv", "mp4"])
@pytest.mark.parametrize("suffix", ["mkv", "mp4"])
def test_a_picture_that_stays_long_makes_no_copy_longer(tmp_path: Path, container: str, suffix: str) -> None:
    ticks = [*range(30), *range(30 + 250, 60 + 250)]
    source = encode(tmp_path / f"source.{container}", "h264", 2, 12, ticks)
    copy = tmp_path / f"copy.{suffix}"
    write_chapters(source, [(0.0, 1.0, "one")], copy, Task())
    assert shown(copy) == [(round(tick / RATE_HZ, 3), number) for number, tick in enumerate(ticks)]
    assert length_s(copy) == pytest.approx(310 / RATE_HZ, abs=0.041)


def test_clips_of_matroska_with_b_frames_are_copied(tmp_path: Path) -> None:
    source = encode(tmp_path / "source.mkv", "h264", 2, 12, list(range(48)))
    with av.open(str(source)) as container:
        packets = {bytes(packet) for packet in container.demux(video=0) if packet.size}
    clip = tmp_path / "clip.mkv"
    write_clip(source, 12 / RATE_HZ, 36 / RATE_HZ, clip, Task())
    with av.open(str(clip)) as container:
        copied = [bytes(packet) for packet in container.demux(video=0) if packet.size]
    assert len(copied) == 24
    assert packets.issuperset(copied)
    assert [number for _, number in shown(clip)] == list(range(12, 36))


def test_hevc_in_mp4_is_marked_as_apple_players_want_it(tmp_path: Path) -> None:
    source = encode(tmp_path / "source.mkv", "hevc", 2, 12, list(range(24)))
    for suffix in ("mp4", "mov"):
        copy = tmp_path / f"copy.{suffix}"
        write_chapters(source, [(0.0, 0.5, "one")], copy, Task())
        with av.open(str(copy)) as container:
            assert container.streams.video[0].codec_context.codec_tag == "hvc1"


def test_a_stream_without_times_is_refused(tmp_path: Path) -> None:
    source = encode(tmp_path / "source.h264", "h264", 2, 12, list(range(24)))
    for suffix in ("mp4", "mkv"):
        with pytest.raises(ExportError, match="does not say when each of its frames is shown"):
            write_chapters(source, [(0.0, 0.5, "one")], tmp_path / f"copy.{suffix}", Task())
    assert list(tmp_path.iterdir()) == [source]
