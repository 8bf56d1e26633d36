"""Whether indexing a folder of mixed clips keeps every core busy, beside ffmpeg's decode of the same files.

    python -m benchmarks.cores FOLDER [--videos 60] [--processes 0]

Both start cold: ``videxplore index`` with the default motion model, into a new library; ``xargs -P`` with one
ffmpeg of one thread for each core. Processor time is that of all processes together.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.first_scene import make_folder
from benchmarks.index import Figure, processor_s
from benchmarks.results import Table, print_table
from videxplore.backbones.registry import DEFAULT_MOTION_BACKBONE

DECODE = "ffmpeg -v quiet -nostdin -threads 1 -i"


def timed(command: Sequence[str], given: bytes = b"") -> Figure:
    """Run a command to its end; damaged clips fail, which is no failure here."""
    started_s, cpu_s = time.perf_counter(), processor_s()
    subprocess.run(command, input=given, stdout=subprocess.DEVNULL, check=False)
    return Figure(time.perf_counter() - started_s, processor_s() - cpu_s)


def index(folder: Path, processes: int) -> Figure:
    """Index a folder completely into a new library."""
    command = [sys.executable, "-m", "videxplore", "index", str(folder), "--json"]
    command += ["--actions", DEFAULT_MOTION_BACKBONE, "--processes", str(processes)]
    with tempfile.TemporaryDirectory() as library:
        return timed([*command, "--library", str(Path(library, "library"))])


def decode(folder: Path) -> Figure:
    """Decode every file of a folder, one on each core."""
    files = b"\0".join(os.fsencode(file) for file in sorted(folder.iterdir()))
    shell = f'{DECODE} "$0" -an -f null -'
    return timed(["xargs", "-0", "-n1", f"-P{os.cpu_count()}", "sh", "-c", shell], files)


def main(arguments: Sequence[str] | None = None) -> Table:
    """Print the table, and return it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--videos", type=int, default=60)
    parser.add_argument("--processes", type=int, default=0)
    options = parser.parse_args(arguments)
    cores = os.cpu_count() or 1
    with tempfile.TemporaryDirectory() as scratch:
        make_folder(Path(scratch), options.folder, options.videos)
        pure, ours = decode(Path(scratch)), index(Path(scratch), options.processes)
    rows = (
        (name, f"{one.wall_s:.1f}", f"{one.cpu_s:.1f}", f"{one.cpu_s / (cores * one.wall_s):.2f}", ratio)
        for name, one, ratio in (
            ("xargs -P, ffmpeg", pure, "1.00"),
            ("videxplore index", ours, f"{ours.wall_s / pure.wall_s:.2f}"),
        )
    )
    return print_table(("run", "wall s", "CPU s", "share of the cores", "wall of ffmpeg's"), rows)


if __name__ == "__main__":
    main()
