"""Which worker does which job, when it was last heard of, and which attempts failed where.

The scheduler of a cluster holds only what is under way, and forgets it when it ends; this is the truth.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from videxplore.catalogue import records
from videxplore.catalogue.connections import Connections
from videxplore.core.types import Depth

_COLUMNS = "video_id, job, attempt, worker, heartbeat_s, error"


@dataclass(frozen=True, slots=True)
class Lease:
    """One attempt at a job by one worker.

    Attributes:
        video_id: The video.
        job: The pass.
        attempt: Of this pass over this video, from 1.
        worker: The name of the worker.
        heartbeat_s: When the worker was last heard of, seconds since 1970.
        error: Why the attempt failed, in one sentence; empty while it is under way.
    """

    video_id: int
    job: Depth
    attempt: int
    worker: str
    heartbeat_s: int
    error: str = ""


class LeaseRecords:
    """The jobs that are with other workers, and their failed attempts.

    A lease ends when its result is stored, when it fails, or when it is withdrawn; a result without a lease
    under way was delivered before, or is no longer wanted.
    """

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def grant(self, video_id: int, job: Depth, worker: str, now_s: float) -> Lease | None:
        """Hand a job to a worker; None where the video is no longer there.

        Args:
            video_id: The video.
            job: The pass.
            worker: The name of the worker.
            now_s: Seconds since 1970.
        """
        with self._connections.writing() as connection:
            key = (video_id, job.value)
            (attempt,) = connection.execute(
                "SELECT coalesce(max(attempt), 0) + 1 FROM lease WHERE video_id = ? AND job = ?", key
            ).fetchone()
            cursor = connection.execute(
                f"INSERT INTO lease ({_COLUMNS}) SELECT id, ?, ?, ?, ?, x'' FROM video WHERE id = ?",  # noqa: S608
                (job.value, attempt, worker, int(now_s), video_id),
            )
            return Lease(video_id, job, attempt, worker, int(now_s)) if cursor.rowcount else None

    def note_heartbeats(self, leases: Iterable[Lease], now_s: float) -> None:
        """Note that the workers of some leases were heard of."""
        with self._connections.writing() as connection:
            connection.executemany(
                "UPDATE lease SET heartbeat_s = ? WHERE video_id = ? AND job = ? AND attempt = ?",
                [(int(now_s), *_key(lease)) for lease in leases],
            )

    def fail(self, lease: Lease, error: str) -> None:
        """Note that an attempt failed."""
        with self._connections.writing() as connection:
            connection.execute(
                "UPDATE lease SET error = ? WHERE video_id = ? AND job = ? AND attempt = ?",
                (records.text_to_bytes(error), *_key(lease)),
            )

    def withdraw(self, lease: Lease) -> None:
        """Forget an attempt that did not begin, or whose worker went away through no fault of the video."""
        with self._connections.writing() as connection:
            connection.execute(
                "DELETE FROM lease WHERE video_id = ? AND job = ? AND attempt = ?", _key(lease)
            )

    def settle(self, video_id: int, job: Depth) -> None:
        """Forget every attempt at a job: its result is stored, or its file has changed."""
        with self._connections.writing() as connection:
            connection.execute("DELETE FROM lease WHERE video_id = ? AND job = ?", (video_id, job.value))

    def is_held(self, lease: Lease) -> bool:
        """Whether an attempt is still under way, so that its result is wanted."""
        found = self._connections.rows(
            "SELECT error FROM lease WHERE video_id = ? AND job = ? AND attempt = ?", _key(lease)
        )
        return [error for (error,) in found] == [b""]

    def held(self) -> list[Lease]:
        """The attempts that are under way, by video and attempt."""
        return self._leases("error = x''")

    def failures(self, video_id: int, job: Depth) -> list[Lease]:
        """The failed attempts at a job, oldest first."""
        return self._leases("error <> x'' AND video_id = ? AND job = ?", (video_id, job.value))

    def _leases(self, condition: str, values: Sequence[object] = ()) -> list[Lease]:
        found = self._connections.rows(
            f"SELECT {_COLUMNS} FROM lease WHERE {condition} ORDER BY video_id, job, attempt",  # noqa: S608
            values,
        )
        return [
            Lease(video_id, Depth(job), attempt, worker, heartbeat_s, records.bytes_to_text(error))
            for video_id, job, attempt, worker, heartbeat_s, error in found
        ]


def _key(lease: Lease) -> tuple[int, str, int]:
    return lease.video_id, lease.job.value, lease.attempt
