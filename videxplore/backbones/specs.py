"""What the program knows of a backbone before loading it: plain values, no torch."""

from dataclasses import dataclass
from typing import Literal

BackboneKind = Literal["image", "video"]
PictureShape = Literal["square", "crop"]
FlowMethod = Literal["", "dis", "raft"]


@dataclass(frozen=True, slots=True)
class WeightsSource:
    """One place that weights come from.

    Attributes:
        kind: ``package``: a file inside an installed package; ``download``: the publisher's address.
        address: ``PACKAGE:PATH/INSIDE/IT``, or the URL.
        checksum: Leading hexadecimal digits of the file's SHA-256; empty where the publisher names none.
        size_mib: Size of the file in MiB; 0 where unknown.
        licence: Licence of the weights.
        verified: Whether exactly this file was loaded and gave the published answer.
    """

    kind: Literal["package", "download"]
    address: str
    checksum: str = ""
    size_mib: float = 0.0
    licence: str = ""
    verified: bool = False


@dataclass(frozen=True, slots=True)
class Recipe:
    """How pictures become a network's input.

    Attributes:
        mean: Subtracted per channel, RGB, in units of [0, 1].
        std: Divided by per channel, in units of [0, 1].
        shape: ``square``: the whole picture squashed to ``input_px`` squared; ``crop``: resized to
            ``resize_px``, then the centre ``input_px`` squared.
        flow: Which dense optical flow is two more channels of the input: ``dis``, the classical kind that
            needs no weights, or ``raft``; empty for none.
        resize_px: (height, width) before a crop; one number for the shorter side.
    """

    mean: tuple[float, float, float]
    std: tuple[float, float, float]
    shape: PictureShape = "square"
    resize_px: tuple[int, ...] = ()
    flow: FlowMethod = ""


@dataclass(frozen=True, slots=True)
class BackboneSpec:
    """One row of the table of backbones.

    Attributes:
        name: What a person types.
        title: What a person reads.
        kind: ``image`` sees single pictures, ``video`` sees clips.
        module: Module of :mod:`videxplore.backbones` that builds the network.
        dim: Length of its embeddings.
        frames: Pictures in one clip; 1 for an image backbone.
        rate_hz: Pictures a second within a clip; 0 for an image backbone.
        input_px: Side of the network's input.
        classes_count: Classes its published weights tell apart; 0 where they tell none.
        licence: Licence of the published weights, or of the design where there are none.
        source: The paper.
        recipe: How pictures become its input.
        weights: Where weights come from, best first; empty where none are published.
        reads_text: Whether text has a place in the space of its pictures.
    """

    name: str
    title: str
    kind: BackboneKind
    module: str
    dim: int
    frames: int
    rate_hz: float
    input_px: int
    classes_count: int
    licence: str
    source: str
    recipe: Recipe
    weights: tuple[WeightsSource, ...] = ()
    reads_text: bool = False

    @property
    def clip_s(self) -> float:
        """Length in seconds of the span a clip covers; 0 for an image backbone."""
        return self.frames / self.rate_hz if self.rate_hz else 0.0


@dataclass(frozen=True, slots=True)
class Views:
    """How often a network looks at one span.

    Attributes:
        clips: Clips of the span.
        crops: 1: the picture as the network's own recipe crops it; more: squares along its longer side.
    """

    clips: int = 1
    crops: int = 1

    @property
    def suffix(self) -> str:
        """What a space of such averages adds to its name; nothing for a single look."""
        return "" if (self.clips, self.crops) == (1, 1) else f"+{self.clips}x{self.crops}"


ONE_LOOK = Views()
"""A single clip, cropped as the network's recipe says."""


@dataclass(frozen=True, slots=True)
class BackboneDescription:
    """What is counted and computed of a network, without its weights.

    Attributes:
        parameters: Learned numbers.
        gflops: Floating-point operations of one picture or clip in thousands of millions, as torch counts
            them: a multiplication and its addition are two.
        gmacs: Multiply-accumulates in thousands of millions: the figure most papers print.
        receptive_field_frames: Frames that one cell of the last feature map depends on; at most the clip.
        receptive_field_s: The same in seconds at the backbone's own rate; 0 for an image backbone.
        receptive_field_px: Side in pixels of the region one cell depends on, before padding cuts it; the
            input's side where every cell sees all of it.
    """

    parameters: int
    gflops: float
    gmacs: float
    receptive_field_frames: int
    receptive_field_s: float
    receptive_field_px: int
