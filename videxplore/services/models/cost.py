"""What a model costs on this machine, measured on a few frames or clips of the library."""

from dataclasses import dataclass
from pathlib import Path

from videxplore.backbones.registry import backbone_spec
from videxplore.backbones.specs import BackboneSpec
from videxplore.core.file_names import is_file
from videxplore.core.processes import run_isolated
from videxplore.core.task import Task
from videxplore.core.types import Video, VideoState
from videxplore.services.indexing.messages import StoredShot
from videxplore.services.library import Library

_MEASURED_KEYFRAMES = 4
_MEASURED_CLIPS = 2
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


def measured_cost(library: Library, name: str, device: str, task: Task) -> ModelCost:
    """Run a model with random weights over a few frames or clips of the library, in another process.

    Args:
        library: Gives the sample, and the amount of all that would be learned.
        name: The backbone.
        device: ``auto``, ``cpu``, ``cuda``, ``cuda:N`` or ``mps``.
        task: Cancels it.

    Raises:
        VidexploreError: If the video of the sample cannot be read, or the device is not here.
        Cancelled: If the task was cancelled.
    """
    spec = backbone_spec(name)
    sample = _sample(library, spec)
    parameters, unit_s = run_isolated(measure, name, device, sample, task=task)
    if unit_s is None:
        return ModelCost(parameters, None)
    amount = library.catalogue.counts().keyframes if spec.kind == "image" else _length_s(library)
    return ModelCost(parameters, amount * unit_s)


def _length_s(library: Library) -> float:
    return sum(video.duration_s for video in library.catalogue.videos())


def _sample(library: Library, spec: BackboneSpec) -> Sample | None:
    """The beginning of a video that is here; None where there is none."""
    videos = [one for one in library.catalogue.videos() if one.state is VideoState.COMPLETE]
    for video in videos[:_LOOKED_AT_VIDEOS]:
        if is_file(video.path):
            return Sample(video.path, _first_shots(library, video, spec))
    return None


def _first_shots(library: Library, video: Video, spec: BackboneSpec) -> tuple[StoredShot, ...]:
    shots, left_s = [], _MEASURED_CLIPS * spec.clip_s
    keyframes = library.catalogue.keyframes(video.id)
    for shot in library.catalogue.shots(video.id):
        own = tuple((one.id, one.time_s) for one in keyframes if one.shot_id == shot.id)
        end_s = min(shot.end_s, shot.start_s + left_s) if spec.kind == "video" else shot.end_s
        shots.append(StoredShot(shot.id, shot.start_s, end_s, own))
        left_s -= end_s - shot.start_s
        is_enough = left_s <= 0 if spec.kind == "video" else len(shots) >= _MEASURED_KEYFRAMES
        if is_enough:
            break
    return tuple(shots)


def measure(name: str, device: str, sample: Sample | None) -> tuple[int, float | None]:
    """Number of parameters, and seconds for a keyframe or for a second of video; the latter may be None."""
    # Late: torch and PyAV, in this process only.
    from videxplore.services.models.cost_measuring import unit_cost

    return unit_cost(name, device, None if sample is None else (sample.path, sample.shots))
