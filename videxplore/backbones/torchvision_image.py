"""Image networks of torchvision, split into features and classes.

The embedding is the mean of the last feature map. Where a network has layers between that map and its classes
(VGG-16's two wide ones, MobileNetV3's one), they serve the classes only: only the map can be pooled over a
region of the picture in the space of the whole.
"""

from collections.abc import Mapping
from typing import Any

from torch import Tensor, nn

from videxplore.backbones import torchvision_operators  # noqa: F401 - must come before torchvision.
from videxplore.backbones.network import Network

from torchvision import models  # isort: skip


class TorchvisionNetwork(Network):
    """A network of torchvision inside."""

    inner: Any
    """torchvision's module; it publishes no types."""

    def __init__(self, inner: nn.Module) -> None:
        """Wrap the network."""
        super().__init__()
        self.inner = inner


class TorchvisionImageNetwork(TorchvisionNetwork):
    """A torchvision network with ``features``, ``avgpool`` and ``classifier``, split there."""

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


class TorchvisionResNet(TorchvisionNetwork):
    """A torchvision ResNet, perhaps inflated, split at its last feature map."""

    def features(self, pixels: Tensor) -> Tensor:
        """The last feature map (N, D, h, w), with time before h where it is inflated."""
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
