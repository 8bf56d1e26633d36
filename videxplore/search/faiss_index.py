"""Nearest neighbours by FAISS: exactly, or, among millions of vectors, by a small coarse copy of them.

The coarse copy chooses, the exact vectors decide: vectors are projected on the directions in which a sample
of them varies most, grouped into lists, and kept as one byte per direction. A search compares the query with
the nearest lists, and the best hits again with the exact vectors, which stay where they are.

Source: Douze et al., "The Faiss library", 2024, https://arxiv.org/abs/2401.08281; Jegou et al., "Product
quantization for nearest neighbor search", 2011 (lists of an inverted file).
"""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import faiss as typed_faiss
import numpy as np

from videxplore.core.errors import IndexUnavailableError
from videxplore.core.files import is_regular, whole_file
from videxplore.core.types import Ids, Vector
from videxplore.search.vector_index import NO_ID, Hits, StoredIndex, VectorIndex, best_hits

faiss: Any = typed_faiss
"""The types FAISS publishes are those of its C++ classes; its Python layer takes arrays and keywords."""

if sys.platform == "darwin":
    # torch and FAISS may each bring an OpenMP runtime there, and crash together when both start threads.
    faiss.omp_set_num_threads(1)


class FaissIndex(VectorIndex):
    """An exact inner-product index with ids of our own."""

    def __init__(self, dim: int) -> None:
        super().__init__(dim)
        self._index = faiss.IndexIDMap2(faiss.IndexFlatIP(dim))
        self._known: set[int] = set()

    def __len__(self) -> int:
        return len(self._known)

    def _add(self, ids: Ids, vectors: Vector) -> None:
        self._remove(ids)
        self._index.add_with_ids(vectors, ids)
        self._known.update(ids.tolist())

    def _remove(self, ids: Ids) -> None:
        gone = self._known.intersection(ids.tolist())
        if gone:
            self._index.remove_ids(faiss.IDSelectorBatch(np.fromiter(gone, np.int64, len(gone))))
            self._known -= gone

    def _search(self, queries: Vector, k: int, allowed: Ids | None) -> Hits:
        parameters = None
        if allowed is not None:
            # A bitmap decides at once, whatever share of a large library is allowed.
            parameters = faiss.SearchParameters(sel=selector_of(allowed))
        similarities, ids = self._index.search(queries, k, params=parameters)
        similarities = np.where(ids < 0, -np.inf, similarities).astype(np.float32)
        order = np.lexsort((ids, -similarities), axis=1)
        return Hits(
            np.take_along_axis(ids, order, axis=1).astype(np.int64),
            np.take_along_axis(similarities, order, axis=1),
        )


def selector_of(allowed: Ids) -> "faiss.IDSelector":
    """What lets FAISS search among these ids only; one huge id takes no more memory than a small one."""
    if len(allowed) and int(allowed.max()) > _MOST_BITS:
        return faiss.IDSelectorBatch(np.ascontiguousarray(allowed, np.int64))
    return faiss.IDSelectorBitmap(bitmap(allowed))


def bitmap(ids: Ids) -> "np.ndarray[tuple[int], np.dtype[np.uint8]]":
    """One bit per id from 0 to the largest, least significant bit first, as FAISS reads them."""
    ids = ids[ids >= 0]
    bits = np.zeros(int(ids.max()) + 1 if len(ids) else 1, np.bool_)
    bits[ids] = True
    return np.packbits(bits, bitorder="little")


_MOST_BITS = 1 << 28
"""Bits of a bitmap of ids: 256 MiB while it is made. Libraries with larger ids are not known."""

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
"""Share of the lists that is searched where so many vectors may be found."""

_PROBED_GROWTH = 0.73
"""The number of lists searched grows with this power of how many vectors may be found: ten times the vectors
cost five times the time. With the root, 0.08 would be left for ten million, and find too few
(``search_slope``)."""

_FEW = 1000
"""So few allowed vectors are compared exactly at once."""

_SAMPLE_PER_LIST = 20
_DIRECTIONS_SAMPLE = 50_000


class CompactIndex(StoredIndex):
    """An approximate index that grows and shrinks in place; the similarities of its best hits are exact."""

    def __init__(self, index: Any, vectors_of: VectorsOf) -> None:
        """Wrap a trained index of FAISS; see :meth:`train`."""
        super().__init__(int(index.d))
        self._index = index
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

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def _add(self, ids: Ids, vectors: Vector) -> None:
        """Add vectors; their ids are not there yet."""
        self._index.add_with_ids(vectors, ids)

    def _remove(self, ids: Ids) -> None:
        self._index.remove_ids(faiss.IDSelectorBatch(ids))

    def _search(self, queries: Vector, k: int, allowed: Ids | None) -> Hits:
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
        """Write the coarse copy; see :class:`StoredIndex`."""
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
            return cls(index, vectors_of)
        except (OSError, RuntimeError, MemoryError, AttributeError, AssertionError) as error:
            # It may be a sound index of another type.
            raise IndexUnavailableError(f"The index {file} cannot be read.") from error

    def _coded(self, queries: Vector, count: int, allowed: Ids | None) -> Hits:
        selector = None if allowed is None else selector_of(allowed)
        # What a filter leaves is like a library of so many: the fewer, the more lists are needed.
        candidates = max(1, len(self) if allowed is None else len(allowed))
        share = _PROBED_SHARE * (_OF_VECTORS / candidates) ** (1 - _PROBED_GROWTH)
        probes = min(self._lists.nlist, max(1, round(share * self._lists.nlist)))
        chosen = faiss.SearchParametersIVF(nprobe=probes, sel=selector)
        similarities, ids = self._index.search(
            queries,
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
