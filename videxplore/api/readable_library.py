"""A library from Python: what it contains, and searching in it."""

import contextlib
import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, NamedTuple, Self, TypedDict, Unpack

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
from videxplore.api.results import Results
from videxplore.composition import Configuration, Services
from videxplore.core.errors import CatalogueMissingError, SearchError
from videxplore.core.scene_facts import SceneFacts
from videxplore.core.task import Task
from videxplore.core.types import Keyframe, Moment, Shot, Space, Vector, Video
from videxplore.core.video_listing import (
    DynamicRangeChoice,
    LengthClass,
    Orientation,
    Resolution,
    SoundChoice,
    VideoFilter,
)
from videxplore.services.library import Library
from videxplore.services.moments import numbered_shots
from videxplore.services.searching.duplicates import better_copy
from videxplore.services.searching.index.answering import has_own_purpose
from videxplore.services.searching.query.query import By, Example, Ranking
from videxplore.services.searching.query.query_text import QueryOptions
from videxplore.services.statistics import LibraryStatistics

if TYPE_CHECKING:
    import pyarrow

    from videxplore.services.searching.duplicates.duplicates import Duplicate
    from videxplore.services.summarising.recurring import RecurringScene


class Embeddings(NamedTuple):
    """The embeddings of a space.

    Attributes:
        vectors: Unit rows, float32 (N, D).
        ids: What each row belongs to: ``embedding_id`` (of its keyframe, or of its clip in a space of
            motion), ``video_id``, ``video`` (its path), ``shot_id`` and ``time_s`` (of the keyframe, or of
            the middle of the clip).
    """

    vectors: Vector
    ids: "pyarrow.Table"


class SearchLimits(TypedDict, total=False):
    """Limits on shots, and on videos by their metadata; what is left out limits nothing.

    Attributes:
        min_confidence: The moment is at least this certain, in [0, 1].
        min_length_s: The shot is at least this long.
        max_length_s: The shot is at most this long.
        recorded_after: Recorded on this date or later, as the camera's clock showed it: ``2024``,
            ``2024-05``, ``2024-05-01`` or ``2024-05-01T14:30``.
        recorded_before: Recorded on this date or earlier.
        changed_after: The file was changed on this date or later, in local time.
        changed_before: The file was changed on this date or earlier.
        camera: The make and model of the camera contain this.
        codec: Name of the codec.
        dynamic_range: How brightness is coded; ``HDR`` is any but ``SDR``.
        resolution: Size of the frames.
        orientation: Which way frames are longer.
        sound: ``with`` or ``without``.
        rate: Frames per second, such as ``"25"`` or ``"29.97"``.
        length: How long the video is: shorter than ``10s``, ``1min``, ``10min``, or ``longer``.
        where: Only shots within these limits on their measures: ``still<0.5``, ``loudness>-30``,
            ``camera=pan``; see :class:`~videxplore.core.scene_facts.SceneFacts`.
    """

    min_confidence: float
    min_length_s: float
    max_length_s: float
    recorded_after: str
    recorded_before: str
    changed_after: str
    changed_before: str
    camera: str
    codec: str
    dynamic_range: DynamicRangeChoice
    resolution: Resolution
    orientation: Orientation
    sound: SoundChoice
    rate: str
    length: LengthClass
    where: Sequence[str]


