"""A video costs what its frames are worth, whatever it claims."""

from fractions import Fraction
from pathlib import Path

import numpy as np

from tests.conftest import MakeVideo
from tests.videos import Encoding, texture
from videxplore.backbones.registry import DEFAULT_BACKBONE, load
from videxplore.backbones.weights.weights_folder import WeightsFolder
from videxplore.core.limits import MOST_ANALYSED_HZ
from videxplore.core.task import Task
from videxplore.services.indexing.analysis.inference import InferenceLane
from videxplore.services.indexing.analysis.passes import full_pass
from videxplore.services.indexing.analysis.shot_finder import ShotFinder, shot_detector
from videxplore.video.reading.reader import VideoReader


def test_alternating_frames_are_embedded_once_each(make_video: MakeVideo, tmp_path: Path) -> None:
    encoding = Encoding("ffv1", "bgr0", Fraction(1), options={})
    dark = texture(1, 48, 64) // 4
    path = make_video("a.mkv", pictures=[dark, 255 - dark] * 12, encoding=encoding)
    backbone = load(DEFAULT_BACKBONE, WeightsFolder(tmp_path), "cpu")
    with VideoReader(path) as reader, InferenceLane(backbone, batch_size=1) as lane:
        finder = ShotFinder(reader, shot_detector(reader.properties), Task())
        shots, _ = full_pass(reader, finder, lane, None, Task())
        assert len(lane.finish()) == 2
    assert sum(len(shot.keyframes) for shot in shots) > 20


def test_frames_of_an_impossible_rate_are_not_all_analysed(make_video: MakeVideo) -> None:
    encoding = Encoding("mjpeg", "yuvj420p", Fraction(20_000), options={})
    pictures = (np.full((48, 64, 3), level, np.uint8) for level in range(200))
    path = make_video("a.nut", pictures=pictures, encoding=encoding)
    with VideoReader(path) as reader:
        finder = ShotFinder(reader, shot_detector(reader.properties), Task())
        analysed = sum(1 for _ in finder.frames())
        assert sum(1 for _ in reader.frames()) == 200
        assert analysed == 200 / 20_000 * MOST_ANALYSED_HZ
        assert finder.finish()[-1][1] >= 199 / 20_000
