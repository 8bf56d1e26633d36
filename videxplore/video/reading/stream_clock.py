"""Exact times from a stream's time stamps."""

from fractions import Fraction

import av
from av.container import InputContainer
from av.video.stream import VideoStream

from videxplore.core.types import UNKNOWN_FRAME_RATE_HZ
from videxplore.video.reading.opening import has_no_stamps

_US = 1_000_000
# Containers that store decoding times only: presentation times made up from them come out of order.
_CONTAINERS_WITHOUT_PTS = {"avi"}
# Containers whose stamps count frames; FFmpeg adds how far decoding runs ahead of showing.
_CONTAINERS_THAT_COUNT = {"gxf"}
_USUAL_TIME_BASE = Fraction(1, 90_000)
_MOST_ANNOUNCED = 256
"""Packets whose frames are waited for: more than any decoder holds."""


def is_dts_only(container: InputContainer) -> bool:
    """Whether a container stores decoding times only."""
    return container.format.name in _CONTAINERS_WITHOUT_PTS


def starts_with_first_frame(container: InputContainer) -> bool:
    """Whether time zero is the first frame, because a container has no presentation times of its own."""
    counts = container.format.name in _CONTAINERS_THAT_COUNT
    return counts or has_no_stamps(container) or is_dts_only(container)


def frame_rate_hz(stream: VideoStream) -> Fraction:
    """The average frame rate of a stream, else the likeliest one."""
    if has_no_stamps(stream.container) and stream.codec_context.framerate:
        # FFmpeg takes 25 a second as the average, whatever the stream says.
        return Fraction(stream.codec_context.framerate)
    known = stream.average_rate or stream.guessed_rate or stream.base_rate
    return Fraction(known) if known else UNKNOWN_FRAME_RATE_HZ


def frame_ticks(stream: VideoStream) -> int:
    """How many ticks the frames of a stream are apart on average, at least 1."""
    return max(1, round(1 / (frame_rate_hz(stream) * (stream.time_base or _USUAL_TIME_BASE))))


class StreamClock:
    """Turns time stamps into seconds from the container's start, strictly increasing in display order."""

    def __init__(
        self, container: InputContainer, stream: VideoStream, *, counts_frames: bool = False
    ) -> None:
        """Find time zero of a freshly opened container.

        Args:
            container: The file.
            stream: Its video stream.
            counts_frames: The stream has no time stamps; frames are counted as they come.
        """
        self.time_base = stream.time_base or _USUAL_TIME_BASE
        self.counts_frames = counts_frames
        self.is_dts_only = is_dts_only(container)
        self.starts_with_first_frame = starts_with_first_frame(container)
        self.zero = self._zero(container, stream)
        self.frame_ticks = frame_ticks(stream)
        self._stream = stream
        self._first = stream.start_time
        self._last: int | None = None
        # For a time stamp: how many frames and how many sync frames are to come with it.
        self._announced: dict[int, tuple[int, int]] = {}

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

    def restart(self, at: int = 0) -> None:
        """Forget the last frame: decoding goes on from elsewhere.

        Args:
            at: When the next frame is shown, if frames are counted.
        """
        self._last = at - self.frame_ticks if self.counts_frames else None
        self._announced.clear()

    def go_on_from(self, tick: int) -> None:
        """Count from a frame whose time was found otherwise."""
        self._last = tick

    def announce(self, stamp: int | None, *, is_sync: bool) -> None:
        """Note the presentation time of a packet before the frames of the one before it come out."""
        if stamp is None or self.is_dts_only or self.counts_frames:
            return
        frames, sync_frames = self._announced.get(stamp, (0, 0))
        self._announced[stamp] = frames + 1, sync_frames + is_sync
        if len(self._announced) > _MOST_ANNOUNCED:
            # Frames that were left out never come.
            last = stamp if self._last is None else self._last
            kept = [one for one in self._announced.items() if one[0] >= last]
            # Nor do those of packets that cannot be decoded: of them the newest half is kept.
            self._announced = dict(kept[-_MOST_ANNOUNCED // 2 :])

    def withdraw(self, stamp: int | None) -> None:
        """Note that a packet that was announced is not decoded."""
        if stamp is not None:
            self._following(stamp, is_sync=False)

    def _following(self, stamp: int, *, is_sync: bool) -> int:
        """How many frames with the same stamp are shown after one of those that were announced."""
        frames, sync_frames = self._announced.pop(stamp, (1, int(is_sync)))
        frames, sync_frames = frames - 1, max(0, sync_frames - is_sync)
        if frames > 0:
            self._announced[stamp] = frames, sync_frames
        # Frames that are shown before a sync frame may follow it in the file.
        return sync_frames if is_sync and self._stream.codec_context.has_b_frames else frames

    def tick(self, frame: av.VideoFrame) -> int:
        """The frame's time stamp, corrected where it is missing, equal to the next one's or goes backwards.

        Of frames with the same stamp the last one has it, and those before it are a tick apart: so each has
        the same time wherever decoding began.
        """
        last = self._last
        for stamp in self._stamps(frame):
            if stamp is None:
                continue
            following = self._following(stamp, is_sync=frame.key_frame)
            shown = stamp if stamp == self._first else stamp - following
            if last is None or shown > last:
                self._last = shown
                return shown
            if last - shown < self.frame_ticks:
                self._last = last + 1
                return self._last
        self._last = 0 if last is None else last + self.frame_ticks
        return self._last

    def _stamps(self, frame: av.VideoFrame) -> tuple[int | None, ...]:
        if self.counts_frames:
            return ()
        return (frame.dts,) if self.is_dts_only else (frame.pts, frame.dts)

    def seconds(self, tick: float | Fraction) -> float:
        """Seconds from time zero of a time stamp."""
        return float((Fraction(tick) - self.zero) * self.time_base)

    def ticks(self, time_s: float) -> int:
        """The last time stamp not after ``time_s``, which may have been rounded to microseconds."""
        exact = (Fraction(time_s) + Fraction(1, _US)) / self.time_base + self.zero
        return exact.numerator // exact.denominator
