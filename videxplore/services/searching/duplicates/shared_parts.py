"""The parts that two videos share: each is aligned at the keyframes that are similar."""

from dataclasses import dataclass

import numpy as np

from videxplore.services.searching.duplicates.alignment import SAME_MOVEMENT, Footage, Overlap, overlap
from videxplore.services.searching.duplicates.time_fit import FASTEST, SLOWEST, USUAL_SPEEDS, fitted

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
