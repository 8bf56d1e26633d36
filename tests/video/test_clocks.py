"""One clock for a file: a picture has the same time by reading on, by seeking, and in an exported clip."""

import random
from bisect import bisect_right
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from tests.barcode import numbered, read_number
from tests.odd_clocks import CODECS, CONSTANT_ONLY, JOINABLE, MPEG2_RATES, RATES, OddFilm
from tests.video.encoded import encode
from tests.video.sounds import ticking
from videxplore.core.task import Task
from videxplore.video.audio import SAMPLE_RATE_HZ, AudioReader, Samples
from videxplore.video.reading.reader import VideoReader
from videxplore.video.writing.chapters import write_chapters
from videxplore.video.writing.writer import write_clip, write_skim

# Matroska and FLV round to milliseconds; of three pictures with one stamp the first is two ticks before it.
TOLERANCE_S = 3.1e-3


def random_film(seed: int) -> OddFilm:
    generator = random.Random(seed)  # noqa: S311
    container = generator.choice(list(CODECS))
    codec = generator.choice(CODECS[container])
    patterns = ["constant"]
    if container not in CONSTANT_ONLY and codec != "mpeg2video":
        patterns += ["pauses", "alternating"]
        if container in ("mkv", "mp4", "mov", "ts"):
            patterns += ["pairs", "triples"]
    parts, starts_s = [generator.randint(12, 40)], [0]
    if container in JOINABLE and generator.random() < 0.6:
        parts = [generator.randint(12, 30) for _ in range(generator.randint(2, 3))]
        far = container in ("ts", "m2ts")
        starts_s = [generator.choice([0, 36_000]) if far else 0 for _ in parts]
    return OddFilm(
        container=container,
        codec=codec,
        rate_hz=generator.choice(MPEG2_RATES if codec == "mpeg2video" else RATES),
        b_frames=generator.choice([0, 2]) if codec in ("h264", "hevc", "mpeg2video", "mpeg4") else 0,
        # FFmpeg writes wrong stamps into program streams of sync frames alone.
        gop_frames=generator.choice([6, 12] if container in ("vob", "mpg") else [1, 6, 12]),
        pattern=generator.choice(patterns),
        parts=tuple(parts),
        starts_s=tuple(starts_s),
    )


def check_clock(folder: Path, seed: int) -> None:
    film = random_film(seed)
    file, truth = film.write(folder)
    generator = random.Random(seed)  # noqa: S311
    with VideoReader(file) as reader:
        shown = [(one.time_s, read_number(one.to_rgb())) for one in reader.frames()]
        assert [number for _, number in shown] == list(range(len(truth))), film
        times = [time_s for time_s, _ in shown]
        assert times == pytest.approx([time_s + times[0] for time_s in truth], abs=TOLERANCE_S), film
        assert reader.warnings == [], film
        by_time = dict(shown)
        sync = [(one.time_s, read_number(one.to_rgb())) for one in reader.sync_frames()]
        assert [one for one in sync if by_time.get(one[0]) != one[1]] == [], film
        for _ in range(6):
            place = generator.randrange(len(times))
            until = times[place + 1] if place + 1 < len(times) else reader.properties.duration_s
            for time_s in (times[place], (times[place] + until) / 2):
                found = next(reader.frames(time_s))
                assert (found.time_s, read_number(found.to_rgb())) == shown[place], (film, time_s)
        end_s = reader.properties.duration_s
    assert end_s > times[-1], film
    start_s, until_s = sorted(generator.uniform(0, end_s) for _ in range(2))
    if until_s - start_s > 0.01:
        check_clip(file, shown, start_s, until_s)


def check_clip(film: Path, shown: Sequence[tuple[float, int | None]], start_s: float, end_s: float) -> None:
    """See that a clip shows the pictures that are on screen from one time to another, as long as they are."""
    clip = film.with_name("clip.mp4")
    write_clip(film, start_s, end_s, clip, Task())
    times = [time_s for time_s, _ in shown]
    first = max(0, bisect_right(times, start_s + 1e-6) - 1)
    with VideoReader(clip) as reader:
        copied = [(one.time_s, read_number(one.to_rgb())) for one in reader.frames()]
        length_s = reader.properties.duration_s
    expected = [one for one in shown[first:] if one[0] < end_s - 2e-6]
    assert [number for _, number in copied] == [number for _, number in expected]
    # Short frames are shown whole, long ones from the asked time on.
    is_long = first + 1 < len(times) and times[first + 1] - times[first] > 0.11
    begun_s = start_s if is_long else times[first]
    moved = [max(0.0, time_s - begun_s) for time_s, _ in expected]
    assert [time_s for time_s, _ in copied] == pytest.approx(moved, abs=TOLERANCE_S)
    assert length_s == pytest.approx(end_s - start_s, abs=0.21)


PAUSED = (*range(10), *range(250, 260), *range(500, 510))
"""Ticks of 1/25 s: three bursts of pictures, 10 s apart, as a screen recorder writes them."""


@pytest.mark.parametrize("b_frames", [0, 2])
@pytest.mark.parametrize(
    ("start_s", "end_s"), [(3.0, 8.0), (9.5, 10.5), (0.2, 5.0), (0.36, 20.0), (1.0, 2.0), (10.2, 20.38)]
)
def test_a_clip_of_pictures_that_stay_long_is_as_long_as_asked(
    tmp_path: Path, b_frames: int, start_s: float, end_s: float
) -> None:
    film = encode(tmp_path / "film.mp4", "h264", b_frames, 10, list(PAUSED))
    clip = write_clip(film, start_s, end_s, tmp_path / "clip.mp4", Task())
    with av.open(str(clip)) as container:
        stream = container.streams.video[0]
        assert stream.duration is not None
        assert stream.time_base is not None
        # To the frame: the pictures of a burst are shown whole.
        assert float(stream.duration * stream.time_base) == pytest.approx(end_s - start_s, abs=0.041)
        assert container.duration == pytest.approx(1e6 * (end_s - start_s), abs=41_000)


