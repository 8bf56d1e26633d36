"""The text of a video: subtitles, speech, and text on screen, read only where the frame changed."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz

from videxplore.backbones.runtime.devices import choose_device
from videxplore.core.errors import UnreadableVideoError
from videxplore.core.task import Task
from videxplore.core.texts import TextBox, TextKind, TextLine, TextReading, TextTrack
from videxplore.core.types import Pixels
from videxplore.services.indexing.index_types import IndexOptions
from videxplore.services.indexing.messages import StoredShot
from videxplore.transcription import screen_text
from videxplore.transcription.screen_text import LONGEST_SIDE_PX, ReadText, ScreenTextReader
from videxplore.transcription.speech import SPEECH_FOLDER, SpeechRecogniser
from videxplore.transcription.speech_models import speech_model_folder
from videxplore.video.frames.decoded_frame import DecodedFrame
from videxplore.video.reading.reader import VideoReader
from videxplore.video.speech_sound import speech_sound
from videxplore.video.subtitles.subtitle_tracks import read_subtitles

_SHORTEST_STEP_S, _STEP_S = 0.5, 2.0
"""How far apart the frames are that are read, at least and at most; captions are shown for longer."""

_LEAST_FRAMES = 4
"""Frames of a scene that are read at least, where it is long enough."""

_LONGEST_STEP_S = 4.0
"""The same in a scene in which no text was found yet."""

_CUT_MARGIN_S = 0.2
"""Frames this near a cut may be blended with the other scene."""

_LUMA_PX = (320, 180)
_BLOCK_PX = 10
_CHANGED_LEVELS = 6.0
"""A frame has changed where the mean of a block of its small luma did by so many of 255 levels."""

_SAME_TEXT = 80.0
"""Two readings of one line differ in some letters: what rapidfuzz's ratio must be at least, in percent."""

_SAME_PLACE = 0.3
"""Share of the union of two boxes that they have in common, at least."""

ReadFrame = Callable[[Pixels], list[ReadText]]


@dataclass(slots=True)
class _Line:
    """A line that is on screen."""

    start_s: float
    end_s: float
    read: ReadText

    def is_again(self, other: ReadText) -> bool:
        """Whether another reading is of this line."""
        is_same = fuzz.ratio(self.read.text.casefold(), other.text.casefold()) >= _SAME_TEXT
        return is_same and _overlap(self.read.box, other.box) >= _SAME_PLACE


def screen_lines(
    reader: VideoReader, shots: Sequence[StoredShot], read: ReadFrame, task: Task
) -> tuple[TextLine, ...]:
    """The text on screen of a video, in time order, scene by scene.

    Args:
        reader: The open video; it is decoded as far as needed.
        shots: Its stored shots, in time order.
        read: Reads a frame, RGB uint8 (H, W, 3).
        task: Receives how many seconds of the video are done.

    Raises:
        Cancelled: If the task was cancelled.
        UnreadableVideoError: If the file cannot be read to its end.
    """
    size = _read_size(reader)
    frames = _with_progress(reader, task)
    ahead = next(frames, None)
    lines: list[TextLine] = []
    for shot in shots:
        scene = _SceneText(shot, lambda frame: read(frame.to_rgb(*size)))
        last = None
        while ahead is not None and ahead.time_s < shot.end_s:
            if scene.wants(ahead.time_s):
                scene.push(ahead)
            last, ahead = ahead, next(frames, None)
        if last is not None and scene.is_empty:
            # A scene shorter than its margins.
            scene.push(last)
        lines += scene.lines()
    return tuple(sorted(lines, key=lambda line: line.start_s))


