"""Reads and writes files of weights, as tensors only: code in a file is never run."""

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
"""Allocators that a pickle may name without running code, and that no file of weights needs."""

_DTYPES = frozenset(
    (
        *(torch.float16, torch.bfloat16, torch.float32, torch.float64),
        *(torch.uint8, torch.int8, torch.int16, torch.int32, torch.int64, torch.bool),
    )
)
_WRAPPERS = ("state_dict", "model_state", "model")
"""Keys under which training programs store the tensors of a checkpoint."""

READ_ERRORS = (
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
"""Raised for a damaged file: which one depends on where the damage is."""


@dataclass(frozen=True, slots=True, eq=False)
class ModelState:
    """The content of a file of weights.

    Attributes:
        tensors: The network's tensors by name.
        classes: Names of the classes; empty if the file does not name them.
    """

    tensors: dict[str, Tensor]
    classes: tuple[str, ...] = ()


def read_state(file: Path) -> ModelState:
    """Read a file written by :func:`write_state`, by torch or by safetensors.

    Raises:
        WeightsUnavailableError: If the file is missing, truncated, not a file of weights, or holds code.
    """
    try:
        state = _read_safetensors(file) if file.suffix == ".safetensors" else _read_torch(file)
        _require_plain(state.tensors, file)
    except FileNotFoundError as error:
        raise WeightsUnavailableError(f"There is no file {file}.") from error
    except pickle.UnpicklingError as error:
        raise WeightsUnavailableError(
            f"{file} is refused: it is not a file of weights, or holds code besides the weights."
        ) from error
    except READ_ERRORS as error:
        raise WeightsUnavailableError(f"{file} is damaged, truncated, or not a file of weights.") from error
    return state


def write_state(state: ModelState, file: Path) -> None:
    """Write tensors and class names atomically to a safetensors file.

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


def _read_safetensors(file: Path) -> ModelState:
    with safetensors.safe_open(file, framework="pt") as opened:
        metadata = opened.metadata() or {}
        tensors = {name: opened.get_tensor(name) for name in opened.keys()}  # noqa: SIM118 - not a mapping.
    return ModelState(
        tensors, tuple(one_line(str(label)) for label in json.loads(metadata.get(_CLASSES_KEY, "[]")))
    )


def _require_plain(tensors: Mapping[str, Tensor], file: Path) -> None:
    """Refuse tensors that a network cannot use.

    Raises:
        WeightsUnavailableError: If a tensor is sparse, quantised, complex, without values or not finite.
    """
    for name, tensor in tensors.items():
        is_plain = tensor.layout is torch.strided and tensor.device.type == "cpu" and not tensor.is_quantized
        if not is_plain or tensor.dtype not in _DTYPES:
            raise WeightsUnavailableError(
                f"{file} is refused: its tensor {one_line(name)} has an unsupported layout or number format."
            )
        if tensor.is_floating_point() and not torch.isfinite(tensor).all():
            raise WeightsUnavailableError(
                f"{file} is refused: its tensor {one_line(name)} holds values that are not finite."
            )


def _require_no_bomb(file: Path) -> None:
    """Refuse a file that would take far more memory than its own size.

    Raises:
        ValueError: If its archive is compressed, or its pickle names an allocator.
    """
    if not zipfile.is_zipfile(file):
        with file.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as content:
            if any(content.find(name) >= 0 for name in _ALLOCATORS):
                raise ValueError("pickle names an allocator")
        return
    with zipfile.ZipFile(file) as archive:
        members = archive.infolist()
        # torch stores tensors uncompressed.
        if sum(member.file_size for member in members) > file.stat().st_size:
            raise ValueError("archive is larger unpacked than packed")
        pickles = [archive.read(member) for member in members if member.filename.endswith(".pkl")]
    if any(name in content for content in pickles for name in _ALLOCATORS):
        raise ValueError("pickle names an allocator")


def load_tensors_only(file: Path) -> Any:
    """Load a file written by ``torch.save`` on the CPU: tensors and plain values, never code.

    Raises:
        Exception: One of :data:`READ_ERRORS`.
    """
    _require_no_bomb(file)
    with warnings.catch_warnings():
        # torch warns about files that it did not write itself; they are read as strictly as all others.
        warnings.simplefilter("ignore", UserWarning)
        return torch.load(file, map_location="cpu", weights_only=True)


def _read_torch(file: Path) -> ModelState:
    held = load_tensors_only(file)
    for wrapper in _WRAPPERS:
        if isinstance(held, dict) and isinstance(held.get(wrapper), dict):
            held = held[wrapper]
    if not isinstance(held, dict):
        raise TypeError("not a dictionary of tensors")
    tensors = {str(name): value for name, value in held.items() if isinstance(value, Tensor)}
    if not tensors:
        raise ValueError("no tensors")
    return ModelState(tensors)
