"""What a network looked at in a picture."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from videxplore.core.task import Task
from videxplore.core.types import Pixels
from videxplore.services.searching.queries import Query
from videxplore.ui.look.images import Heat


@dataclass(frozen=True, slots=True, eq=False)
class Explained:
    """What a network looked at.

    Attributes:
        heat: Over the whole picture, float32 (H, W) in [0, 1].
        label: What it speaks for; empty for the likeness to what is searched for.
    """

    heat: Heat
    label: str


Explain = Callable[[Pixels, Query | None, str, Task], Explained]
"""Of a picture, by the query if there is one, else by the label it is said to have."""


def over_picture(values: Heat, area: tuple[float, float, float, float], rows: int = 90) -> Heat:
    """Heat float32 (h, w) of the ``area`` a network sees, as heat float32 (rows, W) of the whole picture.

    Args:
        values: What each place says, in [0, 1].
        area: Left, top, width and height as shares of the picture.
        rows: Rows of the answer; it has 16 / 9 times as many columns.
    """
    columns = rows * 16 // 9
    left, top, width, height = area
    x = ((np.arange(columns) + 0.5) / columns - left) / width
    y = ((np.arange(rows) + 0.5) / rows - top) / height
    across = _weights(x, values.shape[1])
    down = _weights(y, values.shape[0])
    whole: Heat = (down @ values @ across.T).astype(np.float32)
    return whole


def _weights(places: NDArray[np.float64], cells: int) -> NDArray[np.float64]:
    """How much each of ``cells`` even cells counts at places in [0, 1], float64 (places, cells).

    Linear between the middles of cells; nothing counts outside.
    """
    middles = (np.arange(cells) + 0.5) / cells
    inside = (places >= 0) & (places <= 1)
    held = np.clip(places, middles[0], middles[-1])
    near: NDArray[np.float64] = np.clip(1 - np.abs(held[:, None] - middles[None, :]) * cells, 0, 1)
    near *= inside[:, None]
    return near
