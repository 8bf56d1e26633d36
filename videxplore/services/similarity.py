"""What resembles what: one ranking of scenes for any query."""

import threading
import time
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from videxplore.core.task import Task
from videxplore.core.types import Moment, Space, SpaceKind, Vector
from videxplore.services.library import Library
from videxplore.services.moment_filters import allowed_moments
from videxplore.services.queries import Filters, Query
from videxplore.services.query_vectors import PictureEmbedder, QueryVectors
from videxplore.services.ranking import Ranking
from videxplore.services.space_index import SpaceHits, SpaceIndex

__all__ = ["PictureEmbedder", "Query", "Ranking", "SimilarityService"]

_HITS_PER_SCENE = 4
"""Moments looked at for each scene asked for; when they fall into too few scenes, more are fetched."""


class SimilarityService:
    """Finds moments; may be used from several threads at once."""

    def __init__(
        self, library: Library, embedder: PictureEmbedder | None = None, engine: str = "auto"
    ) -> None:
        """Search a library.

        Args:
            library: It stays open as long as the service is used.
            embedder: For pictures and videos from outside the library; without it they cannot be asked for.
            engine: Vector index to use, of ``VECTOR_INDEXES``.
        """
        self._catalogue = library.catalogue
        self._vectors = QueryVectors(self._catalogue, embedder)
        self._engine = engine
        self._lock = threading.Lock()
        self._indexes: dict[str, SpaceIndex] = {}

    def find(self, query: Query, k: int = 50, task: Task | None = None) -> Ranking:
        """The scenes that answer a query best.

        Args:
            query: What to look for.
            k: How many scenes at most.
            task: Cancels the search between its steps.

        Raises:
            UnknownMomentError: If an example is no longer there, or has nothing to be compared by.
            IndexUnavailableError: If the vector index cannot be used.
        """
        task = task or Task()
        started = time.perf_counter()
        sought = self._vectors.seek(query, task)
        index = self._index(sought.space)
        index.refresh()
        task.checkpoint()
        with index.lock:
            allowed = allowed_moments(self._catalogue, *index.columns(), sought, query.filters)
            hits = _best_per_shot(index, sought.vectors, k, allowed)
            compared = len(index) if allowed is None else int(np.count_nonzero(allowed))
        confidences = index.background().confidences(hits.similarities, compared)
        moments = self._moments(hits, confidences, sought.space.kind, query.filters)
        return Ranking(query, tuple(moments[:k]), (time.perf_counter() - started) * 1000, compared)

    def warm(self) -> None:
        """Load what the first search needs, so that it is as quick as the others."""
        for space in self._catalogue.spaces():
            index = self._index(space)
            index.refresh()
            index.background()

    def _index(self, space: Space) -> SpaceIndex:
        with self._lock:
            if space.name not in self._indexes:
                self._indexes[space.name] = SpaceIndex(self._catalogue, space, self._engine)
            return self._indexes[space.name]

    def _moments(
        self, hits: SpaceHits, confidences: npt.NDArray[np.float64], kind: SpaceKind, filters: Filters
    ) -> list[Moment]:
        """Hits as moments; what was removed since the search began is left out."""
        shots = self._catalogue.shots_by_id(hits.shot_ids.tolist())
        videos = self._catalogue.videos_by_id(sorted({shot.video_id for shot in shots.values()}))
        keyframes = {} if kind == "appearance" else self._catalogue.keyframes_by_shot(list(shots))
        moments = []
        for row, shot_id in enumerate(hits.shot_ids.tolist()):
            shot = shots.get(shot_id)
            video = videos.get(shot.video_id) if shot else None
            if shot is None or video is None or confidences[row] < filters.min_confidence:
                continue
            time_s = float(hits.times_s[row])
            keyframe_id = int(hits.owner_ids[row])
            if kind == "motion":
                nearest = min(
                    keyframes.get(shot_id, ()), key=lambda one: abs(one.time_s - time_s), default=None
                )
                keyframe_id = nearest.id if nearest else 0
            similarity = float(hits.similarities[row])
            moments.append(Moment(video, shot, time_s, similarity, float(confidences[row]), keyframe_id))
        return moments


def _best_per_shot(
    index: SpaceIndex, queries: Vector, k: int, allowed: npt.NDArray[np.bool_] | None
) -> SpaceHits:
    """The best moment of each of the ``k`` best scenes."""
    count = k * _HITS_PER_SCENE
    while True:
        count = min(count, len(index))
        if count == 0:
            return index.search(queries, 1, allowed)
        hits = index.search(queries, count, allowed)
        _, first = np.unique(hits.shot_ids, return_index=True)
        if len(first) >= k or len(hits.shot_ids) < count or count == len(index):
            rows = np.sort(first)[:k]
            return replace(
                hits,
                owner_ids=hits.owner_ids[rows],
                video_ids=hits.video_ids[rows],
                shot_ids=hits.shot_ids[rows],
                times_s=hits.times_s[rows],
                similarities=hits.similarities[rows],
            )
        count *= 4
