"""C3D: eight 3x3x3 convolutions and two fully connected layers over 16 frames of 112 by 112 pixels.

Source: Tran, Bourdev, Fergus, Torresani and Paluri, Learning Spatiotemporal Features with 3D Convolutional
Networks, ICCV 2015, Figure 3.
"""

from collections.abc import Mapping

from torch import Tensor, nn
from torch.nn import functional

from videxplore.backbones.runtime.network import Network
from videxplore.backbones.specs import BackboneSpec

_LAYERS = (
    # (name, output channels, pooling after it as (time, space))
    ("conv1a", 64, (1, 2)),
    ("conv2a", 128, (2, 2)),
    ("conv3a", 256, None),
    ("conv3b", 256, (2, 2)),
    ("conv4a", 512, None),
    ("conv4b", 512, (2, 2)),
    ("conv5a", 512, None),
    ("conv5b", 512, (2, 2)),
)
_FC_DIM = 4096
_DROPOUT = 0.5


class C3D(Network):
    """The network; its embedding is fc7 (N, 4096) and its features are pool5 (N, 512, 1, 4, 4)."""

    def __init__(self, classes_count: int) -> None:
        super().__init__()
        channels = 3
        for name, outgoing, _ in _LAYERS:
            setattr(self, name, nn.Conv3d(channels, outgoing, 3, padding=1))
            channels = outgoing
        self.fc6 = nn.Linear(channels * 4 * 4, _FC_DIM)
        self.fc7 = nn.Linear(_FC_DIM, _FC_DIM)
        self.fc8 = nn.Linear(_FC_DIM, classes_count)

    def features(self, pixels: Tensor) -> Tensor:
        """The last pooled feature map."""
        for name, _, pooling in _LAYERS:
            pixels = functional.relu(getattr(self, name)(pixels))
            if pooling is not None:
                time, space = pooling
                # The last pooling pads the odd row and column: 7 cells become 4.
                padding = (0, 1, 1) if name == "conv5b" else 0
                pixels = functional.max_pool3d(pixels, (time, space, space), padding=padding)
        return pixels

    def embed(self, features: Tensor) -> Tensor:
        """The output of fc7 (N, 4096)."""
        fc6 = functional.dropout(functional.relu(self.fc6(features.flatten(1))), _DROPOUT, self.training)
        return functional.relu(self.fc7(fc6))

    def classify(self, features: Tensor) -> Tensor:
        """Class logits (N, C)."""
        logits: Tensor = self.fc8(functional.dropout(self.embed(features), _DROPOUT, self.training))
        return logits

    def stages(self) -> Mapping[str, nn.Module]:
        """The eight convolutions."""
        return {name: getattr(self, name) for name, _, _ in _LAYERS}


def build(spec: BackboneSpec, classes_count: int) -> Network:
    """The untrained network."""
    return C3D(classes_count)


def renamed(spec: BackboneSpec, tensors: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """MMAction2's tensors under the paper's names."""
    return {_paper_name(name): tensor for name, tensor in tensors.items()}


def _paper_name(name: str) -> str:
    return name.replace("cls_head.fc_cls.", "fc8.").removeprefix("backbone.").replace(".conv.", ".")
