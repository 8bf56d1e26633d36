"""A library from Python: footage and scenes that it holds more than once."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from videxplore.api import layouts
from videxplore.api.arguments import PathLike, VideoLike, as_path, as_video
from videxplore.api.results import Results
from videxplore.api.searchable_library import SearchableLibrary
from videxplore.core.task import Task
from videxplore.services.searching.duplicates import better_copy

if TYPE_CHECKING:
    from videxplore.services.searching.duplicates.duplicates import Duplicate
    from videxplore.services.summarising.recurring import RecurringScene


class DuplicatesLibrary(SearchableLibrary):
    """The same footage in two files, and shots that come back."""

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
