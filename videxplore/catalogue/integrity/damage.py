"""Finding the rows of a catalogue that hold what they cannot hold, and setting them aside."""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

import numpy as np

from videxplore.catalogue.integrity.kinds import KINDS, RefusedValueError, require_row
from videxplore.catalogue.strict_tables import as_literals

_ROWS_AT_ONCE = 500
_SEQUENCE = "sqlite_sequence"
_VIDEO_OF = {
    "shot": "SELECT video_id FROM shot WHERE rowid = :row",
    "keyframe": "SELECT video_id FROM shot WHERE id = :shot_id",
    "clip": "SELECT video_id FROM shot WHERE id = :shot_id",
    **dict.fromkeys(
        ("keyframe_embedding", "keyframe_region", "keyframe_prediction"),
        "SELECT video_id FROM shot WHERE id = (SELECT shot_id FROM keyframe WHERE id = :keyframe_id)",
    ),
    **dict.fromkeys(
        ("clip_embedding", "clip_prediction"),
        "SELECT video_id FROM shot WHERE id = (SELECT shot_id FROM clip WHERE id = :clip_id)",
    ),
}
"""The video whose analysis a row is a part of, by table."""


@dataclass(frozen=True, slots=True)
class DamagedRow:
    """A row that holds what its table cannot hold.

    Attributes:
        table: Its table.
        key: Names and values of the columns that identify it.
        column: Where the impossible value is.
        video_id: The video whose analysis it is a part of; 0 where it is of none.
    """

    table: str
    key: tuple[tuple[str, Any], ...]
    column: str
    video_id: int = 0

    @property
    def sentence(self) -> str:
        """What is wrong, without the full stop."""
        key = ", ".join(f"{'row' if name == 'rowid' else name} {_shown(value)}" for name, value in self.key)
        return f"{key} of the table {self.table} holds an impossible {self.column}"


def damaged_rows(connection: sqlite3.Connection) -> Iterator[DamagedRow]:
    """Every row that a read would refuse, table by table.

    Raises:
        sqlite3.DatabaseError: If a page cannot be read.
    """
    with _undecoded(connection):
        dims = {row[0]: row[1] for row in raw(connection, "SELECT id, dim FROM space") if type(row[1]) is int}
        for table, columns, key in _tables(connection):
            for name, row in _refused(connection, table, columns, key, dims):
                values = dict(zip((*key, *columns), row, strict=True))
                yield DamagedRow(
                    table,
                    tuple((column, values[column]) for column in key),
                    name,
                    _video_of(connection, table, values),
                )


def first_damage(connection: sqlite3.Connection) -> DamagedRow | None:
    """The first of :func:`damaged_rows`; None where there is none, or the tables cannot be read."""
    with suppress(sqlite3.Error, UnicodeDecodeError):
        return next(damaged_rows(connection), None)
    return None


def orphans(connection: sqlite3.Connection) -> int:
    """How many rows refer to rows that are not there."""
    return sum(
        raw(connection, f"SELECT count(*) FROM {table} WHERE {condition}").fetchone()[0]  # noqa: S608
        for table, _, condition in _references(connection)
    )


def delete_orphans(connection: sqlite3.Connection) -> None:
    """Delete the rows that belong to rows that are not there."""
    before = -1
    # What belonged to them belongs to nothing afterwards.
    while before != connection.total_changes:
        before = connection.total_changes
        for _, change, condition in _references(connection):
            connection.execute(f"{change} WHERE {condition}")


def set_aside(connection: sqlite3.Connection, rows: Sequence[DamagedRow]) -> None:
    """Move rows to the table ``damaged_row``, with the rows that belong to them; in the caller's transaction.

    The ids that were given are noted by SQLite in a table without constraints: an impossible one is replaced.
    """
    for row in rows:
        values = dict(row.key)
        where = " AND ".join(f"{name} IS :{name}" for name in values)
        if row.table == _SEQUENCE:
            _mend_sequence(connection, values["rowid"])
            continue
        columns = tuple(columns_of(connection, row.table))
        connection.execute(
            "INSERT INTO damaged_row (noted_s, from_table, content) SELECT CAST(strftime('%s', 'now') AS "  # noqa: S608
            f"INTEGER), '{row.table}', {as_literals(columns)} FROM {row.table} WHERE {where}",
            values,
        )
        connection.execute(f"DELETE FROM {row.table} WHERE {where}", values)  # noqa: S608
    delete_orphans(connection)
    connection.execute(
        "INSERT INTO counter (name, value) "
        "SELECT 'version', (SELECT coalesce(max(version), 0) + 1 FROM change) "
        "WHERE NOT EXISTS (SELECT 1 FROM counter WHERE name = 'version')"
    )


def set_aside_counts(connection: sqlite3.Connection) -> dict[str, int]:
    """How many rows were set aside so far, by table."""
    found = raw(connection, "SELECT from_table, count(*) FROM damaged_row GROUP BY from_table ORDER BY 1")
    return {str(table): int(count) for table, count in found}


def _mend_sequence(connection: sqlite3.Connection, rowid: int) -> None:
    (name,) = raw(connection, f"SELECT name FROM {_SEQUENCE} WHERE rowid = ?", (rowid,)).fetchone()  # noqa: S608
    known = {table for table, columns, _ in _tables(connection) if "id" in columns}
    if name not in known:
        connection.execute(f"DELETE FROM {_SEQUENCE} WHERE rowid = ?", (rowid,))  # noqa: S608
        return
    connection.execute(
        f"UPDATE {_SEQUENCE} SET seq = (SELECT coalesce(max(id), 0) FROM {name}) WHERE rowid = ?",  # noqa: S608
        (rowid,),
    )


