"""Scenes with their scores, and how rankings of several kinds become one."""

from dataclasses import dataclass, replace
from functools import reduce

import numpy as np
import numpy.typing as npt

from videxplore.catalogue.catalogue import Catalogue
from videxplore.catalogue.shots import MeasuredChoice
from videxplore.core.file_names import expanded
from videxplore.core.types import Ids, Shot, Values
from videxplore.core.vectors import Columns
from videxplore.services.library import Library
from videxplore.services.moments import representatives_of
from videxplore.services.searching.confidence import (
    NullDistribution,
    combined_p_values,
    confidences,
    p_values_of,
    surprisal,
)
from videxplore.services.searching.query.query import Filters, Query
from videxplore.services.searching.query.query_embedding import QueryEmbedding

_GRID = np.linspace(-1, 1, 4001)


@dataclass(frozen=True, slots=True, eq=False)
class SceneScores(Columns):
    """Scenes that match a query, best first, each once, one a row.

    Attributes:
        shot_ids: int64 (N,).
        video_ids: int64 (N,).
        times_s: The moment of the scene that matched best, float64 (N,).
        similarities: What the user is shown, float64 (N,).
        chances: How likely unrelated scenes are at least this similar, float64 (N,).
        compared: How many moments the query was compared with.
    """

    shot_ids: Ids
    video_ids: Ids
    times_s: Values
    similarities: Values
    p_values: Values
    compared: int


def fuse(
    appearance: SceneScores, motion: SceneScores, motion_weight: float, scale: NullDistribution
) -> SceneScores:
    """One ranking from one by appearance and one by motion.

    Raw cosines of two spaces cannot be added; how rare they are can. A scene that one ranking lacks counts
    there as no match at all.

    Args:
        appearance: The ranking by appearance.
        motion: The ranking by motion.
        motion_weight: Share of motion, in [0, 1].
        scale: The null distribution of appearance: fused scores are shown as the cosine that is as rare.
    """
    shot_ids = np.union1d(appearance.shot_ids, motion.shot_ids)
    surprisals = np.zeros((2, len(shot_ids)))
    times_s, video_ids = np.zeros(len(shot_ids)), np.zeros(len(shot_ids), np.int64)
    for part, scores in ((1, motion), (0, appearance)):
        # Written last, appearance says which moment is shown: it has the keyframe.
        places = np.searchsorted(shot_ids, scores.shot_ids)
        surprisals[part, places] = surprisal(scores.p_values)
        times_s[places], video_ids[places] = scores.times_s, scores.video_ids
    p_values = combined_p_values(surprisals[0], surprisals[1], motion_weight)
    rarity = scale.p_values(_GRID)
    similarities = np.interp(-p_values, -rarity, _GRID)
    fused = SceneScores(
        shot_ids, video_ids, times_s, similarities, p_values, max(appearance.compared, motion.compared)
    )
    return fused.rows(np.lexsort((shot_ids, p_values)))


def join_words(described: SceneScores, words: SceneScores) -> SceneScores:
    """The scenes that a text describes, and those that its words are found in.

    A scene answers unless neither the one nor the other is true: 1 - (1 - confidence) * (1 - score of words).

    Args:
        described: By the comparison of the text with keyframes.
        words: By labels, text and names; its similarities are scores in [0, 1].
    """
    shot_ids = np.union1d(described.shot_ids, words.shot_ids)
    doubt, similarities = np.ones(len(shot_ids)), np.zeros(len(shot_ids))
    times_s, video_ids = np.zeros(len(shot_ids)), np.zeros(len(shot_ids), np.int64)
    certain = confidences(described.p_values, described.compared)
    # Written last, words say which moment is shown: they may know when they are said.
    for scores, confidence in ((described, certain), (words, words.similarities)):
        places = np.searchsorted(shot_ids, scores.shot_ids)
        doubt[places] *= 1 - confidence
        similarities[places] = np.maximum(similarities[places], scores.similarities)
        times_s[places], video_ids[places] = scores.times_s, scores.video_ids
    compared = max(described.compared, words.compared)
    p_values = p_values_of(1 - doubt, compared)
    # Among scenes that are not sure at all, the text alone decides.
    order = np.lexsort((shot_ids, -similarities, p_values))
    return SceneScores(shot_ids, video_ids, times_s, similarities, p_values, compared).rows(order)


