"""Analyses made up for tests of the catalogue and of what is built on it."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

import numpy as np

from videxplore.core.types import (
    ClipAnalysis,
    Depth,
    KeyframeAnalysis,
    Prediction,
    ShotAnalysis,
    Space,
    Vector,
    VideoAnalysis,
    VideoProperties,
)

APPEARANCE = Space("looks@1", "appearance", 8, "looks")
MOTION = Space("moves@1", "motion", 4, "moves")
SHOT_S = 2.0


def unit(seed: int, dim: int = APPEARANCE.dim) -> Vector:
    """A random unit vector float32 (dim,)."""
    vector = np.random.default_rng(seed).normal(size=dim).astype(np.float32)
    return vector / np.float32(np.linalg.norm(vector))


def properties(duration_s: float) -> VideoProperties:
    return VideoProperties(duration_s, Fraction(24000, 1001), 320, 180, 90, "h264", "yuv420p", True)


def keyframe(
    time_s: float, vector: Vector, space: Space = APPEARANCE, label: str = "cat"
) -> KeyframeAnalysis:
    prediction = Prediction(label, 0.75, "object", space.backbone)
    return KeyframeAnalysis(time_s, 12.5, b"jpeg", {space.name: vector}, (prediction,))


def clip(start_s: float, end_s: float, vector: Vector, label: str = "jumping") -> ClipAnalysis:
    prediction = Prediction(label, 0.5, "pretrained", MOTION.backbone)
    return ClipAnalysis(start_s, end_s, {MOTION.name: vector}, (prediction,))


def analysis(
    shots: Sequence[Sequence[Vector]],
    *,
    space: Space = APPEARANCE,
    motions: Mapping[int, Vector] | None = None,
    depth: Depth = Depth.FULL,
    warnings: tuple[str, ...] = (),
) -> VideoAnalysis:
    """Shots of two seconds; each has one keyframe for each of its vectors, spread evenly over it.

    Args:
        shots: Vectors of the keyframes, shot by shot.
        space: What the vectors lie in.
        motions: Vectors float32 (4,) of one clip for a shot, by the shot's number.
    """
    motions = motions or {}
    made = []
    for number, vectors in enumerate(shots):
        start_s = number * SHOT_S
        step_s = SHOT_S / len(vectors)
        frames = tuple(
            keyframe(start_s + (place + 0.5) * step_s, vector, space) for place, vector in enumerate(vectors)
        )
        clips = (clip(start_s, start_s + SHOT_S, motions[number]),) if number in motions else ()
        made.append(ShotAnalysis(start_s, start_s + SHOT_S, frames, clips))
    spaces = (space, MOTION) if motions else (space,)
    return VideoAnalysis(properties(len(shots) * SHOT_S), depth, tuple(made), spaces, (), warnings)
