"""Decoding on hardware gives the same pictures, or says why the processor does it."""

import numpy as np

from tests.conftest import MakeVideo
from videxplore.video.reading.hardware import PROCESSOR
from videxplore.video.reading.reader import VideoReader


def test_asking_for_hardware_gives_the_same_pictures(make_video: MakeVideo) -> None:
    path = make_video()
    with VideoReader(path) as plain, VideoReader(path, on_hardware=True) as asked:
        assert plain.decoder.name == PROCESSOR
        assert asked.decoder.reason.endswith(".")
        assert asked.decoder.reason != plain.decoder.reason
        pairs = list(zip(plain.frames(), asked.frames(), strict=True))
        assert len(pairs) == 75
        for one, other in pairs[::10]:
            assert one.time_s == other.time_s
            assert np.abs(one.to_rgb().astype(int) - other.to_rgb()).mean() < 2
        assert asked.frame_at(1.5).time_s == plain.frame_at(1.5).time_s


def test_a_machine_without_hardware_says_so(make_video: MakeVideo) -> None:
    with VideoReader(make_video(), on_hardware=True) as reader:
        if reader.decoder.name == PROCESSOR:
            assert "hardware" in reader.decoder.reason
        else:
            assert reader.decoder.name in reader.decoder.reason
