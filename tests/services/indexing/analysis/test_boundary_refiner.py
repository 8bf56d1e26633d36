"""Which model decides doubtful shot boundaries, and that a pass with it finds the true ones."""

from pathlib import Path

import numpy as np
import pytest

from tests.conftest import MakeVideo
from tests.videos import texture
from videxplore.backbones.registry import DEFAULT_BACKBONE, load
from videxplore.backbones.runtime.devices import choose_device
from videxplore.backbones.weights.weights_folder import WeightsFolder
from videxplore.backbones.zoo.transnet import TransNet
from videxplore.core.task import Task
from videxplore.core.types import Pixels, Vector
from videxplore.services.indexing.analysis.inference import (
    REFINER_NAME,
    BoundaryRefiner,
    InferenceLane,
    choose_boundary_refiner,
)
from videxplore.services.indexing.analysis.passes import full_pass
from videxplore.services.indexing.analysis.shot_finder import ShotFinder
from videxplore.video.reading.reader import VideoReader


def test_the_cpu_uses_no_boundary_model_and_says_why() -> None:
    refiner = choose_boundary_refiner(choose_device("cpu"))
    assert (refiner.name, refiner.judge) == ("", None)
    assert REFINER_NAME in refiner.reason
    assert refiner.reason.endswith(".")


def test_a_full_pass_with_a_boundary_model_finds_the_cuts(make_video: MakeVideo, tmp_path: Path) -> None:
    """As on a GPU, with the tensors on the CPU."""
    network = TransNet(device="cpu")
    asked: list[int] = []

    def judge(frames: Pixels) -> Vector:
        asked.append(len(frames))
        return network.judge(frames)

    chance = np.random.default_rng(1)
    # Two shots so restless that the cut between them hardly stands out.
    pictures = [
        np.roll(texture(17 if number < 40 else 18), chance.integers(-5, 6, size=2), axis=(0, 1))
        for number in range(80)
    ]
    backbone = load(DEFAULT_BACKBONE, WeightsFolder(tmp_path), "cpu")
    refiner = BoundaryRefiner(REFINER_NAME, "It is tested.", judge)
    with (
        VideoReader(make_video(pictures=pictures)) as reader,
        InferenceLane(backbone, batch_size=4) as lane,
    ):
        finder = ShotFinder(reader, refiner.detector(reader.properties), Task())
        shots, _ = full_pass(reader, finder, lane, None, Task())
    assert asked
    assert [shot.start_s for shot in shots] == pytest.approx([0, 1.6], abs=0.05)
