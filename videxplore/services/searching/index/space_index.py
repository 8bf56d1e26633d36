"""One space of a library, ready to be searched, kept as fresh as the catalogue, on one thread.

A library of ordinary size is searched exactly, in memory. A large one gets a compact index, which is built
once, kept in the library's ``indexes`` folder, and grows and shrinks with the library; when it has outgrown
its lists, :meth:`SpaceIndex.rebuild` makes another while the old one answers.
"""

import sys
import threading
from contextlib import AbstractContextManager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from videxplore.catalogue.catalogue import Catalogue
from videxplore.core.errors import IndexUnavailableError
from videxplore.core.task import Task
from videxplore.core.types import Ids, Space, Vector
from videxplore.search.vector_index import MILVUS, NO_ID
from videxplore.services.searching.confidence import (
    DEFAULT_NULL,
    NullDistribution,
    null_distribution_of,
)
from videxplore.services.searching.index.space_contents import (
    NO_MOMENTS,
    MomentTable,
    SpaceContents,
    SpaceHits,
    build_compact,
    read_compact,
    read_exact,
)

if TYPE_CHECKING:
    from threadpoolctl import ThreadpoolController


class OneThread:
    """Limits the threads of BLAS and FAISS; each call gives a limit for a ``with`` statement.

    They share out even what takes a fraction of a millisecond, and their threads wait at full speed: beside
    other work, a search of a million scenes took 71 ms of CPU time instead of 30, and adding 50 vectors to
    300,000 took 9 ms instead of 5.

    Looking for the libraries takes 2.5 ms, a tenth of a search, so that it is done again only when modules
    were imported since.
    """

    def __init__(self) -> None:
        self._modules_count = 0
        self._libraries: ThreadpoolController | None = None

    def __call__(self) -> AbstractContextManager[object]:
        """The limit."""
        if self._libraries is None or len(sys.modules) != self._modules_count:
            # Late: no window waits for it.
            from threadpoolctl import ThreadpoolController

            self._modules_count = len(sys.modules)
            self._libraries = ThreadpoolController()
        limit: AbstractContextManager[object] = self._libraries.limit(limits=1)
        return limit


EXACT_LIMIT = 200_000
"""Up to so many vectors every one is compared with the query."""

_RANDOM_MOMENTS, _FEWEST_MOMENTS = 1500, 30
_OUTGROWN = 4
"""A compact index is built again when it holds this many times what it was trained for."""


