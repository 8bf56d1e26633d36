"""Speech: lines with the time of each word, by Whisper as CTranslate2 runs it.

Sources: Radford et al., "Robust Speech Recognition via Large-Scale Weak Supervision", ICML 2023; the voice
activity detector is Silero's, which faster-whisper packages.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from videxplore.core.errors import BackboneError
from videxplore.core.task import Task
from videxplore.core.texts import TextLine, TextTrack
from videxplore.transcription.extras import require_installed

SAMPLE_RATE_HZ = 16_000
"""Of the sound that Whisper hears: one channel."""

SPEECH_FOLDER = "speech"
"""Where the known models are, within the folder of weights."""

_PART_S = 300.0
"""Sound is recognised in parts of this length: 19 MB."""

_CUT_WITHIN_S = 30.0
"""A part ends at the quietest moment of so many of its last seconds, so that no word is cut."""

_QUIET_S = 0.3
_LONGEST_LINE = 80
"""Characters of a line: what a subtitle has in two rows."""

_LONGEST_PAUSE_S = 1.0
"""A longer pause within a sentence begins another line."""

Sound = npt.NDArray[np.float32]
"""One channel at 16 kHz, float32 (N,) in [-1, 1]."""


@dataclass(frozen=True, slots=True)
class SpokenWord:
    """A word as it is written, with the space before it where there is one, and when it is said."""

    text: str
    start_s: float
    end_s: float


class SpeechRecogniser:
    """Recognises speech; used by one thread at a time."""

    def __init__(self, folder: Path, device: str) -> None:
        """Load a model.

        Args:
            folder: Holds the model as CTranslate2 converts it.
            device: ``cpu`` or ``cuda``, with a number behind it or not.

        Raises:
            MissingPackageError: If faster-whisper is not installed.
            BackboneError: If the model cannot be loaded.
        """
        require_installed("speech")
        from faster_whisper import WhisperModel

        kind, _, number = device.partition(":")
        is_cuda = kind == "cuda"
        try:
            self._model = WhisperModel(
                str(folder),
                device="cuda" if is_cuda else "cpu",
                device_index=int(number or 0) if is_cuda else 0,
                compute_type="float16" if is_cuda else "int8",
                local_files_only=True,
            )
        # Whatever CTranslate2 and the tokeniser raise for files that are not what they should be.
        except (OSError, RuntimeError, ValueError, KeyError) as error:
            raise BackboneError(f"The speech model in {folder} cannot be loaded: {error}.") from error

    def tracks(self, sound: Iterable[Sound], name: str, duration_s: float, task: Task) -> list[TextTrack]:
        """What is said, a track for each language.

        Args:
            sound: Consecutive blocks from time zero on.
            name: Of the model.
            duration_s: How long all of it is, for the progress.
            task: Receives how many seconds are done.

        Raises:
            Cancelled: If the task was cancelled.
        """
        lines: dict[str, list[TextLine]] = {}
        for start_s, part in _parts(sound):
            for language, line in self._lines(start_s, part, duration_s, task):
                lines.setdefault(language, []).append(line)
        return [TextTrack("speech", language, name, tuple(own)) for language, own in lines.items()]

    def _lines(
        self, start_s: float, part: Sound, duration_s: float, task: Task
    ) -> Iterator[tuple[str, TextLine]]:
        segments, told = self._model.transcribe(
            part,
            beam_size=5,
            word_timestamps=True,
            vad_filter=True,
            # What was misheard once is not repeated for minutes.
            condition_on_previous_text=False,
        )
        for segment in segments:
            task.checkpoint(min(duration_s, start_s + segment.end), duration_s)
            words = [
                SpokenWord(one.word, float(start_s + one.start), float(start_s + one.end))
                for one in segment.words or ()
            ]
            yield from ((told.language, line) for line in lines_of(words))


def lines_of(words: Sequence[SpokenWord]) -> Iterator[TextLine]:
    """Words as lines that are short enough to be read, with the time of each word."""
    row: list[SpokenWord] = []
    for word in words:
        length = sum(len(one.text) for one in row) + len(word.text)
        is_pause = bool(row) and word.start_s - row[-1].end_s > _LONGEST_PAUSE_S
        if row and _begins(word) and (length > _LONGEST_LINE or is_pause):
            yield from _line(row)
            row = []
        row.append(word)
    yield from _line(row)


def _begins(word: SpokenWord) -> bool:
    """Whether what was recognised is no continuation of the word before it."""
    return word.text.startswith(" ") or not word.text.isascii()


def _line(row: Sequence[SpokenWord]) -> Iterator[TextLine]:
    text = "".join(word.text for word in row)
    if not text.strip():
        return
    # A word may be recognised in pieces, of which the first one says when it is said.
    starts: list[float] = []
    for number, word in enumerate(row):
        if word.text.strip() and (not number or word.text.startswith(" ") or not starts):
            starts.append(word.start_s)
    words = text.split()
    times = tuple(starts) if len(starts) == len(words) else ()
    start_s = row[0].start_s
    yield TextLine(start_s, max(start_s, row[-1].end_s), " ".join(words), times)


def _parts(sound: Iterable[Sound]) -> Iterator[tuple[float, Sound]]:
    """Parts of about five minutes with their start times, cut where it is quiet."""
    longest, done = round(_PART_S * SAMPLE_RATE_HZ), 0
    held: list[Sound] = []
    for block in sound:
        held.append(block)
        if sum(map(len, held)) >= longest:
            whole = np.concatenate(held)
            cut = _quiet_place(whole)
            yield done / SAMPLE_RATE_HZ, whole[:cut]
            done, held = done + cut, [whole[cut:]]
    if sum(map(len, held)):
        yield done / SAMPLE_RATE_HZ, np.concatenate(held)


def _quiet_place(sound: Sound) -> int:
    """The sample at which a part may end: in the middle of the quietest moment near its end."""
    step = round(_QUIET_S * SAMPLE_RATE_HZ)
    end = sound[-round(_CUT_WITHIN_S * SAMPLE_RATE_HZ) :]
    count = len(end) // step
    loudness = np.square(end[: count * step]).reshape(count, step).mean(axis=1)
    return len(sound) - len(end) + int(loudness.argmin()) * step + step // 2
