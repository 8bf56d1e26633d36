"""What changed on disk: whether the files of known videos are there, and what is new in folders.

Drives are unplugged and plugged in, files are deleted, added and moved. Checking is cheap: each folder is
listed once, and only what may have changed is examined further.
"""

import os
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from videxplore.catalogue.user_records import Exclusion
from videxplore.core.task import Task
from videxplore.core.types import STATE_OF_DEPTH, Video, VideoState
from videxplore.services.indexed_files import fingerprint
from videxplore.services.indexing.finding.reconcile import is_away
from videxplore.services.indexing.finding.scan import FoundFile, find_videos, full_path
from videxplore.services.library import Library
from videxplore.video.recording.sidecar_files import SidecarFolders, folder_of_videos, is_sidecar
from videxplore.video.subtitles.subtitle_files import SubtitleFolders, is_subtitle_file

_UNFINISHED_STATES = frozenset({VideoState.WAITING, VideoState.SEARCHABLE})


@dataclass(frozen=True, slots=True)
class Presence:
    """What changed since the last check.

    Attributes:
        changed: Videos whose files went or came back, in their new states.
        to_index: Files that came back with other content, or with their analysis unfinished unless the user
            stopped it.
    """

    changed: tuple[Video, ...]
    to_index: tuple[Path, ...]


