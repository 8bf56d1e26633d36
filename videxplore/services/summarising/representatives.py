"""Which picture stands for a group, and how much time each picture stands for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from videxplore.core.types import Keyframe, Shot, Vector
from videxplore.core.vectors import unit_rows

Labels = npt.NDArray[np.int64]
Values = npt.NDArray[np.float64]

STEADY_AFTER_S = 0.5
"""A picture this far from both cuts of its shot is free of the transition, as far as it can tell."""

SHARPNESS_WEIGHT = 0.7
CUT_WEIGHT = 0.25
"""How much sharpness and distance from cuts count beside centrality, which counts 1; found by measurement."""


@dataclass(frozen=True, eq=False)
class PictureQuality:
    """How presentable pictures are.

    Attributes:
        sharpness: float64 (N,), as stored.
        steadiness: float64 (N,): distance from the nearest cut, 1 where no transition can reach.
    """

    sharpness: Values
    steadiness: Values

    def among(self, rows: Labels) -> Values:
        """Quality of pictures ``rows`` int64 (M,) beside each other, float64 (M,): sharp, and away from cuts.

        Sharpness is compared within the rows only: a foggy scene is never as sharp as a brick wall.
        """
        sharpest = max(float(self.sharpness[rows].max()), 1e-9)
        quality: Values = (
            SHARPNESS_WEIGHT * self.sharpness[rows] / sharpest + CUT_WEIGHT * self.steadiness[rows]
        )
        return quality


def picture_quality(keyframes: Sequence[Keyframe], shots: Mapping[int, Shot]) -> PictureQuality:
    """How presentable keyframes are, given the shots they belong to, by id."""
    margins_s = np.array(
        [
            min(
                keyframe.time_s - shots[keyframe.shot_id].start_s,
                shots[keyframe.shot_id].end_s - keyframe.time_s,
            )
            for keyframe in keyframes
        ]
    )
    sharpness = np.array([keyframe.sharpness for keyframe in keyframes], np.float64)
    return PictureQuality(sharpness, np.clip(margins_s / STEADY_AFTER_S, 0.0, 1.0))


def choose_representative(members: Labels, vectors: Vector, spans_s: Values, quality: PictureQuality) -> int:
    """The member that is both typical of its group and presentable.

    Args:
        members: int64 (M,): rows of the group, M >= 1.
        vectors: Unit vectors float32 (N, D) of all pictures.
        spans_s: float64 (N,): seconds each picture stands for.
        quality: How presentable all pictures are.
    """
    centrality = centralities(vectors[members], spans_s[members])
    return int(members[int(np.argmax(centrality + quality.among(members)))])


def centralities(vectors: Vector, spans_s: Values) -> Values:
    """Cosine of each vector of a group, float32 (M, D), with the group's mean, float64 (M,).

    Args:
        vectors: Unit vectors.
        spans_s: float64 (M,): seconds each stands for, by which it counts for the mean.
    """
    centre: Values = np.average(vectors, axis=0, weights=np.maximum(spans_s, 1e-9))
    cosines: Values = vectors @ unit_rows(centre[None])[0]
    return cosines
