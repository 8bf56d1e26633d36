"""Comparing the files that are there with what the catalogue knows of them.

:class:`IndexIntake` is the front of an index run: files are found and matched bit by bit, so that analysis of
the first begins at once.
"""

import os
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from videxplore.core.file_names import is_folder
from videxplore.core.task import Task
from videxplore.core.types import STATE_OF_DEPTH, Video, VideoState
from videxplore.services.indexing.finding.scan import (
    FoundFile,
    MissingRoot,
    RejectedPath,
    find_videos,
    fingerprint,
    full_path,
)
from videxplore.services.library import Library


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a found file stands.

    Attributes:
        video: Its row, brought up to date.
        moved: Whether it was known under another path.
        replaced: The video that was in this file before and is no longer in the library, as it was.
    """

    video: Video
    moved: bool = False
    replaced: Video | None = None


class Reconciler:
    """Settles found files with the catalogue, for one run.

    Attributes:
        moved_from: Where videos lay that were found at another path.
    """

    def __init__(self, library: Library) -> None:
        """Read what the catalogue knows, once: a folder of ten thousand known files is compared in memory."""
        self._library = library
        self._by_path = {video.path: video for video in library.catalogue.videos()}
        self._seen: set[int] = set()
        self.moved_from: set[Path] = set()

    def settle(self, file: FoundFile) -> Standing:
        """Bring the catalogue up to date with a file that is there.

        Raises:
            OSError: If the file cannot be read.
        """
        standing = self._settled(file)
        self._by_path[file.path] = standing.video
        self._seen.add(standing.video.id)
        return standing

    def missing_under(self, roots: Iterable[Path]) -> list[Video]:
        """The known videos below these paths whose files are not there, their states brought up to date.

        Where a folder that was asked for is away, its drive is taken to be unplugged and its videos become
        ``OFFLINE``; a file missing from a folder that is there is ``GONE``.
        """
        changed = []
        for root, missing in self._missing_by_root(roots).items():
            state = VideoState.OFFLINE if _was_unplugged(root, missing) else VideoState.GONE
            for video in missing:
                self._seen.add(video.id)
                if video.state is not state:
                    changed.append(self._set_state(video, state))
        return changed

    def _missing_by_root(self, roots: Iterable[Path]) -> dict[Path, list[Video]]:
        """The videos that are not there, each with the first of these paths that it is below."""
        places = {root: place for place, root in enumerate(dict.fromkeys(roots))}
        missing: dict[Path, list[Video]] = {root: [] for root in places}
        for video in self._by_path.values():
            above = [path for path in (video.path, *video.path.parents) if path in places]
            if above and video.id not in self._seen and not os.path.lexists(video.path):
                missing[min(above, key=places.__getitem__)].append(video)
        return {root: videos for root, videos in missing.items() if videos}

    def _settled(self, file: FoundFile) -> Standing:
        known = self._by_path.get(file.path)
        if known is not None and (known.size_bytes, known.modified_ns) == (
            file.size_bytes,
            file.modified_ns,
        ):
            return Standing(self._returned(known))
        print_now = fingerprint(file.path, file.size_bytes)
        catalogue = self._library.catalogue
        replaced = None
        if known is not None:
            if known.fingerprint == print_now:
                touched = catalogue.update_file(known.id, modified_ns=file.modified_ns)
                return Standing(self._returned(touched))
            # What is known is about other pictures: nothing of it may be shown any more.
            self._library.remove_video(known.id)
            replaced = known
        for twin in catalogue.videos_by_fingerprint(print_now):
            if twin.id not in self._seen and not os.path.lexists(twin.path):
                self._by_path.pop(twin.path, None)
                self.moved_from.add(twin.path)
                moved = catalogue.update_file(twin.id, path=file.path, modified_ns=file.modified_ns)
                return Standing(self._returned(moved), moved=True, replaced=replaced)
        added = catalogue.add_video(file.path, print_now, file.size_bytes, file.modified_ns)
        return Standing(added, replaced=replaced)

    def _returned(self, video: Video) -> Video:
        """A video whose file is there: no longer offline or gone."""
        if video.state in (VideoState.OFFLINE, VideoState.GONE):
            return self._set_state(video, STATE_OF_DEPTH[video.depth])
        return video

    def _set_state(self, video: Video, state: VideoState) -> Video:
        self._library.catalogue.set_state(video.id, state)
        updated = self._library.catalogue.video(video.id)
        self._by_path[video.path] = updated
        return updated


def is_away(folder: Path, missing_count: int) -> bool:
    """Whether a folder looks like one of an unplugged drive: not there, or a mount point left empty.

    Args:
        folder: The folder.
        missing_count: How many known videos are not there; who deletes one video may leave its folder empty,
            but seldom a folder of many.
    """
    try:
        with os.scandir(folder) as entries:
            return missing_count > 1 and next(entries, None) is None
    except OSError:
        return True


def _was_unplugged(root: Path, missing: Sequence[Video]) -> bool:
    """Whether what was asked for is away, and not just a single file that was asked for by name."""
    is_file = any(video.path == root for video in missing) and is_folder(root.parent)
    return not is_file and is_away(root, len(missing))


# How long the run looks for files before it looks at its analysis process again.
SLICE_S = 0.05


@dataclass(frozen=True, slots=True)
class Settled:
    """A file that is there, and its row."""

    file: FoundFile
    standing: Standing


@dataclass(frozen=True, slots=True)
class Missing:
    """A known video whose file is not there; its state says ``OFFLINE`` or ``GONE``."""

    video: Video


Intake = Settled | RejectedPath | Missing


class IndexIntake:
    """Takes paths, gives settled files."""

    def __init__(self, library: Library, task: Task) -> None:
        """Read what the library knows.

        Args:
            library: Opened for writing.
            task: Cancels the search.
        """
        self._reconciler = Reconciler(library)
        self._task = task
        self._work: Iterator[Intake] = iter(())
        self._waiting: list[Path] = []
        self.is_exhausted = True

    def add(self, paths: Sequence[Path]) -> None:
        """Search these files and folders as well."""
        self._waiting.extend(paths)
        self.is_exhausted = self.is_exhausted and not self._waiting

    def take(self) -> Iterator[Intake]:
        """What comes up within a short while."""
        until_s = time.monotonic() + SLICE_S
        while time.monotonic() < until_s:
            found = next(self._work, None)
            if found is not None:
                yield found
            elif self._waiting:
                roots, self._waiting = self._waiting, []
                self._work = self._search(roots)
            else:
                self.is_exhausted = True
                return

    def settle_again(self, file: FoundFile) -> Standing:
        """Settle a file that changed after it was settled.

        Raises:
            OSError: If the file cannot be read.
        """
        return self._reconciler.settle(file)

    def _search(self, paths: Sequence[Path]) -> Iterator[Intake]:
        roots = [full_path(path) for path in paths]
        absent = []
        for finding in find_videos(paths, self._task):
            if isinstance(finding, MissingRoot):
                absent.append(finding.path)
            elif isinstance(finding, RejectedPath):
                yield finding
            else:
                yield self._settle(finding)
        missing = self._reconciler.missing_under(roots)
        yield from map(Missing, missing)
        # Who saw a file go and come asks for it by both its names.
        known = self._reconciler.moved_from.union(video.path for video in missing)
        explained = {above for path in known for above in (path, *path.parents)}
        for path in absent:
            if path not in explained:
                yield RejectedPath(path, "There is no such file or folder.")

    def _settle(self, file: FoundFile) -> Intake:
        try:
            return Settled(file, self._reconciler.settle(file))
        except OSError as error:
            return RejectedPath(file.path, f"It cannot be read: {error.strerror}.")
