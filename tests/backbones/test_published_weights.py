"""Published weights fit: every name and shape, none missing and none left over."""

from collections.abc import Callable
from pathlib import Path

import pytest
import torch

from tests.backbones import published_keys
from videxplore.backbones.registry import BACKBONES
from videxplore.backbones.runtime.loading import network_with_weights
from videxplore.core.errors import WeightsUnavailableError

KEYS: dict[str, Callable[[], published_keys.Shapes]] = {
    "x3d-xs": published_keys.x3d,
    "x3d-s": published_keys.x3d,
    "x3d-m": published_keys.x3d,
    "c3d": published_keys.c3d,
    "i3d": published_keys.i3d,
    "timesformer": published_keys.timesformer,
}


def _dtype(key: str) -> torch.dtype:
    return torch.int64 if key.endswith("num_batches_tracked") else torch.float32


# The three sizes of X3D have the same names and shapes.
_LIKE_OTHERS = ("x3d-s", "x3d-m")


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[pytest.mark.slow] if name in _LIKE_OTHERS else []) for name in KEYS]
)
def test_names_and_shapes(name: str, tmp_path: Path) -> None:
    # One number stretched over each shape: a file as large as the published one is not needed.
    tensors = {key: torch.zeros((), dtype=_dtype(key)).expand(shape) for key, shape in KEYS[name]().items()}
    file = tmp_path / "published.pth"
    torch.save({"model_state": tensors}, file)
    network, classes = network_with_weights(BACKBONES[name], file)
    assert classes == BACKBONES[name].class_labels
    assert len(classes) == len(set(classes)) in (101, 400)
    assert not any(tensor.is_meta for tensor in network.state_dict().values())

    missing = dict(list(tensors.items())[1:])
    torch.save(missing, file)
    with pytest.raises(WeightsUnavailableError, match="1 tensors do not fit"):
        network_with_weights(BACKBONES[name], file)
    torch.save(tensors | {"extra.weight": torch.zeros(1)}, file)
    with pytest.raises(WeightsUnavailableError, match=r"extra\.weight"):
        network_with_weights(BACKBONES[name], file)


@pytest.mark.parametrize(
    ("name", "published"),
    [
        ("resnet18", "resnet18"),
        ("mobilenet-v3-large", "mobilenet_v3_large"),
        ("efficientnet-b0", "efficientnet_b0"),
        ("convnext-tiny", "convnext_tiny"),
        ("inflated-resnet50", "resnet50"),
        ("s3d", "s3d"),
        ("r3d-18", "r3d_18"),
        ("mc3-18", "mc3_18"),
        ("r2plus1d-18", "r2plus1d_18"),
        ("mvit-v2-s", "mvit_v2_s"),
        ("swin3d-t", "swin3d_t"),
    ],
)
def test_torchvision_state_dicts(name: str, published: str, tmp_path: Path) -> None:
    from torchvision import models

    builder = models.get_model_builder(published)
    with torch.device("meta"):
        shapes = {
            key: (tensor.shape, tensor.dtype) for key, tensor in builder(weights=None).state_dict().items()
        }
    tensors = {key: torch.zeros((), dtype=dtype).expand(shape) for key, (shape, dtype) in shapes.items()}
    file = tmp_path / "published.pth"
    torch.save(tensors, file)
    network, classes = network_with_weights(BACKBONES[name], file)
    assert classes == BACKBONES[name].class_labels
    assert BACKBONES[name].published_labels == tuple(
        models.get_model_weights(builder).DEFAULT.meta["categories"]
    )
    assert not any(tensor.is_meta for tensor in network.state_dict().values())
    assert not any(tensor.is_meta for tensor in network.buffers())
