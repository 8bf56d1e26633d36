"""Where the user left off: videos that are not to be indexed for now, and the place in each video."""

from collections.abc import Iterable

from videxplore.catalogue.connections import Connections
from videxplore.core.spans import PlayerPosition


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
