"""Ctrl+Z, a sleeping machine and a clock that is set: no video is blamed, and nothing is done again."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.conftest import MakeVideo
from tests.services.indexed import index
from tests.videos import texture
from videxplore.core.types import Depth
from videxplore.services.indexing.index_types import IndexStatus
from videxplore.services.library import Library
from videxplore.services.searching.query.query import Query, SceneExample
from videxplore.services.searching.query_history import HistoryService

# Limits of seconds instead of minutes, set before any module takes them over.
IMPATIENT = """
import sys
from videxplore.core import limits
limits.STALL_S = limits.OPENING_S = 3.0
limits.LOOP_GAP_S = 0.5
limits.UNHURRIED_FACTOR = 1.0
from videxplore.cli import main
main(sys.argv[1:])
"""
STOPPED_S = 7.0


def children(process_id: int) -> list[int]:
    """The processes a process has started."""
    tasks = Path(f"/proc/{process_id}/task").iterdir()
    return [int(one) for task in tasks for one in (task / "children").read_text().split()]


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="looks for processes in /proc")
def test_a_stopped_run_goes_on_as_if_nothing_had_been(make_video: MakeVideo, tmp_path: Path) -> None:
    pictures = (texture(1 + number // 100, 90, 160) for number in range(600))
    video = make_video("long.mp4", pictures=pictures)
    command = [sys.executable, "-c", IMPATIENT, "index", str(video), "--library", str(tmp_path / "library")]
    with subprocess.Popen(command, start_new_session=True, stderr=subprocess.PIPE, text=True) as running:
        assert running.stderr is not None
        until_s = time.monotonic() + 60
        while not (tmp_path / "library" / "previews").is_dir() and time.monotonic() < until_s:
            time.sleep(0.05)
        for _ in range(2):
            time.sleep(0.5)
            if running.poll() is not None:
                break
            before = children(running.pid)
            os.killpg(running.pid, signal.SIGSTOP)
            time.sleep(STOPPED_S)
            os.killpg(running.pid, signal.SIGCONT)
            time.sleep(0.5)
            assert running.poll() is not None or children(running.pid) == before
        said = running.stderr.read()
    assert running.returncode == 0, said
    with Library.open(tmp_path / "library", writable=False) as library:
        assert [one.depth for one in library.catalogue.videos()] == [Depth.FULL]


@pytest.mark.parametrize("shift_s", [-86_400, 86_400])
def test_a_clock_that_is_set_changes_nothing(
    make_video: MakeVideo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shift_s: int
) -> None:
    video = make_video("a.mp4", pictures=[texture(1, 48, 64)] * 5)
    with Library.open(tmp_path / "library") as library:
        assert index(library, [video], depth=Depth.QUICK).status(video) is IndexStatus.INDEXED
        history = HistoryService(library)
        stored = library.catalogue.videos()[0]
        example = SceneExample(stored.id, 0.0)
        first = history.remember(Query((example,)))
        now, now_ns = time.time, time.time_ns
        monkeypatch.setattr(time, "time", lambda: now() + shift_s)
        monkeypatch.setattr(time, "time_ns", lambda: now_ns() + shift_s * 10**9)
        second = history.remember(Query((example,)), first.id)
        assert [one.id for one in history.searches()] == [second.id, first.id]
        assert index(library, [video], depth=Depth.QUICK).status(video) is IndexStatus.UNCHANGED
        assert library.catalogue.videos()[0] == stored
