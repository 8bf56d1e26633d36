"""Embeddings, regions and predictions of a catalogue, in bulk: a query for each scene would take minutes."""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from videxplore.catalogue import records
from videxplore.catalogue.number_columns import number_columns, scores_of_label
from videxplore.catalogue.records import (
    EmbeddingTable,
    MomentColumns,
    Owner,
    RegionTable,
    StoredPrediction,
)
from videxplore.catalogue.shots import ShotRecords
from videxplore.core.types import Ids, Prediction, Space, Values, Vector

_MOMENT_COLUMNS = {
    "keyframe": "keyframe.id, shot.video_id, shot.id, keyframe.time_s",
    "clip": "clip.id, shot.video_id, shot.id, (clip.start_s + clip.end_s) / 2 AS time_s",
}
_COLUMNS = {owner: f"{columns}, embedding.vector" for owner, columns in _MOMENT_COLUMNS.items()}

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

_REGIONS = (
    "SELECT keyframe.id, shot.video_id, shot.id, keyframe.time_s, region.height, region.width, region.cells "
    "FROM keyframe_region AS region JOIN space ON space.id = region.space_id "
    "JOIN keyframe ON keyframe.id = region.keyframe_id JOIN shot ON shot.id = keyframe.shot_id "
    "WHERE space.name = :space AND keyframe.id > :after AND region.height = :height "
    "AND region.width = :width AND length(region.cells) = :height * :width * :depth "
    "ORDER BY keyframe.id LIMIT :count"
)

_PREDICTIONS = {
    "keyframe": (
        "SELECT keyframe.id, shot.id, keyframe.time_s, keyframe.time_s, label.label, prediction.score, "
        "label.source, label.model FROM keyframe_prediction AS prediction "
        "JOIN label ON label.id = prediction.label_id "
        "JOIN keyframe ON keyframe.id = prediction.keyframe_id JOIN shot ON shot.id = keyframe.shot_id "
        "WHERE shot.video_id = ? ORDER BY keyframe.time_s, keyframe.id, prediction.score DESC, label.id"
    ),
    "clip": (
        "SELECT clip.id, shot.id, clip.start_s, clip.end_s, label.label, prediction.score, label.source, "
        "label.model FROM clip_prediction AS prediction JOIN label ON label.id = prediction.label_id "
        "JOIN clip ON clip.id = prediction.clip_id JOIN shot ON shot.id = clip.shot_id "
        "WHERE shot.video_id = ? ORDER BY clip.start_s, clip.id, prediction.score DESC, label.id"
    ),
}


@dataclass(frozen=True, slots=True, eq=False)
class OwnerColumns:
    """All clips or all keyframes of a library, with what was recognised in them.

    Attributes:
        ids: int64 (N,), by scene and time.
        shot_ids: int64 (N,).
        starts_s: float64 (N,).
        ends_s: float64 (N,); the same as ``starts_s`` for keyframes.
        owner_ids: The clip or keyframe of each prediction, int64 (P,), one label after the other.
        label_ids: int64 (P,).
        scores: float64 (P,).
    """

    ids: Ids
    shot_ids: Ids
    starts_s: Values
    ends_s: Values
    owner_ids: Ids
    label_ids: Ids
    scores: Values


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
    shot_starts_s: Values
    shot_ends_s: Values
    clips: OwnerColumns
    keyframes: OwnerColumns


