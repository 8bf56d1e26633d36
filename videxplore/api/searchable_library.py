"""A library from Python: searching in it, the searches that were made, and footage it holds twice."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, TypedDict, Unpack

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
from videxplore.core.types import Moment, VideoState
from videxplore.core.video_listing import (
    DynamicRangeChoice,
    LengthClass,
    Orientation,
    Resolution,
    SoundChoice,
    VideoFilter,
)
from videxplore.services.searching.duplicates import better_copy
from videxplore.services.searching.query.query import By, Example, Ranking
from videxplore.services.searching.query.query_text import QueryOptions
from videxplore.services.searching.query_history import HistoryService, PastSearch

if TYPE_CHECKING:
    from videxplore.services.searching.duplicates.duplicates import Duplicate
    from videxplore.services.summarising.recurring import RecurringScene


class VideoLimits(TypedDict, total=False):
    """Limits on videos by their metadata; what is left out limits nothing.

    Attributes:
        recorded_after: Recorded on this date or later, as the camera's clock showed it: ``2024``,
            ``2024-05``, ``2024-05-01`` or ``2024-05-01T14:30``.
        recorded_before: Recorded on this date or earlier.
        camera: The make and model of the camera contain this.
        codec: Name of the codec.
        dynamic_range: How brightness is coded; ``HDR`` is any but ``SDR``.
        resolution: Size of the frames.
        orientation: Which way frames are longer.
        sound: ``with`` or ``without``.
        rate: Frames per second, such as ``"25"`` or ``"29.97"``.
        length: How long the video is: shorter than ``10s``, ``1min``, ``10min``, or ``longer``.
        state: State of the video, such as ``complete``, ``offline`` or ``gone``.
    """

    recorded_after: str
    recorded_before: str
    camera: str
    codec: str
    dynamic_range: DynamicRangeChoice
    resolution: Resolution
    orientation: Orientation
    sound: SoundChoice
    rate: str
    length: LengthClass
    state: VideoState


class SearchLimits(VideoLimits, total=False):
    """Limits on shots, and on videos; what is left out limits nothing.

    Attributes:
        min_confidence: The moment is at least this certain, in [0, 1].
        min_length_s: The shot is at least this long.
        max_length_s: The shot is at most this long.
        changed_after: The file was changed on this date or later, in local time.
        changed_before: The file was changed on this date or earlier.
        where: Only shots within these limits on their measures: ``still<0.5``, ``loudness>-30``,
            ``camera=pan``; see :class:`~videxplore.core.scene_facts.SceneFacts`.
    """

    min_confidence: float
    min_length_s: float
    max_length_s: float
    changed_after: str
    changed_before: str
    where: Sequence[str]


class SearchableLibrary(ReadableLibrary):
    """Moments by examples and by words."""

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
        sort: str = "",
        reverse: bool = False,
        by_video: bool = False,
        **limits: Unpack[SearchLimits],
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
            sort: Sort what was found by this measure, the largest first.
            reverse: Sort the smallest first.
            by_video: List the moments of each video together, the video of the best one first.
            **limits: Only moments within these :class:`SearchLimits`.

        Raises:
            BackboneError: If an image or video from outside the library cannot be embedded here.
            IndexUnavailableError: If the vector index cannot be used.
        """
        given = QueryOptions(
            by=by, motion_weight=motion_weight, words=words, within_s=within_s, every=every, sort=sort
        )
        options = replace(
            _limited(given, limits),
            like=as_examples(like),
            unlike=as_examples(unlike),
            region=as_region(region),
            folder=None if folder is None else as_path(folder),
            other_videos=other_videos,
            then=None if then is None else as_example(then),
            is_reversed=reverse,
        )
        return self._found(options, as_examples(query), k, by_video=by_video)

    def find(
        self,
        words: str = "",
        k: int = 20,
        *,
        folder: PathLike | None = None,
        where: Sequence[str] = (),
        sort: str = "",
        reverse: bool = False,
        by_video: bool = False,
        **limits: Unpack[VideoLimits],
    ) -> Results[Moment, Ranking]:
        """The moments labelled or named with all these words, best first.

        Args:
            words: Of labels, files and folders; none where ``where`` or ``sort`` is given.
            k: How many moments.
            folder: Only videos below it.
            where: Only shots within these limits on their measures, as in :class:`SearchLimits`.
            sort: Sort what was found by this measure, the largest first.
            reverse: Sort the smallest first.
            by_video: List the moments of each video together, the video of the best one first.
            **limits: Only moments of videos within these :class:`VideoLimits`.
        """
        _check_names("find", limits, VideoLimits)
        options = QueryOptions(
            words=words,
            videos=_video_filter(limits),
            folder=None if folder is None else as_path(folder),
            where=where,
            sort=sort,
            is_reversed=reverse,
        )
        return self._found(options, [], k, by_video=by_video)

    def searches(self, *, named: bool = False) -> list[PastSearch]:
        """The searches made in the window, newest first."""
        return HistoryService(self._library).searches(named=named)

    def name_search(self, search_id: int, name: str) -> None:
        """Give a search a name; an empty one takes it away."""
        with self._writing() as services:
            HistoryService(services.library).rename(search_id, name)

    def forget_search(self, search_id: int) -> None:
        """Delete a search from the history."""
        with self._writing() as services:
            HistoryService(services.library).forget(search_id)

    def _found(
        self, options: QueryOptions, examples: Sequence[str | Example], k: int, *, by_video: bool
    ) -> Results[Moment, Ranking]:
        library = self._library
        ranking = self._ready.similarity().find(options.query(library.catalogue, *examples), k)
        if by_video:
            ranking = ranking.by_video()
        return Results(
            ranking.moments, layouts.MOMENTS, ranking, lambda one: library.keyframe_picture(one.keyframe_id)
        )

    def duplicates(
        self, video: VideoLike | None = None, *, mirrored: bool = False
    ) -> "Results[Duplicate, None]":
        """The same footage in two files, but for pairs that were dismissed.

        Args:
            video: Only what this video shares with others.
            mirrored: Also find footage whose left and right are exchanged.
        """
        video_id = None if video is None else as_video(video, self._library).id
        found = self._ready.duplicates().find(mirrored=mirrored, video_id=video_id)
        return Results(found, layouts.DUPLICATES, None)

    def compare_copies(self, duplicate: "Duplicate") -> better_copy.Comparison:
        """Which of two files that share footage is the better copy, why, and which could be removed."""
        return better_copy.compare(duplicate, self._ready.duplicates().protected_folders())

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

    def dismiss_duplicate(self, first: VideoLike, second: VideoLike, *, take_back: bool = False) -> None:
        """Remember that two videos are not duplicates of each other, or look for them again."""
        with self._writing() as services:
            service, library = services.duplicates(), services.library
            pair = as_video(first, library), as_video(second, library)
            (service.take_back if take_back else service.dismiss)(*pair)

    def protect_folder(self, folder: PathLike, *, protect: bool = True) -> None:
        """Never suggest to remove a file of a folder, or suggest it again."""
        with self._writing() as services:
            service = services.duplicates()
            (service.protect if protect else service.unprotect)(as_path(folder))


