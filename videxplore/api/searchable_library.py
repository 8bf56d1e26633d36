"""Searching a library from Python."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Literal

from videxplore.api import layouts
from videxplore.api.arguments import (
    PathLike,
    QueryLike,
    RegionLike,
    VideoLike,
    as_example,
    as_examples,
    as_path,
    as_region,
    as_video,
)
from videxplore.api.readable_library import ReadableLibrary
from videxplore.api.results import Results
from videxplore.core.task import Task
from videxplore.core.types import Moment
from videxplore.core.video_listing import DynamicRangeChoice, Resolution, VideoFilter
from videxplore.services.searching.query.query import By, Example, Ranking
from videxplore.services.searching.query.query_text import QueryOptions

if TYPE_CHECKING:
    from videxplore.services.searching.duplicates.duplicates import Duplicate
    from videxplore.services.summarising.recurring import RecurringScene


class SearchableLibrary(ReadableLibrary):
    """A library with its searches."""

    def similar(
        self,
        query: QueryLike | Sequence[QueryLike],
        k: int = 20,
        *,
        by: By = "appearance",
        motion_weight: float = 0.5,
        region: RegionLike | None = None,
        like: Sequence[QueryLike] = (),
        unlike: Sequence[QueryLike] = (),
        folder: PathLike | None = None,
        other_videos: bool = False,
        words: str = "",
        then: QueryLike | None = None,
        within_s: float = 10.0,
        every: bool = False,
        min_confidence: float = 0.0,
        min_length_s: float = 0.0,
        max_length_s: float | None = None,
        recorded_after: str = "",
        recorded_before: str = "",
        changed_after: str = "",
        changed_before: str = "",
        camera: str = "",
        codec: str = "",
        dynamic_range: DynamicRangeChoice = "",
        resolution: Resolution | Literal[""] = "",
    ) -> Results[Moment, Ranking]:
        """The moments that resemble a shot, an image or a video most, best first; as ``videxplore similar``.

        Args:
            query: A moment, an image or a video file, ``text:WORDS``, pixels, or several of these.
            k: How many moments.
            by: What is compared: ``appearance``, ``motion`` or ``both``.
            motion_weight: Share of motion when both are compared, in [0, 1].
            region: Only this box of the examples counts: left, top, width and height as shares of the frame.
            like: More examples to resemble.
            unlike: Examples not to resemble.
            folder: Only videos below it.
            other_videos: Leave out the videos that the examples come from.
            words: Only shots labelled or named with all these words.
            then: Only shots that are followed by one like this.
            within_s: How many seconds later that one may begin.
            every: List near-identical shots of a video one by one.
            min_confidence: Only moments at least this certain, in [0, 1].
            min_length_s: Only shots at least this long.
            max_length_s: Only shots at most this long.
            recorded_after: Only videos recorded on this date or later, as the camera's clock showed it:
                ``2024``, ``2024-05``, ``2024-05-01`` or ``2024-05-01T14:30``.
            recorded_before: Only videos recorded on this date or earlier.
            changed_after: Only files changed on this date or later, in local time.
            changed_before: Only files changed on this date or earlier.
            camera: Only videos of cameras whose make and model contain this.
            codec: Only videos of this codec.
            dynamic_range: Only videos of this one; ``HDR`` is any but ``SDR``.
            resolution: Only videos with frames of this size.

        Raises:
            BackboneError: If an image or video from outside the library cannot be embedded here.
            IndexUnavailableError: If the vector index cannot be used.
        """
        options = QueryOptions(
            like=as_examples(like),
            unlike=as_examples(unlike),
            region=as_region(region),
            by=by,
            motion_weight=motion_weight,
            folder=None if folder is None else as_path(folder),
            other_videos=other_videos,
            words=words,
            min_confidence=min_confidence,
            then=None if then is None else as_example(then),
            within_s=within_s,
            every=every,
            min_length_s=min_length_s,
            max_length_s=max_length_s,
            changed_from=changed_after,
            changed_to=changed_before,
            videos=VideoFilter(
                recorded_from=recorded_after,
                recorded_to=recorded_before,
                camera=camera,
                codec=codec,
                dynamic_range=dynamic_range,
                resolution=resolution,
            ),
        )
        return self._found(options, as_examples(query), k)

    def find(self, words: str, k: int = 20, *, folder: PathLike | None = None) -> Results[Moment, Ranking]:
        """The moments labelled or named with all these words, best first.

        Args:
            words: Of labels, files and folders.
            k: How many moments.
            folder: Only videos below it.
        """
        options = QueryOptions(words=words, folder=None if folder is None else as_path(folder))
        return self._found(options, [], k)

    def duplicates(self, *, mirrored: bool = False) -> "Results[Duplicate, None]":
        """The same footage in two files; ``mirrored`` also finds exchanged left and right."""
        return Results(self._ready.duplicates().find(mirrored=mirrored), layouts.DUPLICATES, None)

    def recurring(self, videos: Iterable[VideoLike] | None = None) -> "Results[RecurringScene, None]":
        """Shots that come back, within a video and from one to another; in these videos, or in all."""
        # Late: SciPy.
        from videxplore.services.summarising.recurring import recurring_scenes

        library = self._library
        chosen = None if videos is None else [as_video(video, library).id for video in videos]
        found = recurring_scenes(library, Task(), chosen)
        known = {video.id: video for video in library.catalogue.videos()}

        def thumbnail(group: "RecurringScene") -> bytes | None:
            return library.keyframe_picture(group.keyframe_ids[group.representative])

        return Results(found, layouts.recurring(known), None, thumbnail)

    def _found(
        self, options: QueryOptions, examples: Sequence[str | Example], k: int
    ) -> Results[Moment, Ranking]:
        library = self._library
        ranking = self._ready.similarity().find(options.query(library.catalogue, *examples), k)
        return Results(
            ranking.moments, layouts.MOMENTS, ranking, lambda one: library.keyframe_picture(one.keyframe_id)
        )
