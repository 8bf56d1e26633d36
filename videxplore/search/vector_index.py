"""What a vector index is, what it finds, and which there are."""

import importlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, Self, cast, runtime_checkable

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


class LiveIndex(Protocol):
    """Unit vectors by id, and the nearest of them by cosine.

    An index may be searched from several threads at once; adding and removing is for one thread at a time,
    and waits for searches in progress.
    """

    dim: int

    def __len__(self) -> int: ...

    def add(self, ids: Ids, vectors: Vector) -> None:
        """Add unit vectors float32 (N, D) under ids int64 (N,); an id that is there already is replaced."""
        ...

    def remove(self, ids: Ids) -> None:
        """Remove vectors; ids that are not there are ignored."""
        ...

    def search(self, queries: Vector, k: int, allowed: Ids | None = None) -> Hits:
        """Find the ``k`` nearest vectors of each query.

        Args:
            queries: Unit vectors float32 (Q, D).
            k: At least 1.
            allowed: Only these ids take part, before the nearest are chosen; all when None.
        """
        ...

    def save(self, file: Path) -> None:
        """Write the index so that a crash leaves either the old file or the new one.

        Raises:
            IndexUnavailableError: If it cannot be written.
        """
        ...


class VectorIndex(LiveIndex, Protocol):
    """An index that needs nothing but its file."""

    @classmethod
    def open(cls, file: Path) -> Self:
        """Read an index that was saved.

        Raises:
            IndexUnavailableError: If the file is not there, is damaged, or its engine is not installed.
        """
        ...


@dataclass(frozen=True, slots=True)
class IndexEngine:
    """One way to keep vectors; its module is only imported when it is used.

    Attributes:
        title: Its name in lists.
        module: The module of its class.
        class_name: The class: a :class:`VectorIndex` made from the number of dimensions.
        needs: The package that must be installed, and its extra; empty when it is always there.
    """

    name: str
    title: str
    module: str
    class_name: str
    needs: str = ""

    def load(self) -> "Callable[[int], VectorIndex]":
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
        return cast("Callable[[int], VectorIndex]", getattr(module, self.class_name))


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
"""The engines, best first; one whose package or GPU is missing is skipped."""


MILVUS = "milvus:"
"""Begins an engine's name that is a Milvus server, ``milvus:http://HOST:PORT``, or a file of Milvus Lite."""


@runtime_checkable
class PersistentIndex(LiveIndex, Protocol):
    """An index that lives outside the program and still holds what it was given before."""

    def ids(self) -> Ids:
        """Ids of all vectors, int64 (N,), ascending."""
        ...


def create_index(dim: int, name: str = "auto", collection: str = "videxplore") -> LiveIndex:
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
        try:
            return engine.load()(dim)
        except IndexUnavailableError:
            continue
    raise IndexUnavailableError("No vector index is installed here.")


def _open_milvus(dim: int, address: str, collection: str) -> LiveIndex:
    try:
        from videxplore.search.milvus_index import MilvusIndex
    except ImportError as error:
        raise IndexUnavailableError(
            "The vector index milvus needs pymilvus (extra `milvus`), which is not installed here."
        ) from error
    return MilvusIndex(dim, address, collection)
