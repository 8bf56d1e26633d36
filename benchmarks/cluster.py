"""Indexing through a cluster beside indexing alone, and what killed workers leave behind.

    python -m benchmarks.cluster FOLDER [--videos 24] [--pairs 3] [--kills 10]

All is on this computer: a scheduler and two workers, with TLS on the loopback interface, beside ``videxplore
index``. For each comparison new workers are started; they have joined, and begin to load their models, as
workers do. With ``--kills`` a worker is killed so many times at random instants, and another one is started
in its place.
"""

import argparse
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.first_scene import make_folder
from benchmarks.kills import Aftermath, Known, compare, count_faults, known
from videxplore.core.types import VideoState
from videxplore.paths import AppPaths
from videxplore.services.indexing.cluster.security import make_certificates

VIDEOS, PAIRS, KILLS, WORKERS = 24, 3, 10, 2
KILLED_VIDEOS = 50
LONGEST_LIFE_S = 8.0
LOOK_EVERY_S, LOOK_AGAIN_S = 0.1, 0.5


@dataclass(frozen=True, slots=True)
class Pair:
    """Seconds that one folder took through the cluster, and alone."""

    cluster_s: float
    alone_s: float


class BenchCluster:
    """A scheduler and workers of this computer that share a folder of videos."""

    def __init__(self, folder: Path, scratch: Path) -> None:
        """Start nothing yet.

        Args:
            folder: Of the videos.
            scratch: For certificates, libraries and what the workers say.
        """
        self._folder = folder
        self._scratch = scratch
        with closing(socket.create_server(("127.0.0.1", 0))) as server:
            self._port = int(server.getsockname()[1])
        # Where the programs look for them.
        make_certificates(AppPaths.under(scratch).state / "cluster")
        self._started = 0

    @contextmanager
    def scheduler(self) -> Iterator[None]:
        """A scheduler while the block runs."""
        with ended(self._start("cluster", "start", "--port", str(self._port))):
            yield

    def worker(self) -> subprocess.Popen[bytes]:
        """A new worker that has joined."""
        self._started += 1
        said = self._scratch / f"worker{self._started}.txt"
        worker = self._start(
            "worker", self._address, "--root", f"films={self._folder}", "--name", f"worker{self._started}",
            said=said,
        )  # fmt: skip
        while b"has joined" not in said.read_bytes():
            if worker.poll() is not None:
                raise RuntimeError(said.read_text())
            time.sleep(LOOK_EVERY_S)
        return worker

    def index(self, library: Path, *, alone: bool = False) -> subprocess.Popen[bytes]:
        """An index run into a library."""
        cluster = () if alone else ("--on", self._address, "--root", f"films={self._folder}")
        return self._start("index", str(self._folder), *cluster, "--library", str(library))

    @property
    def _address(self) -> str:
        return f"tls://127.0.0.1:{self._port}"

    def _start(self, *arguments: str, said: Path | None = None) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "videxplore", *arguments, "--data-dir", str(self._scratch)]
        with (said or self._scratch / "said.txt").open("ab") as output:
            return subprocess.Popen(command, stdout=output, stderr=output)


@contextmanager
def ended(process: subprocess.Popen[bytes]) -> Iterator[None]:
    """End a process after the block."""
    try:
        yield
    finally:
        process.terminate()
        process.wait()


def end_all(processes: list[subprocess.Popen[bytes]]) -> None:
    """End the processes that a list then holds."""
    for process in processes:
        process.terminate()
        process.wait()


def pairs(clips: Path, videos: int, count: int) -> Iterator[Pair]:
    """Index a folder of mixed clips through two workers and alone, in turns."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch, "videos")
        make_folder(folder, clips, videos)
        cluster = BenchCluster(folder, Path(scratch))
        with cluster.scheduler():
            for number in range(count):
                with ExitStack() as workers:
                    for _ in range(WORKERS):
                        workers.enter_context(ended(cluster.worker()))
                    cluster_s = timed(cluster.index(Path(scratch, f"cluster{number}")))
                alone_s = timed(cluster.index(Path(scratch, f"alone{number}"), alone=True))
                yield Pair(cluster_s, alone_s)


def timed(index: subprocess.Popen[bytes]) -> float:
    """Seconds until a run that has just begun ends; damaged clips fail, which is no failure here."""
    started_s = time.perf_counter()
    index.wait()
    return time.perf_counter() - started_s


def ratio(measured: list[Pair]) -> float:
    """How many times as long as alone the cluster took: the median of the pairs."""
    return statistics.median(pair.cluster_s / pair.alone_s for pair in measured)


def passes_done(videos: Known) -> int:
    """How many passes are stored."""
    passes = {VideoState.SEARCHABLE.value: 1, VideoState.COMPLETE.value: 2}
    return sum(passes.get(state, 0) for state, _ in videos.values())


def kill_workers(clips: Path, kills: int, seed: int) -> Aftermath:
    """Kill workers of a run at random instants, let the run end, and look at what is there."""
    generator = random.Random(seed)  # noqa: S311 - reproducible instants, not a secret.
    aftermath = Aftermath()
    complete: Known = {}
    with tempfile.TemporaryDirectory() as scratch, ExitStack() as running:
        folder, library = Path(scratch, "videos"), Path(scratch, "library")
        make_folder(folder, clips, KILLED_VIDEOS)
        cluster = BenchCluster(folder, Path(scratch))
        running.enter_context(cluster.scheduler())
        workers = [cluster.worker() for _ in range(WORKERS)]
        running.callback(end_all, workers)
        index = cluster.index(library)
        while aftermath.kills < kills and index.poll() is None:
            # Spread over the run: in quick passes and in full ones.
            if passes_done(known(library)) < aftermath.kills * 2 * KILLED_VIDEOS // kills:
                time.sleep(LOOK_AGAIN_S)
                continue
            time.sleep(generator.uniform(0.0, LONGEST_LIFE_S))
            number = generator.randrange(WORKERS)
            aftermath.kills += index.poll() is None
            workers[number].kill()
            workers[number].wait()
            complete = compare(complete, known(library), aftermath)
            workers[number] = cluster.worker()
        index.wait()
        now = known(library)
        compare(complete, now, aftermath)
        # All of these files can be indexed.
        aftermath.lost += KILLED_VIDEOS - sum(state == VideoState.COMPLETE for state, _ in now.values())
        aftermath.inconsistent = count_faults(library)
    return aftermath


def main() -> None:
    """Print the ratio of each pair, or the counts after the kills."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--videos", type=int, default=VIDEOS)
    parser.add_argument("--pairs", type=int, default=PAIRS)
    parser.add_argument("--kills", type=int, default=0)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    if options.kills:
        print(kill_workers(options.folder, options.kills, options.seed))
        return
    for pair in pairs(options.folder, options.videos, options.pairs):
        print(f"{pair.cluster_s:.1f} s through the cluster, {pair.alone_s:.1f} s alone: {ratio([pair]):.2f}")


if __name__ == "__main__":
    main()
