"""Nearest neighbours on a GPU: half precision there chooses, the exact vectors here decide.

The GPU compares the query with every vector in half precision: twice the vectors at twice the speed. A few
times as many hits as were asked for are compared again with the exact vectors in this computer's memory, so
that the answer is that of the exact index.

Source: Johnson, Douze and Jegou, "Billion-scale similarity search with GPUs", 2019.
"""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self, TypeAlias

import numpy as np

from videxplore.core.errors import IndexUnavailableError
from videxplore.core.types import Ids, Vector
from videxplore.search.exact_index import ExactIndex
from videxplore.search.faiss_index import faiss
from videxplore.search.vector_index import Hits, best_hits

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
        raise IndexUnavailableError("The vector index faiss-gpu needs an NVIDIA GPU, and there is none here.")
    settings = faiss.GpuIndexFlatConfig()
    settings.useFloat16 = True
    return faiss.GpuIndexFlatIP(faiss.StandardGpuResources(), dim, settings)


class GpuIndex:
    """An exact index that a GPU makes fast; its file is that of :class:`ExactIndex`."""

    def __init__(self, dim: int, flat_index: FlatIndex = on_gpu, exact: ExactIndex | None = None) -> None:
        """Index the vectors of ``exact``; an empty index for vectors of length ``dim`` when None.

        Raises:
            IndexUnavailableError: If no GPU can be used.
        """
        self.dim = dim
        self._exact = ExactIndex(dim) if exact is None else exact
        self._flat = flat_index(dim)
        self._lock = threading.RLock()
        self._ids: Ids = np.empty(0, np.int64)
        self._row_of: dict[int, int] = {}
        self._fill()

    def __len__(self) -> int:
        return len(self._exact)

    def add(self, ids: Ids, vectors: Vector) -> None:
        """Add unit vectors float32 (N, D) under ids int64 (N,); an id that is there already is replaced."""
        with self._lock:
            self._mark_unused(ids)
            last = {vector_id: row for row, vector_id in enumerate(ids.tolist())}
            chosen = np.fromiter(last.values(), np.int64, len(last))
            self._exact.add(ids[chosen], vectors[chosen])
            self._send(ids[chosen], vectors[chosen])

    def remove(self, ids: Ids) -> None:
        """Remove vectors; ids that are not there are ignored."""
        with self._lock:
            self._mark_unused(ids)
            self._exact.remove(ids)
            if len(self._ids) - len(self) > _MOST_GONE:
                self._fill()

    def search(self, queries: Vector, k: int, allowed: Ids | None = None) -> Hits:
        """Find the ``k`` nearest vectors of each query, float32 (Q, D), among ``allowed``."""
        with self._lock:
            count = _SHORTLIST_SHARE * k + _SHORTLIST_SPARE + len(self._ids) - len(self)
            if allowed is not None or count > _MOST_HITS or not len(queries) or not len(self):
                # The GPU cannot filter, and returns only so many.
                return self._exact.search(queries, k, allowed)
            count = min(count, len(self._ids))
            _, rows = self._flat.search(np.ascontiguousarray(queries, np.float32), count)
            ids, vectors = self._exact.vectors_of(self._ids[np.unique(rows[rows >= 0])])
            return best_hits(ids, queries @ vectors.T, k)

    def save(self, file: Path) -> None:
        """Write the exact vectors; a crash leaves either the old file or the new one."""
        self._exact.save(file)

    @classmethod
    def open(cls, file: Path, flat_index: FlatIndex = on_gpu) -> Self:
        """Read an index that was saved.

        Raises:
            IndexUnavailableError: If the file is not there or is damaged, or no GPU can be used.
        """
        exact = ExactIndex.open(file)
        return cls(exact.dim, flat_index, exact)

    def _fill(self) -> None:
        self._flat.reset()
        self._ids, self._row_of = np.empty(0, np.int64), {}
        self._send(*self._exact.contents())

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
