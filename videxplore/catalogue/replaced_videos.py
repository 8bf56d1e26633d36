"""Videos whose files were replaced by others of the same name, and what the user said of them."""

import os
import sqlite3
from pathlib import Path

from videxplore.catalogue import records
from videxplore.catalogue.connections import Connections
from videxplore.core.types import VideoState

USER_TABLES = ("mark", "bin_item", "taught_example")
"""What the user said of a video."""

_HAS_USER_RECORDS = "({})".format(
    " OR ".join(f"EXISTS (SELECT 1 FROM {one} WHERE {one}.video_id = video.id)" for one in USER_TABLES)  # noqa: S608
)


class ReplacedRecords:
    """Remembers whose name another file has, until the two were compared."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def with_user_records(self) -> frozenset[int]:
        """The ids of the videos with marks, items of bins or taught examples."""
        tables = " UNION ".join(f"SELECT video_id FROM {table}" for table in USER_TABLES)  # noqa: S608
        return frozenset(video_id for (video_id,) in self._connections.rows(tables))

    def user_parts_s(self, video_id: int) -> list[tuple[float, float]]:
        """From when to when in a video its marks, items of bins and taught examples are."""
        tables = " UNION ".join(
            f"SELECT start_s, end_s FROM {table} WHERE video_id = :id"  # noqa: S608
            for table in USER_TABLES
        )
        return [(start_s, end_s) for start_s, end_s in self._connections.rows(tables, {"id": video_id})]

    def make_way(self, video_id: int, kept_as: Path) -> bool:
        """Another file has the path of a video: keep the video as gone if the user said something of it.

        Args:
            video_id: The video; it is deleted where there is nothing of the user's.
            kept_as: Its path from now on, at which there is no file.

        Returns:
            Whether it was kept.
        """
        with self._connections.writing() as connection:
            row = connection.execute(
                f"SELECT path FROM video WHERE id = ? AND {_HAS_USER_RECORDS}",  # noqa: S608
                (video_id,),
            ).fetchone()
            if row is None:
                connection.execute("DELETE FROM video WHERE id = ?", (video_id,))
                records.note_removal(connection, video_id)
                return False
            connection.execute(
                "UPDATE video SET path = ?, state = ?, error = x'' WHERE id = ?",
                (os.fsencode(kept_as), VideoState.GONE.value, video_id),
            )
            connection.execute("INSERT INTO replaced (video_id, path) VALUES (?, ?)", (video_id, row[0]))
            records.note_change(connection, video_id, "updated")
        return True

    def to_compare(self) -> list[tuple[int, int]]:
        """The ids of kept videos, each with that of a video whose file it may take over.

        That has the same content under another path, or is at the path now and was not compared yet. Left out
        are videos of which the user said something, too.
        """
        is_free = f"video.state IN ('searchable', 'complete') AND NOT {_HAS_USER_RECORDS}"
        found = self._connections.rows(
            "SELECT video_id, video.id FROM replaced JOIN video AS kept ON kept.id = video_id "  # noqa: S608
            "JOIN video ON video.fingerprint = kept.fingerprint AND video.id <> kept.id "
            f"WHERE {is_free} UNION ALL SELECT * FROM (SELECT video_id, video.id FROM replaced "
            "JOIN video ON video.path = replaced.path "
            f"WHERE compared_id IS NOT video.id AND {is_free} ORDER BY video_id DESC)"
        )
        return [(kept_id, video_id) for kept_id, video_id in found]

    def note_compared(self, kept_id: int, video_id: int) -> None:
        """Two videos do not have the same footage: they are not compared again."""
        with self._connections.writing() as connection:
            connection.execute("UPDATE replaced SET compared_id = ? WHERE video_id = ?", (video_id, kept_id))

    def take_file(self, kept_id: int, video_id: int) -> bool:
        """Give a kept video the file of another one, which is deleted; its analysis was copied before.

        Returns:
            Whether it was done; not where the user said something of the other one meanwhile.
        """
        with self._connections.writing() as connection:
            columns = "path, fingerprint, size_bytes, modified_ns, state, error"
            row = connection.execute(
                f"SELECT {columns} FROM video WHERE id = ? AND NOT {_HAS_USER_RECORDS}",  # noqa: S608
                (video_id,),
            ).fetchone()
            known = connection.execute("SELECT fingerprint FROM video WHERE id = ?", (kept_id,)).fetchone()
            if row is None or known is None:
                return False
            _follow_dismissals(connection, known[0], row[1])
            connection.execute("DELETE FROM video WHERE id = ?", (video_id,))
            records.note_removal(connection, video_id)
            connection.execute(
                f"UPDATE video SET ({columns}) = (?, ?, ?, ?, ?, ?) WHERE id = ?",  # noqa: S608
                (*row, kept_id),
            )
            records.note_change(connection, kept_id, "analysed")
        return True


def _follow_dismissals(connection: sqlite3.Connection, before: str, after: str) -> None:
    """Contents that were dismissed as duplicates of one are dismissed for its replacement, too."""
    others = (
        "SELECT second_fingerprint AS other FROM not_duplicate WHERE first_fingerprint = :before "
        "UNION SELECT first_fingerprint FROM not_duplicate WHERE second_fingerprint = :before"
    )
    connection.execute(
        "INSERT OR IGNORE INTO not_duplicate (first_fingerprint, second_fingerprint) "  # noqa: S608
        f"SELECT min(other, :after), max(other, :after) FROM ({others}) WHERE other <> :after",
        {"before": before, "after": after},
    )
