"""Comparing the files that are there with what the catalogue knows of them.

:class:`IndexIntake` is the front of an index run: files are found and matched bit by bit, so that analysis of
the first begins at once.
"""

import os
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from videxplore.catalogue.stored_video import StoredVideo
from videxplore.core.file_names import is_folder
from videxplore.core.task import Task
from videxplore.core.types import STATE_OF_DEPTH, Video, VideoState
from videxplore.services.indexing.finding.scan import (
    FoundFile,
    LeftOutPath,
    MissingRoot,
    RejectedPath,
    find_videos,
    fingerprint,
    full_path,
)
from videxplore.services.library import Library

# How long the run searches for files before it reads messages of its analysis process again.
SEARCH_SLICE_S = 0.05


@dataclass(frozen=True, slots=True)
class MatchResult:
    """How a found file matches the catalogue.

    Attributes:
        stored: Its row, brought up to date.
        moved: Whether it was known under another path.
        replaced: The video that was in this file before and is no longer in the library, as it was.
    """

    stored: StoredVideo
    moved: bool = False
    replaced: Video | None = None

    @property
    def video(self) -> Video:
        """The video that the file is."""
        return self.stored.video


class Reconciler:
    """Matches found files with the catalogue, for one run.

    Attributes:
        moved_from: Earlier paths of videos that were found at another path.
    """

    def __init__(self, library: Library) -> None:
        """Read the catalogue once: a folder of ten thousand known files is compared in memory."""
        self._library = library
        self._by_path = {os.path.normcase(one.path_text): one for one in library.catalogue.stored_videos()}
        self._seen: set[int] = set()
        self.moved_from: set[Path] = set()

    def match(self, file: FoundFile) -> MatchResult:
        """Bring the catalogue up to date with a file that is there.

        Raises:
            OSError: If the file cannot be read.
        """
        place = os.path.normcase(file.path)
        stored = self._by_path.get(place)
        if stored is not None and stored.file_status == (file.size_bytes, file.modified_ns):
            result = MatchResult(self._returned(stored))
        else:
            result = self._match_content(file, None if stored is None else stored.video)
        self._by_path[place] = result.stored
        self._seen.add(result.stored.id)
        return result

    def missing_under(self, roots: Iterable[Path]) -> list[Video]:
        """The known videos below these paths whose files are not there, their states brought up to date.

        Where a requested folder is away, its drive is assumed to be unplugged and its videos become
        ``OFFLINE``; a file missing from a folder that is there is ``GONE``.
        """
        changed = []
        for root, missing in self._missing_by_root(roots).items():
            state = VideoState.OFFLINE if _was_unplugged(root, missing) else VideoState.GONE
            for video in missing:
                self._seen.add(video.id)
                if video.state is not state:
                    changed.append(self._set_state(video, state).video)
        return changed

    def _missing_by_root(self, roots: Iterable[Path]) -> dict[Path, list[Video]]:
        """The videos that are not there, each with the first of these paths that it is below."""
        places = {root: place for place, root in enumerate(dict.fromkeys(roots))}
        missing: dict[Path, list[Video]] = {root: [] for root in places}
        for stored in self._by_path.values():
            if stored.id in self._seen:
                continue
            video = stored.video
            above = [path for path in (video.path, *video.path.parents) if path in places]
            if above and not os.path.lexists(video.path):
                missing[min(above, key=places.__getitem__)].append(video)
        return {root: videos for root, videos in missing.items() if videos}

    def _match_content(self, file: FoundFile, known: Video | None) -> MatchResult:
        """Match a file that is new, or no longer as its path is known."""
        content = fingerprint(file.path, file.size_bytes)
        catalogue = self._library.catalogue
        replaced = None
        if known is not None:
            if known.fingerprint == content:
                touched = catalogue.update_file(known.id, modified_ns=file.modified_ns)
                return MatchResult(self._returned(catalogue.stored_video(touched.id)))
            # The stored analysis is of other content: nothing of it may be shown any more.
            self._library.delete_video(known.id)
            replaced = known
        for duplicate in catalogue.videos_by_fingerprint(content):
            if duplicate.id not in self._seen and not os.path.lexists(duplicate.path):
                self._by_path.pop(os.path.normcase(duplicate.path), None)
                self.moved_from.add(duplicate.path)
                moved = catalogue.update_file(duplicate.id, path=file.path, modified_ns=file.modified_ns)
                return MatchResult(
                    self._returned(catalogue.stored_video(moved.id)), moved=True, replaced=replaced
                )
        added = catalogue.add_video(file.path, content, file.size_bytes, file.modified_ns)
        return MatchResult(catalogue.stored_video(added.id), replaced=replaced)

    def _returned(self, stored: StoredVideo) -> StoredVideo:
        """The video, no longer offline or gone, as its file is there."""
        if stored.state.is_missing:
            return self._set_state(stored.video, STATE_OF_DEPTH[stored.depth])
        return stored

    def _set_state(self, video: Video, state: VideoState) -> StoredVideo:
        self._library.catalogue.set_state(video.id, state)
        updated = self._library.catalogue.stored_video(video.id)
        self._by_path[os.path.normcase(video.path)] = updated
        return updated


