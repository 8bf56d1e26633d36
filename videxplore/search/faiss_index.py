"""Nearest neighbours by FAISS: exactly, or, among millions of vectors, by a small coarse copy of them.

The coarse copy chooses, the exact vectors decide: vectors are projected on the directions in which a sample
of them varies most, grouped into lists, and kept as one byte per direction. A search compares the query with
the nearest lists, and the best hits again with the exact vectors, which stay where they are.

Source: Douze et al., "The Faiss library", 2024, https://arxiv.org/abs/2401.08281; Jegou et al., "Product
quantization for nearest neighbor search", 2011 (lists of an inverted file).
"""

import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self, TypeAlias

import faiss as typed_faiss
import numpy as np

from videxplore.core.errors import IndexUnavailableError
from videxplore.core.files import is_regular, read_regular, whole_file, write_whole
from videxplore.core.types import Ids, Vector
from videxplore.search.vector_index import NO_ID, Hits, best_hits

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


VectorsOf: TypeAlias = Callable[[Ids], tuple[Ids, Vector]]
"""Gives the exact vectors of ids that still exist: their ids and unit vectors float32 (N, D)."""

SMALL_DIM = 512
"""Directions kept: half a gigabyte for a million vectors (``benchmarks/search.py``)."""

_SPARE = 50
"""Hits by the codes beyond those asked for: some change places when they are compared exactly."""

_EXACT = 192
"""So many of the best hits are compared exactly: a vector takes a third of a millisecond from a cold disk.
The similarities of hits beyond them come from the codes, which are right to about 0.005."""

_PROBED_SHARE, _OF_VECTORS = 0.25, 1_000_000
"""Share of the lists that is looked through where so many vectors may answer."""

_PROBED_GROWTH = 0.73
"""What is looked through grows with this power of how many may answer: ten times the vectors cost five times
the time. With the root, 0.08 would be left for ten million, and find too few (``search_slope``)."""

_FEW = 1000
"""So few allowed vectors are compared exactly at once."""

_SAMPLE_PER_LIST = 20
_DIRECTIONS_SAMPLE = 50_000


