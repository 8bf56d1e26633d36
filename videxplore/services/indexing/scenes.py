"""Stored shots on their way to the analysis process."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scene:
    """A stored shot, as far as another network needs to know it.

    Attributes:
        shot_id: Its row.
        keyframes: ``(keyframe id, time_s)`` of its keyframes.
    """

    shot_id: int
    start_s: float
    end_s: float
    keyframes: tuple[tuple[int, float], ...]