def _tables(connection: sqlite3.Connection) -> Iterator[tuple[str, list[str], list[str]]]:
    """Every table with the columns to be checked and those that identify a row; parents first."""
    names = [
        _text(row[0])
        for row in raw(
            connection,
            "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' "
            "ORDER BY rowid",
        )
    ]
    for name in names:
        if name == "damaged_row" or "_words_" in name:
            continue
        primary = columns_of(connection, name)
        has_rowid = "WITHOUT ROWID" not in _statement(connection, name)
        yield (
            name,
            list(primary),
            ["rowid"] if has_rowid else [one for one, place in primary.items() if place],
        )


def columns_of(connection: sqlite3.Connection, table: str) -> dict[str, int]:
    """The columns of a table, and their places in its primary key, from 1."""
    return {
        _text(row[1]): int(row[5])
        for row in raw(connection, f"PRAGMA table_info({table})")
    }  # fmt: skip


def _statement(connection: sqlite3.Connection, table: str) -> str:
    (found,) = raw(
        connection, "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?", (table,)
    ).fetchone()
    return _text(found)


def _refused(
    connection: sqlite3.Connection,
    table: str,
    columns: Sequence[str],
    key: Sequence[str],
    dims: Mapping[int, int],
) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """Column and row of everything in a table that cannot be there."""
    cursor = raw(connection, f"SELECT {', '.join((*key, *columns))} FROM {table}")  # noqa: S608
    is_related = not _RELATED.isdisjoint(columns)
    while rows := cursor.fetchmany(_ROWS_AT_ONCE):
        # By columns it takes a fifth of the time, and hardly any library is damaged.
        are_sound = _columns_hold(columns, [row[len(key) :] for row in rows])
        for row in rows if is_related or not are_sound else ():
            values = {name: _decoded(value) for name, value in zip(columns, row[len(key) :], strict=True)}
            try:
                if not are_sound:
                    _require_kinds(values)
                if is_related:
                    _require_related(values, dims)
            except RefusedValueError as error:
                yield error.column, row


def _columns_hold(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> bool:
    """Whether every value of some rows is of the kind of its column."""
    for name, values in zip(columns, zip(*rows, strict=True), strict=True):
        kind = KINDS.get(name)
        if kind is not None and not kind.all_hold([_decoded(value) for value in values]):
            return False
    return True


def _require_kinds(values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        kind = KINDS.get(name)
        if kind is not None and not kind.holds(value):
            raise RefusedValueError(name)


_RELATED = frozenset({"duration_s", "end_s", "vector", "weights"})
"""Columns of tables whose values can contradict each other."""


def _require_related(values: Mapping[str, Any], dims: Mapping[int, int]) -> None:
    """Check values of a row against each other; each alone is of its kind."""
    require_row(values)
    if "vector" in values:
        _require_vector(values["vector"], dims.get(values["space_id"]))
    if "weights" in values:
        require_weights(values["weights"])


def _require_vector(stored: bytes, dim: int | None) -> None:
    if dim is None or len(stored) != 2 * dim or not np.isfinite(np.frombuffer(stored, "<f2")).all():
        raise RefusedValueError("vector")


def require_weights(stored: bytes) -> None:
    """Check the weights of a taught action.

    Raises:
        RefusedValueError: If they are no finite numbers.
    """
    if len(stored) % 4 or not np.isfinite(np.frombuffer(stored, np.float32)).all():
        raise RefusedValueError("weights")


def _decoded(value: object) -> object:
    """A value as a connection gives it; what is no text stays bytes, and is refused as such."""
    if isinstance(value, _Undecoded):
        return value.text()
    return value


def _video_of(connection: sqlite3.Connection, table: str, values: Mapping[str, Any]) -> int:
    if table not in _VIDEO_OF:
        return 0
    found = raw(connection, _VIDEO_OF[table], {"row": values.get("rowid", 0), **_bindable(values)}).fetchone()
    return found[0] if found and type(found[0]) is int else 0


def _bindable(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name.endswith("_id")}


def _references(connection: sqlite3.Connection) -> Iterator[tuple[str, str, str]]:
    """Each column that refers to another table: its table, what becomes of orphans, and which they are."""
    for table, _, _ in list(_tables(connection)):
        for row in raw(connection, f"PRAGMA foreign_key_list({table})").fetchall():
            parent, column, on_delete = _text(row[2]), _text(row[3]), _text(row[6])
            change = f"DELETE FROM {table}"  # noqa: S608
            if on_delete == "SET NULL":
                change = f"UPDATE {table} SET {column} = NULL"  # noqa: S608
            exists = f"SELECT 1 FROM {parent} AS parent WHERE parent.id = {table}.{column}"  # noqa: S608
            yield table, change, f"{column} IS NOT NULL AND NOT EXISTS ({exists})"


def raw(connection: sqlite3.Connection, statement: str, values: Any = ()) -> sqlite3.Cursor:
    """The answer to a statement, its values not checked."""
    return connection.cursor(sqlite3.Cursor).execute(statement, values)


class _Undecoded(bytes):
    """Text as it is stored."""

    def text(self) -> str | bytes:
        """The text, or its bytes where they are no UTF-8."""
        try:
            return self.decode()
        except UnicodeDecodeError:
            return bytes(self)


def _text(value: object) -> str:
    return value.decode(errors="replace") if isinstance(value, bytes) else str(value)


def _shown(value: object) -> str:
    return ascii(value)[:60]


@contextmanager
def _undecoded(connection: sqlite3.Connection) -> Iterator[None]:
    """Let the connection give text as it is stored."""
    before = connection.text_factory
    connection.text_factory = _Undecoded
    try:
        yield
    finally:
        connection.text_factory = before