def follow(
    first: SceneScores,
    second: SceneScores,
    shots: dict[int, Shot],
    within_s: float,
    own: tuple[frozenset[int], frozenset[int]] = (frozenset(), frozenset()),
) -> tuple[SceneScores, list[Shot]]:
    """Scenes of ``first`` that one of ``second`` follows in the same video, with the best of these.

    Args:
        first: What comes first.
        second: What must follow.
        shots: All scenes of both by id.
        within_s: How many seconds after the end of the first the second may begin.
        own: The scenes the query itself names as the first and as the second; both together are no pair.

    Returns:
        The pairs, best first: scores of the first scene with the p-value of both, and the second scenes.
    """
    surprisals = surprisal(second.p_values)
    by_video: dict[int, list[tuple[Shot, float]]] = {}
    for shot_id, surprise in zip(second.shot_ids.tolist(), surprisals.tolist(), strict=True):
        if shot_id in shots:
            by_video.setdefault(shots[shot_id].video_id, []).append((shots[shot_id], surprise))
    kept, followers, best = [], [], []
    for row, shot_id in enumerate(first.shot_ids.tolist()):
        shot = shots.get(shot_id)
        later = [
            (surprise, other)
            for other, surprise in by_video.get(shot.video_id if shot else 0, ())
            if shot and other.start_s > shot.start_s and other.start_s - shot.end_s <= within_s
            if not (shot_id in own[0] and other.id in own[1])
        ]
        if later:
            surprise, follower = max(later, key=lambda pair: pair[0])
            kept.append(row)
            followers.append(follower)
            best.append(surprise)
    pairs = first.rows(np.array(kept, np.int64))
    p_values = combined_p_values(surprisal(pairs.p_values), np.array(best), 0.5)
    order = np.lexsort((pairs.shot_ids, p_values))
    return replace(pairs, p_values=p_values).rows(order), [followers[row] for row in order.tolist()]


def allowed_moments(
    catalogue: Catalogue,
    moments: tuple[Ids, Ids],
    query: QueryEmbedding,
    filters: Filters,
    only_shots: Ids | None,
) -> npt.NDArray[np.bool_] | None:
    """Which moments a query may find, bool (N,); None when all of them.

    Args:
        catalogue: The library's.
        moments: The video and the shot of each moment, int64 (N,) both.
        query: Its own few scenes are left out when scenes are chosen, not here.
        filters: Limits on the results.
        only_shots: Scenes that match the query's words; all when None.
    """
    video_ids, shot_ids = moments
    allowed = np.ones(len(shot_ids), np.bool_)
    chosen_shots = _chosen_shots(catalogue, filters)
    if only_shots is not None:
        chosen_shots.append(only_shots)
    if filters.scenes:
        chosen_shots.append(catalogue.shot_ids_measured(filters.scenes))
    for chosen in chosen_shots:
        allowed &= is_among(shot_ids, chosen)
    for chosen in _chosen_videos(catalogue, filters):
        allowed &= is_among(video_ids, chosen)
    if filters.other_videos and query.own_videos:
        allowed &= ~is_among(video_ids, _ids(query.own_videos))
    return None if allowed.all() else allowed


def _chosen_videos(catalogue: Catalogue, filters: Filters) -> list[Ids]:
    """The videos that each filter of videos leaves."""
    chosen = []
    if filters.video_ids is not None:
        chosen.append(_ids(filters.video_ids))
    if filters.folder is not None or filters.newer_than_ns > 0 or filters.older_than_ns is not None:
        folder = expanded(filters.folder).absolute() if filters.folder is not None else None
        chosen.append(catalogue.video_ids_of_files(folder, filters.newer_than_ns, filters.older_than_ns))
    if filters.videos:
        chosen.append(catalogue.video_ids_matching(filters.videos))
    return chosen


def _chosen_shots(catalogue: Catalogue, filters: Filters) -> list[Ids]:
    """The scenes that each filter of scenes leaves, but for limits on what is measured of them."""
    chosen = []
    if filters.shot_ids is not None:
        chosen.append(_ids(filters.shot_ids))
    if filters.min_length_s > 0 or filters.max_length_s is not None:
        longest_s = float("inf") if filters.max_length_s is None else filters.max_length_s
        chosen.append(catalogue.shot_ids_by_length(filters.min_length_s, longest_s))
    return chosen


def measured_scenes(library: Library, query: Query, count: int) -> SceneScores:
    """The first scenes within the query's limits, in the order of its measure or that of their videos."""
    catalogue, filters = library.catalogue, query.filters
    videos, scenes = _chosen_videos(catalogue, filters), _chosen_shots(catalogue, filters)
    choice = MeasuredChoice(
        filters.scenes,
        reduce(np.intersect1d, videos) if videos else None,
        reduce(np.intersect1d, scenes) if scenes else None,
    )
    shots = catalogue.measured_shots(choice, query.sort, is_reversed=query.is_reversed, count=count)
    keyframes = representatives_of(library, [shot.id for shot in shots])
    times_s = [keyframes[shot.id].time_s if shot.id in keyframes else shot.start_s for shot in shots]
    ones = np.ones(len(shots))
    return SceneScores(
        np.array([shot.id for shot in shots], np.int64),
        np.array([shot.video_id for shot in shots], np.int64),
        np.array(times_s, np.float64),
        ones,
        1 - ones,
        catalogue.measured_count(),
    )


def is_among(ids: Ids, chosen: Ids) -> npt.NDArray[np.bool_]:
    """Which of many ids, int64 (N,), are among the chosen ones.

    Ids are given out in turn, so that a table of all up to the largest is small, and looking up in it several
    times as fast as comparing: a filter of a library of a million scenes takes two milliseconds.
    """
    if not len(ids) or not len(chosen):
        return np.zeros(len(ids), np.bool_)
    table = np.zeros(int(max(ids.max(), chosen.max())) + 1, np.bool_)
    table[chosen] = True
    return table[ids]


def _ids(chosen: frozenset[int]) -> Ids:
    return np.fromiter(chosen, np.int64, len(chosen))
