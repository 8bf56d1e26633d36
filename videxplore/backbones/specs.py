"""What is known of a backbone before it is loaded: plain values, no torch."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

BackboneKind = Literal["image", "video"]
ResizeMode = Literal["square", "crop"]
FlowMethod = Literal["", "dis", "dis-fast", "raft"]
Labels = Literal["", "imagenet", "kinetics", "ucf101"]


@dataclass(frozen=True, slots=True)
class WeightsSource:
    """A source of weights.

    Attributes:
        kind: ``package``: a file inside an installed package; ``download``: the publisher's address.
        address: ``PACKAGE:PATH/INSIDE/IT``, or the URL.
        checksum: Leading hexadecimal digits of the file's SHA-256; empty if the publisher states none.
        size_mib: Size of the file in MiB; 0 if unknown.
        licence: Licence of the weights.
        publisher: Who publishes the file.
        verified: Whether exactly this file was loaded and reproduced the published predictions.
    """

    kind: Literal["package", "download"]
    address: str
    checksum: str = ""
    size_mib: float = 0.0
    licence: str = ""
    publisher: str = ""
    verified: bool = False


@dataclass(frozen=True, slots=True)
class Preprocessing:
    """How frames become a network's input.

    Attributes:
        mean: Subtracted per channel, RGB, in units of [0, 1].
        std: Divided by per channel, in units of [0, 1].
        shape: ``square``: the whole frame squashed to ``input_px`` squared; ``crop``: resized to
            ``resize_px``, then the centre ``input_px`` squared.
        flow: The dense optical flow that is added as two more channels: ``dis`` (dense inverse search, needs
            no weights), ``dis-fast`` (the same, coarser, at a quarter of the cost) or ``raft``; or none.
        resize_px: (height, width) before a crop; one number for the shorter side.
    """

    mean: tuple[float, float, float]
    std: tuple[float, float, float]
    shape: ResizeMode = "square"
    resize_px: tuple[int, ...] = ()
    flow: FlowMethod = ""


@dataclass(frozen=True, slots=True)
class BackboneSpec:
    """One row of the table of backbones.

    Attributes:
        name: Its identifier in commands and settings.
        title: Its display name.
        kind: ``image`` for single frames, ``video`` for clips.
        module: Module of :mod:`videxplore.backbones.zoo` that builds the network.
        dim: Length of its embeddings.
        frames: Frames in one clip; 1 for an image backbone.
        rate_hz: Frames per second within a clip; 0 for an image backbone.
        input_px: Side of the network's input.
        licence: Licence of the published weights, or of the architecture if there are none.
        source: The paper.
        preprocessing: How frames become its input.
        labels: The list of classes of the published weights; empty if they have none.
        weights: Where weights come from, best first; empty if none are published.
        reads_text: Whether it also embeds text in the space of its images.
        is_fingerprint: Whether it tells copies of an image from everything else: it serves duplicates, not
            searches for similar scenes.
    """

    name: str
    title: str
    kind: BackboneKind
    module: str
    dim: int
    frames: int
    rate_hz: float
    input_px: int
    licence: str
    source: str
    preprocessing: Preprocessing
    labels: Labels = ""
    weights: tuple[WeightsSource, ...] = ()
    reads_text: bool = False
    is_fingerprint: bool = False

    @property
    def clip_s(self) -> float:
        """Length in seconds of the span a clip covers; 0 for an image backbone."""
        return self.frames / self.rate_hz if self.rate_hz else 0.0

    @property
    def preprocessing_name(self) -> str:
        """The part of the name of its space that identifies the preprocessing, such as ``224-crop``."""
        side = str(self.input_px) if self.preprocessing.shape == "square" else f"{self.input_px}-crop"
        # Dense inverse search came first, and is not named.
        suffix = {"raft": "-raft", "dis-fast": "-fast"}.get(self.preprocessing.flow, "")
        return side + suffix

    @property
    def class_labels(self) -> tuple[str, ...]:
        """Names of the classes of the published weights, in the order of the outputs; empty without classes.

        Published names that say little, or the wrong thing, outside their list (*punching person (boxing)*,
        *dying hair*, *vault*) are replaced as ``labels/kinetics_spoken.tsv`` says.
        """
        if self.labels != "kinetics":
            return self.published_labels
        spoken = spoken_labels()
        return tuple(spoken.get(name, name) for name in self.published_labels)

    @property
    def published_labels(self) -> tuple[str, ...]:
        """The same classes by the names that the publisher of their list gave them.

        They are read from a file because importing torchvision, which has most of them, takes seconds.
        """
        return tuple(_lines(f"{self.labels}.txt")) if self.labels else ()


@cache
def spoken_labels() -> Mapping[str, str]:
    """What some classes of Kinetics are called, by their published names."""
    return dict(line.split("\t") for line in _lines("kinetics_spoken.tsv"))


def _lines(name: str) -> list[str]:
    """The lines of a file of labels."""
    file = Path(__file__).parent / "labels" / name
    return file.read_text(encoding="utf-8").splitlines()


@dataclass(frozen=True, slots=True)
class Views:
    """Test-time augmentation: the clips and crops of one span that are averaged.

    Attributes:
        clips: Clips of the span.
        crops: 1: the frame as the model's preprocessing crops it; more: squares along its longer side.
    """

    clips: int = 1
    crops: int = 1

    @property
    def suffix(self) -> str:
        """Appended to the name of the space; empty for a single view."""
        return "" if (self.clips, self.crops) == (1, 1) else f"+{self.clips}x{self.crops}"


SINGLE_VIEW = Views()
"""A single clip, cropped by the model's preprocessing."""


@dataclass(frozen=True, slots=True)
class BackboneDescription:
    """Size, cost and receptive field of a network, computed without its weights.

    Attributes:
        parameters: Trained parameters.
        gflops: Floating-point operations of one frame or clip in billions, as torch counts them: a
            multiplication and its addition are two.
        gmacs: Multiply-accumulates in billions: the figure that most papers state.
        receptive_field_frames: Frames that one cell of the last feature map depends on; at most the clip.
        receptive_field_s: The same in seconds at the backbone's frame rate; 0 for an image backbone.
        receptive_field_px: Side in pixels of the region that one cell depends on, not cut at the border; the
            input's side if every cell depends on all of it.
    """

    parameters: int
    gflops: float
    gmacs: float
    receptive_field_frames: int
    receptive_field_s: float
    receptive_field_px: int