class EmbeddingRecords(ShotRecords):
    """The part of a catalogue that reads what models computed."""

    def spaces(self) -> list[Space]:
        """Every space that embeddings were stored in, oldest first."""
        found = self._connections.rows("SELECT name, kind, dim, backbone FROM space ORDER BY id")
        return [Space(*row) for row in found]

    def embeddings(self, space: str, video_id: int | Sequence[int] | None = None) -> EmbeddingTable:
        """The embeddings of a space: of one video, of several, or of all.

        Raises:
            KeyError: If there is no such space.
        """
        video_ids = [video_id] if isinstance(video_id, int) else video_id
        with self._connections.reading() as connection:
            space_id, owner, dim = _space(connection, space)
            words = {"owner": owner, "columns": _COLUMNS[owner]}
            if video_ids is None:
                found = connection.execute(_OF_ALL.format(**words), {"space": space_id}).fetchall()
                return _table(dim, found)
            of_video = _OF_VIDEO.format(**words)
            found = []
            for one in video_ids:
                found += connection.execute(of_video, {"space": space_id, "video": one}).fetchall()
            return _table(dim, sorted(found, key=lambda item: int(item[0])))

    def moments(self, space: str) -> MomentColumns:
        """The keyframes or clips that have a vector in a space, by ascending id; no vector is read.

        Raises:
            KeyError: If there is no such space.
        """
        with self._connections.reading() as connection:
            space_id, owner, _ = _space(connection, space)
            statement = _OF_ALL.format(owner=owner, columns=_MOMENT_COLUMNS[owner])
            return MomentColumns(**_moments(connection.execute(statement, {"space": space_id}).fetchall()))

    def has_embeddings(self, space: str, video_id: int) -> bool:
        """Whether a video has an embedding in a space; none is read.

        Raises:
            KeyError: If there is no such space.
        """
        with self._connections.reading() as connection:
            space_id, owner, _ = _space(connection, space)
            of_video = _OF_VIDEO.format(owner=owner, columns="1")
            found = connection.execute(f"{of_video} LIMIT 1", {"space": space_id, "video": video_id})
            return found.fetchone() is not None

    def videos_in_space(self, space: str) -> set[int]:
        """Ids of the videos that have an embedding in a space.

        Raises:
            KeyError: If there is no such space.
        """
        with self._connections.reading() as connection:
            space_id, owner, _ = _space(connection, space)
            # One look for each video, not one for each embedding.
            found = connection.execute(
                "SELECT id FROM video WHERE EXISTS (SELECT 1 FROM shot "  # noqa: S608
                f"CROSS JOIN {owner} ON {owner}.shot_id = shot.id "
                f"CROSS JOIN {owner}_embedding AS embedding ON embedding.{owner}_id = {owner}.id "
                "AND embedding.space_id = ? WHERE shot.video_id = video.id)",
                (space_id,),
            )
            return {row[0] for row in found}

    def embedding_ids(self, space: str) -> Ids:
        """Keyframes or clips that have a vector in a space, int64 (N,), ascending.

        Raises:
            KeyError: If there is no such space.
        """
        with self._connections.reading() as connection:
            space_id, owner, _ = _space(connection, space)
            # The index answers alone; no vector is read.
            found = connection.execute(
                f"SELECT {owner}_id FROM {owner}_embedding WHERE space_id = ? ORDER BY {owner}_id",  # noqa: S608
                (space_id,),
            ).fetchall()
        return np.fromiter((item[0] for item in found), np.int64, len(found))

    def vectors(self, space: str, owner_ids: Ids) -> tuple[Ids, Vector]:
        """Unit vectors float32 (N, D) of some keyframes or clips, with their ids; those gone are missing.

        Raises:
            KeyError: If there is no such space.
        """
        with self._connections.reading() as connection:
            space_id, owner, dim = _space(connection, space)
            found = connection.execute(
                f"SELECT {owner}_id, vector FROM {owner}_embedding WHERE space_id = ? "  # noqa: S608
                f"AND {owner}_id IN (SELECT value FROM json_each(?))",
                (space_id, json.dumps(owner_ids.tolist())),
            ).fetchall()
            ids = np.fromiter((item[0] for item in found), np.int64, len(found))
            return ids, records.vectors_from_bytes([item[1] for item in found], dim)

    def regions(self, space: str, shape: tuple[int, int, int], batch: int = 2000) -> Iterator[RegionTable]:
        """The regions of keyframes, up to ``batch`` keyframes at once; nothing where none are stored.

        Args:
            space: The space of the model.
            shape: Only grids of this height, width and depth: an older program may have stored others.
            batch: How many keyframes at once.
        """
        wanted = {
            "space": space,
            **dict(zip(("height", "width", "depth"), shape, strict=True)),
            "count": batch,
        }
        after = 0
        while found := self._connections.rows(_REGIONS, {**wanted, "after": after}):
            cells = np.frombuffer(b"".join(row[6] for row in found), np.int8)
            yield RegionTable(**_moments(found), cells=cells.reshape(len(found), *shape))
            after = int(found[-1][0])

    def predictions(self, video_id: int) -> list[StoredPrediction]:
        """The predictions of a video's keyframes, then of its clips; in time order, best first."""
        found = []
        with self._connections.reading() as connection:
            owners: tuple[Owner, ...] = ("keyframe", "clip")
            for owner in owners:
                for owner_id, shot_id, start_s, end_s, *rest in connection.execute(
                    _PREDICTIONS[owner], (video_id,)
                ):
                    prediction = Prediction(*rest)
                    found.append(StoredPrediction(owner, owner_id, shot_id, start_s, end_s, prediction))
        return found

    def prediction_table(self) -> PredictionTable:
        """The predictions of all videos, as arrays."""
        with self._connections.reading() as connection:
            shots = "SELECT id, start_s, end_s FROM shot ORDER BY id"
            shot_ids, starts_s, ends_s = number_columns(connection, shots, 3)
            found = connection.execute("SELECT id, label, source, model FROM label").fetchall()
            return PredictionTable(
                {row[0]: Prediction(row[1], 0.0, row[2], row[3]) for row in found},
                shot_ids.astype(np.int64),
                starts_s,
                ends_s,
                _owner_columns(
                    connection,
                    "SELECT id, shot_id, start_s, end_s FROM clip ORDER BY shot_id, start_s",
                    "clip",
                ),
                _owner_columns(
                    connection,
                    "SELECT id, shot_id, time_s, time_s FROM keyframe ORDER BY shot_id, time_s, id",
                    "keyframe",
                ),
            )


