"""How long a folder of ten thousand unchanged videos, or of broken files, takes to be looked through again.

    python -m benchmarks.rescan CLIP [--files 10000] [--runs 5]
    python -m benchmarks.rescan --broken [--files 20000] [--runs 5]

Every file is one small clip with a few bytes of its own at its end. One is analysed; the others are given its
analysis in the catalogue, so that a library of that size is made in a minute.
"""

import argparse
import random
import statistics
import tempfile
import time
from pathlib import Path

from videxplore.core.types import Depth
from videxplore.services.indexed_files import fingerprint
from videxplore.services.indexing.index_types import IndexOptions, IndexStatus
from videxplore.services.indexing.indexer import Indexer
from videxplore.services.library import Library

FILES = 10_000
BROKEN_FILES = 20_000
FILES_A_FOLDER = 500


def make_files(folder: Path, clip: Path, count: int) -> list[Path]:
    """Variants of the clip in subfolders; those that are there stay."""
    files = [folder / f"{n // FILES_A_FOLDER:03d}" / f"{n:05d}{clip.suffix}" for n in range(count)]
    content = clip.read_bytes()
    for number, file in enumerate(files):
        if not file.exists():
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content + number.to_bytes(8, "big"))
    return files


def make_library(place: Path, files: list[Path], options: IndexOptions) -> None:
    """Analyse the first file, and know the others as well as it; what is known stays."""
    with Library.open(place) as library:
        Indexer(library, options).run(files[:1])
        catalogue = library.catalogue
        known = {video.path for video in catalogue.videos()}
        first = catalogue.videos()[0]
        for file in files:
            if file not in known:
                status = file.stat()
                content = fingerprint(file, status.st_size)
                added = catalogue.add_video(file, content, status.st_size, status.st_mtime_ns)
                catalogue.copy_analysis(first.id, added.id)


def measure(clip: Path, scratch: Path, count: int, runs: int) -> float:
    """Median seconds from opening the library to the report.

    Raises:
        RuntimeError: If a file was not found unchanged.
    """
    folder, place = scratch / f"rescan-{count}", scratch / f"rescan-{count}-library"
    options = IndexOptions(scratch / "weights", depth=Depth.QUICK)
    make_library(place, make_files(folder, clip, count), options)
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


def measure_broken(scratch: Path, count: int, runs: int) -> tuple[float, float]:
    """Seconds of the first run over files that are no videos, and the median of later ones.

    Raises:
        RuntimeError: If a file did not fail.
    """
    folder = scratch / "broken"
    noise = random.Random(1)  # noqa: S311 - the same files each time, not a secret.
    for number in range(count):
        file = folder / f"{number // FILES_A_FOLDER:03d}" / f"{number:05d}.mp4"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(noise.randbytes(400))
    options = IndexOptions(scratch / "weights", depth=Depth.QUICK)
    walls_s = []
    for _ in range(runs + 1):
        started_s = time.perf_counter()
        with Library.open(scratch / "broken-library") as library:
            report = Indexer(library, options).run([folder])
        walls_s.append(time.perf_counter() - started_s)
        if len(report.failed) != count:
            raise RuntimeError(f"{len(report.failed)} of {count} files failed")
    return walls_s[0], statistics.median(walls_s[1:])


def main() -> None:
    """Print the time."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("clip", type=Path, nargs="?")
    parser.add_argument("--broken", action="store_true")
    parser.add_argument("--files", type=int)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        if options.broken:
            count = options.files or BROKEN_FILES
            first_s, later_s = measure_broken(Path(scratch), count, options.runs)
            print(f"{count} broken files: {first_s:.1f} s, and when nothing changed {later_s:.2f} s")
        else:
            count = options.files or FILES
            wall_s = measure(options.clip, Path(scratch), count, options.runs)
            print(f"{count} unchanged files: {wall_s:.2f} s")


if __name__ == "__main__":
    main()
