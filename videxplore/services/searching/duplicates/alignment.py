"""Aligning two videos by the thumbnails of their strips."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image

from videxplore.core.types import Pixels

Thumbs = npt.NDArray[np.float32]
"""Small grey thumbnails, float32 (N, HEIGHT_PX, WIDTH_PX)."""

Samples = npt.NDArray[np.float64]

STEP_S = 0.25
"""Thumbnails are compared on a grid this fine, between them by interpolation."""

WIDTH_PX, HEIGHT_PX = 32, 18
SAME = 0.75
"""Correlation from which two thumbnails count as the same: re-encoded, brightened or scaled copies lie
above 0.9, other pictures of the same place mostly below 0.7 (measured)."""

_ZOOMS = (1.0, 0.92, 0.85)
"""How much of a frame's sides a crop may have left."""

_BLACK = 24
_FLAT = 3.0
"""Grey levels: darker is black, less contrast is nothing to compare."""

SAME_MOVEMENT = 0.5
"""Correlation from which two movements count as one."""

_STILL = 0.01
"""Thumbnails that change less than this, as the mean square of their differences, show nothing that moves."""

_LONGEST_GAP_STEPS = 4
"""Steps in which the thumbnails may differ, a flash or a subtitle, without ending a run."""


@dataclass(frozen=True, slots=True, eq=False)
class Footage:
    """What is compared of a video.

    Attributes:
        duration_s: Seconds that the thumbnails cover.
        zoomed: Thumbnails every ``STEP_S`` by the share of the picture they show, each brought to zero mean
            and unit length, float32 (N, HEIGHT_PX * WIDTH_PX).
        motion: How much the picture changes at each step, float64 (N,).
        cuts_s: When each shot but the first starts, to the frame, float64 (N,); empty if that is not known.
    """

    duration_s: float
    zoomed: dict[float, Thumbs]
    motion: Samples
    cuts_s: Samples

    def mirrored(self) -> "Footage":
        """The same, left and right exchanged."""
        flipped = {
            zoom: np.ascontiguousarray(
                thumbs.reshape(-1, HEIGHT_PX, WIDTH_PX)[:, :, ::-1].reshape(thumbs.shape)
            )
            for zoom, thumbs in self.zoomed.items()
        }
        return Footage(self.duration_s, flipped, self.motion, self.cuts_s)

    def without(self, start_s: float, end_s: float) -> "Footage":
        """The same, with nothing to compare in a part that has been explained."""
        span = slice(max(0, round(start_s / STEP_S)), max(0, round(end_s / STEP_S)))
        masked = {zoom: thumbs.copy() for zoom, thumbs in self.zoomed.items()}
        for thumbs in masked.values():
            thumbs[span] = 0
        return Footage(self.duration_s, masked, self.motion, self.cuts_s)


@dataclass(frozen=True, slots=True)
class Overlap:
    """A part that two videos share: time t of the first is time speed * t + offset_s of the second.

    Attributes:
        start_s: Where it starts in the first video.
        length_s: How long it is in the first video.
        correlation: Mean correlation of the thumbnails in it.
        movement: Correlation of what changes in it; 1 where nothing moves.
        zooms: Share of the picture's sides that is compared of the first video, and of the second.
    """

    start_s: float
    length_s: float
    offset_s: float
    speed: float
    correlation: float
    movement: float
    zooms: tuple[float, float]

    @property
    def end_s(self) -> float:
        """Where it ends in the first video."""
        return self.start_s + self.length_s

    def second_s(self, first_s: float) -> float:
        """The time in the second video that shows what the first one shows at a time."""
        return self.speed * first_s + self.offset_s


def footage(
    times_s: Samples, pictures: Sequence[Pixels], duration_s: float, cuts_s: Sequence[float] = ()
) -> Footage:
    """Prepare the thumbnails of a strip for comparison.

    Args:
        times_s: Their times, float64 (N,), ascending; at least one.
        pictures: uint8 (H, W, 3) each, all of one size.
        duration_s: Length of the video.
        cuts_s: When each shot but the first starts, where that is known to the frame.
    """
    greys = [Image.fromarray(picture).convert("L") for picture in pictures]
    box = _picture_box(greys)
    steps_s = np.arange(0, max(duration_s, STEP_S), STEP_S)
    zoomed = {}
    for zoom in _ZOOMS:
        small = [
            grey.resize((WIDTH_PX, HEIGHT_PX), Image.Resampling.BOX, _inner(box, zoom)) for grey in greys
        ]
        zoomed[zoom] = _interpolated(
            times_s, np.stack([np.asarray(one, np.float32) for one in small]), steps_s
        )
    change = np.abs(np.diff(zoomed[1.0], axis=0, append=zoomed[1.0][-1:])).mean(axis=1)
    normalised = {zoom: _normalised(thumbs) for zoom, thumbs in zoomed.items()}
    return Footage(duration_s, normalised, change, np.array(cuts_s, np.float64))


