"""Measures of small frames: blur, what changes, and how the camera moves."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from videxplore.core.types import Pixels
from videxplore.video.frame_change import SMALL_HEIGHT_PX, SMALL_WIDTH_PX

Luma = npt.NDArray[np.uint8]
"""Brightness, uint8 (H, W)."""

# ITU-R BT.601 luma in 256ths.
_LUMA_WEIGHTS = np.array([77, 150, 29], np.uint16)

_BLOCK_PX = 3
_CHANGED_LEVELS = 4.0
"""Of 255: compression changes blocks of a still frame by less than 3, strong noise by up to 5."""

_BLURRED_PX = 9
# Of 255: in smooth areas, rounding makes steps of one.
_LEAST_EDGE = 2.0
_LEAST_CONTRAST = 5.0
_STRONGEST_PERCENT = 99.5

_GRID = np.stack(
    np.meshgrid(np.arange(4, SMALL_WIDTH_PX - 3, 4), np.arange(3, SMALL_HEIGHT_PX - 3, 3)), axis=-1
).reshape(-1, 1, 2)
_TRACKED_PX = (7, 7)
_LEAST_TEXTURE = 1e-3
_LEAST_POINTS = 12
_OFF_PX = 0.2
_TRIALS = 100
_LEAST_AGREEING = 0.4


class CameraMotion(NamedTuple):
    """How what is seen moves from one frame to another.

    Attributes:
        right: As a share of the width.
        down: As a share of the height.
        growth: How much larger it becomes, as a share.
    """

    right: float
    down: float
    growth: float


NO_MOTION = CameraMotion(0.0, 0.0, 0.0)


def small_luma(pixels: Pixels) -> Luma:
    """Brightness uint8 (H, W) of an RGB frame uint8 (H, W, 3)."""
    return ((pixels.astype(np.uint16) @ _LUMA_WEIGHTS) >> 8).astype(np.uint8)


def changed_share(before: Luma, after: Luma) -> float:
    """Share of a small frame that changed, in [0, 1]; a change of the light of all of it does not count.

    Args:
        before: uint8 (27, 48).
        after: The same.
    """
    difference = after.astype(np.float32) - before
    rows, columns = SMALL_HEIGHT_PX // _BLOCK_PX, SMALL_WIDTH_PX // _BLOCK_PX
    blocks = difference.reshape(rows, _BLOCK_PX, columns, _BLOCK_PX).mean((1, 3))
    return float((np.abs(blocks - np.median(blocks)) > _CHANGED_LEVELS).mean())


def blur_of(luma: Luma) -> float | None:
    """How blurred a frame is, in [0, 1]: how little it changes when it is blurred once more.

    Comparable between frames of one size only.

    Source: F. Crete et al., "The blur effect: perception and estimation with a new no-reference perceptual
    blur metric", SPIE 6492, 2007.

    Args:
        luma: uint8 (H, W).

    Returns:
        None where nothing can be seen.
    """
    import cv2  # Late: it is needed in the full pass only.

    values = luma.astype(np.float32)
    contrast = float(values.std())
    if contrast < _LEAST_CONTRAST:
        return None
    found = []
    for axis, size in ((0, (1, _BLURRED_PX)), (1, (_BLURRED_PX, 1))):
        edges = np.abs(np.diff(values, axis=axis))
        blurred = np.abs(np.diff(cv2.blur(values, size), axis=axis))
        is_edge = edges >= _LEAST_EDGE
        total = float(edges[is_edge].sum())
        lost = float(np.maximum(edges - blurred, 0)[is_edge].sum())
        found.append(1.0 - lost / total if total else 1.0)
        # Compression makes edges of its own, which are weak beside the contrast of the frame.
        found.append(1.0 - float(np.percentile(edges, _STRONGEST_PERCENT)) / contrast)
    return max(found)


def camera_motion(before: Luma, after: Luma) -> CameraMotion | None:
    """How the camera moved between two small frames; None where that cannot be told.

    Points of a grid are followed; most of them must agree on a shift with a change of size, so that what
    moves before the camera does not count.

    Source: B. Lucas and T. Kanade, "An iterative image registration technique", IJCAI 1981, in pyramids; M.
    Fischler and R. Bolles, "Random sample consensus", CACM 1981.

    Args:
        before: uint8 (27, 48).
        after: The same.
    """
    import cv2  # Late: it is needed in the full pass only.

    points = _GRID.astype(np.float32)
    moved, found, _ = cv2.calcOpticalFlowPyrLK(
        before, after, points, np.empty_like(points), winSize=_TRACKED_PX, maxLevel=2,
        criteria=(cv2.TERM_CRITERIA_COUNT | cv2.TERM_CRITERIA_EPS, 10, 0.01), minEigThreshold=_LEAST_TEXTURE,
    )  # fmt: skip
    is_found = found[:, 0] > 0
    if np.count_nonzero(is_found) < _LEAST_POINTS:
        return None
    matrix, agreeing = cv2.estimateAffinePartial2D(
        points[is_found], moved[is_found], ransacReprojThreshold=_OFF_PX, maxIters=_TRIALS
    )
    if matrix is None or agreeing.mean() < _LEAST_AGREEING:
        return None
    centre = np.array([(SMALL_WIDTH_PX - 1) / 2, (SMALL_HEIGHT_PX - 1) / 2])
    right_px, down_px = matrix[:, :2] @ centre + matrix[:, 2] - centre
    growth = float(np.hypot(matrix[0, 0], matrix[1, 0])) - 1
    return CameraMotion(float(right_px) / SMALL_WIDTH_PX, float(down_px) / SMALL_HEIGHT_PX, growth)