def _limited(options: QueryOptions, limits: SearchLimits) -> QueryOptions:
    _check_names("similar", limits, SearchLimits)
    return replace(
        options,
        where=limits.get("where", ()),
        min_confidence=limits.get("min_confidence", 0.0),
        min_length_s=limits.get("min_length_s", 0.0),
        max_length_s=limits.get("max_length_s"),
        changed_from=limits.get("changed_after", ""),
        changed_to=limits.get("changed_before", ""),
        videos=_video_filter(limits),
    )


def _video_filter(limits: VideoLimits) -> VideoFilter:
    return VideoFilter(
        limits.get("recorded_after", ""),
        limits.get("recorded_before", ""),
        limits.get("camera", ""),
        limits.get("codec", ""),
        limits.get("dynamic_range", ""),
        limits.get("resolution", ""),
        limits.get("orientation", ""),
        limits.get("sound", ""),
        limits.get("rate", ""),
        limits.get("length", ""),
        limits.get("state", ""),
    )


def _check_names(function: str, limits: VideoLimits, known: type[VideoLimits]) -> None:
    """Refuse an argument that is no limit, as Python refuses one that a function does not have."""
    unknown = sorted(limits.keys() - known.__annotations__.keys())
    if unknown:
        raise TypeError(f"{function}() got an unexpected keyword argument {unknown[0]!r}")
