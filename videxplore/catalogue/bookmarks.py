"""The moments a person marked in each video."""

from collections.abc import Sequence

from videxplore.catalogue.connections import Connections


class BookmarkRecords:
    """The part of a catalogue that remembers bookmarks; they outlive a new analysis of their video."""

    def __init__(self, connections: Connections) -> None:
        """Read and write through these connections."""
        self._connections = connections

    def times_s(self, video_id: int) -> tuple[float, ...]:
        """The marked moments of a video in seconds, in time order."""
        with self._connections.reading() as connection:
            found = connection.execute(
                "SELECT time_s FROM bookmark WHERE video_id = ? ORDER BY time_s", (video_id,)
            ).fetchall()
        return tuple(float(time_s) for (time_s,) in found)

    def replace(self, video_id: int, times_s: Sequence[float]) -> None:
        """Remember just these moments of a video; nothing is remembered of one that is gone."""
        with self._connections.writing() as connection:
            connection.execute("DELETE FROM bookmark WHERE video_id = ?", (video_id,))
            connection.executemany(
                "INSERT OR IGNORE INTO bookmark (video_id, time_s) SELECT id, ? FROM video WHERE id = ?",
                [(time_s, video_id) for time_s in times_s],
            )
