"""Choosing a device, and fitting batches into its memory."""

from collections.abc import Sequence

import pytest
import torch

from videxplore.backbones.runtime.devices import choose_device, in_batches
from videxplore.core.errors import DeviceMemoryError, DeviceUnavailableError


def test_cpu_is_always_available() -> None:
    device = choose_device("cpu")
    assert (device.name, device.dtype) == ("cpu", "float32")
    assert device.reason.endswith(".")


@pytest.mark.skipif(
    torch.cuda.is_available() or torch.backends.mps.is_available(), reason="has an accelerator"
)
def test_auto_gives_the_reason_for_the_cpu() -> None:
    device = choose_device("auto")
    assert device.name == "cpu"
    assert "CPU" in device.reason


@pytest.mark.parametrize("name", ["cuda:99", "mps:3", "tpu", "cuda:x"])
def test_absent_devices_are_refused(name: str) -> None:
    with pytest.raises(DeviceUnavailableError):
        choose_device(name)


def test_batches_are_halved_until_they_fit() -> None:
    sizes: list[int] = []

    def run(items: Sequence[int]) -> list[int]:
        sizes.append(len(items))
        if len(items) > 2:
            raise torch.OutOfMemoryError
        return [item * 10 for item in items]

    results = in_batches(list(range(5)), 8, run)
    assert [value for part in results for value in part] == [0, 10, 20, 30, 40]
    assert sizes == [5, 4, 2, 2, 1] or sizes == [5, 5, 2, 2, 1]


def test_a_single_item_that_does_not_fit_is_an_error() -> None:
    def run(_: Sequence[int]) -> None:
        raise RuntimeError("DefaultCPUAllocator: not enough memory: you tried to allocate 9 bytes")

    with pytest.raises(DeviceMemoryError, match="memory of the device"):
        in_batches([1, 2], 2, run)


def test_other_failures_are_bugs() -> None:
    def run(_: Sequence[int]) -> None:
        raise RuntimeError("shape mismatch")

    with pytest.raises(RuntimeError, match="shape"):
        in_batches([1, 2], 2, run)
