"""Slow fusion: a compact 3D network in which each layer sees a little more of time than the one before.

Source: Karpathy et al., Large-scale Video Classification with Convolutional Neural Networks, CVPR 2014,
Section 3.1, with the 3x3x3 kernels of Tran et al., ICCV 2015, and batch normalisation.
"""

from collections.abc import Mapping

from torch import Tensor, nn

from videxplore.backbones.network import Network
from videxplore.backbones.specs import BackboneSpec

_STRIDES = ((1, 2), (2, 2), (2, 2), (2, 2))
"""Strides of the four stages in time and in space."""


class SlowFusion(Network):
    """Four stages of 3x3x3 convolutions; its features are (N, 8 width, T / 8, H / 16, W / 16)."""

    def __init__(self, classes_count: int, width: int = 32) -> None:
        """Build it with untrained parameters.

        Args:
            classes_count: Classes to tell apart.
            width: Channels of the first stage; each later one has twice as many.
        """
        super().__init__()
        channels = 3
        for number, (time, space) in enumerate(_STRIDES, 1):
            outgoing = width * 2 ** (number - 1)
            stage = nn.Sequential(
                nn.Conv3d(channels, outgoing, 3, (time, space, space), 1, bias=False),
                nn.BatchNorm3d(outgoing),
                nn.ReLU(),
            )
            self.add_module(f"stage{number}", stage)
            channels = outgoing
        self.head = nn.Linear(channels, classes_count)

    def features(self, pixels: Tensor) -> Tensor:
        """The last feature map."""
        return list(self.named_maps(pixels).values())[-1]

    def named_maps(self, pixels: Tensor) -> dict[str, Tensor]:
        """The feature map of every stage by its name, from the input on."""
        maps = {}
        for name, stage in self.stages().items():
            pixels = stage(pixels)
            maps[name] = pixels
        return maps

    def classify(self, features: Tensor) -> Tensor:
        """Class scores before the softmax (N, C)."""
        scores: Tensor = self.head(self.embed(features))
        return scores

    def stages(self) -> Mapping[str, nn.Module]:
        """``stage1`` to ``stage4``."""
        return {name: stage for name, stage in self.named_children() if name.startswith("stage")}


def build(spec: BackboneSpec, classes_count: int) -> Network:
    """The network with untrained parameters."""
    return SlowFusion(classes_count)


def class_labels(spec: BackboneSpec) -> tuple[str, ...]:
    """Nobody publishes weights of it: its classes are those it was trained on."""
    return ()
