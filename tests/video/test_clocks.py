"""One clock for a file: a picture has the same time by reading on, by seeking, and in an exported clip."""

import random
from pathlib import Path

import pytest

from tests.barcode import read_number
from tests.odd_clocks import CODECS, CONSTANT_ONLY, JOINABLE, MPEG2_RATES, RATES, OddFilm
from videxplore.video.reader import VideoReader

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


@pytest.mark.parametrize("seed", range(30))
def test_a_picture_has_one_time(tmp_path: Path, seed: int) -> None:
    check_clock(tmp_path, seed)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(1000, 1500))
def test_a_picture_has_one_time_in_any_film(tmp_path: Path, seed: int) -> None:
    check_clock(tmp_path, seed)
