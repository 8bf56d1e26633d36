"""Two streams: one network sees a frame, another sees how everything moves, and their scores are averaged.

The flow stream sees the flow of the whole clip as channels: two for every frame. Each stream learns by
itself, as in the paper: learning from the averaged scores, the flow stream rests where the other one errs
less (`benchmarks/README.md`, "Which networks see motion": 0.75 instead of 0.82 judged rightly).

Source: Simonyan and Zisserman, Two-Stream Convolutional Networks for Action Recognition in Videos, NIPS 2014.
"""

from collections.abc import Mapping

import torch
from torch import Tensor, nn

from videxplore.backbones.runtime.network import Network
from videxplore.backbones.specs import BackboneSpec
from videxplore.backbones.zoo.frame_network import FrameNetwork

_FLOW_SCALE = 20.0
"""Motions up to a twentieth of the picture a frame count in proportion, larger ones by their logarithm."""


class TwoStream(Network):
    """RGB and flow; it sees (N, 5, T, H, W), its features are (N, 2 D, h, w), the RGB stream's first."""

    sees_all_frames = True

    def __init__(self, frames: int, classes_count: int, width: int = 64) -> None:
        """Build it with untrained parameters.

        Args:
            frames: Frames of a clip.
            classes_count: Classes to tell apart.
            width: Channels of each stream's first stage.
        """
        super().__init__()
        self.rgb = FrameNetwork(width)
        self.flow = FrameNetwork(width, 2 * frames)
        self.rgb_head = nn.Linear(self.rgb.dim, classes_count)
        self.flow_head = nn.Linear(self.flow.dim, classes_count)

    def features(self, pixels: Tensor) -> Tensor:
        """The last feature maps of both streams."""
        middle = pixels[:, :3, pixels.shape[2] // 2]
        motion = (pixels[:, 3:] * _FLOW_SCALE).asinh()
        return torch.cat((self.rgb.features(middle), self.flow.features(motion.flatten(1, 2))), 1)

    def learned_scores(self, features: Tensor) -> tuple[Tensor, Tensor]:
        """Class scores before the softmax (N, C) of the RGB stream and of the flow stream."""
        both = self.embed(features)
        return self.rgb_head(both[:, : self.rgb.dim]), self.flow_head(both[:, self.rgb.dim :])

    def classify(self, features: Tensor) -> Tensor:
        """Logarithms of the mean of both streams' probabilities (N, C)."""
        rgb, flow = (scores.softmax(1) for scores in self.learned_scores(features))
        return ((rgb + flow) / 2).clamp_min(torch.finfo(rgb.dtype).tiny).log()

    def stages(self) -> Mapping[str, nn.Module]:
        """The stages of both streams."""
        streams = (("rgb", self.rgb), ("flow", self.flow))
        return {f"{stream}_{name}": stage for stream, net in streams for name, stage in net.stages().items()}


def build(spec: BackboneSpec, classes_count: int) -> Network:
    """The network with untrained parameters."""
    return TwoStream(spec.frames, classes_count)
