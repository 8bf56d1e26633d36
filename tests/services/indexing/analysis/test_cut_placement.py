"""Boundaries found on some of the pictures are moved to the very frame."""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from tests.conftest import MakeVideo
from tests.videos import Encoding, Picture, texture, write_video
from videxplore.core.task import Task
from videxplore.services.indexing.analysis.shot_finder import AnalysedFrames, place_boundaries, small_pixels
from videxplore.video.reading.reader import VideoReader

FEW_SYNC_FRAMES = Encoding(gop_frames=1000, options={"preset": "medium", "sc_threshold": "0", "crf": "20"})


def cut_at(*frames: int, count: int) -> Iterator[Picture]:
    """Pictures of scenes that begin with these frames, besides the first."""
    scenes = [texture(seed) for seed in range(len(frames) + 1)]
    for number in range(count):
        yield np.roll(scenes[sum(number >= frame for frame in frames)], number, axis=1)


@pytest.fixture(scope="module")
def cut_video(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """10 s of two scenes, of which the second begins with frame 41."""
    path = tmp_path_factory.mktemp("cut") / "video.mp4"
    return write_video(path, cut_at(41, count=250), FEW_SYNC_FRAMES)


@pytest.mark.parametrize("late", [0, 1, 2])
def test_a_boundary_is_moved_to_the_frame(cut_video: Path, late: int) -> None:
    analysed = AnalysedFrames()
    with VideoReader(cut_video) as reader:
        for number, picture in enumerate(reader.frames()):
            if number % 3 == (41 + late) % 3:
                analysed.add(picture)
        analysed.sync_times_s = [0.0]
        found = float(Fraction(41 + late, 25))
        spans = place_boundaries(reader, [(0.0, found), (found, 10.0)], analysed, Task())
    assert spans[0][1] == pytest.approx(41 / 25)
    assert spans[-1][1] == 10.0


def test_beyond_the_budget_boundaries_stay_where_they_were_found(make_video: MakeVideo) -> None:
    video = make_video(pictures=cut_at(81, count=100), encoding=FEW_SYNC_FRAMES)
    analysed = AnalysedFrames([0.0, 3.2, 3.28], [0.0])
    with VideoReader(video) as reader:
        spans = place_boundaries(reader, [(0.0, 3.28), (3.28, 4.0)], analysed, Task())
    assert spans == [(0.0, 3.28), (3.28, 4.0)]


def test_a_boundary_at_a_sync_frame_is_exact_already(make_video: MakeVideo) -> None:
    video = make_video(seeds=[1, 2], frames_per_shot=25)
    analysed = AnalysedFrames()
    with VideoReader(video) as reader:
        for picture in reader.frames():
            analysed.add(picture)
        position = reader.frames()
        next(position)
        assert place_boundaries(reader, [(0.0, 1.0), (1.0, 2.0)], analysed, Task()) == [
            (0.0, 1.0),
            (1.0, 2.0),
        ]
        # The reader's place was not moved: nothing was decoded again.
        assert next(position).time_s == pytest.approx(1 / 25)


def test_small_pixels_have_the_colours_of_the_picture(make_video: MakeVideo) -> None:
    with VideoReader(make_video(seeds=[1], frames_per_shot=2)) as reader:
        picture = next(reader.frames())
        small, faithful = small_pixels(picture), picture.to_rgb(48, 27)
    assert small.shape == faithful.shape
    # Quickly made colours are a little softer.
    assert np.corrcoef(small.reshape(-1), faithful.reshape(-1))[0, 1] > 0.97
    assert np.abs(small.mean((0, 1)) - faithful.mean((0, 1))).max() < 4
