"""Nearest neighbours on a GPU: half precision there chooses, the exact vectors here decide.

The GPU compares the query with every vector in half precision: twice the vectors at twice the speed. A few
times as many hits as were asked for are compared again with the exact vectors in this computer's memory, so
that the results are those of the exact index.

Source: Johnson, Douze and Jegou, "Billion-scale similarity search with GPUs", 2019.
"""

from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np

from videxplore.core.errors import IndexUnavailableError
from videxplore.core.types import Ids, Vector
from videxplore.search.exact_index import ExactIndex
from videxplore.search.faiss_index import faiss
from videxplore.search.vector_index import Hits, VectorIndex, best_hits

FlatIndex: TypeAlias = Callable[[int], Any]
"""Makes an empty flat inner-product index of FAISS for vectors of a length."""

_SHORTLIST_SHARE, _SHORTLIST_SPARE = 2, 32
"""Rounding to eleven bits moves a cosine by less than 0.001: only near neighbours change places."""

_MOST_HITS = 2048
"""FAISS returns no more from a GPU at once."""

_MOST_GONE = 512
"""Removed vectors that are still on the GPU; with more of them, everything is sent again."""


def on_gpu(dim: int) -> Any:
    """A flat index in half precision on the first GPU.

    Raises:
        IndexUnavailableError: If this FAISS is built without GPU support, or there is no GPU.
    """
    if not hasattr(faiss, "StandardGpuResources"):
        raise IndexUnavailableError(
            "The vector index faiss-gpu needs faiss-gpu (extra `gpu`), which is not installed here."
        )
    if faiss.get_num_gpus() == 0:
        raise IndexUnavailableError("The vector index faiss-gpu needs an NVIDIA GPU, which is not there.")
    settings = faiss.GpuIndexFlatConfig()
    settings.useFloat16 = True
    return faiss.GpuIndexFlatIP(faiss.StandardGpuResources(), dim, settings)


class GpuIndex(VectorIndex):
    """An exact index that a GPU makes fast."""

    def __init__(self, dim: int, flat_index: FlatIndex = on_gpu) -> None:
        """Make an empty index.

        Raises:
            IndexUnavailableError: If no GPU can be used.
        """
        super().__init__(dim)
        self._exact = ExactIndex(dim)
        self._flat = flat_index(dim)
        self._ids: Ids = np.empty(0, np.int64)
        self._row_of: dict[int, int] = {}

    def __len__(self) -> int:
        return len(self._exact)

    def _add(self, ids: Ids, vectors: Vector) -> None:
        self._mark_unused(ids)
        self._exact.add(ids, vectors)
        self._send(ids, vectors)

    def _remove(self, ids: Ids) -> None:
        self._mark_unused(ids)
        self._exact.remove(ids)
        if len(self._ids) - len(self) > _MOST_GONE:
            self._flat.reset()
            self._ids, self._row_of = np.empty(0, np.int64), {}
            self._send(*self._exact.contents())

    def _search(self, queries: Vector, k: int, allowed: Ids | None) -> Hits:
        count = _SHORTLIST_SHARE * k + _SHORTLIST_SPARE + len(self._ids) - len(self)
        if allowed is not None or count > _MOST_HITS or not len(queries) or not len(self):
            # The GPU cannot filter, and returns only so many.
            return self._exact.search(queries, k, allowed)
        _, rows = self._flat.search(queries, min(count, len(self._ids)))
        ids, vectors = self._exact.vectors_of(self._ids[np.unique(rows[rows >= 0])])
        return best_hits(ids, queries @ vectors.T, k)

    def _send(self, ids: Ids, vectors: Vector) -> None:
        if len(ids):
            self._row_of.update(
                zip(ids.tolist(), range(len(self._ids), len(self._ids) + len(ids)), strict=True)
            )
            self._ids = np.concatenate([self._ids, ids.astype(np.int64)])
            self._flat.add(np.ascontiguousarray(vectors, np.float32))

    def _mark_unused(self, ids: Ids) -> None:
        """Mark rows on the GPU as unused: single ones cannot be removed there."""
        rows = [self._row_of.pop(vector_id) for vector_id in ids.tolist() if vector_id in self._row_of]
        self._ids[rows] = -1
