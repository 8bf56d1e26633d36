"""The parts that two videos share, with their offset and speed, fitted to thumbnails and cuts.

For each thumbnail of the first video the time at which the second one shows the same is measured, between the
steps too; where both have a cut, its time is known to the frame. A line through all these measurements, by
weighted least squares without outliers, gives offset and speed.
"""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from videxplore.services.searching.duplicates.alignment import (
    SAME,
    SAME_MOVEMENT,
    STEP_S,
    Footage,
    Overlap,
    Samples,
    Thumbs,
    overlap,
    overlap_at,
)

USUAL_SPEEDS = (1.0, 24 / 25, 25 / 24)
"""Film is shown four per cent faster on some television."""

SLOWEST, FASTEST = 0.78, 1.28

_REACH_STEPS = 6
"""Thumbnails are looked for this far from where they are expected."""

_MOST_THUMBNAILS = 400
_ROUNDS = 8
_THUMBNAIL_S, _CUT_S = 0.3, 0.03
"""Standard deviations of one measurement. Neighbouring thumbnails are not independent: theirs is doubled."""

_BLUNT = 0.02
"""A correlation that falls by less than this within a step does not say much about the time."""

_SPEED_DEVIATION = 0.05
"""How much the speed may change in one round, as a standard deviation."""

_FAR_S, _OUTLIERS_S, _CUT_OUTLIERS_S = 1.2, 0.3, (0.3, 0.15, 0.08)
"""Measurements further from the line are left out: while it is being found, then, and cuts in each round."""

_SAME_TIME_S = 0.05
"""A usual speed is taken where it differs from the fitted one by no more than this at both ends."""

_CHANCE = 36.0
"""Or where the fitted one describes N measurements better by a share of this / N only: three standard
deviations, as neighbouring measurements are not independent."""


@dataclass(frozen=True, slots=True, eq=False)
class _Measurements:
    """Times that show the same, float64 (N,) each: in the first video, in the second, and their weights."""

    first_s: Samples
    second_s: Samples
    weights: Samples

    def joined(self, other: "_Measurements") -> "_Measurements":
        return _Measurements(
            np.concatenate([self.first_s, other.first_s]),
            np.concatenate([self.second_s, other.second_s]),
            np.concatenate([self.weights, other.weights]),
        )

    def near(self, part: Overlap, limit_s: float) -> "_Measurements":
        """Those that a part explains."""
        kept = np.abs(self.second_s - part.speed * self.first_s - part.offset_s) <= limit_s
        return _Measurements(self.first_s[kept], self.second_s[kept], self.weights[kept])

    def chi_squared(self, offset_s: float, speed: float) -> float:
        """Sum of the weighted squares of what a line leaves unexplained."""
        return float((self.weights * (self.second_s - speed * self.first_s - offset_s) ** 2).sum())

    def offset_s(self, speed: float) -> float:
        """The offset that fits best at a speed."""
        return float(np.average(self.second_s - speed * self.first_s, weights=self.weights))

    def line(self, near_speed: float) -> tuple[float, float]:
        """Offset and speed that fit best; few or near measurements leave the speed as it is."""
        mean_s = np.average(self.first_s, weights=self.weights)
        away_s = self.first_s - mean_s
        change_s = self.second_s - near_speed * self.first_s
        change_s -= np.average(change_s, weights=self.weights)
        spread = (self.weights * away_s**2).sum() + _SPEED_DEVIATION**-2
        speed = near_speed + float((self.weights * away_s * change_s).sum() / spread)
        return self.offset_s(speed), speed


def fitted(first: Footage, second: Footage, part: Overlap) -> Overlap:
    """A part with its offset and speed fitted, and as long as it is with them."""
    best = part
    for _ in range(_ROUNDS):
        measured = _thumbnails(first, second, part)
        longer = _refit(first, second, part, measured.near(part, _FAR_S))
        if longer is None or _is_settled(part, longer):
            break
        part = longer
        if _weight(part) > _weight(best):
            best = part
    return _bounded(first, second, _fitted_to_cuts(first, second, best))


def _fitted_to_cuts(first: Footage, second: Footage, part: Overlap) -> Overlap:
    """A part whose thumbnails lie near their line, fitted to its cuts as well."""
    for limit_s in _CUT_OUTLIERS_S:
        measured = _thumbnails(first, second, part).near(part, _OUTLIERS_S)
        measured = measured.joined(_cuts(first, second, part).near(part, limit_s))
        part = _refit(first, second, part, measured) or part
    usual = _usual_speed(part, measured)
    at_usual = usual and overlap_at(first, second, part.zooms, measured.offset_s(usual), usual)
    return at_usual or part


