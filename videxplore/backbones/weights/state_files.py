"""Reads and writes files of weights, as tensors only: no code in a file is ever run."""

import json
import mmap
import pickle
import warnings
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import safetensors
import safetensors.torch
import torch
from torch import Tensor

from videxplore.core.errors import FileWriteError, WeightsUnavailableError
from videxplore.core.file_names import one_line
from videxplore.core.files import whole_file

_CLASSES_KEY = "videxplore.classes"
_ALLOCATORS = (b"bytearray", b"BytesIO")
"""What a file may name beside tensors without running code, and no file of weights needs."""

_DTYPES = frozenset(
    (
        *(torch.float16, torch.bfloat16, torch.float32, torch.float64),
        *(torch.uint8, torch.int8, torch.int16, torch.int32, torch.int64, torch.bool),
    )
)
_WRAPPERS = ("state_dict", "model_state", "model")
"""Keys under which training programs put the tensors of a checkpoint."""

DAMAGE = (
    OSError,
    RuntimeError,
    ValueError,
    EOFError,
    MemoryError,
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
        state = _read_safetensors(file) if file.suffix == ".safetensors" else _read_torch(file)
        _require_plain(state.tensors, file)
    except FileNotFoundError as error:
        raise WeightsUnavailableError(f"There is no file {file}.") from error
    except pickle.UnpicklingError as error:
        raise WeightsUnavailableError(
            f"{file} is refused: it is no file of weights, or holds code beside the weights."
        ) from error
    except DAMAGE as error:
        raise WeightsUnavailableError(f"{file} is damaged, cut short, or no file of weights.") from error
    return state


def write_state(state: WeightsState, file: Path) -> None:
    """Write tensors and class names as a safetensors file that appears whole or not at all.

    Raises:
        FileWriteError: If the file cannot be written.
    """
    tensors = {name: tensor.detach().cpu().contiguous() for name, tensor in state.tensors.items()}
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with whole_file(file) as scratch:
            safetensors.torch.save_file(tensors, scratch, {_CLASSES_KEY: json.dumps(state.classes)})
    except (OSError, safetensors.SafetensorError) as error:
        raise FileWriteError(f"The weights cannot be written to {file}: {error}.") from error


def _read_safetensors(file: Path) -> WeightsState:
    with safetensors.safe_open(file, framework="pt") as opened:
        metadata = opened.metadata() or {}
        tensors = {name: opened.get_tensor(name) for name in opened.keys()}  # noqa: SIM118 - not a mapping.
    return WeightsState(
        tensors, tuple(one_line(str(label)) for label in json.loads(metadata.get(_CLASSES_KEY, "[]")))
    )


def _require_plain(tensors: Mapping[str, Tensor], file: Path) -> None:
    """Refuse what looks like weights and cannot be computed with.

    Raises:
        WeightsUnavailableError: If a tensor is sparse, quantised, complex or without values, or holds
            numbers that are not finite.
    """
    for name, tensor in tensors.items():
        is_plain = tensor.layout is torch.strided and tensor.device.type == "cpu" and not tensor.is_quantized
        if not is_plain or tensor.dtype not in _DTYPES:
            raise WeightsUnavailableError(
                f"{file} is refused: its tensor {one_line(name)} is of no usable kind."
            )
        if tensor.is_floating_point() and not torch.isfinite(tensor).all():
            raise WeightsUnavailableError(
                f"{file} is refused: its tensor {one_line(name)} holds numbers that are not finite."
            )


def _require_no_bomb(file: Path) -> None:
    """Refuse a file that takes far more memory than its own size.

    Raises:
        ValueError: If its archive unpacks to more than it is, or it asks for memory of any size.
    """
    if not zipfile.is_zipfile(file):
        with file.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as content:
            if any(content.find(name) >= 0 for name in _ALLOCATORS):
                raise ValueError("memory of any size")
        return
    with zipfile.ZipFile(file) as archive:
        members = archive.infolist()
        # torch stores tensors as they are.
        if sum(member.file_size for member in members) > file.stat().st_size:
            raise ValueError("an archive that unpacks to more than it is")
        pickles = [archive.read(member) for member in members if member.filename.endswith(".pkl")]
    if any(name in content for content in pickles for name in _ALLOCATORS):
        raise ValueError("memory of any size")


def load_plainly(file: Path) -> Any:
    """What a file of torch holds, on the processor: tensors and plain values, never code.

    Raises:
        Exception: One of :data:`DAMAGE`.
    """
    _require_no_bomb(file)
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
