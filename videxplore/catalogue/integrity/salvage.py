"""Copying what can still be read of a damaged catalogue into another one.

The damaged file is only read. Where a page cannot be read, the rows around it are looked for one by one
through the rest of the tree.
"""

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from videxplore.catalogue.catalogue_files import connect
from videxplore.catalogue.faults import bounded
from videxplore.catalogue.integrity.damage import columns_of, damaged_rows, raw, set_aside
from videxplore.catalogue.integrity.kinds import MOST_ID

TABLES = (
    "video", "shot", "keyframe", "clip", "space", "label", "keyframe_embedding", "clip_embedding",
    "keyframe_prediction", "clip_prediction", "keyframe_region", "scene_facts", "history", "taught_action",
    "taught_example", "mark", "bin", "bin_item", "stopped", "place", "exclusion", "gone", "text_reading",
    "text_track", "text_line", "not_duplicate", "protected_folder", "replaced",
    "sidecar_reading",
)  # fmt: skip
"""What is copied, those that others refer to first; the log of changes starts again."""

_ROWS_AT_ONCE = 256
_MOST_FAILURES = 20_000
"""Unreadable rows of a table after which the rest of it is skipped."""


@dataclass(slots=True)
class Salvaged:
    """What was copied.

    Attributes:
        rows: Copied rows by table.
        lost: Rows by table that were read but hold what they cannot hold, or belong to nothing.
        unreadable: Tables of which a part could not be read.
    """

    rows: dict[str, int] = field(default_factory=dict)
    lost: dict[str, int] = field(default_factory=dict)
    unreadable: list[str] = field(default_factory=list)


def salvage(file: Path, writing: Callable[[], AbstractContextManager[sqlite3.Connection]]) -> Salvaged:
    """Copy every row that can be read and is sound.

    Args:
        file: The damaged catalogue.
        writing: Lends a connection to an empty catalogue for one transaction.

    Raises:
        sqlite3.DatabaseError: If the file is no database, or not even its list of tables can be read.
    """
    done = Salvaged()
    source = connect(file, "ro")
    try:
        # A file whose end is missing is then as long as it is.
        source.execute("PRAGMA writable_schema = ON")
        with bounded(file, source):
            stored = {
                bytes(row[0]).decode(errors="replace")
                for row in raw(
                    source,
                    "SELECT CAST(name AS BLOB) FROM sqlite_master WHERE type = 'table' AND rootpage > 0",
                )
            }
        for table in TABLES:
            if table in stored:
                with bounded(file, source), writing() as target:
                    _copy(source, target, table, done)
    finally:
        source.close()
    with writing() as target:
        set_aside(target, list(damaged_rows(target)))
        for table in TABLES:
            (kept,) = raw(target, f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608
            if done.rows.get(table, 0) > kept:
                done.lost[table] = done.lost.get(table, 0) + done.rows[table] - kept
            done.rows[table] = kept
    return done


def _copy(source: sqlite3.Connection, target: sqlite3.Connection, table: str, done: Salvaged) -> None:
    wanted = columns_of(target, table)
    try:
        stored = columns_of(source, table)
        key = _key(source, table, stored)
    except (sqlite3.Error, UnicodeDecodeError):
        done.unreadable.append(table)
        return
    columns = [name for name in wanted if name in stored]
    places = ", ".join("?" * len(columns))
    # Nothing is copied twice: an index of the target may be unique where that of the source is damaged.
    insert = f"INSERT OR IGNORE INTO {table} ({', '.join(columns)}) VALUES ({places})"  # noqa: S608
    reader = _Reader(source, table, columns, key)
    for block in reader.blocks():
        for row in block:
            copied = 0
            with suppress(sqlite3.IntegrityError, OverflowError):
                copied = target.execute(insert, row).rowcount
            done.rows[table] = done.rows.get(table, 0) + copied
            # After a failure, rows come once more that were copied already.
            if not copied and not reader.failures:
                done.lost[table] = done.lost.get(table, 0) + 1
    if reader.failures:
        # It was read once more from the start; this table has no key.
        target.execute(
            "DELETE FROM taught_example WHERE rowid NOT IN (SELECT min(rowid) FROM taught_example "
            "GROUP BY action_id, video_id, start_s, end_s, is_counter)"
        )
        done.unreadable.append(table)


def _key(source: sqlite3.Connection, table: str, columns: Mapping[str, int]) -> str:
    """The column by which ranges of rows are read.

    Raises:
        sqlite3.OperationalError: If there is none.
    """
    try:
        raw(source, f"SELECT rowid FROM {table} LIMIT 0")  # noqa: S608
    except sqlite3.OperationalError:
        for name, place in columns.items():
            if place == 1:
                return name
        raise
    return "rowid"


class _Reader:
    """Reads a table that may be damaged."""

    def __init__(self, source: sqlite3.Connection, table: str, columns: Sequence[str], key: str) -> None:
        self._source = source
        self._statement = f"SELECT {', '.join(columns)} FROM {table}"  # noqa: S608
        self._key = key
        self.failures = 0

    def blocks(self) -> Iterator[list[Any]]:
        """All rows that can be read, in order of the key; some may come twice."""
        try:
            yield from self._all()
        except (sqlite3.DatabaseError, UnicodeDecodeError):
            self.failures += 1
            if self._key != "path":
                yield from self._between(0, MOST_ID)

    def _all(self) -> Iterator[list[Any]]:
        cursor = raw(self._source, self._statement)
        while block := cursor.fetchmany(_ROWS_AT_ONCE):
            yield block

    def _between(self, first: int, end: int) -> Iterator[list[Any]]:
        """The rows whose key is in a range; where it cannot be read as a whole, of its two halves."""
        waiting = [(first, end)]
        while waiting and self.failures < _MOST_FAILURES:
            first, end = waiting.pop()
            try:
                block = raw(
                    self._source,
                    f"{self._statement} WHERE {self._key} >= ? AND {self._key} < ? "
                    f"ORDER BY {self._key} LIMIT {_ROWS_AT_ONCE + 1}",
                    (first, end),
                ).fetchall()
            except (sqlite3.DatabaseError, UnicodeDecodeError):
                self.failures += 1
                if end - first > 1:
                    middle = (first + end) // 2
                    waiting += [(middle, end), (first, middle)]
                continue
            if len(block) > _ROWS_AT_ONCE and end - first > 1:
                middle = (first + end) // 2
                waiting += [(middle, end), (first, middle)]
            elif block:
                yield block
