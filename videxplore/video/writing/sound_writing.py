"""The sound of a file being written: joined from segments of another file, in step with the frames."""

from collections.abc import Iterator
from fractions import Fraction

import av
import numpy as np
from av.audio.stream import AudioStream
from av.container import OutputContainer

from videxplore.core.limits import LONGEST_WRITTEN_SILENCE_S, SILENCE_BLOCK_S
from videxplore.video.audio import CHANNELS, SAMPLE_RATE_HZ, AudioReader, Samples
from videxplore.video.writing.copied_streams import keep_description

FADE_S = 0.05
"""Sound fades this long on each side of a join, so that it does not click."""

_FADE_SAMPLES = round(FADE_S * SAMPLE_RATE_HZ)
_BLOCK_SAMPLES = round(SILENCE_BLOCK_S * SAMPLE_RATE_HZ)
_LONGEST_SILENCE_SAMPLES = round(LONGEST_WRITTEN_SILENCE_S * SAMPLE_RATE_HZ)


class SoundWriter:
    """An audio stream filled segment by segment.

    Sample counts follow from the frames' exact times on the new file's clock, so they never drift apart.
    """

    def __init__(self, output: OutputContainer, codec: str, reader: AudioReader) -> None:
        """Add the stream to a file whose header is not written yet."""
        stream = output.add_stream(codec, rate=SAMPLE_RATE_HZ, layout="stereo")
        if not isinstance(stream, AudioStream):
            raise TypeError(f"{codec} is no audio codec")
        keep_description(reader.stream, stream, output)
        self._output = output
        self._stream = stream
        self._reader: AudioReader | None = reader
        self._written = 0
        self._source: Iterator[tuple[int, Samples]] = iter(())
        # Sound of the segment that is not written yet, after its beginning; how far the segment is written.
        self._ahead: tuple[int, Samples] | None = None
        self._position = 0
        self._fade_in_left = 0

    def read_from(self, reader: AudioReader | None) -> None:
        """Take the next segments from another file; None for silence."""
        self._reader = reader

    def begin_segment(self, start_s: float, end_s: float, *, fades_in: bool) -> None:
        """Go on with the source's sound from ``start_s``; it is needed until about ``end_s``."""
        self._source = iter(()) if self._reader is None else self._reader.placed(start_s, end_s)
        self._ahead, self._position = next(self._source, None), 0
        self._fade_in_left = _FADE_SAMPLES if fades_in else 0

    def write_until(self, time_s: Fraction) -> None:
        """Write sound up to a moment of the new file, short of what a fade may still need."""
        count = int(time_s * SAMPLE_RATE_HZ) - 2 * _FADE_SAMPLES - self._written
        if count >= _FADE_SAMPLES:
            self._write_next(count)

    def end_segment(self, time_s: Fraction, *, fades_out: bool) -> None:
        """Write the rest of a segment that ends at a moment of the new file."""
        count = max(0, round(time_s * SAMPLE_RATE_HZ) - self._written)
        fading = min(_FADE_SAMPLES, count) if fades_out else 0
        self._write_next(count - fading)
        self._write(self._take(fading) * np.linspace(1, 0, fading, dtype=np.float32)[:, None])

    def finish(self) -> None:
        """Write what the encoder still holds."""
        self._output.mux(self._stream.encode(None))

    def _write_next(self, count: int) -> None:
        """Write the next samples of the segment in blocks, and a gap in place of a long silence."""
        while count > 0:
            silent = count if self._ahead is None else min(count, self._ahead[0] - self._position)
            if silent > _LONGEST_SILENCE_SAMPLES:
                part = silent
                self._position += part
                self._written += part
            else:
                part = min(count, _BLOCK_SAMPLES)
                self._write(self._take(part))
            count -= part

    def _take(self, count: int) -> Samples:
        """The next samples of the segment, float32 (count, 2); silence where it has none."""
        taken = np.zeros((count, CHANNELS), np.float32)
        start, end = self._position, self._position + count
        while self._ahead is not None and self._ahead[0] < end:
            begin, samples = self._ahead
            used = samples[: end - begin]
            taken[begin - start : begin - start + len(used)] = used
            rest = samples[len(used) :]
            self._ahead = (end, rest) if len(rest) else next(self._source, None)
        self._position = end
        return self._faded_in(taken)

    def _faded_in(self, samples: Samples) -> Samples:
        count = min(self._fade_in_left, len(samples))
        if count:
            first = _FADE_SAMPLES - self._fade_in_left
            ramp = np.arange(first, first + count, dtype=np.float32) / _FADE_SAMPLES
            samples[:count] *= ramp[:, None]
            self._fade_in_left -= count
        return samples

    def _write(self, samples: Samples) -> None:
        if not len(samples):
            return
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(samples.T), format="fltp", layout="stereo")
        frame.sample_rate = SAMPLE_RATE_HZ
        frame.time_base = Fraction(1, SAMPLE_RATE_HZ)
        frame.pts = self._written
        self._written += len(samples)
        self._output.mux(self._stream.encode(frame))
