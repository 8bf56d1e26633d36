"""The detector finds the cuts of synthesised videos, and no others."""

import itertools
from collections.abc import Iterable
from fractions import Fraction

import numpy as np
import numpy.typing as npt
import pytest

from tests.conftest import MakeVideo
from tests.videos import Encoding, Picture, shots, texture
from videxplore.video.cuts import LUMA_HEIGHT_PX, LUMA_WIDTH_PX, ShotDetector
from videxplore.video.reader import VideoReader

FRAME_S = 0.04


def small(picture: Picture) -> npt.NDArray[np.uint8]:
    """A picture as the detector is given it."""
    height, width = picture.shape[0] // LUMA_HEIGHT_PX, picture.shape[1] // LUMA_WIDTH_PX
    grey = picture.mean(axis=2)[: height * LUMA_HEIGHT_PX, : width * LUMA_WIDTH_PX]
    blocks = grey.reshape(LUMA_HEIGHT_PX, height, LUMA_WIDTH_PX, width)
    means: npt.NDArray[np.float64] = blocks.mean(axis=(1, 3))
    return means.astype(np.uint8)


def found(pictures: Iterable[Picture]) -> list[int]:
    """Frame numbers at which shots begin."""
    detector = ShotDetector()
    count = 0
    for number, picture in enumerate(pictures):
        detector.push(small(picture), number * FRAME_S)
        count = number + 1
    spans = detector.finish(count * FRAME_S)
    assert spans[0][0] == 0
    assert spans[-1][1] == count * FRAME_S
    assert all(before[1] == after[0] for before, after in itertools.pairwise(spans))
    return [round(start_s / FRAME_S) for start_s, _ in spans]


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


def test_a_change_of_a_few_frames_is_no_shot() -> None:
    pictures = list(shots([4, 5], 40))
    pictures[40:44] = [texture(6)] * 4
    assert len(found(pictures)) == 2


def test_one_picture_is_one_shot() -> None:
    assert found([texture(1)]) == [0]


def test_no_picture_is_one_shot() -> None:
    assert ShotDetector().finish(2.5) == [(0.0, 2.5)]


@pytest.mark.parametrize("rate_hz", [Fraction(24000, 1001), Fraction(25), Fraction(60)])
def test_cuts_of_an_encoded_video_fall_on_its_frames(make_video: MakeVideo, rate_hz: Fraction) -> None:
    path = make_video(seeds=range(5), frames_per_shot=30, encoding=Encoding(frame_rate_hz=rate_hz))
    detector = ShotDetector()
    with VideoReader(path) as reader:
        for picture in reader.pictures():
            detector.push(picture.to_luma(LUMA_WIDTH_PX, LUMA_HEIGHT_PX), picture.time_s)
        spans = detector.finish(reader.properties.duration_s)
    expected_s = [float(number * 30 / rate_hz) for number in range(5)]
    assert [start_s for start_s, _ in spans] == pytest.approx(expected_s, abs=1e-4)
