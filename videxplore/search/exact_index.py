"""Nearest neighbours by comparing with everything: simple, exact, and the oracle of the other indexes."""

import numpy as np

from videxplore.core.types import Ids, Vector
from videxplore.search.vector_index import Hits, VectorIndex, best_hits

_FIRST_ROWS = 256
_BLOCK_QUERIES = 64
"""Queries compared at once: bounds the table of cosines for many queries."""


class ExactIndex(VectorIndex):
    """Vectors in one growing float32 matrix, compared with every query by a matrix product."""

    def __init__(self, dim: int) -> None:
        super().__init__(dim)
        self._ids: Ids = np.empty(_FIRST_ROWS, np.int64)
        self._vectors: Vector = np.empty((_FIRST_ROWS, dim), np.float32)
        self._rows: dict[int, int] = {}

    def __len__(self) -> int:
        return len(self._rows)

    def _add(self, ids: Ids, vectors: Vector) -> None:
        self._reserve(len(self) + len(ids))
        for vector_id, vector in zip(ids.tolist(), vectors, strict=True):
            row = self._rows.setdefault(vector_id, len(self._rows))
            self._ids[row] = vector_id
            self._vectors[row] = vector

    def _remove(self, ids: Ids) -> None:
        for vector_id in ids.tolist():
            row = self._rows.pop(vector_id, None)
            last = len(self._rows)
            if row is None or row == last:
                continue
            self._ids[row] = self._ids[last]
            self._vectors[row] = self._vectors[last]
            self._rows[int(self._ids[row])] = row

    def _search(self, queries: Vector, k: int, allowed: Ids | None) -> Hits:
        ids, vectors = self._ids[: len(self)], self._vectors[: len(self)]
        if allowed is not None:
            chosen = np.flatnonzero(np.isin(ids, allowed))
            ids, vectors = ids[chosen], vectors[chosen]
        blocks = [
            best_hits(ids, queries[start : start + _BLOCK_QUERIES] @ vectors.T, k)
            for start in range(0, len(queries), _BLOCK_QUERIES)
        ]
        if not blocks:
            return Hits(np.empty((0, k), np.int64), np.empty((0, k), np.float32))
        return Hits(
            np.concatenate([block.ids for block in blocks]),
            np.concatenate([block.similarities for block in blocks]),
        )

    def contents(self) -> tuple[Ids, Vector]:
        """All ids int64 (N,) and their vectors float32 (N, D), as a copy."""
        with self._lock:
            return self._ids[: len(self)].copy(), self._vectors[: len(self)].copy()

    def vectors_of(self, ids: Ids) -> tuple[Ids, Vector]:
        """The vectors float32 (N, D) of those ids that are there, with these ids."""
        with self._lock:
            known = [vector_id for vector_id in ids.tolist() if vector_id in self._rows]
            return np.array(known, np.int64), self._vectors[[self._rows[vector_id] for vector_id in known]]

    def _reserve(self, rows: int) -> None:
        if rows <= len(self._ids):
            return
        rows = max(rows, 2 * len(self._ids))
        ids, vectors = np.empty(rows, np.int64), np.empty((rows, self.dim), np.float32)
        ids[: len(self)], vectors[: len(self)] = self._ids[: len(self)], self._vectors[: len(self)]
        self._ids, self._vectors = ids, vectors
