"""Comparing the files that are there with what the catalogue knows of them.

:class:`IndexIntake` is the front of an index run: files are found and matched bit by bit, so that analysis of
the first begins at once.
"""

import os
import time
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from videxplore.catalogue.stored_video import StoredVideo
from videxplore.core.file_names import is_folder
from videxplore.core.task import Task
from videxplore.core.types import STATE_OF_DEPTH, Video, VideoState
from videxplore.services.indexed_files import fingerprint
from videxplore.services.indexing.finding.scan import (
    FoundFile,
    LeftOutPath,
    MissingRoot,
    RejectedPath,
    find_videos,
    full_path,
)
from videxplore.services.library import Library, free_path

# How long the run searches for files before it reads messages of its analysis process again.
SEARCH_SLICE_S = 0.05


@dataclass(frozen=True, slots=True)
class MatchResult:
    """How a found file matches the catalogue.

    Attributes:
        stored: Its row, brought up to date.
        moved: Whether it was known under another path.
        replaced: The video that was in this file before and is no longer in the library, as it was.
        kept: The video that was in this file before and is kept as a missing one.
    """

    stored: StoredVideo
    moved: bool = False
    replaced: Video | None = None
    kept: Video | None = None

    @property
    def video(self) -> Video:
        """The video that the file is."""
        return self.stored.video


@dataclass(frozen=True, slots=True)
class ReplacedContent:
    """A file whose path is known with other content.

    Attributes:
        content: Its fingerprint.
    """

    file: FoundFile
    content: str


class Reconciler:
    """Matches found files with the catalogue, for one run.

    Attributes:
        moved_from: Earlier paths of videos that were found at another path.
    """

    def __init__(self, library: Library) -> None:
        """Read the catalogue once: a folder of ten thousand known files is compared in memory."""
        self._library = library
        self._version = library.catalogue.version()
        self._by_path = _by_path(library.catalogue.stored_videos())
        self._seen: set[int] = set()
        self.moved_from: set[Path] = set()

    def refresh(self) -> None:
        """Read again what changed in the catalogue."""
        catalogue = self._library.catalogue
        changes = catalogue.changes(self._version, lambda: [one.id for one in self._by_path.values()])
        self._version = changes.version
        changed = {*changes.analysed, *changes.updated}
        outdated = changed.union(changes.removed)
        if outdated:
            self._by_path = {path: one for path, one in self._by_path.items() if one.id not in outdated}
            self._by_path |= _by_path(catalogue.stored_videos(sorted(changed)))

    def match(self, file: FoundFile) -> MatchResult:
        """Bring the catalogue up to date with a file that is there.

        Raises:
            OSError: If the file cannot be read.
        """
        found = self.compare(file)
        if isinstance(found, ReplacedContent):
            ((_, found),) = self.match_replaced([found])
        return found

    def compare(self, file: FoundFile) -> "MatchResult | ReplacedContent":
        """Match a file, unless its path is known with other content.

        Where files have taken each other's names, what became of one can be told only when all are found.

        Raises:
            OSError: If the file cannot be read.
        """
        stored = self._by_path.get(os.path.normcase(file.path))
        if stored is not None and stored.file_status == (file.size_bytes, file.modified_ns):
            return self._note(file, MatchResult(self._returned(stored)))
        content = fingerprint(file.path, file.size_bytes)
        catalogue = self._library.catalogue
        if stored is None:
            moved = self._moved_video(content, frozenset())
            return self._added(file, content) if moved is None else self._move([(file, moved)])[0][1]
        if stored.video.fingerprint != content:
            return ReplacedContent(file, content)
        touched = catalogue.update_file(stored.id, modified_ns=file.modified_ns)
        return self._note(file, MatchResult(self._returned(catalogue.stored_video(touched.id))))

    def match_replaced(
        self, replaced: Iterable["ReplacedContent"]
    ) -> Iterator[tuple[FoundFile, MatchResult]]:
        """Match files whose paths are known with other content: videos follow their content."""
        moves: dict[int, tuple[FoundFile, Video]] = {}
        others = []
        for one in replaced:
            moved = self._moved_video(one.content, moves.keys())
            if moved is None:
                others.append(one)
            else:
                moves[moved.id] = (one.file, moved)
        yield from self._move(list(moves.values()))
        for one in others:
            yield one.file, self._added(one.file, one.content)

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

    def _moved_video(self, content: str, taken_ids: Collection[int]) -> Video | None:
        """A known video with this content whose own file is no longer there, or has other content."""
        known = self._library.catalogue.videos_by_fingerprint(content)
        return next((one for one in known if one.id not in taken_ids and _has_left(one)), None)

    def _move(self, moves: Sequence[tuple[FoundFile, Video]]) -> list[tuple[FoundFile, MatchResult]]:
        """Give videos the paths at which their content was found; they may be those of each other."""
        moved_ids = {video.id for _, video in moves}
        before = [self._make_way(file, moved_ids) for file, _ in moves]
        for _, video in moves:
            self._by_path.pop(os.path.normcase(video.path), None)
            self.moved_from.add(video.path)
        catalogue = self._library.catalogue
        catalogue.move_files([(video.id, file.path, file.modified_ns) for file, video in moves])
        results = []
        for (file, video), (replaced, kept) in zip(moves, before, strict=True):
            stored = self._returned(catalogue.stored_video(video.id))
            result = MatchResult(stored, moved=True, replaced=replaced, kept=kept)
            results.append((file, self._note(file, result)))
        return results

    def _added(self, file: FoundFile, content: str) -> MatchResult:
        replaced, kept = self._make_way(file, frozenset())
        catalogue = self._library.catalogue
        added = catalogue.add_video(file.path, content, file.size_bytes, file.modified_ns)
        return self._note(file, MatchResult(catalogue.stored_video(added.id), replaced=replaced, kept=kept))

    def _make_way(self, file: FoundFile, moved_ids: Collection[int]) -> tuple[Video | None, Video | None]:
        """Clear the path of a file with other content of the video known there.

        Returns:
            The video where it was deleted, and where it is kept under another path.
        """
        stored = self._by_path.get(os.path.normcase(file.path))
        if stored is None or stored.id in moved_ids:
            return None, None
        catalogue = self._library.catalogue
        kept = self._library.make_way(stored.id, free_path(catalogue, stored.video.path))
        if kept is None:
            return stored.video, None
        self._by_path[os.path.normcase(kept.path)] = catalogue.stored_video(kept.id)
        self._seen.add(kept.id)
        return None, kept

    def _note(self, file: FoundFile, result: MatchResult) -> MatchResult:
        self._by_path[os.path.normcase(file.path)] = result.stored
        self._seen.add(result.stored.id)
        return result

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


