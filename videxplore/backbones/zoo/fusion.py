"""Late, early and slow fusion: four ways to combine the frames of a clip.

* late fusion by the mean: every frame alone, then the mean over time, which ignores the order of frames;
* late fusion by a fully connected layer: every frame alone, then one layer over all frames in their order;
* early fusion: the first convolution sees all frames at once and removes the time axis;
* slow fusion: a compact 3D network in which each layer sees a longer part of the clip than the one before.

Source: Karpathy et al., Large-scale Video Classification with Convolutional Neural Networks, CVPR 2014,
Figure 1 and Section 3.1. Slow fusion has the 3x3x3 kernels of Tran et al., ICCV 2015, and batch norms.
"""

from collections.abc import Mapping

from torch import Tensor, nn
from torch.nn import functional

from videxplore.backbones.runtime.network import HeadedNetwork, Network
from videxplore.backbones.specs import BackboneSpec

_EMBEDDING_DIM = 512
_SLOW_STRIDES = ((1, 2), (2, 2), (2, 2), (2, 2))
"""Strides of the four stages of slow fusion in time and in space."""


class FrameNetwork(Network):
    """A plain 2D network of four strided convolutions; its features are (N, 8 width, H / 16, W / 16)."""

    def __init__(self, width: int = 64, channels: int = 3) -> None:
        """Build the untrained network.

        Args:
            width: Channels of the first stage; each later one has twice as many.
            channels: Channels of its input.
        """
        super().__init__()
        self.dim = width * 8
        for number in range(1, 5):
            outgoing = width * 2 ** (number - 1)
            stage = nn.Sequential(
                nn.Conv2d(
                    channels, outgoing, 7 if number == 1 else 3, 2, 3 if number == 1 else 1, bias=False
                ),
                nn.BatchNorm2d(outgoing),
                nn.ReLU(),
                nn.Conv2d(outgoing, outgoing, 3, padding=1, bias=False),
                nn.BatchNorm2d(outgoing),
                nn.ReLU(),
            )
            self.add_module(f"stage{number}", stage)
            channels = outgoing

    def features(self, pixels: Tensor) -> Tensor:
        """The last feature map."""
        for stage in self.stages().values():
            pixels = stage(pixels)
        return pixels

    def frame_maps(self, clips: Tensor) -> Tensor:
        """Feature maps (N, D, T, h, w) of the frames of clips (N, C, T, H, W), each computed alone."""
        maps = self.features(clips.transpose(1, 2).flatten(0, 1))
        return maps.reshape(len(clips), clips.shape[2], *maps.shape[1:]).transpose(1, 2)

    def classify(self, features: Tensor) -> None:
        """A part of other networks: it has no classes."""

    def stages(self) -> Mapping[str, nn.Module]:
        """``stage1`` to ``stage4``."""
        return dict(self.named_children())


class LateFusionMean(HeadedNetwork):
    """Late fusion by the mean; its features are (N, D, T, h, w)."""

    def __init__(self, frame_network: FrameNetwork, classes_count: int) -> None:
        super().__init__()
        self.frame_network = frame_network
        self.head = nn.Linear(frame_network.dim, classes_count)

    def features(self, pixels: Tensor) -> Tensor:
        """The last feature map of every frame."""
        return self.frame_network.frame_maps(pixels)

    def stages(self) -> Mapping[str, nn.Module]:
        """The stages of the frame network."""
        return self.frame_network.stages()


class LateFusionConnected(HeadedNetwork):
    """Late fusion by a fully connected layer; its features are (N, D, T, h, w)."""

    def __init__(self, frame_network: FrameNetwork, frames: int, classes_count: int) -> None:
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
        """The stages of the frame network."""
        return self.frame_network.stages()


class EarlyFusion(HeadedNetwork):
    """The first convolution's kernel is as long as the clip; its features are (N, D, h, w)."""

    def __init__(self, frames: int, classes_count: int, width: int = 64) -> None:
        """Build the untrained network.

        Args:
            frames: Frames of a clip.
            classes_count: Number of classes.
            width: Channels of the first convolution.
        """
        super().__init__()
        # As long as the clip: the output has a single time step.
        self.fusion = nn.Conv3d(3, width, (frames, 7, 7), (1, 2, 2), (0, 3, 3), bias=False)
        self.norm = nn.BatchNorm2d(width)
        self.rest = FrameNetwork(width, width)
        self.head = nn.Linear(self.rest.dim, classes_count)

    def features(self, pixels: Tensor) -> Tensor:
        """The last feature map."""
        return self.rest.features(functional.relu(self.norm(self.fusion(pixels).squeeze(2))))

    def stages(self) -> Mapping[str, nn.Module]:
        """The fusion convolution and the stages after it."""
        return {"fusion": self.norm, **self.rest.stages()}


class SlowFusion(HeadedNetwork):
    """Four stages of 3x3x3 convolutions; its features are (N, 8 width, T / 8, H / 16, W / 16)."""

    def __init__(self, classes_count: int, width: int = 32) -> None:
        """Build the untrained network.

        Args:
            classes_count: Number of classes.
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
    """The untrained network."""
    if spec.name == "early-fusion":
        return EarlyFusion(spec.frames, classes_count)
    if spec.name == "slow-fusion":
        return SlowFusion(classes_count)
    if spec.name == "late-fusion-mean":
        return LateFusionMean(FrameNetwork(), classes_count)
    return LateFusionConnected(FrameNetwork(), spec.frames, classes_count)
