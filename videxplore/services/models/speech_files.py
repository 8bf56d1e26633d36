"""The files of models of speech: downloaded, imported, removed and passed on as other weights are."""

from functools import partial
from pathlib import Path

from videxplore.backbones.specs import WeightsSource
from videxplore.backbones.weights.downloads import file_checksum, partial_file
from videxplore.backbones.weights.mirror_export import add_pins, copied_to_mirror
from videxplore.backbones.weights.weights_folder import WeightsFolder, WeightsState
from videxplore.core.errors import FileWriteError, WeightsUnavailableError
from videxplore.core.file_names import is_file
from videxplore.core.files import copy_whole, delete_file, remove_empty_folder
from videxplore.core.task import Task
from videxplore.transcription.speech import SPEECH_FOLDER
from videxplore.transcription.speech_models import (
    LICENCE,
    SPEECH_MODELS,
    SpeechModel,
    require_speech_file,
)

_PREFIX = "whisper-"


def speech_model_named(name: str) -> SpeechModel | None:
    """The model of speech that commands and rows call ``whisper-NAME``; None for any other name."""
    return SPEECH_MODELS.get(name.removeprefix(_PREFIX)) if name.startswith(_PREFIX) else None


def row_name(model: SpeechModel) -> str:
    """What commands and rows call a model of speech."""
    return f"{_PREFIX}{model.name}"


class SpeechFiles:
    """The published models of speech in a folder of weights."""

    def __init__(self, weights: WeightsFolder) -> None:
        """Use a folder, which may name a mirror."""
        self._weights = weights

    def state(self, model: SpeechModel) -> WeightsState:
        """Whether all files of a model are here, or can be downloaded."""
        return "ready" if all(map(is_file, self._files(model))) else "downloadable"

    def stored_bytes(self, model: SpeechModel) -> int:
        """Size of the files that are here, also of parts of them."""
        files = self._files(model)
        return sum(file.stat().st_size for file in (*files, *map(partial_file, files)) if is_file(file))

    def fetch(self, model: SpeechModel, task: Task) -> Path:
        """Download what is missing of a model, continuing an earlier download.

        Raises:
            WeightsUnavailableError: If a file cannot be downloaded, or is not the published one.
            Cancelled: If the task was cancelled; what has arrived is kept.
        """
        for name in model.sizes_mib:
            if not is_file(self.folder(model) / name):
                # The model file is the last one: the others, which are here by now, count as done.
                done = sum(file.stat().st_size for file in self._files(model) if is_file(file))
                self._weights.fetch_file(
                    _source(model, name),
                    _path(model, name),
                    model.title,
                    _PartTask(task, done, model.size_bytes),
                    partial(require_speech_file, name=name),
                )
        return self.folder(model)

    def import_folder(self, model: SpeechModel, folder: Path) -> Path:
        """Copy the files of a model from a folder, or from that of one of its files.

        Raises:
            WeightsUnavailableError: If a file is missing, or not what its name says.
            FileWriteError: If they cannot be copied.
        """
        source = folder.parent if is_file(folder) else folder
        for name in model.sizes_mib:
            if not is_file(source / name):
                raise WeightsUnavailableError(f"There is no file {name} of {model.title} in {source}.")
            require_speech_file(source / name, name)
        try:
            self.folder(model).mkdir(parents=True, exist_ok=True)
            for name in model.sizes_mib:
                copy_whole(source / name, self.folder(model) / name)
        except OSError as error:
            where = self.folder(model)
            raise FileWriteError(f"{model.title} cannot be stored in {where}: {error}.") from error
        return self.folder(model)

    def remove(self, model: SpeechModel) -> bool:
        """Delete the files of a model, also parts of them; return whether there were any.

        Raises:
            FileWriteError: If they cannot be deleted.
        """
        files = self._files(model)
        # The model file first: without it, what is left counts as nothing.
        held = [file for file in (*files[::-1], *map(partial_file, files)) if is_file(file)]
        try:
            for file in held:
                delete_file(file)
            remove_empty_folder(self.folder(model))
        except OSError as error:
            raise FileWriteError(f"{model.title} cannot be deleted: {error}.") from error
        return bool(held)

    def export(self, folder: Path, task: Task) -> list[str]:
        """Copy the models that are here to a folder that serves as a mirror; return their names.

        A model with a file that is not the published one is left out.

        Raises:
            FileWriteError: If a file cannot be written.
            Cancelled: If the task was cancelled.
        """
        written, pins = [], {}
        for model in SPEECH_MODELS.values():
            if self.state(model) != "ready":
                continue
            task.checkpoint(message=model.title)
            sums = {name: file_checksum(self.folder(model) / name) for name in model.sizes_mib}
            pinned = {name: self._weights.pinned(_source(model, name)).checksum for name in sums}
            if any(not sums[name].startswith(pinned[name]) for name in sums):
                continue
            for name, checksum in sums.items():
                copied_to_mirror(self.folder(model) / name, folder, _path(model, name))
                pins[_source(model, name).address] = checksum
            written.append(row_name(model))
        if pins:
            add_pins(folder, pins)
        return written

    def folder(self, model: SpeechModel) -> Path:
        """Where the files of a model are."""
        return self._weights.path / SPEECH_FOLDER / model.name

    def _files(self, model: SpeechModel) -> list[Path]:
        return [self.folder(model) / name for name in model.sizes_mib]


class _PartTask(Task):
    """Reports the progress of one of several files as that of all."""

    def __init__(self, whole: Task, before: int, total: int) -> None:
        super().__init__()
        self._whole = whole
        self._before = before
        self._total = total

    @property
    def is_cancelled(self) -> bool:
        """Whether the whole was cancelled."""
        return self._whole.is_cancelled

    def checkpoint(self, done: float = 0, total: float = 0, message: str = "") -> None:
        """Report, and stop where the whole was cancelled."""
        self._whole.checkpoint(self._before + done, max(self._total, self._before + total), message)

    def wait(self, timeout_s: float) -> bool:
        """Sleep, waking when the whole is cancelled."""
        return self._whole.wait(timeout_s)


def _source(model: SpeechModel, name: str) -> WeightsSource:
    return WeightsSource(
        kind="download",
        address=f"{model.address}/{name}",
        size_mib=model.sizes_mib[name],
        licence=LICENCE,
        publisher=model.publisher,
    )


def _path(model: SpeechModel, name: str) -> str:
    """Where a file is within a folder of weights, or a mirror."""
    return f"{SPEECH_FOLDER}/{model.name}/{name}"