def _refit(first: Footage, second: Footage, part: Overlap, measured: _Measurements) -> Overlap | None:
    if not len(measured.first_s):
        return None
    offset_s, speed = measured.line(part.speed)
    if not SLOWEST <= speed <= FASTEST:
        return None
    return overlap_at(first, second, part.zooms, offset_s, speed)


def _usual_speed(part: Overlap, measured: _Measurements) -> float | None:
    """The usual speed that describes the measurements as well as the fitted one."""
    if not len(measured.first_s):
        return None
    unexplained = measured.chi_squared(part.offset_s, part.speed)
    by_chance = unexplained * (1 + _CHANCE / len(measured.first_s))
    for usual in USUAL_SPEEDS:
        is_near = abs(usual - part.speed) * part.length_s / 2 <= _SAME_TIME_S
        if is_near or measured.chi_squared(measured.offset_s(usual), usual) <= by_chance:
            return usual
    return None


def _weight(part: Overlap) -> float:
    return part.length_s * part.correlation * part.movement


def _is_settled(before: Overlap, after: Overlap) -> bool:
    moved_s = [
        abs(before.second_s(time_s) - after.second_s(time_s)) for time_s in (after.start_s, after.end_s)
    ]
    return max(moved_s) < _CUT_S and after.length_s <= before.length_s


