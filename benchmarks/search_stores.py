"""Whether every store of vectors answers alike: prints one table.

    python -m benchmarks.search_stores [--scenes 20000] [--queries 300]

Vectors are those of :mod:`benchmarks.made_up_scenes`. numpy's answer is the true one; FAISS must give the
same, and Milvus Lite (where its extra is installed) the same twenty as FAISS. Neighbours whose cosines are
within rounding of the twentieth may change places.
"""

import argparse
import importlib.util
import tempfile
import time
from pathlib import Path

import numpy as np

from benchmarks.made_up_scenes import DIM, SCENES_PER_VIDEO, vectors_of_video
from videxplore.core.types import Vector
from videxplore.search.vector_index import VectorIndex, create_index

K = 20
_ROUNDING = 1e-5


def alike(first: VectorIndex, second: VectorIndex, queries: Vector) -> float:
    """Share of the queries with the same K nearest in both."""
    same = 0
    for query in queries:
        one, other = (index.search(query[None], K) for index in (first, second))
        last = float(min(one.similarities[0, -1], other.similarities[0, -1])) + _ROUNDING
        clear = [set(hits.ids[0][hits.similarities[0] > last].tolist()) for hits in (one, other)]
        same += clear[0] <= set(other.ids[0].tolist()) and clear[1] <= set(one.ids[0].tolist())
    return same / len(queries)


def filled(engine: str, vectors: Vector) -> VectorIndex:
    """An index of an engine with all vectors."""
    index = create_index(DIM, engine)
    index.add(np.arange(len(vectors), dtype=np.int64), vectors)
    return index


def compare(scenes: int, queries_count: int) -> dict[str, float]:
    """Shares of queries with the same answer, by pair of stores."""
    vectors = np.concatenate([vectors_of_video(number) for number in range(scenes // SCENES_PER_VIDEO)])
    generator = np.random.default_rng(3)
    chosen = generator.choice(len(vectors), queries_count, replace=False)
    # Half are scenes of the library, half only resemble some.
    queries = vectors[chosen]
    queries[::2] += (
        0.3 * vectors_of_video(10**6)[generator.integers(SCENES_PER_VIDEO, size=len(queries[::2]))]
    )
    queries /= np.linalg.norm(queries, axis=1, keepdims=True)
    faiss = filled("faiss", vectors)
    figures = {"FAISS as numpy": alike(faiss, filled("exact", vectors), queries)}
    if importlib.util.find_spec("milvus_lite") is None or importlib.util.find_spec("pymilvus") is None:
        print("Milvus Lite: not installed here (extra `milvus`)")
        return figures
    with tempfile.TemporaryDirectory() as folder:
        begun = time.perf_counter()
        milvus = filled(f"milvus:{Path(folder) / 'milvus.db'}", vectors)
        figures["Milvus Lite: seconds to take them in"] = time.perf_counter() - begun
        figures["Milvus Lite as FAISS"] = alike(milvus, faiss, queries)
    return figures


def main() -> None:
    """Compare and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scenes", type=int, default=20_000)
    parser.add_argument("--queries", type=int, default=300)
    options = parser.parse_args()
    for name, value in compare(options.scenes, options.queries).items():
        print(f"{name:40s} {value:8.3f}")


if __name__ == "__main__":
    main()
