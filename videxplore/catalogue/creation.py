"""Making a catalogue, and telling one from other files.

A catalogue appears whole, in WAL mode and with its schema, by one renaming: a program that is killed leaves
either no catalogue or an empty one, and never a journal.
"""

import os
import re
import sqlite3
import sys
from pathlib import Path

from videxplore.catalogue.companions import JOURNAL, LOG, SHARED_MEMORY, companion, has_journal
from videxplore.catalogue.faults import Header, check_header, check_version, is_unwritable, translated
from videxplore.catalogue.migrations import APPLICATION_ID, PAGE_SIZE, migrate
from videxplore.core.errors import CatalogueDamagedError
from videxplore.core.files import (
    RANDOM_MARK,
    delete_file,
    is_regular,
    make_way,
    set_aside,
    whole_file,
    write_whole,
)
from videxplore.core.typed_paths import is_there

_BUSY_TIMEOUT_S = 10.0
"""How long a reader waits for the short moments in which SQLite itself locks the file."""


def connect(file: Path, mode: str, *, is_immutable: bool = False) -> sqlite3.Connection:
    """Open a connection that cannot attach other files.

    Args:
        file: An existing catalogue; :func:`videxplore.catalogue.companions.check_companions` has been called.
        mode: ``ro`` or ``rw``. A catalogue is never made here, but by :func:`make_catalogue`.
        is_immutable: Whether the file lies where nothing can be written, so that SQLite needs no lock.
    """
    address = f"{file.as_uri()}?mode={mode}" + ("&immutable=1" if is_immutable else "")
    connection = sqlite3.connect(
        address, uri=True, timeout=_BUSY_TIMEOUT_S, isolation_level=None, check_same_thread=False
    )
    try:
        connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
        if sys.version_info >= (3, 12):
            connection.setconfig(sqlite3.SQLITE_DBCONFIG_DEFENSIVE, True)
        if mode == "ro":
            # Not the writer's: its triggers fill the table of words, which not every SQLite takes for safe.
            connection.execute("PRAGMA trusted_schema = OFF")
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
    if not is_there(log) or not log.stat().st_size:
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
    memory = sqlite3.connect(":memory:", isolation_level=None)
    try:
        memory.execute(f"PRAGMA page_size = {PAGE_SIZE}")
        migrate(memory)
        image = bytearray(memory.serialize())
    finally:
        memory.close()
    image[18:20] = b"\x02\x02"  # WAL mode.
    write_whole(file, bytes(image), may_replace=os.path.lexists(file))


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