def highest_correlation(first: Sequence[Pixels], second: Sequence[Pixels]) -> float:
    """How well the best two of some thumbnails correlate, in [-1, 1].

    Args:
        first: uint8 (H, W, 3) each, of one video; at least one.
        second: Those of another video.
    """
    thumbs = []
    for pictures in (first, second):
        greys = [Image.fromarray(picture).convert("L") for picture in pictures]
        small = [grey.resize((WIDTH_PX, HEIGHT_PX), Image.Resampling.BOX) for grey in greys]
        thumbs.append(_normalised(np.stack([np.asarray(one, np.float32).ravel() for one in small])))
    return float((thumbs[0] @ thumbs[1].T).max())


def overlap(first: Footage, second: Footage, offsets_s: Sequence[float], speed: float) -> Overlap | None:
    """The longest part that two videos share near one of these offsets; None when there is none.

    Where nothing moves every offset fits equally; so steps count by how much moves in them, and the offset at
    which the movements fit best is chosen last.
    """
    best: tuple[float, int, int, int, float, float] | None = None
    tried = sorted({round(offset_s / STEP_S) + nudge for offset_s in offsets_s for nudge in range(-6, 7, 2)})
    zooms = [(zoom, 1.0) for zoom in _ZOOMS] + [(1.0, zoom) for zoom in _ZOOMS[1:]]
    for first_zoom, second_zoom in zooms:
        for steps in tried:
            found = _run(first.zoomed[first_zoom], second.zoomed[second_zoom], steps, speed, first.motion)
            if found is not None and (best is None or found[0] > best[0] * 1.001):
                best = (*found, steps, first_zoom, second_zoom)
    if best is None:
        return None
    _, start, length, steps, first_zoom, second_zoom = best
    pictures = first.zoomed[first_zoom], second.zoomed[second_zoom]
    fitted = [
        (*fit, steps + nudge)
        for nudge in sorted(range(-4, 5), key=abs)
        if (fit := _fit(*pictures, start, length, steps + nudge, speed)) is not None
    ]
    movement, correlation, steps = max(fitted, key=lambda one: one[0] + one[1])
    return Overlap(
        start * STEP_S,
        length * STEP_S,
        steps * STEP_S,
        speed,
        correlation,
        movement,
        (first_zoom, second_zoom),
    )


def overlap_at(
    first: Footage, second: Footage, zooms: tuple[float, float], offset_s: float, speed: float
) -> Overlap | None:
    """The longest part that two videos share at exactly this offset and speed; None when there is none."""
    pictures = first.zoomed[zooms[0]], second.zoomed[zooms[1]]
    found = _run(*pictures, offset_s / STEP_S, speed, first.motion)
    if found is None:
        return None
    _, start, length = found
    fit = _fit(*pictures, start, length, offset_s / STEP_S, speed)
    if fit is None:
        return None
    movement, correlation = fit
    return Overlap(start * STEP_S, length * STEP_S, offset_s, speed, correlation, movement, zooms)


def share_alike(first: Footage, second: Footage, start_s: float, end_s: float) -> float:
    """In how much of a part of two videos the thumbnails of the same times are alike.

    Steps in which both are blank say nothing, nor do those behind the end of one.
    """
    mine, theirs = first.zoomed[1.0], second.zoomed[1.0]
    count = min(len(mine), len(theirs), math.ceil(end_s / STEP_S) + 1)
    rows = slice(min(count, max(0, math.floor(start_s / STEP_S))), count)
    says = mine[rows].any(axis=1) | theirs[rows].any(axis=1)
    alike = np.einsum("nd,nd->n", mine[rows], theirs[rows]) >= SAME
    return float(alike[says].mean()) if says.any() else 1.0


