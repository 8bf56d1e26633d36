"""Taking a video out of a catalogue so that it can be put back as it was, its ids and all."""

import os
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from videxplore.catalogue import changes

_OF_VIDEO = "video_id = :video"
_OF_SHOT = "shot_id IN (SELECT id FROM shot WHERE video_id = :video)"
_OF_KEYFRAME = f"keyframe_id IN (SELECT id FROM keyframe WHERE {_OF_SHOT})"  # noqa: S608
_OF_CLIP = f"clip_id IN (SELECT id FROM clip WHERE {_OF_SHOT})"  # noqa: S608

OWNED: Mapping[str, str] = {
    "video": "id = :video",
    "shot": _OF_VIDEO,
    "keyframe": _OF_SHOT,
    "clip": _OF_SHOT,
    "keyframe_embedding": _OF_KEYFRAME,
    "keyframe_region": _OF_KEYFRAME,
    "keyframe_prediction": _OF_KEYFRAME,
    "clip_embedding": _OF_CLIP,
    "clip_prediction": _OF_CLIP,
    "bookmark": _OF_VIDEO,
    "taught_example": _OF_VIDEO,
    "gone": _OF_VIDEO,
}
"""Every table with rows that go with a video, those that others refer to first; and which rows those are."""


@dataclass(frozen=True, slots=True, eq=False)
class RemovedVideo:
    """All that was known of a video: its rows by table, with the names of their columns."""

    video_id: int
    rows: Mapping[str, tuple[tuple[str, ...], Sequence[tuple[Any, ...]]]]

    @property
    def size_bytes(self) -> int:
        """About how much room it takes: what is stored as bytes, embeddings above all."""
        stored = (value for _, rows in self.rows.values() for row in rows for value in row)
        return sum(len(value) for value in stored if isinstance(value, bytes))

    @property
    def path(self) -> Path:
        """Where its file lay."""
        names, rows = self.rows["video"]
        return Path(os.fsdecode(rows[0][names.index("path")]))


def copy_rows(connection: sqlite3.Connection, video_id: int) -> RemovedVideo:
    """Everything that would go with a video."""
    rows = {}
    for table, condition in OWNED.items():
        cursor = connection.execute(f"SELECT * FROM {table} WHERE {condition}", {"video": video_id})  # noqa: S608
        names = tuple(column[0] for column in cursor.description)
        rows[table] = (names, cursor.fetchall())
    return RemovedVideo(video_id, rows)


def insert_rows(connection: sqlite3.Connection, removed: RemovedVideo) -> None:
    """Put everything back. Ids are never given twice, so theirs are still free."""
    for table, (names, rows) in removed.rows.items():
        places = ", ".join("?" * len(names))
        statement = f"INSERT INTO {table} ({', '.join(names)}) VALUES ({places})"  # noqa: S608
        connection.executemany(statement, _still_meant(connection, table, names, rows))
    changes.note(connection, removed.video_id, "analysed")


def _still_meant(
    connection: sqlite3.Connection, table: str, names: tuple[str, ...], rows: Sequence[tuple[Any, ...]]
) -> Sequence[tuple[Any, ...]]:
    """Rows without those whose other half is gone: what was taught may have been forgotten meanwhile."""
    if table != "taught_example":
        return rows
    action = names.index("action_id")
    known = {row[0] for row in connection.execute("SELECT id FROM taught_action")}
    return [row for row in rows if row[action] in known]
