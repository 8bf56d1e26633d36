"""How a video is removed with all its rows, and restored with its ids."""

import os
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from videxplore.catalogue import records
from videxplore.catalogue.replaced_videos import USER_TABLES
from videxplore.catalogue.selects import item_order, restore_item_order
from videxplore.core.types import VideoState

_OF_VIDEO = "video_id = :video"
_OF_SHOT = "shot_id IN (SELECT id FROM shot WHERE video_id = :video)"
_OF_KEYFRAME = f"keyframe_id IN (SELECT id FROM keyframe WHERE {_OF_SHOT})"  # noqa: S608
_OF_CLIP = f"clip_id IN (SELECT id FROM clip WHERE {_OF_SHOT})"  # noqa: S608

OWNED: Mapping[str, str] = {
    "video": "id = :video",
    "shot": _OF_VIDEO,
    "keyframe": _OF_SHOT,
    "clip": _OF_SHOT,
    "scene_facts": _OF_SHOT,
    "keyframe_embedding": _OF_KEYFRAME,
    "keyframe_region": _OF_KEYFRAME,
    "keyframe_prediction": _OF_KEYFRAME,
    "clip_embedding": _OF_CLIP,
    "clip_prediction": _OF_CLIP,
    "mark": _OF_VIDEO,
    "bin_item": _OF_VIDEO,
    "taught_example": _OF_VIDEO,
    "gone": _OF_VIDEO,
    "replaced": _OF_VIDEO,
    "stopped": _OF_VIDEO,
    "place": _OF_VIDEO,
    "lease": _OF_VIDEO,
    "text_reading": _OF_VIDEO,
    "sidecar_reading": _OF_VIDEO,
    "text_track": _OF_VIDEO,
    "text_line": "track_id IN (SELECT id FROM text_track WHERE video_id = :video)",
}
"""Every table with rows that go with a video, those that others refer to first; and which rows those are."""

_OWNERS = {"taught_example": ("action_id", "taught_action"), "bin_item": ("bin_id", "bin")}
"""Tables whose rows also belong to something that may be deleted while their video is removed."""


@dataclass(frozen=True, slots=True, eq=False)
class RemovedVideo:
    """All that was known of a video.

    Attributes:
        rows: Its rows by table, with the names of their columns.
        bin_orders: The items, by their ids and in order, of each bin that holds some of the video.
    """

    video_id: int
    rows: Mapping[str, tuple[tuple[str, ...], Sequence[tuple[Any, ...]]]]
    bin_orders: Mapping[int, Sequence[int]]

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

    @property
    def has_user_records(self) -> bool:
        """Whether the user said something of it: marks, items of bins, taught examples."""
        return any(self.rows[table][1] for table in USER_TABLES)

    def as_replaced(self, kept_as: Path) -> "RemovedVideo":
        """The same, as a missing video at a path where nothing is, as its own one has another file by now."""
        names, (row,) = self.rows["video"]
        values = dict(zip(names, row, strict=True))
        path = values["path"]
        values |= {"path": os.fsencode(kept_as), "state": VideoState.GONE.value, "error": b""}
        columns = ("video_id", "path", "compared_id")
        rows = {
            **self.rows,
            "video": (names, [tuple(values.values())]),
            "replaced": (columns, [(self.video_id, path, None)]),
        }
        return replace(self, rows=rows)


def copy_rows(connection: sqlite3.Connection, video_id: int) -> RemovedVideo:
    """Every row that is deleted with a video."""
    rows = {}
    for table, condition in OWNED.items():
        cursor = connection.execute(f"SELECT * FROM {table} WHERE {condition}", {"video": video_id})  # noqa: S608
        names = tuple(column[0] for column in cursor.description)
        rows[table] = (names, cursor.fetchall())
    bins = connection.execute(
        "SELECT DISTINCT bin_id FROM bin_item WHERE video_id = ?", (video_id,)
    ).fetchall()
    return RemovedVideo(video_id, rows, {bin_id: item_order(connection, bin_id) for (bin_id,) in bins})


def insert_rows(connection: sqlite3.Connection, removed: RemovedVideo) -> None:
    """Put everything back. Ids are never given twice, so theirs are still free."""
    for table, (names, rows) in removed.rows.items():
        places = ", ".join("?" * len(names))
        statement = f"INSERT INTO {table} ({', '.join(names)}) VALUES ({places})"  # noqa: S608
        connection.executemany(statement, _still_meant(connection, table, names, rows))
    names, rows = removed.rows["bin_item"]
    returned = {row[names.index("id")] for row in rows}
    for bin_id, order in removed.bin_orders.items():
        restore_item_order(connection, bin_id, order, returned)
    records.note_change(connection, removed.video_id, "analysed")


def _still_meant(
    connection: sqlite3.Connection, table: str, names: tuple[str, ...], rows: Sequence[tuple[Any, ...]]
) -> Sequence[tuple[Any, ...]]:
    """Rows without those that refer to a taught action or a bin that was deleted meanwhile."""
    if table not in _OWNERS:
        return rows
    column, owner = _OWNERS[table]
    place = names.index(column)
    known = {row[0] for row in connection.execute(f"SELECT id FROM {owner}")}  # noqa: S608
    return [row for row in rows if row[place] in known]
