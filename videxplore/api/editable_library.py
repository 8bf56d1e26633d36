"""What is kept of a library's videos and searches, changed from Python."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from videxplore.api.arguments import PathLike, VideoLike, as_path, as_video
from videxplore.api.searchable_library import SearchableLibrary
from videxplore.core.task import Task
from videxplore.core.types import Video
from videxplore.services.bookmarks import change_bookmarks
from videxplore.services.exporting.protection import export_rules
from videxplore.services.missing_videos import purge, relink
from videxplore.services.searching.query_history import HistoryService, PastSearch

if TYPE_CHECKING:
    from videxplore.services.heat_picture import HeatPicture
    from videxplore.services.summarising.scene_map import SceneMap


class EditableLibrary(SearchableLibrary):
    """A library with its bookmarks, its history, its map, and videos that come and go."""

    def remove(self, video: VideoLike) -> None:
        """Delete what is known of a video; the file is not touched, and watched folders leave it out."""
        with self._writing() as services:
            services.library.remove_permanently(as_video(video, services.library).id)

    def relink(self, video: VideoLike, path: PathLike, *, force: bool = False) -> Video:
        """Set the path of a video whose file was moved; ``force`` also where the content differs.

        Raises:
            VideoError: If the file is not there, or holds other content, or is another video.
        """
        with self._writing() as services:
            library = services.library
            return relink(library, as_video(video, library).id, as_path(path), force=force)

    def purge(self, *, older_than_days: float = 0.0) -> list[Path]:
        """Remove the videos whose files are gone; return their paths."""
        with self._writing() as services:
            gone = purge(services.library, Task(), older_than_days * 86400)
        return [video.path for video in gone]

    def bookmarks(
        self, video: VideoLike, *, add: Iterable[float] = (), remove: Iterable[float] = ()
    ) -> tuple[float, ...]:
        """The bookmarks of a video in seconds, after adding and removing some.

        Raises:
            UnknownMomentError: If the video has no such time, or no such bookmark.
        """
        added, removed = list(add), list(remove)
        if not (added or removed):
            library = self._library
            return library.catalogue.bookmarks.times_s(as_video(video, library).id)
        with self._writing() as services:
            library = services.library
            return change_bookmarks(library, as_video(video, library).id, added, removed)

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

    def scene_map(self, *, arrange: bool = False) -> "SceneMap":
        """Where every shot lies on the map; ``arrange`` brings alike ones together anew."""
        service = self._ready.scene_maps()
        return service.arrange(Task()) if arrange else service.current()

    def explain(
        self, target: PathLike, moment: str, *, query: str = "", label: str = "", replace: bool = False
    ) -> "HeatPicture":
        """Draw which regions of a frame contribute to a label, or to a match with ``query``.

        Raises:
            UnknownError: If there is no such moment or label.
            ExportError: If the file cannot be written.
        """
        # Late: it decodes.
        from videxplore.services.heat_picture import write_heat_picture

        file = as_path(target)
        rules = export_rules(self._library, [file] if replace else [])
        asked = (moment, query, label)
        return write_heat_picture(self._library, self._ready.explaining(), asked, file, rules)
