"""Reading embeddings in bulk."""

import json
import sqlite3
from collections.abc import Sequence

import numpy as np

from videxplore.catalogue import rows
from videxplore.catalogue.records import EmbeddingTable
from videxplore.core.types import Ids, Space, Vector

_COLUMNS = {
    "appearance": "keyframe.id, shot.video_id, shot.id, keyframe.time_s, embedding.vector",
    "motion": "clip.id, shot.video_id, shot.id, (clip.start_s + clip.end_s) / 2, embedding.vector",
}
_OWNER = {"appearance": "keyframe", "motion": "clip"}

# CROSS JOIN keeps the order of the tables: left to itself, SQLite goes through a whole space for each video.
_OF_VIDEO = (
    "SELECT {columns} FROM shot CROSS JOIN {owner} ON {owner}.shot_id = shot.id "
    "CROSS JOIN {owner}_embedding AS embedding ON embedding.{owner}_id = {owner}.id "
    "AND embedding.space_id = :space WHERE shot.video_id = :video"
)
_OF_ALL = (
    "SELECT {columns} FROM {owner}_embedding AS embedding "
    "CROSS JOIN {owner} ON {owner}.id = embedding.{owner}_id CROSS JOIN shot ON shot.id = {owner}.shot_id "
    "WHERE embedding.space_id = :space ORDER BY embedding.{owner}_id"
)


def spaces(connection: sqlite3.Connection) -> list[Space]:
    """Every space that embeddings were ever stored in, oldest first."""
    return [
        Space(*row) for row in connection.execute("SELECT name, kind, dim, backbone FROM space ORDER BY id")
    ]


def read(connection: sqlite3.Connection, name: str, video_ids: Sequence[int] | None) -> EmbeddingTable:
    """The embeddings of a space, of some videos or of all.

    Raises:
        KeyError: If there is no space of this name.
    """
    space_id, space = _space(connection, name)
    words = {"owner": _OWNER[space.kind], "columns": _COLUMNS[space.kind]}
    if video_ids is None:
        return _table(space, connection.execute(_OF_ALL.format(**words), {"space": space_id}).fetchall())
    of_video = _OF_VIDEO.format(**words)
    found = []
    for video_id in video_ids:
        parameters = {"space": space_id, "video": video_id}
        found += connection.execute(of_video, parameters).fetchall()
    return _table(space, sorted(found, key=lambda item: int(item[0])))


def are_there(connection: sqlite3.Connection, name: str, video_id: int) -> bool:
    """Whether a video has an embedding in a space; none is read.

    Raises:
        KeyError: If there is no space of this name.
    """
    space_id, space = _space(connection, name)
    of_video = _OF_VIDEO.format(owner=_OWNER[space.kind], columns="1")
    found = connection.execute(f"{of_video} LIMIT 1", {"space": space_id, "video": video_id})
    return found.fetchone() is not None


def owner_ids(connection: sqlite3.Connection, name: str) -> Ids:
    """Keyframes or clips that have a vector in a space, int64 (N,), ascending.

    Raises:
        KeyError: If there is no space of this name.
    """
    space_id, space = _space(connection, name)
    owner = _OWNER[space.kind]
    # The index answers alone; no vector is read.
    found = connection.execute(
        f"SELECT {owner}_id FROM {owner}_embedding WHERE space_id = ? ORDER BY {owner}_id",  # noqa: S608
        (space_id,),
    ).fetchall()
    return np.fromiter((item[0] for item in found), np.int64, len(found))


def vectors(connection: sqlite3.Connection, name: str, owner_ids: Ids) -> tuple[Ids, Vector]:
    """The vectors of some keyframes or clips; those that are gone are missing.

    Raises:
        KeyError: If there is no space of this name.
    """
    space_id, space = _space(connection, name)
    owner = _OWNER[space.kind]
    found = connection.execute(
        f"SELECT {owner}_id, vector FROM {owner}_embedding WHERE space_id = ? "  # noqa: S608
        f"AND {owner}_id IN (SELECT value FROM json_each(?))",
        (space_id, json.dumps(owner_ids.tolist())),
    ).fetchall()
    ids = np.fromiter((item[0] for item in found), np.int64, len(found))
    return ids, rows.vectors_from_bytes([item[1] for item in found], space.dim)


def _space(connection: sqlite3.Connection, name: str) -> tuple[int, Space]:
    """The space of a name, and its id."""
    row = connection.execute(
        "SELECT id, name, kind, dim, backbone FROM space WHERE name = ?", (name,)
    ).fetchone()
    if row is None:
        raise KeyError(name)
    return row[0], Space(*row[1:])


def _table(space: Space, found: Sequence[tuple[int, int, int, float, bytes]]) -> EmbeddingTable:
    def column(index: int, dtype: type) -> np.ndarray:
        return np.fromiter((item[index] for item in found), dtype=dtype, count=len(found))

    return EmbeddingTable(
        space=space,
        owner_ids=column(0, np.int64),
        video_ids=column(1, np.int64),
        shot_ids=column(2, np.int64),
        times_s=column(3, np.float64),
        vectors=rows.vectors_from_bytes([item[4] for item in found], space.dim),
    )
