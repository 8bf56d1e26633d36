"""Recurrent networks over the frames of a clip; the state after a frame depends on earlier frames only.

Source: Donahue et al., Long-term Recurrent Convolutional Networks for Visual Recognition and Description,
CVPR 2015, for the LSTM over vectors; Ballas, Yao, Pal and Courville, Delving Deeper into Convolutional
Networks for Learning Video Representations, ICLR 2016, for the GRU over maps.
"""

from collections.abc import Mapping

import torch
from torch import Tensor, nn

from videxplore.backbones.runtime.network import HeadedNetwork, Network
from videxplore.backbones.specs import BackboneSpec
from videxplore.backbones.zoo.fusion import FrameNetwork

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


def build(spec: BackboneSpec, classes_count: int) -> Network:
    """The untrained network."""
    if spec.name == "cnn-lstm":
        return FrameLSTM(FrameNetwork(), classes_count)
    return FrameConvGRU(FrameNetwork(), classes_count)
