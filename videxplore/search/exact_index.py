"""Nearest neighbours by comparing with everything: simple, exact, and the oracle of the other indexes."""

import threading
import zipfile
from pathlib import Path
from typing import Self

import numpy as np

from videxplore.core.errors import IndexUnavailableError
from videxplore.core.files import open_regular, whole_file
from videxplore.core.types import Ids, Vector
from videxplore.search.vector_index import Hits, best_hits

_FIRST_ROWS = 256
_BLOCK_QUERIES = 64
"""Queries compared at once: bounds the table of cosines for many queries."""


class ExactIndex:
    """Vectors in one growing float32 matrix, compared with every query by a matrix product."""

    def __init__(self, dim: int) -> None:
        self.dim = dim
        self._ids: Ids = np.empty(_FIRST_ROWS, np.int64)
        self._vectors: Vector = np.empty((_FIRST_ROWS, dim), np.float32)
        self._rows: dict[int, int] = {}
        self._lock = threading.RLock()

    def __len__(self) -> int:
        return len(self._rows)

    def add(self, ids: Ids, vectors: Vector) -> None:
        """Add unit vectors float32 (N, D) under ids int64 (N,); an id that is there already is replaced."""
        with self._lock:
            self._reserve(len(self) + len(ids))
            for vector_id, vector in zip(ids.tolist(), vectors, strict=True):
                row = self._rows.setdefault(vector_id, len(self._rows))
                self._ids[row] = vector_id
                self._vectors[row] = vector

    def remove(self, ids: Ids) -> None:
        """Remove vectors; ids that are not there are ignored."""
        with self._lock:
            for vector_id in ids.tolist():
                row = self._rows.pop(vector_id, None)
                last = len(self._rows)
                if row is None or row == last:
                    continue
                self._ids[row] = self._ids[last]
                self._vectors[row] = self._vectors[last]
                self._rows[int(self._ids[row])] = row

    def search(self, queries: Vector, k: int, allowed: Ids | None = None) -> Hits:
        """Find the ``k`` nearest vectors of each query, float32 (Q, D), among ``allowed``."""
        with self._lock:
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

    def save(self, file: Path) -> None:
        """Write ids and vectors; a crash leaves either the old file or the new one."""
        try:
            with self._lock, whole_file(file) as scratch, scratch.open("wb") as stream:
                np.savez(stream, ids=self._ids[: len(self)], vectors=self._vectors[: len(self)])
        except OSError as error:
            raise IndexUnavailableError(f"The index {file} cannot be written: {error.strerror}.") from error

    @classmethod
    def open(cls, file: Path) -> Self:
        """Read an index that was saved.

        Raises:
            IndexUnavailableError: If the file is not there or is damaged.
        """
        try:
            with open_regular(file) as stream, np.load(stream, allow_pickle=False) as stored:
                ids, vectors = stored["ids"], stored["vectors"]
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
            raise IndexUnavailableError(f"The index {file} cannot be read: {error}.") from error
        index = cls(vectors.shape[1])
        index.add(ids, vectors)
        return index

    def _reserve(self, rows: int) -> None:
        if rows <= len(self._ids):
            return
        rows = max(rows, 2 * len(self._ids))
        ids, vectors = np.empty(rows, np.int64), np.empty((rows, self.dim), np.float32)
        ids[: len(self)], vectors[: len(self)] = self._ids[: len(self)], self._vectors[: len(self)]
        self._ids, self._vectors = ids, vectors
