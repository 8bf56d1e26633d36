"""One space of a library, ready to be searched, and kept as fresh as the catalogue."""

import threading
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from videxplore.catalogue.catalogue import Catalogue
from videxplore.catalogue.records import EmbeddingTable
from videxplore.core.types import Ids, Space, Vector
from videxplore.search.registry import NO_ID, VectorIndex, create_index
from videxplore.services.background import Background, measure_background

_STALE_SHARE = 0.1
"""The background is measured again when this share of the moments has come or gone."""


@dataclass(frozen=True, slots=True, eq=False)
class SpaceHits:
    """Moments found in one space, best first; row i of every array is one.

    Attributes:
        owner_ids: Keyframe ids (appearance) or clip ids (motion), int64 (N,).
        similarities: Best cosine with any of the query's vectors, float32 (N,).
    """

    owner_ids: Ids
    video_ids: Ids
    shot_ids: Ids
    times_s: npt.NDArray[np.float64]
    similarities: Vector


class SpaceIndex:
    """The vectors of one space with their videos, shots and times.

    :meth:`refresh` before a search makes it show what any thread or program has committed.
    """

    def __init__(self, catalogue: Catalogue, space: Space, engine: str = "auto") -> None:
        """Make an empty index; the first :meth:`refresh` fills it."""
        self.space = space
        self._catalogue = catalogue
        self._lock = threading.RLock()
        self._index: VectorIndex = create_index(space.dim, engine)
        self._version = 0
        self._rows = _Rows()
        self._background: Background | None = None
        self._background_size = 0

    def __len__(self) -> int:
        """Number of moments."""
        return len(self._rows)

    def refresh(self) -> None:
        """Take in what changed in the catalogue since the last time."""
        with self._lock:
            changes = self._catalogue.changes(self._version)
            touched = (*changes.removed, *changes.analysed)
            if touched:
                self._index.remove(self._rows.remove_videos(touched))
            if changes.analysed:
                everything = self._version == 0
                table = self._catalogue.embeddings(self.space.name, None if everything else changes.analysed)
                self._index.add(table.owner_ids, table.vectors)
                self._rows.add(table)
            self._version = changes.version

    def background(self) -> Background:
        """How similar unrelated moments of this space are."""
        with self._lock:
            size = len(self)
            if self._background is None or abs(size - self._background_size) > _STALE_SHARE * size:
                table = self._catalogue.embeddings(self.space.name, self._rows.sample_videos())
                self._background = measure_background(table.vectors, table.video_ids)
                self._background_size = size
            return self._background

    def search(self, queries: Vector, count: int, allowed: npt.NDArray[np.bool_] | None = None) -> SpaceHits:
        """The moments nearest to any of the queries.

        Args:
            queries: Unit vectors float32 (Q, D).
            count: How many at most.
            allowed: Which rows of :meth:`columns` take part, bool (N,); all when None.
        """
        with self._lock:
            chosen = None if allowed is None else self._rows.owner_ids[allowed]
            hits = self._index.search(queries, count, chosen)
            ids, similarities = _best_of_each(hits.ids.ravel(), hits.similarities.ravel())
            return self._rows.hits(ids[:count], similarities[:count])

    def columns(self) -> tuple[Ids, Ids]:
        """Video id and shot id of every moment, int64 (N,) each."""
        return self._rows.video_ids, self._rows.shot_ids

    @property
    def lock(self) -> threading.RLock:
        """Held while :meth:`columns` and a search that refers to them belong together."""
        return self._lock


class _Rows:
    """What each vector belongs to, ordered by its id."""

    def __init__(self) -> None:
        self.owner_ids: Ids = np.empty(0, np.int64)
        self.video_ids: Ids = np.empty(0, np.int64)
        self.shot_ids: Ids = np.empty(0, np.int64)
        self.times_s = np.empty(0, np.float64)

    def __len__(self) -> int:
        return len(self.owner_ids)

    def add(self, table: EmbeddingTable) -> None:
        order = np.argsort(np.concatenate([self.owner_ids, table.owner_ids]), kind="stable")
        self.owner_ids = np.concatenate([self.owner_ids, table.owner_ids])[order]
        self.video_ids = np.concatenate([self.video_ids, table.video_ids])[order]
        self.shot_ids = np.concatenate([self.shot_ids, table.shot_ids])[order]
        self.times_s = np.concatenate([self.times_s, table.times_s])[order]

    def remove_videos(self, video_ids: tuple[int, ...]) -> Ids:
        gone = np.isin(self.video_ids, np.array(video_ids, np.int64))
        removed = self.owner_ids[gone]
        if len(removed):
            kept = ~gone
            self.owner_ids, self.video_ids = self.owner_ids[kept], self.video_ids[kept]
            self.shot_ids, self.times_s = self.shot_ids[kept], self.times_s[kept]
        return removed

    def sample_videos(self, moments: int = 4000) -> list[int]:
        """Videos, chosen at random but always the same, that hold about this many moments."""
        videos, counts = np.unique(self.video_ids, return_counts=True)
        order = np.random.default_rng(0).permutation(len(videos))
        enough = int(np.searchsorted(np.cumsum(counts[order]), moments)) + 1
        return [int(video_id) for video_id in videos[order[:enough]]]

    def hits(self, owner_ids: Ids, similarities: Vector) -> SpaceHits:
        rows = np.searchsorted(self.owner_ids, owner_ids)
        return SpaceHits(
            owner_ids, self.video_ids[rows], self.shot_ids[rows], self.times_s[rows], similarities
        )


def _best_of_each(ids: Ids, similarities: Vector) -> tuple[Ids, Vector]:
    """Each id once, with its best similarity, best first and, among equals, the smaller id first."""
    found = ids != NO_ID
    ids, similarities = ids[found], similarities[found]
    order = np.lexsort((ids, -similarities))
    ids, similarities = ids[order], similarities[order]
    _, first = np.unique(ids, return_index=True)
    first = np.sort(first)
    return ids[first], similarities[first]
