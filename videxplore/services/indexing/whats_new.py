"""What of files and folders that nobody chose is worth indexing: a watcher names whatever changed in them."""

import os
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path

from videxplore.catalogue.user_records import Exclusion
from videxplore.core.task import Task
from videxplore.core.types import Video, VideoState
from videxplore.services.indexing.presence import MISSING_STATES
from videxplore.services.indexing.reconciling import is_away
from videxplore.services.indexing.scanning import FoundFile, find_videos, fingerprint, full_path
from videxplore.services.library import Library


def whats_new(library: Library, paths: Sequence[Path], task: Task) -> list[Path]:
    """The files that the library does not know as they are, and what it knows that is no longer there.

    Left out are files that a search of their folder would leave out, those whose videos the person took out
    of the library, and those that failed as they are. That an excluded file was moved or touched is noted.

    Args:
        library: Opened for writing.
        paths: Files and folders in which something may have changed.
        task: Cancels the look.

    Returns:
        Paths to be indexed, each once. Where a folder is away, it stands for its videos.

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
            is_new = _is_other(file, video) if video is not None else not exclusions.cover(file)
            if is_new:
                new[file.path] = None
    for root, videos in known_by_root.items():
        task.checkpoint()
        missing = [one for one in videos if one.path not in found and not os.path.lexists(one.path)]
        new |= dict.fromkeys(_to_be_noted(root, missing))
    return list(new)


def _is_other(file: FoundFile, known: Video) -> bool:
    """Whether a file is not what is known of it."""
    is_same = (known.size_bytes, known.modified_ns) == (file.size_bytes, file.modified_ns)
    return not is_same or known.state in MISSING_STATES


def _to_be_noted(root: Path, missing: Sequence[Video]) -> list[Path]:
    """What is missing and not known to be; and what is known to be away though its folder is there."""
    unnoted = [video.path for video in missing if video.state not in MISSING_STATES]
    if is_away(root, len(missing)):
        return [root] if unnoted else []
    counts = Counter(video.path.parent for video in missing)
    there = {folder for folder, count in counts.items() if not is_away(folder, count)}
    offline = [video.path for video in missing if video.state is VideoState.OFFLINE]
    return unnoted + [path for path in offline if path.parent in there]


class _Exclusions:
    """The files whose videos the person took out of the library."""

    def __init__(self, library: Library, roots: Sequence[Path]) -> None:
        """Read them; those that went from one of the ``roots`` may be found in another place there."""
        self._records = library.catalogue.exclusions
        self._here: dict[Path, Exclusion] = {}
        self._gone: dict[int, list[Exclusion]] = defaultdict(list)
        looked_at = frozenset(roots)
        for one in self._records.all():
            self._here[one.path] = one
            is_below = not looked_at.isdisjoint((one.path, *one.path.parents))
            if is_below and not os.path.lexists(one.path):
                self._gone[one.size_bytes].append(one)

    def cover(self, file: FoundFile) -> bool:
        """Whether a file is one of them. One with other content is another video, whatever its name."""
        here, gone = self._here.get(file.path), self._gone[file.size_bytes]
        if here is not None and here.size_bytes != file.size_bytes:
            here = None
        if here is not None and here.modified_ns == file.modified_ns:
            return True
        candidates = gone if here is None else [here, *gone]
        print_now = _fingerprint(file) if candidates else ""
        for one in candidates:
            if one.fingerprint == print_now:
                self._records.follow(one.path, file.path, file.modified_ns)
                if one is not here:
                    # Another file with the same content is a copy.
                    gone.remove(one)
                return True
        return False


def _fingerprint(file: FoundFile) -> str:
    """The fingerprint of a file; nothing where it cannot be read, which indexing will say."""
    try:
        return fingerprint(file.path, file.size_bytes)
    except OSError:
        return ""
