"""The device that models run on (CUDA, Apple's MPS or the CPU), its number format and batch size."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from videxplore.core.errors import DeviceMemoryError, DeviceUnavailableError, UnknownDeviceError

if TYPE_CHECKING:
    import torch

_MEBIBYTE = 2**20
_CPU_BATCH = 8
_MAX_BATCH = 64
_MEMORY_PER_FRAME_MIB = 160
"""Activations of one frame in the largest network, so that a first batch rarely runs out of memory."""

Item = TypeVar("Item")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Device:
    """A device and how it is used.

    Attributes:
        name: ``cpu``, ``cuda:N`` or ``mps``.
        dtype: Number format of the computation: ``float32`` or ``float16``.
        batch_size: Frames or clips to run at once.
        reason: A sentence: why this device and not a faster one.
    """

    name: str
    dtype: str
    batch_size: int
    reason: str


def choose_device(name: str = "auto") -> Device:
    """The named device, or for ``auto`` the fastest one of this computer.

    Raises:
        UnknownDeviceError: If no device can have this name.
        DeviceUnavailableError: If this computer does not have the named device.
    """
    import torch

    if name == "auto":
        return _fastest()
    kind, _, number = name.partition(":")
    if kind == "cpu" and not number:
        return Device("cpu", "float32", _CPU_BATCH, "The CPU was selected.")
    if kind == "mps" and not number:
        if torch.backends.mps.is_available():
            return Device("mps", "float32", _CPU_BATCH, "The Apple GPU was selected.")
        raise DeviceUnavailableError("This computer has no Apple GPU that torch can use.")
    if kind == "cuda" and (not number or number.isdecimal()):
        return _cuda(int(number or 0), was_selected=True)
    raise UnknownDeviceError(f"There is no device {name!r}; use auto, cpu, cuda, cuda:N or mps.")


def in_batches(
    items: Sequence[Item], batch_size: int, run: Callable[[Sequence[Item]], Result]
) -> list[Result]:
    """Run ``items`` in batches, halving the batch whenever the device runs out of memory.

    Returns:
        The results of the batches, in order.

    Raises:
        DeviceMemoryError: If a single item does not fit into memory.
    """
    results: list[Result] = []
    start = 0
    while start < len(items):
        try:
            results.append(run(items[start : start + batch_size]))
        except RuntimeError as error:
            if not _is_out_of_memory(error):
                raise
            if batch_size == 1:
                raise DeviceMemoryError(
                    "Not even one frame or clip fits into the memory of the device: "
                    "close other programs, or use the CPU."
                ) from error
            batch_size //= 2
            _release_memory()
            continue
        start += batch_size
    return results


def torch_device(device: Device) -> tuple["torch.device", "torch.dtype"]:
    """The device and its number format as torch's values."""
    import torch

    return torch.device(device.name), torch.float16 if device.dtype == "float16" else torch.float32


def _fastest() -> Device:
    import torch

    if torch.cuda.is_available():
        return _cuda(0, was_selected=False)
    if torch.backends.mps.is_available():
        return Device("mps", "float32", _CPU_BATCH, "The Apple GPU is the fastest device available.")
    if torch.version.cuda is None and torch.version.hip is None:
        reason = "This build of torch supports the CPU only."
    else:
        reason = "No GPU with a working CUDA driver was found."
    return Device("cpu", "float32", _CPU_BATCH, reason)


def _cuda(number: int, *, was_selected: bool) -> Device:
    import torch

    if not torch.cuda.is_available():
        raise DeviceUnavailableError("No GPU with a working CUDA driver was found.")
    if number >= torch.cuda.device_count():
        raise DeviceUnavailableError(
            f"There is no device cuda:{number}; the last one is cuda:{torch.cuda.device_count() - 1}."
        )
    properties = torch.cuda.get_device_properties(number)
    free_bytes, _ = torch.cuda.mem_get_info(number)
    batch_size = max(1, min(_MAX_BATCH, free_bytes // (_MEMORY_PER_FRAME_MIB * _MEBIBYTE)))
    # Since Volta (7.0) half precision is faster than single precision.
    dtype = "float16" if properties.major >= 7 else "float32"
    name = properties.name
    reason = f"{name} was selected." if was_selected else f"{name} is the fastest device available."
    return Device(f"cuda:{number}", dtype, int(batch_size), reason)


def _is_out_of_memory(error: RuntimeError) -> bool:
    import torch

    return isinstance(error, torch.OutOfMemoryError) or "not enough memory" in str(error)


def _release_memory() -> None:
    import torch

    if torch.cuda.is_available():
        torch.cuda.empty_cache()
    if torch.backends.mps.is_available():
        torch.mps.empty_cache()
