"""Times as the player and the timeline write and read them."""

import math
from fractions import Fraction

from videxplore.core.spans import clock_text
from videxplore.services.exporting.timecode import Timecode

__all__ = ["clock_text", "frame_number", "parse_time", "timecode_text"]


def frame_number(time_s: float, frame_rate_hz: Fraction) -> int:
    """The number of the frame that begins nearest to ``time_s``, counted from 0 at a constant frame rate.

    Containers round times to their own unit, in the worst case a millisecond.
    """
    return max(0, round(time_s * float(frame_rate_hz)))


def timecode_text(time_s: float, frame_rate_hz: Fraction) -> str:
    """The timecode an editing program would show: ``00:00:18:01``."""
    clock = Timecode.of_video(frame_rate_hz)
    return clock.text(max(0, clock.frame_at(time_s)))


def parse_time(text: str, frame_rate_hz: Fraction) -> float | None:
    """Seconds from what a person typed, or None where it is no time.

    Understands seconds (``75.5``), minutes and hours (``1:15.5``, ``0:01:15.5``), timecodes (``00:01:15:12``)
    and frame numbers (``f433``).
    """
    words = text.strip().lower()
    if "-" in words:
        return None
    try:
        if words.startswith("f"):
            return float(int(words[1:]) / frame_rate_hz) if frame_rate_hz > 0 else None
        if words.replace(";", ":").count(":") == 3:
            clock = Timecode.of_video(frame_rate_hz)
            return float(clock.time_of(clock.frame_of(words)))
        return _seconds(words)
    except (ValueError, OverflowError):
        return None


def _seconds(words: str) -> float | None:
    value = 0.0
    fields = words.split(":")
    for field in fields:
        value = value * 60 + float(field)
    return value if len(fields) <= 3 and math.isfinite(value) else None
