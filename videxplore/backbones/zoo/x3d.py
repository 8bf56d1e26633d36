"""X3D: a mobile 2D network expanded step by step in time, size, width and depth.

The structure is that of PyTorchVideo, whose published weights are loaded with other names of containers.

Source: Feichtenhofer, X3D: Expanding Architectures for Efficient Video Recognition, CVPR 2020, Table 3.
"""

import re
from collections.abc import Mapping

from torch import Tensor, nn
from torch.nn import functional

from videxplore.backbones.runtime.network import Network
from videxplore.backbones.specs import BackboneSpec

_STEM_CHANNELS = 24
_STAGES = (
    # (blocks, output channels) of res2 to res5: X3D-XS, S and M differ in their input only.
    (3, 24),
    (5, 48),
    (11, 96),
    (7, 192),
)
_BOTTLENECK = 2.25
_HEAD_CHANNELS = 2048
_SQUEEZE_RATIO = 0.0625
_SQUEEZE_DIVISOR = 8
_DROPOUT = 0.5


class SqueezeExcitation(nn.Module):
    """Scales each channel by a factor computed from the means of all channels over the clip."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        target = channels * _SQUEEZE_RATIO
        # Rounded to a multiple of 8, at least 90 % of the target.
        inner = max(
            _SQUEEZE_DIVISOR, int(target + _SQUEEZE_DIVISOR / 2) // _SQUEEZE_DIVISOR * _SQUEEZE_DIVISOR
        )
        if inner < 0.9 * target:
            inner += _SQUEEZE_DIVISOR
        self.reduce = nn.Conv3d(channels, inner, 1)
        self.expand = nn.Conv3d(inner, channels, 1)

    def forward(self, features: Tensor) -> Tensor:
        """Map (N, channels, t, h, w) to the same shape."""
        mean = features.mean((2, 3, 4), keepdim=True)
        scaled: Tensor = features * self.expand(functional.relu(self.reduce(mean))).sigmoid()
        return scaled


class Bottleneck(nn.Module):
    """Expansion, depthwise 3x3x3 convolution and projection, with a residual connection."""

    def __init__(self, incoming: int, outgoing: int, stride: int, squeezes: bool) -> None:
        super().__init__()
        inner = int(outgoing * _BOTTLENECK)
        strides = (1, stride, stride)
        self.conv_a = nn.Conv3d(incoming, inner, 1, bias=False)
        self.norm_a = nn.BatchNorm3d(inner)
        self.conv_b = nn.Conv3d(inner, inner, 3, strides, 1, groups=inner, bias=False)
        self.norm_b = nn.BatchNorm3d(inner)
        self.squeeze = SqueezeExcitation(inner) if squeezes else nn.Identity()
        self.conv_c = nn.Conv3d(inner, outgoing, 1, bias=False)
        self.norm_c = nn.BatchNorm3d(outgoing)
        self.changes_shape = stride > 1 or incoming != outgoing
        if self.changes_shape:
            self.shortcut = nn.Conv3d(incoming, outgoing, 1, strides, bias=False)
        self.shortcut_norm = nn.BatchNorm3d(outgoing) if incoming != outgoing else nn.Identity()

    def forward(self, features: Tensor) -> Tensor:
        """Map (N, incoming, t, h, w) to (N, outgoing, t, h / stride, w / stride)."""
        inner = functional.relu(self.norm_a(self.conv_a(features)))
        inner = functional.silu(self.squeeze(self.norm_b(self.conv_b(inner))))
        inner = self.norm_c(self.conv_c(inner))
        residual = self.shortcut_norm(self.shortcut(features)) if self.changes_shape else features
        return functional.relu(inner + residual)


class X3D(Network):
    """The network; its embedding is ``head_wide`` (N, 2048), its features are (N, 432, T, h, w)."""

    def __init__(self, classes_count: int) -> None:
        super().__init__()
        self.stem_space = nn.Conv3d(3, _STEM_CHANNELS, (1, 3, 3), (1, 2, 2), (0, 1, 1), bias=False)
        self.stem_time = nn.Conv3d(
            _STEM_CHANNELS, _STEM_CHANNELS, (5, 1, 1), padding=(2, 0, 0), groups=_STEM_CHANNELS, bias=False
        )
        self.stem_norm = nn.BatchNorm3d(_STEM_CHANNELS)
        channels = _STEM_CHANNELS
        for stage, (count, outgoing) in enumerate(_STAGES, 2):
            blocks = nn.Sequential()
            for number in range(count):
                # Every other block has squeeze-and-excitation, starting with the first.
                blocks.append(Bottleneck(channels, outgoing, 2 if number == 0 else 1, number % 2 == 0))
                channels = outgoing
            self.add_module(f"res{stage}", blocks)
        inner = int(channels * _BOTTLENECK)
        self.head_conv = nn.Conv3d(channels, inner, 1, bias=False)
        self.head_norm = nn.BatchNorm3d(inner)
        self.head_wide = nn.Conv3d(inner, _HEAD_CHANNELS, 1, bias=False)
        self.head = nn.Linear(_HEAD_CHANNELS, classes_count)

    def features(self, pixels: Tensor) -> Tensor:
        """The last feature map."""
        features = functional.relu(self.stem_norm(self.stem_time(self.stem_space(pixels))))
        for stage in list(self.stages().values())[1:]:
            features = stage(features)
        return functional.relu(self.head_norm(self.head_conv(features)))

    def embed(self, features: Tensor) -> Tensor:
        """The output of ``head_wide`` for the mean of the feature map (N, 2048)."""
        return functional.relu(self.head_wide(features.mean((2, 3, 4), keepdim=True))).flatten(1)

    def classify(self, features: Tensor) -> Tensor:
        """Class logits (N, C)."""
        logits: Tensor = self.head(functional.dropout(self.embed(features), _DROPOUT, self.training))
        return logits

    def stages(self) -> Mapping[str, nn.Module]:
        """The stem and ``res2`` to ``res5``."""
        return {"stem": self.stem_norm} | {
            f"res{number}": getattr(self, f"res{number}") for number in range(2, 6)
        }


def build(spec: BackboneSpec, classes_count: int) -> Network:
    """The untrained network."""
    return X3D(classes_count)


_PARTS = (
    # PyTorchVideo's names of containers, and this project's names.
    ("blocks.0.conv.conv_t.", "stem_space."),
    ("blocks.0.conv.conv_xy.", "stem_time."),
    ("blocks.0.norm.", "stem_norm."),
    ("blocks.5.pool.pre_conv.", "head_conv."),
    ("blocks.5.pool.pre_norm.", "head_norm."),
    ("blocks.5.pool.post_conv.", "head_wide."),
    ("blocks.5.proj.", "head."),
    (".branch1_conv.", ".shortcut."),
    (".branch1_norm.", ".shortcut_norm."),
    (".branch2.", "."),
    (".norm_b.0.", ".norm_b."),
    (".norm_b.1.block.0.", ".squeeze.reduce."),
    (".norm_b.1.block.2.", ".squeeze.expand."),
)


def renamed(spec: BackboneSpec, tensors: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """PyTorchVideo's tensors under this project's names."""
    return {_own_name(name): tensor for name, tensor in tensors.items()}


def _own_name(name: str) -> str:
    for theirs, ours in _PARTS:
        name = name.replace(theirs, ours)
    return re.sub(r"^blocks\.(\d)\.res_blocks\.", lambda found: f"res{int(found[1]) + 1}.", name)
