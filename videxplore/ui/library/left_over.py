"""What is not indexed yet and what failed: read at the start of the program, and after a stop."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from videxplore.core.task import Task
from videxplore.core.types import VideoState
from videxplore.services.indexing.finding.disk_changes import find_changes
from videxplore.services.library import Library

UNFINISHED = (VideoState.WAITING, VideoState.SEARCHABLE)
"""States of a video whose analysis is not complete."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that could not be indexed, and the sentence that says why.

    Attributes:
        video_id: Of the video the file is in the library; 0 for a path that never became one.
    """

    path: Path
    sentence: str
    video_id: int = 0


@dataclass(frozen=True, slots=True)
class LeftOver:
    """What earlier runs of the program left.

    Attributes:
        unfinished: Files of which something is missing that is known of others, unless the user stopped them.
        failed: Files that could not be indexed.
        stopped_ids: The videos whose indexing the user stopped.
    """

    unfinished: list[Path]
    failed: list[Failure]
    stopped_ids: frozenset[int]


def left_over(library: Library, *, wants_clips: bool) -> LeftOver:
    """What is to be gone on with at the start of the program."""
    stopped_ids = library.catalogue.stopped.ids()
    stored = library.catalogue.stored_videos()
    unfinished = [
        one.video.path
        for one in stored
        if one.id not in stopped_ids and (one.state in UNFINISHED or one.lacks_metadata)
    ]
    if wants_clips:
        without = library.catalogue.videos_without_clips()
        unfinished += [video.path for video in without if video.id not in stopped_ids]
    videos = [one.video for one in stored if one.state is VideoState.FAILED]
    failed = [Failure(video.path, video.error, video.id) for video in videos]
    return LeftOver(unfinished, failed, stopped_ids)


def still_wanted(
    library: Library, stopped_ids: Collection[int], folders: Sequence[Path], task: Task
) -> list[Path]:
    """The files of stopped videos, and what a search of these folders did not get to."""
    videos = library.catalogue.videos_by_id(list(stopped_ids))
    stopped = [video.path for video in videos.values()]
    return [*stopped, *(path for path in find_changes(library, folders, task) if path not in stopped)]
