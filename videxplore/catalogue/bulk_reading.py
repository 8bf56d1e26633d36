"""Embeddings, regions and predictions of a library in bulk: a query for each scene would take minutes."""

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from videxplore.catalogue import records
from videxplore.catalogue.records import EmbeddingTable, RegionTable
from videxplore.core.types import Ids, Prediction, Space, Vector

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


def read_embeddings(
    connection: sqlite3.Connection, name: str, video_ids: Sequence[int] | None
) -> EmbeddingTable:
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


def has_embeddings(connection: sqlite3.Connection, name: str, video_id: int) -> bool:
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
    return ids, records.vectors_from_bytes([item[1] for item in found], space.dim)


def _space(connection: sqlite3.Connection, name: str) -> tuple[int, Space]:
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
        owner_ids=column(0, np.int64),
        video_ids=column(1, np.int64),
        shot_ids=column(2, np.int64),
        times_s=column(3, np.float64),
        vectors=records.vectors_from_bytes([item[4] for item in found], space.dim),
    )


_REGIONS = (
    "SELECT keyframe.id, shot.video_id, shot.id, keyframe.time_s, region.height, region.width, region.cells "
    "FROM keyframe_region AS region JOIN space ON space.id = region.space_id "
    "JOIN keyframe ON keyframe.id = region.keyframe_id JOIN shot ON shot.id = keyframe.shot_id "
    "WHERE space.name = :space AND keyframe.id > :after AND region.height = :height "
    "AND region.width = :width AND length(region.cells) = :height * :width * :depth "
    "ORDER BY keyframe.id LIMIT :count"
)


def read_regions(
    connection: sqlite3.Connection, space: str, shape: tuple[int, int, int], after: int, count: int
) -> RegionTable | None:
    """The grids of the next keyframes after an id; None when there are no more.

    Grids of another shape (height, width, depth), which an older program may have stored, are left out.
    """
    height, width, depth = shape
    parameters = {"height": height, "width": width, "depth": depth, "after": after, "count": count}
    found = connection.execute(_REGIONS, {"space": space, **parameters}).fetchall()
    if not found:
        return None
    stacked = np.frombuffer(b"".join(row[6] for row in found), np.int8)
    return RegionTable(
        np.array([row[0] for row in found], np.int64),
        np.array([row[1] for row in found], np.int64),
        np.array([row[2] for row in found], np.int64),
        np.array([row[3] for row in found], np.float64),
        stacked.reshape(len(found), height, width, depth),
    )


_Column = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class OwnerColumns:
    """All clips or all keyframes of a library, with what was recognised in them.

    Attributes:
        ids: int64 (N,), by scene and time.
        shot_ids: int64 (N,).
        starts_s: float64 (N,).
        ends_s: float64 (N,); the same as ``starts_s`` for keyframes.
        owner_ids: The clip or keyframe of each prediction, int64 (P,).
        label_ids: int64 (P,).
        scores: float64 (P,).
    """

    ids: Ids
    shot_ids: Ids
    starts_s: _Column
    ends_s: _Column
    owner_ids: Ids
    label_ids: Ids
    scores: _Column


@dataclass(frozen=True, slots=True, eq=False)
class PredictionTable:
    """Everything that was recognised in a library.

    Attributes:
        labels: By label id; their scores are 0.
        shot_ids: int64 (S,), ascending.
        shot_starts_s: float64 (S,).
        shot_ends_s: float64 (S,).
        clips: All clips.
        keyframes: All keyframes.
    """

    labels: dict[int, Prediction]
    shot_ids: Ids
    shot_starts_s: _Column
    shot_ends_s: _Column
    clips: OwnerColumns
    keyframes: OwnerColumns


def read_predictions(connection: sqlite3.Connection) -> PredictionTable:
    """Read it."""
    shots = "SELECT id, start_s, end_s FROM shot ORDER BY id"
    shot_ids, starts_s, ends_s = records.number_columns(connection, shots, 3)
    found = connection.execute("SELECT id, label, source, model FROM label").fetchall()
    return PredictionTable(
        {row[0]: Prediction(row[1], 0.0, row[2], row[3]) for row in found},
        shot_ids.astype(np.int64),
        starts_s,
        ends_s,
        _owner_columns(
            connection,
            "SELECT id, shot_id, start_s, end_s FROM clip ORDER BY shot_id, start_s",
            "SELECT clip_id, label_id, score FROM clip_prediction",
        ),
        _owner_columns(
            connection,
            "SELECT id, shot_id, time_s, time_s FROM keyframe ORDER BY shot_id, time_s, id",
            "SELECT keyframe_id, label_id, score FROM keyframe_prediction",
        ),
    )


def _owner_columns(connection: sqlite3.Connection, owners: str, predictions: str) -> OwnerColumns:
    ids, shot_ids, starts_s, ends_s = records.number_columns(connection, owners, 4)
    owner_ids, label_ids, scores = records.number_columns(connection, predictions, 3)
    return OwnerColumns(
        ids.astype(np.int64),
        shot_ids.astype(np.int64),
        starts_s,
        ends_s,
        owner_ids.astype(np.int64),
        label_ids.astype(np.int64),
        scores,
    )
