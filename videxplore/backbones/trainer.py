"""Trains a network on labelled clips, from scratch or from existing weights.

Source: Loshchilov and Hutter, Decoupled Weight Decay Regularization, ICLR 2019, and SGDR, ICLR 2017, for the
optimiser and the cosine schedule; Szegedy et al., Rethinking the Inception Architecture, CVPR 2016, for label
smoothing.
"""

import dataclasses
import os
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor
from torch.nn import functional

from videxplore.backbones.runtime.devices import Device, torch_device
from videxplore.backbones.runtime.network import Network
from videxplore.backbones.runtime.preprocessing import Preprocessor
from videxplore.backbones.specs import BackboneSpec
from videxplore.backbones.weights.state_files import READ_ERRORS, ModelState, load_tensors_only, write_state
from videxplore.core.errors import FileWriteError, WeightsUnavailableError
from videxplore.core.file_names import exists_safely
from videxplore.core.files import whole_file
from videxplore.core.task import Task
from videxplore.core.types import Pixels

BEST_NAME = "best.safetensors"
CHECKPOINT_NAME = "checkpoint.pth"

_WARM_UP_FRACTION = 0.1
_MAX_GRADIENT_NORM = 1.0


class ClipSet(Protocol):
    """Labelled clips."""

    labels: npt.NDArray[np.int64]
    """Class numbers, int64 (N,)."""

    def clip(self, number: int) -> Pixels:
        """Clip ``number`` as uint8 (T, H, W, 3); it may be longer than the model's clips."""
        ...


@dataclass(frozen=True, slots=True)
class Augmentation:
    """Random changes of clips; all frames of a clip are changed alike.

    Attributes:
        flip: Whether a clip may be mirrored; not if left and right are different classes.
        min_crop: Smallest fraction of width and height that a random crop keeps, in (0, 1].
        brightness: Largest relative change of brightness.
        min_length: Smallest fraction of the length that is kept, in (0, 1].
    """

    flip: bool = True
    min_crop: float = 0.8
    brightness: float = 0.2
    min_length: float = 0.8

    def apply(self, clip: Pixels, rng: np.random.Generator) -> Pixels:
        """An augmented copy of a clip uint8 (T, H, W, 3); its size and length may shrink."""
        length, height, width = clip.shape[:3]
        kept = max(1, round(length * rng.uniform(self.min_length, 1)))
        first = int(rng.integers(0, length - kept + 1))
        share = rng.uniform(self.min_crop, 1)
        rows, columns = max(1, round(height * share)), max(1, round(width * share))
        top, left = int(rng.integers(0, height - rows + 1)), int(rng.integers(0, width - columns + 1))
        augmented = clip[first : first + kept, top : top + rows, left : left + columns]
        if self.flip and rng.random() < 0.5:
            augmented = augmented[:, :, ::-1]
        factor = rng.uniform(1 - self.brightness, 1 + self.brightness)
        return (augmented * factor).clip(0, 255).astype(np.uint8)


@dataclass(frozen=True, slots=True)
class TrainingPlan:
    """Hyperparameters of a training.

    Attributes:
        epochs: Passes over all clips.
        batch_size: Clips of one step.
        learning_rate: Peak learning rate.
        weight_decay: Coefficient of the decoupled weight decay.
        label_smoothing: Probability taken from the right class, in [0, 1).
        augmentation: Random changes of clips.
        seed: Seed of all random choices.
    """

    epochs: int = 20
    batch_size: int = 8
    learning_rate: float = 1e-3
    weight_decay: float = 0.02
    label_smoothing: float = 0.1
    augmentation: Augmentation = field(default_factory=Augmentation)
    seed: int = 0


@dataclass(frozen=True, slots=True)
class EpochReport:
    """Result of one epoch.

    Attributes:
        number: From 1.
        loss: Mean training loss.
        accuracy: Fraction of held-out clips classified correctly, in [0, 1].
    """

    number: int
    loss: float
    accuracy: float


@dataclass(frozen=True, slots=True, eq=False)
class Checkpoint:
    """The state of a training after an epoch.

    Attributes:
        backbone: Name of the backbone.
        classes: Names of its classes.
        network: Tensors of the network.
        optimiser: State of the optimiser, as torch's ``state_dict``.
        reports: Number, loss and accuracy of each epoch.
    """

    backbone: str
    classes: tuple[str, ...]
    network: dict[str, Tensor]
    optimiser: dict[str, Any]
    reports: Sequence[tuple[float, float, float]]


