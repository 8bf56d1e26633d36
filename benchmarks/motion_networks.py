"""A small network of each family for `benchmarks.motion`: the families' own building blocks, made narrow."""

import dataclasses
from collections.abc import Callable, Mapping

import torch
from torch import Tensor, nn

from benchmarks.motion_clips import CLASSES, FRAMES, SIDE_PX
from videxplore.backbones.runtime.network import Network
from videxplore.backbones.zoo import torchvision_operators  # noqa: F401 - must come before torchvision.
from videxplore.backbones.zoo.frame_networks import (
    EarlyFusion,
    FrameConvGRU,
    FrameLSTM,
    FrameNetwork,
    LateFusionConnected,
    LateFusionMean,
    SlowFusion,
    TwoStream,
)
from videxplore.backbones.zoo.inflation import inflate
from videxplore.backbones.zoo.timesformer import TimeSformer
from videxplore.backbones.zoo.torchvision_networks import NonLocalBlock

from torchvision.models.video.resnet import Conv2Plus1D  # isort: skip

COUNT = len(CLASSES)


class SingleFrame(Network):
    """One frame of each clip, drawn by chance.

    A frame whose time is known would tell something: the one in the middle of a clip has the middle value of
    the property that changes steadily.
    """

    def __init__(self) -> None:
        """Build it with untrained parameters."""
        super().__init__()
        self.frame_network = FrameNetwork(8)
        self.head = nn.Linear(self.frame_network.dim, COUNT)

    def features(self, pixels: Tensor) -> Tensor:
        """The last feature map of that frame."""
        drawn = torch.randint(pixels.shape[2], (len(pixels),))
        return self.frame_network.features(pixels[torch.arange(len(pixels)), :, drawn])

    def classify(self, features: Tensor) -> Tensor:
        """Class scores before the softmax (N, C)."""
        scores: Tensor = self.head(self.embed(features))
        return scores

    def stages(self) -> Mapping[str, nn.Module]:
        """Those of the network for frames."""
        return self.frame_network.stages()


class Chain(Network):
    """Stages one after another, then the mean over time and space."""

    def __init__(self, stages: Mapping[str, nn.Module], dim: int) -> None:
        """Build it from stages of which the last gives ``dim`` channels."""
        super().__init__()
        self.chain = nn.ModuleDict(stages)
        self.head = nn.Linear(dim, COUNT)

    def features(self, pixels: Tensor) -> Tensor:
        """The last feature map (N, D, t, h, w)."""
        for stage in self.chain.values():
            pixels = stage(pixels)
        return pixels

    def classify(self, features: Tensor) -> Tensor:
        """Class scores before the softmax (N, C)."""
        scores: Tensor = self.head(self.embed(features))
        return scores

    def stages(self) -> Mapping[str, nn.Module]:
        """All of them."""
        return dict(self.chain.items())


def frames_network() -> FrameNetwork:
    """The network for single frames that several families share."""
    return FrameNetwork(8)


def factorised() -> Network:
    """Four stages of R(2+1)D's convolutions: space, then time."""
    stages: dict[str, nn.Module] = {}
    incoming = 3
    for number, outgoing in enumerate((12, 24, 48, 96), 1):
        stages[f"stage{number}"] = nn.Sequential(
            Conv2Plus1D(incoming, outgoing, 2 * outgoing, 1 if number == 1 else 2),
            nn.BatchNorm3d(outgoing),
            nn.ReLU(),
            *([nn.AvgPool3d((1, 2, 2))] if number == 1 else []),
        )
        incoming = outgoing
    return Chain(stages, incoming)


def inflated() -> Network:
    """The shared network for frames, inflated to see three frames in each layer."""
    flat = frames_network()
    return Chain({name: inflate(stage) for name, stage in flat.stages().items()}, flat.dim)


def with_non_local() -> Network:
    """Slow fusion with a non-local block in its middle."""
    stages = list(SlowFusion(COUNT, 12).stages().values())
    return Chain(
        {"stage1": stages[0], "stage2": stages[1], "nonlocal": NonLocalBlock(24)}
        | {"stage3": stages[2], "stage4": stages[3]},
        96,
    )


def divided_attention() -> Network:
    """TimeSformer with patches of eight pixels: motions here are finer than its usual sixteen."""
    return TimeSformer(COUNT, FRAMES, SIDE_PX, patch_px=8, dim=64, depth=4)


@dataclasses.dataclass(frozen=True)
class Contestant:
    """One row: a small network of a family, whether it can know the order of frames, and how it is trained.

    Attributes:
        learning_rate: Convolutions bear larger steps than attention.
    """

    name: str
    family: str
    build: Callable[[], Network]
    knows_order: bool = True
    sees_flow: bool = False
    learning_rate: float = 2e-3


CONTESTANTS = (
    Contestant("single", "single frame", SingleFrame, knows_order=False),
    Contestant(
        "late-mean", "late fusion, mean", lambda: LateFusionMean(frames_network(), COUNT), knows_order=False
    ),
    Contestant(
        "late-connected",
        "late fusion, connected",
        lambda: LateFusionConnected(frames_network(), FRAMES, COUNT),
    ),
    Contestant("early", "early fusion", lambda: EarlyFusion(FRAMES, COUNT, 16)),
    Contestant("slow", "slow fusion (3D)", lambda: SlowFusion(COUNT, 12)),
    Contestant("factorised", "factorised 3D, (2+1)D", factorised),
    Contestant("inflated", "inflated 2D", inflated),
    Contestant("two-stream", "two-stream", lambda: TwoStream(FRAMES, COUNT, 16), sees_flow=True),
    Contestant("lstm", "CNN and LSTM", lambda: FrameLSTM(frames_network(), COUNT, 64)),
    Contestant("gru", "convolutional GRU", lambda: FrameConvGRU(frames_network(), COUNT, 48)),
    Contestant("nonlocal", "3D with a non-local block", with_non_local),
    Contestant("timesformer", "TimeSformer, 8 px patches", divided_attention, learning_rate=1e-3),
)
