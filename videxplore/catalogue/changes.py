"""The change log: what readers must refresh, without reading everything again."""

import sqlite3
from typing import Literal

from videxplore.catalogue.records import Changes


def current_version(connection: sqlite3.Connection) -> int:
    """The number of changes ever made."""
    return int(connection.execute("SELECT value FROM counter WHERE name = 'version'").fetchone()[0])


def note(
    connection: sqlite3.Connection, video_id: int, what: Literal["updated", "analysed", "removed"]
) -> None:
    """Write down a change, in the transaction that makes it."""
    connection.execute("UPDATE counter SET value = value + 1 WHERE name = 'version'")
    version = current_version(connection)
    connection.execute(
        "INSERT INTO change (video_id, version, analysed_version, removed) VALUES (?, ?, ?, ?) "
        "ON CONFLICT (video_id) DO UPDATE SET version = excluded.version, removed = excluded.removed, "
        "analysed_version = max(analysed_version, excluded.analysed_version)",
        (video_id, version, version if what == "analysed" else 0, int(what == "removed")),
    )


def since(connection: sqlite3.Connection, version: int) -> Changes:
    """What happened after ``version``."""
    removed, analysed, updated = [], [], []
    rows = connection.execute(
        "SELECT video_id, analysed_version, removed FROM change WHERE version > ? ORDER BY video_id",
        (version,),
    )
    for video_id, analysed_version, is_removed in rows:
        if is_removed:
            removed.append(video_id)
        elif analysed_version > version:
            analysed.append(video_id)
        else:
            updated.append(video_id)
    return Changes(current_version(connection), tuple(removed), tuple(analysed), tuple(updated))