class Trainer:
    """Trains one network of the table on one device."""

    def __init__(
        self, spec: BackboneSpec, network: Network, classes: Sequence[str], device: Device, plan: TrainingPlan
    ) -> None:
        """Prepare to train.

        Args:
            spec: Its row: clip length, input size and preprocessing.
            network: With as many outputs as there are classes.
            classes: Names of the classes, stored with the weights.
            device: The device to train on.
            plan: The hyperparameters.
        """
        self.spec = spec
        self.network = network
        self.classes = tuple(classes)
        self.plan = plan
        # Weights stay in single precision; on CUDA the forward pass is computed in half by autocast.
        self.device, _ = torch_device(dataclasses.replace(device, dtype="float32"))
        self._uses_half = self.device.type == "cuda"
        self.network.to(self.device).requires_grad_()
        self.preprocessor = Preprocessor(spec.preprocessing, spec.input_px, self.device, torch.float32)
        self.optimiser = torch.optim.AdamW(
            network.parameters(), lr=plan.learning_rate, weight_decay=plan.weight_decay
        )
        self.scaler = torch.amp.GradScaler(self.device.type, enabled=self._uses_half)

    def train(
        self, training_set: ClipSet, held_out: ClipSet, folder: Path | None, task: Task
    ) -> list[EpochReport]:
        """Train for the planned epochs, or resume an interrupted training.

        Args:
            training_set: Clips to train on.
            held_out: Clips to validate on.
            folder: Receives a checkpoint after each epoch, and the best weights so far; None stores nothing.
            task: Receives the number of steps done.

        Returns:
            Every epoch, including those before an interruption.

        Raises:
            WeightsUnavailableError: If the checkpoint cannot be read or written.
            Cancelled: If the task was cancelled; finished epochs are kept.
        """
        reports = self._resume(folder)
        for epoch in range(len(reports), self.plan.epochs):
            loss = self._epoch(epoch, training_set, task)
            reports.append(EpochReport(epoch + 1, loss, self.accuracy(held_out)))
            if folder is not None:
                self._store(folder, reports)
        return reports

    def scores(self, clips: ClipSet) -> npt.NDArray[np.float32]:
        """Class probabilities of clips, float32 (N, C)."""
        self.network.eval()
        parts = []
        with torch.inference_mode():
            for numbers in _batches(np.arange(len(clips.labels)), self.plan.batch_size):
                pixels = self.preprocessor.clips([clips.clip(int(n)) for n in numbers], self.spec.frames)
                with self._precision():
                    scores = self.network(pixels)
                if scores is None:
                    raise self._no_classes()
                parts.append(scores.float().softmax(1).cpu().numpy())
        return np.concatenate(parts)

    def accuracy(self, clips: ClipSet) -> float:
        """Fraction of clips classified correctly, in [0, 1]."""
        return float((self.scores(clips).argmax(1) == clips.labels).mean())

    def _epoch(self, epoch: int, training_set: ClipSet, task: Task) -> float:
        # Random choices depend on the epoch only, so that a resumed training gives the same result.
        rng = np.random.default_rng((self.plan.seed, epoch))
        torch.manual_seed(self.plan.seed * 1_000_003 + epoch)
        self.network.train()
        order = rng.permutation(len(training_set.labels))
        steps = -(-len(order) // self.plan.batch_size)
        total_loss = 0.0
        for step, numbers in enumerate(_batches(order, self.plan.batch_size)):
            done = epoch * steps + step
            task.checkpoint(done, self.plan.epochs * steps, f"Epoch {epoch + 1} of {self.plan.epochs}")
            self._set_learning_rate(done, self.plan.epochs * steps)
            clips = [self.plan.augmentation.apply(training_set.clip(int(n)), rng) for n in numbers]
            labels = torch.from_numpy(training_set.labels[numbers]).to(self.device)
            total_loss += self._step(self.preprocessor.clips(clips, self.spec.frames), labels) * len(numbers)
        return total_loss / len(order)

    def _step(self, pixels: Tensor, labels: Tensor) -> float:
        self.optimiser.zero_grad(set_to_none=True)
        with self._precision():
            scores = self.network.training_logits(self.network.features(pixels))
        if not scores:
            raise self._no_classes()
        smoothing = self.plan.label_smoothing
        losses = [functional.cross_entropy(one.float(), labels, label_smoothing=smoothing) for one in scores]
        loss = torch.stack(losses).sum()
        scaled: Tensor = self.scaler.scale(loss)
        torch.autograd.backward(scaled)
        self.scaler.unscale_(self.optimiser)
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), _MAX_GRADIENT_NORM)
        self.scaler.step(self.optimiser)
        self.scaler.update()
        return float(loss.detach())

    def _no_classes(self) -> ValueError:
        return ValueError(f"{self.spec.name} has no classes and cannot be trained")

    def _precision(self) -> torch.autocast:
        return torch.autocast(self.device.type, torch.float16, enabled=self._uses_half)

    def _set_learning_rate(self, done: int, total: int) -> None:
        """Linear warm-up, then cosine decay."""
        warm_up = max(1, round(total * _WARM_UP_FRACTION))
        share = (done - warm_up) / max(1, total - warm_up)
        factor = (done + 1) / warm_up if done < warm_up else 0.5 * (1 + np.cos(np.pi * share))
        for group in self.optimiser.param_groups:
            group["lr"] = self.plan.learning_rate * float(factor)

    def _resume(self, folder: Path | None) -> list[EpochReport]:
        file = None if folder is None else folder / CHECKPOINT_NAME
        if folder is None or file is None:
            return []
        if not exists_safely(file):
            if os.path.lexists(folder / BEST_NAME):
                raise WeightsUnavailableError(
                    f"{folder} holds {BEST_NAME} of another training, which is kept: move it away, "
                    "or choose another folder."
                )
            return []
        checkpoint = read_checkpoint(file, self.spec.name, self.classes)
        try:
            self.network.load_state_dict(checkpoint.network)
            self.optimiser.load_state_dict(checkpoint.optimiser)
            return [EpochReport(int(number), loss, accuracy) for number, loss, accuracy in checkpoint.reports]
        except READ_ERRORS as error:
            raise damaged_checkpoint(file) from error

    def _store(self, folder: Path, reports: Sequence[EpochReport]) -> None:
        rows = [(float(one.number), one.loss, one.accuracy) for one in reports]
        state = self.network.state_dict()
        if reports[-1].accuracy >= max(one.accuracy for one in reports):
            write_state(ModelState(state, self.classes), folder / BEST_NAME)
        checkpoint = Checkpoint(self.spec.name, self.classes, state, self.optimiser.state_dict(), rows)
        write_checkpoint(checkpoint, folder / CHECKPOINT_NAME)


