"""Reads and writes files of weights, as tensors only: no code in a file is ever run."""

import json
import pickle
import warnings
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import safetensors
import safetensors.torch
import torch
from torch import Tensor

from videxplore.core.errors import WeightsUnavailableError
from videxplore.core.file_names import one_line
from videxplore.core.files import whole_file

_CLASSES_KEY = "videxplore.classes"
_WRAPPERS = ("state_dict", "model_state", "model")
"""Keys under which training programs put the tensors of a checkpoint."""

DAMAGE = (
    OSError,
    RuntimeError,
    ValueError,
    EOFError,
    LookupError,
    AttributeError,
    TypeError,
    pickle.UnpicklingError,
    zipfile.BadZipFile,
    safetensors.SafetensorError,
)
"""What reading a damaged file raises: with torch it depends on where the damage is."""


@dataclass(frozen=True, slots=True, eq=False)
class WeightsState:
    """What a file of weights holds.

    Attributes:
        tensors: The network's tensors by name.
        classes: Names of the classes where the file tells them; empty otherwise.
    """

    tensors: dict[str, Tensor]
    classes: tuple[str, ...] = ()


def read_state(file: Path) -> WeightsState:
    """Read a file written by :func:`write_state`, by torch or by safetensors.

    Raises:
        WeightsUnavailableError: If the file is missing, cut short, no file of weights, or holds code.
    """
    try:
        if file.suffix == ".safetensors":
            return _read_safetensors(file)
        return _read_torch(file)
    except FileNotFoundError as error:
        raise WeightsUnavailableError(f"There is no file {file}.") from error
    except pickle.UnpicklingError as error:
        raise WeightsUnavailableError(
            f"{file} is refused: it is no file of weights, or holds code beside the weights."
        ) from error
    except DAMAGE as error:
        raise WeightsUnavailableError(f"{file} is damaged, cut short, or no file of weights.") from error


def write_state(state: WeightsState, file: Path) -> None:
    """Write tensors and class names as a safetensors file that appears whole or not at all.

    Raises:
        WeightsUnavailableError: If the file cannot be written.
    """
    tensors = {name: tensor.detach().cpu().contiguous() for name, tensor in state.tensors.items()}
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with whole_file(file) as scratch:
            safetensors.torch.save_file(tensors, scratch, {_CLASSES_KEY: json.dumps(state.classes)})
    except (OSError, safetensors.SafetensorError) as error:
        raise WeightsUnavailableError(f"The weights cannot be written to {file}: {error}.") from error


def _read_safetensors(file: Path) -> WeightsState:
    with safetensors.safe_open(file, framework="pt") as opened:
        metadata = opened.metadata() or {}
        tensors = {name: opened.get_tensor(name) for name in opened.keys()}  # noqa: SIM118 - not a mapping.
    return WeightsState(
        tensors, tuple(one_line(str(label)) for label in json.loads(metadata.get(_CLASSES_KEY, "[]")))
    )


def load_plainly(file: Path) -> Any:
    """What a file of torch holds, on the processor: tensors and plain values, never code.

    Raises:
        Exception: One of :data:`DAMAGE`.
    """
    with warnings.catch_warnings():
        # torch warns of files that it did not write itself; they are read as strictly as all others.
        warnings.simplefilter("ignore", UserWarning)
        return torch.load(file, map_location="cpu", weights_only=True)


def _read_torch(file: Path) -> WeightsState:
    held = load_plainly(file)
    for wrapper in _WRAPPERS:
        if isinstance(held, dict) and isinstance(held.get(wrapper), dict):
            held = held[wrapper]
    if not isinstance(held, dict):
        raise TypeError("not a dictionary of tensors")
    tensors = {str(name): value for name, value in held.items() if isinstance(value, Tensor)}
    if not tensors:
        raise ValueError("no tensors")
    return WeightsState(tensors)
