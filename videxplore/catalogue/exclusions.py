"""The videos a person took out of the library whose files may still lie in a folder that is watched.

Triggers of the schema forget an exclusion when a video is at its path again, for whatever reason.
"""

import os
import sqlite3
from dataclasses import dataclass
from pathlib import Path

from videxplore.catalogue.connections import Connections
from videxplore.core.types import VideoState


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A file as it was when its video was taken out of the library."""

    path: Path
    fingerprint: str
    size_bytes: int
    modified_ns: int


class ExclusionRecords:
    """The part of a catalogue that remembers what is not to come back by itself."""

    def __init__(self, connections: Connections) -> None:
        """Read and write through these connections."""
        self._connections = connections

    def all(self) -> list[Exclusion]:
        """Every exclusion, in the order of the paths."""
        with self._connections.reading() as connection:
            found = connection.execute(
                "SELECT path, fingerprint, size_bytes, modified_ns FROM exclusion ORDER BY path"
            ).fetchall()
        return [Exclusion(Path(os.fsdecode(path)), *rest) for path, *rest in found]

    def follow(self, from_path: Path, to_path: Path, modified_ns: int) -> None:
        """Note that an excluded file was moved or touched; its content is the same."""
        with self._connections.writing() as connection:
            connection.execute(
                "UPDATE OR REPLACE exclusion SET path = ?, modified_ns = ? WHERE path = ?",
                (os.fsencode(to_path), modified_ns, os.fsencode(from_path)),
            )


def note(connection: sqlite3.Connection, video_id: int) -> None:
    """Remember the file of a video, in the transaction that takes the video out.

    A file that was gone already is not remembered: who takes its video out tidies up, and would not expect
    another one that comes there to be left out.
    """
    connection.execute(
        "INSERT OR REPLACE INTO exclusion (path, fingerprint, size_bytes, modified_ns) "
        "SELECT path, fingerprint, size_bytes, modified_ns FROM video WHERE id = ? AND state <> ?",
        (video_id, VideoState.GONE.value),
    )
