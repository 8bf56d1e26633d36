"""An index run that is killed again and again: what is lost, done twice, or left inconsistent.

python -m benchmarks.kills FOLDER [--kills 30]
"""

import argparse
import json
import random
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from videxplore.core.task import Task
from videxplore.core.types import VideoState
from videxplore.services.library import Library
from videxplore.services.library_check import LibraryChecker, Remedy

LONGEST_LIFE_S = 12.0
SHORTEST_LIFE_S = 0.3

Known = dict[str, tuple[str, tuple[int, ...]]]
"""State and shot ids of every video by its name."""


@dataclass(slots=True)
class Aftermath:
    """What the kills did.

    Attributes:
        kills: Runs that were killed while they ran.
        lost: Videos that were complete and then were not, or are not complete at the end.
        done_twice: Complete videos that were analysed again.
        inconsistent: Faults that ``check`` finds at the end, unfinished files aside.
    """

    kills: int = 0
    lost: int = 0
    done_twice: int = 0
    inconsistent: int = 0


def index_command(folder: Path, library: Path) -> list[str]:
    """One run of the program over the folder."""
    return [sys.executable, "-m", "videxplore", "index", str(folder), "--library", str(library), "--json"]


def known(library: Path) -> Known:
    """What the library knows; nothing while there is no library."""
    if not (library / "catalogue.sqlite3").is_file():
        return {}
    with Library.open(library, writable=False) as opened:
        return {
            video.path.name: (video.state.value, tuple(shot.id for shot in opened.catalogue.shots(video.id)))
            for video in opened.catalogue.videos()
        }


def run_with_kills(folder: Path, library: Path, kills: int, seed: int) -> Aftermath:
    """Kill runs at random instants, then let one end, and look at what is there."""
    generator = random.Random(seed)  # noqa: S311 - reproducible instants, not a secret.
    aftermath = Aftermath()
    complete: Known = {}
    for _ in range(kills):
        process = subprocess.Popen(index_command(folder, library), stdout=subprocess.DEVNULL)
        time.sleep(generator.uniform(SHORTEST_LIFE_S, LONGEST_LIFE_S))
        aftermath.kills += process.poll() is None
        process.send_signal(signal.SIGKILL)
        process.wait()
        complete = compare(complete, known(library), aftermath)
    done = subprocess.run(index_command(folder, library), capture_output=True, check=True)
    now = known(library)
    compare(complete, now, aftermath)
    reported = json.loads(done.stdout)["videos"]
    aftermath.lost += len(reported) - sum(state == VideoState.COMPLETE for state, _ in now.values())
    aftermath.inconsistent = count_faults(library)
    return aftermath


def compare(complete: Known, now: Known, aftermath: Aftermath) -> Known:
    """Count what became of complete videos, row by row; return those that are complete now."""
    for name, (_, shot_ids) in complete.items():
        state, shot_ids_now = now.get(name, ("", ()))
        if state != VideoState.COMPLETE:
            aftermath.lost += 1
        elif shot_ids_now != shot_ids:
            aftermath.done_twice += 1
    return {name: row for name, row in now.items() if row[0] == VideoState.COMPLETE}


def count_faults(library: Path) -> int:
    """Faults of the library; a killed writer may leave an unfinished file behind, nothing else."""
    with Library.open(library) as opened:
        checker = LibraryChecker(opened)
        found = checker.problems(Task())
        left = checker.repair(found, Task())
        remaining = checker.problems(Task())
    return sum(problem.remedy is not Remedy.DELETE for problem in found) + len(left) + len(remaining)


def main() -> None:
    """Print the counts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        print(run_with_kills(options.folder, Path(scratch, "library"), options.kills, options.seed))


if __name__ == "__main__":
    main()
