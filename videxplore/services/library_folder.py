"""The folder of a library: which folders may become one, and which files in it this program wrote.

A library is created only in a folder that is new or empty. Nothing is deleted because of where it lies: a
file is deleted only if its name is exactly one that this program gives, it is a regular file, and, where a
user's file could have that name too, its content is recognised. Symbolic links are never followed.
"""

import contextlib
import os
import re
import stat
import time
from collections.abc import Container, Iterator
from operator import attrgetter
from pathlib import Path

from videxplore.catalogue.catalogue_files import (
    JOURNAL,
    LOCK,
    LOG,
    SHARED_MEMORY,
    check_companions,
    is_catalogue,
    is_scratch,
)
from videxplore.catalogue.faults import files_translated
from videxplore.core.errors import CatalogueReadOnlyError, LibraryRefusedError
from videxplore.core.file_names import exists_safely
from videxplore.core.files import (
    RANDOM_MARK,
    LinkedFolderError,
    delete_file,
    is_regular,
    make_way,
    move_file,
    remove_empty_folder,
    require_real_folder,
)
from videxplore.video.thumbnails import begins_like_thumbnail_archive, is_thumbnail_archive

CATALOGUE_NAME = "catalogue.sqlite3"
ENGINE_NAME = "engine.json"
PICTURE_FOLDERS = ("previews", "keyframes")
INDEXES, REMOVED = "indexes", "removed"
_FOLDERS = (*PICTURE_FOLDERS, INDEXES, REMOVED)

_SYSTEM_FILES = frozenset({".DS_Store", ".localized", ".directory", "desktop.ini", "Thumbs.db"})
_SYSTEM_FOLDERS = frozenset(
    {
        "lost+found",
        "$RECYCLE.BIN",
        "System Volume Information",
        ".Spotlight-V100",
        ".fseventsd",
        ".Trashes",
        ".TemporaryItems",
    }
)
"""What file managers and file systems put into folders by themselves; it is neither counted nor touched."""

_ID = "[1-9][0-9]{0,18}"
_ARCHIVE = re.compile(rf"{_ID}\.zip")
_STASHED_ARCHIVE = re.compile(rf"({'|'.join(PICTURE_FOLDERS)})-{_ID}\.zip")
# The second and the third were used by earlier versions.
_ARCHIVE_SCRATCH = re.compile(rf"\.{_ID}\.{RANDOM_MARK}\.zip|\.{_ID}\.zip\.{RANDOM_MARK}|{_ID}\.new")
_INDEX = re.compile(r"[0-9a-f]{16}\.(compact|moments)|map\.npz")
_INDEX_SCRATCH = re.compile(
    rf"\.[0-9a-f]{{16}}\.{RANDOM_MARK}\.(compact|moments)|\.map\.{RANDOM_MARK}\.npz"
    r"|[0-9a-f]{16}\.(compact|moments)\.new"
)
_ENGINE_SCRATCH = re.compile(rf"\.engine\.{RANDOM_MARK}\.json")
_CHANGING_S = 60.0
_OLD_S = 3600.0
"""An index is also written by commands that only read: a temporary file this old is no longer in use."""


