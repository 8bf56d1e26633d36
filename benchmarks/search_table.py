"""Everything that is asked of the search, in one table.

    python -m benchmarks.search_table --folder /var/tmp/large --library DIR --weights DIR

``--library`` is a library of real films that was indexed with the default backbone, ``--weights`` the folder
of weights beside it. In ``--folder`` libraries of made-up scenes are kept for the next time: 4 GB a million.
"""

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks import search, search_copies, search_stores
from benchmarks.results import Row, Table, print_table
from videxplore.services.library import Library
from videxplore.services.searching.query.query_embedding import Embedder

LARGE = 1_000_000
SMALLER = 300_000
"""Beside it, so that what ten million would take can be told from the slope."""


def rows_of_stores(scenes: int, queries: int) -> list[Row]:
    """What is compared, what must be reached, what was."""
    figures = search_stores.compare(scenes, queries)
    milvus = figures.get("Milvus Lite as FAISS")
    return [
        (f"FAISS as numpy, {scenes} scenes", "always", f"{figures['FAISS as numpy']:.1%}"),
        ("same top-20: Milvus Lite, FAISS", ">= 99%", "not installed" if milvus is None else f"{milvus:.1%}"),
    ]


def rows_of_large(folder: Path, scenes: int, queries: int) -> list[Row]:
    """The figures of a large library."""
    figures = search.measure(folder / str(scenes), scenes, queries)
    limits = {
        "p95, ms": "<= 50",
        "p95 without filter, ms": "",
        "p95 in one folder of twenty, ms": "<= 50",
        "recall@50": ">= 0.98",
        "memory, GB": "<= 1.5",
        "add one video and find it, ms": "<= 200",
        "first result after opening, s": "<= 1",
    }
    asked = limits if scenes == LARGE else dict.fromkeys(limits, "")
    return [(f"{scenes} x 1280: {name}", limit, f"{figures[name]:.3f}") for name, limit in asked.items()]


def rows_of_real(library: Path, weights: Path, every: int) -> list[Row]:
    """Changed copies and small things in real pictures."""
    embedder = Embedder(weights)
    with Library.open(library, writable=False) as opened:
        chosen = search_copies.keyframes(opened, every)
        copies = search_copies.copies(opened, embedder, chosen)
        count, found = search_copies.regions(embedder, chosen)
    rows: list[Row] = [
        (f"{name}: first hit; within 0.5 s too", ">= 95%", f"{first:.1f}%; {near:.1f}%")
        for name, (first, near, _) in copies.items()
    ]
    limits = {"as a region": ">= 80%", "as a whole picture": ""}
    rows += [
        (f"pasted on 1/16, {name}, in the top 5 of {count}", limits[name], f"{share:.1f}%")
        for name, share in found.items()
    ]
    return rows


def main(arguments: Sequence[str] | None = None) -> Table:
    """Measure everything, print it as Markdown, and return it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--library", type=Path, required=True)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--queries", type=int, default=200)
    parser.add_argument("--every", type=int, default=2, help="use every n-th keyframe of the real films")
    options = parser.parse_args(arguments)
    return print_table(("figure", "must reach", "measured"), all_rows(options))


def all_rows(options: argparse.Namespace) -> Iterator[Row]:
    """The figures of every part, one part after the other."""
    yield from rows_of_stores(20_000, 300)
    yield from rows_of_real(options.library, options.weights, options.every)
    for scenes in (SMALLER, LARGE):
        yield from rows_of_large(options.folder, scenes, options.queries)


if __name__ == "__main__":
    main()
