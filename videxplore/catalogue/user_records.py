"""What the user adds to a catalogue: exclusions, past searches, where they left off, what duplicates are."""

import os
import sqlite3
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from videxplore.catalogue.connections import Connections
from videxplore.core.errors import UnknownSearchError
from videxplore.core.spans import PlayerPosition
from videxplore.core.types import VideoState


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


ContentPair = tuple[str, str]
"""The fingerprints of two contents, in their order."""


def content_pair(first: str, second: str) -> ContentPair:
    """Two fingerprints as they are stored."""
    return (first, second) if first <= second else (second, first)


class DuplicateRecords:
    """Pairs of contents that are not duplicates, and protected folders."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def dismissed(self) -> frozenset[ContentPair]:
        """The pairs that are not duplicates."""
        found = self._connections.rows("SELECT first_fingerprint, second_fingerprint FROM not_duplicate")
        return frozenset((first, second) for first, second in found)

    def dismiss(self, first: str, second: str) -> None:
        """Remember that two contents are not duplicates."""
        with self._connections.writing() as connection:
            pair = content_pair(first, second)
            connection.execute("INSERT OR IGNORE INTO not_duplicate VALUES (?, ?)", pair)

    def take_back(self, first: str, second: str) -> None:
        """Two contents may be duplicates again."""
        with self._connections.writing() as connection:
            connection.execute(
                "DELETE FROM not_duplicate WHERE first_fingerprint = ? AND second_fingerprint = ?",
                content_pair(first, second),
            )

    def protected_folders(self) -> list[Path]:
        """The protected folders, in the order of their paths."""
        found = self._connections.rows("SELECT path FROM protected_folder ORDER BY path")
        return [Path(os.fsdecode(path)) for (path,) in found]

    def protect(self, folder: Path) -> None:
        """Protect a folder, and all below it."""
        with self._connections.writing() as connection:
            connection.execute("INSERT OR IGNORE INTO protected_folder VALUES (?)", (os.fsencode(folder),))

    def unprotect(self, folder: Path) -> None:
        """Protect a folder no longer."""
        with self._connections.writing() as connection:
            connection.execute("DELETE FROM protected_folder WHERE path = ?", (os.fsencode(folder),))