class LibraryFolder:
    """The folder of a library, and what this program writes, moves and deletes in it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def catalogue_file(self) -> Path:
        """The file whose presence makes the folder a library."""
        return self.path / CATALOGUE_NAME

    def require_library(self, *, writable: bool) -> None:
        """Refuse a folder that is not a library and cannot become one.

        Args:
            writable: Whether files that do not belong to the catalogue will be set aside.

        Raises:
            LibraryRefusedError: If it holds other things, or a part of it is a symbolic link.
            CatalogueError: If its catalogue is damaged, of another program or of a newer version.
        """
        check_companions(self.catalogue_file, writable=writable)
        self.require_real_folders()
        if is_catalogue(self.catalogue_file):
            return
        try:
            entries = [Path(entry.path) for entry in os.scandir(self.path)]
            is_empty = all(self._is_empty_or_ours(entry) for entry in entries)
        except FileNotFoundError:
            return
        except NotADirectoryError as error:
            raise LibraryRefusedError(
                f"{self.path} is not a folder: choose a new or an empty one."
            ) from error
        except OSError as error:
            raise CatalogueReadOnlyError(
                f"The library folder {self.path} cannot be read: {error.strerror or error}."
            ) from error
        if not is_empty:
            raise LibraryRefusedError(
                f"{self.path} is not empty and is not a videxplore library: choose a new or an empty folder."
            )

    def require_own_files(self) -> None:
        """Refuse a library of which a part leads elsewhere, whatever the condition of its catalogue.

        Raises:
            LibraryRefusedError: If a part of it is a symbolic link, or does not belong to it.
            CatalogueError: If it cannot be looked at.
        """
        check_companions(self.catalogue_file, writable=False)
        self.require_real_folders()

    def make_folders(self) -> None:
        """Create the folders of the caches; the catalogue exists already and proves that this is a library.

        Raises:
            CatalogueError: If they cannot be created.
        """
        with files_translated(self.path):
            for name in (*PICTURE_FOLDERS, INDEXES):
                (self.path / name).mkdir(exist_ok=True)
        self.require_real_folders()

    def require_real_folders(self) -> None:
        """Refuse to go on where one of the folders leads out of the library.

        Raises:
            LibraryRefusedError: If one is a symbolic link, a junction, or no folder.
        """
        for name in _FOLDERS:
            try:
                require_real_folder(self.path / name)
            except LinkedFolderError as error:
                raise LibraryRefusedError(
                    f"The folder {name} in the library {self.path} is a symbolic link, and videxplore "
                    "changes nothing outside the library: put the folder itself there, or choose another "
                    "library."
                ) from error
            except NotADirectoryError as error:
                raise LibraryRefusedError(
                    f"The file {name} in the library {self.path} is where videxplore keeps a folder: "
                    "move it away, or choose another library."
                ) from error
            except OSError as error:
                raise CatalogueReadOnlyError(
                    f"The folder {name} in the library {self.path} cannot be read: {error.strerror or error}."
                ) from error

    def archive_file(self, folder_name: str, video_id: int) -> Path:
        """The file of a video's thumbnails in one of :data:`PICTURE_FOLDERS`."""
        return self.path / folder_name / f"{video_id}.zip"

    def archive_files(self, video_id: int) -> list[Path]:
        """All thumbnail archives of a video, whether or not they exist."""
        return [self.archive_file(name, video_id) for name in PICTURE_FOLDERS]

    def clear_for_archives(self, video_id: int) -> None:
        """Set aside files that have the names of a video's thumbnail archives but are not archives.

        Raises:
            LibraryRefusedError: If a folder leads out of the library.
            OSError: If something cannot be renamed.
        """
        self.require_real_folders()
        for file in self.archive_files(video_id):
            make_way(file, begins_like_thumbnail_archive)

    def delete_archives(self, video_id: int) -> None:
        """Delete a video's thumbnail archives; what cannot be deleted, or is something else, stays."""
        self.require_real_folders()
        for file in self.archive_files(video_id):
            if is_regular(file) and begins_like_thumbnail_archive(file):
                with contextlib.suppress(OSError):
                    delete_file(file)

    def stash_archives(self, video_id: int) -> None:
        """Move a removed video's thumbnail archives away, to be restored; what cannot be moved stays."""
        self.require_real_folders()
        with contextlib.suppress(OSError):
            (self.path / REMOVED).mkdir(exist_ok=True)
        for file in self.archive_files(video_id):
            self._move(file, self._stashed_file(file))

    def restore_archives(self, video_id: int) -> None:
        """Move a restored video's thumbnail archives back."""
        self.require_real_folders()
        for file in self.archive_files(video_id):
            self._move(self._stashed_file(file), file)

    def delete_stashed_archives(self) -> None:
        """Delete the thumbnail archives of removed videos, and nothing else beside them."""
        try:
            require_real_folder(self.path / REMOVED)
        except OSError:
            return
        _delete_matching(self.path / REMOVED, _STASHED_ARCHIVE)
        remove_empty_folder(self.path / REMOVED)

    def sweep(self) -> None:
        """Delete what a killed program left unfinished, or kept for undo; no other program writes now."""
        for name in PICTURE_FOLDERS:
            _delete_matching(self.path / name, _ARCHIVE_SCRATCH)
        _delete_matching(self.path / INDEXES, _INDEX_SCRATCH, older_than_s=_OLD_S)
        _delete_matching(self.path, _ENGINE_SCRATCH)
        self.delete_stashed_archives()

    def is_changing(self) -> bool:
        """Whether a catalogue or thumbnails were written within the last minute."""
        names = (CATALOGUE_NAME, CATALOGUE_NAME + LOG, *PICTURE_FOLDERS)
        changed_s = [(self.path / name).stat().st_mtime for name in names if exists_safely(self.path / name)]
        # Also where the clock was set back since.
        return abs(time.time() - max(changed_s, default=0.0)) < _CHANGING_S

    def archives(self) -> list[tuple[Path, int]]:
        """Thumbnail archives this program wrote, with the id of their video."""
        return [
            (file, int(file.stem))
            for name in PICTURE_FOLDERS
            for file in _entries(self.path / name)
            if _ARCHIVE.fullmatch(file.name) and is_thumbnail_archive(file)
        ]

    def foreign_files(self, video_ids: Container[int]) -> Iterator[Path]:
        """Files in the folders of the caches that this program did not write.

        Args:
            video_ids: Videos of the library, whose own archives may be damaged.
        """
        for name in PICTURE_FOLDERS:
            for file in _entries(self.path / name):
                is_ours = _ARCHIVE.fullmatch(file.name) is not None and (
                    is_thumbnail_archive(file)
                    or (int(file.stem) in video_ids and begins_like_thumbnail_archive(file))
                )
                if not (is_ours or _is_named(file, _ARCHIVE_SCRATCH) or _is_of_system(file)):
                    yield file
        for name, patterns in ((INDEXES, (_INDEX, _INDEX_SCRATCH)), (REMOVED, (_STASHED_ARCHIVE,))):
            for file in _entries(self.path / name):
                if not (any(_is_named(file, one) for one in patterns) or _is_of_system(file)):
                    yield file

    def _is_empty_or_ours(self, entry: Path) -> bool:
        """Whether an entry is of the system, or of a program that was killed while it created a library."""
        if _is_of_system(entry):
            return True
        if entry.name in _FOLDERS:
            return all(_is_of_system(inside) for inside in _entries(entry))
        names = {CATALOGUE_NAME + suffix for suffix in ("", LOCK, JOURNAL, LOG, SHARED_MEMORY)}
        return is_regular(entry) and (entry.name in names or is_scratch(entry.name, CATALOGUE_NAME))

    def _stashed_file(self, file: Path) -> Path:
        return self.path / REMOVED / f"{file.parent.name}-{file.name}"

    def _move(self, source: Path, target: Path) -> None:
        """Move an archive, which is only a cache: what cannot be moved stays."""
        if is_regular(source) and begins_like_thumbnail_archive(source):
            with contextlib.suppress(OSError):
                make_way(target, begins_like_thumbnail_archive)
                move_file(source, target)


def _entries(folder: Path) -> list[Path]:
    """The entries of a folder by name; empty where it does not exist."""
    try:
        # Names are compared, not paths: ten times as quick, and a library has an entry for each video.
        return sorted(folder.iterdir(), key=attrgetter("name"))
    except OSError:
        return []


def _is_named(file: Path, pattern: re.Pattern[str]) -> bool:
    return pattern.fullmatch(file.name) is not None and is_regular(file)


def _is_of_system(entry: Path) -> bool:
    try:
        mode = entry.lstat().st_mode
    except OSError:
        return False
    if stat.S_ISDIR(mode):
        return entry.name in _SYSTEM_FOLDERS or re.fullmatch(r"\.Trash-[0-9]+", entry.name) is not None
    return stat.S_ISREG(mode) and entry.name in _SYSTEM_FILES


def _delete_matching(folder: Path, pattern: re.Pattern[str], *, older_than_s: float = 0.0) -> None:
    """Delete the regular files of a folder whose whole name matches; what cannot be deleted stays."""
    for file in _entries(folder):
        if _is_named(file, pattern):
            with contextlib.suppress(OSError):
                if time.time() - file.lstat().st_mtime >= older_than_s:
                    delete_file(file)
