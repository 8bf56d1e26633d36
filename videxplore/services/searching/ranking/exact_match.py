"""Whether a stored picture is the very one that is asked for, cropped, scaled, brightened or compressed.

Networks tell what pictures show. Among several of one scene, and among scenes that look alike, they do not
tell which is the one that was cut out. Laying one upon the other does.

Source: Lewis, Fast Normalized Cross-Correlation, Vision Interface 1995.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from videxplore.core.task import Task
from videxplore.core.types import Pixels
from videxplore.services.searching.index.moment_table import SpaceHits

CANDIDATES = 12
"""So many of the best hits are looked at,"""

NEAR_BEST = 0.08
"""of those whose cosine is at most so far below the best one's."""

SAME = 0.9
"""Correlation from which one picture is taken for a part of the other."""

_WIDTH_PX = 96
_TALLEST_PX = 20 * _WIDTH_PX
"""Of a picture that is a line, which made so wide would fill the memory."""

_SCALES = (1.0, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7)
_LEAST_CONTRAST = 6.0
"""Standard deviation of brightness; what is more even lies well upon anything that is."""

Brightness = npt.NDArray[np.uint8]


def overlap(sought: Pixels, stored: Pixels) -> float:
    """How well a picture lies upon the part of another that it fits best.

    Args:
        sought: uint8 (H, W, 3), all of the other picture or down to 0.7 of its width.
        stored: uint8 (H', W', 3).

    Returns:
        Correlation of brightness in [-1, 1]; 0 where a picture is too even to tell.
    """
    return _best_overlap(_parts(sought, Task()), stored)


def rerank_exact_matches(
    hits: SpaceHits, sought: Sequence[Pixels], picture_of: Callable[[int], Pixels | None], task: Task
) -> SpaceHits:
    """Put first what shows the very picture, as similar as it lies well upon it, and no less than the others.

    Args:
        hits: Keyframes, best first.
        sought: The picture, uint8 (H, W, 3), and other forms of it.
        picture_of: The picture of a keyframe by its id; None where there is none.
        task: Cancels the look.

    Raises:
        Cancelled: If the task was cancelled.
    """
    parts = [part for one in sought for part in _parts(one, task)]
    similarities = hits.similarities.copy()
    overlaps = np.zeros(len(similarities))
    for row in range(min(CANDIDATES, len(similarities))):
        if hits.similarities[row] < hits.similarities[0] - NEAR_BEST:
            break
        task.checkpoint()
        stored = picture_of(int(hits.owner_ids[row]))
        overlaps[row] = 0.0 if stored is None else _best_overlap(parts, stored)
        if overlaps[row] >= SAME:
            similarities[row] = max(hits.similarities[0], overlaps[row])
    return replace(hits, similarities=similarities).rows(np.lexsort((-overlaps, -similarities)))


def _parts(sought: Pixels, task: Task) -> list[Brightness]:
    """The picture in all sizes in which it is laid upon others."""
    parts = []
    for scale in _SCALES:
        task.checkpoint()
        parts.append(_brightness(sought, round(_WIDTH_PX * scale)))
    return parts


def _best_overlap(parts: Sequence[Brightness], stored: Pixels) -> float:
    """The best correlation of any part with what of a picture lies under it."""
    import cv2  # Late: the window starts without it, and few searches need it.

    ground = _brightness(stored, _WIDTH_PX)
    best = 0.0
    if ground.std() < _LEAST_CONTRAST:
        return best
    for part in parts:
        # Cropped or rounded, the picture may be a line taller than what it lies on.
        laid = part[: ground.shape[0]] if part.shape[0] <= ground.shape[0] + 1 else part
        if laid.shape[0] <= ground.shape[0] and laid.std() >= _LEAST_CONTRAST:
            best = max(best, float(cv2.matchTemplate(ground, laid, cv2.TM_CCOEFF_NORMED).max()))
    return best


def _brightness(picture: Pixels, width_px: int) -> Brightness:
    """A picture uint8 (H, W, 3) made so wide, as brightness uint8 (h, w)."""
    import cv2

    height_px = min(max(1, round(picture.shape[0] * width_px / picture.shape[1])), _TALLEST_PX)
    smaller = cv2.resize(picture, (width_px, height_px), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.cvtColor(smaller, cv2.COLOR_RGB2GRAY), np.uint8)
