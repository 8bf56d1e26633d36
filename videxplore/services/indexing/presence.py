"""Whether the files of known videos are there: drives are unplugged and plugged in, files are deleted.

Looking is cheap: each folder is listed once, and only what comes back is looked at closer. No file is read.
"""

import os
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from videxplore.core.task import Task
from videxplore.core.types import STATE_OF_DEPTH, Video, VideoState
from videxplore.services.indexing.reconciling import is_away
from videxplore.services.library import Library

MISSING_STATES = frozenset({VideoState.OFFLINE, VideoState.GONE})
_UNFINISHED_STATES = frozenset({VideoState.WAITING, VideoState.SEARCHABLE})


@dataclass(frozen=True, slots=True)
class Presence:
    """What came of a look.

    Attributes:
        changed: Videos whose files went or came back, in their new states.
        to_index: Files that came back with other content, or with their analysis unfinished.
    """

    changed: tuple[Video, ...]
    to_index: tuple[Path, ...]


def check_presence(library: Library, task: Task, folder: Path | None = None) -> Presence:
    """Look whether the files of videos are there, and note those that went or came back.

    A video becomes ``OFFLINE`` when its folder is away, and ``GONE`` when only its file is. When the file is
    there with the same size and time, it is again what it was before. What failed stays as it is, for its
    sentence says more.

    Args:
        library: Opened for writing.
        task: Cancels the look; each folder of a drive in the network may take long.
        folder: Look at the videos that lie directly in this one only; None for all.

    Raises:
        Cancelled: If the task was cancelled; nothing is noted then.
        CatalogueError: If the library cannot be written to.
    """
    by_folder: dict[Path, list[Video]] = defaultdict(list)
    for video in library.catalogue.videos():
        if video.state is not VideoState.FAILED and folder in (None, video.path.parent):
            by_folder[video.path.parent].append(video)
    states: list[tuple[Video, VideoState]] = []
    changed_files: list[Path] = []
    for one, videos in by_folder.items():
        task.checkpoint(message=str(one))
        there = _there(one, videos)
        states += _states_of_missing(one, [video for video in videos if video.id not in there])
        for video in videos:
            if video.id in there and video.state in MISSING_STATES:
                if _is_same(video):
                    states.append((video, STATE_OF_DEPTH[video.depth]))
                else:
                    changed_files.append(video.path)
    changed = library.catalogue.set_states(states) if states else []
    unfinished = [video.path for video in changed if video.state in _UNFINISHED_STATES]
    return Presence(tuple(changed), (*changed_files, *unfinished))


def _there(folder: Path, videos: Sequence[Video]) -> set[int]:
    """The ids of the videos of a folder whose files are there."""
    try:
        names = frozenset(os.listdir(folder))  # noqa: PTH208 - ten thousand paths would take longer than the listing.
    except (FileNotFoundError, NotADirectoryError):
        return set()
    except OSError:
        # It may be passed through but not listed.
        names = frozenset()
    # Some systems spell a name otherwise than it was asked for.
    return {video.id for video in videos if video.path.name in names or os.path.lexists(video.path)}


def _states_of_missing(folder: Path, missing: Sequence[Video]) -> list[tuple[Video, VideoState]]:
    """The states of those that have another one by now."""
    if not missing:
        return []
    state = VideoState.OFFLINE if is_away(folder, len(missing)) else VideoState.GONE
    return [(video, state) for video in missing if video.state is not state]


def _is_same(video: Video) -> bool:
    try:
        status = video.path.stat()
    except OSError:
        return False
    return (status.st_size, status.st_mtime_ns) == (video.size_bytes, video.modified_ns)
