"""Inflation of an image network to a video network: kernels are repeated along time, divided by the length.

For a static video, an inflated network gives at every time the features of the image network for one frame.
The first and last frame are repeated instead of zero padding, so that this holds at the ends of a clip too.

Source: Carreira and Zisserman, Quo Vadis, Action Recognition? A New Model and the Kinetics Dataset, CVPR
2017, Section 2.4.
"""

from collections.abc import Mapping
from typing import Any

from torch import Tensor, nn
from torch.nn import functional

from videxplore.backbones.runtime.network import Network
from videxplore.backbones.specs import BackboneSpec
from videxplore.backbones.zoo import torchvision_operators  # noqa: F401 - must come before torchvision.
from videxplore.backbones.zoo.torchvision_networks import TorchvisionResNet

from torchvision.models import resnet50  # isort: skip


class InflatedConv(nn.Module):
    """A 2D convolution inflated to ``length`` frames; the first and last frame are repeated as padding."""

    def __init__(self, flat: nn.Conv2d, length: int) -> None:
        """Inflate ``flat``; an odd ``length`` keeps the number of frames."""
        super().__init__()
        if flat.padding_mode != "zeros" or isinstance(flat.padding, str):
            raise TypeError("only convolutions with fixed zero padding can be inflated")
        self.length = length
        self.conv = nn.Conv3d(
            flat.in_channels,
            flat.out_channels,
            (length, *_pair(flat.kernel_size)),
            (1, *_pair(flat.stride)),
            (0, *_pair(flat.padding)),
            (1, *_pair(flat.dilation)),
            flat.groups,
            bias=flat.bias is not None,
        )
        self.conv.weight = nn.Parameter(inflate_kernel(flat.weight.detach(), length))
        if flat.bias is not None:
            self.conv.bias = nn.Parameter(flat.bias.detach().clone())

    def forward(self, features: Tensor) -> Tensor:
        """Map (N, incoming, t, h, w) to (N, outgoing, t, h', w')."""
        half = self.length // 2
        if half:
            features = functional.pad(features, (0, 0, 0, 0, half, half), mode="replicate")
        result: Tensor = self.conv(features)
        return result


def inflate_kernel(kernel: Tensor, length: int) -> Tensor:
    """Repeat a kernel (out, in, h, w) along time and divide it: (out, in, length, h, w)."""
    return kernel.unsqueeze(2).repeat(1, 1, length, 1, 1) / length


def inflate(flat: nn.Module, length: int = 3) -> nn.Module:
    """Turn a network for images (N, C, H, W) into one for clips (N, C, T, H, W), in place.

    Args:
        flat: A network of convolutions, batch normalisation, pooling and layers that work on any shape; its
            own forward pass may only use operations that do not name axes.
        length: Temporal kernel size of convolutions wider than one pixel, an odd number; others get 1.

    Raises:
        TypeError: If a layer cannot be inflated.
    """
    if isinstance(flat, nn.Conv2d):
        return InflatedConv(flat, length if max(flat.kernel_size) > 1 else 1)
    if isinstance(flat, nn.BatchNorm2d):
        return _inflated_norm(flat)
    if isinstance(flat, (nn.MaxPool2d, nn.AvgPool2d, nn.AdaptiveAvgPool2d)):
        return _inflated_pool(flat)
    for name, child in flat.named_children():
        setattr(flat, name, inflate(child, length))
    return flat


def _inflated_norm(flat: nn.BatchNorm2d) -> nn.BatchNorm3d:
    norm = nn.BatchNorm3d(flat.num_features, flat.eps, flat.momentum, flat.affine, flat.track_running_stats)
    norm.load_state_dict(flat.state_dict(), assign=True)
    return norm.train(flat.training)


def _inflated_pool(flat: nn.MaxPool2d | nn.AvgPool2d | nn.AdaptiveAvgPool2d) -> nn.Module:
    if isinstance(flat, nn.AdaptiveAvgPool2d):
        if flat.output_size not in {1, (1, 1)}:
            raise TypeError("only adaptive pooling to a single cell can be inflated")
        return nn.AdaptiveAvgPool3d(1)
    kernel, stride, padding = ((_pair(value)) for value in (flat.kernel_size, flat.stride, flat.padding))
    if isinstance(flat, nn.MaxPool2d):
        return nn.MaxPool3d((1, *kernel), (1, *stride), (0, *padding), ceil_mode=flat.ceil_mode)
    return nn.AvgPool3d((1, *kernel), (1, *stride), (0, *padding), flat.ceil_mode, flat.count_include_pad)


def _pair(value: Any) -> tuple[int, int]:
    return (value, value) if isinstance(value, int) else tuple(value)


def build(spec: BackboneSpec, classes_count: int) -> Network:
    """The untrained network."""
    return TorchvisionResNet(inflate(resnet50(weights=None, num_classes=classes_count)))


def renamed(spec: BackboneSpec, tensors: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """The image network's tensors, inflated, under this project's names."""
    inflated = {}
    for name, tensor in tensors.items():
        if tensor.dim() == 4:
            own_name = f"inner.{name.removesuffix('.weight')}.conv.weight"
            inflated[own_name] = inflate_kernel(tensor, 3 if max(tensor.shape[2:]) > 1 else 1)
        else:
            inflated[f"inner.{name}"] = tensor
    return inflated
