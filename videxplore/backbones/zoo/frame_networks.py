"""Networks over the frames of a clip, without published weights: ``videxplore train`` trains them.

* late fusion by the mean: every frame alone, then the mean over time, which ignores the order of frames;
* late fusion by a fully connected layer: every frame alone, then one layer over all frames in their order;
* early fusion: the first convolution sees all frames at once and removes the time axis;
* slow fusion: a compact 3D network in which each layer sees a longer part of the clip than the one before;
* two streams: one for a frame, one for optical flow, and the mean of their probabilities;
* recurrent: an LSTM or a convolutional GRU, whose state after a frame depends on earlier frames only.

Source: Karpathy et al., Large-scale Video Classification with Convolutional Neural Networks, CVPR 2014,
Figure 1 and Section 3.1, for fusion, slow fusion with the 3x3x3 kernels of Tran et al., ICCV 2015, and batch
norms; Simonyan and Zisserman, Two-Stream Convolutional Networks for Action Recognition in Videos, NIPS 2014;
Donahue et al., Long-term Recurrent Convolutional Networks for Visual Recognition and Description, CVPR 2015,
for the LSTM over vectors; Ballas, Yao, Pal and Courville, Delving Deeper into Convolutional Networks for
Learning Video Representations, ICLR 2016, for the GRU over maps.
"""

from collections.abc import Callable, Mapping

import torch
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


_FLOW_SCALE = 20.0
"""Motion up to 1/20 of the frame's size per frame is scaled linearly, faster motion logarithmically."""


class TwoStream(Network):
    """RGB and flow (N, 5, T, H, W); its features are (N, 2 D, h, w), the RGB stream's first.

    The flow stream gets the flow of the whole clip as channels: two for every frame. Each stream has its own
    loss, as in the paper: trained on the averaged probabilities, the flow stream stops learning where the
    other stream is right already (`benchmarks/README.md`, "Which networks see motion": accuracy 0.75 instead
    of 0.82).
    """

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


_HIDDEN = 512


class FrameLSTM(HeadedNetwork):
    """An LSTM over the frames' embeddings; its features are the states (N, hidden, T)."""

    sees_all_frames = True
    cam_layer = "stage4"

    def __init__(self, frame_network: FrameNetwork, classes_count: int, hidden: int = _HIDDEN) -> None:
        super().__init__()
        self.frame_network = frame_network
        self.lstm = nn.LSTM(frame_network.dim, hidden, batch_first=True)
        self.head = nn.Linear(hidden, classes_count)

    def features(self, pixels: Tensor) -> Tensor:
        """The state after each frame."""
        vectors = self.frame_network.frame_maps(pixels).mean((3, 4)).transpose(1, 2)
        states: Tensor = self.lstm(vectors)[0]
        return states.transpose(1, 2)

    def embed(self, features: Tensor) -> Tensor:
        """The state after the last frame (N, hidden)."""
        return features[:, :, -1]

    def stages(self) -> Mapping[str, nn.Module]:
        """The stages of the frame network."""
        return self.frame_network.stages()


class ConvGRUCell(nn.Module):
    """One step of a gated recurrent unit with 3x3 convolutions."""

    def __init__(self, channels: int, hidden: int) -> None:
        super().__init__()
        self.gates = nn.Conv2d(channels + hidden, 2 * hidden, 3, padding=1)
        self.candidate = nn.Conv2d(channels + hidden, hidden, 3, padding=1)

    def forward(self, frame_map: Tensor, state: Tensor) -> Tensor:
        """The next state (N, hidden, h, w), after a frame's map (N, channels, h, w)."""
        update, reset = self.gates(torch.cat((frame_map, state), 1)).sigmoid().chunk(2, 1)
        candidate = self.candidate(torch.cat((frame_map, reset * state), 1)).tanh()
        next_state: Tensor = (1 - update) * state + update * candidate
        return next_state


class FrameConvGRU(HeadedNetwork):
    """A convolutional GRU over the frames' feature maps; its features are the states (N, hidden, T, h, w)."""

    sees_all_frames = True

    def __init__(self, frame_network: FrameNetwork, classes_count: int, hidden: int = _HIDDEN) -> None:
        super().__init__()
        self.frame_network = frame_network
        self.hidden = hidden
        self.cell = ConvGRUCell(frame_network.dim, hidden)
        self.head = nn.Linear(hidden, classes_count)

    def features(self, pixels: Tensor) -> Tensor:
        """The state after each frame."""
        maps = self.frame_network.frame_maps(pixels)
        state = maps.new_zeros(len(maps), self.hidden, *maps.shape[3:])
        states = []
        for frame_map in maps.unbind(2):
            state = self.cell(frame_map, state)
            states.append(state)
        return torch.stack(states, 2)

    def embed(self, features: Tensor) -> Tensor:
        """The mean over space of the state after the last frame (N, hidden)."""
        return features[:, :, -1].mean((2, 3))

    def stages(self) -> Mapping[str, nn.Module]:
        """The stages of the frame network."""
        return self.frame_network.stages()


_NETWORKS: Mapping[str, Callable[[int, int], Network]] = {
    "late-fusion-mean": lambda _frames, classes: LateFusionMean(FrameNetwork(), classes),
    "late-fusion-connected": lambda frames, classes: LateFusionConnected(FrameNetwork(), frames, classes),
    "early-fusion": EarlyFusion,
    "slow-fusion": lambda _frames, classes: SlowFusion(classes),
    "two-stream": TwoStream,
    "two-stream-raft": TwoStream,
    "cnn-lstm": lambda _frames, classes: FrameLSTM(FrameNetwork(), classes),
    "conv-gru": lambda _frames, classes: FrameConvGRU(FrameNetwork(), classes),
}
"""Each network, untrained, for the frames of a clip and a number of classes."""


def build(spec: BackboneSpec, classes_count: int) -> Network:
    """The untrained network."""
    return _NETWORKS[spec.name](spec.frames, classes_count)
