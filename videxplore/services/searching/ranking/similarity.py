"""Similarity search: one ranking of scenes for any query."""

import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from videxplore.core.errors import UsageError
from videxplore.core.scene_facts import sort_value
from videxplore.core.task import Task
from videxplore.core.types import Ids, MatchGroup, Moment, Pixels, Space, SpaceKind, Vector
from videxplore.services.library import Library
from videxplore.services.moments import FoundScenes, moments_found
from videxplore.services.searching.confidence import DEFAULT_NULL, NullDistribution, confidences, match_groups
from videxplore.services.searching.index.answering import AnsweringSpaces
from videxplore.services.searching.index.space_contents import SpaceHits
from videxplore.services.searching.index.space_index import OneThread, SpaceIndex
from videxplore.services.searching.query.query import Filters, Query, Ranking
from videxplore.services.searching.query.query_embedding import (
    NO_EMBEDDING,
    ImageEmbedder,
    QueryEmbedding,
    QueryVectors,
)
from videxplore.services.searching.ranking.near_duplicates import collapse, rerank_exact_matches
from videxplore.services.searching.ranking.region_search import RegionSearch
from videxplore.services.searching.ranking.scene_scores import (
    SceneScores,
    allowed_moments,
    follow,
    fuse,
    join_words,
    measured_scenes,
)
from videxplore.services.searching.ranking.word_search import WordSearch, words_of_texts
from videxplore.services.searching.words.library_words import LibraryWords
from videxplore.video.thumbnails import decode_jpeg

_HITS_PER_SCENE = 4
"""Moments looked at for each scene asked for; when they fall into too few scenes, more are fetched."""


_DEEP = 3000
"""Scenes looked at in each of several rankings that become one."""

_DESCRIPTION_SHARE = 0.5
"""How much a description counts beside other examples."""


def _null_distribution(index: SpaceIndex, embedding: QueryEmbedding) -> NullDistribution:
    """What unrelated moments score.

    Text, and the mean of several examples, are nearer to, or farther from, everything than a moment is.
    """
    if embedding.is_text:
        return index.null_distribution_of(embedding.vectors) or DEFAULT_NULL
    if embedding.is_mean:
        own = index.null_distribution_of(embedding.vectors, embedding.own_videos)
        return own or index.null_distribution()
    return index.null_distribution()


_SPARE = 10
"""Scenes fetched beyond those asked for, at least: some will look like others."""


