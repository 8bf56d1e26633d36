"""How loud the sound of a video is over time, and what it sounds like."""

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
import numpy.typing as npt

from videxplore.core.limits import MOST_SOUND_FRAMES
from videxplore.core.scene_facts import SILENT_LUFS
from videxplore.video.audio import SAMPLE_RATE_HZ, AudioReader, Samples

_FRAME_SAMPLES = SAMPLE_RATE_HZ // 40
FRAME_S = _FRAME_SAMPLES / SAMPLE_RATE_HZ
"""Length of the frames that sound is measured in, seconds."""

_FRAMES_AT_ONCE = 400
_FREQUENCIES_HZ = np.fft.rfftfreq(_FRAME_SAMPLES, 1 / SAMPLE_RATE_HZ)
_VOICE = (_FREQUENCIES_HZ >= 100) & (_FREQUENCIES_HZ <= 4000)
# Frequencies from 200 Hz to 4 kHz, by number.
_TONES = 5, 101
# Momentary loudness is that of 0.4 s, every 0.1 s.
_BLOCK_FRAMES, _STEP_FRAMES = 16, 4
_LUFS_OFFSET = -0.691
_RELATIVE_GATE_LU = 10.0
_SILENT_POWER = 10 ** (-60 / 10)

_WINDOW_FRAMES = 80
_HOP_FRAMES = 20
# Between syllables, words and sentences it is nearly quiet.
_LEAST_DEPTH = 0.5
_LEAST_PAUSES = 0.15
_LEAST_VOICE = 0.5
_LEAST_HEARD = 0.4
_LEAST_SPEECH_RIPPLE_DB = 1.3
# Measured on film music, music in a gym and on a slide: 3.8 to 7.8 dB; speech 1.8 to 4.2; noise below 2.
_LEAST_MUSIC_RIPPLE_DB = 4.2
_SMOOTHED_BINS = 15
_NO_FRAMES = np.zeros((0, _FRAME_SAMPLES, 2), np.float32)

Floats = npt.NDArray[np.float32]


def _k_weighting() -> npt.NDArray[np.float64]:
    """Squared gain of the K filter at each frequency of a frame.

    Source: ITU-R BS.1770-4, tables 1 and 2, coefficients at 48 kHz.
    """
    stages = (
        (
            (1.53512485958697, -2.69169618940638, 1.19839281085285),
            (1.0, -1.69065929318241, 0.73248077421585),
        ),
        ((1.0, -2.0, 1.0), (1.0, -1.99004745483398, 0.99007225036621)),
    )
    delay = np.exp(-2j * np.pi * _FREQUENCIES_HZ / SAMPLE_RATE_HZ)
    powers = np.stack([np.ones_like(delay), delay, delay**2])
    gain = np.ones(len(delay))
    for above, below in stages:
        gain *= np.abs(np.array(above) @ powers / (np.array(below) @ powers)) ** 2
    return gain