def _by_path(videos: Iterable[StoredVideo]) -> dict[str, StoredVideo]:
    return {os.path.normcase(one.path_text): one for one in videos}


def _has_left(video: Video) -> bool:
    """Whether the file of a video is not there, or has other content by now."""
    try:
        status = video.path.stat()
        if (status.st_size, status.st_mtime_ns) == (video.size_bytes, video.modified_ns):
            return False
        return fingerprint(video.path, status.st_size) != video.fingerprint
    except OSError:
        return not os.path.lexists(video.path)


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
        if self.is_exhausted:
            return
        self._reconciler.refresh()
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
        self._reconciler.refresh()
        return self._reconciler.match(file)

    def _search(self, paths: Sequence[Path]) -> Iterator[IntakeItem]:
        roots = [full_path(path) for path in paths]
        missing_roots = []
        replaced: list[ReplacedContent] = []
        for finding in find_videos(paths, self._task):
            if isinstance(finding, MissingRoot):
                missing_roots.append(finding.path)
            elif isinstance(finding, RejectedPath | LeftOutPath):
                yield finding
            else:
                found = self._compared(finding)
                if isinstance(found, ReplacedContent):
                    replaced.append(found)
                else:
                    yield found
        for file, result in self._reconciler.match_replaced(replaced):
            yield MatchedFile(file, result)
        missing = self._reconciler.missing_under(roots)
        yield from map(MissingVideo, missing)
        # A moved file is requested by both its names.
        known = self._reconciler.moved_from.union(video.path for video in missing)
        explained = {above for path in known for above in (path, *path.parents)}
        for path in missing_roots:
            if path not in explained:
                yield RejectedPath(path, "There is no such file or folder.")

    def _compared(self, file: FoundFile) -> IntakeItem | ReplacedContent:
        try:
            found = self._reconciler.compare(file)
            return found if isinstance(found, ReplacedContent) else MatchedFile(file, found)
        except OSError as error:
            return RejectedPath(file.path, f"It cannot be read: {error.strerror}.")
