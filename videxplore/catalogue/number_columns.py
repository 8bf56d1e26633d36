"""Whole columns of numbers from the catalogue, as arrays."""

import sqlite3
from collections.abc import Sequence

import numpy as np

from videxplore.catalogue.integrity.kinds import RefusedValueError
from videxplore.catalogue.records import Owner
from videxplore.core.types import Ids, Values

_ROWS_AT_ONCE = 50_000
"""Rows held as Python values at a time: they take ten times the memory of their numbers."""


def number_columns(
    connection: sqlite3.Connection, statement: str, count: int, values: Sequence[object] = ()
) -> list[Values]:
    """The columns of an answer that holds numbers only, float64 (N,) each; ids are exact up to 2**53."""
    cursor = connection.execute(statement, values)
    parts = [np.empty((0, count))]
    while found := cursor.fetchmany(_ROWS_AT_ONCE):
        parts.append(np.array(found, np.float64))
    return list(np.concatenate(parts).T)


def integer_columns(
    connection: sqlite3.Connection, columns: Sequence[str], source: str, values: Sequence[object] = ()
) -> list[Ids]:
    """Columns of integers of a table, int64 (N,) each, in an order that they share.

    SQLite joins each column to one text: a million rows take 0.2 s, and as rows of Python 0.6 s.

    Args:
        connection: The catalogue's.
        columns: Expressions that are never NULL.
        source: What follows them in the statement, from ``FROM`` on.
        values: Of its parameters.
    """
    joined = ", ".join(f"group_concat({column})" for column in columns)
    (count, *texts) = connection.execute(f"SELECT count(*), {joined} {source}", values).fetchone()
    found = [_integers(column, text or "") for column, text in zip(columns, texts, strict=True)]
    for column, integers in zip(columns, found, strict=True):
        if len(integers) != count:
            raise RefusedValueError(column)
    return found


def _integers(column: str, text: str) -> Ids:
    try:
        return np.fromstring(text, np.int64, sep=",")
    except (ValueError, DeprecationWarning):
        raise RefusedValueError(column) from None


_SCORE_UNITS = 1 << 50


def scores_of_label(connection: sqlite3.Connection, owner: Owner, label_id: int) -> tuple[Ids, Values]:
    """The keyframes or clips that have a label, int64 (N,), and their scores, float64 (N,).

    Scores that were float32 and at least 2**-26 are exact, others to 2**-50.
    """
    owner_ids, units = integer_columns(
        connection,
        (f"{owner}_id", f"CAST(score * {_SCORE_UNITS}.0 AS INTEGER)"),
        f"FROM {owner}_prediction WHERE label_id = ?",
        (label_id,),
    )
    return owner_ids, units / _SCORE_UNITS
