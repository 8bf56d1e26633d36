"""Taught actions: what the user named by examples, the probes that recognise it, and where it is found."""

import json
import sqlite3
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from videxplore.catalogue.connections import Connections
from videxplore.catalogue.integrity.damage import require_weights
from videxplore.catalogue.records import Owner, note_change
from videxplore.core.errors import ExistingNameError
from videxplore.core.types import Ids, Vector


@dataclass(frozen=True, slots=True)
class TaughtExample:
    """A part of a video that shows an action, or (a counter-example) does not."""

    video_id: int
    start_s: float
    end_s: float
    is_counter: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class TaughtAction:
    """An action and the linear probe that recognises it.

    Attributes:
        label: What the user calls it.
        examples: What it was learned from.
        owner: What the probe classifies: clips, or keyframes where there are no clips.
        spaces: Names of the spaces whose vectors, side by side, are its input.
        weights: float32 (sum of their dims,).
        bias: Added to the product with the weights; the logistic function of the sum is the score.
        held_out_accuracy: Mean of the shares of examples and of other scenes classified correctly when held
            out of training, in [0, 1]; None where there were too few examples to leave any out.
    """

    label: str
    examples: tuple[TaughtExample, ...]
    owner: Owner
    spaces: tuple[str, ...]
    weights: Vector
    bias: float
    held_out_accuracy: float | None = None


@dataclass(frozen=True, slots=True)
class TaughtScene:
    """A scene in which an action is found.

    Attributes:
        time_s: Of the clip or keyframe with the highest score.
        score: In [0, 1].
    """

    video_id: int
    shot_id: int
    time_s: float
    score: float


