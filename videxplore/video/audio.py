"""The sound of a video: for playing, for drawing and for writing again."""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import Self, cast

import av
import numpy as np
import numpy.typing as npt
from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream
from av.filter import Graph
from av.stream import Discard

from videxplore.core.errors import UnreadableVideoError
from videxplore.core.file_names import display_name
from videxplore.core.limits import (
    LEAST_SAMPLE_RATE_HZ,
    LONGEST_SOUND_FRAME_S,
    MOST_WAVEFORM_PEAKS,
    SILENCE_BLOCK_S,
)
from videxplore.core.task import Task
from videxplore.video.reading.opening import open_media
from videxplore.video.reading.packets import packets
from videxplore.video.reading.tracks import sound_of_film
from videxplore.video.sound_stamps import SoundStamps

SAMPLE_RATE_HZ = 48_000
CHANNELS = 2

Samples = npt.NDArray[np.float32]
"""Sound as float32 (N, 2) in [-1, 1] at 48 kHz: left and right."""

# Codecs need some sound before the first sample they give rightly; Opus the most, 80 ms. On DVDs a stamp
# after a seek may belong to the second frame that comes: the next stamp, a quarter of a second later, counts.
_PRE_ROLL_S = 0.5
# Where files are joined, the sound of the next recording may come before its first frame.
_INTERLEAVED_S = 1.0
# Time stamps may tremble; from here on there is a gap or an overlap.
_GAP_SAMPLES = SAMPLE_RATE_HZ // 25
# The same in joined recordings, whose stamps are exact: at a joint a few samples are too many or too few.
_JOINT_SAMPLES = SAMPLE_RATE_HZ // 200
_SILENCE_SAMPLES = round(SILENCE_BLOCK_S * SAMPLE_RATE_HZ)


class AudioReader:
    """Reads one sound track of a file as 48 kHz stereo; used by one thread at a time.

    Attributes:
        duration_s: How long the file says it is.
        tracks: Indexes of all sound tracks of the film that can be decoded, in the order of the file.
    """

    def __init__(self, path: Path, track: int | None = None) -> None:
        """Open a file's sound.

        Args:
            path: The file.
            track: Index of the stream; the best one of the film where it is None or no sound of the film.

        Raises:
            UnreadableVideoError: If the file cannot be read or has no sound that can be decoded.
        """
        self._path = path
        self._track = track
        self._open()
        start: int | None = self._container.start_time
        self._zero_s = Fraction(start or 0, av.time_base)
        duration: int | None = self._container.duration
        self.duration_s = (duration or 0) / av.time_base
        if self._stamps is not None:
            self.duration_s = float(self._stamps.end_s - self._zero_s)

    def __enter__(self) -> Self:
        """Use as a context manager that closes the file."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the file."""
        self.close()

    def close(self) -> None:
        """Release the file and the decoder."""
        self._container.close()

    @property
    def stream(self) -> AudioStream:
        """The track that is read."""
        return self._stream

    def blocks(self, start_s: float = 0.0) -> Iterator[tuple[float, Samples]]:
        """Sound from ``start_s`` on, as it is decoded.

        Yields:
            The time of the first sample in seconds, and samples float32 (N, 2). Times ascend; where the track
            has a gap the next block's time is later than the end of the one before it.
        """
        first = round(start_s * SAMPLE_RATE_HZ)
        for position, samples in self._positioned(start_s):
            if position + len(samples) <= first:
                continue
            cut = max(0, first - position)
            yield (position + cut) / SAMPLE_RATE_HZ, samples[cut:]

    def placed(self, start_s: float, end_s: float) -> Iterator[tuple[int, Samples]]:
        """The sound of [start_s, end_s) where the track has some.

        Yields:
            Where it begins, in samples from ``start_s``, and samples float32 (N, 2). They do not overlap;
            between them the track is silent, for as long as its time stamps say.
        """
        first, last = round(start_s * SAMPLE_RATE_HZ), round(end_s * SAMPLE_RATE_HZ)
        position = first
        for time_s, block in self.blocks(start_s):
            begin = round(time_s * SAMPLE_RATE_HZ)
            if begin >= last:
                return
            samples = block[max(0, position - begin) : last - begin]
            if len(samples):
                begin = max(begin, position)
                yield begin - first, samples
                position = begin + len(samples)

    def continuous(self, start_s: float, end_s: float) -> Iterator[Samples]:
        """Exactly the sound of [start_s, end_s): silence where the track has none.

        Yields:
            Samples float32 (N, 2), which follow each other without gaps; of silence, a second at a time.
        """
        position = 0
        for begin, samples in self.placed(start_s, end_s):
            yield from _silence(begin - position)
            yield samples
            position = begin + len(samples)
        yield from _silence(round(end_s * SAMPLE_RATE_HZ) - round(start_s * SAMPLE_RATE_HZ) - position)

    def _open(self) -> None:
        self._container = open_media(self._path)
        sounds = sound_of_film(self._container, self._path)
        if not sounds:
            self._container.close()
            raise UnreadableVideoError(f"{display_name(self._path)} has no sound that can be decoded.")
        stream = next((stream for stream in sounds if stream.index == self._track), sounds[0])
        self._stream = stream
        self._stamps = SoundStamps.of(self._path, self._container, stream)
        self.tracks = tuple(sorted(sound.index for sound in sounds))
        for other in self._container.streams:
            if other.index != stream.index:
                other.discard = Discard.all

    def _positioned(self, start_s: float) -> Iterator[tuple[int, Samples]]:
        """Blocks with the number of their first sample, counted from time zero; they do not overlap."""
        placing = _Placing(
            round(start_s * SAMPLE_RATE_HZ), _GAP_SAMPLES if self._stamps is None else _JOINT_SAMPLES
        )
        for frame in self._decoded(start_s):
            yield from placing.push(frame, self._sample_number(frame))
        yield from placing.finish()

    def _decoded(self, start_s: float) -> Iterator[av.AudioFrame]:
        if not self._seek(max(0.0, start_s - _PRE_ROLL_S)):
            # What cannot be searched is read again from its beginning.
            self._container.close()
            self._open()
        waiting = packets(self._container, self._stream)
        while True:
            try:
                packet = next(waiting)
                if self._stamps is not None:
                    self._stamps.correct(packet)
                frames = packet.decode()
            except StopIteration:
                return
            except av.EOFError:
                return
            except av.FFmpegError:
                continue
            yield from (frame for frame in frames if _is_sane(frame))

    def _seek(self, time_s: float) -> bool:
        """Move to about a time; False where the container cannot be searched."""
        time_base = self._stream.time_base or Fraction(1, SAMPLE_RATE_HZ)
        target = Fraction(time_s) + self._zero_s
        try:
            if self._stamps is not None:
                return self._stamps.seek(target - Fraction(_INTERLEAVED_S))
            self._container.seek(int(target / time_base), stream=self._stream)
        except av.FFmpegError:
            return False
        return True

    def _sample_number(self, frame: av.AudioFrame) -> int | None:
        if frame.pts is None or frame.time_base is None:
            return None
        return round((frame.pts * frame.time_base - self._zero_s) * SAMPLE_RATE_HZ)


