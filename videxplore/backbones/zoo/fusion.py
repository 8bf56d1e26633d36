"""Late and early fusion: where single frames become one video.

* late fusion by the mean: every frame alone, then the mean over time; the order of frames cannot matter;
* late fusion by a fully connected layer: every frame alone, then one layer over all frames in their order;
* early fusion: the first convolution sees all frames at once, and time is gone after it.

Source: Karpathy et al., Large-scale Video Classification with Convolutional Neural Networks, CVPR 2014,
Figure 1.
"""

from collections.abc import Mapping

from torch import Tensor, nn
from torch.nn import functional

from videxplore.backbones.runtime.network import HeadedNetwork, Network
from videxplore.backbones.specs import BackboneSpec
from videxplore.backbones.zoo.frame_network import FrameNetwork

_EMBEDDING_DIM = 512
_SLOW_STRIDES = ((1, 2), (2, 2), (2, 2), (2, 2))
"""Strides of the four stages of slow fusion in time and in space."""


class LateFusionMean(HeadedNetwork):
    """Frames alone, then their mean; its features are (N, D, T, h, w)."""

    def __init__(self, frame_network: FrameNetwork, classes_count: int) -> None:
        """Build it around a network for frames."""
        super().__init__()
        self.frame_network = frame_network
        self.head = nn.Linear(frame_network.dim, classes_count)

    def features(self, pixels: Tensor) -> Tensor:
        """The last feature map of every frame."""
        return self.frame_network.frame_maps(pixels)

    def stages(self) -> Mapping[str, nn.Module]:
        """Those of the network for frames."""
        return self.frame_network.stages()


class LateFusionConnected(HeadedNetwork):
    """Frames alone, then one fully connected layer over all of them; its features are (N, D, T, h, w)."""

    def __init__(self, frame_network: FrameNetwork, frames: int, classes_count: int) -> None:
        """Build it around a network for frames."""
        super().__init__()
        self.frame_network = frame_network
        self.fusion = nn.Linear(frame_network.dim * frames, _EMBEDDING_DIM)
        self.head = nn.Linear(_EMBEDDING_DIM, classes_count)

    def features(self, pixels: Tensor) -> Tensor:
        """The last feature map of every frame."""
        return self.frame_network.frame_maps(pixels)

    def embed(self, features: Tensor) -> Tensor:
        """The fully connected layer over the frames' vectors (N, 512)."""
        return functional.relu(self.fusion(features.mean((3, 4)).flatten(1)))

    def stages(self) -> Mapping[str, nn.Module]:
        """Those of the network for frames."""
        return self.frame_network.stages()


class EarlyFusion(HeadedNetwork):
    """The first convolution's kernel is as long as the clip; its features are (N, D, h, w)."""

    def __init__(self, frames: int, classes_count: int, width: int = 64) -> None:
        """Build it with untrained parameters.

        Args:
            frames: Frames of a clip.
            classes_count: Classes to tell apart.
            width: Channels of the first convolution.
        """
        super().__init__()
        # A convolution over time that gives one output is a 2D one whose input is all frames' channels.
        self.fusion = nn.Conv3d(3, width, (frames, 7, 7), (1, 2, 2), (0, 3, 3), bias=False)
        self.norm = nn.BatchNorm2d(width)
        self.rest = FrameNetwork(width, width)
        self.head = nn.Linear(self.rest.dim, classes_count)

    def features(self, pixels: Tensor) -> Tensor:
        """The last feature map."""
        return self.rest.features(functional.relu(self.norm(self.fusion(pixels).squeeze(2))))

    def stages(self) -> Mapping[str, nn.Module]:
        """The fusing convolution and the stages after it."""
        return {"fusion": self.norm, **self.rest.stages()}


class SlowFusion(HeadedNetwork):
    """Four stages of 3x3x3 convolutions; its features are (N, 8 width, T / 8, H / 16, W / 16)."""

    def __init__(self, classes_count: int, width: int = 32) -> None:
        """Build it with untrained parameters.

        Args:
            classes_count: Classes to tell apart.
            width: Channels of the first stage; each later one has twice as many.
        """
        super().__init__()
        channels = 3
        for number, (time, space) in enumerate(_SLOW_STRIDES, 1):
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

    def stages(self) -> Mapping[str, nn.Module]:
        """``stage1`` to ``stage4``."""
        return {name: stage for name, stage in self.named_children() if name.startswith("stage")}


def build(spec: BackboneSpec, classes_count: int) -> Network:
    """The network with untrained parameters."""
    if spec.name == "early-fusion":
        return EarlyFusion(spec.frames, classes_count)
    if spec.name == "slow-fusion":
        return SlowFusion(classes_count)
    if spec.name == "late-fusion-mean":
        return LateFusionMean(FrameNetwork(), classes_count)
    return LateFusionConnected(FrameNetwork(), spec.frames, classes_count)
