"""Whether speech and text on screen can be recognised here; what does it is optional."""

from collections.abc import Mapping
from pathlib import Path

from videxplore.core.texts import TextKind
from videxplore.core.types import Video
from videxplore.transcription import screen_text
from videxplore.transcription.extras import is_installed, missing_package, require_installed
from videxplore.transcription.speech import SPEECH_FOLDER
from videxplore.transcription.speech_models import SPEECH_MODELS, speech_model_folder

__all__ = ["SCREEN_MODEL", "SPEECH_MODELS", "missing_package"]

SCREEN_MODEL = screen_text.MODEL_NAME
"""What text on screen is read by."""


def can_recognise(kind: TextKind) -> bool:
    """Whether what recognises text of a kind is installed."""
    return is_installed(kind)


def lacks_text(
    video: Video, kind: TextKind, model: str, read_from: Mapping[tuple[int, TextKind], str]
) -> bool:
    """Whether text of an analysed video is still to be recognised.

    Args:
        video: One of the library.
        kind: ``speech`` or ``screen``.
        model: What is to recognise it.
        read_from: What each kind of text of each video was read from.
    """
    is_silent = video.properties is None or not video.properties.has_audio
    return not (kind == "speech" and is_silent) and read_from.get((video.id, kind)) != model


def require_recognition(weights: Path, *, words_on_screen: bool = False, speech_model: str = "") -> None:
    """Require what recognises text.

    Args:
        weights: The folder of weights.
        words_on_screen: Whether text on screen is to be read.
        speech_model: Name or folder of the model of speech; empty for none.

    Raises:
        MissingPackageError: If an extra is not installed.
        WeightsUnavailableError: If there is no such model of speech here.
    """
    if words_on_screen:
        require_installed("screen")
    if speech_model:
        require_installed("speech")
        speech_model_folder(weights / SPEECH_FOLDER, speech_model)
