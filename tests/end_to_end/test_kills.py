"""The program is killed at any instant: nothing is lost, done twice, or left inconsistent."""

import json
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.conftest import MakeVideo
from videxplore.core.task import Task
from videxplore.core.types import VideoState
from videxplore.services.checking import LibraryChecker
from videxplore.services.library import Library

VIDEOS = 8


def index_command(folder: Path, library: Path) -> list[str]:
    return [sys.executable, "-m", "videxplore", "index", str(folder), "--library", str(library), "--json"]


def known(library: Path) -> dict[str, tuple[str, tuple[int, ...]]]:
    """State and shot ids of every video; nothing while there is no library."""
    if not (library / "catalogue.sqlite3").is_file():
        return {}
    with Library.open(library, writable=False) as opened:
        return {
            video.path.name: (
                video.state.value,
                tuple(shot.id for shot in opened.catalogue.shots(video.id)),
            )
            for video in opened.catalogue.videos()
        }


def run_with_kills(folder: Path, library: Path, kills: int, seed: int) -> None:
    generator = random.Random(seed)  # noqa: S311 - reproducible instants, not a secret.
    complete: dict[str, tuple[str, tuple[int, ...]]] = {}
    for _ in range(kills):
        process = subprocess.Popen(index_command(folder, library), stdout=subprocess.DEVNULL)
        time.sleep(generator.uniform(0.3, 12))
        process.send_signal(signal.SIGKILL)
        process.wait()
        now = known(library)
        # What was complete stays as it was, row by row: it was neither lost nor done again.
        assert {name: now.get(name) for name in complete} == complete
        complete = {name: row for name, row in now.items() if row[0] == VideoState.COMPLETE}


def finish(folder: Path, library: Path) -> None:
    done = subprocess.run(index_command(folder, library), capture_output=True, check=True)
    assert {video["status"] for video in json.loads(done.stdout)["videos"]} <= {"indexed", "unchanged"}
    with Library.open(library) as opened:
        assert [video.state for video in opened.catalogue.videos()] == [VideoState.COMPLETE] * VIDEOS
        checker = LibraryChecker(opened)
        # A killed writer may leave an unfinished file behind; nothing else.
        found = checker.problems(Task())
        assert {problem.remedy.value for problem in found} <= {"delete"}
        assert checker.repair(found, Task()) == []
        assert checker.problems(Task()) == []


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="kills by signal")
def test_30_random_kills_lose_nothing(make_video: MakeVideo, tmp_path: Path) -> None:
    folder = tmp_path / "videos"
    folder.mkdir()
    for number in range(VIDEOS):
        make_video(f"videos/{number}.mp4", seeds=range(number * 10, number * 10 + 8), frames_per_shot=40)
    run_with_kills(folder, tmp_path / "library", kills=30, seed=7)
    finish(folder, tmp_path / "library")
