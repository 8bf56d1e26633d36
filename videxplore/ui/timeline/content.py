"""What the timeline draws, as plain values."""

from bisect import bisect_right
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from videxplore.core.types import UNKNOWN_FRAME_RATE_HZ, Shot
from videxplore.services.recognition import LabelledSpan

Peaks = npt.NDArray[np.float32]
"""Loudest sample of each stretch of sound, float32 (N,) in [0, 1]."""


@dataclass(frozen=True, slots=True)
class HeatSpan:
    """How much [start_s, end_s) resembles the query: ``strength`` in [0, 1]."""

    start_s: float
    end_s: float
    strength: float


@dataclass(frozen=True, slots=True, eq=False)
class Waveform:
    """The loudness of the sound over the whole video.

    Attributes:
        peaks: Loudest sample of each stretch, float32 (N,) in [0, 1].
        stretch_s: Length of a stretch.
    """

    peaks: Peaks
    stretch_s: float


@dataclass(frozen=True, slots=True, eq=False)
class TimelineContent:
    """Everything the timeline knows of one video.

    Attributes:
        shots: The scenes, in time order.
        ribbon: Actions or objects, in time order.
        heat: Where the query recurs.
        bookmarks_s: Marked moments, in time order.
        waveform: None for silent videos, and until it is measured.
        is_coming: Whether pictures and scenes can still come: a video is open and it could be read.
    """

    duration_s: float = 0.0
    frame_rate_hz: Fraction = UNKNOWN_FRAME_RATE_HZ
    aspect: float = 16 / 9
    has_sound: bool = False
    shots: tuple[Shot, ...] = ()
    ribbon: tuple[LabelledSpan, ...] = ()
    heat: tuple[HeatSpan, ...] = ()
    bookmarks_s: tuple[float, ...] = ()
    in_s: float | None = None
    out_s: float | None = None
    waveform: Waveform | None = None
    is_coming: bool = False
    shot_starts_s: tuple[float, ...] = field(init=False)

    def __post_init__(self) -> None:
        """Keep the starts of the scenes for quick look-up."""
        object.__setattr__(self, "shot_starts_s", tuple(shot.start_s for shot in self.shots))

    @property
    def frame_s(self) -> float:
        """Length of one frame."""
        return float(1 / self.frame_rate_hz) if self.frame_rate_hz > 0 else 0.04

    def shot_at(self, time_s: float) -> Shot | None:
        """The scene at a moment."""
        number = bisect_right(self.shot_starts_s, time_s) - 1
        if number < 0:
            return None
        shot = self.shots[number]
        last = number == len(self.shots) - 1
        return shot if time_s < shot.end_s or last else None

    def label_at(self, time_s: float) -> LabelledSpan | None:
        """What was recognised at a moment."""
        number = bisect_right(self.ribbon, time_s, key=lambda span: span.start_s) - 1
        if number < 0 or time_s >= self.ribbon[number].end_s:
            return None
        return self.ribbon[number]
