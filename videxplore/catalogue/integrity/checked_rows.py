"""Connections whose answers are checked by the names of their columns."""

import sqlite3
from typing import Any

from videxplore.catalogue.integrity.kinds import require_kinds

_ROWS_AT_ONCE = 512


class CheckedCursor(sqlite3.Cursor):
    """A cursor that gives no row with a value that its column cannot hold.

    Every method that gives rows raises :class:`~videxplore.catalogue.integrity.kinds.RefusedValueError`.
    """

    def __iter__(self) -> Any:
        """The remaining rows; they are checked in blocks, which takes a fifth of the time."""
        while rows := self.fetchmany(_ROWS_AT_ONCE):
            yield from rows

    def __next__(self) -> Any:
        """The next row."""
        row = super().__next__()
        self._check([row])
        return row

    def fetchone(self) -> Any:
        """The next row, or None."""
        row = super().fetchone()
        if row is not None:
            self._check([row])
        return row

    def fetchmany(self, size: int | None = 1) -> list[Any]:
        """The next rows."""
        return self._check(super().fetchmany(size))

    def fetchall(self) -> list[Any]:
        """All remaining rows."""
        return self._check(super().fetchall())

    def _check(self, rows: list[Any]) -> list[Any]:
        if rows and self.description:
            require_kinds([column[0] for column in self.description], rows)
        return rows


class CheckedConnection(sqlite3.Connection):
    """A connection whose own cursors are checked; pass ``sqlite3.Cursor`` for one that is not."""

    def cursor(self, factory: Any = CheckedCursor) -> Any:
        """A new cursor."""
        return super().cursor(factory)

    def execute(self, sql: str, parameters: Any = (), /) -> Any:
        """Run a statement; the inherited method would make a cursor that checks nothing."""
        # The columns of a pragma are not those of a table.
        kind = sqlite3.Cursor if sql.startswith("PRAGMA") else CheckedCursor
        return self.cursor(kind).execute(sql, parameters)
