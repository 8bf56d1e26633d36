"""The text of a video, written and recognised; the models are loaded when they are first needed."""

from collections.abc import Sequence

from videxplore.backbones.runtime.devices import choose_device
from videxplore.core.errors import UnreadableVideoError
from videxplore.core.task import Task
from videxplore.core.texts import TextKind, TextReading, TextTrack
from videxplore.services.indexing.analysis.screen_pass import screen_lines
from videxplore.services.indexing.index_types import IndexOptions
from videxplore.services.indexing.messages import StoredShot
from videxplore.transcription import screen_text
from videxplore.transcription.screen_text import ScreenTextReader
from videxplore.transcription.speech import SPEECH_FOLDER, SpeechRecogniser
from videxplore.transcription.speech_models import speech_model_folder
from videxplore.video.reading.reader import VideoReader
from videxplore.video.speech_sound import speech_sound
from videxplore.video.subtitles.subtitle_tracks import read_subtitles

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
