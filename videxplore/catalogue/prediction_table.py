"""Every prediction of a library at once, as arrays: a query for each scene would take minutes."""

import sqlite3
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from videxplore.catalogue import rows
from videxplore.core.types import Ids, Prediction

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


def read(connection: sqlite3.Connection) -> PredictionTable:
    """Read it."""
    shots = "SELECT id, start_s, end_s FROM shot ORDER BY id"
    shot_ids, starts_s, ends_s = rows.number_columns(connection, shots, 3)
    found = connection.execute("SELECT id, label, source, model FROM label").fetchall()
    return PredictionTable(
        {row[0]: Prediction(row[1], 0.0, row[2], row[3]) for row in found},
        shot_ids.astype(np.int64),
        starts_s,
        ends_s,
        _owners(
            connection,
            "SELECT id, shot_id, start_s, end_s FROM clip ORDER BY shot_id, start_s",
            "SELECT clip_id, label_id, score FROM clip_prediction",
        ),
        _owners(
            connection,
            "SELECT id, shot_id, time_s, time_s FROM keyframe ORDER BY shot_id, time_s, id",
            "SELECT keyframe_id, label_id, score FROM keyframe_prediction",
        ),
    )


def _owners(connection: sqlite3.Connection, owners: str, predictions: str) -> OwnerColumns:
    ids, shot_ids, starts_s, ends_s = rows.number_columns(connection, owners, 4)
    owner_ids, label_ids, scores = rows.number_columns(connection, predictions, 3)
    return OwnerColumns(
        ids.astype(np.int64),
        shot_ids.astype(np.int64),
        starts_s,
        ends_s,
        owner_ids.astype(np.int64),
        label_ids.astype(np.int64),
        scores,
    )
