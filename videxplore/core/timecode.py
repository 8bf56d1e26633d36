"""Timecode: the frame-exact clock of editing programs, in exact arithmetic."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from videxplore.core.types import UNKNOWN_FRAME_RATE_HZ


def _ntsc(count: int) -> Fraction:
    return Fraction(count * 1000, 1001)


STANDARD_RATES_HZ = (
    *(_ntsc(24), Fraction(24), Fraction(25), _ntsc(30), Fraction(30)),
    *(_ntsc(48), Fraction(48), Fraction(50), _ntsc(60), Fraction(60)),
    *(Fraction(100), _ntsc(120), Fraction(120), _ntsc(240), Fraction(240)),
)
"""The rates that cameras record and editing programs count in. Source: SMPTE ST 12-1, ST 12-3."""

RATE_TOLERANCE = 4e-4
"""A rate this near (relatively) to another is the same, rounded: 23.976 and 24 differ by 0.001."""

_JITTER = 2e-3
"""A measured rate this near (relatively) to a standard one is that one: network cameras are this inexact."""

_NEAREST = 0.05
"""A rate that cannot be counted in is counted in the nearest standard one, up to this distance."""

_HIGHEST_RATE_HZ = 1000
"""More than this is the clock of a container, not a frame rate."""

_DROPPING_RATES_HZ = (_ntsc(30), _ntsc(60))
"""The rates that drop numbers unless a file says otherwise."""

_TIMECODE = re.compile(r"(-?)(\d{2,}):([0-5]\d):([0-5]\d)([:;.])(\d{2,3})")


def nominal_rate_hz(average_hz: Fraction | None, *others_hz: Fraction | None) -> Fraction:
    """The rate a video was recorded at, from what was measured.

    The average is wrong where frames are missing, where recording paused, and where stamps are inexact.

    Args:
        average_hz: Frames divided by length; None or 0 where unknown.
        others_hz: Further guesses, best first: that of most distances between frames, the slowest one that
            has a frame at each time stamp.

    Returns:
        A standard rate if one of them is near, else the average; 25 where nothing is known.
    """
    others = [rate for rate in others_hz if rate and 0 < rate <= _HIGHEST_RATE_HZ]
    average = average_hz if average_hz and 1 <= average_hz <= _HIGHEST_RATE_HZ else None
    # No average is above the rate at which every time stamp has a frame; some containers count fields.
    if average is not None and others and average > others[0] * Fraction(101, 100):
        average = None
    is_constant = average is not None and (
        not any(others_hz) or any(_is_same(rate, average) for rate in others[:1])
    )
    for rate in (average,) if is_constant else (average, *others):
        if rate is not None and (near := _nearest(rate, STANDARD_RATES_HZ, _JITTER)):
            return near
    if average is None:
        return next((rate for rate in others if rate >= 1), UNKNOWN_FRAME_RATE_HZ)
    near = None if is_constant else _nearest(average, STANDARD_RATES_HZ, _NEAREST)
    return near or average.limit_denominator(1001)


def _is_same(rate_hz: Fraction, other_hz: Fraction) -> bool:
    return abs(rate_hz - other_hz) <= RATE_TOLERANCE * other_hz


@lru_cache(maxsize=64)  # Asked for every number that is shown.
def countable_rate_hz(rate_hz: Fraction, rates_hz: tuple[Fraction, ...] = STANDARD_RATES_HZ) -> Fraction:
    """The rate among ``rates_hz`` (rising) in which frames that come at another rate are best counted.

    The rate itself; else its slowest whole multiple (12.5 becomes 25); else the fastest that it is a whole
    multiple of (where 60 is the last, 120 becomes 60); else the nearest; else the next faster whole one.
    """
    if same := _nearest(rate_hz, rates_hz, RATE_TOLERANCE):
        return same
    factors = [Fraction(multiple) for multiple in range(2, 61)]
    for factor in (*factors, *(1 / factor for factor in factors)):
        if same := _nearest(rate_hz * factor, rates_hz, RATE_TOLERANCE):
            return same
    faster = (rate for rate in rates_hz if rate >= rate_hz and rate.denominator == 1)
    return _nearest(rate_hz, rates_hz, _NEAREST) or next(faster, rates_hz[-1])


def _nearest(rate_hz: Fraction, rates_hz: Sequence[Fraction], tolerance: float) -> Fraction | None:
    rate = min(rates_hz, key=lambda rate: abs(rate - rate_hz))
    return rate if abs(rate - rate_hz) <= tolerance * rate else None


@dataclass(frozen=True, slots=True)
class Timecode:
    """How frames are counted and written at a rate.

    Drop-frame leaves out numbers, not frames, at the start of each minute but every tenth, so that the
    clock keeps up with real time.

    Attributes:
        rate_hz: The exact frame rate.
        drops_frames: Whether numbers are left out; only at multiples of 29.97.
    """

    rate_hz: Fraction
    drops_frames: bool = False

    @classmethod
    def of_rate(cls, rate_hz: Fraction) -> "Timecode":
        """The clock for frames that come at a rate, drop-frame at 29.97 and 59.94: 25 where it is not known.

        Args:
            rate_hz: Rounded rates such as 29.97 are understood.
        """
        if rate_hz <= 0:
            return cls(UNKNOWN_FRAME_RATE_HZ)
        rate = _nearest(rate_hz, STANDARD_RATES_HZ, RATE_TOLERANCE) or rate_hz
        return cls(rate, rate in _DROPPING_RATES_HZ)

    @property
    def count_rate_hz(self) -> Fraction:
        """The rate of the numbers: that of the frames, unless a second holds no whole number of them."""
        if self.rate_hz.denominator == 1 or (self.rate_hz * Fraction(1001, 1000)).denominator == 1:
            return self.rate_hz
        return countable_rate_hz(self.rate_hz)

    @property
    def frames_per_count(self) -> int:
        """Frames that a second of timecode counts: the rate, rounded up."""
        rate = self.count_rate_hz
        return -(-rate.numerator // rate.denominator)

    @property
    def frames_a_day(self) -> int:
        """Frames after which timecode begins again at 00:00:00:00."""
        return self.frame_of_number(24 * 3600 * self.frames_per_count, 24 * 60)

    def frame_at(self, time_s: float | Fraction) -> int:
        """The number of the frame that begins nearest to a time, counted from 0."""
        return round(Fraction(time_s) * self.rate_hz)

    def time_of(self, frame: int) -> Fraction:
        """The exact second at which a frame begins."""
        return frame / self.rate_hz

    def text(self, frame: int) -> str:
        """``HH:MM:SS:FF`` of a frame counted from 0; ``HH:MM:SS;FF`` where numbers are dropped.

        Above 100 frames a second, frame numbers have three digits.

        Raises:
            ValueError: If the frame is negative.
        """
        if frame < 0:
            raise ValueError(f"frames are counted from 0, not {frame}")
        number, separator = round(frame * self.count_rate_hz / self.rate_hz), ":"
        if self.drops_frames:
            number, separator = number + self._dropped_before(number), ";"
        seconds, frames = divmod(number, self.frames_per_count)
        digits = max(2, len(str(self.frames_per_count - 1)))
        return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}{separator}{frames:0{digits}}"

    def frame_of(self, text: str) -> int:
        """The frame that a timecode names, counted from 0.

        Raises:
            ValueError: If it is no timecode of this rate; among them the numbers that drop-frame leaves out.
        """
        match = _TIMECODE.fullmatch(text.strip())
        if match is None or match[1]:
            raise ValueError(f"{text!r} is not a timecode such as 01:02:03:04")
        hours, minutes, seconds, frames = (int(match[group]) for group in (2, 3, 4, 6))
        dropping = self.drops_frames and match[5] != ":"
        if frames >= self.frames_per_count or (dropping and self._is_dropped(minutes, seconds, frames)):
            raise ValueError(f"there is no frame {text} at {float(self.rate_hz):.3f} frames a second")
        number = (hours * 3600 + minutes * 60 + seconds) * self.frames_per_count + frames
        return self.frame_of_number(number, hours * 60 + minutes if dropping else 0)

    def frame_of_number(self, number: int, dropping_minutes: int) -> int:
        """The frame that has a number counted without dropping, after so many whole minutes."""
        if self.drops_frames:
            number -= self._dropped_a_minute * (dropping_minutes - dropping_minutes // 10)
        return round(number * self.rate_hz / self.count_rate_hz)

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


@dataclass(frozen=True, slots=True)
class SourceTimecode:
    """How the frames of a file are numbered: the timecode that was recorded with them.

    Attributes:
        rate_hz: The nominal frame rate, at which the file was recorded.
        start: Timecode of the first frame, such as ``10:00:00:00``, with ``;`` where numbers are dropped;
            empty where none was recorded.
    """

    rate_hz: Fraction
    start: str = ""

    @classmethod
    def of_recorded(cls, rate_hz: Fraction, text: str, counted: int = 0) -> "SourceTimecode":
        """The timecode that a file gives for its first frame, in frames of the file.

        Args:
            rate_hz: The nominal frame rate.
            text: What the file says; anything that is no timecode counts as none. A negative one is that long
                before midnight.
            counted: How many frames a second of ``text`` counts, where that is known: cameras that record 50
                frames a second may count 25.
        """
        match = _TIMECODE.fullmatch(text.strip())
        if match is None:
            return cls(rate_hz)
        hours, minutes, seconds, frames = (int(match[group]) for group in (2, 3, 4, 6))
        timecode = Timecode.of_rate(rate_hz)
        per_count = timecode.frames_per_count
        timecode = Timecode(timecode.rate_hz, match[5] != ":" and per_count % 30 == 0 and _is_ntsc(rate_hz))
        counted = counted or (per_count if frames < per_count else _count_above(frames))
        number = (hours * 3600 + minutes * 60 + seconds) * per_count + min(
            frames * per_count // counted, per_count - 1
        )
        frame = timecode.frame_of_number(number, hours * 60 + minutes)
        return cls(rate_hz, timecode.text((-frame if match[1] else frame) % timecode.frames_a_day))

    @property
    def timecode(self) -> Timecode:
        """How its frames are counted."""
        if not self.start:
            return Timecode.of_rate(self.rate_hz)
        return Timecode(Timecode.of_rate(self.rate_hz).rate_hz, ";" in self.start)

    @property
    def start_frame(self) -> int:
        """The number of the first frame; 0 where no timecode was recorded."""
        return self.timecode.frame_of(self.start) if self.start else 0

    def text_at(self, time_s: float) -> str:
        """The timecode of the frame that begins nearest to a time in seconds from the start of the file."""
        return self.text_of(max(0, self.timecode.frame_at(time_s)))

    def text_of(self, frame: int) -> str:
        """The timecode of a frame, counted from the start of the file; at midnight it begins again."""
        timecode = self.timecode
        if not self.start:
            return timecode.text(frame)
        return timecode.text((self.start_frame + frame) % timecode.frames_a_day)

    def time_of(self, text: str) -> float:
        """Seconds from the start of the file to a timecode, within a day after the first frame.

        Raises:
            ValueError: If it is no timecode of this rate.
        """
        timecode = self.timecode
        frame = timecode.frame_of(text)
        if self.start:
            frame = (frame - self.start_frame) % timecode.frames_a_day
        return float(timecode.time_of(frame))


def _is_ntsc(rate_hz: Fraction) -> bool:
    return Timecode.of_rate(rate_hz).rate_hz.denominator == 1001


def _count_above(frames: int) -> int:
    """The slowest usual count that has a frame of this number."""
    return next((count for count in (24, 25, 30, 48, 50, 60, 100, 120, 240) if count > frames), 1000)
