"""A query (examples, words, a region and filters) and the ranking that answers it, as frozen values.

An example is something that results should, or should not, resemble: a scene or a span of the library,
an image, a text, or a video that need not be in the library.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Literal, Self, TypeAlias

from videxplore.core.json_text import seconds
from videxplore.core.scene_facts import Measure, SceneFacts, SceneFilter
from videxplore.core.types import Moment, Pixels, Shot
from videxplore.core.video_listing import VideoFilter

By: TypeAlias = Literal["appearance", "motion", "both"]
"""What a query compares: single images, what happens across frames, or both by calibrated scores."""


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


PICTURE, REGION = "picture", "region"
"""What an image without a name is called: one that was pasted or dropped, and a box drawn on a frame."""


@dataclass(frozen=True, slots=True, eq=False)
class ImageExample:
    """An image from anywhere: a file, the clipboard, a box drawn on a frame.

    Attributes:
        pixels: uint8 (H, W, 3) RGB, upright.
        name: The name of its file; without, ``PICTURE`` or ``REGION``, which the window translates.
    """

    pixels: Pixels
    name: str = PICTURE


@dataclass(frozen=True, slots=True)
class TextExample:
    """What an image shows, in words; only a backbone that reads text can compare it with images."""

    text: str


@dataclass(frozen=True, slots=True)
class VideoExample:
    """A video file that is not in the library."""

    path: Path


Example: TypeAlias = SceneExample | SpanExample | ImageExample | TextExample | VideoExample


@dataclass(frozen=True, slots=True)
class Region:
    """A box of the image, as shares of its width and height in [0, 1]: left, top, width, height."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Filters:
    """Limits on results; they apply before the nearest are chosen, so that none is lost.

    Attributes:
        folder: Only videos below this folder; anywhere when None.
        video_ids: Only these videos; all when None.
        shot_ids: Only these scenes; all when None.
        other_videos: Leave out the videos that the examples come from.
        min_length_s: Only scenes at least this long.
        max_length_s: Only scenes at most this long; any when None.
        min_confidence: Only moments at least this certain, in [0, 1].
        newer_than_ns: Only files changed after this, nanoseconds since 1970.
        older_than_ns: Only files changed before this; any when None.
        videos: Only videos with these metadata.
        scenes: Only scenes with these measures.
    """

    folder: Path | None = None
    video_ids: frozenset[int] | None = None
    other_videos: bool = False
    min_length_s: float = 0.0
    max_length_s: float | None = None
    min_confidence: float = 0.0
    newer_than_ns: int = 0
    older_than_ns: int | None = None
    videos: VideoFilter = field(default_factory=VideoFilter)
    shot_ids: frozenset[int] | None = None
    scenes: SceneFilter = field(default_factory=SceneFilter)


