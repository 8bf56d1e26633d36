"""Files that SQLite obeys because of their names: the journal, the log and the shared memory of a catalogue.

SQLite rolls back any journal beside a database, whoever put it there, and a journal can name a file that is
deleted then. A catalogue of this program is in WAL mode from the moment it exists (``creation.py``), so that
a journal is never part of it. SQLite must therefore see none of these files before they were looked at here.

Source: https://www.sqlite.org/fileformat2.html (header, log), https://www.sqlite.org/tempfiles.html, and
``readSuperJournal`` in ``pager.c`` (the end of a journal).
"""

import os
import re
import stat
import struct
from pathlib import Path

from videxplore.core.errors import CatalogueError, LibraryRefusedError
from videxplore.core.files import copy_whole, is_regular, open_regular, set_aside

JOURNAL, LOG, SHARED_MEMORY, LOCK = "-journal", "-wal", "-shm", ".lock"

_JOURNAL_MAGIC = bytes.fromhex("d9d505f920a163d7")
_LOG_MAGICS = (bytes.fromhex("377f0682"), bytes.fromhex("377f0683"))
_SHARED_MEMORY_VERSIONS = (bytes(4), struct.pack("=I", 3007000))
_WAL_MODE = b"\x02\x02"


def companion(file: Path, suffix: str) -> Path:
    """The file beside the catalogue ``file`` whose name ends in ``suffix``."""
    return file.with_name(file.name + suffix)


def check_companions(file: Path, *, writable: bool) -> None:
    """Refuse a catalogue whose own file, or one beside it, leads elsewhere or would make SQLite touch others.

    Args:
        file: The catalogue, which need not be there.
        writable: Whether :func:`set_aside_strangers` follows; otherwise what it would set aside is refused.

    Raises:
        LibraryRefusedError: If one is a symbolic link or no regular file, or does not belong there.
        CatalogueError: If one cannot be read.
    """
    for suffix in ("", JOURNAL, LOG, SHARED_MEMORY, LOCK):
        _require_regular(companion(file, suffix))
    lock, journal, memory = (companion(file, suffix) for suffix in (LOCK, JOURNAL, SHARED_MEMORY))
    # Where the system has no locks, the process id of the holder is in the file.
    if writable and is_regular(lock) and not re.match(rb"[0-9]*(\n|$)", _read(lock, 20)):
        raise LibraryRefusedError(
            f"The file {lock.name} in the library {file.parent} was not made by videxplore; move it away."
        )
    if _names_super_journal(journal):
        raise LibraryRefusedError(
            f"The file {journal.name} in the library {file.parent} would delete another file, and "
            "videxplore never makes such a file; the library was left untouched."
        )
    if not writable and is_regular(file) and file.stat().st_size:
        for stranger in (journal, memory):
            if _is_stranger(file, stranger) or (stranger == memory and _is_shared(memory)):
                raise LibraryRefusedError(
                    f"The file {stranger.name} in the library {file.parent} does not belong to it; "
                    "open the library in the window, which sets the file aside, or move it away."
                )


def set_aside_strangers(file: Path) -> None:
    """Rename what lies beside the catalogue without belonging to it; the lock on the catalogue is held.

    A file that has a second name elsewhere is copied first: SQLite writes in place, and would change both.

    Raises:
        OSError: If a file cannot be renamed or copied.
    """
    for suffix in (JOURNAL, LOG, SHARED_MEMORY):
        stranger = companion(file, suffix)
        if _is_stranger(file, stranger):
            set_aside(stranger)
    for suffix in ("", LOG, SHARED_MEMORY):
        shared = companion(file, suffix)
        if _is_shared(shared):
            copy_whole(shared, shared)


def has_journal(file: Path) -> bool:
    """Whether a journal lies beside the catalogue."""
    return os.path.lexists(companion(file, JOURNAL))


def is_in_wal_mode(header: bytes) -> bool:
    """Whether the first 100 bytes of a database say that it never has a journal."""
    return header[18:20] == _WAL_MODE


def _is_stranger(file: Path, beside: Path) -> bool:
    """Whether a file beside the catalogue is none that SQLite made for it."""
    if not is_regular(beside):
        return False
    head = _read(beside, 4)
    if beside.name.endswith(JOURNAL):
        # Only a database that another program took out of WAL mode can have one.
        return not is_regular(file) or not (header := _read(file, 100)) or is_in_wal_mode(header)
    # The first to open shared memory cuts it to three bytes.
    if len(head) < 4:
        return False
    return head not in (_LOG_MAGICS if beside.name.endswith(LOG) else _SHARED_MEMORY_VERSIONS)


def _names_super_journal(journal: Path) -> bool:
    """Whether SQLite would look for a super-journal, which it deletes after rolling back.

    The name is a record at the end of the file: name, length, checksum, and eight bytes that mark it.
    """
    if not is_regular(journal):
        return False
    return _read(journal, len(_JOURNAL_MAGIC), from_end=True) == _JOURNAL_MAGIC


def _is_shared(file: Path) -> bool:
    return is_regular(file) and file.stat().st_nlink > 1


def _require_regular(file: Path) -> None:
    try:
        mode = file.lstat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return
    except OSError as error:
        raise CatalogueError(f"The catalogue {file} cannot be read: {error.strerror or error}.") from error
    except ValueError as error:
        raise CatalogueError(f"No library can have the name {str(file.parent)!r}.") from error
    if stat.S_ISLNK(mode):
        raise LibraryRefusedError(
            f"The file {file.name} in the library {file.parent} is a symbolic link, and videxplore changes "
            "nothing outside the library: put the file itself there, or choose another library."
        )
    if not stat.S_ISREG(mode):
        raise LibraryRefusedError(
            f"{file.name} in the library {file.parent} is not a regular file: move it away, or "
            "choose another library."
        )


def _read(file: Path, count: int, *, from_end: bool = False) -> bytes:
    try:
        with open_regular(file) as stream:
            if from_end:
                stream.seek(max(0, stream.seek(0, 2) - count))
            return stream.read(count)
    except OSError as error:
        raise CatalogueError(f"The file {file} cannot be read: {error.strerror or error}.") from error
