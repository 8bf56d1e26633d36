"""The condition of a whole catalogue: its schema, pages, indexes, rows and words; repairing what can be.

A trigger, a view or a virtual table that somebody added would run when the catalogue is used; a table with
other columns would make every statement fail.
"""

import hashlib
import re
import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from videxplore.catalogue.integrity.damage import (
    DamagedRow,
    damaged_rows,
    delete_orphans,
    first_damage,
    orphans,
    set_aside,
)
from videxplore.catalogue.migrations import MIGRATIONS, migrate
from videxplore.core.errors import CatalogueDamagedError

_OF_INDEX = re.compile(r"row \d+ missing from index|wrong # of entries in index|non-unique entry in index")
_OF_ROW = re.compile(
    r"(CHECK constraint failed|NULL value|[A-Z-]+ value|NUMERIC value|non-[A-Z]+ value) in (\w+)"
)
_WORDS = {
    "label_words": ("label", "label"),
    "video_words": ("path", "video"),
    "text_line_words": ("text", "text_line"),
}
"""Column, and the table it is copied from, of each table of words."""


@dataclass(frozen=True, slots=True)
class Condition:
    """What is wrong with a catalogue.

    Attributes:
        pages: Sentences about pages that are damaged; nothing repairs them.
        indexes: Sentences about SQLite's own indexes and the tables of words, which can be rebuilt.
        rows: Rows that hold what they cannot hold.
        orphans: How many rows belong to rows that are not there.
    """

    pages: tuple[str, ...] = ()
    indexes: tuple[str, ...] = ()
    rows: tuple[DamagedRow, ...] = ()
    orphans: int = 0

    @property
    def is_sound(self) -> bool:
        """Whether nothing is wrong."""
        return self == Condition()


def condition_of(connection: sqlite3.Connection) -> Condition:
    """Check a whole catalogue.

    Raises:
        sqlite3.DatabaseError: If pages are damaged so much that they cannot be read.
    """
    cursor = connection.cursor(sqlite3.Cursor)
    lines = [str(row[0]) for row in cursor.execute("PRAGMA integrity_check") if row[0] != "ok"]
    rows = tuple(damaged_rows(connection))
    tables = {row.table for row in rows}
    pages, indexes = [], []
    for line in lines:
        of_row = _OF_ROW.match(line)
        if _OF_INDEX.match(line):
            indexes.append(line)
        elif not (of_row and of_row[2] in tables):
            pages.append(line)
    return Condition(tuple(pages), (*indexes, *_faults_of_words(connection)), rows, orphans(connection))


def repair(connection: sqlite3.Connection, condition: Condition) -> None:
    """Repair all but damaged pages, in the caller's transaction.

    Raises:
        sqlite3.DatabaseError: If a page that must be changed is damaged.
    """
    if condition.indexes:
        connection.execute("REINDEX")
    # Their triggers need tables of words that work.
    if condition.indexes or condition.rows or condition.orphans:
        for words, (column, table) in _WORDS.items():
            _make_words(connection, words, column, table)
    set_aside(connection, condition.rows)
    delete_orphans(connection)


def first_fault(connection: sqlite3.Connection) -> str | None:
    """What is wrong with the rows or the words, as a part of a sentence; None where nothing is found."""
    row = first_damage(connection)
    if row is not None:
        return row.sentence
    with suppress(sqlite3.Error, UnicodeDecodeError):
        return next(_faults_of_words(connection), None)
    return None


def _faults_of_words(connection: sqlite3.Connection) -> Iterator[str]:
    """Sentences about tables of words that do not hold the words of their rows."""
    cursor = connection.cursor(sqlite3.Cursor)
    for words, (_, table) in _WORDS.items():
        try:
            cursor.execute(f"SELECT count(*) FROM {words} WHERE {words} MATCH 'a OR mp4'").fetchone()  # noqa: S608
            (missing,) = cursor.execute(
                f"SELECT count(*) FROM {table} WHERE id NOT IN (SELECT rowid FROM {words})"  # noqa: S608
            ).fetchone()
        except sqlite3.DatabaseError as error:
            yield f"the table {words} cannot be searched ({error})"
        else:
            if missing:
                yield f"{missing} rows of {table} are missing from {words}"


