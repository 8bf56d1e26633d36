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

from videxplore.backbones.frame_network import FrameNetwork
from videxplore.backbones.network import Network
from videxplore.backbones.specs import BackboneSpec

_EMBEDDING_DIM = 512


class LateFusionMean(Network):
    """Frames alone, then their mean; its features are (N, D, T, h, w)."""

    def __init__(self, frame_network: FrameNetwork, classes_count: int) -> None:
        """Build it around a network for frames."""
        super().__init__()
        self.frame_network = frame_network
        self.head = nn.Linear(frame_network.dim, classes_count)

    def features(self, pixels: Tensor) -> Tensor:
        """The last feature map of every frame."""
        return self.frame_network.frame_maps(pixels)

    def classify(self, features: Tensor) -> Tensor:
        """Class scores before the softmax (N, C)."""
        scores: Tensor = self.head(self.embed(features))
        return scores

    def stages(self) -> Mapping[str, nn.Module]:
        """Those of the network for frames."""
        return self.frame_network.stages()


class LateFusionConnected(Network):
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

    def classify(self, features: Tensor) -> Tensor:
        """Class scores before the softmax (N, C)."""
        scores: Tensor = self.head(self.embed(features))
        return scores

    def stages(self) -> Mapping[str, nn.Module]:
        """Those of the network for frames."""
        return self.frame_network.stages()


class EarlyFusion(Network):
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

    def classify(self, features: Tensor) -> Tensor:
        """Class scores before the softmax (N, C)."""
        scores: Tensor = self.head(self.embed(features))
        return scores

    def stages(self) -> Mapping[str, nn.Module]:
        """The fusing convolution and the stages after it."""
        return {"fusion": self.norm, **self.rest.stages()}


def build(spec: BackboneSpec, classes_count: int) -> Network:
    """The network with untrained parameters."""
    if spec.name == "early-fusion":
        return EarlyFusion(spec.frames, classes_count)
    if spec.name == "late-fusion-mean":
        return LateFusionMean(FrameNetwork(), classes_count)
    return LateFusionConnected(FrameNetwork(), spec.frames, classes_count)


def class_labels(spec: BackboneSpec) -> tuple[str, ...]:
    """Nobody publishes weights of it: its classes are those it was trained on."""
    return ()
