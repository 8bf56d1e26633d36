"""What a vector index is, what it finds, and which there are."""

import importlib
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import numpy as np
import numpy.typing as npt

from videxplore.core.errors import IndexUnavailableError, UnknownIndexError
from videxplore.core.types import Ids, Vector

NO_ID = -1
"""Fills a row of hits where there are fewer vectors than were asked for."""


@dataclass(frozen=True, slots=True, eq=False)
class Hits:
    """The nearest vectors of each query, best first; among equals, the smaller id first.

    Attributes:
        ids: int64 (Q, k); ``NO_ID`` where there was nothing more to find.
        similarities: Cosines, float32 (Q, k); -inf where the id is ``NO_ID``.
    """

    ids: npt.NDArray[np.int64]
    similarities: Vector


def best_hits(ids: Ids, similarities: Vector, k: int) -> Hits:
    """The ``k`` best of all similarities, best first and, among equals, the smaller id first.

    Args:
        ids: int64 (N,).
        similarities: float32 (Q, N): of each query with each id.
        k: How many to choose; rows are filled up with ``NO_ID`` where there are fewer.
    """
    chosen_ids = np.full((len(similarities), k), NO_ID, np.int64)
    chosen = np.full((len(similarities), k), -np.inf, np.float32)
    for row, values in enumerate(similarities):
        candidates = _at_least_kth(values, k)
        order = candidates[np.lexsort((ids[candidates], -values[candidates]))][:k]
        chosen_ids[row, : len(order)] = ids[order]
        chosen[row, : len(order)] = values[order]
    return Hits(chosen_ids, chosen)


def _at_least_kth(values: Vector, k: int) -> Ids:
    """Positions of the k largest values and of everything equal to the smallest of them."""
    if len(values) <= k:
        return np.arange(len(values), dtype=np.int64)
    kth = np.partition(values, len(values) - k)[len(values) - k]
    return np.flatnonzero(values >= kth)


class VectorIndex(ABC):
    """Unit vectors by id, and the nearest of them by cosine; may be used from several threads at once.

    Attributes:
        dim: Length of the vectors.
    """

    def __init__(self, dim: int) -> None:
        self.dim = dim
        self._lock = threading.RLock()

    @abstractmethod
    def __len__(self) -> int: ...

    def add(self, ids: Ids, vectors: Vector) -> None:
        """Add unit vectors float32 (N, D) under ids int64 (N,); an id that is there already is replaced."""
        # Of an id given twice, the last vector counts.
        last = {vector_id: row for row, vector_id in enumerate(ids.tolist())}
        rows = np.fromiter(last.values(), np.int64, len(last))
        with self._lock:
            if len(rows):
                self._add(
                    np.ascontiguousarray(ids[rows], np.int64), np.ascontiguousarray(vectors[rows], np.float32)
                )

    def remove(self, ids: Ids) -> None:
        """Remove vectors; ids that are not there are ignored."""
        with self._lock:
            self._remove(np.ascontiguousarray(ids, np.int64))

    def search(self, queries: Vector, k: int, allowed: Ids | None = None) -> Hits:
        """Find the ``k`` nearest vectors of each query.

        Args:
            queries: Unit vectors float32 (Q, D).
            k: At least 1.
            allowed: Only these ids take part, before the nearest are chosen; all when None.
        """
        with self._lock:
            return self._search(np.ascontiguousarray(queries, np.float32), k, allowed)

    @abstractmethod
    def _add(self, ids: Ids, vectors: Vector) -> None:
        """Add vectors under different ids, some of which may be there already."""

    @abstractmethod
    def _remove(self, ids: Ids) -> None: ...

    @abstractmethod
    def _search(self, queries: Vector, k: int, allowed: Ids | None) -> Hits: ...


class StoredIndex(VectorIndex):
    """An index that is kept in a file."""

    @abstractmethod
    def save(self, file: Path) -> None:
        """Write the index so that a crash leaves either the old file or the new one.

        Raises:
            IndexUnavailableError: If it cannot be written.
        """


@dataclass(frozen=True, slots=True)
class IndexEngine:
    """One way to keep vectors; its module is only imported when it is used.

    Attributes:
        title: Its name in lists.
        module: The module of its class.
        class_name: The class: a :class:`VectorIndex`.
        needs: The package that must be installed, and its extra; empty when it is always there.
    """

    name: str
    title: str
    module: str
    class_name: str
    needs: str = ""

    def load(self) -> Callable[..., VectorIndex]:
        """The index class.

        Raises:
            IndexUnavailableError: If the package it needs is not installed.
        """
        try:
            module = importlib.import_module(self.module)
        except ImportError as error:
            raise IndexUnavailableError(
                f"The vector index {self.name} needs {self.needs}, which is not installed here."
            ) from error
        return cast("Callable[..., VectorIndex]", getattr(module, self.class_name))


VECTOR_INDEXES: Mapping[str, IndexEngine] = {
    engine.name: engine
    for engine in (
        IndexEngine(
            "faiss-gpu",
            "FAISS on a GPU",
            "videxplore.search.gpu_index",
            "GpuIndex",
            "faiss-gpu (extra `gpu`)",
        ),
        IndexEngine(
            "faiss", "FAISS", "videxplore.search.faiss_index", "FaissIndex", "faiss-cpu (extra `cpu`)"
        ),
        IndexEngine("exact", "NumPy, exact", "videxplore.search.exact_index", "ExactIndex"),
    )
}
"""The engines, best first; one whose package or GPU is missing is skipped. Each class is made from the number
of dimensions."""

COMPACT = IndexEngine(
    "compact", "FAISS, compact", "videxplore.search.faiss_index", "CompactIndex", "faiss-cpu (extra `cpu`)"
)
"""The engine of large libraries."""

_MILVUS_ENGINE = IndexEngine(
    "milvus", "Milvus", "videxplore.search.milvus_index", "MilvusIndex", "pymilvus (extra `milvus`)"
)


MILVUS = "milvus:"
"""Begins an engine's name that is a Milvus server, ``milvus:http://HOST:PORT``, or a file of Milvus Lite."""


class PersistentIndex(VectorIndex):
    """An index that lives outside the program and still holds what it was given before."""

    @abstractmethod
    def ids(self) -> Ids:
        """Ids of all vectors, int64 (N,), ascending."""


def create_index(dim: int, name: str = "auto", collection: str = "videxplore") -> VectorIndex:
    """Make an empty index, or open a persistent one.

    Args:
        dim: Length of its vectors.
        name: An engine of ``VECTOR_INDEXES``, ``auto`` for the best one that is installed, or ``milvus:``
            with an address.
        collection: What the vectors are called in a persistent index.

    Raises:
        UnknownIndexError: If no engine has this name.
        IndexUnavailableError: If the engine cannot be reached, or was asked for by name and is not installed.
    """
    if name.startswith(MILVUS):
        return _open_milvus(dim, name.removeprefix(MILVUS), collection)
    if name != "auto":
        if name not in VECTOR_INDEXES:
            raise UnknownIndexError(
                f"There is no vector index named {name}; choose one of {', '.join(VECTOR_INDEXES)}."
            )
        return VECTOR_INDEXES[name].load()(dim)
    for engine in VECTOR_INDEXES.values():
        with suppress(IndexUnavailableError):
            return engine.load()(dim)
    raise IndexUnavailableError("No vector index is installed here.")


def _open_milvus(dim: int, address: str, collection: str) -> VectorIndex:
    return _MILVUS_ENGINE.load()(dim, address, collection)
