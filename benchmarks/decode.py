"""What reading pictures costs beside ffmpeg's pure decode of the same stretch, in one run.

python -m benchmarks.decode FILE [--length-s 20]
"""

import argparse
import subprocess
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import takewhile
from pathlib import Path

import numpy as np

from benchmarks.index import processor_s
from benchmarks.results import Row, Table, print_table
from videxplore.video.cuts import ShotDetector
from videxplore.video.frames.decoded_frame import DecodedFrame
from videxplore.video.reading.reader import VideoReader


def look(pictures: Iterable[DecodedFrame], length_s: float, detector: ShotDetector | None) -> None:
    """Go through pictures, looking for shot boundaries with a detector."""
    for picture in takewhile(lambda one: one.time_s < length_s, pictures):
        if detector is not None:
            detector.push(picture.to_small(), picture.time_s)


def main(arguments: Sequence[str] | None = None) -> Table:
    """Print the table, and return it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--length-s", type=float, default=20.0)
    options = parser.parse_args(arguments)
    file, length_s = options.file, options.length_s
    command = ["ffmpeg", "-v", "error", "-t", str(length_s), "-i", str(file), "-an", "-f", "null", "-"]
    with VideoReader(file) as reader:
        times_s = np.random.default_rng(0).uniform(0, length_s, 20)
        works: dict[str, Callable[[], object]] = {
            "ffmpeg": lambda: subprocess.run(command, check=True),
            "every frame": lambda: look(reader.frames(), length_s, None),
            "every frame, with shot detection": lambda: look(reader.frames(), length_s, ShotDetector()),
            "reference frames, with shot detection": lambda: look(
                reader.reference_frames(), length_s, ShotDetector()
            ),
            "sync frames": lambda: look(reader.sync_frames(), length_s, None),
            "20 exact seeks": lambda: [reader.frame_at(float(time_s)) for time_s in times_s],
        }
        return print_table(("what", "wall s", "CPU s", "CPU of ffmpeg's"), rows(works))


def rows(works: Mapping[str, Callable[[], object]]) -> Iterator[Row]:
    """Each way of reading, timed, beside the first."""
    first = 0.0
    for name, work in works.items():
        wall_s, used_s = time.perf_counter(), processor_s()
        work()
        used_s = processor_s() - used_s
        first = first or used_s
        yield name, f"{time.perf_counter() - wall_s:.2f}", f"{used_s:.2f}", f"{used_s / first:.2f}"


if __name__ == "__main__":
    main()
