"""How soon a new analysis process has decoded the first frame of its first video.

python -m benchmarks.start_up FOLDER [--runs 5]
"""

import argparse
import statistics
import tempfile
import time
from pathlib import Path

from videxplore.core.types import Depth
from videxplore.services.indexing.index_types import IndexOptions
from videxplore.services.indexing.messages import Analyse, JobAdvanced, JobEnded
from videxplore.services.indexing.run.worker import AnalysisProcess

# The first step comes before the file is opened, the second with its first frame.
FIRST_FRAME_STEP = 2


def measure(clips: Path, runs: int) -> float:
    """Median of several runs, in seconds, on the largest clip."""
    clip = max(clips.glob("*.mp4"), key=lambda file: file.stat().st_size)
    return statistics.median(first_frame_s(clip) for _ in range(runs))


def first_frame_s(video: Path) -> float:
    """Seconds from starting the process to its report of the first frame; it reports ten times a second."""
    with (
        tempfile.TemporaryDirectory() as weights,
        AnalysisProcess(IndexOptions(Path(weights))) as process,
    ):
        started_s = time.perf_counter()
        process.submit(Analyse(1, video, Depth.QUICK))
        while True:
            message = process.receive(1.0)
            if isinstance(message, JobAdvanced) and message.steps >= FIRST_FRAME_STEP:
                break
            if isinstance(message, JobEnded):
                break
        passed_s = time.perf_counter() - started_s
        process.kill()
    return passed_s


def main() -> None:
    """Print it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    print(f"first frame decoded after {measure(options.folder, options.runs):.2f} s")


if __name__ == "__main__":
    main()
