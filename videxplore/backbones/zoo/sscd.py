"""SSCD: fingerprints of images that survive crops, text over them, colours and pasting.

A ResNet-50 whose last map is pooled by the generalised mean and projected to 512 dimensions.

Source: Pizzi, Roy, Ravindra, Goyal and Douze, A Self-Supervised Descriptor for Image Copy Detection, CVPR
2022; the pooling: Radenovic, Tolias and Chum, Fine-tuning CNN Image Retrieval with No Human Annotation, TPAMI
2019.
"""

from collections.abc import Mapping

from torch import Tensor, nn

from videxplore.backbones.specs import BackboneSpec
from videxplore.backbones.zoo import torchvision_operators  # noqa: F401 - must come before torchvision.
from videxplore.backbones.zoo.torchvision_networks import TorchvisionResNetTrunk

from torchvision import models  # isort: skip

_POWER = 3.0
_LEAST = 1e-6
"""Power and least value of the generalised mean, as published."""

_PUBLISHED_PREFIX = "backbone."


class Sscd(TorchvisionResNetTrunk):
    """The network; its features are (N, 2048, h, w), its embedding is (N, 512)."""

    def embed(self, features: Tensor) -> Tensor:
        """The projection of the generalised mean over all positions (N, 512)."""
        # At half precision the cubes of large values would overflow.
        cubes = features.float().clamp(min=_LEAST).pow(_POWER)
        pooled = cubes.flatten(2).mean(2).pow(1 / _POWER).to(features.dtype)
        embedding: Tensor = self.inner.fc(pooled)
        return embedding

    def classify(self, features: Tensor) -> None:
        """The model has no classes."""


def build(spec: BackboneSpec, _classes_count: int) -> Sscd:
    """The untrained network."""
    inner: nn.Module = models.resnet50(weights=None, num_classes=spec.dim)
    return Sscd(inner)


def renamed(_spec: BackboneSpec, tensors: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """The published tensors under this project's names."""
    return {f"inner.{name.removeprefix(_PUBLISHED_PREFIX)}": tensor for name, tensor in tensors.items()}
