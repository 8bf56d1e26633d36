"""Keyframes and clips with some predicted labels, and the sums of their scores, in bulk."""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from videxplore.catalogue.number_columns import integer_columns, scores_of_label
from videxplore.catalogue.records import Owner
from videxplore.core.types import Ids, Values
from videxplore.core.vectors import Columns, distinct_ids

_OWNER_TIMES: tuple[tuple[Owner, str], ...] = (
    ("keyframe", "time_s"),
    ("clip", "(owner.start_s + owner.end_s) / 2"),
)
"""What has predictions, and the time it stands for."""

_TIME_UNITS = 1 << 62
"""Times are read as whole seconds and integers of this part of one: exact from 2**-10 s on."""


@dataclass(frozen=True, slots=True, eq=False)
class LabelledMoments(Columns):
    """Keyframes, then clips, by their ids, with some predicted labels of one model, one a row.

    Attributes:
        video_ids: int64 (N,).
        shot_ids: int64 (N,).
        times_s: float64 (N,).
        label_ids: The label of the largest summand, int64 (N,).
        scores: The sum of the scores, float64 (N,).
        evidence: The sum of score / (score + the score of half evidence), float64 (N,); of objects only,
            otherwise 0.
    """

    video_ids: Ids
    shot_ids: Ids
    times_s: Values
    label_ids: Ids
    scores: Values
    evidence: Values


_NO_IDS, _NONE = np.empty(0, np.int64), np.empty(0)
_NO_MOMENTS = LabelledMoments(_NO_IDS, _NO_IDS, _NONE, _NO_IDS, _NONE, _NONE)


@dataclass(frozen=True, slots=True, eq=False)
class _Sums(Columns):
    """The keyframes or clips that have labels of one model, each once, by their ids."""

    owner_ids: Ids
    label_ids: Ids
    scores: Values
    evidence: Values


def labelled_moments(
    connection: sqlite3.Connection, shares: Mapping[int, float], least_score: float, half_evidence: float
) -> LabelledMoments:
    """The keyframes and clips that have some of these labels, with the sum of their scores.

    A library of 300,000 scenes has a million predictions of people: rows are not made objects, and are not
    grouped by SQLite, which sorts them.

    Args:
        connection: All of it is read at one state of the file.
        shares: What the score, or the evidence, of each label is multiplied by, by label id.
        least_score: Only moments with at least this sum of scores.
        half_evidence: The score by which an object is half evidence.

    Returns:
        One moment for each keyframe or clip and model. Each taught label is a model of its own.
    """
    chosen = connection.execute(
        "SELECT id, source, model FROM label WHERE id IN (SELECT value FROM json_each(?)) "
        "ORDER BY source, model, id",
        (json.dumps(list(shares)),),
    ).fetchall()
    models = [
        (source, [label_id for label_id, _, _ in rows])
        for (source, _), rows in groupby(chosen, key=lambda row: (row[1], row[2]))
    ]
    parts = []
    for owner, time_s in _OWNER_TIMES:
        per_model = []
        for source, label_ids in models:
            half = half_evidence if source == "object" else None
            own = {label_id: shares[label_id] for label_id in label_ids}
            sums = _sums(connection, owner, own, half)
            per_model.append(sums.rows(sums.scores >= least_score))
        parts.append(_located(connection, owner, time_s, per_model))
    return LabelledMoments.joined(parts)


def _sums(
    connection: sqlite3.Connection, owner: Owner, shares: Mapping[int, float], half_evidence: float | None
) -> _Sums:
    """The sums of one model's labels; without evidence if its half is None."""
    found = [scores_of_label(connection, owner, label_id) for label_id in shares]
    owner_ids, places = _numbered([own for own, _ in found])
    label_ids = np.zeros(len(owner_ids), np.int64)
    scores, evidence, largest = (np.zeros(len(owner_ids)) for _ in range(3))
    for (label_id, share), own, (_, score) in zip(shares.items(), places, found, strict=True):
        # A keyframe has each label once.
        weighted = score * share
        scores[own] += weighted
        if half_evidence is not None:
            evidence[own] += weighted / (score + half_evidence)
        larger = (weighted > largest[own]) | (label_ids[own] == 0)
        label_ids[own[larger]] = label_id
        largest[own[larger]] = weighted[larger]
    return _Sums(owner_ids, label_ids, scores, evidence)


def _numbered(parts: Sequence[Ids]) -> tuple[Ids, list[Ids]]:
    """Every id once, ascending, and for the ids of each part their rows among these."""
    ids = distinct_ids(parts)
    numbers = np.zeros(int(ids[-1]) + 1 if len(ids) else 0, np.int64)
    numbers[ids] = np.arange(len(ids))
    return ids, [numbers[part] for part in parts]


def _located(
    connection: sqlite3.Connection, owner: Owner, time_s: str, per_model: Sequence[_Sums]
) -> LabelledMoments:
    """Where keyframes or clips are; by their ids, of each the models in the order given."""
    wanted = distinct_ids([sums.owner_ids for sums in per_model])
    among = (
        f"FROM json_each(?) AS wanted CROSS JOIN {owner} AS owner ON owner.id = wanted.value "
        "JOIN shot ON shot.id = owner.shot_id"
    )
    owner_ids, shot_ids, video_ids, whole_s, rest = integer_columns(
        connection,
        (
            *("owner.id", "shot.id", "shot.video_id", f"CAST({time_s} AS INTEGER)"),
            f"CAST(({time_s} - CAST({time_s} AS INTEGER)) * {_TIME_UNITS}.0 AS INTEGER)",
        ),
        among,
        (json.dumps(wanted.tolist()),),
    )
    times_s = whole_s + rest / _TIME_UNITS
    known = [sums.rows(np.isin(sums.owner_ids, owner_ids)) for sums in per_model]
    parts = [_NO_MOMENTS]
    for sums in known:
        rows = np.searchsorted(owner_ids, sums.owner_ids)
        parts.append(
            LabelledMoments(
                video_ids[rows], shot_ids[rows], times_s[rows], sums.label_ids, sums.scores, sums.evidence
            )
        )
    order = np.argsort(np.concatenate([_NO_IDS, *(sums.owner_ids for sums in known)]), kind="stable")
    return LabelledMoments.joined(parts).rows(order)