class TaughtRecords:
    """The part of a catalogue that remembers taught actions."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def all(self) -> list[TaughtAction]:
        """Every taught action, by label."""
        with self._connections.reading() as connection:
            actions = connection.execute(
                "SELECT id, label, owner, spaces, weights, bias, held_out_accuracy "
                "FROM taught_action ORDER BY label"
            ).fetchall()
            examples = connection.execute(
                "SELECT action_id, video_id, start_s, end_s, is_counter FROM taught_example ORDER BY rowid"
            ).fetchall()
            for action in actions:
                require_weights(action[4])
        by_action: dict[int, list[TaughtExample]] = defaultdict(list)
        for action_id, video_id, start_s, end_s, is_counter in examples:
            by_action[action_id].append(TaughtExample(video_id, start_s, end_s, bool(is_counter)))
        return [
            TaughtAction(
                label=label,
                examples=tuple(by_action[action_id]),
                owner=owner,
                spaces=tuple(json.loads(spaces)),
                weights=np.frombuffer(weights, np.float32),
                bias=bias,
                held_out_accuracy=held_out,
            )
            for action_id, label, owner, spaces, weights, bias, held_out in actions
        ]

    def store(self, action: TaughtAction) -> None:
        """Remember an action; one of the same label is replaced, and its scores are forgotten."""
        with self._connections.writing() as connection:
            connection.execute("DELETE FROM taught_action WHERE label = ?", (action.label,))
            cursor = connection.execute(
                "INSERT INTO taught_action (label, created_ns, owner, spaces, weights, bias, "
                "held_out_accuracy) VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    action.label,
                    time.time_ns(),
                    action.owner,
                    json.dumps(action.spaces),
                    action.weights.astype(np.float32).tobytes(),
                    action.bias,
                    action.held_out_accuracy,
                ),
            )
            connection.executemany(
                "INSERT INTO taught_example VALUES (?, ?, ?, ?, ?)",
                [
                    (cursor.lastrowid, one.video_id, one.start_s, one.end_s, int(one.is_counter))
                    for one in action.examples
                ],
            )
            for owner in ("clip", "keyframe"):
                _forget_scores(connection, owner, action.label)

    def forget(self, label: str) -> bool:
        """Delete an action and its predictions; return whether there was one."""
        with self._connections.writing() as connection:
            cursor = connection.execute("DELETE FROM taught_action WHERE label = ?", (label,))
            for owner in ("clip", "keyframe"):
                _forget_scores(connection, owner, label)
            return bool(cursor.rowcount)

    def rename(self, label: str, new: str) -> bool:
        """Rename an action and its predictions; return whether there was one.

        Raises:
            ExistingNameError: If another action has this label.
        """
        with self._connections.writing() as connection:
            try:
                cursor = connection.execute(
                    "UPDATE taught_action SET label = ? WHERE label = ?", (new, label)
                )
            except sqlite3.IntegrityError as error:
                raise ExistingNameError(
                    f"A label named {new!r} was taught already; choose another name."
                ) from error
            if not cursor.rowcount or new == label:
                return bool(cursor.rowcount)
            _note_label(connection, new)
            for owner in ("clip", "keyframe"):
                for (video_id,) in connection.execute(
                    f"SELECT DISTINCT shot.video_id FROM {owner}_prediction AS prediction "  # noqa: S608
                    f"JOIN {owner} ON {owner}.id = prediction.{owner}_id "
                    f"JOIN shot ON shot.id = {owner}.shot_id WHERE label_id = {_LABEL_ID}",
                    (label,),
                ).fetchall():
                    note_change(connection, video_id, "updated")
                connection.execute(
                    f"UPDATE {owner}_prediction SET label_id = {_LABEL_ID} "  # noqa: S608
                    f"WHERE label_id = {_LABEL_ID}",
                    (new, label),
                )
            return True

    def scenes(self, label: str, least_score: float) -> list[TaughtScene]:
        """The scenes in which an action is found, each by the clip or keyframe with the highest score."""
        with self._connections.reading() as connection:
            found = [
                TaughtScene(*row)
                for owner, time_s in _OWNER_TIMES
                # SQLite takes the columns that are in no aggregate from the row of the maximum.
                for row in connection.execute(
                    f"SELECT shot.video_id, shot.id, {time_s}, max(score) "  # noqa: S608
                    f"FROM {owner}_prediction AS prediction JOIN {owner} AS owner "
                    f"ON owner.id = prediction.{owner}_id JOIN shot ON shot.id = owner.shot_id "
                    f"WHERE label_id = {_LABEL_ID} GROUP BY shot.id HAVING max(score) >= ?",
                    (label, least_score),
                )
            ]
        return sorted(found, key=lambda scene: (-scene.score, scene.shot_id))

    def store_scores(
        self, action: TaughtAction, owner_ids: Ids, scores: npt.NDArray[np.float32], video_ids: Sequence[int]
    ) -> None:
        """Store the scores of an action for some clips or keyframes, as predictions of the source ``taught``.

        Owners that are gone since their vectors were read are left out.

        Args:
            action: Stored before.
            owner_ids: Clips or keyframes, int64 (N,).
            scores: float32 (N,) in [0, 1].
            video_ids: The videos they lie in: its earlier scores for these are deleted.
        """
        owner = action.owner
        with self._connections.writing() as connection:
            _forget_scores(connection, owner, action.label, video_ids)
            _note_label(connection, action.label)
            connection.executemany(
                f"INSERT INTO {owner}_prediction ({owner}_id, label_id, score) "  # noqa: S608
                f"SELECT {owner}.id, label.id, ? FROM {owner}, label "
                f"WHERE {owner}.id = ? AND label.label = ? AND label.source = 'taught'",
                [
                    (float(score), int(owner_id), action.label)
                    for owner_id, score in zip(owner_ids, scores, strict=True)
                ],
            )
            for video_id in video_ids:
                note_change(connection, video_id, "updated")


_LABEL_ID = "(SELECT id FROM label WHERE label = ? AND source = 'taught')"

_OWNER_TIMES = (("keyframe", "owner.time_s"), ("clip", "(owner.start_s + owner.end_s) / 2"))


def _note_label(connection: sqlite3.Connection, label: str) -> None:
    connection.execute(
        "INSERT INTO label (label, source, model) VALUES (?, 'taught', ?) ON CONFLICT DO NOTHING",
        (label, label),
    )


def _forget_scores(
    connection: sqlite3.Connection, owner: str, label: str, video_ids: Sequence[int] | None = None
) -> None:
    """Delete the predictions of an action: for some videos, or for all."""
    of_label = f"DELETE FROM {owner}_prediction WHERE label_id = {_LABEL_ID}"  # noqa: S608
    if video_ids is None:
        connection.execute(of_label, (label,))
        return
    connection.executemany(
        f"{of_label} AND {owner}_id IN (SELECT {owner}.id FROM {owner} "  # noqa: S608
        f"JOIN shot ON shot.id = {owner}.shot_id WHERE shot.video_id = ?)",
        [(label, video_id) for video_id in video_ids],
    )
