"""How soon the map of a large library is there, and how good it is: python -m benchmarks.map_arranging.

Makes a library of made-up scenes (:mod:`benchmarks.made_up_scenes`), shows its map as the window does,
arranges it in the background, adds videos, opens it again, and cancels an arrangement. *Neighbours kept* is
the share of a scene's ten nearest neighbours in the space that are among its ten nearest on the map;
trustworthiness says how near in the space those on the map are (Venna and Kaski, 2001).
"""

import argparse
import resource
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from benchmarks.made_up_scenes import SCENES_PER_VIDEO, vectors_of_video
from benchmarks.results import Row, Table, print_table
from benchmarks.search import add_video, fill
from videxplore.core.task import Cancelled, Task
from videxplore.core.types import Ids, Vector
from videxplore.services.library import Library
from videxplore.services.summarising.map_layout import Places
from videxplore.services.summarising.scene_map import SceneMap, SceneMapService

NEW_VIDEOS = 20
JUDGED = 300
NEIGHBOURS = 10
CANCEL_AFTER_S = 5.0
SEED = 7


def quality(vectors: Vector, places: Places) -> tuple[float, float]:
    """The share of neighbours kept, and trustworthiness, over some scenes.

    Args:
        vectors: Unit vectors float32 (N, D).
        places: float32 (N, 2).
    """
    count = len(vectors)
    rows = np.random.default_rng(SEED).choice(count, min(JUDGED, count), replace=False)
    kept, farness = 0, 0.0
    for row in rows.tolist():
        ranks = _ranks(-(vectors @ vectors[row]), row)
        near = np.argsort(_ranks(((places - places[row]) ** 2).sum(axis=1), row))[:NEIGHBOURS]
        kept += int((ranks[near] < NEIGHBOURS).sum())
        farness += float(np.maximum(ranks[near] + 1 - NEIGHBOURS, 0).sum())
    worst = len(rows) * NEIGHBOURS * (2 * count - 3 * NEIGHBOURS - 1) / 2
    return kept / (len(rows) * NEIGHBOURS), 1 - farness / worst


def _ranks(distances: Vector, own: int) -> Ids:
    """The place of each of N others in the order of their distances; N for the scene itself."""
    distances = distances.copy()
    distances[own] = np.inf
    ranks = np.empty(len(distances), np.int64)
    ranks[np.argsort(distances, kind="stable")] = np.arange(len(distances))
    return ranks


class Clock:
    """Seconds since something began, and when it said something."""

    def __init__(self) -> None:
        """Begin."""
        self._begun = time.perf_counter()
        self.said_s = [0.0]
        self.shown: list[tuple[float, SceneMap]] = []

    @property
    def now_s(self) -> float:
        """Seconds until now."""
        return time.perf_counter() - self._begun

    def task(self) -> Task:
        """A task whose progress is noted."""
        return Task(lambda _progress: self.said_s.append(self.now_s))

    def show(self, found: SceneMap) -> None:
        """Note a map that could be shown."""
        self.shown.append((self.now_s, found))


def cancelled_after_s(service: SceneMapService) -> float:
    """Seconds from the wish to cancel until the arrangement has ended."""
    task, wished = Task(), [0.0]

    def wish() -> None:
        wished[0] = time.perf_counter()
        task.cancel()

    timer = threading.Timer(CANCEL_AFTER_S, wish)
    timer.start()
    try:
        service.arrange(task)
    except Cancelled:
        return time.perf_counter() - wished[0]
    finally:
        timer.cancel()
        timer.join()
    return 0.0


def measure(folder: Path, videos: int) -> Iterator[Row]:
    """Show, arrange, extend and cancel the map of a library, a row for each figure."""
    vectors = np.concatenate([vectors_of_video(number) for number in range(videos)])
    with Library.open(folder) as library:
        service = SceneMapService(library)
        service.file.unlink(missing_ok=True)
        clock = Clock()
        first = service.current(clock.task(), clock.show)
        if clock.shown:
            shown_s, coarse = clock.shown[0]
            yield f"{len(coarse):,} scenes shown", f"{shown_s:.2f} s after opening"
        yield "all scenes shown, first guesses", f"{clock.now_s:.1f} s after opening"
        children = resource.getrusage(resource.RUSAGE_CHILDREN)
        arranging = Clock()
        found = service.arrange(arranging.task(), arranging.show)
        ended = resource.getrusage(resource.RUSAGE_CHILDREN)
        used_s = ended.ru_utime + ended.ru_stime - children.ru_utime - children.ru_stime
        if arranging.shown:
            yield "coarse arrangement shown", f"{clock.now_s - arranging.now_s + arranging.shown[0][0]:.1f} s"
        yield "arranged", f"{clock.now_s:.1f} s after opening, {used_s:.1f} s CPU in its process"
        yield "largest time between progress reports", f"{np.diff(arranging.said_s).max():.1f} s"
        own_mib, other_mib = (
            resource.getrusage(who).ru_maxrss / 1024
            for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
        )
        yield "memory", f"{own_mib:.0f} MiB with the vectors of this benchmark, {other_mib:.0f} MiB aside"
        for name, places in (("first guesses", first.places), ("arranged", found.places)):
            kept, trust = quality(vectors, places)
            yield f"{name}: neighbours kept, trustworthiness", f"{kept:.3f}, {trust:.3f}"
        yield from _later(library, found)


def _later(library: Library, found: SceneMap) -> Iterator[Row]:
    opening = Clock()
    SceneMapService(library).current()
    yield "opened again", f"{opening.now_s:.2f} s"
    count = len(library.catalogue.videos())
    for number in range(count, count + NEW_VIDEOS):
        add_video(library, number)
    placing = Clock()
    service = SceneMapService(library)
    more = service.current()
    moved = int((more.places[: len(found)] != found.places).any(axis=1).sum())
    yield (
        f"{NEW_VIDEOS * SCENES_PER_VIDEO:,} new scenes placed",
        f"{placing.now_s:.2f} s; {moved} others moved",
    )
    yield f"cancelled after {CANCEL_AFTER_S:g} s: ended", f"{cancelled_after_s(service):.2f} s later"


def main(arguments: Sequence[str] | None = None) -> Table:
    """Measure, print, and return the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--scenes", type=int, default=100_000)
    parser.add_argument("--folder", type=Path, help="keeps the library for the next time")
    options = parser.parse_args(arguments)
    videos = options.scenes // SCENES_PER_VIDEO
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.folder or Path(scratch) / "library"
        fill(folder, videos)
        return print_table((f"{videos * SCENES_PER_VIDEO:,} scenes", "measured"), measure(folder, videos))


if __name__ == "__main__":
    main()
