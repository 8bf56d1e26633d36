"""The files of a catalogue: creating one, recognising one, and the files beside it that SQLite obeys.

A catalogue appears whole, in WAL mode and with its schema, by one renaming: a program that is killed leaves
either no catalogue or an empty one, and never a journal.

SQLite rolls back any journal beside a database, whoever put it there, and a journal can name a file that is
deleted then. Since a catalogue is in WAL mode from the moment it exists, a journal is never part of it. The
journal, the log and the shared memory must be checked here before SQLite sees them.

Source: https://www.sqlite.org/fileformat2.html (header, log), https://www.sqlite.org/tempfiles.html, and
``readSuperJournal`` in ``pager.c`` (the end of a journal).
"""

import os
import re
import sqlite3
import stat
import struct
import sys
from functools import cache
from pathlib import Path

from videxplore.catalogue.faults import Header, check_header, check_version, is_unwritable, translated
from videxplore.catalogue.integrity.kinds import MOST_VALUE_BYTES, CheckedConnection
from videxplore.catalogue.migrations import APPLICATION_ID, PAGE_SIZE, migrate
from videxplore.core.errors import CatalogueDamagedError, CatalogueError, LibraryRefusedError
from videxplore.core.file_names import exists_safely
from videxplore.core.files import (
    RANDOM_MARK,
    copy_whole,
    delete_file,
    is_regular,
    make_way,
    open_regular,
    set_aside,
    whole_file,
    write_whole,
)

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
    """Whether a file beside the catalogue was not made for it by SQLite."""
    if not is_regular(beside):
        return False
    head = _read(beside, 4)
    if beside.name.endswith(JOURNAL):
        # Only a database that another program switched from WAL mode can have one.
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


_BUSY_TIMEOUT_S = 10.0
"""How long a reader waits for the short moments in which SQLite itself locks the file."""


def connect(file: Path, mode: str, *, is_immutable: bool = False) -> sqlite3.Connection:
    """Open a connection that cannot attach other files.

    Args:
        file: An existing catalogue; :func:`check_companions` has been called.
        mode: ``ro`` or ``rw``. A catalogue is never made here, but by :func:`make_catalogue`.
        is_immutable: Whether the file lies where nothing can be written, so that SQLite needs no lock.
    """
    address = f"{file.as_uri()}?mode={mode}" + ("&immutable=1" if is_immutable else "")
    connection = sqlite3.connect(
        address,
        uri=True,
        timeout=_BUSY_TIMEOUT_S,
        isolation_level=None,
        check_same_thread=False,
        factory=CheckedConnection,
    )
    try:
        connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MOST_VALUE_BYTES)
        if sys.version_info >= (3, 12):
            connection.setconfig(sqlite3.SQLITE_DBCONFIG_DEFENSIVE, True)
        connection.execute("PRAGMA foreign_keys = ON")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def is_catalogue(file: Path) -> bool:
    """Whether there is a catalogue; not where a program was killed before it had made one.

    Raises:
        CatalogueDamagedError: If the file is something else.
        CatalogueTooNewError: If a newer program made it.
        LibraryRefusedError: If the file, or one beside it, is a symbolic link or does not belong to it.
        CatalogueError: If it cannot be read.
    """
    found = check_header(file)
    if found is None:
        return False
    # Beside a journal only the file itself counts: SQLite must not see either before the journal is gone.
    if not has_journal(file):
        found = _with_log(file) or found
    if found.application != APPLICATION_ID and not found.is_empty:
        raise CatalogueDamagedError(f"The file {file} is a database of another program, not a catalogue.")
    return found.application == APPLICATION_ID


def _with_log(file: Path) -> Header | None:
    """What a catalogue says whose log was left behind; None where there is no log, or it cannot be read.

    A reading connection leaves both as they are, while a writing one would merge them when it is closed.
    """
    log = companion(file, LOG)
    if not exists_safely(log) or not log.stat().st_size:
        return None
    with translated(file):
        connection = connect(file, "ro")
        try:
            (objects,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
            (application,) = connection.execute("PRAGMA application_id").fetchone()
            version = check_version(file, connection) if application == APPLICATION_ID else 0
        except sqlite3.OperationalError as error:
            if is_unwritable(error):
                return None
            raise
        finally:
            connection.close()
    return Header(application, version, is_empty=objects == application == 0)


def make_catalogue(file: Path) -> None:
    """Write a catalogue without videos; the lock on it is held.

    Raises:
        OSError: If it cannot be written.
    """
    for suffix in (JOURNAL, LOG, SHARED_MEMORY):
        # SQLite would apply a log that was left beside an older file to the new one.
        if os.path.lexists(companion(file, suffix)):
            set_aside(companion(file, suffix))
    write_whole(file, _empty_catalogue(), may_replace=os.path.lexists(file))


@cache
def _empty_catalogue() -> bytes:
    memory = sqlite3.connect(":memory:", isolation_level=None)
    try:
        memory.execute(f"PRAGMA page_size = {PAGE_SIZE}")
        migrate(memory)
        # The migrations leave free pages.
        memory.execute("VACUUM")
        image = bytearray(memory.serialize())
    finally:
        memory.close()
    image[18:20] = b"\x02\x02"  # WAL mode.
    return bytes(image)


def delete_scratch(file: Path) -> None:
    """Delete what a killed program left half written; the lock on the catalogue is held.

    Raises:
        OSError: If a file cannot be deleted.
    """
    for leftover in file.parent.iterdir():
        if is_scratch(leftover.name, file.name) and is_regular(leftover):
            delete_file(leftover)


def is_scratch(name: str, catalogue_name: str) -> bool:
    """Whether a file name is one that making or copying a catalogue leaves when the program is killed."""
    stem, _, suffix = catalogue_name.rpartition(".")
    mine = rf"\.{re.escape(stem)}\.{RANDOM_MARK}\.{suffix}"
    copy = rf"\.{re.escape(catalogue_name)}\.version-[0-9]+\.{RANDOM_MARK}\.backup(-wal|-shm|-journal)?"
    older_copy = rf"{re.escape(catalogue_name)}\.version-[0-9]+\.backup\.new(-wal|-shm|-journal)?"
    return re.fullmatch(f"{mine}|{copy}|{older_copy}", name, re.ASCII) is not None


def back_up(connection: sqlite3.Connection, file: Path, version: int) -> None:
    """Copy the catalogue, log included, to ``FILE.version-N.backup``.

    Raises:
        OSError: If the copy cannot be written.
        sqlite3.Error: If the catalogue cannot be read.
    """
    target = file.with_name(f"{file.name}.version-{version}.backup")
    make_way(target, _is_backup)
    with whole_file(target) as scratch:
        copy = sqlite3.connect(scratch)
        try:
            copy.execute("PRAGMA journal_mode = OFF")
            connection.backup(copy)
        finally:
            copy.close()


def _is_backup(file: Path) -> bool:
    try:
        header = check_header(file)
    except CatalogueDamagedError:
        return False
    return header is not None and header.application == APPLICATION_ID
