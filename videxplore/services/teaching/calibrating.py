"""Fitting how sure a network sounds to how often it is right, on clips a person has labelled."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from videxplore.backbones.registry import backbone_spec, load
from videxplore.backbones.runtime.base import Backbone
from videxplore.backbones.training.calibration import Calibration, fit_calibration, write_calibration
from videxplore.backbones.weights.downloads import file_checksum
from videxplore.backbones.weights.weights_folder import WeightsFolder
from videxplore.core.errors import BackboneError, VideoError
from videxplore.core.task import Task
from videxplore.services.teaching.moment_input import moment_input
from videxplore.services.teaching.training_clips import LabelledFile, find_labelled

FEWEST_CLIPS = 10
"""Fewer tell too little of how often a network is right."""


@dataclass(frozen=True, slots=True)
class CalibrationReport:
    """What a calibration came to.

    Attributes:
        calibration: Now kept beside the weights.
        failed: Files that could not be read, and why.
    """

    calibration: Calibration
    failed: tuple[tuple[Path, str], ...]


def calibrate(
    clips: Path, backbone: str, weights: WeightsFolder, device: str, task: Task
) -> CalibrationReport:
    """Fit a network's temperature on DIR/CLASS/CLIP, looking at the middle of each clip, and keep it.

    Args:
        clips: Folders named as the network's classes.
        backbone: Name of a network that tells classes.
        weights: Where its weights are, and the calibration is kept.
        device: As for :func:`videxplore.backbones.registry.load`.
        task: Learns how many clips are judged.

    Raises:
        BackboneError: If the network tells no classes, or its weights or device are not here.
        VideoError: If a folder is named like no class, or too few clips can be read.
        Cancelled: If the task was cancelled.
    """
    spec = backbone_spec(backbone)
    names, files = find_labelled(clips)
    loaded = load(backbone, weights, device, is_calibrated=False)
    if not loaded.classes:
        raise BackboneError(f"{spec.title} tells no classes, so there is nothing to calibrate.")
    numbers = _class_numbers(names, loaded)
    scores, labels, failed = _judged(files, loaded, task)
    if len(labels) < FEWEST_CLIPS:
        raise VideoError(
            f"{clips} holds {len(labels)} clips that can be read; "
            f"{FEWEST_CLIPS} are the least to calibrate on."
        )
    calibration = fit_calibration(
        np.concatenate(scores),
        numbers[np.array(labels)],
        clips.absolute().name,
        file_checksum(weights.locate(spec)),
    )
    write_calibration(calibration, spec, weights.path)
    return CalibrationReport(calibration, tuple(failed))


def _class_numbers(names: Sequence[str], backbone: Backbone) -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
    """The network's class number of each folder."""
    known = {_plain(label): number for number, label in reversed(list(enumerate(backbone.classes)))}
    unknown = [name for name in names if _plain(name) not in known]
    if unknown:
        raise VideoError(
            f"{backbone.spec.title} has no class named “{unknown[0]}”: "
            "name each folder as one of its classes."
        )
    return np.array([known[_plain(name)] for name in names], np.int64)


def _plain(label: str) -> str:
    """A label as folders are named: without case, with blanks for underscores."""
    return label.casefold().replace("_", " ").strip()


def _judged(
    files: Sequence[LabelledFile], backbone: Backbone, task: Task
) -> tuple[list[np.ndarray[tuple[int, int], np.dtype[np.float32]]], list[int], list[tuple[Path, str]]]:
    """Scores (1, C) and folder number of each readable file, and the others with their faults."""
    scores, labels, failed = [], [], []
    for number, file in enumerate(files):
        task.checkpoint(number, len(files), f"Judging {file.path.name}")
        try:
            output = backbone.run([moment_input(file.path, None, backbone.spec)])
        except VideoError as error:
            failed.append((file.path, str(error)))
            continue
        if output.scores is not None:
            scores.append(output.scores)
            labels.append(file.label)
    return scores, labels, failed