def test_a_skim_is_as_long_as_its_segments(tmp_path: Path) -> None:
    film = encode(tmp_path / "film.mp4", "h264", 2, 10, list(PAUSED))
    segments = [(0.0, 1.21), (3.0, 4.0), (9.9, 11.3), (15.0, 15.5)]
    length_s = sum(end_s - start_s for start_s, end_s in segments)
    with VideoReader(write_skim(film, segments, tmp_path / "skim.mp4", Task())) as reader:
        assert length_s - 0.01 <= reader.properties.duration_s <= length_s + 1e-4


@pytest.mark.parametrize("name", ["film.ts", "film.vob"])
@pytest.mark.parametrize("suffix", [".mp4", ".mkv"])
def test_a_copy_of_joined_recordings_holds_all_of_them(tmp_path: Path, name: str, suffix: str) -> None:
    film = sounding(tmp_path, name)
    joined = film.with_stem("joined")
    joined.write_bytes(film.read_bytes() * 2)
    copy = tmp_path / f"copy{suffix}"
    write_chapters(joined, [(0.0, 6.0, "all")], copy, Task())
    with VideoReader(copy) as reader:
        shown = [(one.time_s, read_number(one.to_rgb())) for one in reader.frames()]
    assert [number for _, number in shown] == [*range(75), *range(75)]
    assert [time_s - shown[0][0] for time_s, _ in shown] == pytest.approx(
        [n / 25 for n in range(150)], abs=2e-3
    )


def test_parts_of_a_stream_without_times_are_encoded_again(tmp_path: Path) -> None:
    film = encode(tmp_path / "film.h264", "h264", 2, 10, list(range(40)))
    with VideoReader(write_clip(film, 0.4, 1.2, tmp_path / "clip.mp4", Task())) as reader:
        assert [read_number(one.to_rgb()) for one in reader.frames()] == list(range(10, 30))


def sounding(folder: Path, name: str) -> Path:
    """Three seconds of pictures, with sound that ticks each half second."""
    file = folder / name
    with av.open(str(file), "w") as container:
        video = container.add_stream("mpeg2video", 25, options={"bf": "2"})
        audio = container.add_stream("ac3", SAMPLE_RATE_HZ, layout="stereo")
        assert isinstance(video, av.VideoStream)
        assert isinstance(audio, av.AudioStream)
        video.width, video.height, video.pix_fmt, video.bit_rate = 320, 192, "yuv420p", 1_500_000
        audio.bit_rate = 192_000
        sound = av.AudioFrame.from_ndarray(np.ascontiguousarray(ticking(3).T), format="fltp", layout="stereo")
        sound.sample_rate, sound.pts, sound.time_base = SAMPLE_RATE_HZ, 0, Fraction(1, SAMPLE_RATE_HZ)
        packets = [*audio.encode(sound), *audio.encode(None)]
        for number in range(75):
            frame = av.VideoFrame.from_ndarray(numbered(number, 192, 320), format="rgb24")
            packets += video.encode(frame)
        packets += video.encode(None)
        for packet in sorted(packets, key=lambda one: (one.dts or 0) * one.time_base):
            container.mux(packet)
    return file


def heard_s(file: Path, start_s: float) -> list[float]:
    """When something is heard that begins after a moment."""
    with AudioReader(file) as reader:
        blocks = list(reader.blocks(start_s))
    return [begin_s + onset_s for begin_s, block in blocks for onset_s in loud_s(block)]


def loud_s(block: Samples) -> list[float]:
    loud = np.abs(block).max(axis=1) > 0.3
    return [] if loud[0] else list(np.flatnonzero(loud)[:1] / SAMPLE_RATE_HZ)


@pytest.mark.parametrize("name", ["film.vob", "film.ts"])
def test_sound_has_the_same_time_after_a_seek(tmp_path: Path, name: str) -> None:
    film = sounding(tmp_path, name)
    whole = heard_s(film, 0.0)
    for start_s in (0.6, 1.13, 1.77, 2.2):
        later = [time_s for time_s in whole if time_s > start_s + 0.05]
        found = [time_s for time_s in heard_s(film, start_s) if time_s > start_s + 0.05]
        assert found == pytest.approx(later, abs=2e-3)


@pytest.mark.parametrize("name", ["film.vob", "film.ts"])
def test_sound_of_joined_recordings_stays_with_its_pictures(tmp_path: Path, name: str) -> None:
    one = sounding(tmp_path, name)
    alone = [time_s for time_s in heard_s(one, 0.0) if time_s > 0.1]
    joined = one.with_stem("joined")
    joined.write_bytes(one.read_bytes() * 2)
    expected = [*alone, *(time_s + 3 for time_s in alone)]
    for start_s in (0.0, 1.2, 2.9, 3.3, 4.8):
        later = [time_s for time_s in expected if time_s > start_s + 0.1]
        found = [time_s for time_s in heard_s(joined, start_s) if time_s > start_s + 0.1]
        assert [time_s for time_s in found if abs(time_s - 3) > 0.1] == pytest.approx(later, abs=6e-3)


@pytest.mark.parametrize("seed", range(30))
def test_a_picture_has_one_time(tmp_path: Path, seed: int) -> None:
    check_clock(tmp_path, seed)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(1000, 1500))
def test_a_picture_has_one_time_in_any_film(tmp_path: Path, seed: int) -> None:
    check_clock(tmp_path, seed)
