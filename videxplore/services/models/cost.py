"""What a model costs on this machine: measured once on a few frames or clips of the library, and kept."""

import json
import logging
import math
import threading
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from types import ModuleType
from typing import Any

from videxplore.backbones.registry import backbone_spec
from videxplore.core.cache_files import DamagedCacheError, opened_cache
from videxplore.core.file_names import is_file
from videxplore.core.files import write_whole
from videxplore.core.json_text import json_text
from videxplore.core.limits import MOST_NOTE_BYTES
from videxplore.core.processes import run_isolated
from videxplore.core.task import Task
from videxplore.core.types import Video, VideoState
from videxplore.services.indexing.messages import StoredShot
from videxplore.services.library import Library
from videxplore.transcription.speech_models import SpeechModel

UnitCost = tuple[int, float]
"""Number of parameters, and seconds for a keyframe or for a second of video."""

_log = logging.getLogger(__name__)


class KeptCosts:
    """A file of costs by model and device; those measured with another videxplore or torch are ignored."""

    def __init__(self, file: Path) -> None:
        """Read nothing yet."""
        self._file = file
        self._lock = threading.Lock()

    def find(self, name: str, device: str) -> UnitCost | None:
        """The cost of a model that was measured before; None where it was not."""
        with self._lock:
            return self._read().get(_key(name, device))

    def keep(self, name: str, device: str, cost: UnitCost) -> None:
        """Remember a cost; without a place to write, it is measured again at the next start."""
        with self._lock:
            costs = {**self._read(), _key(name, device): cost}
            document = {"versions": _versions(), "costs": costs}
            try:
                self._file.parent.mkdir(parents=True, exist_ok=True)
                write_whole(self._file, json_text(document).encode())
            except OSError as error:
                _log.warning("What models cost cannot be kept: %s", error)

    def _read(self) -> dict[str, UnitCost]:
        try:
            with opened_cache(self._file, MOST_NOTE_BYTES) as stream:
                document = json.load(stream)
                if document["versions"] != _versions():
                    return {}
                return {str(key): _checked(*cost) for key, cost in document["costs"].items()}
        except (FileNotFoundError, DamagedCacheError):
            return {}


def _key(name: str, device: str) -> str:
    return f"{name} {device}"


def _versions() -> list[str]:
    return [metadata.version(package) for package in ("videxplore", "torch")]


def _checked(parameters: Any, unit_s: Any) -> UnitCost:
    if not (isinstance(parameters, int) and parameters > 0 and math.isfinite(unit_s) and unit_s > 0):
        raise DamagedCacheError("it holds no cost")
    return parameters, float(unit_s)


_MEASURED_KEYFRAMES = 4
_MEASURED_CLIPS = 2
_MEASURED_SCREEN_S = 10.0
_LOOKED_AT_VIDEOS = 50


@dataclass(frozen=True, slots=True)
class ModelCost:
    """What a model costs.

    Attributes:
        parameters: Number of its weights; a file of them has four bytes for each.
        library_s: Estimated seconds until the whole library is learned; None where nothing could be measured.
    """

    parameters: int
    library_s: float | None


@dataclass(frozen=True, slots=True)
class Sample:
    """A part of a video to measure on.

    Attributes:
        path: Its file.
        shots: Its first shots with their keyframes.
    """

    path: Path
    shots: tuple[StoredShot, ...]


def cost_of_library(library: Library, name: str, device: str, kept: KeptCosts, task: Task) -> ModelCost:
    """What a model costs, as it was measured before on this machine.

    Where it was not, the model runs with random weights over a few frames or clips of the library, in another
    process.

    Args:
        library: Gives the sample, and the amount of all that would be learned.
        name: The backbone.
        device: ``auto``, ``cpu``, ``cuda``, ``cuda:N`` or ``mps``.
        kept: What was measured before.
        task: Cancels it.

    Raises:
        VidexploreError: If the video of the sample cannot be read, or the device is not here.
        Cancelled: If the task was cancelled.
    """
    spec = backbone_spec(name)
    found = kept.find(name, device)
    if found is None:
        longest_s = _MEASURED_CLIPS * spec.clip_s if spec.kind == "video" else None
        sample = _sample(library, longest_s)
        parameters, unit_s = run_isolated(measure, name, device, sample, task=task)
        if unit_s is None:
            return ModelCost(parameters, None)
        kept.keep(name, device, (parameters, unit_s))
    else:
        parameters, unit_s = found
    amount = library.catalogue.counts().keyframes if spec.kind == "image" else _length_s(library)
    return ModelCost(parameters, amount * unit_s)


