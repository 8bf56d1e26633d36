"""`check --repair` that is killed leaves no process behind."""

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
from videxplore.services.library import Library


def descendants(process_id: int) -> set[int]:
    """Processes that a process has started, and those that these have started."""
    found: set[int] = set()
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(status.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        if parent == process_id:
            child = int(status.parent.name)
            found |= {child} | descendants(child)
    return found


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_a_killed_repair_leaves_no_process_behind(make_video: MakeVideo, tmp_path: Path) -> None:
    path = make_video(pictures=(texture(number % 20, 72, 128) for number in range(900)))
    with Library.open(tmp_path / "library") as library:
        index(library, [path], depth=Depth.QUICK)
        (video,) = library.catalogue.videos()
        library.strip_file(video.id).unlink()
    command = [sys.executable, "-m", "videxplore", "check", "--repair", "--library", str(library.folder)]
    repair = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        give_up_at = time.monotonic() + 60
        started: set[int] = set()
        while len(started) < 2 and time.monotonic() < give_up_at and repair.poll() is None:
            started = descendants(repair.pid)
        assert started
    finally:
        repair.send_signal(signal.SIGKILL)
        repair.wait()
    give_up_at = time.monotonic() + 20
    while left := [one for one in started if Path(f"/proc/{one}").exists()]:
        if time.monotonic() > give_up_at:
            for one in left:
                os.kill(one, signal.SIGKILL)
            pytest.fail(f"left running: {left}")
        time.sleep(0.05)
