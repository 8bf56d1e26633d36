"""Where networks run: CUDA, Apple's MPS or the processor, and how much fits there at once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from videxplore.core.errors import DeviceMemoryError, DeviceUnavailableError, UnknownDeviceError

if TYPE_CHECKING:
    import torch

_MEBIBYTE = 2**20
_CPU_BATCH = 8
_LARGEST_BATCH = 64
_MEMORY_PER_PICTURE_MIB = 160
"""Activations of one picture in the hungriest network, so that a first batch rarely fails."""

Item = TypeVar("Item")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Device:
    """A place to run networks.

    Attributes:
        name: ``cpu``, ``cuda:N`` or ``mps``.
        dtype: ``float32`` or ``float16``: what the network computes in.
        batch_size: Pictures to run at once.
        reason: A sentence: why this device and not a faster one.
    """

    name: str
    dtype: str
    batch_size: int
    reason: str


def choose_device(name: str = "auto") -> Device:
    """The named device, or for ``auto`` the fastest one here.

    Raises:
        UnknownDeviceError: If no device can have this name.
        DeviceUnavailableError: If the named device is not on this machine.
    """
    import torch

    if name == "auto":
        return _fastest()
    kind, _, number = name.partition(":")
    if kind == "cpu" and not number:
        return Device("cpu", "float32", _CPU_BATCH, "The processor was asked for.")
    if kind == "mps" and not number:
        if torch.backends.mps.is_available():
            return Device("mps", "float32", _CPU_BATCH, "Apple's graphics processor was asked for.")
        raise DeviceUnavailableError("This machine has no Apple graphics processor that torch can use.")
    if kind == "cuda" and (not number or number.isdecimal()):
        return _cuda(int(number or 0), "was asked for")
    raise UnknownDeviceError(f"There is no device {name!r}; use auto, cpu, cuda, cuda:N or mps.")


def in_batches(
    items: Sequence[Item], batch_size: int, run: Callable[[Sequence[Item]], Result]
) -> list[Result]:
    """Run ``items`` in batches, halving the batch whenever the device runs out of memory.

    Returns:
        The results of the batches, in order.

    Raises:
        DeviceMemoryError: If there is no room for a single item.
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
                    "The device has no room for even one picture or clip: "
                    "close other programs, or use the processor."
                ) from error
            batch_size //= 2
            _release_memory()
            continue
        start += batch_size
    return results


def torch_device(device: Device) -> tuple["torch.device", "torch.dtype"]:
    """What torch calls the device and its number format."""
    import torch

    return torch.device(device.name), torch.float16 if device.dtype == "float16" else torch.float32


def _fastest() -> Device:
    import torch

    if torch.cuda.is_available():
        return _cuda(0, "is the fastest device here")
    if torch.backends.mps.is_available():
        return Device("mps", "float32", _CPU_BATCH, "Apple's graphics processor is the fastest device here.")
    if torch.version.cuda is None and torch.version.hip is None:
        reason = "This build of torch runs on the processor only."
    else:
        reason = "No graphics processor with a working CUDA driver was found."
    return Device("cpu", "float32", _CPU_BATCH, reason)


def _cuda(number: int, why: str) -> Device:
    import torch

    if not torch.cuda.is_available():
        raise DeviceUnavailableError("No graphics processor with a working CUDA driver was found.")
    if number >= torch.cuda.device_count():
        raise DeviceUnavailableError(
            f"There is no device cuda:{number}; the last one is cuda:{torch.cuda.device_count() - 1}."
        )
    properties = torch.cuda.get_device_properties(number)
    free_bytes, _ = torch.cuda.mem_get_info(number)
    fitting = free_bytes // (_MEMORY_PER_PICTURE_MIB * _MEBIBYTE)
    batch_size = max(1, min(_LARGEST_BATCH, fitting))
    # Volta (7.0) was the first generation whose half precision is faster than single.
    dtype = "float16" if properties.major >= 7 else "float32"
    return Device(f"cuda:{number}", dtype, int(batch_size), f"{properties.name} {why}.")


def _is_out_of_memory(error: RuntimeError) -> bool:
    import torch

    return isinstance(error, torch.OutOfMemoryError) or "not enough memory" in str(error)


def _release_memory() -> None:
    import torch

    if torch.cuda.is_available():
        torch.cuda.empty_cache()
    if torch.backends.mps.is_available():
        torch.mps.empty_cache()