def cost_of_recognition(
    library: Library, model: SpeechModel | None, device: str, kept: KeptCosts, task: Task
) -> ModelCost:
    """What recognising speech, or text on screen, costs, as it was measured before on this machine.

    Where it was not, it is measured in another process: speech by a model of the true shapes with random
    weights, as if all that can be heard were speech; text on screen by reading the beginning of a video.

    Args:
        library: Gives the sample, and the amount of all that would be recognised.
        model: Of speech; None for text on screen.
        device: As for :func:`cost_of_library`.
        kept: What was measured before.
        task: Cancels it.

    Raises:
        VidexploreError: If it cannot be measured here.
        Cancelled: If the task was cancelled.
    """
    name = "screen" if model is None else f"speech {model.name}"
    # Only weights are counted, whose size is known.
    parameters = 1 if model is None else model.size_bytes
    found = kept.find(name, device)
    unit_s = found[1] if found is not None else None
    if unit_s is None:
        if model is not None:
            unit_s = run_isolated(measure_speech, model.name, device, task=task)
        else:
            sample = _sample(library, _MEASURED_SCREEN_S)
            unit_s = None if sample is None else run_isolated(measure_screen, sample, task=task)
        if unit_s is None:
            return ModelCost(parameters, None)
        kept.keep(name, device, (parameters, unit_s))
    return ModelCost(parameters, _length_s(library, heard_only=model is not None) * unit_s)


def _length_s(library: Library, *, heard_only: bool = False) -> float:
    """Length of all videos, or of those that can be heard."""
    return sum(
        video.duration_s
        for video in library.catalogue.videos()
        if not heard_only or (video.properties is not None and video.properties.has_audio)
    )


def _sample(library: Library, longest_s: float | None) -> Sample | None:
    """The beginning of a video that is here, of a length or of a few keyframes; None where there is none."""
    videos = [one for one in library.catalogue.videos() if one.state is VideoState.COMPLETE]
    for video in videos[:_LOOKED_AT_VIDEOS]:
        if is_file(video.path):
            return Sample(video.path, _first_shots(library, video, longest_s))
    return None


def _first_shots(library: Library, video: Video, longest_s: float | None) -> tuple[StoredShot, ...]:
    shots, left_s = list[StoredShot](), longest_s or 0.0
    keyframes = library.catalogue.keyframes(video.id)
    for shot in library.catalogue.shots(video.id):
        own = tuple((one.id, one.time_s) for one in keyframes if one.shot_id == shot.id)
        end_s = shot.end_s if longest_s is None else min(shot.end_s, shot.start_s + left_s)
        shots.append(StoredShot(shot.id, shot.start_s, end_s, own))
        left_s -= end_s - shot.start_s
        is_enough = len(shots) >= _MEASURED_KEYFRAMES if longest_s is None else left_s <= 0
        if is_enough:
            break
    return tuple(shots)


def measure(name: str, device: str, sample: Sample | None) -> tuple[int, float | None]:
    """Number of parameters, and seconds for a keyframe or for a second of video; the latter may be None."""
    cost: tuple[int, float | None] = _measuring().unit_cost(
        name, device, None if sample is None else (sample.path, sample.shots)
    )
    return cost


def measure_speech(name: str, device: str) -> float:
    """Seconds that a model of speech takes for a second of speech."""
    cost_s: float = _measuring().speech_cost(name, device)
    return cost_s


def measure_screen(sample: Sample) -> float | None:
    """Seconds that reading text on screen takes for a second of video; None where nothing was read."""
    cost_s: float | None = _measuring().screen_cost((sample.path, sample.shots))
    return cost_s


def _measuring() -> ModuleType:
    # Late: torch and PyAV, in this process only.
    from videxplore.services.models import cost_measuring

    return cost_measuring
