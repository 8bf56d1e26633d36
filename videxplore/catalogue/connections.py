"""The catalogue's file: opened safely, shared by threads, written by one program at a time.

The file is in WAL mode, so that readers never wait for the writer, nor the writer for readers. Commits are
synced in full: a video that was reported as indexed is still there after a power cut, and one sync a video
costs nothing beside analysing it.
"""

import os
import sqlite3
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import filelock

from videxplore.catalogue.catalogue_files import (
    LOG,
    back_up,
    check_companions,
    companion,
    connect,
    delete_scratch,
    has_journal,
    is_catalogue,
    make_catalogue,
    set_aside_strangers,
)
from videxplore.catalogue.faults import (
    bounded,
    check_version,
    damage_named,
    files_translated,
    is_unwritable,
    translated,
)
from videxplore.catalogue.integrity.condition import require_schema
from videxplore.catalogue.migrations import MIGRATIONS, migrate
from videxplore.core.errors import (
    CatalogueBusyError,
    CatalogueError,
    CatalogueMissingError,
    CatalogueReadOnlyError,
)
from videxplore.core.file_names import exists_safely, network_file_system

_UNTRUSTED = "PRAGMA trusted_schema = OFF"
"""Not for the writer, whose schema is known by then: its triggers fill the tables of words, which not every
SQLite takes for safe."""

_FREE_SHARE = 1 / 3
_LEAST_FREE_PAGES = 128
"""A megabyte: less is not worth writing the file again."""

_MOST_LOG_BYTES = 1 << 26
"""The log is cut to this once everything in it is in the file; a long read may let it grow further."""


