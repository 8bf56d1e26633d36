"""The network for single frames inside the fusion, recurrent and two-stream families."""

from collections.abc import Mapping

from torch import Tensor, nn

from videxplore.backbones.runtime.network import Network


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
