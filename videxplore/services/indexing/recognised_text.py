"""Whether speech and text on screen can be recognised here; what does it is optional."""

from pathlib import Path

from videxplore.core.texts import TextKind
from videxplore.transcription.extras import is_installed, missing_sentence, require_installed
from videxplore.transcription.speech import SPEECH_FOLDER, SPEECH_MODELS, speech_model_folder

__all__ = ["SPEECH_MODELS", "can_recognise", "require_recognition", "what_to_install"]


def can_recognise(kind: TextKind) -> bool:
    """Whether what recognises text of a kind is installed."""
    return is_installed(kind)


def what_to_install(kind: TextKind) -> str:
    """A sentence for the user who has not installed what recognises text of a kind."""
    return missing_sentence(kind)


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