def _fit(
    first: Thumbs, second: Thumbs, start: int, length: int, offset_steps: float, speed: float
) -> tuple[float, float] | None:
    """How well movement and thumbnails of a run correlate at an offset; None when it hardly lies in both."""
    rows = np.arange(start, start + length)
    others = np.rint(rows * speed + offset_steps).astype(np.int64)
    inside = (others >= 0) & (others < len(second))
    if np.count_nonzero(inside) < max(2, 0.8 * length):
        return (1.0, float(first[rows[0]] @ second[others[0]])) if length == 1 and inside[0] else None
    mine, theirs = first[rows[inside]], second[others[inside]]
    correlation = float(np.einsum("nd,nd->n", mine, theirs).mean())
    # What stays the same all the time says where it was filmed, not that it is the same footage.
    mine, theirs = mine - mine.mean(axis=0), theirs - theirs.mean(axis=0)
    energies = float((mine**2).sum()) / len(mine), float((theirs**2).sum()) / len(theirs)
    if max(energies) < _STILL:
        return 1.0, correlation
    shared_energy = float((mine * theirs).sum()) / len(mine)
    return shared_energy / max(math.sqrt(energies[0] * energies[1]), 1e-9), correlation


def _run(
    first: Thumbs, second: Thumbs, offset_steps: float, speed: float, motion: Samples
) -> tuple[float, int, int] | None:
    """Score, start and length (in steps) of the best run at one offset."""
    rows = np.arange(len(first))
    others = np.rint(rows * speed + offset_steps).astype(np.int64)
    inside = (others >= 0) & (others < len(second))
    rows, others = rows[inside], others[inside]
    if not len(rows):
        return None
    correlations = np.einsum("nd,nd->n", first[rows], second[others])
    best = None
    for start, end in _runs(correlations >= SAME):
        alike = correlations[start:end]
        weights = 0.2 + motion[rows[start:end]]
        score = float((weights * (alike - SAME / 2)).sum())
        if best is None or score > best[0]:
            best = (score, int(rows[start]), end - start)
    return best


def _runs(alike: npt.NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Stretches [start, end) of similarity; short gaps do not end one."""
    places = np.flatnonzero(alike)
    if not len(places):
        return []
    breaks = np.flatnonzero(np.diff(places) > _LONGEST_GAP_STEPS)
    starts = [int(places[0]), *(int(places[cut + 1]) for cut in breaks)]
    ends = [*(int(places[cut]) + 1 for cut in breaks), int(places[-1]) + 1]
    return list(zip(starts, ends, strict=True))


def _picture_box(greys: Sequence[Image.Image]) -> tuple[float, float, float, float]:
    """The part that is ever brighter than black: left, top, right, bottom."""
    brightest = np.max([np.asarray(grey) for grey in greys], axis=0)
    # A few bright specks, such as noise of the encoding in a bar, do not count as content.
    rows = np.flatnonzero(np.quantile(brightest, 0.8, axis=1) > _BLACK)
    columns = np.flatnonzero(np.quantile(brightest, 0.8, axis=0) > _BLACK)
    if len(rows) < brightest.shape[0] // 3 or len(columns) < brightest.shape[1] // 3:
        return 0, 0, brightest.shape[1], brightest.shape[0]
    return float(columns[0]), float(rows[0]), float(columns[-1] + 1), float(rows[-1] + 1)


def _inner(box: tuple[float, float, float, float], zoom: float) -> tuple[float, float, float, float]:
    left, top, right, bottom = box
    margin_x, margin_y = (right - left) * (1 - zoom) / 2, (bottom - top) * (1 - zoom) / 2
    return left + margin_x, top + margin_y, right - margin_x, bottom - margin_y


def _interpolated(times_s: Samples, thumbs: Thumbs, steps_s: Samples) -> Thumbs:
    """Thumbnails at the steps, float32 (N, HEIGHT_PX * WIDTH_PX)."""
    flat = thumbs.reshape(len(thumbs), -1)
    after = np.clip(np.searchsorted(times_s, steps_s), 1, max(len(times_s) - 1, 1))
    if len(times_s) == 1:
        return np.repeat(flat, len(steps_s), axis=0)
    before = after - 1
    share = np.clip((steps_s - times_s[before]) / np.maximum(times_s[after] - times_s[before], 1e-6), 0, 1)
    mixed: Thumbs = (flat[before] * (1 - share)[:, None] + flat[after] * share[:, None]).astype(np.float32)
    return mixed


def _normalised(thumbs: Thumbs) -> Thumbs:
    """Zero mean and unit length: brightness and contrast no longer count; flat ones resemble nothing."""
    centred = thumbs - thumbs.mean(axis=1, keepdims=True)
    lengths = np.linalg.norm(centred, axis=1, keepdims=True)
    scaled: Thumbs = np.where(
        lengths > _FLAT * np.sqrt(thumbs.shape[1]), centred / np.maximum(lengths, 1e-6), 0
    ).astype(np.float32)
    return scaled
