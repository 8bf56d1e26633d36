"""Black bars around a picture, which are no part of what it shows."""

import numpy as np
import numpy.typing as npt

from videxplore.core.types import Pixels

_BLACK = 20
"""Brightest mean of a row or column of a bar: compression leaves black a little above zero."""

_LEAST_BAR, _LEAST_REST = 0.02, 0.4
"""Bars have at least this share of the side, and what they leave is at least this share of it."""


def without_bars(picture: Pixels) -> Pixels | None:
    """What a picture uint8 (H, W, 3) shows between its black bars; None when it has none.

    Bars come in pairs, above and below or left and right; a dark picture has no bars.
    """
    brightness = picture.max(axis=2)
    rows, columns = _shown(brightness.mean(axis=1)), _shown(brightness.mean(axis=0))
    if rows == slice(0, picture.shape[0]) and columns == slice(0, picture.shape[1]):
        return None
    return np.ascontiguousarray(picture[rows, columns])


def _shown(means: npt.NDArray[np.float64]) -> slice:
    """The stretch between two bars; everything where there are none."""
    count = len(means)
    bright = np.flatnonzero(means > _BLACK)
    if not len(bright):
        return slice(0, count)
    first, last = int(bright[0]), int(bright[-1]) + 1
    both_sides = min(first, count - last) >= _LEAST_BAR * count
    return slice(first, last) if both_sides and last - first >= _LEAST_REST * count else slice(0, count)
