"""Near-duplicates: repeated scenes shown as one result, and keyframes that are the query image itself.

Scenes of one video that look nearly identical are collapsed into one result.

A stored keyframe may be the query image itself: cropped, scaled, brightened or compressed. Embeddings compare
what images show; which of several frames of one scene, or of similar scenes, an image was cut from is decided
by matching it against each of them geometrically.

Source: Lewis, Fast Normalized Cross-Correlation, Vision Interface 1995.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from videxplore.core.task import Task
from videxplore.core.types import Ids, Moment, Pixels, Vector
from videxplore.services.searching.index.space_contents import SpaceHits

CANDIDATES = 12
"""So many of the best hits are matched,"""

NEAR_BEST = 0.08
"""of those whose cosine is at most so far below the best one's."""

SAME = 0.9
"""Correlation from which one image counts as a part of the other."""

_WIDTH_PX = 96
_TALLEST_PX = 20 * _WIDTH_PX
"""Of an image that is nearly a line, which scaled to this width would fill the memory."""

_SCALES = (1.0, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7)
_LEAST_CONTRAST = 6.0
"""Standard deviation of brightness; images with less match any other such image."""

Brightness = npt.NDArray[np.uint8]


def overlap(image: Pixels, stored: Pixels) -> float:
    """How well an image matches the part of another that it fits best.

    Args:
        image: uint8 (H, W, 3), all of the other image or down to 0.7 of its width.
        stored: uint8 (H', W', 3).

    Returns:
        Correlation of brightness in [-1, 1]; 0 where an image has too little contrast.
    """
    return _best_overlap(_parts(image, Task()), stored)


def rerank_exact_matches(
    hits: SpaceHits, images: Sequence[Pixels], keyframe_image: Callable[[int], Pixels | None], task: Task
) -> SpaceHits:
    """Re-rank: hits that the query image matches go first, their similarity the quality of the match.

    Args:
        hits: Keyframes, best first.
        images: The query image, uint8 (H, W, 3), and other forms of it.
        keyframe_image: The image of a keyframe by its id; None where there is none.
        task: Cancels.

    Raises:
        Cancelled: If the task was cancelled.
    """
    parts = [part for one in images for part in _parts(one, task)]
    similarities = hits.similarities.copy()
    overlaps = np.zeros(len(similarities))
    for row in range(min(CANDIDATES, len(similarities))):
        if hits.similarities[row] < hits.similarities[0] - NEAR_BEST:
            break
        task.checkpoint()
        stored = keyframe_image(int(hits.owner_ids[row]))
        overlaps[row] = 0.0 if stored is None else _best_overlap(parts, stored)
        if overlaps[row] >= SAME:
            similarities[row] = max(hits.similarities[0], overlaps[row])
    return replace(hits, similarities=similarities).rows(np.lexsort((-overlaps, -similarities)))


def _parts(image: Pixels, task: Task) -> list[Brightness]:
    """The image in all sizes in which it is matched with others."""
    parts = []
    for scale in _SCALES:
        task.checkpoint()
        parts.append(_brightness(image, round(_WIDTH_PX * scale)))
    return parts


def _best_overlap(parts: Sequence[Brightness], stored: Pixels) -> float:
    import cv2  # Late: the window starts without it, and few searches need it.

    ground = _brightness(stored, _WIDTH_PX)
    best = 0.0
    if ground.std() < _LEAST_CONTRAST:
        return best
    for part in parts:
        # Cropped or rounded, the image may be a line taller than the other.
        laid = part[: ground.shape[0]] if part.shape[0] <= ground.shape[0] + 1 else part
        if laid.shape[0] <= ground.shape[0] and laid.std() >= _LEAST_CONTRAST:
            best = max(best, float(cv2.matchTemplate(ground, laid, cv2.TM_CCOEFF_NORMED).max()))
    return best


def _brightness(image: Pixels, width_px: int) -> Brightness:
    """An image uint8 (H, W, 3) made so wide, as brightness uint8 (h, w)."""
    import cv2

    height_px = min(max(1, round(image.shape[0] * width_px / image.shape[1])), _TALLEST_PX)
    smaller = cv2.resize(image, (width_px, height_px), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.cvtColor(smaller, cv2.COLOR_RGB2GRAY), np.uint8)


NEARLY_IDENTICAL = 0.97
"""Cosine of two keyframes that nobody wants to see beside each other: about one in thirty pairs of scenes of
one real film reaches it (``benchmarks/made_up_scenes.py``)."""


def collapse(
    moments: Sequence[Moment], vectors_of: Callable[[Ids], tuple[Ids, Vector]]
) -> tuple[list[int], list[tuple[Moment, ...]]]:
    """Leave out what looks nearly identical to a better moment of the same video.

    Copies in other files stay: that a moment is there twice is what the user may be looking for.

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
