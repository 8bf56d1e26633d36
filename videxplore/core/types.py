"""The vocabulary of the program as frozen values.

Times are seconds from the start of the video (the container's start time): the moment players call zero.
Pictures are upright: rotation and pixel aspect are already applied.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from pathlib import Path
from typing import Literal, SupportsBytes, TypeAlias

import numpy as np
import numpy.typing as npt

from videxplore.core.metadata import VideoMetadata
from videxplore.core.scene_facts import SceneFacts
from videxplore.core.texts import TextBox, TextKind, TextReading

Pixels: TypeAlias = npt.NDArray[np.uint8]
"""An RGB image, uint8 (H, W, 3), or a batch of them with leading axes."""

Vector: TypeAlias = npt.NDArray[np.float32]
"""A vector float32 (D,), or a matrix of them (N, D)."""

Ids: TypeAlias = npt.NDArray[np.int64]
"""Catalogue ids, int64 (N,)."""

Values: TypeAlias = npt.NDArray[np.float64]
"""Numbers in full precision, such as times, scores and p-values, float64 (N,)."""

SpaceKind: TypeAlias = Literal["appearance", "motion"]
"""What distances in a space compare: single frames, or what happens across frames."""

MatchGroup: TypeAlias = Literal["same", "similar", "nearest"]
"""The same shot again, a match that is likely true, or only the nearest of what there is."""

PredictionSource: TypeAlias = Literal["pretrained", "taught", "object"]
"""Where a label comes from: a video model, the user's own examples, or the image model."""


class Depth(StrEnum):
    """How thoroughly a video was analysed."""

    QUICK = "quick"
    FULL = "full"


class VideoState(StrEnum):
    """Where a video stands between being dropped and being complete."""

    WAITING = "waiting"
    SEARCHABLE = "searchable"
    COMPLETE = "complete"
    FAILED = "failed"
    OFFLINE = "offline"
    GONE = "gone"

    @property
    def is_missing(self) -> bool:
        """Whether the file is not where it was."""
        return self in (VideoState.OFFLINE, VideoState.GONE)


STATE_OF_DEPTH: Mapping[Depth | None, VideoState] = {
    None: VideoState.WAITING,
    Depth.QUICK: VideoState.SEARCHABLE,
    Depth.FULL: VideoState.COMPLETE,
}
"""The state of a video whose file is there and was analysed so thoroughly."""

UNKNOWN_FRAME_RATE_HZ = Fraction(25)
"""Taken where a video's frame rate is not known."""

UNKNOWN_METADATA = VideoMetadata()
"""Of a file that was not read yet."""


@dataclass(frozen=True, slots=True)
class VideoProperties:
    """What a file says, and what decoding shows, about its video.

    Attributes:
        duration_s: Length in seconds, measured from packets where the container does not say.
        frame_rate_hz: Average frame rate.
        width_px: Width of the upright picture, pixel aspect applied.
        height_px: Height of the upright picture.
        rotation_deg: Clockwise rotation the file asks for: 0, 90, 180 or 270. Already applied to pictures.
        codec: Name of the video codec, such as ``h264``.
        pixel_format: Name of the decoded pixel format, such as ``yuv420p10le``.
        has_audio: Whether the file has a sound track.
        metadata: What else the file says of the recording; None where that was not read yet.
    """

    duration_s: float
    frame_rate_hz: Fraction
    width_px: int
    height_px: int
    rotation_deg: int
    codec: str
    pixel_format: str
    has_audio: bool
    metadata: VideoMetadata | None = None


@dataclass(frozen=True, slots=True)
class Video:
    """One file of the library.

    Attributes:
        fingerprint: Hash of the file's content (size and sampled bytes), the same after a move or a copy.
        modified_ns: The file's modification time when it was last seen.
        properties: None until the file was first read.
        depth: How thoroughly the stored analysis was made; None when there is none.
        error: The sentence that explains ``FAILED``, or what another model could not add; else empty.
    """

    id: int
    path: Path
    fingerprint: str
    size_bytes: int
    modified_ns: int
    state: VideoState
    depth: Depth | None = None
    properties: VideoProperties | None = None
    error: str = ""

    @property
    def duration_s(self) -> float:
        """Length in seconds; 0 while unknown."""
        return self.properties.duration_s if self.properties else 0.0

    @property
    def frame_rate_hz(self) -> Fraction:
        """Average frame rate; ``UNKNOWN_FRAME_RATE_HZ`` while unknown."""
        return self.properties.frame_rate_hz if self.properties else UNKNOWN_FRAME_RATE_HZ

    @property
    def metadata(self) -> VideoMetadata:
        """What the file says of the recording; all of it empty while unknown."""
        known = self.properties.metadata if self.properties else None
        return known or UNKNOWN_METADATA


@dataclass(frozen=True, slots=True)
class Shot:
    """The frames between two cuts: [start_s, end_s). The window calls it a scene."""

    id: int
    video_id: int
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class Clip:
    """The span a video backbone sees at once; it lies within one shot."""

    id: int
    shot_id: int
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """The pixels of a decoded frame, uint8 (H, W, 3) RGB, upright, and its time."""

    pixels: Pixels
    time_s: float


@dataclass(frozen=True, slots=True)
class Keyframe:
    """A frame that represents a shot. ``sharpness`` is the variance of the Laplacian of its luma."""

    id: int
    shot_id: int
    time_s: float
    sharpness: float


def nearest_keyframe(keyframes: Iterable[Keyframe], time_s: float) -> Keyframe | None:
    """The keyframe nearest to a moment; None where there is none."""
    return min(keyframes, key=lambda keyframe: abs(keyframe.time_s - time_s), default=None)


