"""Nearest neighbours by FAISS.

Source: Douze et al., "The Faiss library", 2024, https://arxiv.org/abs/2401.08281.
"""

import sys
import threading
from pathlib import Path
from typing import Any, Self

import faiss as typed_faiss
import numpy as np

from videxplore.core.errors import IndexUnavailableError
from videxplore.core.files import read_regular, write_whole
from videxplore.core.types import Ids, Vector
from videxplore.search.hits import Hits

faiss: Any = typed_faiss
"""The types FAISS publishes are those of its C++ classes; its Python layer takes arrays and keywords."""

if sys.platform == "darwin":
    # torch and FAISS may each bring an OpenMP runtime there, and crash together when both start threads.
    faiss.omp_set_num_threads(1)


class FaissStore:
    """Base of indexes that FAISS holds: used by one thread at a time."""

    def __init__(self, index: Any) -> None:
        self._index = index
        self._lock = threading.RLock()
        self.dim = int(index.d)

    def __len__(self) -> int:
        return int(self._index.ntotal)


class FaissIndex(FaissStore):
    """An exact inner-product index with ids of our own."""

    def __init__(self, dim: int, index: Any = None) -> None:
        """Wrap an index of FAISS with ids; an empty one for vectors of length ``dim`` when None."""
        super().__init__(faiss.IndexIDMap2(faiss.IndexFlatIP(dim)) if index is None else index)
        self._known: set[int] = set(faiss.vector_to_array(self._index.id_map).tolist())

    def add(self, ids: Ids, vectors: Vector) -> None:
        """Add unit vectors float32 (N, D) under ids int64 (N,); an id that is there already is replaced."""
        # Of an id given twice, the last vector counts.
        last = {vector_id: row for row, vector_id in enumerate(ids.tolist())}
        chosen = np.fromiter(last.values(), np.int64, len(last))
        with self._lock:
            self.remove(ids)
            if len(chosen):
                self._index.add_with_ids(
                    np.ascontiguousarray(vectors[chosen], np.float32),
                    np.ascontiguousarray(ids[chosen], np.int64),
                )
                self._known.update(last)

    def remove(self, ids: Ids) -> None:
        """Remove vectors; ids that are not there are ignored."""
        with self._lock:
            gone = np.array([vector_id for vector_id in ids.tolist() if vector_id in self._known], np.int64)
            if len(gone):
                self._index.remove_ids(faiss.IDSelectorBatch(gone))
                self._known.difference_update(gone.tolist())

    def search(self, queries: Vector, k: int, allowed: Ids | None = None) -> Hits:
        """Find the ``k`` nearest vectors of each query, float32 (Q, D), among ``allowed``."""
        with self._lock:
            parameters = None
            if allowed is not None:
                # A bitmap decides at once, whatever share of a large library is allowed.
                parameters = faiss.SearchParameters(sel=faiss.IDSelectorBitmap(bitmap(allowed)))
            similarities, ids = self._index.search(
                np.ascontiguousarray(queries, np.float32), k, params=parameters
            )
        similarities = np.where(ids < 0, -np.inf, similarities).astype(np.float32)
        order = np.lexsort((ids, -similarities), axis=1)
        return Hits(
            np.take_along_axis(ids, order, axis=1).astype(np.int64),
            np.take_along_axis(similarities, order, axis=1),
        )

    def save(self, file: Path) -> None:
        """Write the index; a crash leaves either the old file or the new one."""
        try:
            with self._lock:
                content = faiss.serialize_index(self._index).tobytes()
            write_whole(file, content)
        except OSError as error:
            raise IndexUnavailableError(f"The index {file} cannot be written: {error.strerror}.") from error

    @classmethod
    def open(cls, file: Path) -> Self:
        """Read an index that was saved.

        Raises:
            IndexUnavailableError: If the file is not there or is damaged.
        """
        try:
            index = faiss.deserialize_index(np.frombuffer(read_regular(file), np.uint8))
        except (OSError, RuntimeError) as error:
            raise IndexUnavailableError(f"The index {file} cannot be read.") from error
        return cls(int(index.d), index)


def bitmap(ids: Ids) -> "np.ndarray[tuple[int], np.dtype[np.uint8]]":
    """One bit per id from 0 to the largest, least significant bit first, as FAISS reads them."""
    ids = ids[ids >= 0]
    bits = np.zeros(int(ids.max()) + 1 if len(ids) else 1, np.bool_)
    bits[ids] = True
    return np.packbits(bits, bitorder="little")