@dataclass(frozen=True, slots=True)
class Query:
    """A search.

    Attributes:
        positives: Examples that results should resemble; the scenes they come from are no results, unless
            ``finds_own``. Without any, the words alone are searched for; without words, too, all scenes that
            the limits on measures leave.
        negatives: Examples that results should not resemble.
        region: Only this part of the positive examples counts.
        by: What is compared.
        filters: Limits on the results.
        words: Only scenes whose labels, file or folders hold all these words.
        motion_weight: Share of motion when both are compared, in [0, 1].
        then: What must follow; its filters are not used.
        within_s: How many seconds after a scene the one that follows may begin.
        collapses: Whether scenes of a video that look nearly identical become one.
        finds_own: Whether the scenes of the examples may be results.
        sort: The measure by which the best scenes are sorted, largest first; by similarity when None.
        is_reversed: Whether the smallest comes first.
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
    finds_own: bool = False
    sort: Measure | None = None
    is_reversed: bool = False

    def split(self) -> tuple[Self, Self]:
        """The part of the query that is described by texts, and the rest of it.

        Examples that results should not resemble are those of the rest, where it has others.
        """
        texts = tuple(one for one in self.positives if isinstance(one, TextExample))
        if not texts or len(texts) == len(self.positives):
            nothing = replace(self, positives=(), negatives=())
            return (self, nothing) if texts else (nothing, self)
        others = tuple(one for one in self.positives if not isinstance(one, TextExample))
        unwanted = tuple(one for one in self.negatives if isinstance(one, TextExample))
        rest = tuple(one for one in self.negatives if not isinstance(one, TextExample))
        return (
            replace(self, positives=texts, negatives=unwanted, region=None),
            replace(self, positives=others, negatives=rest),
        )

    def without(self, examples: Collection[Example]) -> Self:
        """The same query without these examples, wherever they are in it."""
        return replace(
            self,
            positives=tuple(one for one in self.positives if one not in examples),
            negatives=tuple(one for one in self.negatives if one not in examples),
        )

    @classmethod
    def scene(cls, video_id: int, time_s: float) -> Self:
        """What resembles the scene on screen at ``time_s``."""
        return cls((SceneExample(video_id, time_s),))

    @classmethod
    def image(cls, pixels: Pixels, name: str = PICTURE) -> Self:
        """What resembles an image, uint8 (H, W, 3) RGB."""
        return cls((ImageExample(pixels, name),))

    @classmethod
    def text(cls, words: str) -> Self:
        """What is labelled, or named, with these words."""
        return cls(words=words)


def rows_by_video(moments: Sequence[Moment]) -> list[int]:
    """The numbers of moments, those of a video together, in the order of the best of each video."""
    places: dict[int, int] = {}
    for moment in moments:
        places.setdefault(moment.video.id, len(places))
    return sorted(range(len(moments)), key=lambda row: places[moments[row].video.id])


@dataclass(frozen=True, slots=True)
class Ranking:
    """The answer to a query.

    Attributes:
        moments: Best first; each scene once.
        wall_ms: Milliseconds the search took.
        compared: How many moments were compared.
        followers: The scene that follows each moment, when the query asks for one thing after another.
        note: A sentence about why there is no answer, where more is known than that.
        alike: For each moment, those of the same video that look nearly identical and were left out.
        facts: What was measured of the scenes, by shot id, where the query asks for measures.
    """

    query: Query
    moments: tuple[Moment, ...]
    wall_ms: float
    compared: int = 0
    followers: tuple[Shot, ...] = ()
    alike: tuple[tuple[Moment, ...], ...] = ()
    note: str = ""
    facts: Mapping[int, SceneFacts] = field(default_factory=dict)

    def without(self, video_ids: Collection[int]) -> "Ranking":
        """The same answer without what is of these videos; what else there is stays in its order."""
        kept = [row for row, moment in enumerate(self.moments) if moment.video.id not in video_ids]
        return self.rows(kept)

    def with_rest(self, longer: "Ranking") -> "Ranking":
        """A longer answer to the same query, in which these moments come first, in their order.

        They are on screen when the longer one arrives: none may move under the pointer.
        """
        shown = {moment.shot.id for moment in self.moments}
        rest = longer.rows([row for row, one in enumerate(longer.moments) if one.shot.id not in shown])
        return replace(
            longer,
            moments=(*self.moments, *rest.moments),
            followers=(*self.followers, *rest.followers),
            alike=(*self.alike, *rest.alike),
            wall_ms=self.wall_ms,
        )

    def by_video(self) -> "Ranking":
        """The same answer with the moments of each video together, the video of the best moment first."""
        return self.rows(rows_by_video(self.moments))

    def rows(self, kept: Sequence[int]) -> "Ranking":
        """The same answer with these moments, by their numbers, in this order."""
        return replace(
            self,
            moments=tuple(self.moments[row] for row in kept),
            followers=tuple(self.followers[row] for row in kept) if self.followers else (),
            alike=tuple(self.alike[row] for row in kept) if self.alike else (),
        )

    def to_json(self, query_text: str = "") -> dict[str, object]:
        """The ranking in the words of the command line's contract."""
        moments = []
        for rank, moment in enumerate(self.moments, start=1):
            entry: dict[str, object] = {
                "rank": rank,
                "video": str(moment.video.path),
                "start_s": seconds(moment.start_s),
                "end_s": seconds(moment.end_s),
                "time_s": seconds(moment.time_s),
                "similarity": round(moment.similarity, 6),
                "confidence": round(moment.confidence, 6),
            }
            if moment.group is not None:
                entry["group"] = moment.group
            if moment.reasons:
                # Only text on screen has a box.
                entry["reasons"] = [
                    {name: value for name, value in asdict(reason).items() if value is not None}
                    for reason in moment.reasons
                ]
            if self.alike and self.alike[rank - 1]:
                entry["alike"] = [seconds(other.time_s) for other in self.alike[rank - 1]]
            if moment.shot.id in self.facts:
                entry["facts"] = self.facts[moment.shot.id].to_json()
            if self.followers:
                follower = self.followers[rank - 1]
                entry["then"] = {"start_s": seconds(follower.start_s), "end_s": seconds(follower.end_s)}
            moments.append(entry)
        document = {"query": query_text, "wall_ms": round(self.wall_ms, 3), "moments": moments}
        return document | ({"note": self.note} if self.note else {})
