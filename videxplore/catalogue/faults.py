"""What can be wrong with a catalogue file, in sentences."""

import sqlite3
import struct
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from videxplore.catalogue.integrity.condition import first_fault
from videxplore.catalogue.integrity.kinds import RefusedValueError
from videxplore.catalogue.migrations import APPLICATION_ID, MIGRATIONS
from videxplore.core.errors import (
    CatalogueBusyError,
    CatalogueDamagedError,
    CatalogueError,
    CatalogueReadOnlyError,
    CatalogueTooNewError,
    DiskFullError,
)
from videxplore.core.file_names import exists_safely
from videxplore.core.files import is_disk_full, open_regular
from videxplore.core.limits import CATALOGUE_BYTES_PER_S, CATALOGUE_S

_MAGIC = b"SQLite format 3\x00"
_START_BYTES = 108
"""The header of the file, and that of its first page, which lists the tables."""

_REPAIR = "`videxplore check --repair` sets damaged rows aside."
_SALVAGE = "`videxplore check --salvage NEW_FOLDER` copies what can still be read into a new library."
_STEPS_BETWEEN_LOOKS = 200_000
"""Steps of SQLite's virtual machine, a few milliseconds."""

_TABLES_OFFSET = 103
"""Where the first page says how many tables and indexes it lists."""


@dataclass(frozen=True, slots=True)
class Header:
    """What the first page of a database says.

    Attributes:
        application: Marks the program that made it; 0 for none.
        version: Of the schema.
        is_empty: Whether it holds no table.
    """

    application: int
    version: int
    is_empty: bool


def check_header(file: Path) -> Header | None:
    """Refuse what is not ours before SQLite touches it: a newer library is to stay as it is.

    Returns:
        What the file says, without the log beside it; None where there is no file, or an empty one.

    Raises:
        CatalogueTooNewError: If a newer program made it.
        CatalogueDamagedError: If it is no catalogue, or not a whole one.
        CatalogueError: If it cannot be read.
    """
    try:
        with open_regular(file) as stream:
            start = stream.read(_START_BYTES)
            size_bytes = stream.seek(0, 2)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise CatalogueError(f"The catalogue {file} cannot be read: {error.strerror or error}.") from error
    if not start:
        return None
    if len(start) < _START_BYTES or not start.startswith(_MAGIC):
        raise CatalogueDamagedError(f"The file {file} is not a catalogue, or it is damaged.")
    pages, version, application = (struct.unpack_from(">I", start, offset)[0] for offset in (28, 60, 68))
    if application not in {0, APPLICATION_ID}:
        raise CatalogueDamagedError(f"The file {file} is a database of another program, not a catalogue.")
    if application and version > len(MIGRATIONS):
        raise _too_new(file, version)
    if not _is_whole(file, start, size_bytes):
        raise CatalogueDamagedError(f"The catalogue {file} is damaged: its end is missing. {_SALVAGE}")
    (tables,) = struct.unpack_from(">H", start, _TABLES_OFFSET)
    return Header(application, version, is_empty=version == 0 and pages <= 1 and tables == 0)


def is_database(file: Path) -> bool:
    """Whether a file begins like a database of SQLite, be it damaged behind that."""
    try:
        with open_regular(file) as stream:
            return stream.read(len(_MAGIC)) == _MAGIC
    except OSError:
        return False


def _is_whole(file: Path, header: bytes, size_bytes: int) -> bool:
    """Whether all the pages the header counts are there; a log beside the file may hold some of them."""
    if exists_safely(file.with_name(file.name + "-wal")):
        return True
    (page_size,) = struct.unpack_from(">H", header, 16)
    changed, pages, counted = (struct.unpack_from(">I", header, offset)[0] for offset in (24, 28, 92))
    needed_bytes = int(pages) * (65536 if page_size == 1 else int(page_size))
    return bool(changed != counted or size_bytes >= needed_bytes)


def check_version(file: Path, connection: sqlite3.Connection) -> int:
    """The schema's version, the log beside the file included.

    Raises:
        CatalogueTooNewError: If this program does not know it.
    """
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if version > len(MIGRATIONS):
        raise _too_new(file, version)
    return version


def _too_new(file: Path, version: int) -> CatalogueTooNewError:
    return CatalogueTooNewError(
        f"The library in {file.parent} was made by a newer version of videxplore (its catalogue has version "
        f"{version}, this program knows up to {len(MIGRATIONS)}); it was left untouched."
    )


