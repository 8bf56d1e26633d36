"""How long a folder of ten thousand unchanged videos takes to be looked through again.

    python -m benchmarks.rescan CLIP [--files 10000] [--runs 5]

Every file is a copy of one small clip; the first run, which is not measured, analyses it once and copies its
analysis to the others, as the program does with copies.
"""

import argparse
import shutil
import statistics
import tempfile
import time
from pathlib import Path

from videxplore.core.types import Depth
from videxplore.services.indexing.indexer import Indexer
from videxplore.services.indexing.values import IndexOptions, IndexStatus
from videxplore.services.library import Library

FILES = 10_000
FILES_A_FOLDER = 500


def make_folder(target: Path, clip: Path, count: int) -> None:
    """Copies of the clip in subfolders, unless they are there."""
    for number in range(count):
        file = target / f"{number // FILES_A_FOLDER:03d}" / f"{number:05d}{clip.suffix}"
        if not file.exists():
            file.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(clip, file)


def measure(clip: Path, scratch: Path, count: int, runs: int) -> float:
    """Median seconds from opening the library to the report.

    Raises:
        RuntimeError: If a file was not found unchanged.
    """
    folder, place = scratch / f"rescan-{count}", scratch / f"rescan-{count}-library"
    make_folder(folder, clip, count)
    options = IndexOptions(scratch / "weights", depth=Depth.QUICK)
    with Library.open(place) as library:
        Indexer(library, options).run([folder])
    walls_s = []
    for _ in range(runs):
        started_s = time.perf_counter()
        with Library.open(place) as library:
            report = Indexer(library, options).run([folder])
        walls_s.append(time.perf_counter() - started_s)
        unchanged = sum(video.status is IndexStatus.UNCHANGED for video in report.videos)
        if unchanged != count:
            raise RuntimeError(f"{unchanged} of {count} files were found unchanged")
    return statistics.median(walls_s)


def main() -> None:
    """Print the time."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("clip", type=Path)
    parser.add_argument("--files", type=int, default=FILES)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        wall_s = measure(options.clip, Path(scratch), options.files, options.runs)
    print(f"{options.files} unchanged files: {wall_s:.2f} s")


if __name__ == "__main__":
    main()
