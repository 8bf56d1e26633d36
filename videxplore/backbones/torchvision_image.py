"""Image networks of torchvision, built and filled by torchvision's own code.

The embedding is the mean of the last feature map. Where a network has layers between that map and its classes
(VGG-16's two wide ones, MobileNetV3's one), they serve the classes only: only the map can be pooled over a
region of the picture in the space of the whole.
"""

from collections.abc import Callable, Mapping
from typing import Any

from torch import Tensor, nn

from videxplore.backbones import torchvision_operators  # noqa: F401 - must come before torchvision.
from videxplore.backbones.network import Network
from videxplore.backbones.specs import BackboneSpec

from torchvision import models  # isort: skip

_BUILDERS: Mapping[str, tuple[Callable[..., nn.Module], Any]] = {
    "efficientnet-b0": (models.efficientnet_b0, models.EfficientNet_B0_Weights.IMAGENET1K_V1),
    "mobilenet-v3-large": (models.mobilenet_v3_large, models.MobileNet_V3_Large_Weights.IMAGENET1K_V2),
    "convnext-tiny": (models.convnext_tiny, models.ConvNeXt_Tiny_Weights.IMAGENET1K_V1),
    "resnet18": (models.resnet18, models.ResNet18_Weights.IMAGENET1K_V1),
    "resnet50": (models.resnet50, models.ResNet50_Weights.IMAGENET1K_V2),
    "vgg16": (models.vgg16, models.VGG16_Weights.IMAGENET1K_V1),
}


class TorchvisionImageNetwork(Network):
    """A torchvision network with ``features``, ``avgpool`` and ``classifier``, split there."""

    inner: Any
    """torchvision's module; it publishes no types."""

    def __init__(self, inner: nn.Module) -> None:
        """Wrap the network."""
        super().__init__()
        self.inner = inner

    def features(self, pixels: Tensor) -> Tensor:
        """The last feature map (N, D, h, w)."""
        features: Tensor = self.inner.features(pixels)
        return features

    def classify(self, features: Tensor) -> Tensor:
        """Class scores before the softmax (N, C)."""
        pooled = self.inner.avgpool(features)
        # ConvNeXt's classifier normalises the map itself before flattening it.
        if not isinstance(self.inner, models.ConvNeXt):
            pooled = pooled.flatten(1)
        scores: Tensor = self.inner.classifier(pooled)
        return scores

    def stages(self) -> Mapping[str, nn.Module]:
        """The numbered parts of ``features``."""
        return {f"features{number}": part for number, part in enumerate(self.inner.features)}


class TorchvisionResNet(Network):
    """A torchvision ResNet, split at its last feature map."""

    inner: Any
    """torchvision's module; it publishes no types."""

    def __init__(self, inner: nn.Module) -> None:
        """Wrap the network."""
        super().__init__()
        self.inner = inner

    def features(self, pixels: Tensor) -> Tensor:
        """The last feature map (N, D, h, w)."""
        inner = self.inner
        features: Tensor = inner.maxpool(inner.relu(inner.bn1(inner.conv1(pixels))))
        for layer in (inner.layer1, inner.layer2, inner.layer3, inner.layer4):
            features = layer(features)
        return features

    def classify(self, features: Tensor) -> Tensor:
        """Class scores before the softmax (N, C)."""
        scores: Tensor = self.inner.fc(self.embed(features))
        return scores

    def stages(self) -> Mapping[str, nn.Module]:
        """The stem and the four layers."""
        names = ("layer1", "layer2", "layer3", "layer4")
        return {"stem": self.inner.maxpool} | {name: getattr(self.inner, name) for name in names}


def build(spec: BackboneSpec, classes_count: int) -> Network:
    """The network with untrained parameters."""
    inner = _BUILDERS[spec.name][0](weights=None, num_classes=classes_count)
    return TorchvisionResNet(inner) if isinstance(inner, models.ResNet) else TorchvisionImageNetwork(inner)


def class_labels(spec: BackboneSpec) -> tuple[str, ...]:
    """The classes that torchvision's weights name."""
    return tuple(_BUILDERS[spec.name][1].meta["categories"])


def renamed(spec: BackboneSpec, tensors: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Torchvision's tensors under the names of the wrapped network."""
    return {f"inner.{name}": tensor for name, tensor in tensors.items()}