def _thumbnails(first: Footage, second: Footage, part: Overlap) -> _Measurements:
    """When the second video shows each thumbnail of the first."""
    start, end = round(part.start_s / STEP_S), round(part.end_s / STEP_S)
    rows = np.arange(start, end)[:: max(1, -(-(end - start) // _MOST_THUMBNAILS))]
    places = np.rint(rows * part.speed + part.offset_s / STEP_S).astype(np.int64)
    reach = np.arange(-_REACH_STEPS, _REACH_STEPS + 1)
    pictures = first.zoomed[part.zooms[0]][rows], second.zoomed[part.zooms[1]]
    correlations = np.stack([_correlations(*pictures, places + shift) for shift in reach], axis=1)
    best = np.clip(correlations.argmax(axis=1), 1, len(reach) - 2)
    every = np.arange(len(rows))
    before, there, after = (correlations[every, best + shift] for shift in (-1, 0, 1))
    # The top of the parabola through three correlations lies between the steps.
    bend = 2 * there - before - after
    shift_steps = np.clip(0.5 * (after - before) / np.maximum(bend, 1e-9), -1, 1)
    usable = (there >= SAME) & (bend > 0) & (before > -1) & (after > -1)
    weights = (2 * _THUMBNAIL_S * (1 + (_BLUNT / np.maximum(bend, 1e-9)))) ** -2
    times_s = (places + reach[best] + shift_steps) * STEP_S
    return _Measurements(rows[usable] * STEP_S, times_s[usable], weights[usable])


def _correlations(first: Thumbs, second: Thumbs, places: npt.NDArray[np.int64]) -> Samples:
    """Correlation of each thumbnail with that at a place of the second, -1 where there is none."""
    inside = (places >= 0) & (places < len(second))
    correlations = np.full(len(first), -1.0)
    correlations[inside] = np.einsum("nd,nd->n", first[inside], second[places[inside]])
    return correlations


def _cuts(first: Footage, second: Footage, part: Overlap) -> _Measurements:
    """Cuts of the part, each with the nearest one of the second video."""
    cuts_s = first.cuts_s[(first.cuts_s > part.start_s) & (first.cuts_s < part.end_s)]
    if not len(cuts_s) or not len(second.cuts_s):
        return _Measurements(np.empty(0), np.empty(0), np.empty(0))
    expected_s = part.speed * cuts_s + part.offset_s
    distances_s = np.abs(second.cuts_s[None, :] - expected_s[:, None])
    nearest_s = second.cuts_s[distances_s.argmin(axis=1)]
    return _Measurements(cuts_s, nearest_s, np.full(len(cuts_s), _CUT_S**-2))


def _bounded(first: Footage, second: Footage, part: Overlap) -> Overlap:
    """The part up to the ends of the files where it comes near them."""
    earliest_s = max(0.0, -part.offset_s / part.speed)
    latest_s = min(first.duration_s, (second.duration_s - part.offset_s) / part.speed)
    start_s = earliest_s if part.start_s - earliest_s <= 2 * STEP_S else part.start_s
    end_s = latest_s if latest_s - part.end_s <= 2 * STEP_S else part.end_s
    return replace(part, start_s=start_s, length_s=end_s - start_s)


_SPEED_STEP = 0.01
_MEASURED_SPEEDS = 3
"""Other speeds are measured at similar keyframes; so many are tried, this far apart at least."""

_LEAST_GAP_S = 4.0
_MEASURED_PAIRS = 300

SHORTEST_S = 1.0
_MOST_PARTS = 8

_SURELY_SAME, _SURELY_SAME_MOVEMENT = 0.9, 0.8
"""From here two parts are the same footage whatever a model says of their keyframes."""


@dataclass(frozen=True, slots=True)
class Alike:
    """Two similar keyframes of different videos."""

    first_s: float
    second_s: float
    cosine: float


def shared_parts(first: Footage, second: Footage, alike: list[Alike]) -> list[Overlap]:
    """The parts two videos share, one after the other: compilations share several."""
    parts: list[Overlap] = []
    left = alike
    while left and len(parts) < _MOST_PARTS:
        found = [
            part
            for speed in (*USUAL_SPEEDS, *_measured_speeds(left))
            if (part := overlap(first, second, [one.second_s - speed * one.first_s for one in left], speed))
        ]
        shortest_s = min(SHORTEST_S, 0.8 * min(first.duration_s, second.duration_s))
        found = [part for part in found if part.length_s >= shortest_s and part.movement >= SAME_MOVEMENT]
        if not found:
            break
        best = max((fitted(first, second, part) for part in found), key=_explained)
        parts.append(best)
        first = first.without(best.start_s, best.end_s)
        second = second.without(best.second_s(best.start_s), best.second_s(best.end_s))
        left = [one for one in left if not _is_explained(one, best)]
    return parts


def is_sure(part: Overlap) -> bool:
    """Whether thumbnails and movement of a part are nearly equal, and something moves in it."""
    return part.correlation >= _SURELY_SAME and _SURELY_SAME_MOVEMENT <= part.movement < 1


def _explained(part: Overlap) -> float:
    """How much a part explains; an unusual speed must explain clearly more than a usual one."""
    trust = 1 if part.speed == 1 else 0.9 if part.speed in USUAL_SPEEDS else 0.85
    return part.length_s * part.correlation * part.movement * trust


def _measured_speeds(alike: list[Alike]) -> list[float]:
    """The speeds at which most pairs of alike keyframes follow each other, other than the usual ones."""
    # Where a scene lasts, all its keyframes are alike: the best match of each says most.
    best: dict[float, Alike] = {}
    for one in alike:
        if one.first_s not in best or best[one.first_s].cosine < one.cosine:
            best[one.first_s] = one
    chosen = list(best.values())[:: -(-len(best) // _MEASURED_PAIRS)]
    first_s = np.array([one.first_s for one in chosen])
    second_s = np.array([one.second_s for one in chosen])
    gaps_s = first_s[None, :] - first_s[:, None]
    far = gaps_s >= _LEAST_GAP_S
    gaps_s, speeds = gaps_s[far], (second_s[None, :] - second_s[:, None])[far] / gaps_s[far]
    inside = (speeds >= SLOWEST) & (speeds <= FASTEST)
    gaps_s, speeds = gaps_s[inside], speeds[inside]
    found: list[float] = []
    # Pairs far apart measure a speed better than near ones.
    while len(speeds) and len(found) < _MEASURED_SPEEDS:
        edges = np.arange(SLOWEST, FASTEST + 2 * _SPEED_STEP, _SPEED_STEP / 2)
        weights = np.histogram(speeds, edges, weights=gaps_s)[0]
        place = int(np.convolve(weights, np.ones(2), "valid").argmax())
        near = (speeds >= edges[place]) & (speeds <= edges[place + 2])
        found.append(float(np.average(speeds[near], weights=gaps_s[near])))
        left = np.abs(speeds - found[-1]) > _SPEED_STEP
        gaps_s, speeds = gaps_s[left], speeds[left]
    return [speed for speed in found if min(abs(speed - usual) for usual in USUAL_SPEEDS) > _SPEED_STEP / 5]


def _is_explained(alike: Alike, part: Overlap) -> bool:
    """Whether two alike keyframes lie in a part that was found."""
    return part.start_s - 1 <= alike.first_s <= part.end_s + 1
