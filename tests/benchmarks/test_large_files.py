"""The files the engine's benchmarks are run on are what they say."""

from pathlib import Path

import pytest

from benchmarks.kills import Aftermath, Known, compare
from benchmarks.large_files import repeat
from tests.conftest import MakeVideo
from videxplore.core.types import VideoState
from videxplore.video.reading.reader import VideoReader


def test_a_repeated_video_is_as_long_and_shows_the_same_again(make_video: MakeVideo, tmp_path: Path) -> None:
    piece, target = make_video(seeds=[1, 2], frames_per_shot=25), tmp_path / "long.mp4"
    repeat(piece, target, piece_s=2, times=3)
    with VideoReader(target) as reader:
        times_s = [picture.time_s for picture in reader.frames()]
        assert reader.properties.duration_s == pytest.approx(6)
        first, again = (reader.frame_at(time_s).to_small() for time_s in (0.5, 4.5))
    assert times_s == pytest.approx([number / 25 for number in range(150)])
    assert (first == again).all()


def test_lost_and_twice_done_videos_are_counted() -> None:
    done = VideoState.COMPLETE.value
    complete: Known = {"a": (done, (1, 2)), "b": (done, (3,)), "c": (done, (4,))}
    now: Known = {"a": (done, (1, 2)), "b": (done, (9,)), "d": ("searchable", (7,))}
    aftermath = Aftermath()
    assert compare(complete, now, aftermath) == {"a": (done, (1, 2)), "b": (done, (9,))}
    assert (aftermath.lost, aftermath.done_twice) == (1, 1)
