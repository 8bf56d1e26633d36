"""Where the images of a storyboard stand: in rows, in their order, each as large as its share of the time."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from videxplore.core.types import Values, Video

MIN_SHARE = 0.3
"""No image gets less than this part of the mean area: smaller ones could not be recognised."""

MAX_IN_A_ROW = 12

MAX_CROP = 1.15
"""No box is wider or narrower than the video's own shape by more than this."""

MAX_SHARE = 3.5
"""No image gets more than this many mean areas: an image of a keyframe would show its coarse pixels."""


@dataclass(frozen=True, slots=True)
class Box:
    """A place on the storyboard, in pixels."""

    left_px: int
    top_px: int
    width_px: int
    height_px: int


def picture_aspect(video: Video) -> float:
    """Width by height of boxes for a video's images."""
    properties = video.properties
    if properties is None or properties.height_px <= 0:
        return 16 / 9
    # A tall or very wide video is cropped a little, so that rows stay rows.
    return min(max(properties.width_px / properties.height_px, 0.75), 2.4)


def layout_boxes(
    weights: Sequence[float], width_px: int, aspect: float, gap_px: int, area_px: float
) -> list[Box]:
    """Place images in rows, in the given order, each with about the area of its weight.

    The rows are broken where areas and shapes together come closest to what is wanted; each row fills the
    width exactly, and no image is cropped by more than :data:`MAX_CROP`.

    Args:
        weights: Share of each image; very small and very large ones are drawn towards the middle.
        width_px: Width of the whole.
        aspect: Width by height that a box should come close to.
        gap_px: Space between boxes.
        area_px: Mean area of a box in square pixels.

    Returns:
        A box for each weight, from the top left corner (0, 0).

    Source: the strips of Bederson, Shneiderman and Wattenberg, "Ordered and quantum treemaps", 2002, with
    the breaks of all rows chosen together, as Knuth and Plass (1981) break a paragraph.
    """
    if not weights:
        return []
    areas = _areas(weights, area_px)
    boxes: list[Box] = []
    top_px = 0
    for first, last in _rows(areas, width_px, aspect):
        row = areas[first:last]
        shapes = _shapes(row, float(row.sum()) / width_px, aspect).tolist()
        inner_px = width_px - gap_px * (len(shapes) - 1)
        scale_px = inner_px / sum(shapes)
        height_px = max(1, round(scale_px))
        edge = 0.0
        for place, shape in enumerate(shapes):
            left_px, right_px = round(edge), round(edge + scale_px * shape)
            edge += scale_px * shape
            boxes.append(Box(left_px + place * gap_px, top_px, max(right_px - left_px, 1), height_px))
        top_px += height_px + gap_px
    return boxes


def _areas(weights: Sequence[float], area_px: float) -> Values:
    shares = np.asarray(weights, np.float64)
    if shares.sum() <= 0:
        return np.full(len(shares), area_px, np.float64)
    shares = np.clip(shares / shares.mean(), MIN_SHARE, MAX_SHARE)
    areas: Values = area_px * shares / shares.mean()
    return areas


def _rows(areas: Values, width_px: int, aspect: float) -> list[tuple[int, int]]:
    """The first and one-past-last image of each row, by dynamic programming over the breaks."""
    count = len(areas)
    costs = _row_costs(areas, width_px, aspect).tolist()
    best = [0.0] + [math.inf] * count
    came_from = [0] * (count + 1)
    for first in range(count):
        for last, cost in enumerate(costs[first][: count - first], start=first + 1):
            if best[first] + cost < best[last]:
                best[last], came_from[last] = best[first] + cost, first
    rows: list[tuple[int, int]] = []
    last = count
    while last > 0:
        rows.append((came_from[last], last))
        last = came_from[last]
    return rows[::-1]


def _row_costs(areas: Values, width_px: int, aspect: float) -> Values:
    """How far the boxes of each possible row are from the areas and the shape that are wanted.

    Returns:
        float64 (N, MAX_IN_A_ROW): of the row that begins with image i and holds j + 1 images; those that
        would go beyond the last image mean nothing.
    """
    # Axes: the first image of a row, its number of images - 1, a place in it.
    own = np.lib.stride_tricks.sliding_window_view(np.pad(areas, (0, MAX_IN_A_ROW - 1)), MAX_IN_A_ROW)
    belongs = np.tri(MAX_IN_A_ROW)
    shapes = _shapes(own[:, None], np.cumsum(own, axis=1)[..., None] / width_px, aspect)
    logs = np.log(shapes)
    # As high as makes the boxes fill the width.
    heights_px = width_px / np.einsum("rlp,lp->rl", shapes, belongs)
    scales = logs + 2 * np.log(heights_px)[..., None] - np.log(np.maximum(own, 1e-12))[:, None]
    logs -= math.log(aspect)
    costs: Values = np.einsum("rlp,rlp,lp->rl", scales, scales, belongs)
    costs += 2 * np.einsum("rlp,rlp,lp->rl", logs, logs, belongs)
    return costs


def _shapes(areas: Values, height_px: Values | float, aspect: float) -> Values:
    """Width by height of boxes: in proportion to their areas as far as cropping allows."""
    shapes: Values = np.clip(areas / height_px**2, aspect / MAX_CROP, aspect * MAX_CROP)
    return shapes
