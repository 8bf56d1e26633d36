"""How many analysis processes one writer keeps up with, simulated by processes that only wait.

    python -m benchmarks.writer CLIP [--workers 1 4 16 64] [--video-s 1] [--videos 300]

Everything but decoding and models is real: files are found, jobs are submitted, analyses with their
thumbnails come through pipes and are written into a catalogue. What is written of each video is the analysis
of CLIP. All processes share the machine with the writer, so that the figures of many are lower bounds.
"""

import argparse
import multiprocessing
import os
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.results import Row, Table, print_table
from benchmarks.stub_worker import StubProcess
from videxplore.backbones.registry import DEFAULT_MOTION_BACKBONE
from videxplore.core.task import Task
from videxplore.core.types import Depth, VideoAnalysis
from videxplore.services.indexing.analysis.analyser import Analyser
from videxplore.services.indexing.index_types import IndexOptions
from videxplore.services.indexing.messages import Analyse
from videxplore.services.indexing.run.analysis_pool import AnalysisPool
from videxplore.services.indexing.run.index_jobs import IndexControl
from videxplore.services.indexing.run.index_run import IndexRun
from videxplore.services.library import Library

MINUTES = 0.75
"""How long the processes are to work, where the writer keeps up with them."""


def make_folder(clip: Path, folder: Path, videos: int) -> Path:
    """A folder of copies of a clip, each of which has a content of its own."""
    folder.mkdir()
    content = clip.read_bytes()
    for number in range(videos):
        (folder / f"{number:05d}{clip.suffix}").write_bytes(content + number.to_bytes(8, "big"))
    return folder


def videos_a_minute(folder: Path, analysis: VideoAnalysis, workers: int, video_s: float) -> float:
    """Both passes over every video of a folder, in a new library."""
    with tempfile.TemporaryDirectory() as scratch, Library.open(Path(scratch, "library")) as library:
        pool = AnalysisPool(StubProcess(analysis, video_s), workers)
        options = IndexOptions(Path(scratch, "weights"))
        started_s = time.perf_counter()
        report = IndexRun(library, options, pool, IndexControl(), Task(), None).run([folder])
        wall_s = time.perf_counter() - started_s
        assert not report.failed
    return 60 * len(report.videos) / wall_s


def measured(clip: Path, workers: Sequence[int], video_s: float, videos: int) -> Iterator[Row]:
    """A row for each number of processes."""
    with tempfile.TemporaryDirectory() as scratch:
        options = IndexOptions(Path(scratch, "weights"), actions=DEFAULT_MOTION_BACKBONE)
        analysis, _ = Analyser(options).analyse(Analyse(0, clip, Depth.FULL), Task())
        for count in workers:
            offered = 60 * count / (1.1 * video_s)
            # Few processes show their pace with fewer videos.
            used = min(videos, round(offered * MINUTES))
            folder = make_folder(clip, Path(scratch, str(count)), used)
            reached = videos_a_minute(folder, analysis, count, video_s)
            yield str(count), str(used), f"{offered:.0f}", f"{reached:.0f}", f"{reached / offered:.2f}"


def main(arguments: Sequence[str] | None = None) -> Table:
    """Print the table, and return it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("clip", type=Path)
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 4, 16, 64])
    parser.add_argument("--video-s", type=float, default=1.0, help="seconds of a full pass over one video")
    parser.add_argument("--videos", type=int, default=300, help="at most; few processes get fewer")
    options = parser.parse_args(arguments)
    # So that the processes start at once.
    multiprocessing.set_forkserver_preload(["benchmarks.stub_worker"])
    print(f"{os.cpu_count()} cores, {options.video_s:g} s for each video\n")
    columns = ("processes", "videos", "they could do, videos a minute", "done", "share")
    rows = measured(options.clip, options.workers, options.video_s, options.videos)
    return print_table(columns, rows)


if __name__ == "__main__":
    main()
