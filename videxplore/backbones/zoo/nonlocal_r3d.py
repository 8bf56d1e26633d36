"""R3D-18 with non-local blocks, in which every position in space and time attends to every other.

Source: Wang, Girshick, Gupta and He, Non-local Neural Networks, CVPR 2018: the embedded Gaussian form with
subsampling, after the last block of the second and third stages.
"""

from collections.abc import Mapping

from torch import Tensor, nn

from videxplore.backbones.runtime.network import Network
from videxplore.backbones.specs import BackboneSpec
from videxplore.backbones.zoo import torchvision_operators  # noqa: F401 - must come before torchvision.
from videxplore.backbones.zoo.torchvision_networks import TorchvisionResNet3D

from torchvision.models.video import r3d_18  # isort: skip


class NonLocalBlock(nn.Module):
    """Self-attention over all positions with a residual connection; an untrained block is the identity."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        inner = channels // 2
        self.query = nn.Conv3d(channels, inner, 1)
        # Keys and values are subsampled in space only: a quarter of the work.
        self.key = nn.Sequential(nn.Conv3d(channels, inner, 1), nn.MaxPool3d((1, 2, 2)))
        self.value = nn.Sequential(nn.Conv3d(channels, inner, 1), nn.MaxPool3d((1, 2, 2)))
        self.out = nn.Conv3d(inner, channels, 1)
        self.norm = nn.BatchNorm3d(channels)
        nn.init.zeros_(self.norm.weight)
        nn.init.zeros_(self.norm.bias)

    def forward(self, features: Tensor) -> Tensor:
        """Map (N, channels, t, h, w) to the same shape."""
        queries = self.query(features).flatten(2).transpose(1, 2)
        attention = (queries @ self.key(features).flatten(2)).softmax(2)
        mixed = (attention @ self.value(features).flatten(2).transpose(1, 2)).transpose(1, 2)
        residual: Tensor = self.norm(self.out(mixed.reshape(len(features), -1, *features.shape[2:])))
        return features + residual


class NonLocalR3D(TorchvisionResNet3D):
    """R3D-18 with two non-local blocks; its features are (N, 512, T / 8, H / 16, W / 16)."""

    def __init__(self, classes_count: int) -> None:
        super().__init__(r3d_18(weights=None, num_classes=classes_count))
        self.nonlocal2 = NonLocalBlock(128)
        self.nonlocal3 = NonLocalBlock(256)

    def stages(self) -> Mapping[str, nn.Module]:
        """The stem, the four layers, and the non-local blocks between them."""
        inner = self.inner
        return {
            "stem": inner.stem,
            "layer1": inner.layer1,
            "layer2": inner.layer2,
            "nonlocal2": self.nonlocal2,
            "layer3": inner.layer3,
            "nonlocal3": self.nonlocal3,
            "layer4": inner.layer4,
        }


def build(spec: BackboneSpec, classes_count: int) -> Network:
    """The untrained network."""
    return NonLocalR3D(classes_count)