# Every frequency but the first and the last stands for itself and its negative.
_SIDES = np.where((np.arange(len(_FREQUENCIES_HZ)) % (len(_FREQUENCIES_HZ) - 1)) == 0, 1.0, 2.0)
_POWER = (_SIDES / _FRAME_SAMPLES**2).astype(np.float32)
_WEIGHTED_POWER = (_POWER * _k_weighting()).astype(np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class SoundLevels:
    """Measures of a sound track from time zero on, one a frame of ``FRAME_S``; later on it is silent.

    Attributes:
        power: Mean square of both channels, float32 (N,): 0.5 for a sine of full scale.
        weighted_power: Sum of the mean squares of the K-weighted channels, float32 (N,).
        is_speech: Whether it sounds like speech and tones are not held, bool (N,).
        is_music: Whether tones are held, bool (N,).
    """

    power: Floats
    weighted_power: Floats
    is_speech: npt.NDArray[np.bool_]
    is_music: npt.NDArray[np.bool_]

    def loudness(self, start_s: float, end_s: float) -> float:
        """Integrated loudness of a span in LUFS, at least -70.

        Source: ITU-R BS.1770-4, with both gates.
        """
        power = _span(self.weighted_power, start_s, end_s).astype(np.float64)
        if len(power) >= _BLOCK_FRAMES:
            sums = np.concatenate([[0.0], np.cumsum(power)])
            power = (sums[_BLOCK_FRAMES:] - sums[:-_BLOCK_FRAMES])[::_STEP_FRAMES] / _BLOCK_FRAMES
        power = power[power > _power_of(SILENT_LUFS)]
        if not len(power):
            return SILENT_LUFS
        gate = max(_loudness_of(float(power.mean())) - _RELATIVE_GATE_LU, SILENT_LUFS)
        return _loudness_of(float(power[power > _power_of(gate)].mean()))

    def silence(self, start_s: float, end_s: float) -> float:
        """Share of a span in which the level is below -60 dBFS, or there is no sound."""
        return 1.0 - _share(self.power >= _SILENT_POWER, start_s, end_s)

    def speech(self, start_s: float, end_s: float) -> float:
        """Share of a span that sounds like speech."""
        return _share(self.is_speech, start_s, end_s)

    def music(self, start_s: float, end_s: float) -> float:
        """Share of a span in which tones are held."""
        return _share(self.is_music, start_s, end_s)


class SoundMeter:
    """Measures the sound of a file piece by piece, so that it is read beside its frames.

    Of what comes after ``MOST_SOUND_FRAMES`` frames, nothing is measured.
    """

    def __init__(self, path: Path) -> None:
        """Open a file's sound.

        Raises:
            UnreadableVideoError: If the file has no sound that can be decoded.
        """
        self._reader = AudioReader(path)
        self._frames = _frames(self._reader.blocks())
        self._parts: list[tuple[int, _FrameMeasures]] = []
        self._next_s = 0.0

    def __enter__(self) -> Self:
        """Use as a context manager that closes the file."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the file."""
        self._frames.close()
        self._reader.close()

    def advance(self, until_s: float) -> bool:
        """Measure at most one more piece, if there is any before ``until_s``; return whether there was."""
        if self._next_s >= min(until_s, MOST_SOUND_FRAMES * FRAME_S):
            return False
        first, frames = next(self._frames, (MOST_SOUND_FRAMES, _NO_FRAMES))
        frames = frames[: max(0, MOST_SOUND_FRAMES - first)]
        self._next_s = (first + len(frames)) * FRAME_S
        if len(frames):
            self._parts.append((first, _FrameMeasures.of(frames)))
        return True

    def levels(self) -> SoundLevels:
        """What was measured so far."""
        measures = _FrameMeasures.placed(self._parts)
        speech, music = _kinds(measures)
        return SoundLevels(measures.power, measures.weighted_power, speech, music)


@dataclass(frozen=True, slots=True, eq=False)
class _FrameMeasures:
    """Measures of frames of sound, each float32 (N,).

    Attributes:
        power: Mean square of both channels.
        weighted_power: Sum of the mean squares of the K-weighted channels.
        voice: Share of the power that is between 100 Hz and 4 kHz.
        ripple_db: Standard deviation of the spectrum of half a second from a smooth one: high where tones are
            held.
    """

    power: Floats
    weighted_power: Floats
    voice: Floats
    ripple_db: Floats

    @classmethod
    def of(cls, frames: Samples) -> "_FrameMeasures":
        """Measure frames float32 (N, 1200, 2) that follow each other."""
        import scipy.fft  # Late: it takes a third of a second, and is needed in the full pass only.

        left, right = (scipy.fft.rfft(np.ascontiguousarray(frames[..., side])) for side in (0, 1))
        both = left.real**2 + left.imag**2 + right.real**2 + right.imag**2
        voice = both[:, _VOICE].sum(1) / np.maximum(both.sum(1), 1e-12)
        columns = (both @ _POWER / 2, both @ _WEIGHTED_POWER, voice, _ripple_db(left + right))
        return cls(*(column.astype(np.float32) for column in columns))

    @classmethod
    def placed(cls, parts: Sequence[tuple[int, "_FrameMeasures"]]) -> "_FrameMeasures":
        """All parts, each at the number of its first frame; between them is silence."""
        end = max((first + len(part.power) for first, part in parts), default=0)
        columns = []
        for name in cls.__slots__:
            column = np.zeros(end, np.float32)
            for first, part in parts:
                values = getattr(part, name)
                column[first : first + len(values)] = values
            columns.append(column)
        return cls(*columns)


def _frames(blocks: Iterator[tuple[float, Samples]]) -> Generator[tuple[int, Samples], None, None]:
    """Sound in whole frames from time zero on: the number of the first, and float32 (N, 1200, 2).

    Where a part of a frame has no sound it is silent there.
    """
    first = end = count = 0
    waiting: list[Samples] = []
    for time_s, samples in blocks:
        begin = round(time_s * SAMPLE_RATE_HZ)
        if begin < 0:
            continue
        if begin != end:
            if count:
                yield first, _whole(waiting)
            first, lead = divmod(begin, _FRAME_SAMPLES)
            waiting, count = [np.zeros((lead, 2), np.float32)], lead
        waiting.append(samples)
        count += len(samples)
        end = begin + len(samples)
        if count >= _FRAMES_AT_ONCE * _FRAME_SAMPLES:
            frames = _whole(waiting)[: count // _FRAME_SAMPLES]
            rest = np.concatenate(waiting)[len(frames) * _FRAME_SAMPLES :]
            yield first, frames
            first, waiting, count = first + len(frames), [rest], len(rest)
    if count:
        yield first, _whole(waiting)


def _whole(parts: Sequence[Samples]) -> Samples:
    """Sound as frames float32 (N, 1200, 2), the last one filled up with silence."""
    samples = np.concatenate(parts)
    padding = np.zeros((-len(samples) % _FRAME_SAMPLES, 2), np.float32)
    return np.concatenate([samples, padding]).reshape(-1, _FRAME_SAMPLES, 2)


def _ripple_db(spectra: npt.NDArray[np.complex64]) -> npt.NDArray[np.float64]:
    """How far the spectrum around each frame stands out from a smooth one, in dB, float64 (N,).

    Args:
        spectra: Of each frame, complex64 (N, 601).
    """
    first, last = _TONES
    # Hann's window, as a convolution of the spectrum.
    windowed = spectra[:, first:last] * np.float32(2)
    windowed -= spectra[:, first - 1 : last - 1] + spectra[:, first + 1 : last + 1]
    tones = windowed.real.astype(np.float64) ** 2 + windowed.imag**2
    # A loud frame must not outweigh the others.
    tones /= np.maximum(tones.sum(1, keepdims=True), 1e-12)
    firsts = np.arange(0, len(tones), _HOP_FRAMES)
    counts = np.diff(firsts, append=len(tones))
    levels_db = 10 * np.log10(np.add.reduceat(tones, firsts, axis=0) / counts[:, None] + 1e-12)
    sums = np.pad(levels_db, ((0, 0), (_SMOOTHED_BINS // 2 + 1, _SMOOTHED_BINS // 2)), "edge").cumsum(1)
    smooth = (sums[:, _SMOOTHED_BINS:] - sums[:, :-_SMOOTHED_BINS]) / _SMOOTHED_BINS
    return np.repeat((levels_db - smooth).std(1), counts)


def _kinds(measures: _FrameMeasures) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """Whether each frame sounds like speech, or like music: by the half or two seconds around it.

    Source: pauses tell speech from music, after J. Saunders, "Real-time discrimination of broadcast
    speech/music", ICASSP 1996; the thresholds are this program's own.
    """
    count = len(measures.power)
    if not count:
        return np.zeros(0, np.bool_), np.zeros(0, np.bool_)
    is_heard = measures.power >= _SILENT_POWER
    is_music = is_heard & (measures.ripple_db >= _LEAST_MUSIC_RIPPLE_DB)
    power, voice, ripple_db = (
        np.lib.stride_tricks.sliding_window_view(
            np.pad(values, (0, max(0, _WINDOW_FRAMES - count))), _WINDOW_FRAMES
        )[::_HOP_FRAMES]
        for values in (measures.power, measures.voice, measures.ripple_db)
    )
    level, total = np.sqrt(power), np.maximum(power.sum(1), 1e-12)
    mean = level.mean(1, keepdims=True)
    is_speech = (
        ((power >= _SILENT_POWER).mean(1) >= _LEAST_HEARD)
        & (level.std(1) >= _LEAST_DEPTH * mean[:, 0])
        & ((level < mean / 2).mean(1) >= _LEAST_PAUSES)
        & ((power * voice).sum(1) >= _LEAST_VOICE * total)
        & ((power * ripple_db).sum(1) >= _LEAST_SPEECH_RIPPLE_DB * total)
    )
    # Each frame is in the middle of the window that is nearest to it; pauses belong to speech.
    windows = np.clip((np.arange(count) - _WINDOW_FRAMES // 2) / _HOP_FRAMES, 0, len(power) - 1)
    return is_speech[np.rint(windows).astype(np.int64)] & ~is_music, is_music


def _span(values: npt.NDArray[np.generic], start_s: float, end_s: float) -> npt.NDArray[np.generic]:
    first, last = max(0, round(start_s / FRAME_S)), max(0, round(end_s / FRAME_S))
    return values[first : max(last, first + 1)]


def _share(mask: npt.NDArray[np.bool_], start_s: float, end_s: float) -> float:
    """Share of a span in which a mask holds; after its end it does not."""
    count = max(1, round(end_s / FRAME_S) - max(0, round(start_s / FRAME_S)))
    return float(np.count_nonzero(_span(mask, start_s, end_s))) / count


def _power_of(loudness: float) -> float:
    return float(10 ** ((loudness - _LUFS_OFFSET) / 10))


def _loudness_of(power: float) -> float:
    return max(SILENT_LUFS, _LUFS_OFFSET + 10 * float(np.log10(max(power, 1e-12))))
