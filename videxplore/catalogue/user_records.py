"""What the user adds to a catalogue: exclusions, past searches, taught actions, and where they left off."""

import json
import os
import sqlite3
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from videxplore.catalogue.connections import Connections
from videxplore.catalogue.integrity.damage import require_weights
from videxplore.catalogue.records import Owner, note_change
from videxplore.core.errors import UnknownSearchError
from videxplore.core.spans import PlayerPosition
from videxplore.core.types import Ids, Vector, VideoState


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A file as it was when its video was removed from the library."""

    path: Path
    fingerprint: str
    size_bytes: int
    modified_ns: int


class ExclusionRecords:
    """Removed videos whose files may still lie in a watched folder, and are not added again from there.

    Triggers of the schema delete an exclusion when a video is at its path again, for whatever reason.
    """

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def all(self) -> list[Exclusion]:
        """Every exclusion, in the order of the paths."""
        found = self._connections.rows(
            "SELECT path, fingerprint, size_bytes, modified_ns FROM exclusion ORDER BY path"
        )
        return [Exclusion(Path(os.fsdecode(path)), *rest) for path, *rest in found]

    def follow(self, from_path: Path, to_path: Path, modified_ns: int) -> None:
        """Note that an excluded file was moved or touched; its content is the same."""
        with self._connections.writing() as connection:
            connection.execute(
                "UPDATE OR REPLACE exclusion SET path = ?, modified_ns = ? WHERE path = ?",
                (os.fsencode(to_path), modified_ns, os.fsencode(from_path)),
            )


def note_exclusion(connection: sqlite3.Connection, video_id: int) -> None:
    """Remember the file of a video, in the transaction that takes the video out.

    A file that was gone already is not remembered: who takes its video out tidies up, and would not expect
    another one that comes there to be left out.
    """
    connection.execute(
        "INSERT OR REPLACE INTO exclusion (path, fingerprint, size_bytes, modified_ns) "
        "SELECT path, fingerprint, size_bytes, modified_ns FROM video WHERE id = ? AND state <> ?",
        (video_id, VideoState.GONE.value),
    )


@dataclass(frozen=True, slots=True)
class HistoryNode:
    """One search.

    Attributes:
        parent_id: The search it was changed from; None for a first one.
        created_ns: When it was made, nanoseconds since 1970.
        name: What the user calls it; empty for most.
        query: The query as JSON text.
    """

    id: int
    parent_id: int | None
    created_ns: int
    name: str
    query: str


class HistoryRecords:
    """The part of a catalogue that remembers searches."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def add(self, query: str, parent_id: int | None = None, name: str = "") -> HistoryNode:
        """Remember a search; a parent that was forgotten meanwhile makes it a first one."""
        with self._connections.writing() as connection:
            cursor = connection.execute(
                "INSERT INTO history (parent_id, created_ns, name, query) "
                "VALUES ((SELECT id FROM history WHERE id = ?), ?, ?, ?)",
                (parent_id, time.time_ns(), name, query),
            )
            node_id = int(cursor.lastrowid or 0)
        return self.node(node_id)

    def node(self, node_id: int) -> HistoryNode:
        """One search.

        Raises:
            UnknownSearchError: If it was forgotten.
        """
        found = self._nodes("WHERE id = ?", (node_id,))
        if not found:
            raise UnknownSearchError(f"The search {node_id} is no longer in the history.")
        return found[0]

    def nodes(self, *, named: bool = False, most: int | None = None) -> list[HistoryNode]:
        """All searches, or those with a name, newest first; no more than ``most`` of them."""
        condition = "WHERE length(name) > 0" if named else ""
        return self._nodes(f"{condition} ORDER BY id DESC LIMIT ?", (-1 if most is None else most,))

    def rename(self, node_id: int, name: str) -> None:
        """Give a search a name, or take it away with an empty one."""
        with self._connections.writing() as connection:
            connection.execute("UPDATE history SET name = ? WHERE id = ?", (name, node_id))

    def delete(self, node_id: int) -> None:
        """Delete one search; those that were changed from it become first ones."""
        with self._connections.writing() as connection:
            connection.execute("DELETE FROM history WHERE id = ?", (node_id,))

    def forget(self, keep_newest: int) -> int:
        """Forget nameless searches but the newest ones; return how many were forgotten."""
        with self._connections.writing() as connection:
            cursor = connection.execute(
                "DELETE FROM history WHERE name = '' AND id NOT IN "
                "(SELECT id FROM history WHERE name = '' ORDER BY id DESC LIMIT ?)",
                (keep_newest,),
            )
            return int(cursor.rowcount)

    def _nodes(self, rest: str, values: tuple[object, ...]) -> list[HistoryNode]:
        found = self._connections.rows(
            f"SELECT id, parent_id, created_ns, name, query FROM history {rest}",  # noqa: S608
            values,
        )
        return [HistoryNode(*row) for row in found]


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
            connection.execute(
                "INSERT INTO label (label, source, model) VALUES (?, 'taught', ?) ON CONFLICT DO NOTHING",
                (action.label, action.label),
            )
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


def _forget_scores(
    connection: sqlite3.Connection, owner: str, label: str, video_ids: Sequence[int] | None = None
) -> None:
    """Delete the predictions of an action: for some videos, or for all."""
    of_label = (
        f"DELETE FROM {owner}_prediction WHERE label_id IN "  # noqa: S608
        "(SELECT id FROM label WHERE label = ? AND source = 'taught')"
    )
    if video_ids is None:
        connection.execute(of_label, (label,))
        return
    connection.executemany(
        f"{of_label} AND {owner}_id IN (SELECT {owner}.id FROM {owner} "  # noqa: S608
        f"JOIN shot ON shot.id = {owner}.shot_id WHERE shot.video_id = ?)",
        [(label, video_id) for video_id in video_ids],
    )


class StoppedRecords:
    """Videos whose indexing the user stopped: they are indexed only when the user asks for it."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def ids(self) -> frozenset[int]:
        """The ids of these videos."""
        return frozenset(video_id for (video_id,) in self._connections.rows("SELECT video_id FROM stopped"))

    def add(self, video_ids: Iterable[int]) -> None:
        """Stop these; nothing is remembered of one that is gone."""
        with self._connections.writing() as connection:
            connection.executemany(
                "INSERT OR IGNORE INTO stopped (video_id) SELECT id FROM video WHERE id = ?",
                [(video_id,) for video_id in video_ids],
            )

    def remove(self, video_id: int) -> None:
        """The video is indexed after all."""
        with self._connections.writing() as connection:
            connection.execute("DELETE FROM stopped WHERE video_id = ?", (video_id,))


class PlaceRecords:
    """Playhead, in and out point of each video, as the window left them."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def all(self) -> dict[int, PlayerPosition]:
        """The places by the ids of their videos."""
        found = self._connections.rows("SELECT video_id, time_s, in_s, out_s FROM place")
        return {video_id: PlayerPosition(*rest) for video_id, *rest in found}

    def set(self, video_id: int, place: PlayerPosition) -> None:
        """Remember a place; nothing is remembered in a video that is gone."""
        with self._connections.writing() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO place (video_id, time_s, in_s, out_s) "
                "SELECT id, ?, ?, ? FROM video WHERE id = ?",
                (place.time_s, place.in_s, place.out_s, video_id),
            )
