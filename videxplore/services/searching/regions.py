"""Finding things that fill only a part of a picture.

A feature map of an image network says what each part of a picture shows. A keyframe keeps it as a grid of
short vectors; a query is compared with every window of a fifth of the picture's width.
"""

import numpy as np
import numpy.typing as npt
from PIL import Image

from videxplore.core.types import Pixels, Vector
from videxplore.core.vectors import Cells, projection, unit_rows
from videxplore.services.searching.queries import Region

_WINDOW_SHARE = 3 / 14
"""Width of a window, in shares of the grid's: what fills a quarter of the side, and whose border falls within
cells, fills that many of them alone."""

_ZOOMS = (2.0, 4.0)
"""Something that fills a part of a picture looks different to a network than when it fills the whole; so the
query is shown to it on an even ground, as a half and a quarter of the side (measured: without it, one in
twenty is found among the first five, with it more than half)."""

_LARGEST_PX = 224
"""More of a cut-out part than the network sees is of no use."""


def on_even_ground(picture: Pixels) -> list[tuple[Pixels, Region]]:
    """A picture made a part of larger, even ones: each with the part that it fills."""
    shown = []
    height_px, width_px = picture.shape[:2]
    ground = picture.reshape(-1, 3).mean(axis=0).round().astype(np.uint8)
    for zoom in _ZOOMS:
        canvas = np.empty((round(height_px * zoom), round(width_px * zoom), 3), np.uint8)
        canvas[:] = ground
        top, left = (canvas.shape[0] - height_px) // 2, (canvas.shape[1] - width_px) // 2
        canvas[top : top + height_px, left : left + width_px] = picture
        margin = (1 - 1 / zoom) / 2
        shown.append((canvas, Region(margin, margin, 1 / zoom, 1 / zoom)))
    return shown


def cut_out(picture: Pixels, region: Region) -> Pixels:
    """The part of a picture within a region, at least one pixel; large ones made smaller."""
    height_px, width_px = picture.shape[:2]
    left, top = min(int(region.x * width_px), width_px - 1), min(int(region.y * height_px), height_px - 1)
    right = max(left + 1, round((region.x + region.width) * width_px))
    bottom = max(top + 1, round((region.y + region.height) * height_px))
    part = np.ascontiguousarray(picture[top:bottom, left:right])
    if max(part.shape[:2]) <= _LARGEST_PX:
        return part
    shrunk = Image.fromarray(part)
    shrunk.thumbnail((_LARGEST_PX, _LARGEST_PX))
    return np.array(shrunk)


def pooled(feature_map: npt.NDArray[np.float32], region: Region) -> Vector:
    """The vector float32 (R,) of a part of a picture with the feature map float32 (h, w, D)."""
    rows = _covered(feature_map.shape[0], region.y, region.height)
    columns = _covered(feature_map.shape[1], region.x, region.width)
    mean = np.einsum("h,w,hwd->d", rows, columns, feature_map) @ projection(feature_map.shape[-1])
    unit: Vector = unit_rows(mean[None].astype(np.float32))[0]
    return unit


def best_windows(cells: Cells | npt.NDArray[np.int8], queries: Vector) -> npt.NDArray[np.float32]:
    """The highest cosine of any window of each picture with each query, float32 (N, Q).

    Args:
        cells: int8 (N, h, w, R).
        queries: Unit vectors float32 (Q, R).
    """
    window = _sums(cells.astype(np.float32))
    lengths = np.sqrt(np.einsum("...d,...d->...", window, window))
    cosines = (window @ queries.T) / np.maximum(lengths, 1e-6)[..., None]
    best: npt.NDArray[np.float32] = cosines.max(axis=(1, 2))
    return best


def _sums(cells: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Sums over all windows, float32 (N, h', w', R)."""
    height, width = cells.shape[1:3]
    tall, wide = (max(1, round(_WINDOW_SHARE * side)) for side in (height, width))
    rows: npt.NDArray[np.float32] = np.sum(
        [cells[:, y : height - tall + 1 + y] for y in range(tall)], axis=0, dtype=np.float32
    )
    sums: npt.NDArray[np.float32] = np.sum(
        [rows[:, :, x : width - wide + 1 + x] for x in range(wide)], axis=0, dtype=np.float32
    )
    return sums


def _covered(count: int, start: float, length: float) -> npt.NDArray[np.float64]:
    """How much of each of ``count`` cells a stretch covers, adding up to one."""
    edges = np.arange(count + 1) / count
    shares = np.clip(np.minimum(edges[1:], start + length) - np.maximum(edges[:-1], start), 0, None)
    return np.asarray(shares / max(float(shares.sum()), 1e-12))
