"""RAFT: dense optical flow by a neural network, more accurate than dense inverse search.

Source: Teed and Deng, RAFT: Recurrent All-Pairs Field Transforms for Optical Flow, ECCV 2020; its small
variant, built by torchvision's own code.
"""

from collections.abc import Mapping

import cv2
import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn

from videxplore.backbones.runtime.network import Network, prefix_inner
from videxplore.backbones.specs import BackboneSpec
from videxplore.backbones.zoo import torchvision_operators  # noqa: F401 - must come before torchvision.
from videxplore.backbones.zoo.torchvision_networks import TorchvisionNetwork
from videxplore.core.types import Pixels

from torchvision.models.optical_flow import raft_small  # isort: skip

RAFT_SIDE_PX = 128
"""Side at which flow is computed: the smallest that its four correlation levels allow."""


class RaftNetwork(TorchvisionNetwork):
    """RAFT: from pairs of frames (N, 6, H, W) in [-1, 1] to flow (N, 2, H, W) in px, as its features."""

    def features(self, pixels: Tensor) -> Tensor:
        """Motion of each pixel from the first to the second frame, to the right and downwards."""
        flow: Tensor = self.inner(pixels[:, :3].contiguous(), pixels[:, 3:].contiguous())[-1]
        return flow

    def classify(self, features: Tensor) -> None:
        """The model has no classes."""

    def stages(self) -> Mapping[str, nn.Module]:
        """The feature encoder."""
        return {"features": self.inner.feature_encoder}


class RaftFlow:
    """Optical flow of clips by RAFT: a :data:`videxplore.backbones.runtime.preprocessing.ClipFlow`."""

    def __init__(self, network: Network, device: torch.device) -> None:
        """Use the network, with its weights, on a device."""
        self._network = network.eval().requires_grad_(requires_grad=False).to(device)
        self._device = device

    def __call__(self, clip: Pixels) -> npt.NDArray[np.float32]:
        """Flow from each frame of a clip uint8 (T, H, W, 3) to the next.

        Returns:
            float32 (T, side, side, 2): motion to the right and downwards, as fractions of the frame's width
            and height. The last frame repeats the flow before it; the flow of a single frame is zero.
        """
        side = (RAFT_SIDE_PX, RAFT_SIDE_PX)
        flow = np.zeros((len(clip), *side, 2), np.float32)
        if len(clip) == 1:
            return flow
        small = np.stack([cv2.resize(frame, side, interpolation=cv2.INTER_AREA) for frame in clip])
        frames = torch.from_numpy(small).to(self._device).permute(0, 3, 1, 2).float() / 127.5 - 1
        with torch.inference_mode():
            for number in range(len(clip) - 1):
                pair = torch.cat((frames[number], frames[number + 1]))[None]
                flow_px = self._network.features(pair)[0].permute(1, 2, 0)
                flow[number] = flow_px.float().cpu().numpy() / RAFT_SIDE_PX
        flow[-1] = flow[-2]
        return flow


def build(spec: BackboneSpec, classes_count: int) -> Network:
    """The untrained network."""
    return RaftNetwork(raft_small(weights=None))


def renamed(spec: BackboneSpec, tensors: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Torchvision's tensors under this project's names."""
    return prefix_inner(tensors)
