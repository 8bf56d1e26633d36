"""Two-stream network: one stream for a frame, one for optical flow, and the mean of their probabilities.

The flow stream gets the flow of the whole clip as channels: two for every frame. Each stream has its own
loss, as in the paper: trained on the averaged probabilities, the flow stream stops learning where the other
stream is right already (`benchmarks/README.md`, "Which networks see motion": accuracy 0.75 instead of 0.82).

Source: Simonyan and Zisserman, Two-Stream Convolutional Networks for Action Recognition in Videos, NIPS 2014.
"""

from collections.abc import Mapping

import torch
from torch import Tensor, nn

from videxplore.backbones.runtime.network import Network
from videxplore.backbones.specs import BackboneSpec
from videxplore.backbones.zoo.fusion import FrameNetwork

_FLOW_SCALE = 20.0
"""Motion up to 1/20 of the frame's size per frame is scaled linearly, faster motion logarithmically."""


class TwoStream(Network):
    """RGB and flow (N, 5, T, H, W); its features are (N, 2 D, h, w), the RGB stream's first."""

    sees_all_frames = True

    def __init__(self, frames: int, classes_count: int, width: int = 64) -> None:
        """Build the untrained network.

        Args:
            frames: Frames of a clip.
            classes_count: Number of classes.
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

    def training_logits(self, features: Tensor) -> tuple[Tensor, Tensor]:
        """Class logits (N, C) of the RGB stream and of the flow stream."""
        both = self.embed(features)
        return self.rgb_head(both[:, : self.rgb.dim]), self.flow_head(both[:, self.rgb.dim :])

    def classify(self, features: Tensor) -> Tensor:
        """Logarithms of the mean of both streams' probabilities (N, C)."""
        rgb, flow = (scores.softmax(1) for scores in self.training_logits(features))
        return ((rgb + flow) / 2).clamp_min(torch.finfo(rgb.dtype).tiny).log()

    def stages(self) -> Mapping[str, nn.Module]:
        """The stages of both streams."""
        streams = (("rgb", self.rgb), ("flow", self.flow))
        return {f"{stream}_{name}": stage for stream, net in streams for name, stage in net.stages().items()}


def build(spec: BackboneSpec, classes_count: int) -> Network:
    """The untrained network."""
    return TwoStream(spec.frames, classes_count)
