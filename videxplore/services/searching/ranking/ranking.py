"""The answer to a query."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np

from videxplore.core.types import Ids, Moment, Shot, Vector
from videxplore.services.searching.query.query import Query


@dataclass(frozen=True, slots=True)
class Ranking:
    """The answer to a query.

    Attributes:
        moments: Best first; each scene once.
        wall_ms: Milliseconds the search took.
        compared: How many moments were compared.
        followers: The scene that follows each moment, when the query asks for one thing after another.
        note: A sentence about why there is no answer, where more is known than that.
        alike: For each moment, those of the same video that look nearly identical and were left out.
    """

    query: Query
    moments: tuple[Moment, ...]
    wall_ms: float
    compared: int = 0
    followers: tuple[Shot, ...] = ()
    alike: tuple[tuple[Moment, ...], ...] = ()
    note: str = ""

    def without(self, video_ids: Collection[int]) -> "Ranking":
        """The same answer without what is of these videos; what else there is stays in its order."""
        kept = [row for row, moment in enumerate(self.moments) if moment.video.id not in video_ids]
        return replace(
            self,
            moments=tuple(self.moments[row] for row in kept),
            followers=tuple(self.followers[row] for row in kept) if self.followers else (),
            alike=tuple(self.alike[row] for row in kept) if self.alike else (),
        )

    def to_json(self, query_text: str = "") -> dict[str, object]:
        """The ranking in the words of the command line's contract."""
        moments = []
        for rank, moment in enumerate(self.moments, start=1):
            entry: dict[str, object] = {
                "rank": rank,
                "video": str(moment.video.path),
                "start_s": round(moment.start_s, 6),
                "end_s": round(moment.end_s, 6),
                "time_s": round(moment.time_s, 6),
                "similarity": round(moment.similarity, 6),
                "confidence": round(moment.confidence, 6),
            }
            if self.alike and self.alike[rank - 1]:
                entry["alike"] = [round(other.time_s, 6) for other in self.alike[rank - 1]]
            if self.followers:
                follower = self.followers[rank - 1]
                entry["then"] = {"start_s": round(follower.start_s, 6), "end_s": round(follower.end_s, 6)}
            moments.append(entry)
        document = {"query": query_text, "wall_ms": round(self.wall_ms, 3), "moments": moments}
        return document | ({"note": self.note} if self.note else {})


NEARLY_IDENTICAL = 0.97
"""Cosine of two pictures that nobody wants to see beside each other: about one in thirty pairs of scenes of
one real film reaches it (``benchmarks/made_up_scenes.py``)."""


def collapse(
    moments: Sequence[Moment], vectors_of: Callable[[Ids], tuple[Ids, Vector]]
) -> tuple[list[int], list[tuple[Moment, ...]]]:
    """Leave out what looks nearly identical to a better moment of the same video.

    Copies in other files stay: that a moment is there twice is what a person may be looking for.

    Args:
        moments: Best first.
        vectors_of: Ids and unit vectors float32 (N, D) of the keyframes that still have one.

    Returns:
        Rows of the moments that stay, in order, and for each the moments it stands for besides itself.
    """
    keyframe_ids = np.array([moment.keyframe_id for moment in moments], np.int64)
    ids, vectors = vectors_of(np.unique(keyframe_ids[keyframe_ids > 0]))
    row_of = {keyframe_id: row for row, keyframe_id in enumerate(ids.tolist())}
    same = vectors @ vectors.T >= NEARLY_IDENTICAL
    kept: list[int] = []
    alike: list[list[Moment]] = []
    by_video: dict[int, list[tuple[int, int]]] = {}
    for row, moment in enumerate(moments):
        own = row_of.get(moment.keyframe_id)
        better = by_video.setdefault(moment.video.id, [])
        like = None if own is None else next((place for place, other in better if same[own, other]), None)
        if like is not None:
            alike[like].append(moment)
            continue
        if own is not None:
            better.append((len(kept), own))
        kept.append(row)
        alike.append([])
    return kept, [tuple(others) for others in alike]
