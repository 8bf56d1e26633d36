"""The memory that indexing a long video takes, from its first minute to its last.

    python -m benchmarks.long_video FOLDER [--minutes 30]

The video is two minutes of real clips, 640 x 360 at 10 frames a second, repeated by copying its packets with
later times: the preview strip, the keyframes, the scenes and the clips of the default motion model grow with
it as with any video of its length. Half an hour says what hours take: memory grows by what is kept of each
minute, so that its growth along the pass is the same for a longer video. What is measured is the memory
resident in the program and in its analysis process together, looked at once a second; the program is a
process of its own, as it is for a person, so that nothing which other benchmarks load is counted. Memory does
not depend on what else the machine does; everything runs with low priority.
"""

import argparse
import itertools
import json
import multiprocessing
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path

from benchmarks.large_files import clips, encode, pictures, repeat
from videxplore.backbones.registry import DEFAULT_MOTION_BACKBONE
from videxplore.services.indexing.index_types import IndexEvent, IndexEventKind, IndexOptions
from videxplore.services.indexing.indexer import Indexer
from videxplore.services.library import Library

WIDTH_PX, HEIGHT_PX, RATE_HZ = 640, 360, 10
PIECE_S = 120
MINUTES = 30
LONG_MINUTES = 180
LOOK_EVERY_S = 1.0
_NICENESS = 10


def make_video(target: Path, sources: list[Path], length_s: int) -> None:
    """Write a video of that length, unless it is there."""
    if target.is_file():
        return
    piece = target.with_suffix(".piece.mp4")
    chosen = itertools.islice(pictures(sources), 0, 3 * PIECE_S * RATE_HZ, 3)
    encode(piece, chosen, WIDTH_PX, HEIGHT_PX, RATE_HZ)
    repeat(piece, target, PIECE_S, length_s // PIECE_S)
    piece.unlink()


@dataclass
class Memory:
    """Memory in MiB by the share of the full pass that was done, and the wall time of both passes."""

    looks: list[tuple[float, float]] = field(default_factory=list)
    wall_s: float = 0.0

    @property
    def peak_mib(self) -> float:
        """The most that was seen."""
        return max(mib for _, mib in self.looks)

    def growth_mib(self) -> float:
        """How much more the second half of the full pass takes than the first, without its beginning."""
        first, second = (
            [mib for share, mib in self.looks if begin <= share < begin + 0.4] for begin in (0.1, 0.6)
        )
        return statistics.median(second) - statistics.median(first)

    def peak_of_longer_mib(self, factor: float) -> float:
        """The peak for a video that is longer by a factor."""
        # Between the middles of both halves lies half of the pass.
        return self.peak_mib + max(0.0, 2 * self.growth_mib()) * (factor - 1)

    def at(self, share: float) -> float:
        """Memory when that share of the full pass was done."""
        return min(self.looks, key=lambda look: abs(look[0] - share))[1]


def resident_mib() -> float:
    """Memory resident in this process and its children."""
    ids = [os.getpid(), *(child.pid for child in multiprocessing.active_children())]
    pages = sum(int(Path(f"/proc/{one}/statm").read_text().split()[1]) for one in ids)
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def measure(folder: Path | None, scratch: Path, minutes: int) -> Memory:
    """Make the video, then index it in a process of its own."""
    file = scratch / f"long-{minutes}min.mp4"
    make_video(file, clips(folder), minutes * 60)
    command = [sys.executable, "-m", "benchmarks.long_video", "--watched", str(file)]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True)
    return Memory(**json.loads(done.stdout))


def watch_indexing(file: Path) -> Memory:
    """Index a video completely, and watch."""
    if hasattr(os, "nice"):
        os.nice(_NICENESS)
    memory, done = Memory(), threading.Event()
    share = 0.0

    def note(event: IndexEvent) -> None:
        nonlocal share
        if event.kind is IndexEventKind.PROGRESSED and event.depth == "full":
            share = event.fraction

    def watch() -> None:
        while not done.wait(LOOK_EVERY_S):
            memory.looks.append((share, resident_mib()))

    watcher = threading.Thread(target=watch)
    watcher.start()
    started_s = time.perf_counter()
    try:
        with tempfile.TemporaryDirectory() as place, Library.open(Path(place, "library")) as library:
            options = IndexOptions(file.parent / "weights", actions=DEFAULT_MOTION_BACKBONE)
            Indexer(library, options).run([file], on_event=note)
    finally:
        done.set()
        watcher.join()
    memory.wall_s = time.perf_counter() - started_s
    return memory


def main() -> None:
    """Print memory along the pass."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--minutes", type=int, default=MINUTES)
    parser.add_argument("--scratch", type=Path, default=Path(tempfile.gettempdir()) / "videxplore-bench")
    parser.add_argument("--watched", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.watched:
        sys.stdout.write(json.dumps(asdict(watch_indexing(options.watched))))
        return
    options.scratch.mkdir(parents=True, exist_ok=True)
    memory = measure(options.folder, options.scratch, options.minutes)
    for percent in range(0, 101, 10):
        print(f"{percent:3} % of the full pass: {memory.at(percent / 100):.0f} MiB")
    print(f"peak {memory.peak_mib:.0f} MiB; both passes {memory.wall_s:.0f} s")
    longer_mib = memory.peak_of_longer_mib(LONG_MINUTES / options.minutes)
    print(f"growth in half of the pass {memory.growth_mib():.1f} MiB: of 3 hours {longer_mib:.0f} MiB")


if __name__ == "__main__":
    main()
