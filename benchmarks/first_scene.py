"""How soon after a drop of fifty videos the first scene can be searched, and how soon all of them can.

    python -m benchmarks.first_scene FOLDER [--runs 5] [--hover-s 0]

Each run starts from an empty library and an analysis process that has yet to load its networks: the window
starts it when something is dragged over it, so many seconds before the drop.
"""

import argparse
import shutil
import statistics
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from videxplore.core.types import Depth
from videxplore.services.indexing.finding.video_detection import VIDEO_EXTENSIONS
from videxplore.services.indexing.index_types import IndexEvent, IndexEventKind, IndexOptions
from videxplore.services.indexing.indexer import Indexer
from videxplore.services.library import Library

VIDEOS = 50


@dataclass(frozen=True, slots=True)
class Promptness:
    """Seconds from the drop until the first video can be searched, and until all can."""

    first_s: float
    all_s: float


def make_folder(target: Path, clips: Path, count: int = VIDEOS) -> None:
    """Copy so many clips, the first in the order of their names, unless they are there."""
    target.mkdir(parents=True, exist_ok=True)
    files = sorted(file for file in clips.iterdir() if file.suffix in VIDEO_EXTENSIONS)
    for file in files[:count]:
        if not (target / file.name).exists():
            shutil.copy(file, target / file.name)


def drop(folder: Path, hover_s: float) -> Promptness:
    """Hold the folder over the window for a while, then index its quick passes into a new library."""
    times_s: list[float] = []

    def note(event: IndexEvent) -> None:
        if event.kind is IndexEventKind.SEARCHABLE:
            times_s.append(time.perf_counter() - started_s)

    with tempfile.TemporaryDirectory() as scratch, Library.open(Path(scratch, "library")) as library:
        indexer = Indexer(library, IndexOptions(Path(scratch, "weights"), depth=Depth.QUICK))
        if hover_s:
            indexer.prepare()
            time.sleep(hover_s)
        started_s = time.perf_counter()
        indexer.run([folder], on_event=note)
    return Promptness(times_s[0], times_s[-1])


def measure(clips: Path, scratch: Path, runs: int, hover_s: float) -> Promptness:
    """Medians of several runs."""
    folder = scratch / "fifty"
    make_folder(folder, clips)
    drops = [drop(folder, hover_s) for _ in range(runs)]
    return Promptness(
        statistics.median(one.first_s for one in drops), statistics.median(one.all_s for one in drops)
    )


def main() -> None:
    """Print both times."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--hover-s", type=float, default=0.0)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        found = measure(options.folder, Path(scratch), options.runs, options.hover_s)
    print(
        f"first scene searchable after {found.first_s:.2f} s, all {VIDEOS} videos after {found.all_s:.1f} s"
    )


if __name__ == "__main__":
    main()