class SpaceIndex:
    """The vectors of one space with their videos, shots and times.

    :meth:`refresh` before a search makes it show what any thread or program has committed.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        space: Space,
        engine: str = "auto",
        folder: Path | None = None,
        exact_limit: int = EXACT_LIMIT,
    ) -> None:
        """Make an index that the first :meth:`refresh` fills.

        Args:
            catalogue: Where the vectors are.
            space: Which vectors.
            engine: Vector index for libraries of ordinary size, of ``VECTOR_INDEXES``.
            folder: Where a compact index is kept; nowhere when None.
            exact_limit: From how many vectors on a compact index is used.
        """
        self.space = space
        self._catalogue = catalogue
        self._engine = engine
        self._folder = folder
        self._exact_limit = exact_limit
        self._lock = threading.RLock()
        self._one_thread = OneThread()
        self._contents: SpaceContents | None = None

    def __len__(self) -> int:
        return len(self._table)

    def refresh(self, task: Task | None = None) -> None:
        """Apply what changed in the catalogue since the last time.

        The first time a large library is opened without a stored index, this builds one.

        Raises:
            IndexUnavailableError: If the engine cannot be used.
            Cancelled: If the task was cancelled while an index was built.
        """
        with self._lock:
            if self._contents is None:
                self._contents = self._opened(task or Task())
            with self._one_thread():
                self._contents.refresh(self._catalogue)

    def rebuild(self, task: Task | None = None) -> bool:
        """Build a better index if the present one has been outgrown; searches go on meanwhile.

        Returns:
            Whether a new index took the old one's place.

        Raises:
            Cancelled: If the task was cancelled.
        """
        self.refresh(task)
        with self._lock:
            contents = self._contents
        if contents is None or not self._is_outgrown(contents):
            return False
        built = build_compact(self._catalogue, self.space, task or Task())
        if built is None:
            return False
        with self._lock:
            built.refresh(self._catalogue)
            self._contents = built
        self._store(built)
        return True

    def null_distribution(self) -> NullDistribution:
        """How similar unrelated moments of this space are."""
        with self._lock:
            if self._contents is None:
                self.refresh()
            return (
                DEFAULT_NULL
                if self._contents is None
                else self._contents.known_null_distribution(self._catalogue)
            )

    def null_distribution_of(
        self, queries: Vector, unrelated_to: frozenset[int] = frozenset()
    ) -> NullDistribution | None:
        """How similar moments chosen at random are to the best of some queries; None if there are too few.

        Args:
            queries: Unit vectors float32 (Q, D).
            unrelated_to: Ids of videos that the queries are about: they are left out.
        """
        with self._lock:
            chosen = self._table.sample_videos(_RANDOM_MOMENTS)
            sample = self._catalogue.embeddings(self.space.name, chosen)
        unrelated = ~np.isin(sample.video_ids, list(unrelated_to))
        if np.count_nonzero(unrelated) < _FEWEST_MOMENTS:
            return None
        return null_distribution_of((sample.vectors[unrelated] @ queries.T).max(axis=1))

    def search(self, queries: Vector, count: int, allowed: npt.NDArray[np.bool_] | None = None) -> SpaceHits:
        """The moments nearest to any of the queries.

        Args:
            queries: Unit vectors float32 (Q, D).
            count: How many at most.
            allowed: Which rows of :meth:`columns` take part, bool (N,); all when None.
        """
        with self._lock:
            if self._contents is None or not len(self):
                return self._table.hits(np.empty(0, np.int64), np.empty(0, np.float32))
            chosen = None if allowed is None else self._table.owner_ids[allowed]
            hits = self._contents.index.search(queries, count, chosen)
            ids, similarities = _best_of_each(hits.ids.ravel(), hits.similarities.ravel())
            return self._table.hits(ids[:count], similarities[:count])

    def moment_ids(self) -> Ids:
        """Ids of all moments, int64 (N,), ascending."""
        return self._table.owner_ids

    def columns(self) -> tuple[Ids, Ids]:
        """Video id and shot id of every moment, int64 (N,) each."""
        return self._table.video_ids, self._table.shot_ids

    @property
    def lock(self) -> threading.RLock:
        """Held while :meth:`columns` and a search that refers to them belong together."""
        return self._lock

    @property
    def _table(self) -> MomentTable:
        return self._contents.table if self._contents else NO_MOMENTS

    def _is_outgrown(self, contents: SpaceContents) -> bool:
        if self._engine.startswith(MILVUS):
            return False
        if contents.trained_size == 0:
            return len(contents.table) > self._exact_limit
        return len(contents.table) > _OUTGROWN * contents.trained_size

    def _opened(self, task: Task) -> SpaceContents:
        if self._engine.startswith(MILVUS):
            return read_exact(self._catalogue, self.space, self._engine)
        if self._folder is not None:
            # Looked for first: counting a million vectors takes longer than reading their index.
            with suppress(IndexUnavailableError):
                return read_compact(self._folder, self._catalogue, self.space)
        if self._catalogue.counts().embeddings.get(self.space.name, 0) <= self._exact_limit:
            return read_exact(self._catalogue, self.space, self._engine)
        built = build_compact(self._catalogue, self.space, task)
        if built is None:
            return read_exact(self._catalogue, self.space, self._engine)
        self._store(built)
        return built

    def _store(self, contents: SpaceContents) -> None:
        if self._folder is not None:
            contents.known_null_distribution(self._catalogue)
            # A library on a medium that cannot be written to is searched all the same.
            with suppress(IndexUnavailableError):
                contents.store(self._folder, self.space)


def _best_of_each(ids: Ids, similarities: Vector) -> tuple[Ids, Vector]:
    """Each id once, with its best similarity, best first and, among equals, the smaller id first."""
    found = ids != NO_ID
    ids, similarities = ids[found], similarities[found]
    order = np.lexsort((ids, -similarities))
    ids, similarities = ids[order], similarities[order]
    _, first = np.unique(ids, return_index=True)
    first = np.sort(first)
    return ids[first], similarities[first]
