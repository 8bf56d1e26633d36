"""A library from Python: opening it, and what it contains."""

import contextlib
import threading
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, NamedTuple, Self

from videxplore.api import layouts
from videxplore.api.arguments import (
    VideoLike,
    as_video,
)
from videxplore.api.results import Results
from videxplore.composition import Configuration, Services
from videxplore.core.errors import CatalogueMissingError, SearchError
from videxplore.core.scene_facts import SceneFacts
from videxplore.core.types import Keyframe, Shot, Space, Vector, Video
from videxplore.services.library import Library
from videxplore.services.moments import numbered_shots
from videxplore.services.searching.index.answering import has_own_purpose
from videxplore.services.statistics import LibraryStatistics

if TYPE_CHECKING:
    import pyarrow


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
