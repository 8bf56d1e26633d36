"""How fast a video is indexed, as ratios to ffmpeg's pure decode of the same file, measured in one run.

    python -m benchmarks.index [FOLDER]

The file is 1080p H.264, 25 frames a second, with x264's default settings, made from the real clips in FOLDER
or, without one, from the demo package's. It is made once and kept in ``--scratch``.
"""

import argparse
import resource
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch

from benchmarks.large_files import clips, make_file
from benchmarks.results import Table
from videxplore.backbones.registry import DEFAULT_MOTION_BACKBONE
from videxplore.core.task import Task
from videxplore.core.types import Depth
from videxplore.services.indexing.analysis.analyser import Analyser
from videxplore.services.indexing.index_types import IndexOptions
from videxplore.services.indexing.messages import Analyse
from videxplore.services.indexing.run.worker_process import inference_threads

LENGTH_S = 120


@dataclass(frozen=True, slots=True)
class Figure:
    """Medians of several runs, in seconds: wall time, and processor time of all threads."""

    wall_s: float
    cpu_s: float


def ffmpeg(file: Path, *options: str) -> Callable[[], None]:
    """A pure decode by ffmpeg."""
    command = ["ffmpeg", "-v", "error", *options, "-i", str(file), "-an", "-f", "null", "-"]

    def decode() -> None:
        subprocess.run(command, check=True)

    return decode


def analysis(analyser: Analyser, job: Analyse) -> Callable[[], None]:
    """One pass of this program; loading the models is not part of it."""

    def analyse() -> None:
        analyser.analyse(job, Task())

    return analyse


def alternate(runs: int, *works: Callable[[], None]) -> list[Figure]:
    """Run the works in turn, so that whatever else the machine does meets all of them; medians of each."""
    measured: list[list[Figure]] = [[] for _ in works]
    for _ in range(runs):
        for number, work in enumerate(works):
            started_s, cpu_s = time.perf_counter(), processor_s()
            work()
            measured[number].append(Figure(time.perf_counter() - started_s, processor_s() - cpu_s))
    return [
        Figure(
            statistics.median(figure.wall_s for figure in figures),
            statistics.median(figure.cpu_s for figure in figures),
        )
        for figures in measured
    ]


def processor_s() -> float:
    """Processor time of this process and of its finished children."""
    usages = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


@dataclass(frozen=True, slots=True)
class Comparison:
    """The passes beside ffmpeg's decodes; a complete pass also runs the default motion model over clips."""

    length_s: int
    sync_frames: Figure
    quick: Figure
    every_frame: Figure
    full: Figure
    complete: Figure

    @property
    def quick_ratio(self) -> float:
        """Wall time of the quick pass as a multiple of decoding the sync frames."""
        return self.quick.wall_s / self.sync_frames.wall_s

    @property
    def full_ratio(self) -> float:
        """Wall time of quick and full pass as a multiple of decoding every frame."""
        return (self.quick.wall_s + self.full.wall_s) / self.every_frame.wall_s

    @property
    def complete_ratio(self) -> float:
        """Wall time of quick and complete pass as a multiple of decoding every frame."""
        return (self.quick.wall_s + self.complete.wall_s) / self.every_frame.wall_s


def compare(scratch: Path, folder: Path | None, runs: int, length_s: int, threads: int) -> Comparison:
    """Measure the passes, each in turn with ffmpeg, on the test file."""
    file = scratch / f"index-{length_s}.mp4"
    make_file(file, clips(folder), length_s)
    # As in the analysis process.
    torch.set_num_threads(inference_threads())
    options = IndexOptions(scratch / "weights", thread_count=threads, actions=DEFAULT_MOTION_BACKBONE)
    analyser = Analyser(options)
    # The first batch through a network is slower than the others: it counts as starting up.
    analyser.warm()
    sync_frames, quick = alternate(
        runs,
        ffmpeg(file, "-skip_frame", "nokey"),
        analysis(analyser, Analyse(0, file, Depth.QUICK)),
    )
    every_frame, full, complete = alternate(
        runs,
        ffmpeg(file),
        analysis(analyser, Analyse(0, file, Depth.FULL, clips=False)),
        analysis(analyser, Analyse(0, file, Depth.FULL)),
    )
    return Comparison(length_s, sync_frames, quick, every_frame, full, complete)


def print_comparison(found: Comparison) -> Table:
    """Print the table, and return it."""
    print(f"{'':34}{'wall s':>9}{'cpu s':>9}{'x real time':>13}{'of ffmpeg':>11}")
    rows = []
    for title, figure, pure in (
        ("ffmpeg -skip_frame nokey", found.sync_frames, found.sync_frames),
        ("videxplore quick pass", found.quick, found.sync_frames),
        ("ffmpeg", found.every_frame, found.every_frame),
        ("videxplore full pass", found.full, found.every_frame),
        ("videxplore full pass with motion", found.complete, found.every_frame),
    ):
        wall, cpu = f"{figure.wall_s:.2f}", f"{figure.cpu_s:.2f}"
        speed, ratio = f"{found.length_s / figure.wall_s:.0f}", f"{figure.wall_s / pure.wall_s:.2f}"
        print(f"{title:34}{wall:>9}{cpu:>9}{speed:>13}{ratio:>11}")
        rows.append((title, wall, cpu, speed, ratio))
    return Table(("run", "wall s", "CPU s", "x real time", "wall of ffmpeg's"), tuple(rows))


def main(arguments: Sequence[str] | None = None) -> Table:
    """Measure, print a table, and return it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--length-s", type=int, default=LENGTH_S)
    parser.add_argument("--scratch", type=Path, default=Path(tempfile.gettempdir()) / "videxplore-bench")
    parser.add_argument("--threads", type=int, default=0)
    options = parser.parse_args(arguments)
    options.scratch.mkdir(parents=True, exist_ok=True)
    compared = compare(options.scratch, options.folder, options.runs, options.length_s, options.threads)
    table = print_comparison(compared)
    print(f"peak memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")
    return table


if __name__ == "__main__":
    main()
