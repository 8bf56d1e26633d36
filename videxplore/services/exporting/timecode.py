"""Timecode: the frame-exact clock of editing programs, in exact arithmetic."""

import re
from dataclasses import dataclass
from fractions import Fraction

from videxplore.core.types import UNKNOWN_FRAME_RATE_HZ

STANDARD_RATES_HZ = (
    Fraction(24000, 1001),
    Fraction(24),
    Fraction(25),
    Fraction(30000, 1001),
    Fraction(30),
    Fraction(48),
    Fraction(50),
    Fraction(60000, 1001),
    Fraction(60),
)
"""The rates editing programs count in. Source: SMPTE ST 12-1 and ST 12-3."""

RATE_TOLERANCE = 4e-4
"""A measured average this near (relatively) to a rate means that rate: 23.976 and 24 differ by 0.001."""

_TIMECODE = re.compile(r"(\d{2,}):([0-5]\d):([0-5]\d)([:;])(\d{2})")


@dataclass(frozen=True, slots=True)
class Timecode:
    """How frames are counted and written at one of the standard rates.

    At 29.97 and 59.94 the count is drop-frame: numbers, not frames, are left out at the start of each
    minute but every tenth, so that the clock keeps up with real time.

    Attributes:
        rate_hz: The exact frame rate.
    """

    rate_hz: Fraction

    @classmethod
    def of_video(cls, frame_rate_hz: Fraction) -> "Timecode":
        """The clock for a video of this average rate.

        A standard rate is kept. For any other the clock is the slowest standard one that has a frame for
        each of the video's frames: a whole multiple where there is one (12.5 becomes 25), else the next
        faster one.
        """
        if frame_rate_hz > 0:
            for multiple in range(1, 61):
                for rate_hz in STANDARD_RATES_HZ:
                    if abs(frame_rate_hz * multiple - rate_hz) <= RATE_TOLERANCE * rate_hz:
                        return cls(rate_hz)
            for rate_hz in STANDARD_RATES_HZ:
                if rate_hz >= frame_rate_hz:
                    return cls(rate_hz)
        return cls(STANDARD_RATES_HZ[-1] if frame_rate_hz > 0 else UNKNOWN_FRAME_RATE_HZ)

    @property
    def frames_per_count(self) -> int:
        """Frames that a second of timecode counts: the rate, rounded up."""
        return -(-self.rate_hz.numerator // self.rate_hz.denominator)

    @property
    def drops_frames(self) -> bool:
        """Whether numbers are left out to keep up with real time."""
        return self.rate_hz.denominator != 1 and self.frames_per_count % 30 == 0

    def frame_at(self, time_s: float | Fraction) -> int:
        """The number of the frame that begins nearest to a time, counted from 0."""
        return round(Fraction(time_s) * self.rate_hz)

    def time_of(self, frame: int) -> Fraction:
        """The exact second at which a frame begins."""
        return frame / self.rate_hz

    def text(self, frame: int) -> str:
        """``HH:MM:SS:FF`` of a frame counted from 0; ``HH:MM:SS;FF`` where numbers are dropped.

        Raises:
            ValueError: If the frame is negative.
        """
        if frame < 0:
            raise ValueError(f"frames are counted from 0, not {frame}")
        number, separator = frame, ":"
        if self.drops_frames:
            number, separator = frame + self._dropped_before(frame), ";"
        seconds, frames = divmod(number, self.frames_per_count)
        return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}{separator}{frames:02}"

    def frame_of(self, text: str) -> int:
        """The frame that a timecode names, counted from 0.

        Raises:
            ValueError: If it is no timecode of this rate; among them the numbers that drop-frame leaves out.
        """
        match = _TIMECODE.fullmatch(text.strip())
        if match is None:
            raise ValueError(f"{text!r} is not a timecode such as 01:02:03:04")
        hours, minutes, seconds, frames = (int(match[group]) for group in (1, 2, 3, 5))
        dropping = self.drops_frames and match[4] == ";"
        if frames >= self.frames_per_count or (dropping and self._is_dropped(minutes, seconds, frames)):
            raise ValueError(f"there is no frame {text} at {float(self.rate_hz):.3f} frames a second")
        number = (hours * 3600 + minutes * 60 + seconds) * self.frames_per_count + frames
        all_minutes = hours * 60 + minutes
        return number - self._dropped_a_minute * (all_minutes - all_minutes // 10) if dropping else number

    @property
    def _dropped_a_minute(self) -> int:
        return self.frames_per_count // 15

    def _is_dropped(self, minutes: int, seconds: int, frames: int) -> bool:
        return minutes % 10 != 0 and seconds == 0 and frames < self._dropped_a_minute

    def _dropped_before(self, frame: int) -> int:
        """How many numbers were left out before a frame.

        Source: SMPTE ST 12-1, section 5.2 (drop-frame counting).
        """
        per_minute = self.frames_per_count * 60 - self._dropped_a_minute
        per_ten_minutes = per_minute * 10 + self._dropped_a_minute
        tens, rest = divmod(frame, per_ten_minutes)
        minutes_after_first = max(rest - self._dropped_a_minute, 0) // per_minute
        return self._dropped_a_minute * (9 * tens + minutes_after_first)
