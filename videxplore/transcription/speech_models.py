"""The models of speech that are published, and whether a file is one of theirs.

Each is a folder with a model of CTranslate2, and the files that name its words.
Sources: the table of faster-whisper; Radford et al., "Robust Speech Recognition via Large-Scale Weak
Supervision", ICML 2023.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from videxplore.core.errors import WeightsUnavailableError
from videxplore.core.file_names import is_file

MODEL_FILE = "model.bin"
_HEADER = b"WhisperSpec"
_HEADER_BYTES = 64


@dataclass(frozen=True, slots=True)
class SpeechModel:
    """A published model of speech.

    Attributes:
        name: As in the settings, and of its folder.
        title: Its display name.
        address: Where its files are.
        publisher: Who publishes them.
        sizes_mib: About how large each file is; the model itself is the last one, so that it is only there
            when all of them are.
    """

    name: str
    title: str
    address: str
    publisher: str
    sizes_mib: Mapping[str, float]

    @property
    def size_bytes(self) -> int:
        """About how large all files are together."""
        return round(sum(self.sizes_mib.values()) * 2**20)


LICENCE = "MIT"


def _systran(name: str, title: str, model_mib: float) -> SpeechModel:
    sizes_mib = {"config.json": 0.01, "vocabulary.txt": 0.5, "tokenizer.json": 2.2, MODEL_FILE: model_mib}
    address = f"https://huggingface.co/Systran/faster-whisper-{name}/resolve/main"
    return SpeechModel(name, title, address, "OpenAI (converted by Systran)", sizes_mib)


SPEECH_MODELS: Mapping[str, SpeechModel] = {
    one.name: one
    for one in (
        _systran("tiny", "Whisper tiny", 72.1),
        _systran("base", "Whisper base", 138.6),
        _systran("small", "Whisper small", 461.3),
        SpeechModel(
            "large-v3-turbo",
            "Whisper large-v3-turbo",
            "https://huggingface.co/mobiuslabsgmbh/faster-whisper-large-v3-turbo/resolve/main",
            "OpenAI (converted by Mobius Labs)",
            {
                "config.json": 0.01,
                "preprocessor_config.json": 0.01,
                "vocabulary.json": 1.1,
                "tokenizer.json": 2.7,
                MODEL_FILE: 1543.0,
            },
        ),
    )
}
"""The published models, from fast to right."""


def require_speech_file(file: Path, name: str) -> None:
    """Require that a file is what its name says: not the page of a login, for example.

    Args:
        file: The file, which may have another name by now.
        name: Its name in the folder of a model.

    Raises:
        WeightsUnavailableError: If it is not.
    """
    try:
        if name == MODEL_FILE:
            with file.open("rb") as stream:
                is_right = _HEADER in stream.read(_HEADER_BYTES)
        else:
            text = file.read_text(encoding="utf-8")
            is_right = not text.lstrip().startswith("<!") and (
                not name.endswith(".json") or isinstance(json.loads(text), dict | list)
            )
    except (OSError, ValueError, RecursionError):
        is_right = False
    if not is_right:
        raise WeightsUnavailableError(f"{file} is not the file {name} of a speech model.")


def speech_model_folder(models: Path, name: str) -> Path:
    """The folder of a speech model.

    Args:
        models: Where the published models are, each in a folder named after it.
        name: One of :data:`SPEECH_MODELS`, or the path of a folder.

    Raises:
        WeightsUnavailableError: If there is no such model here.
    """
    for folder in (models / name, Path(name)) if name in SPEECH_MODELS else (Path(name),):
        if is_file(folder / MODEL_FILE):
            return folder
    if name in SPEECH_MODELS:
        raise WeightsUnavailableError(
            f"The speech model {name} is not here: download it with `videxplore models fetch whisper-{name}`"
            f", or import a folder with its files with `videxplore models import whisper-{name} FOLDER`."
        )
    raise WeightsUnavailableError(f"There is no speech model in {name}: it has no file `{MODEL_FILE}`.")