class SimilarityService:
    """Finds moments; may be used from several threads at once."""

    def __init__(
        self,
        library: Library,
        embedder: ImageEmbedder | None = None,
        engine: str = "auto",
        words: LibraryWords | None = None,
        describer: ImageEmbedder | None = None,
    ) -> None:
        """Search a library.

        Args:
            library: It stays open as long as the service is used.
            embedder: For images and videos from outside the library; without it they cannot be searched for.
            engine: Vector index to use, of ``VECTOR_INDEXES``.
            words: The words of the library where they are listed for others, too: they are read only once.
            describer: For texts; without it ``embedder`` reads them.
        """
        self._library = library
        self._catalogue = library.catalogue
        self._answering = AnsweringSpaces(self._catalogue)
        self._vectors = QueryVectors(self._catalogue, embedder, self._answering, describer)
        self._regions = RegionSearch(library, embedder)
        self._engine = engine
        self._folder = library.indexes_folder
        self._lock = threading.Lock()
        self._one_thread = OneThread()
        self._indexes: dict[str, SpaceIndex] = {}
        self._words = WordSearch(self._catalogue, words or LibraryWords(self._catalogue))

    def find(self, query: Query, k: int = 50, task: Task | None = None) -> Ranking:
        """The scenes that match a query best.

        Args:
            query: What to look for.
            k: How many scenes at most.
            task: Cancels the search between its steps.

        Raises:
            SearchError: If an example is no longer there, or has nothing to be compared by.
            IndexUnavailableError: If the vector index cannot be used.
        """
        task = task or Task()
        started = time.perf_counter()
        if query.then is not None:
            ranking = self._followed(query, query.then, k, task)
        elif query.collapses and query.region is None:
            ranking = self._collapsed(query, k, task)
        else:
            # Frames that are similar as a whole may differ in the region that is searched for.
            scores = self._scores(query, k, task)
            ranking = Ranking(query, tuple(self._moments(scores, query, k)[0]), 0.0, scores.compared)
        note = ""
        if query.words.strip() and not ranking.moments:
            note = self._words.why_nothing(query.words)
        if query.sort is not None or query.filters.scenes:
            ranking = self._with_facts(ranking)
        return replace(ranking, wall_ms=(time.perf_counter() - started) * 1000, note=note)

    def _with_facts(self, ranking: Ranking) -> Ranking:
        """The ranking with what was measured of its scenes, in the order that the query asks for."""
        facts = self._catalogue.facts_by_shot([moment.shot.id for moment in ranking.moments])
        ranking, measure = replace(ranking, facts=facts), ranking.query.sort
        if measure is None:
            return ranking
        return ranking.rows(
            sorted(
                range(len(ranking.moments)),
                key=lambda row: sort_value(
                    facts.get(ranking.moments[row].shot.id), measure, is_reversed=ranking.query.is_reversed
                ),
            )
        )

    def embed_query(self, query: Query, task: Task | None = None) -> QueryEmbedding:
        """The embedding that a query with examples compares keyframes with.

        Raises:
            SearchError: If an example is no longer there, or has nothing to be compared by.
        """
        return self._vectors.embed_query(query, "appearance", task or Task())

    def _collapsed(self, query: Query, k: int, task: Task) -> Ranking:
        """The ``k`` best moments that look different, each with its near-duplicates."""
        depth = k + max(_SPARE, k // 2)
        while True:
            scores = self._scores(query, depth, task)
            moments, _ = self._moments(scores, query, depth)
            with self._one_thread():
                rows, alike = collapse(moments, self._keyframe_vectors)
            # When nearly all looks the same, more is fetched; not where what follows is too uncertain.
            is_cut = query.filters.min_confidence > 0 and len(moments) < len(scores)
            if len(rows) >= k or len(scores) < depth or is_cut:
                kept = tuple(moments[row] for row in rows[:k])
                return Ranking(query, kept, 0.0, scores.compared, alike=tuple(alike[:k]))
            depth *= 4

    def _followed(self, query: Query, then: Query, k: int, task: Task) -> Ranking:
        """The ``k`` best moments that are followed by one like ``then``, with these followers."""
        # The pair that is asked for is no result; either half of it, with another, is.
        # Scenes that nothing was compared with are all as good: none is left out.
        depths = [max(k, _DEEP) if half.positives else sys.maxsize for half in (query, then)]
        first = self._scores(replace(query, finds_own=True), depths[0], task)
        second = self._scores(replace(then, filters=Filters(), then=None, finds_own=True), depths[1], task)
        own = self._vectors.own_shots(query.positives), self._vectors.own_shots(then.positives)
        shots = self._catalogue.shots_by_id([*first.shot_ids.tolist(), *second.shot_ids.tolist()])
        scores, followers = follow(first, second, shots, query.within_s, own)
        moments, rows = self._moments(scores, query, k)
        chosen = tuple(followers[row] for row in rows.tolist())
        return Ranking(query, tuple(moments), 0.0, scores.compared, chosen)

    def _keyframe_vectors(self, keyframe_ids: Ids) -> tuple[Ids, Vector]:
        """Ids and vectors of keyframes in the space of appearance that answers."""
        space = next(iter(self._answering.of_kind("appearance")), None)
        if space is None:
            return np.empty(0, np.int64), np.empty((0, 1), np.float32)
        return self._catalogue.vectors(space.name, keyframe_ids)

    def _scores(self, query: Query, depth: int, task: Task) -> SceneScores:
        """The best scenes, each once, at least ``depth`` of them where there are so many."""
        words = self._words.scenes(query.words).scores if query.words.strip() else None
        if not query.positives:
            if words is None:
                if not query.filters.scenes and query.sort is None:
                    raise UsageError("The query holds neither an example nor words nor limits on measures.")
                return measured_scenes(self._library, query, depth)
            moments = words.video_ids, words.shot_ids
            allowed = allowed_moments(self._catalogue, moments, NO_EMBEDDING, query.filters, None)
            return words if allowed is None else words.rows(np.flatnonzero(allowed))
        only_shots = None if words is None else words.shot_ids
        described, rest = query.split()
        if described.positives and (query.region is None or rest.positives):
            return self._described_scores(described, rest, depth, task)
        if query.region is not None:
            return self._regions.scenes(query, only_shots, task)
        if query.by != "both":
            return self._scores_in_space(query, query.by, depth, only_shots, task)
        appearance, motion = (
            self._scores_in_space(query, kind, max(depth, _DEEP), only_shots, task)
            for kind in ("appearance", "motion")
        )
        scale = self._index(self._vectors.embed_query(query, "appearance", task).space).null_distribution()
        return fuse(appearance, motion, query.motion_weight, scale)

    def _described_scores(self, described: Query, rest: Query, depth: int, task: Task) -> SceneScores:
        """The scenes that texts describe, joined by those whose labels, text or names hold the words.

        Where there are other examples, too, both count: a scene need not be among the best of either.
        """
        depth = max(depth, _DEEP) if rest.positives else depth
        only_shots = self._words.scenes(described.words).scores.shot_ids if described.words.strip() else None
        scores = self._scores_in_space(described, "appearance", depth, only_shots, task)
        for words in words_of_texts(described):
            found = self._words.scenes(words).scores
            moments = found.video_ids, found.shot_ids
            allowed = allowed_moments(self._catalogue, moments, NO_EMBEDDING, described.filters, only_shots)
            scores = join_words(scores, found if allowed is None else found.rows(np.flatnonzero(allowed)))
        if not rest.positives:
            return scores
        others = self._scores(rest, depth, task)
        space = self._vectors.embed_query(described, "appearance", task).space
        both = fuse(others, scores, _DESCRIPTION_SHARE, self._index(space).null_distribution())
        own_shots, own_videos = self._vectors.own(rest)
        left = ~np.isin(both.shot_ids, list(own_shots))
        if rest.filters.other_videos:
            left &= ~np.isin(both.video_ids, list(own_videos))
        return both.rows(np.flatnonzero(left))

    def _scores_in_space(
        self, query: Query, kind: SpaceKind, depth: int, only_shots: Ids | None, task: Task
    ) -> SceneScores:
        embedding = self._vectors.embed_query(query, kind, task)
        index = self._index(embedding.space)
        index.refresh()
        task.checkpoint()
        null = _null_distribution(index, embedding)
        with index.lock:
            allowed = allowed_moments(self._catalogue, index.columns(), embedding, query.filters, only_shots)
            with self._one_thread():
                hits = self._best_per_shot(index, embedding, depth, allowed, task)
            compared = len(index) if allowed is None else int(np.count_nonzero(allowed))
        similarities = hits.similarities.astype(np.float64)
        p_values = null.p_values(similarities)
        return SceneScores(hits.shot_ids, hits.video_ids, hits.times_s, similarities, p_values, compared)

    def _best_per_shot(
        self,
        index: SpaceIndex,
        embedding: QueryEmbedding,
        k: int,
        allowed: npt.NDArray[np.bool_] | None,
        task: Task,
    ) -> SpaceHits:
        """The best moment of each of the ``k`` best scenes that are not the query's own."""
        own = np.array(sorted(embedding.own_shots), np.int64)
        count = k * _HITS_PER_SCENE + len(own)
        while True:
            task.checkpoint()
            count = max(1, min(count, len(index)))
            hits = index.search(embedding.vectors, count, allowed)
            if embedding.images:
                hits = rerank_exact_matches(hits, embedding.images, self._stored_image, task)
            shot_ids, first = np.unique(hits.shot_ids, return_index=True)
            rows = np.sort(first[~np.isin(shot_ids, own)])[:k]
            if len(rows) == k or len(hits.shot_ids) < count or count >= len(index):
                return hits.rows(rows)
            count *= 4

    def _stored_image(self, keyframe_id: int) -> Pixels | None:
        jpeg = self._library.keyframe_picture(keyframe_id)
        return None if jpeg is None else decode_jpeg(jpeg)

    def warm(self, task: Task | None = None) -> None:
        """Load what the first search needs, so that it is as quick as the others.

        Raises:
            Cancelled: If the task was cancelled.
        """
        for space in self._catalogue.spaces():
            index = self._index(space)
            index.refresh(task)
            index.null_distribution()
        self._catalogue.warm()

    def rebuild(self, task: Task | None = None) -> None:
        """Rebuild the indexes that the library has outgrown, while searches use the old ones.

        Raises:
            Cancelled: If the task was cancelled.
        """
        for space in self._catalogue.spaces():
            self._index(space).rebuild(task)

    def _index(self, space: Space) -> SpaceIndex:
        with self._lock:
            if space.name not in self._indexes:
                self._indexes[space.name] = SpaceIndex(self._catalogue, space, self._engine, self._folder)
            return self._indexes[space.name]

    def _moments(self, scores: SceneScores, query: Query, count: int) -> tuple[list[Moment], Ids]:
        """The best scores as moments, and their rows; what was removed meanwhile is left out."""
        certain = scores.similarities
        if query.positives:
            certain = confidences(scores.p_values, scores.compared)
        kept = np.flatnonzero(certain >= query.filters.min_confidence)[:count]
        scores, certain = scores.rows(kept), certain[kept]
        groups: Sequence[MatchGroup] = ()
        if query.positives:
            is_plain = query.region is None and query.then is None and not query.split()[0].positives
            groups = match_groups(scores.similarities, certain, knows_same=is_plain)
        found = FoundScenes(scores.shot_ids, scores.times_s, scores.similarities, certain, groups)
        moments, present = moments_found(self._library, found)
        for words in (query.words, *words_of_texts(query)):
            if words.strip():
                reasons = self._words.scenes(words).reasons([one.shot.id for one in moments])
                moments = [
                    replace(one, reasons=(*one.reasons, *reasons.get(one.shot.id, ()))) for one in moments
                ]
        return moments, kept[present]