def _space(connection: sqlite3.Connection, name: str) -> tuple[int, Owner, int]:
    """Id of a space, what its vectors belong to, and their length."""
    row = connection.execute("SELECT id, kind, dim FROM space WHERE name = ?", (name,)).fetchone()
    if row is None:
        raise KeyError(name)
    return row[0], "keyframe" if row[1] == "appearance" else "clip", row[2]


def _table(dim: int, found: Sequence[Any]) -> EmbeddingTable:
    return EmbeddingTable(
        **_moments(found), vectors=records.vectors_from_bytes([row[4] for row in found], dim)
    )


def _moments(found: Sequence[Any]) -> dict[str, Any]:
    """The columns of a :class:`MomentColumns` from rows that begin with them."""
    types = {"owner_ids": np.int64, "video_ids": np.int64, "shot_ids": np.int64, "times_s": np.float64}
    return {
        name: np.fromiter((row[place] for row in found), kind, len(found))
        for place, (name, kind) in enumerate(types.items())
    }


def _owner_columns(connection: sqlite3.Connection, owners: str, owner: Owner) -> OwnerColumns:
    ids, shot_ids, starts_s, ends_s = number_columns(connection, owners, 4)
    label_ids = [label_id for (label_id,) in connection.execute("SELECT id FROM label ORDER BY id")]
    # One label after the other: a million predictions take a tenth of the time they take as rows.
    found = [scores_of_label(connection, owner, label_id) for label_id in label_ids]
    return OwnerColumns(
        ids.astype(np.int64),
        shot_ids.astype(np.int64),
        starts_s,
        ends_s,
        np.concatenate([np.empty(0, np.int64), *(owner_ids for owner_ids, _ in found)]),
        np.repeat(np.array(label_ids, np.int64), [len(scores) for _, scores in found]),
        np.concatenate([np.empty(0), *(scores for _, scores in found)]),
    )
