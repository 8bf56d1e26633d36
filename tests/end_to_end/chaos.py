"""Indexing, window, searches, repairs and removals on one library, killed at random.

python -m tests.end_to_end.chaos [--length 600] [--seed 1]

Prints what was counted as JSON.
"""

import argparse
import dataclasses
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.kills import Aftermath, Known, compare, known
from tests.videos import shots, write_video
from videxplore.core.errors import VidexploreError
from videxplore.core.task import Task
from videxplore.core.types import VideoState
from videxplore.services.library import Library
from videxplore.services.library_check import LibraryChecker, Remedy

VIDEOS = 8
_SHORTEST_LIFE_S, _LONGEST_LIFE_S = 0.5, 20.0
_ENDS = {0, 1, 2, 3, 130}


@dataclass(slots=True)
class Chaos:
    """What was done, and what went wrong.

    Attributes:
        runs: Programs that were started, by what they did.
        kills: Programs that were killed while they ran.
        removed: Names of videos that a finished program removed.
        lost: Videos that were complete and were not any more without having been removed.
        done_twice: Complete videos that were analysed again without having been removed.
        faults: Tracebacks and exit codes that the contract does not name.
        inconsistent: What ``check`` found at the end.
    """

    runs: dict[str, int] = field(default_factory=dict)
    kills: int = 0
    removed: int = 0
    lost: int = 0
    done_twice: int = 0
    faults: list[str] = field(default_factory=list)
    inconsistent: list[str] = field(default_factory=list)


def run_chaos(scratch: Path, length_s: float, seed: int) -> Chaos:
    """Start and kill programs for so long, let one index run end, and look at what is there."""
    choice = random.Random(seed)  # noqa: S311 - reproducible, not a secret.
    folder, library = scratch / "videos", scratch / "library"
    folder.mkdir()
    for number in range(VIDEOS):
        write_video(folder / f"{number}.mp4", shots(range(number * 10, number * 10 + 4), 25))
    chaos = Chaos()
    complete: Known = {}
    until_s = time.monotonic() + length_s
    while time.monotonic() < until_s:
        names = choice.choices(["index", "window", "similar", "repair", "remove"], [5, 2, 2, 2, 1], k=2)
        removed: set[str] = set()
        with tempfile.TemporaryFile("w+") as said:
            running = []
            for name in names:
                chaos.runs[name] = chaos.runs.get(name, 0) + 1
                victim = f"{choice.randrange(VIDEOS)}.mp4"
                if name == "remove":
                    removed.add(victim)
                running.append(
                    subprocess.Popen(
                        _command(name, folder, library, victim), stdout=subprocess.DEVNULL, stderr=said
                    )
                )
            time.sleep(choice.uniform(_SHORTEST_LIFE_S, _LONGEST_LIFE_S))
            for process in running:
                _end(process, chaos)
            said.seek(0)
            text = said.read()
            if "Traceback" in text:
                chaos.faults.append(text[-2000:])
        # What a program removed is analysed again, whenever it was killed.
        complete = {name: row for name, row in complete.items() if name not in removed}
        chaos.removed += len(removed)
        complete = _compared(complete, library, chaos)
    _finish(folder, library, chaos)
    return chaos


def _command(name: str, folder: Path, library: Path, video: str) -> list[str]:
    program = [sys.executable, "-m", "videxplore"]
    where = ["--library", str(library)]
    commands = {
        "index": ["index", str(folder), "--actions", "none", "--device", "cpu", "--json"],
        "window": ["gui"],
        "similar": ["similar", f"{folder / video}@0.5", "--json"],
        "repair": ["check", "--repair", "--json"],
        "remove": ["remove", str(folder / video), "--json"],
    }
    return [*program, *commands[name], *where]


def _end(process: "subprocess.Popen[bytes]", chaos: Chaos) -> None:
    if process.poll() is None:
        chaos.kills += 1
        process.send_signal(signal.SIGKILL)
        process.wait()
    elif process.returncode not in _ENDS:
        chaos.faults.append(f"{process.args!r}: exit code {process.returncode}")


def _compared(complete: Known, library: Path, chaos: Chaos) -> Known:
    aftermath = Aftermath()
    try:
        now = compare(complete, known(library), aftermath)
    except VidexploreError as error:
        chaos.faults.append(str(error))
        return complete
    chaos.lost += aftermath.lost
    chaos.done_twice += aftermath.done_twice
    return now


def _finish(folder: Path, library: Path, chaos: Chaos) -> None:
    done = subprocess.run(_command("index", folder, library, ""), check=False, capture_output=True, text=True)
    if done.returncode:
        chaos.faults.append(f"the last run ended with {done.returncode}: {done.stderr[-2000:]}")
    with Library.open(library) as opened:
        videos = opened.catalogue.videos()
        chaos.lost += VIDEOS - sum(video.state is VideoState.COMPLETE for video in videos)
        checker = LibraryChecker(opened)
        found = [one for one in checker.problems(Task()) if one.remedy is not Remedy.DELETE]
        left = checker.repair(checker.problems(Task()), Task())
        chaos.inconsistent = [one.sentence for one in (*found, *left, *checker.problems(Task()))]


def main() -> None:
    """Print what was counted."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--length", type=float, default=600.0)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as scratch:
        chaos = run_chaos(Path(scratch), options.length, options.seed)
    print(json.dumps(dataclasses.asdict(chaos), indent=1))  # noqa: T201


if __name__ == "__main__":
    main()