def _batches(numbers: npt.NDArray[np.int64], size: int) -> Iterator[npt.NDArray[np.int64]]:
    for start in range(0, len(numbers), size):
        yield numbers[start : start + size]


def write_checkpoint(checkpoint: Checkpoint, file: Path) -> None:
    """Write a checkpoint atomically.

    Raises:
        FileWriteError: If it cannot be written.
    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with whole_file(file) as scratch:
            torch.save(asdict(checkpoint), scratch)
    except OSError as error:
        raise FileWriteError(f"The training state cannot be written to {file}: {error}.") from error


def damaged_checkpoint(file: Path) -> WeightsUnavailableError:
    """The error for a checkpoint that cannot be resumed from."""
    return WeightsUnavailableError(
        f"The interrupted training in {file} is damaged; delete the file to start again."
    )


def read_checkpoint(file: Path, backbone: str, classes: tuple[str, ...]) -> Checkpoint:
    """Read a checkpoint of this backbone and these classes.

    Raises:
        WeightsUnavailableError: If it is damaged, or belongs to another training.
    """
    try:
        checkpoint = Checkpoint(**load_tensors_only(file))
    except READ_ERRORS as error:
        raise damaged_checkpoint(file) from error
    if checkpoint.backbone != backbone or tuple(checkpoint.classes) != classes:
        raise WeightsUnavailableError(
            f"The interrupted training in {file} is of another model or has other classes; "
            "choose another folder, or delete the file to start again."
        )
    return checkpoint
