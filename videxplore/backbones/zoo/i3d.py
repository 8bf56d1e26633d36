"""I3D: Inception-v1 with its square kernels inflated to cubes.

Names of parameters are those of the published PyTorch conversion of the authors' weights.

Source: Carreira and Zisserman, Quo Vadis, Action Recognition? A New Model and the Kinetics Dataset, CVPR
2017; Szegedy et al., Going Deeper with Convolutions, CVPR 2015, Table 1, for the channels.
"""

from collections.abc import Mapping

import torch
from torch import Tensor, nn
from torch.nn import functional

from videxplore.backbones.runtime.network import Network
from videxplore.backbones.specs import BackboneSpec

_MIXED = {
    # Channels of: 1x1x1; 1x1x1 then 3x3x3; 1x1x1 then 3x3x3; pooling then 1x1x1.
    "Mixed_3b": (64, 96, 128, 16, 32, 32),
    "Mixed_3c": (128, 128, 192, 32, 96, 64),
    "Mixed_4b": (192, 96, 208, 16, 48, 64),
    "Mixed_4c": (160, 112, 224, 24, 64, 64),
    "Mixed_4d": (128, 128, 256, 24, 64, 64),
    "Mixed_4e": (112, 144, 288, 32, 64, 64),
    "Mixed_4f": (256, 160, 320, 32, 128, 128),
    "Mixed_5b": (256, 160, 320, 32, 128, 128),
    "Mixed_5c": (384, 192, 384, 48, 128, 128),
}
_POOLING_BEFORE = {
    # Kernel and stride, each as (time, space), of the pooling before a stage.
    "Conv3d_2b_1x1": ((1, 3), (1, 2)),
    "Mixed_3b": ((1, 3), (1, 2)),
    "Mixed_4b": ((3, 3), (2, 2)),
    "Mixed_5b": ((2, 2), (2, 2)),
}
_DIM = 1024
_DROPOUT = 0.5


class Unit(nn.Module):
    """A convolution with ``SAME`` padding, batch normalisation and ReLU."""

    def __init__(self, incoming: int, outgoing: int, kernel: int, stride: int = 1) -> None:
        super().__init__()
        self.kernel = (kernel,) * 3
        self.stride = (stride,) * 3
        self.conv3d = nn.Conv3d(incoming, outgoing, kernel, stride, bias=False)
        self.bn = nn.BatchNorm3d(outgoing, eps=1e-3, momentum=0.01)

    def forward(self, features: Tensor) -> Tensor:
        """Map (N, incoming, t, h, w) to (N, outgoing, t / stride, h / stride, w / stride)."""
        return functional.relu(self.bn(self.conv3d(_same(features, self.kernel, self.stride))))


class Inception(nn.Module):
    """Four parallel branches."""

    def __init__(self, incoming: int, channels: tuple[int, ...]) -> None:
        """Build it with one row of ``_MIXED``."""
        super().__init__()
        self.b0 = Unit(incoming, channels[0], 1)
        self.b1a = Unit(incoming, channels[1], 1)
        self.b1b = Unit(channels[1], channels[2], 3)
        self.b2a = Unit(incoming, channels[3], 1)
        self.b2b = Unit(channels[3], channels[4], 3)
        self.b3b = Unit(incoming, channels[5], 1)

    def forward(self, features: Tensor) -> Tensor:
        """Map (N, incoming, t, h, w) to (N, sum of the branches, t, h, w)."""
        pooled = _same_pool(features, (3, 3, 3), (1, 1, 1))
        branches = (
            self.b0(features),
            self.b1b(self.b1a(features)),
            self.b2b(self.b2a(features)),
            self.b3b(pooled),
        )
        return torch.cat(branches, 1)


class I3D(Network):
    """The network; its features are (N, 1024, T / 8, H / 32, W / 32)."""

    def __init__(self, classes_count: int) -> None:
        super().__init__()
        self.Conv3d_1a_7x7 = Unit(3, 64, 7, 2)
        self.Conv3d_2b_1x1 = Unit(64, 64, 1)
        self.Conv3d_2c_3x3 = Unit(64, 192, 3)
        incoming = 192
        for name, channels in _MIXED.items():
            self.add_module(name, Inception(incoming, channels))
            incoming = channels[0] + channels[2] + channels[4] + channels[5]
        self.logits = nn.ModuleDict({"conv3d": nn.Conv3d(_DIM, classes_count, 1)})

    def features(self, pixels: Tensor) -> Tensor:
        """The last feature map."""
        for name, stage in self.stages().items():
            if name in _POOLING_BEFORE:
                (time, space), (time_stride, space_stride) = _POOLING_BEFORE[name]
                strides = (time_stride, space_stride, space_stride)
                pixels = _same_pool(pixels, (time, space, space), strides)
            pixels = stage(pixels)
        return pixels

    def classify(self, features: Tensor) -> Tensor:
        """Class logits (N, C), averaged over time as the authors do."""
        window = (min(2, features.shape[2]), features.shape[3], features.shape[4])
        pooled = functional.avg_pool3d(features, window, 1)
        logits: Tensor = self.logits["conv3d"](functional.dropout(pooled, _DROPOUT, self.training))
        return logits.mean((2, 3, 4))

    def stages(self) -> Mapping[str, nn.Module]:
        """The three convolutions and nine inception modules, under the authors' names."""
        return {name: stage for name, stage in self.named_children() if name != "logits"}


def build(spec: BackboneSpec, classes_count: int) -> Network:
    """The untrained network."""
    return I3D(classes_count)


def _same(features: Tensor, kernel: tuple[int, ...], stride: tuple[int, ...]) -> Tensor:
    """Pad with zeros for ceil(size / stride) output cells, the odd zero at the end."""
    padding: list[int] = []
    for size, window, step in zip(features.shape[2:], kernel, stride, strict=True):
        total = max(0, (-(-size // step) - 1) * step + window - size)
        # torch expects the last axis first.
        padding = [total // 2, total - total // 2, *padding]
    return functional.pad(features, padding)


def _same_pool(features: Tensor, kernel: tuple[int, ...], stride: tuple[int, ...]) -> Tensor:
    """Max pooling with ``SAME`` padding; features are never negative, so zero padding has no effect."""
    return functional.max_pool3d(_same(features, kernel, stride), kernel, stride)
