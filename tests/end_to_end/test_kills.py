"""The program is killed at any instant: nothing is lost, done twice, or left inconsistent."""

import sys
from pathlib import Path

import pytest

from benchmarks.kills import known, run_with_kills
from tests.conftest import MakeVideo
from videxplore.core.types import VideoState

VIDEOS = 8


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="kills by signal")
def test_30_random_kills_lose_nothing(make_video: MakeVideo, tmp_path: Path) -> None:
    folder, library = tmp_path / "videos", tmp_path / "library"
    folder.mkdir()
    for number in range(VIDEOS):
        make_video(f"videos/{number}.mp4", seeds=range(number * 10, number * 10 + 8), frames_per_shot=40)
    aftermath = run_with_kills(folder, library, kills=30, seed=7)
    assert (aftermath.lost, aftermath.done_twice, aftermath.inconsistent) == (0, 0, 0)
    assert aftermath.kills
    assert [state for state, _ in known(library).values()] == [VideoState.COMPLETE] * VIDEOS
