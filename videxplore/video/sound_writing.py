"""The sound of a file being written: joined from segments of another file, in step with the pictures."""

from collections.abc import Iterator
from fractions import Fraction

import av
import numpy as np
from av.audio.stream import AudioStream
from av.container import OutputContainer

from videxplore.video.audio import CHANNELS, SAMPLE_RATE_HZ, AudioReader, Samples

FADE_S = 0.05
"""Sound fades this long on each side of a join, so that it does not click."""

_FADE_SAMPLES = round(FADE_S * SAMPLE_RATE_HZ)


class SoundTrack:
    """An audio stream filled segment by segment.

    Sample counts follow from the pictures' exact times on the new file's clock, so they never drift apart.
    """

    def __init__(self, output: OutputContainer, codec: str, reader: AudioReader) -> None:
        """Add the stream to a file whose header is not written yet."""
        stream = output.add_stream(codec, rate=SAMPLE_RATE_HZ, layout="stereo")
        if not isinstance(stream, AudioStream):
            raise TypeError(f"{codec} is no audio codec")
        self._output = output
        self._stream = stream
        self._reader = reader
        self._written = 0
        self._source: Iterator[Samples] = iter(())
        self._rest: Samples = np.zeros((0, CHANNELS), np.float32)
        self._fade_in_left = 0

    def begin_segment(self, start_s: float, end_s: float, *, fades_in: bool) -> None:
        """Go on with the source's sound from ``start_s``; it is needed until about ``end_s``."""
        self._source = self._reader.continuous(start_s, end_s)
        self._rest = np.zeros((0, CHANNELS), np.float32)
        self._fade_in_left = _FADE_SAMPLES if fades_in else 0

    def write_until(self, time_s: Fraction) -> None:
        """Write sound up to a moment of the new file, short of what a fade may still need."""
        count = int(time_s * SAMPLE_RATE_HZ) - 2 * _FADE_SAMPLES - self._written
        if count >= _FADE_SAMPLES:
            self._write(self._take(count))

    def end_segment(self, time_s: Fraction, *, fades_out: bool) -> None:
        """Write the rest of a segment that ends at a moment of the new file."""
        samples = self._take(max(0, round(time_s * SAMPLE_RATE_HZ) - self._written))
        if fades_out:
            count = min(_FADE_SAMPLES, len(samples))
            samples[len(samples) - count :] *= np.linspace(1, 0, count, dtype=np.float32)[:, None]
        self._write(samples)

    def finish(self) -> None:
        """Write what the encoder still holds."""
        self._output.mux(self._stream.encode(None))

    def _take(self, count: int) -> Samples:
        """The next samples of the source, float32 (count, 2); silence where it has ended."""
        parts, have = [self._rest], len(self._rest)
        while have < count:
            block = next(self._source, None)
            if block is None:
                block = np.zeros((count - have, CHANNELS), np.float32)
            parts.append(block)
            have += len(block)
        joined = np.concatenate(parts)
        self._rest = joined[count:]
        return self._faded_in(joined[:count])

    def _faded_in(self, samples: Samples) -> Samples:
        count = min(self._fade_in_left, len(samples))
        if count:
            first = _FADE_SAMPLES - self._fade_in_left
            ramp = np.arange(first, first + count, dtype=np.float32) / _FADE_SAMPLES
            samples = samples.copy()
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
