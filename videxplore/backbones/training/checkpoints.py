"""Stores the state of a training, so that an interrupted one can be resumed."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from videxplore.backbones.weights.state_files import READ_ERRORS, load_tensors_only
from videxplore.core.errors import FileWriteError, WeightsUnavailableError
from videxplore.core.files import whole_file


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