@dataclass(frozen=True, slots=True)
class Space:
    """A space of embeddings: backbone + weights checksum + preprocessing. Spaces are never mixed.

    Attributes:
        name: Unique and stable, such as ``efficientnet-lite0@57934424/224``.
        kind: What its distances compare.
        dim: Length D of its vectors.
        backbone: The backbone's name in the registry.
    """

    name: str
    kind: SpaceKind
    dim: int
    backbone: str


@dataclass(frozen=True, slots=True)
class Prediction:
    """A label with a score in [0, 1] and where it comes from.

    Attributes:
        label: The class, in the words of the weights' own metadata.
        score: Confidence in [0, 1].
        source: What kind of model gave it.
        model: Name of the backbone or taught action.
    """

    label: str
    score: float
    source: PredictionSource
    model: str


WordPlace: TypeAlias = Literal["taught", "name", "label", "folder", "mark", TextKind]
"""Where a word was found: a taught label, a file's name, a model's label, a folder's name, a mark, text."""


@dataclass(frozen=True, slots=True)
class WordReason:
    """Why a word finds a moment.

    Attributes:
        word: The word of the query.
        place: Where it was found.
        text: The label or name it was found in; it need not hold the word: a golden retriever is a dog.
        box: Where text on screen stands in the frame.
        time_s: When the word is said or shown; None for what is no text.
    """

    word: str
    place: WordPlace
    text: str
    box: TextBox | None = None
    time_s: float | None = None

    @property
    def arrow(self) -> str:
        """What follows the text where it does not hold the word: `` → dog``."""
        return "" if _joined(self.word) in _joined(self.text) else f" → {self.word}"

    @property
    def is_word_itself(self) -> bool:
        """Whether the text is the word, and no more."""
        return _joined(self.text) == _joined(self.word)


def _joined(text: str) -> str:
    """A text without what may stand between its words: *t-shirt* and *tshirt* are one word."""
    return "".join(filter(str.isalnum, text.casefold()))


@dataclass(frozen=True, slots=True)
class Moment:
    """A search result: a scene, and the time in it that matched best.

    Attributes:
        time_s: Time of the keyframe or clip that matched best.
        similarity: Cosine in [-1, 1] of the best match, or the fused score where several spaces took part.
        confidence: How unlikely so high a similarity is between unrelated moments, in [0, 1].
        keyframe_id: The keyframe to show for the moment; 0 when the scene has none.
        group: How strong a match it is; None where nothing was compared by similarity.
        reasons: Why each word of the query finds it; none where the query has no words.
    """

    video: Video
    shot: Shot
    time_s: float
    similarity: float
    confidence: float
    keyframe_id: int = 0
    reasons: tuple[WordReason, ...] = ()
    group: MatchGroup | None = None

    @property
    def start_s(self) -> float:
        """Start of the scene in seconds."""
        return self.shot.start_s

    @property
    def end_s(self) -> float:
        """End of the scene in seconds."""
        return self.shot.end_s


# What an analysis process hands to the catalogue, before anything has an id.


@dataclass(frozen=True, slots=True, eq=False)
class RegionGrid:
    """What the cells of a grid over a frame show, for finding things that fill only a part of it.

    Attributes:
        height: Rows of cells.
        width: Cells in a row.
        cells: Directions of the cells, int8 (height, width, R) in C order: bytes, or where to read them from.
    """

    height: int
    width: int
    cells: SupportsBytes


@dataclass(frozen=True, slots=True, eq=False)
class KeyframeAnalysis:
    """A keyframe with its thumbnail and what models give for it.

    Attributes:
        picture_jpeg: The thumbnail, JPEG, upright: bytes, or where to read them from.
        embeddings: Unit vectors float32 (D,) by space name.
        predictions: Object labels, best first.
        regions: What the parts of the frame show, by space name.
    """

    time_s: float
    sharpness: float
    picture_jpeg: SupportsBytes
    embeddings: Mapping[str, Vector] = field(default_factory=dict)
    predictions: tuple[Prediction, ...] = ()
    regions: Mapping[str, RegionGrid] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class ClipAnalysis:
    """A clip with its embeddings (unit vectors float32 (D,) by space name) and action predictions."""

    start_s: float
    end_s: float
    embeddings: Mapping[str, Vector] = field(default_factory=dict)
    predictions: tuple[Prediction, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class ShotAnalysis:
    """A shot [start_s, end_s) with its keyframes (at least one) and clips, each in time order.

    Attributes:
        facts: What was measured of it; None after a quick pass.
    """

    start_s: float
    end_s: float
    keyframes: tuple[KeyframeAnalysis, ...]
    clips: tuple[ClipAnalysis, ...] = ()
    facts: SceneFacts | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Thumbnail:
    """A frame of a video as a small JPEG, such as those of its strip."""

    time_s: float
    picture_jpeg: SupportsBytes


@dataclass(frozen=True, slots=True, eq=False)
class VideoAnalysis:
    """The results of one pass over a video; stored whole or not at all.

    Attributes:
        shots: In time order; together they cover [0, duration).
        spaces: The spaces the embeddings belong to.
        strip: The thumbnails of the strip, in time order.
        warnings: Sentences about what could not be used, such as a damaged ending.
        texts: Text that was read on the way; that of other kinds stays as it is.
    """

    properties: VideoProperties
    depth: Depth
    shots: tuple[ShotAnalysis, ...]
    spaces: tuple[Space, ...]
    strip: tuple[Thumbnail, ...] = ()
    warnings: tuple[str, ...] = ()
    texts: tuple[TextReading, ...] = ()