class Connections:
    """All connections of one program to one catalogue file.

    Readers borrow a connection from a pool, so that there are never more than were in use at once, whatever
    threads come and go; the one writing connection is lent to one thread at a time.

    Attributes:
        is_writable: Whether the file was opened for writing.
    """

    def __init__(self, file: Path, *, writable: bool) -> None:
        """Open the file; create, lock and migrate it if it is to be written.

        Raises:
            CatalogueError: One of its kinds, with the reason.
        """
        self._file = file.absolute()
        self.is_writable = writable
        self._pool_lock = threading.Lock()
        self._write_lock = threading.Lock()
        self._idle: list[sqlite3.Connection] = []
        self._writer: sqlite3.Connection | None = None
        self._opened_status: os.stat_result | None = None
        self._closed = False
        self._immutable = False
        self._program_lock: filelock.BaseFileLock | None = None
        try:
            if writable:
                self._open_for_writing()
            else:
                self._open_for_reading()
        except BaseException:
            self.close()
            raise

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Lend a connection whose statements all see one state of the file."""
        with translated(self._file):
            connection = self._borrow()
            try:
                with bounded(self._file, connection), damage_named(self._file, connection):
                    connection.execute("BEGIN")
                    yield connection
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                self._give_back(connection)

    def rows(self, statement: str, values: Sequence[object] | Mapping[str, object] = ()) -> list[Any]:
        """The rows that a statement returns."""
        with self.reading() as connection:
            return connection.execute(statement, values).fetchall()

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Lend the writing connection for one transaction: all of it is stored, or nothing.

        Raises:
            CatalogueReadOnlyError: If the catalogue was opened for reading.
            CatalogueMissingError: If its file was deleted or replaced since.
            DiskFullError: If there is no room.
        """
        with self._write_lock, translated(self._file):
            if self._closed:
                raise CatalogueError("The library is closed.")
            if self._writer is None:
                raise CatalogueReadOnlyError(f"The library in {self._file.parent} is open for reading only.")
            self.require_file()
            try:
                with bounded(self._file, self._writer), damage_named(self._file, self._writer):
                    self._writer.execute("BEGIN IMMEDIATE")
                    yield self._writer
                    self._writer.execute("COMMIT")
            finally:
                # After some errors, a full disk among them, SQLite has already rolled back by itself.
                if self._writer.in_transaction:
                    self._writer.execute("ROLLBACK")

    def compact(self) -> bool:
        """Write the file again without its free pages where a third of it is free; return whether it was.

        The log is cut in any case.

        Raises:
            CatalogueReadOnlyError: If the catalogue was opened for reading.
            DiskFullError: If there is no room for a copy meanwhile.
        """
        with self._write_lock, translated(self._file):
            if self._closed or self._writer is None:
                raise CatalogueReadOnlyError(f"The library in {self._file.parent} is open for reading only.")
            self.require_file()
            pages, free = (
                int(self._writer.execute(f"PRAGMA {name}").fetchone()[0])
                for name in ("page_count", "freelist_count")
            )
            is_worthwhile = free >= _LEAST_FREE_PAGES and free >= pages * _FREE_SHARE
            with bounded(self._file, self._writer):
                if is_worthwhile:
                    self._vacuum(self._writer)
                self._writer.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return is_worthwhile

    @staticmethod
    def _vacuum(writer: sqlite3.Connection) -> None:
        # SQLite attaches the copy that it makes.
        before = writer.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 1)
        try:
            writer.execute("VACUUM")
        finally:
            writer.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, before)

    def require_file(self) -> None:
        """Refuse to write where nobody will ever read: a deleted file can be written to while it is open.

        Raises:
            CatalogueMissingError: If the file was deleted or replaced since it was opened for writing.
        """
        if self._opened_status is None:
            return
        try:
            is_same = os.path.samestat(self._opened_status, self._file.stat())
        except (FileNotFoundError, NotADirectoryError):
            is_same = False
        except OSError:
            return  # SQLite says what is wrong.
        if not is_same:
            raise CatalogueMissingError(
                f"The library in {self._file.parent} was deleted or replaced; nothing more can be stored. "
                "Close the program and open it again."
            )

    def close(self) -> None:
        """Close every connection and let other programs write. Work in progress finishes first."""
        with self._write_lock, self._pool_lock:
            self._closed = True
            connections = [*self._idle, *([self._writer] if self._writer else [])]
            self._idle.clear()
            if self._writer is not None:
                # Without a log beside it, the file can be read from a medium that cannot be written to.
                # What SQLite says of a damaged schema need not be text.
                with suppress(sqlite3.Error, UnicodeDecodeError):
                    self._writer.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            self._writer = None
        for connection in connections:
            connection.close()
        if self._program_lock is not None:
            self._program_lock.release()

    def _open_for_writing(self) -> None:
        self._require_local_disk()
        check_companions(self._file, writable=True)
        with files_translated(self._file.parent), translated(self._file):
            self._file.parent.mkdir(parents=True, exist_ok=True)
            self._program_lock = _lock(self._file)
            set_aside_strangers(self._file)
            delete_scratch(self._file)
            if not is_catalogue(self._file):
                make_catalogue(self._file)
            self._writer = connect(self._file, "rw")
            with bounded(self._file, self._writer), damage_named(self._file, self._writer):
                require_schema(self._file, self._writer, check_version(self._file, self._writer))
                _prepare(self._file, self._writer)
        self._opened_status = self._file.stat()

    def _require_local_disk(self) -> None:
        """Refuse to write where locks and shared memory do not reach other computers.

        Source: https://www.sqlite.org/wal.html, "All processes using a database must be on the same host".

        Raises:
            CatalogueReadOnlyError: If the file lies on a drive of another computer.
        """
        if kind := network_file_system(self._file.parent):
            raise CatalogueReadOnlyError(
                f"The library in {self._file.parent} is on a network drive ({kind}), where SQLite cannot "
                "write safely: keep it on a disk of this computer. Where it is, it can be searched only."
            )

    def _open_for_reading(self) -> None:
        check_companions(self._file, writable=False)
        if not is_catalogue(self._file):
            raise CatalogueMissingError(f"There is no library in {self._file.parent}.")
        with translated(self._file):
            reader = self._first_reader()
            with bounded(self._file, reader):
                version = check_version(self._file, reader)
                require_schema(self._file, reader, version)
                if version == len(MIGRATIONS):
                    reader.execute(_UNTRUSTED)
        if version < len(MIGRATIONS):
            self._migrate_before_reading()

    def _migrate_before_reading(self) -> None:
        while self._idle:
            self._idle.pop().close()
        try:
            Connections(self._file, writable=True).close()
        except CatalogueReadOnlyError as error:
            raise CatalogueReadOnlyError(
                f"The library in {self._file.parent} was made by an older version and cannot be brought "
                "up to date, because it cannot be written to."
            ) from error

    def _first_reader(self) -> sqlite3.Connection:
        """A connection put into the pool that can really read, on a medium that cannot be written to too."""
        if network_file_system(self._file.parent):
            return self._unlocked_reader()
        try:
            connection = self._connect("ro")
            self._idle.append(connection)
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except sqlite3.OperationalError as error:
            if not is_unwritable(error):
                raise
        else:
            return connection
        return self._unlocked_reader()

    def _unlocked_reader(self) -> sqlite3.Connection:
        """A connection put into the pool that neither locks nor shares memory."""
        # A log and its shared memory cannot be made there: nobody writes, so none is needed.
        log = companion(self._file, LOG)
        if has_journal(self._file) or (exists_safely(log) and log.stat().st_size > 0):
            raise CatalogueReadOnlyError(
                f"The library in {self._file.parent} was not closed properly and cannot be repaired where "
                "nothing can be written; copy it to a folder that can be written to."
            )
        while self._idle:
            self._idle.pop().close()
        self._immutable = True
        connection = self._connect("ro")
        self._idle.append(connection)
        return connection

    def _borrow(self) -> sqlite3.Connection:
        with self._pool_lock:
            if self._closed:
                raise CatalogueError("The library is closed.")
            if self._idle:
                return self._idle.pop()
        connection = self._connect("rw" if self.is_writable else "ro")
        connection.execute("PRAGMA query_only = ON")
        connection.execute(_UNTRUSTED)
        return connection

    def _give_back(self, connection: sqlite3.Connection) -> None:
        with self._pool_lock:
            if not self._closed:
                self._idle.append(connection)
                return
        connection.close()

    def _connect(self, mode: str) -> sqlite3.Connection:
        # Again for each connection: each would roll back a journal that appeared since the first was opened.
        check_companions(self._file, writable=self.is_writable)
        return connect(self._file, mode, is_immutable=self._immutable)


def _lock(file: Path) -> filelock.BaseFileLock:
    """The right to write; the system takes it back when the program ends, however it ends."""
    lock = filelock.FileLock(file.with_name(file.name + ".lock"), timeout=0, thread_local=False)
    try:
        lock.acquire()
    except filelock.Timeout as error:
        raise CatalogueBusyError(
            f"Another program is writing to the library in {file.parent}; close it or wait until it is done."
        ) from error
    return lock


def _prepare(file: Path, writer: sqlite3.Connection) -> None:
    """Bring the schema up to date; what an older version wrote is copied first."""
    writer.execute("PRAGMA journal_mode = WAL")
    writer.execute("PRAGMA synchronous = FULL")
    writer.execute(f"PRAGMA journal_size_limit = {_MOST_LOG_BYTES}")
    version = int(writer.execute("PRAGMA user_version").fetchone()[0])
    if version < len(MIGRATIONS):
        back_up(writer, file, version)
        migrate(writer)
