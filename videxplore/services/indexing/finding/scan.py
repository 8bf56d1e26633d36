"""Searching folders for video files."""

import os
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from videxplore.core.file_names import expanded
from videxplore.core.files import open_regular
from videxplore.core.task import Task
from videxplore.services.indexing.finding.video_detection import (
    AMBIGUOUS_EXTENSIONS,
    HEAD_BYTES,
    VIDEO_EXTENSIONS,
    file_left_out,
    folder_left_out,
    is_hidden,
    is_left_out_in,
    is_video_content,
    may_be_video,
)


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file that is probably a video.

    Attributes:
        path: Absolute, symbolic links in it not resolved.
        modified_ns: Modification time.
    """

    path: Path
    size_bytes: int
    modified_ns: int


@dataclass(frozen=True, slots=True)
class RejectedPath:
    """A path that cannot be indexed, with the sentence that says why."""

    path: Path
    error: str


@dataclass(frozen=True, slots=True)
class MissingRoot:
    """A requested path that does not exist: its drive may be unplugged, or it never existed."""

    path: Path


@dataclass(frozen=True, slots=True)
class LeftOutPath:
    """A file or folder that a search of its folder leaves out, and what it is: a recycle bin, a proxy, ..."""

    path: Path
    reason: str


Finding = FoundFile | RejectedPath | MissingRoot | LeftOutPath


def find_videos(paths: Sequence[Path], task: Task, *, are_chosen: bool = True) -> Iterator[Finding]:
    """Search files and folders for videos, in the order of their names.

    A file the user chose is taken when its name or its content says video; so are the files of a folder,
    hidden ones left out. Recycle bins, folders of other programs, and proxies are left out too, and named. A
    folder that is reached twice, by a link to itself for example, is searched once; so is a file.

    Args:
        paths: Files and folders.
        task: Cancels the search.
        are_chosen: Whether the user chose the paths. Other files follow the rules of a folder search, and
            those left out are not reported.

    Raises:
        Cancelled: If the task is cancelled.
    """
    walk = _Walk(task, are_chosen=are_chosen)
    for path in paths:
        yield from walk.root(full_path(path))


def full_path(path: Path) -> Path:
    """The path by which a search identifies a file: absolute, symbolic links in it not resolved."""
    absolute = expanded(path).absolute()
    return absolute.resolve() if ".." in absolute.parts else absolute


class _Walk:
    """One search, which remembers where it has been."""

    def __init__(self, task: Task, *, are_chosen: bool) -> None:
        self._task = task
        self._are_chosen = are_chosen
        self._folders: set[tuple[int, int]] = set()
        self._files: set[tuple[int, int]] = set()

    def root(self, path: Path) -> Iterator[Finding]:
        """Search a requested path."""
        try:
            status = path.stat()
        except (FileNotFoundError, NotADirectoryError):
            yield MissingRoot(path)
        except OSError as error:
            yield RejectedPath(path, f"It cannot be read: {error.strerror}.")
        else:
            if stat.S_ISDIR(status.st_mode):
                yield from self._tree(path)
            elif not stat.S_ISREG(status.st_mode):
                yield RejectedPath(path, "It is neither a file nor a folder.")
            elif self._are_chosen:
                yield from self._chosen_file(path, status)
            elif not is_left_out_in([path.name]) and _is_candidate(path):
                yield from self._unless_found(path, status)

    def _chosen_file(self, path: Path, status: os.stat_result) -> Iterator[Finding]:
        """A file the user chose: it is reported whatever it is."""
        if path.suffix.lower() in VIDEO_EXTENSIONS or is_video_content(_head(path)):
            yield from self._unless_found(path, status)
        else:
            yield RejectedPath(path, "It is not a video.")

    def _tree(self, root: Path) -> Iterator[Finding]:
        """The videos of a folder, its own first, then those of its subfolders, however deep they lie."""
        waiting = [root]
        while waiting:
            subfolders: list[Path] = []
            yield from self._folder(waiting.pop(), subfolders)
            waiting += reversed(subfolders)

    def _folder(self, folder: Path, subfolders: list[Path]) -> Iterator[Finding]:
        """The videos of one folder; its subfolders are added to ``subfolders`` by name."""
        self._task.checkpoint(message=str(folder))
        try:
            status = folder.stat()
            if (status.st_dev, status.st_ino) in self._folders:
                return
            self._folders.add((status.st_dev, status.st_ino))
            with os.scandir(folder) as listing:
                entries = sorted(listing, key=lambda entry: entry.name)
        except OSError as error:
            yield RejectedPath(folder, f"The folder cannot be read: {error.strerror}.")
            return
        for entry in entries:
            if is_hidden(entry.name):
                continue
            if _is(entry.is_dir):
                if reason := folder_left_out(entry.name):
                    yield LeftOutPath(Path(entry.path), reason)
                else:
                    subfolders.append(Path(entry.path))
            elif _is(entry.is_file) and _is_candidate(path := Path(entry.path)):
                if reason := file_left_out(entry.name):
                    yield LeftOutPath(path, reason)
                else:
                    yield from self._file(path, entry)

    def _file(self, path: Path, entry: "os.DirEntry[str]") -> Iterable[Finding]:
        """A file of a folder."""
        try:
            status = entry.stat()
        except OSError as error:
            return (RejectedPath(path, f"It cannot be read: {error.strerror}."),)
        return self._unless_found(path, status)

    def _unless_found(self, path: Path, status: os.stat_result) -> tuple[FoundFile, ...]:
        """The file, unless the search has found it before by another name."""
        identity = (status.st_dev, status.st_ino)
        # Where the file system has no inode numbers (0), every file counts as different.
        if status.st_ino and identity in self._files:
            return ()
        self._files.add(identity)
        return (FoundFile(path, status.st_size, status.st_mtime_ns),)


def _is(check: Callable[[], bool]) -> bool:
    """What ``is_dir`` or ``is_file`` of an entry says, links followed; False where it is not known."""
    try:
        return check()
    except OSError:
        return False


def _is_candidate(file: Path) -> bool:
    """Whether a file of a folder may be a video: by its name or, where that is ambiguous, by its content."""
    suffix = file.suffix.lower()
    if suffix in VIDEO_EXTENSIONS and suffix not in AMBIGUOUS_EXTENSIONS:
        return True
    return may_be_video(file.name) and is_video_content(_head(file))


def _head(path: Path) -> bytes:
    try:
        with open_regular(path, follow_links=True) as file:
            return file.read(HEAD_BYTES)
    except OSError:
        return b""
