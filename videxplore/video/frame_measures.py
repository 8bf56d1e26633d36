"""Measures of small frames: how they differ, how a run of them changes, blur, and camera motion."""

import math
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from videxplore.core.types import Pixels

SMALL_WIDTH_PX: Final = 48
SMALL_HEIGHT_PX: Final = 27
"""Size of the frames that changes are measured on."""

_BLOCK_PX = 3
_COLOUR_BINS = 8**3
_HISTOGRAM_WEIGHT = 0.3
_MOST_MOVED = 6
# A change smaller than this is noise, whose course means nothing.
_NOISE = 0.005
# Correlation from which two frames show the same thing, and spread below which one shows nothing.
_SAME_PICTURE = 0.9
_BLANK = 0.02
# Frames are averaged with those this share of the reach around them: motion blurs, mixtures stay.
_SMOOTHED_SHARE = 5


Floats = npt.NDArray[np.float32]


def highest_correlation(some: Floats, others: Floats) -> float:
    """How similar the most similar frames of two groups are, whatever their brightness and contrast.

    Args:
        some: Blocks of frames, float32 (N, 432).
        others: Blocks of frames, float32 (M, 432).

    Returns:
        The highest of the correlations of all pairs, in [-1, 1]; 1 when no pair has any contrast.
    """
    some, others = (one[one.std(1) >= _BLANK] for one in (some, others))
    if not len(some) or not len(others):
        return 1.0
    some, others = ((one - one.mean(1, keepdims=True)) / one.std(1, keepdims=True) for one in (some, others))
    return float((some @ others.T).max() / some.shape[1])


@dataclass(frozen=True, slots=True, eq=False)
class FrameSignature:
    """What is kept of a frame to compare it with others.

    Attributes:
        blocks: Mean colours of 3 x 3 blocks in [0, 1], float32 (432,): insensitive to noise and small motion.
        colours: Square roots of a histogram of 8 x 8 x 8 colours, float32 (512,): insensitive to motion.
        brightness: Mean of the blocks.
        contrast: Standard deviation of the blocks.
    """

    blocks: Floats
    colours: Floats
    brightness: float
    contrast: float

    @classmethod
    def of(cls, pixels: npt.NDArray[np.uint8]) -> "FrameSignature":
        """The signature of an RGB frame uint8 (27, 48, 3)."""
        rows, columns = SMALL_HEIGHT_PX // _BLOCK_PX, SMALL_WIDTH_PX // _BLOCK_PX
        # One direction after the other: several times as fast as a sum over both.
        tall = pixels.reshape(rows, _BLOCK_PX, -1).sum(1, dtype=np.uint16)
        blocks = tall.reshape(rows, columns, _BLOCK_PX, 3).sum(2, dtype=np.uint16)
        blocks = blocks.reshape(-1).astype(np.float32)
        blocks *= np.float32(1 / (255 * _BLOCK_PX**2))
        levels = (pixels >> 5).astype(np.int16).reshape(-1, 3)
        counts = np.bincount(levels @ np.array([64, 8, 1], np.int16), minlength=_COLOUR_BINS)
        colours = np.sqrt(counts / len(levels), dtype=np.float32)
        # Twice as fast as numpy's mean and standard deviation.
        brightness = float(blocks.sum()) / len(blocks)
        away = blocks - np.float32(brightness)
        return cls(blocks, colours, brightness, math.sqrt(float(away @ away) / len(blocks)))