def _make_words(connection: sqlite3.Connection, words: str, column: str, table: str) -> None:
    cursor = connection.cursor(sqlite3.Cursor)
    (statement,) = cursor.execute("SELECT sql FROM sqlite_master WHERE name = ?", (words,)).fetchone()
    with suppress(sqlite3.Error):
        # What is of another version cannot even be dropped.
        cursor.execute(f"INSERT INTO {words} ({words}) VALUES ('rebuild')")  # noqa: S608
    cursor.execute(f"DROP TABLE {words}")
    cursor.execute(statement)
    cursor.execute(f"INSERT INTO {words} (rowid, {column}) SELECT id, CAST({column} AS TEXT) FROM {table}")  # noqa: S608


_MOST_OBJECTS = 1000
_COLUMNS = ("type", "name", "sql")
_WORDS_TABLES = re.compile(r"(label|video|text_line)_words_(data|idx|content|docsize|config)")
"""Tables that FTS5 makes for itself; their statements depend on its version."""

LATEST_DIGEST = "442f50cffd3de06e4f9b17a6bd9c7eb3335b44c9b53015cd8e94ff9d027b218f"
"""Of the schema that all migrations make, which take a tenth of a second; a test says when it is another."""

Schema = frozenset[tuple[str, str, str]]
"""Type, name and statement of each object of a database."""


def require_schema(file: Path, connection: sqlite3.Connection, version: int) -> None:
    """Refuse a catalogue whose schema is not that of its version, before anything in it can run.

    Args:
        file: The catalogue, to be named.
        connection: Nothing but the schema is read.
        version: How many migrations it has been through.

    Raises:
        CatalogueDamagedError: If it has other tables, triggers or views, or lacks some.
    """
    found = stored_schema(connection)
    if version == len(MIGRATIONS) and digest(found) == LATEST_DIGEST:
        return
    expected = expected_schema(version)
    if found == expected:
        return
    kind, name, _ = min(found - expected or expected - found)
    raise CatalogueDamagedError(
        f"The catalogue {file} was changed by another program, and is left untouched: the {kind} "
        f"{name[:60]!a} is not as videxplore makes it. `videxplore check --salvage NEW_FOLDER` copies "
        "what it holds into a new library."
    )


def stored_schema(connection: sqlite3.Connection) -> Schema:
    """The schema of a database."""
    # Not checked by kinds: a name here may be anything.
    cursor = connection.cursor(sqlite3.Cursor)
    columns = ", ".join(f"CAST(substr(coalesce({name}, ''), 1, 10000) AS BLOB)" for name in _COLUMNS)
    rows = cursor.execute(f"SELECT {columns} FROM sqlite_master LIMIT {_MOST_OBJECTS}").fetchall()  # noqa: S608
    return frozenset(_object(*(text.decode(errors="backslashreplace") for text in row)) for row in rows)


def digest(schema: Schema) -> str:
    """A short text that differs between schemas."""
    return hashlib.sha256(repr(sorted(schema)).encode()).hexdigest()


@cache
def expected_schema(version: int) -> Schema:
    """The schema after so many migrations."""
    memory = sqlite3.connect(":memory:", isolation_level=None)
    try:
        if version:
            migrate(memory, MIGRATIONS[:version])
        return stored_schema(memory)
    finally:
        memory.close()


def _object(kind: str, name: str, statement: str) -> tuple[str, str, str]:
    if _WORDS_TABLES.fullmatch(name) and statement.startswith("CREATE TABLE"):
        return kind, name, ""
    return kind, name, statement
