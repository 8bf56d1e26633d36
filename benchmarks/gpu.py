"""What an NVIDIA GPU gains, how far each part is from the GPU's limits, and whether results equal the CPU's.

    python -m benchmarks.gpu [FOLDER] [--only decode forward ...]

FOLDER holds real clips; without one the clips of the demo package serve. Each part runs in a process of its
own with a time limit, under eight minutes together: a part that fails or takes too long says so in a row, and
the others go on. Without a GPU it ends with exit code 2.
"""

import argparse
import ctypes
import multiprocessing
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from multiprocessing.connection import Connection
from pathlib import Path

from benchmarks.results import Row, Table, print_table
from videxplore.core.errors import VidexploreError

# Nothing here imports torch, PyAV or FAISS: a machine without a GPU is told at once.

COLUMNS: Row = ("what", "CPU", "GPU", "GPU / CPU", "share of the GPU's limit", "equality and remarks")
NO_GPU = "This benchmark needs an NVIDIA GPU with a working driver, and none was found."
NO_GPU_EXIT_CODE = 2

LIMITS_S: Mapping[str, float] = {"film": 90, "decode": 60, "forward": 110, "search": 70, "index": 140}
"""The parts in their order, and how long each may take; the film is what the others decode."""


@dataclass(frozen=True, slots=True)
class Place:
    """What is measured on.

    Attributes:
        clips: Folder of real clips; None for those of the demo package.
        scratch: Folder for test files and libraries.
        device: What is compared with the CPU.
    """

    clips: Path | None
    scratch: Path
    device: str = "cuda"

    @property
    def film(self) -> Path:
        """The file that the part ``film`` makes."""
        return self.scratch / "film.mp4"


def gpu_count() -> int:
    """How many GPUs the CUDA driver of this machine offers; 0 without a driver."""
    try:
        driver = ctypes.CDLL("nvcuda.dll" if sys.platform == "win32" else "libcuda.so.1")
    except OSError:
        return 0
    count = ctypes.c_int()
    if driver.cuInit(0) or driver.cuDeviceGetCount(ctypes.byref(count)):
        return 0
    return count.value


def not_measured(part: str, reason: str) -> Row:
    """The row of a part, or of what is left of it, that could not be measured."""
    return part, "", "", "", "", f"not measured: {reason}"


def part_rows(part: str, place: Place, limit_s: float) -> Iterator[Row]:
    """The rows of one part, each as soon as it is measured, from another process."""
    spawning = multiprocessing.get_context("spawn")
    receiver, sender = spawning.Pipe(duplex=False)
    process = spawning.Process(target=measure, args=(part, place, sender))
    process.start()
    sender.close()
    ends_s = time.monotonic() + limit_s
    try:
        while receiver.poll(max(0.0, ends_s - time.monotonic())):
            yield receiver.recv()
        yield not_measured(part, f"it was stopped after {limit_s:g} s.")
    except EOFError:
        process.join(max(1.0, ends_s - time.monotonic()))
        if process.exitcode:
            yield not_measured(part, f"its process ended with exit code {process.exitcode}.")
    finally:
        process.kill()
        process.join()
        receiver.close()


def measure(part: str, place: Place, pipe: Connection) -> None:
    """The main function of a part's process."""
    try:
        for row in import_module("benchmarks.gpu_parts").PARTS[part](place):
            pipe.send(row)
    except VidexploreError as error:
        pipe.send(not_measured(part, str(error)))
    except Exception as error:  # noqa: BLE001 - whatever fails here is a result: the other parts go on.
        traceback.print_exc()
        pipe.send(not_measured(part, f"{type(error).__name__}: {error}"))


def main(arguments: Sequence[str] | None = None) -> Table:
    """Measure the parts, print the table, and return it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--only", nargs="+", choices=LIMITS_S)
    options = parser.parse_args(arguments)
    if not gpu_count():
        print(NO_GPU, file=sys.stderr)
        raise SystemExit(NO_GPU_EXIT_CODE)
    parts = [part for part in LIMITS_S if part == "film" or part in (options.only or LIMITS_S)]
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        place = Place(options.folder, Path(scratch))
        return print_table(COLUMNS, (row for part in parts for row in part_rows(part, place, LIMITS_S[part])))


if __name__ == "__main__":
    main()