def check_presence(library: Library, task: Task, folder: Path | None = None) -> Presence:
    """Check whether the files of videos are there, and store which went or came back.

    A video becomes ``OFFLINE`` when its folder is away, and ``GONE`` when only its file is. When the file is
    there with the same size and time, its earlier state is restored. Failed videos stay as they are: their
    error says more.

    Args:
        library: Opened for writing.
        task: Cancels the check; each folder of a network drive may take long.
        folder: Check only videos directly in this folder; None for all.

    Raises:
        Cancelled: If the task was cancelled; nothing is stored then.
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
            if video.id in there and video.state.is_missing:
                if _is_same(video):
                    states.append((video, STATE_OF_DEPTH[video.depth]))
                else:
                    changed_files.append(video.path)
    changed = library.catalogue.set_states(states) if states else []
    stopped_ids = library.catalogue.stopped.ids() if changed else frozenset()
    unfinished = [
        video.path for video in changed if video.state in _UNFINISHED_STATES and video.id not in stopped_ids
    ]
    return Presence(tuple(changed), (*changed_files, *unfinished))


def _there(folder: Path, videos: Sequence[Video]) -> set[int]:
    try:
        names = frozenset(os.listdir(folder))  # noqa: PTH208 - ten thousand paths would take longer than the listing.
    except (FileNotFoundError, NotADirectoryError):
        return set()
    except OSError:
        # It may be traversed but not listed.
        names = frozenset()
    # Some systems list a name in another spelling than it was requested by.
    return {video.id for video in videos if video.path.name in names or os.path.lexists(video.path)}


def _states_of_missing(folder: Path, missing: Sequence[Video]) -> list[tuple[Video, VideoState]]:
    """The new states of those whose state changes."""
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


def find_changes(library: Library, paths: Sequence[Path], task: Task) -> list[Path]:
    """The paths below which the library is out of date: new and changed files, and missing ones.

    A video is out of date, too, when a subtitle file or a sidecar beside it came, went or changed.

    Left out are files that a search of their folder would leave out, those whose videos the user removed from
    the library, and those that failed and have not changed. A new path or time of an excluded file is stored.

    Args:
        library: Opened for writing.
        paths: Files and folders in which something may have changed.
        task: Cancels the check.

    Returns:
        Paths to be indexed, each once; a folder that is away instead of its videos.

    Raises:
        Cancelled: If the task was cancelled.
        CatalogueError: If the library cannot be read.
    """
    roots = list(dict.fromkeys(full_path(path) for path in paths))
    known_by_root = {root: library.catalogue.videos_below(root) for root in roots}
    known = {video.path: video for videos in known_by_root.values() for video in videos}
    exclusions = _Exclusions(library, roots)
    new: dict[Path, None] = {}
    found: set[Path] = set()
    for file in find_videos(roots, task, are_chosen=False):
        task.checkpoint()
        if isinstance(file, FoundFile):
            found.add(file.path)
            video = known.get(file.path)
            is_new = _is_changed(file, video) if video is not None else not exclusions.covers(file)
            if is_new:
                new[file.path] = None
    for root, videos in known_by_root.items():
        task.checkpoint()
        missing = [one for one in videos if one.path not in found and not os.path.lexists(one.path)]
        new |= dict.fromkeys(_outdated(root, missing))
    folders = dict.fromkeys(_folder_of_videos(root) for root in roots)
    beside = [one for folder in folders if folder for one in library.catalogue.videos_below(folder)]
    new |= dict.fromkeys(_with_other_companions(library, [*known.values(), *beside]))
    return list(new)


def _folder_of_videos(companion: Path) -> Path | None:
    """The folder of the videos that a subtitle file or a sidecar may belong to; None for other files."""
    if is_subtitle_file(companion):
        return companion.parent
    return folder_of_videos(companion) if is_sidecar(companion) else None


def _with_other_companions(library: Library, videos: Sequence[Video]) -> list[Path]:
    """The analysed videos whose subtitle files or sidecars are no longer those that were read."""
    if not videos:
        return []
    texts, subtitles = library.catalogue.texts.read_from(), SubtitleFolders()
    sidecars_read, sidecars = library.catalogue.sidecars_read(), SidecarFolders()

    def has_changed(video: Video) -> bool:
        if texts.get((video.id, "subtitle"), "") not in ("", subtitles.state(video.path)):
            return True
        return sidecars_read.get(video.id, "") != sidecars.state(str(video.path))

    return [
        video.path
        for video in videos
        if video.state in STATE_OF_DEPTH.values() and has_changed(video) and os.path.lexists(video.path)
    ]


def _is_changed(file: FoundFile, known: Video) -> bool:
    is_same = (known.size_bytes, known.modified_ns) == (file.size_bytes, file.modified_ns)
    return not is_same or known.state.is_missing


def _outdated(root: Path, missing: Sequence[Video]) -> list[Path]:
    """Missing files not stored as missing, or stored as offline though their folder is there."""
    unknown = [video.path for video in missing if not video.state.is_missing]
    if is_away(root, len(missing)):
        return [root] if unknown else []
    counts = Counter(video.path.parent for video in missing)
    there = {folder for folder, count in counts.items() if not is_away(folder, count)}
    offline = [video.path for video in missing if video.state is VideoState.OFFLINE]
    return unknown + [path for path in offline if path.parent in there]


class _Exclusions:
    def __init__(self, library: Library, roots: Sequence[Path]) -> None:
        """Read them; those missing from one of the ``roots`` may have moved within them."""
        self._records = library.catalogue.exclusions
        self._here: dict[Path, Exclusion] = {}
        self._gone: dict[int, list[Exclusion]] = defaultdict(list)
        searched = frozenset(roots)
        for one in self._records.all():
            self._here[one.path] = one
            is_below = not searched.isdisjoint((one.path, *one.path.parents))
            if is_below and not os.path.lexists(one.path):
                self._gone[one.size_bytes].append(one)

    def covers(self, file: FoundFile) -> bool:
        """Whether a file is excluded. One with other content is another video, whatever its name."""
        here, gone = self._here.get(file.path), self._gone[file.size_bytes]
        if here is not None and here.size_bytes != file.size_bytes:
            here = None
        if here is not None and here.modified_ns == file.modified_ns:
            return True
        candidates = gone if here is None else [here, *gone]
        content = _fingerprint(file) if candidates else ""
        for one in candidates:
            if one.fingerprint == content:
                self._records.follow(one.path, file.path, file.modified_ns)
                if one is not here:
                    # Another file with the same content is a copy.
                    gone.remove(one)
                return True
        return False


def _fingerprint(file: FoundFile) -> str:
    """The fingerprint of a file; empty where it cannot be read, which indexing will report."""
    try:
        return fingerprint(file.path, file.size_bytes)
    except OSError:
        return ""