class CompactIndex(FaissStore):
    """An approximate index that grows and shrinks in place; the similarities of its best hits are exact."""

    def __init__(self, index: Any, vectors_of: VectorsOf) -> None:
        """Wrap a trained index of FAISS; see :meth:`train`."""
        super().__init__(index)
        self._lists = faiss.downcast_index(index.index)
        self._vectors_of = vectors_of

    @classmethod
    def train(cls, dim: int, vectors_of: VectorsOf, sample: Vector, expected: int) -> "CompactIndex":
        """An empty index that has learned directions and lists.

        Args:
            dim: Length of the vectors.
            vectors_of: Where the exact vectors are.
            sample: Some of the vectors, float32 (N, D), chosen evenly.
            expected: How many vectors the index is going to hold; it may hold more.
        """
        lists = 2 ** max(2, round(np.log2(2 * np.sqrt(max(expected, 16)))))
        lists = min(lists, max(4, len(sample) // _SAMPLE_PER_LIST))
        directions = _directions(sample[:_DIRECTIONS_SAMPLE], min(SMALL_DIM, dim))
        lists_index = faiss.index_factory(directions.shape[1], f"IVF{lists},SQ8", faiss.METRIC_INNER_PRODUCT)
        lists_index.cp.niter = 8
        lists_index.cp.min_points_per_centroid = _SAMPLE_PER_LIST
        projection = faiss.LinearTransform(dim, directions.shape[1], False)
        faiss.copy_array_to_vector(np.ascontiguousarray(directions.T).ravel(), projection.A)
        projection.set_is_orthonormal()
        projection.is_trained = True
        index = faiss.IndexPreTransform(projection, lists_index)
        index.train(np.ascontiguousarray(sample, np.float32))
        return cls(index, vectors_of)

    def add(self, ids: Ids, vectors: Vector) -> None:
        """Add unit vectors float32 (N, D) under ids int64 (N,) that are not there yet."""
        with self._lock:
            self._index.add_with_ids(
                np.ascontiguousarray(vectors, np.float32), np.ascontiguousarray(ids, np.int64)
            )

    def remove(self, ids: Ids) -> None:
        """Remove vectors; ids that are not there are ignored."""
        with self._lock:
            self._index.remove_ids(faiss.IDSelectorBatch(np.ascontiguousarray(ids, np.int64)))

    def search(self, queries: Vector, k: int, allowed: Ids | None = None) -> Hits:
        """Find the ``k`` nearest vectors of each query, float32 (Q, D), among ``allowed``."""
        if allowed is not None and len(allowed) <= _FEW:
            ids, vectors = self._vectors_of(np.unique(allowed))
            return best_hits(ids, queries @ vectors.T, k)
        coded = self._coded(queries, k + _SPARE, allowed)
        ids, vectors = self._vectors_of(np.unique(coded.ids[:, :_EXACT]))
        exact = queries @ vectors.T
        hits = Hits(
            np.full((len(queries), k), NO_ID, np.int64), np.full((len(queries), k), -np.inf, np.float32)
        )
        for row, near in enumerate(exact):
            # What is known exactly goes before what the codes say, and the codes' order is kept.
            rest = coded.ids[row, _EXACT:]
            beyond = (rest != NO_ID) & ~np.isin(rest, ids)
            known = best_hits(ids, near[None], len(ids))
            both = np.concatenate([known.ids[0], rest[beyond]])[:k]
            cosines = np.concatenate([known.similarities[0], coded.similarities[row, _EXACT:][beyond]])[:k]
            hits.ids[row, : len(both)], hits.similarities[row, : len(both)] = both, cosines
        return hits

    def save(self, file: Path) -> None:
        """Write the coarse copy; a crash leaves either the old file or the new one.

        Raises:
            IndexUnavailableError: If it cannot be written.
        """
        try:
            with self._lock, whole_file(file) as scratch:
                faiss.write_index(self._index, str(scratch))
        except (OSError, RuntimeError) as error:
            raise IndexUnavailableError(f"The index {file} cannot be written.") from error

    @classmethod
    def open(cls, file: Path, vectors_of: VectorsOf) -> "CompactIndex":
        """Read an index that was saved.

        Raises:
            IndexUnavailableError: If the file is not there or is damaged.
        """
        if not is_regular(file):
            raise IndexUnavailableError(f"The index {file} cannot be read.")
        try:
            index = faiss.read_index(str(file))
        except (OSError, RuntimeError) as error:
            raise IndexUnavailableError(f"The index {file} cannot be read.") from error
        return cls(index, vectors_of)

    def _coded(self, queries: Vector, count: int, allowed: Ids | None) -> Hits:
        with self._lock:
            parameters: dict[str, Any] = {}
            if allowed is not None:
                parameters["sel"] = faiss.IDSelectorBitmap(bitmap(allowed))
            # What a filter leaves is like a library of so many: the fewer, the more lists are needed.
            candidates = max(1, len(self) if allowed is None else len(allowed))
            share = _PROBED_SHARE * (_OF_VECTORS / candidates) ** (1 - _PROBED_GROWTH)
            probes = min(self._lists.nlist, max(1, round(share * self._lists.nlist)))
            chosen = faiss.SearchParametersIVF(nprobe=probes, **parameters)
            similarities, ids = self._index.search(
                np.ascontiguousarray(queries, np.float32),
                min(count, len(self)),
                params=faiss.SearchParametersPreTransform(index_params=chosen),
            )
        return Hits(ids, similarities)


def _directions(sample: Vector, count: int) -> Vector:
    """An orthonormal basis float32 (D, count) of the directions in which vectors are longest.

    Nothing is subtracted first: that would change the order of inner products.
    """
    _, vectors = np.linalg.eigh((sample.T @ sample).astype(np.float64))
    return np.ascontiguousarray(vectors[:, ::-1][:, :count], dtype=np.float32)
