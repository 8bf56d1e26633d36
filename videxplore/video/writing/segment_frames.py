"""Which frames of a video a segment of it shows, and how long."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

import av

from videxplore.video.frames.interlacing import Neighbours
from videxplore.video.reading.decoding import StreamDecoder
from videxplore.video.writing.stream_copy import CopySpan

Segment = tuple[float, float]
"""Start and end in seconds."""

_LONGEST_WHOLE_FRAME_S = Fraction(11, 100)
"""Frames that stay longer, those of ten a second do not, are cut where a segment begins and ends."""

_LEAST_SHARE = Fraction(1, 4)
"""How much of a frame must lie within an exact segment for it to be shown, unless it is a long one."""

_COPY_TOLERANCE_S = Fraction(1, 1000)
_TIME_TOLERANCE_S = 1e-6


class SegmentFrames:
    """The frames of segments of one video."""

    def __init__(self, decoder: StreamDecoder, *, is_exact: bool) -> None:
        """Read from a decoder.

        Args:
            decoder: The source.
            is_exact: Whether the first and the last frame are shown only as long as they are in the segment;
                otherwise only long ones are cut.
        """
        self.decoder = decoder
        time_base = decoder.clock.time_base
        # Clocks that count slow frames have nothing between them.
        self._can_cut = time_base <= _LONGEST_WHOLE_FRAME_S
        self._is_exact = is_exact and self._can_cut
        self._longest_whole = _LONGEST_WHOLE_FRAME_S / time_base

    def can_copy(self, spans: Sequence[CopySpan], segments: Sequence[Segment]) -> bool:
        """Whether spans of whole frames show the segments as :meth:`of` does."""
        return not self._can_cut or all(
            self._is_whole(span.first, first, first) and self._is_whole(span.end, end, end - 1)
            for span, (first, end) in zip(spans, map(self._borders, segments), strict=True)
        )

    def _is_whole(self, border: int, asked: int, inside: int) -> bool:
        """Whether a segment that is to begin or end at a tick does so at the border of a frame."""
        if abs(border - asked) <= 1 + _COPY_TOLERANCE_S / self.decoder.clock.time_base:
            return True
        if self._is_exact:
            return False
        shown = next(self._on_screen(inside, inside), None)
        return shown is None or shown[1] - shown[0] <= self._longest_whole

    def of(self, segment: Segment) -> Iterator[tuple[int, int, av.VideoFrame, Neighbours]]:
        """Frames of a segment with the ticks at which they come and go, and those around them."""
        first, end = self._borders(segment)
        last = self.decoder.clock.ticks(segment[1] - 2 * _TIME_TOLERANCE_S)
        for begin, until, frame, neighbours in self._on_screen(first, last):
            is_long = self._can_cut and until - begin > self._longest_whole
            if not is_long and not self._is_exact:
                yield begin, until, frame, neighbours
                continue
            shown_from, shown_until = max(begin, first), min(until, end)
            is_shown = is_long or shown_until - shown_from >= _LEAST_SHARE * (until - begin)
            if is_shown and shown_from < shown_until:
                yield shown_from, shown_until, frame, neighbours

    def _borders(self, segment: Segment) -> tuple[int, int]:
        clock = self.decoder.clock
        return clock.ticks(max(0.0, segment[0])), clock.ticks(segment[1])

    def _on_screen(self, first: int, last: int) -> Iterator[tuple[int, int, av.VideoFrame, Neighbours]]:
        """The frame on screen at a tick and those that follow up to another one, whole."""
        before: av.VideoFrame | None = None
        held: tuple[int, av.VideoFrame] | None = None
        for tick, frame in self.decoder.stamped_from(first):
            if held is not None:
                yield held[0], tick, held[1], Neighbours(before, frame)
                before = held[1]
            held = tick, frame
            if tick > last:
                return
        if held is not None:
            yield held[0], self._end(*held), held[1], Neighbours(before)

    def _end(self, tick: int, frame: av.VideoFrame) -> int:
        """Where the last frame of the video ends."""
        known = self.decoder.last_tick
        if known is not None and known > tick:
            return known
        return tick + (frame.duration or self.decoder.clock.frame_ticks)
