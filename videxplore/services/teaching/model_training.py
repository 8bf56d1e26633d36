"""Training of a video model, and calibration of its probabilities, on clips that the user has labelled."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from videxplore.backbones.calibration import Calibration, fit_calibration, write_calibration
from videxplore.backbones.registry import backbone_spec, load
from videxplore.backbones.runtime.base import Backbone
from videxplore.backbones.runtime.devices import choose_device
from videxplore.backbones.runtime.loading import network_to_train, optical_flow
from videxplore.backbones.specs import BackboneSpec
from videxplore.backbones.trainer import BEST_NAME, Augmentation, Trainer, TrainingPlan
from videxplore.backbones.weights.downloads import file_checksum
from videxplore.backbones.weights.weights_folder import WeightsFolder
from videxplore.core.errors import BackboneError, VideoError
from videxplore.core.task import Task
from videxplore.services.teaching.model_input import (
    DecodedClips,
    LabelledFile,
    find_labelled,
    moment_input,
    split,
)


@dataclass(frozen=True, slots=True)
class TrainingOptions:
    """Options of a training.

    Attributes:
        backbone: Name of a video backbone.
        weights: The weights folder; if it holds weights of the backbone, they are fine-tuned.
        folder: Receives checkpoints and the best weights.
        epochs: Passes over the clips.
        device: ``auto``, ``cpu``, ``cuda``, ``cuda:N`` or ``mps``.
        flip: Whether clips may be mirrored; not if left and right are different classes.
    """

    backbone: str
    weights: Path
    folder: Path
    epochs: int = 20
    device: str = "auto"
    flip: bool = True


@dataclass(frozen=True, slots=True)
class TrainingReport:
    """Result of a training.

    Attributes:
        classes: Names of the classes.
        best: File of the best weights.
        accuracy: Fraction of held-out clips that the best weights classify correctly, in [0, 1].
        losses: Mean loss of each epoch.
        is_fine_tuned: Whether it started from existing weights.
        is_installed: Whether the best weights are now those of the backbone: not if it already had weights.
        calibration: Fitted on the held-out clips; None if they are too few or the weights were not installed.
        failed: Files that could not be read, and why.
    """

    classes: tuple[str, ...]
    best: Path
    accuracy: float
    losses: tuple[float, ...]
    is_fine_tuned: bool
    is_installed: bool
    calibration: Calibration | None
    failed: tuple[tuple[Path, str], ...]


def train(clips: Path, options: TrainingOptions, task: Task) -> TrainingReport:
    """Train on DIR/CLASS/CLIP, or resume an interrupted training.

    Raises:
        VideoError: If there are too few readable clips of a class.
        BackboneError: If the model cannot be trained, or its device or weights cannot be used.
        Cancelled: If the task was cancelled; finished epochs are kept.
    """
    spec = backbone_spec(options.backbone)
    weights = WeightsFolder(options.weights)
    classes, files = find_labelled(clips)
    is_fine_tuned = weights.has_file(spec)
    plan = TrainingPlan(
        epochs=options.epochs,
        # Fine-tuning needs a lower learning rate.
        learning_rate=1e-4 if is_fine_tuned else 1e-3,
        augmentation=Augmentation(flip=options.flip),
    )
    existing = weights.locate(spec) if is_fine_tuned else None
    network = network_to_train(spec, len(classes), existing, plan.seed)
    device = choose_device(options.device)
    flow = optical_flow(spec, weights.locate, device)
    training_files, held_out_files = split(files)
    training_set = DecodedClips(training_files, spec, task, is_random=True)
    held_out = DecodedClips(held_out_files, spec, task, is_random=False)
    if not len(training_set.labels) or not len(held_out.labels):
        raise VideoError(f"{clips} holds too few clips that can be read: at least two of a class are needed.")
    trainer = Trainer(spec, network, classes, device, plan)
    trainer.preprocessor.flow = flow
    reports = trainer.train(training_set, held_out, options.folder, task)
    best = options.folder / BEST_NAME
    installs = not weights.has_file(spec)
    calibration = None
    if installs:
        weights.import_file(spec, best)
        calibration = _calibrated(spec, weights, held_out, clips.absolute().name, options.device)
    return TrainingReport(
        classes=classes,
        best=best,
        accuracy=max(report.accuracy for report in reports),
        losses=tuple(report.loss for report in reports),
        is_fine_tuned=is_fine_tuned,
        is_installed=installs,
        calibration=calibration,
        failed=(*training_set.failed, *held_out.failed),
    )


def _calibrated(
    spec: BackboneSpec, weights: WeightsFolder, held_out: DecodedClips, folder: str, device: str
) -> Calibration | None:
    if len(held_out.labels) < MIN_CLIPS:
        return None
    backbone = load(spec.name, weights, device, is_calibrated=False)
    scores = backbone.run([held_out.clip(number) for number in range(len(held_out.labels))]).scores
    if scores is None:
        return None
    checksum = file_checksum(weights.locate(spec))
    calibration = fit_calibration(scores, held_out.labels, folder, checksum)
    write_calibration(calibration, spec, weights.path)
    return calibration


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
