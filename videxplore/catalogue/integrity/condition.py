"""The condition of a whole catalogue: its pages, indexes, rows and words; and repairing what can be."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from videxplore.catalogue.integrity.damage import (
    DamagedRow,
    damaged_rows,
    delete_orphans,
    first_damage,
    orphans,
    set_aside,
)

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