class _Placing:
    """Numbers samples by counting, where time stamps do not say that there is a gap or an overlap."""

    def __init__(self, first: int, gap_samples: int) -> None:
        """Number samples of which those before ``first`` are not heard.

        Stamps may tremble by ``gap_samples``.
        """
        self._first = first
        self._gap_samples = gap_samples
        self._resampler = _resampler()
        # Of the sample that comes out next; where the next frame begins; the end of what came before a gap.
        self._position: int | None = None
        self._due = 0.0
        self._written: int | None = None

    def push(self, frame: av.AudioFrame, stamped: int | None) -> Iterator[tuple[int, Samples]]:
        """Take a frame that begins at a sample, if that is known; yield what comes out."""
        if self._position is None:
            self._position = self._first if stamped is None else stamped
            self._due = self._position
        elif stamped is not None:
            yield from self._follow(stamped, self._position)
        self._due += frame.samples * SAMPLE_RATE_HZ / frame.sample_rate
        try:
            blocks = _resampled(self._resampler, frame)
        except ValueError:
            # The track changes its rate or its channels on the way.
            self._resampler = _resampler()
            blocks = _resampled(self._resampler, frame)
        yield from self._placed(blocks)

    def finish(self) -> Iterator[tuple[int, Samples]]:
        """Yield what the resampler still holds."""
        if self._position is not None:
            yield from self._placed(_resampled(self._resampler, None))

    def _follow(self, stamped: int, position: int) -> Iterator[tuple[int, Samples]]:
        off = stamped - round(self._due)
        if abs(off) > self._gap_samples:
            yield from self.finish()
            self._written = max(self._written or 0, self._position or 0)
            self._resampler, self._position, self._due = _resampler(), stamped, stamped
        elif position < self._first:
            # None of this is heard, and a later stamp is surer than the first one after a seek.
            self._position, self._due = position + off, self._due + off

    def _placed(self, blocks: list[Samples]) -> Iterator[tuple[int, Samples]]:
        for samples in blocks:
            position = self._position or 0
            self._position = position + len(samples)
            late = 0 if self._written is None else max(0, self._written - position)
            if late < len(samples):
                yield position + late, samples[late:]


