"""Which worker of a cluster gets a job, and which jobs are done on the computer with the library."""

from collections import Counter
from collections.abc import Collection

from videxplore.catalogue.leases import LeaseRecords
from videxplore.services.indexing.cluster.connection import ClusterConnection, ClusterWorker
from videxplore.services.indexing.cluster.machines import Machines
from videxplore.services.indexing.cluster.roots import Roots, place
from videxplore.services.indexing.index_types import IndexOptions
from videxplore.services.indexing.run.job_queue import ANY_GROUP, IndexJob

# One job is at work and one waits on the worker, so that it does not stand idle meanwhile; at the end, where
# there are fewer jobs than workers, they go to whoever is free.
MOST_JOBS_OF_WORKER = 2
MOST_WORKERS_TRIED = 2
"""A job that failed on so many workers is done on the computer with the library."""


class WorkerChoice:
    """Chooses among the workers that are there, by what they see and how many jobs they have."""

    def __init__(
        self,
        connection: ClusterConnection,
        machines: Machines,
        leases: LeaseRecords,
        options: IndexOptions,
        roots: Roots,
    ) -> None:
        """Prepare.

        Args:
            connection: Knows the workers.
            machines: Say which of them get no jobs.
            leases: Say on which a job failed.
            options: Say whether a GPU is needed.
            roots: Where the roots are on this computer.
        """
        self._connection = connection
        self._machines = machines
        self._leases = leases
        self._needs_gpu = options.device.startswith("cuda")
        self._roots = roots

    def group(self, job: IndexJob) -> str:
        """The root of a job; all that are done on this computer in any case are one group."""
        placed = None if job.backfill else place(job.video.path, self._roots)
        return placed[0] if placed else ANY_GROUP

    def open_groups(self, counts: Counter[str], waiting: int, *, has_room_here: bool) -> Collection[str]:
        """The groups of which a job may be submitted; none without a worker: everything waits.

        Args:
            counts: How many jobs each worker has, by its address.
            waiting: How many jobs wait.
            has_room_here: Whether this computer takes one.
        """
        ready = self._ready()
        most = MOST_JOBS_OF_WORKER if waiting >= len(ready) else 1
        groups: set[str] = set()
        seen: set[str] = set()
        for worker in ready:
            seen |= worker.roots
            groups |= worker.roots if counts[worker.address] < most else set()
        is_joining = any(worker.is_joining for worker in self._connection.workers.values())
        if ready and has_room_here and not is_joining:
            groups |= {ANY_GROUP, *self._roots} - seen
        return groups

    def worker_for(self, job: IndexJob, counts: Counter[str]) -> ClusterWorker | None:
        """The worker with the fewest jobs that sees the file and did not fail at it; None: this computer.

        Args:
            job: The job.
            counts: How many jobs each worker has, by its address.
        """
        root = self.group(job)
        if root == ANY_GROUP:
            return None
        failed = {lease.worker for lease in self._leases.failures(job.video.id, job.depth)}
        if len(failed) >= MOST_WORKERS_TRIED:
            return None
        able = [worker for worker in self._ready() if worker.name not in failed and root in worker.roots]
        return min(able, key=lambda worker: counts[worker.address], default=None)

    def sharers(self, worker: ClusterWorker) -> int:
        """How many workers share the computer of a worker."""
        hosts = [one.introduction.host for one in self._ready() if one.introduction is not None]
        return max(1, hosts.count(worker.introduction.host) if worker.introduction else 1)

    def _ready(self) -> list[ClusterWorker]:
        return [
            worker
            for worker in self._connection.workers.values()
            if worker.is_ready
            and not self._machines.is_paused(worker.name)
            and worker.introduction is not None
            and (not self._needs_gpu or worker.introduction.device.startswith("cuda"))
        ]
