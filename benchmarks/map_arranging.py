"""How long it takes to arrange the map of scenes: python -m benchmarks.map_arranging [--scenes N].

On made-up vectors that lie as embeddings do: kinds of scenes of very different sizes, each with its own
spread in a few directions. Also how soon the first guess is there, how often progress is told, how quickly
a cancelled arrangement ends, how long a thousand new scenes take to find their places, and whether the map
is worth it: the share of a scene's ten nearest neighbours that are among its ten nearest on the map.
"""

import argparse
import resource
import threading
import time
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from benchmarks.results import Row, Table, print_table
from videxplore.core.task import Cancelled, Task
from videxplore.core.types import Vector
from videxplore.services.summarising.scene_map import (
    Arrangement,
    Places,
    arranged,
    first_places,
    placed_among,
)

DIM = 1280
KINDS = 400
DIRECTIONS = 12
NEW_SCENES = 1000
JUDGED = 1000
NEIGHBOURS = 10
SEED = 7


def made_up(count: int) -> Vector:
    """Unit vectors float32 (count, DIM) in kinds."""
    generator = np.random.default_rng(SEED)
    sizes = generator.pareto(1.5, KINDS) + 1
    kinds = generator.choice(KINDS, count, p=sizes / sizes.sum())
    centres = generator.normal(0, 1, (KINDS, DIM)).astype(np.float32)
    vectors = centres[kinds] + 0.2 * generator.normal(0, 1, (count, DIM)).astype(np.float32)
    for kind in range(KINDS):
        rows = np.flatnonzero(kinds == kind)
        directions = generator.normal(0, 0.5, (DIRECTIONS, DIM)).astype(np.float32)
        vectors[rows] += generator.normal(0, 1, (len(rows), DIRECTIONS)).astype(np.float32) @ directions
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors


def kept_neighbours(vectors: Vector, places: Places) -> float:
    """The share of nearest neighbours that are neighbours on the map, over some scenes."""
    rows = np.random.default_rng(SEED).choice(len(vectors), min(JUDGED, len(vectors)), replace=False)
    found = []
    for row in rows:
        alike = _nearest(-(vectors @ vectors[row]), int(row))
        close = _nearest(((places - places[row]) ** 2).sum(axis=1), int(row))
        found.append(len(alike & close) / NEIGHBOURS)
    return float(np.mean(found))


def _nearest(distances: npt.NDArray[np.float32], own: int) -> set[int]:
    nearest = np.argpartition(distances, NEIGHBOURS + 1)[: NEIGHBOURS + 1].tolist()
    return set(nearest) - {own}


def cancelled_after_s(vectors: Vector, wait_s: float) -> float:
    """Seconds from the wish to cancel, ``wait_s`` after the start, until the arrangement has ended."""
    task = Task()
    wished: list[float] = []

    def wish() -> None:
        wished.append(time.perf_counter())
        task.cancel()

    timer = threading.Timer(wait_s, wish)
    timer.start()
    try:
        arranged(vectors, task)
    except Cancelled:
        return time.perf_counter() - wished[0]
    finally:
        timer.cancel()
        timer.join()
    return 0.0


def measure(vectors: Vector, new: Vector) -> list[Row]:
    """Lay out ``vectors``, place ``new`` ones among them, and return what it took."""
    started = time.perf_counter()
    first = first_places(vectors)
    first_s = time.perf_counter() - started
    reports = [time.perf_counter()]
    computed = time.process_time()
    places = arranged(vectors, Task(lambda _progress: reports.append(time.perf_counter())))
    wall_s, cpu_s = time.perf_counter() - reports[0], time.process_time() - computed
    started = time.perf_counter()
    placed_among(Arrangement(vectors, places), new)
    placing_s = time.perf_counter() - started
    peak_mib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return [
        ("first guess", f"{first_s:.2f} s, keeps {kept_neighbours(vectors, first):.3f} of the neighbours"),
        ("layout", f"{wall_s:.1f} s wall, {cpu_s:.1f} s CPU"),
        ("ten nearest neighbours kept", f"{kept_neighbours(vectors, places):.3f}"),
        ("progress reports", f"{len(reports) - 1}, at most {max(np.diff(reports)):.1f} s apart"),
        (f"{len(new)} new scenes placed", f"{placing_s:.2f} s"),
        ("peak memory", f"{peak_mib:.0f} MiB"),
    ]


def main(arguments: Sequence[str] | None = None) -> Table:
    """Measure, print, and return the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--scenes", type=int, default=20_000)
    parser.add_argument("--cancel-after", type=float, help="only this: cancel after so many seconds")
    options = parser.parse_args(arguments)
    vectors = made_up(options.scenes + NEW_SCENES)
    known, new = vectors[:-NEW_SCENES], vectors[-NEW_SCENES:]
    if options.cancel_after is None:
        rows = measure(known, new)
    else:
        ended_s = cancelled_after_s(known, options.cancel_after)
        rows = [(f"cancelled after {options.cancel_after:g} s: ended", f"{ended_s:.2f} s later")]
    return print_table((f"{len(known):,} scenes of {DIM} numbers", "measured"), rows)


if __name__ == "__main__":
    main()