def waveform_peaks(path: Path, rate_hz: float, task: Task) -> npt.NDArray[np.float32]:
    """The loudness of a video over time, for drawing.

    Args:
        path: The file.
        rate_hz: How many peaks a second.
        task: Learns how many seconds are done.

    Returns:
        Largest absolute sample of each part, float32 (N,) in [0, 1]; of sound that is later than
        ``MOST_WAVEFORM_PEAKS`` parts, nothing.

    Raises:
        UnreadableVideoError: If the file has no sound.
        Cancelled: If the task was cancelled.
    """
    step = SAMPLE_RATE_HZ / rate_hz
    # Not touched, and so not in memory, beyond the last sound.
    peaks, count = np.zeros(MOST_WAVEFORM_PEAKS, np.float32), 0
    with AudioReader(path) as reader:
        for time_s, samples in reader.blocks():
            task.checkpoint(time_s, reader.duration_s)
            loud = np.abs(samples).max(axis=1)
            numbers = ((round(time_s * SAMPLE_RATE_HZ) + np.arange(len(loud))) / step).astype(np.int64)
            if numbers[-1] >= MOST_WAVEFORM_PEAKS:
                break
            count = max(count, int(numbers[-1]) + 1)
            for number in range(int(numbers[0]), int(numbers[-1]) + 1):
                peaks[number] = max(peaks[number], float(loud[numbers == number].max(initial=0.0)))
    return np.minimum(peaks[:count], 1)


def _silence(count: int) -> Iterator[Samples]:
    """So many samples of silence, in blocks."""
    for begin in range(0, count, _SILENCE_SAMPLES):
        yield np.zeros((min(_SILENCE_SAMPLES, count - begin), CHANNELS), np.float32)


def _is_sane(frame: av.AudioFrame) -> bool:
    """Whether a frame is about as long as real ones: a damaged rate makes hours of a few bytes."""
    if frame.sample_rate < LEAST_SAMPLE_RATE_HZ:
        return False
    return 0 < frame.samples <= LONGEST_SOUND_FRAME_S * frame.sample_rate


def _resampler() -> AudioResampler:
    return AudioResampler(format="fltp", layout="stereo", rate=SAMPLE_RATE_HZ)


def _resampled(resampler: AudioResampler, frame: av.AudioFrame | None) -> list[Samples]:
    if frame is not None:
        # Time is kept by counting samples: a stamp that trembles must not make the filter drop or add any.
        frame.pts = None
    converted = [cast("Samples", one.to_ndarray()) for one in resampler.resample(frame)]
    return [np.ascontiguousarray(one.T) for one in converted if one.shape[1]]


SLOWEST, FASTEST = 0.5, 100.0
"""Speeds the stretching can reach.

Source: FFmpeg's filter ``atempo``, waveform similarity overlap-add.
"""

_EARLY_SAMPLES = 512
"""What is added fades in over half of the filter's window of 2048 samples: all is heard about a quarter of a
window too early. Measured: 9 to 13 ms of the sound that goes in, whatever the speed."""


def at_tempo(blocks: Iterator[Samples], rate: float) -> Iterator[Samples]:
    """Stretch or shorten sound: ``rate`` seconds of it become one.

    Args:
        blocks: Samples float32 (N, 2) at 48 kHz that follow each other without gaps.
        rate: Speed in [0.5, 100]; 1 changes nothing.

    Yields:
        Samples float32 (N, 2) at 48 kHz.
    """
    if rate == 1:
        yield from blocks
        return
    graph = Graph()
    source = graph.add_abuffer(
        sample_rate=SAMPLE_RATE_HZ, format="flt", layout="stereo", time_base=Fraction(1, SAMPLE_RATE_HZ)
    )
    tempo, sink = graph.add("atempo", f"{rate:.6f}"), graph.add("abuffersink")
    source.link_to(tempo)
    tempo.link_to(sink)
    graph.configure()
    position = 0
    for block in blocks:
        if not position:
            yield np.zeros((round(_EARLY_SAMPLES / rate), 2), np.float32)
        frame = av.AudioFrame.from_ndarray(block.reshape(1, -1), format="flt", layout="stereo")
        frame.sample_rate, frame.pts = SAMPLE_RATE_HZ, position
        frame.time_base = Fraction(1, SAMPLE_RATE_HZ)
        position += len(block)
        graph.push(frame)
        yield from _pulled(graph)
    graph.push(None)
    yield from _pulled(graph)


def _pulled(graph: Graph) -> Iterator[Samples]:
    """What the filter has ready."""
    while True:
        try:
            frame = graph.pull()
        except (av.BlockingIOError, av.EOFError):
            return
        yield cast("Samples", np.asarray(frame.to_ndarray(), np.float32).reshape(-1, 2))
