"""Every network of torchvision in the table: built by torchvision's code, with torchvision's weights."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from torch import Tensor, nn

from videxplore.backbones import torchvision_operators  # noqa: F401 - must come before torchvision.
from videxplore.backbones.network import Network, inside
from videxplore.backbones.specs import BackboneSpec
from videxplore.backbones.torchvision_image import TorchvisionImageNetwork, TorchvisionResNet
from videxplore.backbones.torchvision_video import (
    TorchvisionMViT,
    TorchvisionResNet3D,
    TorchvisionS3D,
    TorchvisionSwin3D,
)

from torchvision import models  # isort: skip


@dataclass(frozen=True, slots=True)
class _Published:
    """One network: how it is split, who builds it, and the enumeration entry that describes its weights."""

    wrap: Callable[[nn.Module], Network]
    build: Callable[..., nn.Module]
    weights: Any


_PUBLISHED: Mapping[str, _Published] = {
    "efficientnet-b0": _Published(
        TorchvisionImageNetwork, models.efficientnet_b0, models.EfficientNet_B0_Weights.IMAGENET1K_V1
    ),
    "mobilenet-v3-large": _Published(
        TorchvisionImageNetwork, models.mobilenet_v3_large, models.MobileNet_V3_Large_Weights.IMAGENET1K_V2
    ),
    "convnext-tiny": _Published(
        TorchvisionImageNetwork, models.convnext_tiny, models.ConvNeXt_Tiny_Weights.IMAGENET1K_V1
    ),
    "resnet18": _Published(TorchvisionResNet, models.resnet18, models.ResNet18_Weights.IMAGENET1K_V1),
    "resnet50": _Published(TorchvisionResNet, models.resnet50, models.ResNet50_Weights.IMAGENET1K_V2),
    "vgg16": _Published(TorchvisionImageNetwork, models.vgg16, models.VGG16_Weights.IMAGENET1K_V1),
    "s3d": _Published(TorchvisionS3D, models.video.s3d, models.video.S3D_Weights.KINETICS400_V1),
    "r3d-18": _Published(
        TorchvisionResNet3D, models.video.r3d_18, models.video.R3D_18_Weights.KINETICS400_V1
    ),
    "mc3-18": _Published(
        TorchvisionResNet3D, models.video.mc3_18, models.video.MC3_18_Weights.KINETICS400_V1
    ),
    "r2plus1d-18": _Published(
        TorchvisionResNet3D, models.video.r2plus1d_18, models.video.R2Plus1D_18_Weights.KINETICS400_V1
    ),
    "mvit-v2-s": _Published(
        TorchvisionMViT, models.video.mvit_v2_s, models.video.MViT_V2_S_Weights.KINETICS400_V1
    ),
    "swin3d-t": _Published(
        TorchvisionSwin3D, models.video.swin3d_t, models.video.Swin3D_T_Weights.KINETICS400_V1
    ),
}


def plain_network(name: str, classes_count: int) -> nn.Module:
    """The network ``name`` as torchvision builds it, with untrained parameters."""
    return _PUBLISHED[name].build(weights=None, num_classes=classes_count)


def build(spec: BackboneSpec, classes_count: int) -> Network:
    """The network with untrained parameters."""
    return _PUBLISHED[spec.name].wrap(plain_network(spec.name, classes_count))


def class_labels(spec: BackboneSpec) -> tuple[str, ...]:
    """The classes that torchvision's weights name."""
    return tuple(_PUBLISHED[spec.name].weights.meta["categories"])


def renamed(spec: BackboneSpec, tensors: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Torchvision's tensors under the names of the wrapped network."""
    return inside(tensors)
