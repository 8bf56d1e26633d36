"""Exact times from a stream's time stamps."""

from fractions import Fraction

import av
from av.container import InputContainer
from av.video.stream import VideoStream

from videxplore.core.types import UNKNOWN_FRAME_RATE_HZ

_US = 1_000_000
# Containers that store decoding times only: presentation times made up from them come out of order.
_CONTAINERS_WITHOUT_PTS = {"avi"}
_USUAL_TIME_BASE = Fraction(1, 90_000)


def is_dts_only(container: InputContainer) -> bool:
    """Whether a container stores decoding times only."""
    return container.format.name in _CONTAINERS_WITHOUT_PTS


def frame_rate_hz(stream: VideoStream) -> Fraction:
    """The average frame rate of a stream, else the likeliest one."""
    known = stream.average_rate or stream.guessed_rate or stream.base_rate
    return Fraction(known) if known else UNKNOWN_FRAME_RATE_HZ


def frame_ticks(stream: VideoStream) -> int:
    """How many ticks the frames of a stream are apart on average, at least 1."""
    return max(1, round(1 / (frame_rate_hz(stream) * (stream.time_base or _USUAL_TIME_BASE))))


class StreamClock:
    """Turns time stamps into seconds from the container's start, strictly increasing in display order."""

    def __init__(self, container: InputContainer, stream: VideoStream) -> None:
        """Find time zero of a freshly opened container."""
        self.time_base = stream.time_base or _USUAL_TIME_BASE
        self.is_dts_only = is_dts_only(container)
        self.zero = self._zero(container, stream)
        self.frame_ticks = frame_ticks(stream)
        self._last: int | None = None

    def _zero(self, container: InputContainer, stream: VideoStream) -> Fraction:
        """Time zero in ticks of the stream; exact where the container's microseconds were rounded."""
        # None where the container does not say, although PyAV's types promise a number.
        start: int | None = container.start_time
        if start is None:
            return Fraction(stream.start_time or 0)
        zero = Fraction(start, _US) / self.time_base
        if stream.start_time is not None and abs(zero - stream.start_time) * self.time_base < Fraction(
            2, _US
        ):
            return Fraction(stream.start_time)
        return zero

    def restart(self) -> None:
        """Forget the last frame: decoding goes on from elsewhere."""
        self._last = None

    def tick(self, frame: av.VideoFrame) -> int:
        """The frame's time stamp, repaired where it is missing or goes backwards."""
        stamps = (frame.dts,) if self.is_dts_only else (frame.pts, frame.dts)
        for stamp in stamps:
            if stamp is not None and (self._last is None or stamp > self._last):
                self._last = stamp
                return stamp
        self._last = 0 if self._last is None else self._last + self.frame_ticks
        return self._last

    def seconds(self, tick: float | Fraction) -> float:
        """Seconds from time zero of a time stamp."""
        return float((Fraction(tick) - self.zero) * self.time_base)

    def ticks(self, time_s: float) -> int:
        """The last time stamp not after ``time_s``, which may have been rounded to microseconds."""
        exact = (Fraction(time_s) + Fraction(1, _US)) / self.time_base + self.zero
        return exact.numerator // exact.denominator
