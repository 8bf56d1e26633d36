"""One moment once: scenes of a video that look the same again become one entry with a count."""

from collections.abc import Callable, Sequence

import numpy as np

from videxplore.core.types import Ids, Moment, Vector

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
