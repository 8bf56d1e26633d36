"""Calibration of a model's class probabilities, on clips that the user has labelled."""

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
from videxplore.services.teaching.model_input import LabelledFile, find_labelled, moment_input

MIN_CLIPS = 10
"""A temperature fitted to fewer clips is unreliable."""


@dataclass(frozen=True, slots=True)
class CalibrationReport:
    """Result of a calibration.

    Attributes:
        calibration: Now stored in the weights folder.
        failed: Files that could not be read, and why.
    """

    calibration: Calibration
    failed: tuple[tuple[Path, str], ...]


def calibrate(
    clips: Path, backbone: str, weights: WeightsFolder, device: str, task: Task
) -> CalibrationReport:
    """Fit a model's temperature on the middle of each clip in DIR/CLASS/CLIP, and store it.

    Args:
        clips: Folders named like the model's classes.
        backbone: Name of a model that has classes.
        weights: Holds its weights, and receives the calibration.
        device: As for :func:`videxplore.backbones.registry.load`.
        task: Receives the number of clips done.

    Raises:
        BackboneError: If the model has no classes, or its weights or device are missing.
        VideoError: If no class has the name of a folder, or too few clips can be read.
        Cancelled: If the task was cancelled.
    """
    spec = backbone_spec(backbone)
    names, files = find_labelled(clips)
    loaded = load(backbone, weights, device, is_calibrated=False)
    if not loaded.classes:
        raise BackboneError(f"{spec.title} has no classes, so there is nothing to calibrate.")
    numbers = _class_numbers(names, loaded)
    scores, labels, failed = _classify(files, loaded, task)
    if len(labels) < MIN_CLIPS:
        raise VideoError(
            f"{clips} holds {len(labels)} clips that can be read; "
            f"at least {MIN_CLIPS} are needed for a calibration."
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
    """The model's class number of each folder."""
    known = {_plain(label): number for number, label in reversed(list(enumerate(backbone.classes)))}
    unknown = [name for name in names if _plain(name) not in known]
    if unknown:
        raise VideoError(
            f"{backbone.spec.title} has no class named “{unknown[0]}”: "
            "name each folder like one of its classes."
        )
    return np.array([known[_plain(name)] for name in names], np.int64)


def _plain(label: str) -> str:
    """A label for comparison with folder names: case-folded, with spaces for underscores."""
    return label.casefold().replace("_", " ").strip()


def _classify(
    files: Sequence[LabelledFile], backbone: Backbone, task: Task
) -> tuple[list[np.ndarray[tuple[int, int], np.dtype[np.float32]]], list[int], list[tuple[Path, str]]]:
    """Scores (1, C) and folder number of each readable file, and the other files with their errors."""
    scores, labels, failed = [], [], []
    for number, file in enumerate(files):
        task.checkpoint(number, len(files), f"Classifying {file.path.name}")
        try:
            output = backbone.run([moment_input(file.path, None, backbone.spec)])
        except VideoError as error:
            failed.append((file.path, str(error)))
            continue
        if output.scores is not None:
            scores.append(output.scores)
            labels.append(file.label)
    return scores, labels, failed
