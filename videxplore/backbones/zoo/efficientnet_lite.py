"""EfficientNet-Lite0: the image model whose weights are installed with the program.

EfficientNet-Lite is EfficientNet without squeeze-and-excitation and with ReLU6 instead of swish, so that it
runs well on CPUs. Names of parameters follow the PyTorch port whose converted weights are loaded.

Source: Tan and Le, EfficientNet: Rethinking Model Scaling for CNNs, ICML 2019, and the authors' note "Higher
accuracy on vision models with EfficientNet-Lite", TensorFlow blog, 2020.
"""

from collections.abc import Mapping

from torch import Tensor, nn
from torch.nn import functional
from torch.nn.utils.fusion import fuse_conv_bn_eval

from videxplore.backbones.runtime.network import Network
from videxplore.backbones.specs import BackboneSpec

_STAGES = (
    # (blocks, kernel, stride, expansion, output channels): Table 1 of the paper.
    (1, 3, 1, 1, 16),
    (2, 3, 2, 6, 24),
    (2, 5, 2, 6, 40),
    (3, 3, 2, 6, 80),
    (3, 5, 1, 6, 112),
    (4, 5, 2, 6, 192),
    (1, 3, 1, 6, 320),
)
_STEM_CHANNELS = 32
_HEAD_CHANNELS = 1280
_NORM_EPSILON = 1e-3
_NORM_MOMENTUM = 0.01


class SameConv2d(nn.Conv2d):
    """A convolution padded like TensorFlow's ``SAME``: ceil(input / stride) outputs."""

    def forward(self, input: Tensor) -> Tensor:  # noqa: A002 - torch's own name.
        """Pad, then convolve."""
        rows = _same_padding(input.shape[-2], self.kernel_size[0], self.stride[0])
        columns = _same_padding(input.shape[-1], self.kernel_size[1], self.stride[1])
        if rows[0] == rows[1] and columns[0] == columns[1]:
            # Symmetric padding is left to the convolution, which does it without a copy.
            padding = (rows[0], columns[0])
            return functional.conv2d(input, self.weight, self.bias, self.stride, padding, 1, self.groups)
        padded = functional.pad(input, (*columns, *rows))
        return functional.conv2d(padded, self.weight, self.bias, self.stride, 0, 1, self.groups)


class InvertedResidual(nn.Module):
    """Expansion, depthwise convolution and projection, with a shortcut where the shape stays."""

    def __init__(self, incoming: int, outgoing: int, kernel: int, stride: int, expansion: int) -> None:
        super().__init__()
        inner = incoming * expansion
        self.expands = expansion != 1
        self.has_shortcut = stride == 1 and incoming == outgoing
        if self.expands:
            self._expand_conv = SameConv2d(incoming, inner, 1, bias=False)
            self._bn0 = _norm(inner)
        self._depthwise_conv = SameConv2d(inner, inner, kernel, stride, groups=inner, bias=False)
        self._bn1 = _norm(inner)
        self._project_conv = SameConv2d(inner, outgoing, 1, bias=False)
        self._bn2 = _norm(outgoing)

    def forward(self, features: Tensor) -> Tensor:
        """Map (N, incoming, h, w) to (N, outgoing, h / stride, w / stride)."""
        inner = features
        if self.expands:
            inner = functional.relu6(self._bn0(self._expand_conv(inner)))
        inner = functional.relu6(self._bn1(self._depthwise_conv(inner)))
        inner = self._bn2(self._project_conv(inner))
        outgoing: Tensor = inner + features if self.has_shortcut else inner
        return outgoing


class EfficientNetLite0(Network):
    """The network, its features relu6(bn(conv)) (N, 1280, H / 32, W / 32)."""

    # The last one with cells of 16 pixels: of images pasted on a sixteenth of another frame it finds nine in
    # ten among the first five; the head, with cells of 32 pixels, half (``benchmarks.search_copies``).
    detail_stage = "block10"

    def __init__(self, classes_count: int = 1000) -> None:
        super().__init__()
        self._conv_stem = SameConv2d(3, _STEM_CHANNELS, 3, 2, bias=False)
        self._bn0 = _norm(_STEM_CHANNELS)
        blocks: list[nn.Module] = []
        channels = _STEM_CHANNELS
        for count, kernel, stride, expansion, outgoing in _STAGES:
            for number in range(count):
                blocks.append(
                    InvertedResidual(channels, outgoing, kernel, stride if number == 0 else 1, expansion)
                )
                channels = outgoing
        self._blocks = nn.ModuleList(blocks)
        self._conv_head = SameConv2d(channels, _HEAD_CHANNELS, 1, bias=False)
        self._bn1 = _norm(_HEAD_CHANNELS)
        self._fc = nn.Linear(_HEAD_CHANNELS, classes_count)

    def features(self, pixels: Tensor) -> Tensor:
        """The last feature map (N, 1280, h, w)."""
        features = functional.relu6(self._bn0(self._conv_stem(pixels)))
        for block in self._blocks:
            features = block(features)
        return functional.relu6(self._bn1(self._conv_head(features)))

    def classify(self, features: Tensor) -> Tensor:
        """Class logits (N, C)."""
        logits: Tensor = self._fc(self.embed(features))
        return logits

    def fuse_batch_norm(self) -> None:
        """Merge batch norms into the convolutions before them: the same output in 80 % of the time."""
        _fuse(self, "_conv_stem", "_bn0")
        _fuse(self, "_conv_head", "_bn1")
        for block in self._blocks:
            if block.expands:
                _fuse(block, "_expand_conv", "_bn0")
            _fuse(block, "_depthwise_conv", "_bn1")
            _fuse(block, "_project_conv", "_bn2")

    def stages(self) -> Mapping[str, nn.Module]:
        """The stem, each block and the head's convolution."""
        blocks = {f"block{number}": block for number, block in enumerate(self._blocks)}
        return {"stem": self._bn0, **blocks, "head": self._bn1}


def build(spec: BackboneSpec, classes_count: int) -> Network:
    """The untrained network."""
    return EfficientNetLite0(classes_count)


def _fuse(module: nn.Module, conv: str, norm: str) -> None:
    setattr(module, conv, fuse_conv_bn_eval(getattr(module, conv), getattr(module, norm)))
    setattr(module, norm, nn.Identity())


def _norm(channels: int) -> nn.BatchNorm2d:
    return nn.BatchNorm2d(channels, eps=_NORM_EPSILON, momentum=_NORM_MOMENTUM)


def _same_padding(length: int, kernel: int, stride: int) -> tuple[int, int]:
    outgoing = -(-length // stride)
    total = max(0, (outgoing - 1) * stride + kernel - length)
    return total // 2, total - total // 2