class FrameWindow:
    """Signatures of the last frames, stored in a row so that runs of them are plain slices."""

    def __init__(self, size: int) -> None:
        """Hold at least the last ``size`` frames."""
        self._size = size
        self._blocks = np.zeros((2 * size, 3 * SMALL_HEIGHT_PX * SMALL_WIDTH_PX // _BLOCK_PX**2), np.float32)
        self._colours = np.zeros((2 * size, _COLOUR_BINS), np.float32)
        # Of the blocks of all frames before one.
        self._sums = np.zeros((2 * size + 1, self._blocks.shape[1]), np.float32)
        self._first = 0
        self._filled = 0

    @property
    def end(self) -> int:
        """Number of the next frame; the first one is 0."""
        return self._first + self._filled

    def append(self, signature: FrameSignature) -> None:
        """Add the next frame."""
        if self._filled == 2 * self._size:
            for table in (self._blocks, self._colours):
                table[: self._size] = table[self._size :]
            self._sums[: self._size + 1] = self._sums[self._size :] - self._sums[self._size]
            self._first += self._size
            self._filled = self._size
        self._blocks[self._filled] = signature.blocks
        self._colours[self._filled] = signature.colours
        np.add(self._sums[self._filled], signature.blocks, out=self._sums[self._filled + 1])
        self._filled += 1

    def distances(self, number: int, others: npt.NDArray[np.int64]) -> Floats:
        """Distances of a frame from others, float32 (N,) in [0, 1.3]: 0 for equal ones."""
        return self._distances(np.full_like(others, number), others)

    def across(self, number: int, reach: npt.NDArray[np.int64]) -> Floats:
        """Distances between the frames ``reach`` before and after a frame, float32 (N,) in [0, 1.3]."""
        return self._distances(number - reach, number + reach)

    def is_brightening(self, number: int, reach: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
        """Whether the frames before and after a frame show the same in another light, or nothing.

        So do the frames of a fade, and those of a camera that adapts to the light. bool (N,).
        """
        begin, end = self.blocks(number - reach), self.blocks(number + reach)
        begin, end = (one - one.mean(1, keepdims=True) for one in (begin, end))
        count = begin.shape[1]
        spreads = [np.sqrt(np.einsum("nc,nc->n", one, one) / count) for one in (begin, end)]
        is_same = np.einsum("nc,nc->n", begin, end) / count >= _SAME_PICTURE * spreads[0] * spreads[1]
        return np.asarray(is_same | (np.minimum(*spreads) < _BLANK))

    def blocks(self, numbers: npt.NDArray[np.int64]) -> Floats:
        """The blocks of some frames, float32 (N, 432), as a copy."""
        return self._blocks[numbers - self._first]

    def path_curvature(self, number: int, reach: npt.NDArray[np.int64]) -> Floats:
        """How far the path from the frames before a frame to those after it is from a straight line.

        In a dissolve every frame is a mixture of the two at its ends, in proportion to its place; where
        things move, it is not.

        Args:
            number: The frame in the middle.
            reach: How far the ends are away on either side, int64 (N,).

        Returns:
            What remains without the mixture, as a share of the difference of the ends, float32 (N,).
        """
        half = reach // 2
        offsets = np.stack([-reach, -half, np.zeros_like(reach), half, reach])
        begin, *between, end = self._smoothed(number + offsets, reach)
        difference = end - begin
        shares = ((reach + offsets) / (2 * reach)).astype(np.float32)[1:-1, :, None]
        remainder = np.abs(np.stack(between) - begin - shares * difference).mean((0, 2))
        return np.asarray(remainder / (np.abs(difference).mean(1) + _NOISE), np.float32)

    def _smoothed(self, numbers: npt.NDArray[np.int64], reach: npt.NDArray[np.int64]) -> Floats:
        """Mean blocks of the frames around some, float32 (K, N, 432) for numbers (K, N) and reaches (N,)."""
        at, sides = numbers - self._first, reach // _SMOOTHED_SHARE
        begin, end = np.maximum(at - sides, 0), np.minimum(at + sides + 1, self._filled)
        means = (self._sums[end] - self._sums[begin]) / (end - begin)[..., None]
        return np.asarray(means, np.float32)

    def _distances(self, some: npt.NDArray[np.int64], others: npt.NDArray[np.int64]) -> Floats:
        some, others = some - self._first, others - self._first
        blocks = np.abs(self._blocks[some] - self._blocks[others]).mean(1)
        # Bhattacharyya coefficient of the colour histograms: 1 where they are equal.
        overlap = np.einsum("nc,nc->n", self._colours[some], self._colours[others])
        # When an even surface grows lighter all its pixels change their bin at once; the blocks know better.
        moved = np.minimum(1 - overlap, _MOST_MOVED * blocks)
        return np.asarray(blocks + _HISTOGRAM_WEIGHT * moved, np.float32)


Luma = npt.NDArray[np.uint8]
"""Brightness, uint8 (H, W)."""

# ITU-R BT.601 luma in 256ths.
_LUMA_WEIGHTS = np.array([77, 150, 29], np.uint16)
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
