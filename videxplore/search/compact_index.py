"""Nearest neighbours among millions of vectors: a small coarse copy chooses, the exact vectors decide.

Vectors are projected on the directions in which a sample of them varies most, grouped into lists, and kept as
one byte per direction. A search looks through the nearest
lists, and compares the best few hundred again with the exact vectors, which stay where they are.

Source: Jegou et al., "Product quantization for nearest neighbor search", 2011 (lists of an inverted file);
Douze et al., "The Faiss library", 2024, https://arxiv.org/abs/2401.08281.
"""

import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np

from videxplore.core.errors import IndexUnavailableError
from videxplore.core.types import Ids, Vector
from videxplore.search.faiss_index import bitmap, faiss
from videxplore.search.hits import best_hits
from videxplore.search.registry import Hits

VectorsOf: TypeAlias = Callable[[Ids], tuple[Ids, Vector]]
"""Gives the exact vectors of ids that still exist: their ids and unit vectors float32 (N, D)."""

SMALL_DIM = 256
"""Directions kept: their coarse order is good enough for the shortlist (``benchmarks/search.py``)."""

_SHORTLIST, _SHORTLIST_SHARE = 400, 4
"""Candidates that are compared exactly: at least so many, and so many for each hit asked for."""

_PROBES = 48
"""Lists looked through, of the thousands there are."""

_FEW = 4000
"""So few allowed vectors are compared exactly at once."""

_SAMPLE_PER_LIST = 20
_DIRECTIONS_SAMPLE = 20_000


class CompactIndex:
    """An approximate index that grows and shrinks in place; its similarities are exact."""

    def __init__(self, dim: int, vectors_of: VectorsOf, sample: Vector, expected: int) -> None:
        """Learn the directions and the lists.

        Args:
            dim: Length of the vectors.
            vectors_of: Where the exact vectors are.
            sample: Some of the vectors, float32 (N, D), chosen evenly.
            expected: How many vectors the index is laid out for; it may hold more.
        """
        lists = 2 ** max(2, round(np.log2(4 * np.sqrt(max(expected, 16)))))
        lists = min(lists, max(4, len(sample) // _SAMPLE_PER_LIST))
        directions = _directions(sample[:_DIRECTIONS_SAMPLE], min(SMALL_DIM, dim))
        index = faiss.index_factory(directions.shape[1], f"IVF{lists},SQ8", faiss.METRIC_INNER_PRODUCT)
        index.cp.niter = 8
        index.cp.min_points_per_centroid = _SAMPLE_PER_LIST
        index.train(sample @ directions)
        index.set_direct_map_type(faiss.DirectMap.Hashtable)
        self._adopt(index, directions, vectors_of)

    def __len__(self) -> int:
        """Number of vectors."""
        return int(self._index.ntotal)

    def add(self, ids: Ids, vectors: Vector) -> None:
        """Add unit vectors float32 (N, D) under ids int64 (N,) that are not there yet."""
        with self._lock:
            self._index.add_with_ids(vectors @ self._directions, np.ascontiguousarray(ids, np.int64))

    def remove(self, ids: Ids) -> None:
        """Forget vectors; ids that are not there are passed over."""
        with self._lock:
            self._index.remove_ids(faiss.IDSelectorArray(np.ascontiguousarray(ids, np.int64)))

    def search(self, queries: Vector, k: int, allowed: Ids | None = None) -> Hits:
        """Find the ``k`` nearest vectors of each query, float32 (Q, D), among ``allowed``."""
        if allowed is not None and len(allowed) <= _FEW:
            candidates = np.unique(allowed)
        else:
            candidates = self._shortlist(queries, max(_SHORTLIST, _SHORTLIST_SHARE * k), allowed)
        ids, vectors = self._vectors_of(candidates)
        return best_hits(ids, queries @ vectors.T, k)

    def save(self, file: Path) -> None:
        """Write the coarse copy; a crash leaves either the old file or the new one.

        Raises:
            IndexUnavailableError: If it cannot be written.
        """
        scratch = file.with_name(file.name + ".new")
        try:
            with self._lock, scratch.open("wb") as stream:
                np.save(stream, self._directions)
                faiss.write_index(self._index, faiss.PyCallbackIOWriter(stream.write))
            scratch.replace(file)
        except (OSError, RuntimeError) as error:
            scratch.unlink(missing_ok=True)
            raise IndexUnavailableError(f"The index {file} cannot be written.") from error

    @classmethod
    def open(cls, file: Path, vectors_of: VectorsOf) -> "CompactIndex":
        """Read an index that was saved.

        Raises:
            IndexUnavailableError: If the file is not there or is damaged.
        """
        try:
            with file.open("rb") as stream:
                directions = np.load(stream, allow_pickle=False)
                index = faiss.read_index(faiss.PyCallbackIOReader(stream.read))
        except (OSError, ValueError, EOFError, RuntimeError) as error:
            raise IndexUnavailableError(f"The index {file} cannot be read.") from error
        opened = cls.__new__(cls)
        opened._adopt(index, directions, vectors_of)  # noqa: SLF001 - its own class.
        return opened

    def _adopt(self, index: Any, directions: Vector, vectors_of: VectorsOf) -> None:
        self._index = index
        self._directions = directions
        self._vectors_of = vectors_of
        self._lock = threading.RLock()
        self.dim = int(directions.shape[0])

    def _shortlist(self, queries: Vector, count: int, allowed: Ids | None) -> Ids:
        """Ids worth an exact look, for any of the queries."""
        with self._lock:
            lists = int(self._index.nlist)
            probes = _PROBES
            parameters: dict[str, Any] = {}
            if allowed is not None:
                parameters["sel"] = faiss.IDSelectorBitmap(bitmap(allowed))
                # The fewer may answer, the more lists must be looked through to find as many.
                probes = round(probes * max(1.0, len(self) / max(len(allowed), 1)))
            chosen = faiss.SearchParametersIVF(nprobe=min(lists, probes), **parameters)
            _, ids = self._index.search(queries @ self._directions, min(count, len(self)), params=chosen)
        return np.unique(ids[ids >= 0])


def build(
    dim: int, vectors_of: VectorsOf, sample: Vector, expected: int, blocks: Iterable[tuple[Ids, Vector]]
) -> CompactIndex:
    """An index of all vectors, which come in blocks of ids int64 (N,) and unit vectors float32 (N, D)."""
    index = CompactIndex(dim, vectors_of, sample, expected)
    for ids, vectors in blocks:
        index.add(ids, vectors)
    return index


def _directions(sample: Vector, count: int) -> Vector:
    """An orthonormal basis float32 (D, count) of the directions in which vectors are longest.

    Nothing is subtracted first: that would change the order of inner products.
    """
    _, vectors = np.linalg.eigh((sample.T @ sample).astype(np.float64))
    return np.ascontiguousarray(vectors[:, ::-1][:, :count], dtype=np.float32)
