"""Where the images of a storyboard stand: in rows, in their order, each as large as its share of the time."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from videxplore.core.types import Video

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
    areas = _areas(weights, area_px)
    boxes: list[Box] = []
    top_px = 0
    for first, last in _rows(areas, width_px, aspect):
        shapes = _shapes(areas[first:last], width_px, aspect)
        inner_px = width_px - gap_px * (len(shapes) - 1)
        height_px = max(1, round(inner_px / sum(shapes)))
        edge = 0.0
        for place, shape in enumerate(shapes):
            left_px, right_px = round(edge), round(edge + inner_px * shape / sum(shapes))
            edge += inner_px * shape / sum(shapes)
            boxes.append(Box(left_px + place * gap_px, top_px, max(right_px - left_px, 1), height_px))
        top_px += height_px + gap_px
    return boxes


def _areas(weights: Sequence[float], area_px: float) -> list[float]:
    mean = sum(weights) / max(len(weights), 1)
    if mean <= 0:
        return [area_px] * len(weights)
    shares = [min(max(weight / mean, MIN_SHARE), MAX_SHARE) for weight in weights]
    return [area_px * share * len(shares) / sum(shares) for share in shares]


def _rows(areas: Sequence[float], width_px: int, aspect: float) -> list[tuple[int, int]]:
    """The first and one-past-last image of each row, by dynamic programming over the breaks."""
    count = len(areas)
    best = [0.0] + [math.inf] * count
    came_from = [0] * (count + 1)
    for last in range(1, count + 1):
        for first in range(max(last - MAX_IN_A_ROW, 0), last):
            cost = best[first] + _row_cost(areas[first:last], width_px, aspect)
            if cost < best[last]:
                best[last], came_from[last] = cost, first
    rows: list[tuple[int, int]] = []
    last = count
    while last > 0:
        rows.append((came_from[last], last))
        last = came_from[last]
    return rows[::-1]


def _shapes(row: Sequence[float], width_px: int, aspect: float) -> list[float]:
    """Width by height of each box of a row: in proportion to the areas as far as cropping allows."""
    height_px = sum(row) / width_px
    return [min(max(area / height_px**2, aspect / MAX_CROP), aspect * MAX_CROP) for area in row]


def _row_cost(row: Sequence[float], width_px: int, aspect: float) -> float:
    shapes = _shapes(row, width_px, aspect)
    height_px = width_px / sum(shapes)
    return sum(
        math.log(shape * height_px**2 / area) ** 2 + 2 * math.log(shape / aspect) ** 2
        for shape, area in zip(shapes, row, strict=True)
    )
