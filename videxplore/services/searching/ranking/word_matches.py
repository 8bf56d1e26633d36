"""Scenes that answer words: the best match of each for a word, and for all words of a query."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce

import numpy as np
import numpy.typing as npt

from videxplore.core.types import Ids, Values, WordReason
from videxplore.core.vectors import Columns
from videxplore.services.searching.ranking.scene_scores import SceneScores, is_among

_SURE_SCORE = 0.5
"""From here on a taught label, a name or a mark goes before the classes of models."""

_SURE_PLACES = ("taught", "name", "mark")


@dataclass(frozen=True, slots=True)
class WordMatch:
    """How well a scene answers one word, where in it, and why."""

    score: float
    time_s: float
    video_id: int
    reason: WordReason


@dataclass(frozen=True, slots=True, eq=False)
class WordMatches(Columns):
    """How well scenes answer a word or several, one a row; a common word has a hundred thousand of them.

    Attributes:
        shot_ids: int64 (N,).
        video_ids: int64 (N,).
        times_s: float64 (N,).
        scores: In [0, 1], float64 (N,).
        is_sure: Which go before the others, bool (N,).
        reason_rows: What each word is found by, as a row of ``reasons``, int64 (N, words); -1 where the scene
            needs fewer reasons.
        reasons: Why scenes are found, each once.
    """

    shot_ids: Ids
    video_ids: Ids
    times_s: Values
    scores: Values
    is_sure: npt.NDArray[np.bool_]
    reason_rows: Ids
    reasons: tuple[WordReason, ...]

    @classmethod
    def of(
        cls,
        places: tuple[Ids, Ids, Values],
        scores: Values,
        reason_rows: Ids,
        reasons: Sequence[WordReason],
    ) -> "WordMatches":
        """Matches of one word.

        Args:
            places: Shots and videos int64 (N,), times in seconds float64 (N,).
            scores: In [0, 1], float64 (N,).
            reason_rows: Rows of ``reasons``, int64 (N,).
            reasons: Why scenes are found.
        """
        may_be_sure = np.array([reason.place in _SURE_PLACES for reason in reasons], np.bool_)
        is_sure = scores >= _SURE_SCORE
        is_sure[is_sure] = may_be_sure[reason_rows[is_sure]]
        return cls(*places, scores, is_sure, reason_rows[:, None], tuple(reasons))

    @classmethod
    def of_scenes(cls, found: Mapping[int, WordMatch]) -> "WordMatches":
        """Matches of one word, by shot id."""
        own = list(found.values())
        rows = {reason: row for row, reason in enumerate(dict.fromkeys(match.reason for match in own))}
        places = (
            np.array(list(found), np.int64),
            np.array([match.video_id for match in own], np.int64),
            np.array([match.time_s for match in own], np.float64),
        )
        return cls.of(
            places,
            np.array([match.score for match in own], np.float64),
            np.array([rows[match.reason] for match in own], np.int64),
            tuple(rows),
        )

    def ranks(self) -> Values:
        """Numbers in the order of the matches, the best largest, float64 (N,)."""
        ranks: Values = np.where(self.is_sure, self.scores + 2, self.scores)
        return ranks


def best_of(parts: Sequence[WordMatches]) -> WordMatches:
    """The best match of each scene, by shot id; of equally good ones, the first. For one word."""
    parts = [part for part in parts if len(part)]
    if not parts:
        return WordMatches.of_scenes({})
    joined = _joined(parts)
    # Tables of all shot ids, as in `is_among`, take a tenth of the time of sorting.
    best = np.full(int(joined.shot_ids.max()) + 1, -1.0)
    ranks = joined.ranks()
    np.maximum.at(best, joined.shot_ids, ranks)
    rows = np.flatnonzero(ranks == best[joined.shot_ids])[::-1]
    row_of = np.zeros(len(best), np.int64)
    # Of several rows of a scene the last one written stays: the first.
    row_of[joined.shot_ids[rows]] = rows
    return joined.rows(row_of[np.flatnonzero(best >= 0)])


def with_all(per_word: Sequence[WordMatches]) -> WordMatches:
    """The scenes that every word is found in, from the matches of each word by shot id."""
    common = reduce(np.intersect1d, [matches.shot_ids for matches in per_word])
    chosen = [matches.rows(np.searchsorted(matches.shot_ids, common)) for matches in per_word]
    best, columns = np.argmax([own.ranks() for own in chosen], axis=0), np.arange(len(common))
    starts = np.cumsum([0, *(len(own.reasons) for own in chosen)]).tolist()
    return WordMatches(
        common,
        np.array([own.video_ids for own in chosen])[best, columns],
        np.array([own.times_s for own in chosen])[best, columns],
        np.sum([own.scores for own in chosen], axis=0) / len(chosen),
        np.all([own.is_sure for own in chosen], axis=0),
        np.concatenate([own.reason_rows + start for own, start in zip(chosen, starts, strict=False)], axis=1),
        tuple(reason for own in chosen for reason in own.reasons),
    )


def first_of(parts: Sequence[WordMatches]) -> WordMatches:
    """The scenes of several matches, of which the first that has a scene says how well it answers."""
    width = max(part.reason_rows.shape[1] for part in parts)
    kept: list[WordMatches] = []
    for part in parts:
        left = np.ones(len(part), np.bool_)
        for earlier in kept:
            left &= ~is_among(part.shot_ids, earlier.shot_ids)
        missing = width - part.reason_rows.shape[1]
        wide = np.pad(part.reason_rows, ((0, 0), (0, missing)), constant_values=-1)
        kept.append(replace(part, reason_rows=wide).rows(left))
    return _joined(kept)


def _joined(parts: Sequence[WordMatches]) -> WordMatches:
    """The rows of several matches one after the other."""
    if len(parts) == 1:
        return parts[0]
    starts = np.cumsum([0, *(len(part.reasons) for part in parts)]).tolist()
    moved = [
        replace(part, reason_rows=np.where(part.reason_rows < 0, -1, part.reason_rows + start))
        for part, start in zip(parts, starts, strict=False)
    ]
    reasons = tuple(reason for part in parts for reason in part.reasons)
    return replace(WordMatches.joined(moved), reasons=reasons)


class WordScenes:
    """The scenes that hold the words of a query.

    Attributes:
        scores: Best first.
    """

    def __init__(self, matches: WordMatches) -> None:
        """Put scenes, each once, in their order."""
        order = np.lexsort((matches.shot_ids, -matches.scores, ~matches.is_sure))
        self._matches = matches.rows(order)
        found = self._matches
        self.scores = SceneScores(
            found.shot_ids, found.video_ids, found.times_s, found.scores, 1 - found.scores, len(found)
        )

    def reasons(self, shot_ids: Sequence[int]) -> dict[int, tuple[WordReason, ...]]:
        """Why each word finds some scenes, by shot id; scenes that do not hold the words are missing."""
        found = self._matches
        rows = np.flatnonzero(is_among(found.shot_ids, np.array(shot_ids, np.int64)))
        return {
            shot_id: tuple(found.reasons[row] for row in own if row >= 0)
            for shot_id, own in zip(
                found.shot_ids[rows].tolist(), found.reason_rows[rows].tolist(), strict=True
            )
        }