class ReadableLibrary:
    """Videos, shots, keyframes and embeddings of a library."""

    def __init__(self, configuration: Configuration, vector_index: str = "auto") -> None:
        """Use ``vx.open`` instead.

        Raises:
            CatalogueError: If there is a library that cannot be opened.
        """
        self._configuration = configuration
        self._vector_index = vector_index
        self._opening = threading.Lock()
        self._services: Services | None = None
        self._is_closed = False
        # One that is not there is made when something is indexed into it.
        with contextlib.suppress(CatalogueMissingError):
            self._services = self._open()

    @property
    def folder(self) -> Path:
        """Where the library lives."""
        return self._configuration.paths.library

    def close(self) -> None:
        """Close its files; closing twice does no harm."""
        with self._opening:
            self._is_closed = True
            services, self._services = self._services, None
        if services is not None:
            services.library.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.folder}>"

    # What is in it

    def status(self) -> LibraryStatistics:
        """How much the library holds, what waits and what failed."""
        return self._library.statistics()

    def videos(self) -> Results[Video, None]:
        """Every video, oldest first."""
        return Results(self._library.catalogue.videos(), layouts.VIDEOS, None)

    def shots(self, video: VideoLike) -> Results[Shot, None]:
        """The shots of a video, in time order; each is shown by its sharpest keyframe."""
        library = self._library
        scenes = numbered_shots(library, as_video(video, library).id)
        keyframes = {scene.shot.id: scene.keyframe for scene in scenes if scene.keyframe is not None}

        def thumbnail(shot: Shot) -> bytes | None:
            keyframe = keyframes.get(shot.id)
            return None if keyframe is None else library.keyframe_picture(keyframe.id)

        return Results([scene.shot for scene in scenes], layouts.shots(keyframes), None, thumbnail)

    def scene_facts(self, video: VideoLike) -> list[SceneFacts | None]:
        """What was measured of each shot of a video, in time order; None after a quick pass."""
        library = self._library
        shots = library.catalogue.shots(as_video(video, library).id)
        facts = library.catalogue.facts_by_shot([shot.id for shot in shots])
        return [facts.get(shot.id) for shot in shots]

    def keyframes(self, video: VideoLike) -> Results[Keyframe, None]:
        """The keyframes of a video, in time order."""
        library = self._library
        found = library.catalogue.keyframes(as_video(video, library).id)
        return Results(found, layouts.KEYFRAMES, None, lambda keyframe: library.keyframe_picture(keyframe.id))

    def spaces(self) -> list[Space]:
        """Every space of embeddings, oldest first."""
        return self._library.catalogue.spaces()

    def embeddings(self, space: str = "appearance") -> Embeddings:
        """Every embedding of a space, with what it belongs to.

        Args:
            space: Its name; or ``appearance`` or ``motion`` for the newest of this kind, where there is a
                choice not one for copies or descriptions alone.

        Raises:
            SearchError: If the library has no such space.
        """
        # Late: pyarrow takes a while to load.
        import pyarrow

        catalogue = self._library.catalogue
        found = [one for one in catalogue.spaces() if space in (one.name, one.kind)]
        spaces = [one for one in found if not has_own_purpose(one)] or found
        if not spaces:
            raise SearchError(f"The library has no embeddings of {space}.")
        table = catalogue.embeddings(spaces[-1].name)
        videos = catalogue.videos_by_id(sorted(set(table.video_ids.tolist())))
        rows = {video_id: row for row, video_id in enumerate(videos)}
        names = [str(video.path).encode("utf-8", "replace").decode() for video in videos.values()]
        paths = pyarrow.DictionaryArray.from_arrays(
            pyarrow.array([rows[video_id] for video_id in table.video_ids.tolist()], pyarrow.int32()),
            pyarrow.array(names, pyarrow.string()),
        )
        ids = {
            "embedding_id": table.owner_ids,
            "video_id": table.video_ids,
            "video": paths,
            "shot_id": table.shot_ids,
            "time_s": table.times_s,
        }
        return Embeddings(table.vectors, pyarrow.table(ids))

    # Searching

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
            **limits: Only moments within these :class:`SearchLimits`.

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
            then=None if then is None else as_example(then),
            within_s=within_s,
            every=every,
            sort=sort,
            is_reversed=reverse,
        )
        return self._found(_limited(options, limits), as_examples(query), k)

    def find(
        self,
        words: str = "",
        k: int = 20,
        *,
        folder: PathLike | None = None,
        where: Sequence[str] = (),
        sort: str = "",
        reverse: bool = False,
    ) -> Results[Moment, Ranking]:
        """The moments labelled or named with all these words, best first.

        Args:
            words: Of labels, files and folders; none where ``where`` or ``sort`` is given.
            k: How many moments.
            folder: Only videos below it.
            where: Only shots within these limits on their measures, as in :class:`SearchLimits`.
            sort: Sort what was found by this measure, the largest first.
            reverse: Sort the smallest first.
        """
        options = QueryOptions(
            words=words,
            folder=None if folder is None else as_path(folder),
            where=where,
            sort=sort,
            is_reversed=reverse,
        )
        return self._found(options, [], k)

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

    # Behind it

    @property
    def _ready(self) -> Services:
        """The services, over the library as it is open for reading."""
        with self._opening:
            if self._is_closed:
                raise ValueError("this library was closed")
            if self._services is None:
                self._services = self._open()
            return self._services

    def _open(self) -> Services:
        library = self._configuration.open_library()
        return Services(library, self._configuration, vector_index=self._vector_index)

    @property
    def _library(self) -> Library:
        return self._ready.library

    @contextlib.contextmanager
    def _writing(self, *, may_create: bool = False) -> Iterator[Services]:
        """The services over the library open for writing; nobody else writes meanwhile.

        Raises:
            CatalogueError: If it cannot be opened; one that is not there is made only if ``may_create``.
        """
        if self._is_closed:
            raise ValueError("this library was closed")
        configuration = self._configuration
        with (
            configuration.open_library(writable=True) if may_create else configuration.open_existing_library()
        ) as library:
            yield Services(library, self._configuration)

    def _found(
        self, options: QueryOptions, examples: Sequence[str | Example], k: int
    ) -> Results[Moment, Ranking]:
        library = self._library
        ranking = self._ready.similarity().find(options.query(library.catalogue, *examples), k)
        return Results(
            ranking.moments, layouts.MOMENTS, ranking, lambda one: library.keyframe_picture(one.keyframe_id)
        )


def _limited(options: QueryOptions, limits: SearchLimits) -> QueryOptions:
    unknown = sorted(limits.keys() - SearchLimits.__annotations__.keys())
    if unknown:
        raise TypeError(f"similar() got an unexpected keyword argument {unknown[0]!r}")
    return replace(
        options,
        where=limits.get("where", ()),
        min_confidence=limits.get("min_confidence", 0.0),
        min_length_s=limits.get("min_length_s", 0.0),
        max_length_s=limits.get("max_length_s"),
        changed_from=limits.get("changed_after", ""),
        changed_to=limits.get("changed_before", ""),
        videos=VideoFilter(
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
        ),
    )