def is_away(folder: Path, missing_count: int) -> bool:
    """Whether a folder seems to be on an unplugged drive: not there, or an empty mount point.

    Args:
        folder: The folder.
        missing_count: How many known videos are not there; deleting one video may leave its folder empty, but
            rarely a folder of many.
    """
    try:
        with os.scandir(folder) as entries:
            return missing_count > 1 and next(entries, None) is None
    except OSError:
        return True


def _was_unplugged(root: Path, missing: Sequence[Video]) -> bool:
    """Whether a requested folder is away, and not just a single requested file."""
    is_file = any(video.path == root for video in missing) and is_folder(root.parent)
    return not is_file and is_away(root, len(missing))


@dataclass(frozen=True, slots=True)
class MatchedFile:
    """A file that is there, and how it matches the catalogue."""

    file: FoundFile
    result: MatchResult


@dataclass(frozen=True, slots=True)
class MissingVideo:
    """A known video whose file is not there; its state says ``OFFLINE`` or ``GONE``."""

    video: Video


IntakeItem = MatchedFile | RejectedPath | LeftOutPath | MissingVideo


class IndexIntake:
    """Turns paths into files matched with the catalogue."""

    def __init__(self, library: Library, task: Task) -> None:
        """Read the catalogue.

        Args:
            library: Opened for writing.
            task: Cancels the search.
        """
        self._reconciler = Reconciler(library)
        self._task = task
        self._work: Iterator[IntakeItem] = iter(())
        self._waiting: list[Path] = []
        self.is_exhausted = True

    def add(self, paths: Sequence[Path]) -> None:
        """Search these files and folders as well."""
        self._waiting.extend(paths)
        self.is_exhausted = self.is_exhausted and not self._waiting

    def take(self) -> Iterator[IntakeItem]:
        """The items found within ``SEARCH_SLICE_S``."""
        until_s = time.monotonic() + SEARCH_SLICE_S
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

    def match_again(self, file: FoundFile) -> MatchResult:
        """Match a file that changed after it was matched.

        Raises:
            OSError: If the file cannot be read.
        """
        return self._reconciler.match(file)

    def _search(self, paths: Sequence[Path]) -> Iterator[IntakeItem]:
        roots = [full_path(path) for path in paths]
        missing_roots = []
        for finding in find_videos(paths, self._task):
            if isinstance(finding, MissingRoot):
                missing_roots.append(finding.path)
            elif isinstance(finding, RejectedPath | LeftOutPath):
                yield finding
            else:
                yield self._matched(finding)
        missing = self._reconciler.missing_under(roots)
        yield from map(MissingVideo, missing)
        # A moved file is requested by both its names.
        known = self._reconciler.moved_from.union(video.path for video in missing)
        explained = {above for path in known for above in (path, *path.parents)}
        for path in missing_roots:
            if path not in explained:
                yield RejectedPath(path, "There is no such file or folder.")

    def _matched(self, file: FoundFile) -> IntakeItem:
        try:
            return MatchedFile(file, self._reconciler.match(file))
        except OSError as error:
            return RejectedPath(file.path, f"It cannot be read: {error.strerror}.")
