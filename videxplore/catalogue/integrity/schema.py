"""Whether the schema of a catalogue is the one that its migrations make, and nothing else.

A trigger, a view or a virtual table that somebody added would run when the catalogue is used; a table with
other columns would make every statement fail.
"""

import hashlib
import re
import sqlite3
from functools import cache
from pathlib import Path

from videxplore.catalogue.migrations import MIGRATIONS, migrate
from videxplore.core.errors import CatalogueDamagedError

_MOST_OBJECTS = 1000
_COLUMNS = ("type", "name", "sql")
_WORDS_TABLES = re.compile(r"(label|video|text_line)_words_(data|idx|content|docsize|config)")
"""Tables that FTS5 makes for itself; their statements depend on its version."""

LATEST_DIGEST = "ee6d9ed22a8f333ddcad05b4b2f7885443eaa83c99ee39dd331b1a9dd40ef19e"
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