class _SceneText:
    """Gathers the text of one scene."""

    def __init__(self, shot: StoredShot, read: Callable[[DecodedFrame], list[ReadText]]) -> None:
        self._shot = shot
        self._read = read
        self._next_s = shot.start_s + _CUT_MARGIN_S
        each_s = (shot.end_s - shot.start_s - 2 * _CUT_MARGIN_S) / (_LEAST_FRAMES - 1)
        self._usual_step_s = self._step_s = min(_STEP_S, max(_SHORTEST_STEP_S, each_s - _CUT_MARGIN_S))
        self._seen: npt.NDArray[np.float32] | None = None
        self._open: list[_Line] = []
        self._closed: list[_Line] = []

    @property
    def is_empty(self) -> bool:
        """Whether no frame was looked at."""
        return self._seen is None

    def wants(self, time_s: float) -> bool:
        """Whether the frame at this time is looked at."""
        return time_s >= self._next_s and (self.is_empty or time_s < self._shot.end_s - _CUT_MARGIN_S)

    def push(self, frame: DecodedFrame) -> None:
        """Look at a frame, and read it where it differs from the one that was read last."""
        blocks = _block_means(frame.to_luma(*_LUMA_PX))
        if self._seen is None or float(np.abs(blocks - self._seen).max()) > _CHANGED_LEVELS:
            self._seen = blocks
            found = self._read(frame)
            self._step_s = self._usual_step_s if found else min(_LONGEST_STEP_S, self._step_s + _STEP_S / 4)
            self._note(frame.time_s, found)
        self._next_s = frame.time_s + self._step_s

    def lines(self) -> Iterator[TextLine]:
        """All lines; those that are on screen last are there until the cut."""
        for line in self._open:
            line.end_s = self._shot.end_s
        for line in (*self._closed, *self._open):
            yield TextLine(line.start_s, max(line.start_s, line.end_s), line.read.text, box=line.read.box)

    def _note(self, time_s: float, found: Iterable[ReadText]) -> None:
        still: list[_Line] = []
        for one in found:
            before = next((line for line in self._open if line.is_again(one)), None)
            if before is None:
                still.append(_Line(time_s, time_s, one))
            else:
                self._open.remove(before)
                before.read = max(before.read, one, key=lambda read: read.score)
                still.append(before)
        for line in self._open:
            line.end_s = time_s
        self._closed += self._open
        self._open = still


def _with_progress(reader: VideoReader, task: Task) -> Iterator[DecodedFrame]:
    for frame in reader.reference_frames():
        task.checkpoint(frame.time_s, reader.properties.duration_s)
        yield frame


def _read_size(reader: VideoReader) -> tuple[int, int]:
    """Width and height at which frames are read."""
    width_px, height_px = reader.properties.width_px, reader.properties.height_px
    scale = min(1.0, LONGEST_SIDE_PX / max(width_px, height_px))
    return max(1, round(width_px * scale)), max(1, round(height_px * scale))


def _block_means(luma: npt.NDArray[np.uint8]) -> npt.NDArray[np.float32]:
    """Means of blocks of brightness, float32 (18, 32)."""
    height, width = (size // _BLOCK_PX for size in luma.shape)
    cut = luma[: height * _BLOCK_PX, : width * _BLOCK_PX]
    blocks = cut.reshape(height, _BLOCK_PX, width, _BLOCK_PX)
    means: npt.NDArray[np.float32] = blocks.mean(axis=(1, 3), dtype=np.float32)
    return means


def _overlap(one: TextBox, other: TextBox) -> float:
    """Intersection over union of two boxes."""
    width = min(one[0] + one[2], other[0] + other[2]) - max(one[0], other[0])
    height = min(one[1] + one[3], other[1] + other[3]) - max(one[1], other[1])
    if width <= 0 or height <= 0:
        return 0.0
    shared = width * height
    return shared / (one[2] * one[3] + other[2] * other[3] - shared)


__all__ = ["TextRecogniser", "read_subtitles"]


class TextRecogniser:
    """Recognises speech and text on screen; used by one thread at a time."""

    def __init__(self, options: IndexOptions) -> None:
        """Load nothing yet; the options name the models."""
        self._options = options
        self._screen: ScreenTextReader | None = None
        self._speech: SpeechRecogniser | None = None

    def recognise(
        self, kind: TextKind, reader: VideoReader, shots: Sequence[StoredShot], task: Task
    ) -> TextReading:
        """The text of one kind of a video.

        Args:
            kind: ``speech`` or ``screen``.
            reader: The open video.
            shots: Its stored shots, in time order.
            task: Receives how many seconds of the video are done.

        Raises:
            Cancelled: If the task was cancelled.
            MissingPackageError: If the extra for it is not installed.
            BackboneError: If its model is not here, or cannot be loaded.
            UnreadableVideoError: If the file cannot be read.
        """
        if kind == "screen":
            self._screen = self._screen or ScreenTextReader()
            lines = screen_lines(reader, shots, self._screen.read, task)
            track = TextTrack("screen", "", screen_text.MODEL_NAME, lines)
            return TextReading("screen", screen_text.MODEL_NAME, (track,) if lines else ())
        name = self._options.speech_model
        try:
            tracks = self._speech_model().tracks(
                speech_sound(reader.path, reader.properties.duration_s, task),
                name,
                reader.properties.duration_s,
                task,
            )
        except UnreadableVideoError as error:
            # Sound for which there is no decoder: the video itself can be read.
            return TextReading("speech", name, (), (str(error),))
        return TextReading("speech", name, tuple(tracks))

    def _speech_model(self) -> SpeechRecogniser:
        if self._speech is None:
            folder = speech_model_folder(self._options.weights / SPEECH_FOLDER, self._options.speech_model)
            device = choose_device(self._options.device).name
            self._speech = SpeechRecogniser(folder, device)
        return self._speech
