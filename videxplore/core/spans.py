"""Spans of videos that the user selected to export or summarise, times as text, and times from user input."""

import math
from dataclasses import dataclass

from videxplore.core.errors import UsageError
from videxplore.core.types import Moment, Shot, Video


@dataclass(frozen=True, slots=True)
class PlayerPosition:
    """Where the player is in a video, and what is marked there, in seconds.

    Attributes:
        time_s: Of the playhead.
        in_s: The in point; None where none is set.
        out_s: The out point, the end of its frame; None where none is set.
    """

    time_s: float
    in_s: float | None = None
    out_s: float | None = None


@dataclass(frozen=True, slots=True)
class SelectedSpan:
    """A part of a video [start_s, end_s), with a label if it has one.

    Attributes:
        time_s: The picture in it that stands for it; None for none in particular.
        similarity: Of the moment to what it was found by; None where it was not.
        rating: 1 to 5; 0 for none.
    """

    video: Video
    start_s: float
    end_s: float
    label: str = ""
    time_s: float | None = None
    similarity: float | None = None
    rating: int = 0

    @classmethod
    def of_shot(cls, video: Video, shot: Shot) -> "SelectedSpan":
        """A whole scene."""
        return cls(video, shot.start_s, shot.end_s)

    @classmethod
    def of_moment(cls, moment: Moment) -> "SelectedSpan":
        """The scene of a search result."""
        start_s, end_s = moment.start_s, moment.end_s
        return cls(moment.video, start_s, end_s, time_s=moment.time_s, similarity=moment.similarity)

    @property
    def still_s(self) -> float:
        """The time of the frame that represents it: its middle where none was chosen."""
        return (self.start_s + self.end_s) / 2 if self.time_s is None else self.time_s

    @property
    def words(self) -> str:
        """The span as the command line writes it."""
        return f"{self.video.path}@{self.start_s:g}-{self.end_s:g}"


def clock_text(time_s: float, decimals: int = 3) -> str:
    """Minutes and seconds, with hours where there are any: ``0:18.042``, ``1:02:03.500``."""
    units = 10**decimals
    total = round(max(0.0, time_s) * units)
    seconds, fraction = divmod(total, units)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    text = f"{hours}:{minutes:02d}:{seconds:02d}" if hours else f"{minutes}:{seconds:02d}"
    return f"{text}.{fraction:0{decimals}d}" if decimals else text


def checked_time_s(time_s: float) -> float:
    """The time, if a video can have it.

    Raises:
        UsageError: If it is negative or not finite.
    """
    if not (math.isfinite(time_s) and time_s >= 0):
        raise UsageError(f"{time_s:g} is not a time in a video: write seconds from its start.")
    return time_s