def is_unwritable(error: sqlite3.OperationalError) -> bool:
    """Whether SQLite could not read because it could not make the files it needs for that."""
    return error.sqlite_errorcode & 0xFF in {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY}


@contextmanager
def files_translated(folder: Path) -> Iterator[None]:
    """Raise errors of the system about files of the library in ``folder`` as one sentence for the user."""
    try:
        yield
    except OSError as error:
        if is_disk_full(error):
            raise DiskFullError(f"There is no room left for the library in {folder}.") from error
        reason = error.strerror or error
        raise CatalogueReadOnlyError(
            f"The library folder {folder} cannot be written to: {reason}."
        ) from error


@contextmanager
def translated(file: Path) -> Iterator[None]:
    """Raise errors of SQLite that its environment caused as one sentence for the user; bugs pass through."""
    try:
        yield
    except sqlite3.Error as error:
        translated = _translation(file, error)
        if translated is None:
            raise
        raise translated from error
    except UnicodeDecodeError as error:
        # Not of a value: what SQLite says quotes a part of the file.
        raise CatalogueDamagedError(f"The catalogue {file} is damaged. {_SALVAGE}") from error


@contextmanager
def damage_named(file: Path, connection: sqlite3.Connection) -> Iterator[None]:
    """Raise what a damaged row causes as one sentence that names it; other errors pass through.

    Raises:
        CatalogueDamagedError: If a row holds what it cannot hold.
    """
    try:
        yield
    except RefusedValueError as error:
        what = first_fault(connection) or f"it holds {error}"
        raise CatalogueDamagedError(f"The catalogue {file} is damaged: {what}. {_REPAIR}") from error
    except sqlite3.Error as error:
        fault = first_fault(connection) if _may_be_of_damage(error) else None
        if fault is None:
            raise
        raise CatalogueDamagedError(f"The catalogue {file} is damaged: {fault}. {_REPAIR}") from error


@contextmanager
def bounded(file: Path, connection: sqlite3.Connection) -> Iterator[None]:
    """End statements that go on longer than a catalogue of this size can take: its pages form a circle.

    Ctrl+C is heard meanwhile, too.

    Raises:
        CatalogueDamagedError: If they were ended.
    """
    size_bytes = 0
    with suppress(OSError):
        size_bytes = file.stat().st_size
    until_s = time.monotonic() + CATALOGUE_S + size_bytes / CATALOGUE_BYTES_PER_S
    connection.set_progress_handler(lambda: time.monotonic() > until_s, _STEPS_BETWEEN_LOOKS)
    try:
        yield
    except sqlite3.OperationalError as error:
        if getattr(error, "sqlite_errorcode", None) != sqlite3.SQLITE_INTERRUPT:
            raise
        raise CatalogueDamagedError(
            f"The catalogue {file} is damaged: reading it does not come to an end. {_SALVAGE}"
        ) from error
    finally:
        connection.set_progress_handler(None, 0)


def _may_be_of_damage(error: sqlite3.Error) -> bool:
    """Whether odd values can cause such an error; text that is no UTF-8 has no code."""
    code = getattr(error, "sqlite_errorcode", None)
    return code is None or code & 0xFF in {
        sqlite3.SQLITE_ERROR,
        sqlite3.SQLITE_CONSTRAINT,
        sqlite3.SQLITE_MISMATCH,
        sqlite3.SQLITE_TOOBIG,
        sqlite3.SQLITE_FULL,
    }


def _translation(file: Path, error: sqlite3.Error) -> CatalogueError | None:
    code = getattr(error, "sqlite_errorcode", None)
    folder = file.parent
    match None if code is None else code & 0xFF:
        case sqlite3.SQLITE_FULL:
            return DiskFullError(f"There is no room left on the disk of {folder}; nothing was stored.")
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return CatalogueBusyError(f"Another program is keeping the library in {folder} locked.")
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM | sqlite3.SQLITE_AUTH:
            return CatalogueReadOnlyError(f"The library in {folder} cannot be written to.")
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB:
            return CatalogueDamagedError(f"The catalogue {file} is damaged: {error}. {_SALVAGE}")
        case sqlite3.SQLITE_TOOBIG:
            return CatalogueDamagedError(f"The catalogue {file} is damaged: a value is too large. {_SALVAGE}")
        case sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_IOERR:
            return CatalogueError(f"The catalogue {file} cannot be read or written: {error}.")
    return None
