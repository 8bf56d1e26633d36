"""A query: examples, words, a region and filters, as frozen values.

An example is something that results should, or should not, resemble: a scene or a span of the library,
an image, a text, or a video that need not be in the library.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Self, TypeAlias

from videxplore.core.types import Pixels

By: TypeAlias = Literal["appearance", "motion", "both"]
"""What a query compares: single pictures, what happens across frames, or both by calibrated scores."""


@dataclass(frozen=True, slots=True)
class SceneExample:
    """The scene of a library's video that is on screen at ``time_s``."""

    video_id: int
    time_s: float


@dataclass(frozen=True, slots=True)
class SpanExample:
    """A span [start_s, end_s) of a library's video."""

    video_id: int
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True, eq=False)
class PictureExample:
    """A picture from anywhere: a file, the clipboard, a box drawn on a frame.

    Attributes:
        pixels: uint8 (H, W, 3) RGB, upright.
        name: What to call it when the query is shown.
    """

    pixels: Pixels
    name: str = "picture"


@dataclass(frozen=True, slots=True)
class TextExample:
    """What a picture shows, in words; only a backbone that reads text can compare it with pictures."""

    text: str


@dataclass(frozen=True, slots=True)
class VideoExample:
    """A video file that is not in the library."""

    path: Path


Example: TypeAlias = SceneExample | SpanExample | PictureExample | TextExample | VideoExample


@dataclass(frozen=True, slots=True)
class Region:
    """A box of the picture, as shares of its width and height in [0, 1]: left, top, width, height."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Filters:
    """Limits on what may answer; they apply before the nearest are chosen, so that none is lost.

    Attributes:
        folder: Only videos below this folder; anywhere when None.
        video_ids: Only these videos; all when None.
        other_videos: Leave out the videos that the examples come from.
        min_length_s: Only scenes at least this long.
        max_length_s: Only scenes at most this long; any when None.
        min_confidence: Only moments at least this certain, in [0, 1].
        newer_than_ns: Only files changed after this, nanoseconds since 1970.
        older_than_ns: Only files changed before this; any when None.
    """

    folder: Path | None = None
    video_ids: frozenset[int] | None = None
    other_videos: bool = False
    min_length_s: float = 0.0
    max_length_s: float | None = None
    min_confidence: float = 0.0
    newer_than_ns: int = 0
    older_than_ns: int | None = None


@dataclass(frozen=True, slots=True)
class Query:
    """A search.

    Attributes:
        likes: Examples to resemble; the scenes they come from are left out of the answer. Without any, the
            words alone are searched for.
        unlikes: Examples not to resemble.
        region: Only this part of the liked pictures counts.
        by: What is compared.
        filters: Limits on what may answer.
        words: Only scenes whose labels, file or folders hold all these words.
        motion_weight: Share of motion when both are compared, in [0, 1].
        then: What must follow; its filters are not used.
        within_s: How many seconds after a scene the one that follows may begin.
        collapses: Whether scenes of a video that look nearly identical become one.
    """

    positives: tuple[Example, ...] = ()
    negatives: tuple[Example, ...] = ()
    region: Region | None = None
    by: By = "appearance"
    filters: Filters = field(default_factory=Filters)
    words: str = ""
    motion_weight: float = 0.5
    then: "Query | None" = None
    within_s: float = 10.0
    collapses: bool = True

    @classmethod
    def scene(cls, video_id: int, time_s: float) -> Self:
        """What resembles the scene on screen at ``time_s``."""
        return cls((SceneExample(video_id, time_s),))

    @classmethod
    def picture(cls, pixels: Pixels, name: str = "picture") -> Self:
        """What resembles a picture, uint8 (H, W, 3) RGB."""
        return cls((PictureExample(pixels, name),))

    @classmethod
    def text(cls, words: str) -> Self:
        """What is labelled, or named, with these words."""
        return cls(words=words)
