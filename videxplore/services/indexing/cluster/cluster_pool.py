"""The jobs of an index run on the workers of a cluster; this computer does what they cannot.

The catalogue knows of every job that is with a worker. A worker or a scheduler that is away means waiting:
its jobs go back to the queue. A job that failed on two workers, or that no worker sees the file of, is done
here, where it is also decided whether its video is skipped.
"""

import time
from collections import Counter, deque
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from videxplore.catalogue.leases import Lease
from videxplore.core.errors import UnreadableAnalysisError
from videxplore.core.types import Depth
from videxplore.services.indexing.cluster.connection import ClusterConnection, ClusterWorker
from videxplore.services.indexing.cluster.machines import Machine, Machines
from videxplore.services.indexing.cluster.remote_jobs import Outcome, RemoteJob, RemoteModels
from videxplore.services.indexing.cluster.roots import PlacedFile, Roots, place
from videxplore.services.indexing.cluster.worker_choice import WorkerChoice
from videxplore.services.indexing.index_types import IndexOptions
from videxplore.services.indexing.messages import (
    JobAdvanced,
    JobCancelled,
    JobEnded,
    JobReturned,
    StoredShot,
    WorkerMessage,
)
from videxplore.services.indexing.results.analysis_file import result_from_bytes
from videxplore.services.indexing.run.index_jobs import JobInProgress, JobPool, Processes
from videxplore.services.indexing.run.job_queue import IndexJob, JobQueue
from videxplore.services.library import Library

if TYPE_CHECKING:
    from distributed import Future

MOST_HELD = 16
HEARTBEAT_EVERY_S = 10.0
POLL_S = 0.05
LOOK_EVERY_S = 0.005
# A worker whose run was killed during a pause goes on by itself.
PAUSE_S = 15.0
PAUSE_AGAIN_S = 5.0


@dataclass(slots=True)
class _RemoteJob:
    """A job that is with a worker.

    Attributes:
        current: As the index run knows it.
        lease: As the catalogue knows it.
        has_begun: Whether the worker is at it, and it does not wait there.
    """

    current: JobInProgress
    worker: ClusterWorker
    lease: Lease
    future: "Future[Any]"
    has_begun: bool = False
    began_s: float = 0.0

    @property
    def key(self) -> str:
        return str(self.future.key)


@dataclass(slots=True)
class _HeldJob:
    """A job for this computer that waits for a process."""

    job: IndexJob
    shots: tuple[StoredShot, ...]
    file_status: tuple[int, int]


_Answer = tuple[WorkerMessage | None, JobInProgress | None, Processes]


class ClusterPool:
    """The workers of a cluster, and the analysis processes of this computer, as one pool.

    All methods belong to one thread.
    """

    def __init__(
        self,
        connection: ClusterConnection,
        local: JobPool,
        library: Library,
        options: IndexOptions,
        roots: Roots,
        machines: Machines,
    ) -> None:
        """Prepare.

        Args:
            connection: To the scheduler; it is closed with the pool.
            local: Does what no worker can do.
            library: Remembers the leases.
            options: How videos are analysed.
            roots: Where the roots are on this computer.
            machines: Gets what the workers do, and says which of them get no jobs.
        """
        self._connection = connection
        self._local = local
        self._leases = library.catalogue.leases
        self._choice = WorkerChoice(connection, machines, self._leases, options, roots)
        self._models = RemoteModels.of(options)
        self._roots = roots
        self._machines = machines
        # Seconds of video and of work by the names of workers.
        self._speeds: dict[str, tuple[float, float]] = {}
        self._remote: dict[str, _RemoteJob] = {}
        self._held: deque[_HeldJob] = deque()
        self._answers: deque[_Answer] = deque()
        self._delivered: list[tuple[int, Depth]] = []
        self._heard_of: set[str] = set()
        self._noted_s = time.monotonic()
        self._paused_s = self._pause_said_s = 0.0
        for lease in self._leases.held():
            # Of a run that was killed: whatever its workers still deliver, nobody waits for it.
            self._leases.withdraw(lease)

    def __len__(self) -> int:
        """Jobs that are with workers or processes."""
        return len(self._remote) + len(self._held) + len(self._answers) + len(self._local)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._settle()
        self._machines.publish(())
        self._local.__exit__(kind, value, trace)
        self._connection.close()

    @property
    def running(self) -> list[JobInProgress]:
        """The jobs that workers and processes are at."""
        return [*(one.current for one in self._remote.values() if one.has_begun), *self._local.running]

    @property
    def is_loading(self) -> bool:
        """Whether all jobs wait for models that are being loaded on this computer."""
        return not self._remote and self._local.is_loading

    @property
    def has_message(self) -> bool:
        """Whether a worker or a process has delivered something."""
        return bool(self._answers) or self._local.has_message

    def group(self, job: IndexJob) -> str:
        """The root of a job; all that are done on this computer in any case are one group."""
        return self._choice.group(job)

    def open_groups(self, queue: JobQueue) -> Collection[str]:
        """The groups of which another job may be submitted; none without a worker: everything waits."""
        self._update()
        self._start_held(queue)
        return self._choice.open_groups(self._counts(), len(queue), has_room_here=len(self._held) < MOST_HELD)

    def fingerprints(self) -> set[str]:
        """The content of the videos that are being analysed."""
        remote = {one.current.job.video.fingerprint for one in self._remote.values()}
        held = {one.job.video.fingerprint for one in self._held}
        return remote | held | self._local.fingerprints()

    def submit(
        self, job: IndexJob, shots: tuple[StoredShot, ...], file_status: tuple[int, int], queue: JobQueue
    ) -> None:
        """Give a job to the worker with the fewest, or to this computer; see :meth:`.JobPool.submit`."""
        worker = self._choice.worker_for(job, self._counts())
        placed = place(job.video.path, self._roots)
        if worker is None or placed is None:
            self._held.append(_HeldJob(job, shots, file_status))
            self._start_held(queue)
            return
        lease = self._leases.grant(job.video.id, job.depth, worker.name, time.time())
        if lease is None:
            return
        video = job.video
        remote = RemoteJob(
            key=f"{self._connection.topic}-{video.id}-{job.depth}-{lease.attempt}",
            topic=self._connection.topic,
            file=PlacedFile(*placed, video.size_bytes, video.fingerprint),
            models=self._models,
            depth=job.depth.value,
            clips=job.with_clips,
            sharers=self._choice.sharers(worker),
        )
        current = JobInProgress(job, file_status)
        future = self._connection.submit(worker, remote)
        if future is None:
            self._leases.withdraw(lease)
            self._answer(JobReturned(0), current)
            return
        self._remote[remote.key] = _RemoteJob(current, worker, lease, future)

    def set_pace(self, *, paused: bool, low_priority: bool) -> None:
        """Pause or resume the work everywhere; only this computer has a low priority."""
        self._local.set_pace(paused=paused, low_priority=low_priority)
        now_s = time.monotonic()
        if paused and now_s - self._pause_said_s >= PAUSE_AGAIN_S:
            self._paused_s = self._paused_s or now_s
            self._pause_said_s = now_s
            self._connection.pause(PAUSE_S)
        elif self._paused_s and not paused:
            for remote in self._remote.values():
                # A pause is no work.
                remote.began_s += now_s - max(remote.began_s, self._paused_s) if remote.has_begun else 0.0
            self._paused_s = self._pause_said_s = 0.0
            self._connection.pause(0.0)

    def cancel_video(self, video_id: int) -> None:
        """Cancel the jobs of a video; each is answered by ``JobCancelled`` unless it was done before."""
        for remote in [one for one in self._remote.values() if one.current.job.video.id == video_id]:
            self._drop(remote)
            self._leases.withdraw(remote.lease)
            self._answer(JobCancelled(0), remote.current)
        for held in [one for one in self._held if one.job.video.id == video_id]:
            self._held.remove(held)
            self._answer(JobCancelled(0), JobInProgress(held.job, held.file_status))
        self._local.cancel_video(video_id)

    def abort(self) -> list[JobInProgress]:
        """Cancel everything; return the jobs that were not finished."""
        unfinished = [one.current for one in self._remote.values()]
        for remote in list(self._remote.values()):
            self._drop(remote)
            self._leases.withdraw(remote.lease)
        unfinished += [JobInProgress(one.job, one.file_status) for one in self._held]
        unfinished += [
            current for message, current, _ in self._answers if current and isinstance(message, JobEnded)
        ]
        self._held.clear()
        self._answers.clear()
        return [*unfinished, *self._local.abort()]

    def receive(
        self, timeout_s: float, *, paused: bool
    ) -> tuple[WorkerMessage | None, JobInProgress | None, Processes]:
        """The next message, the job it is about, and the process or pool of it."""
        self._settle()
        self._update()
        self._take_back_lost()
        self._note_progress()
        self._take_finished()
        if self._answers:
            answer = self._answers.popleft()
        elif len(self._local):
            answer = self._local.receive(min(timeout_s, POLL_S), paused=paused)
        else:
            self._await_worker(min(timeout_s, POLL_S))
            return None, None, self
        message, current, _ = answer
        if isinstance(message, JobEnded) and not isinstance(message, JobReturned) and current is not None:
            self._delivered.append((current.job.video.id, current.job.depth))
        return answer

    def _counts(self) -> Counter[str]:
        """How many jobs each worker has, by its address."""
        return Counter(one.worker.address for one in self._remote.values())

    def _await_worker(self, timeout_s: float) -> None:
        """Wait until a worker has finished a job: where they are short, it must not stand idle."""
        until_s = time.monotonic() + timeout_s
        while time.monotonic() < until_s and not any(one.future.done() for one in self._remote.values()):
            time.sleep(LOOK_EVERY_S)

    def _update(self) -> None:
        """See who is there; let those leave that are to, and show the others."""
        self._connection.update()
        leaving = self._machines.take_leaving()
        for worker in list(self._connection.workers.values()):
            if worker.name in leaving:
                self._connection.dismiss(worker)
        self._machines.publish([self._machine(worker) for worker in self._connection.workers.values()])

    def _machine(self, worker: ClusterWorker) -> Machine:
        running = [one for one in self._remote.values() if one.worker is worker and one.has_begun]
        video_s, wall_s = self._speeds.get(worker.name, (0.0, 0.0))
        return Machine(
            name=worker.name,
            device=worker.introduction.device if worker.introduction else "",
            doing=running[0].current.job.video.path.name if running else "",
            x_realtime=video_s / wall_s if wall_s else 0.0,
            is_paused=self._machines.is_paused(worker.name),
            refusal=worker.refusal,
        )

    # What comes back.

    def _take_back_lost(self) -> None:
        """Jobs of workers that are gone go back to the queue."""
        for remote in list(self._remote.values()):
            if self._connection.workers.get(remote.worker.address) is remote.worker:
                continue
            del self._remote[remote.key]
            if remote.has_begun and self._connection.is_connected:
                # Perhaps the video ended it; another worker tries next.
                self._leases.fail(remote.lease, f"{remote.worker.name} went away.")
            else:
                self._leases.withdraw(remote.lease)
            self._answer(JobReturned(0), remote.current)

    def _note_progress(self) -> None:
        for message in self._connection.take_progress():
            remote = self._remote.get(str(message.get("key")))
            if remote is None:
                continue
            if not remote.has_begun:
                remote.has_begun, remote.began_s = True, time.monotonic()
            self._heard_of.add(remote.key)
            current = remote.current
            current.active_s = time.monotonic() - remote.began_s
            current.done_s, current.duration_s = float(message["done_s"]), float(message["duration_s"])
            self._answer(JobAdvanced(0, current.done_s, current.duration_s, 0), current)
        if self._heard_of and time.monotonic() - self._noted_s >= HEARTBEAT_EVERY_S:
            self._noted_s = time.monotonic()
            leases = [self._remote[key].lease for key in self._heard_of if key in self._remote]
            self._leases.note_heartbeats(leases, time.time())
            self._heard_of.clear()

    def _take_finished(self) -> None:
        for remote in [one for one in self._remote.values() if one.future.done()]:
            del self._remote[remote.key]
            content = self._connection.content(remote.future)
            remote.future.release()
            if self._leases.is_held(remote.lease):
                self._finish(remote, content)

    def _finish(self, remote: _RemoteJob, content: Mapping[str, Any] | None) -> None:
        outcome = None if content is None else Outcome(**content)
        if outcome is None or outcome.kind == "cancelled":
            # Its worker is gone, or ended: the job waits.
            self._leases.withdraw(remote.lease)
            self._answer(JobReturned(0), remote.current)
        elif outcome.kind == "analysed":
            self._deliver(remote, outcome.content)
        else:
            self._leases.fail(remote.lease, outcome.error)
            self._answer(JobReturned(0), remote.current)

    def _deliver(self, remote: _RemoteJob, content: bytes) -> None:
        try:
            result = result_from_bytes(content, f"The result of {remote.worker.name}")
        except UnreadableAnalysisError as error:
            self._leases.fail(remote.lease, str(error))
            self._answer(JobReturned(0), remote.current)
            return
        if remote.began_s:
            remote.current.active_s = time.monotonic() - remote.began_s
        else:
            remote.current.active_s = result.analysed.wall_s
        video_s, wall_s = self._speeds.get(remote.worker.name, (0.0, 0.0))
        video_s += result.analysis.properties.duration_s
        self._speeds[remote.worker.name] = (video_s, wall_s + result.analysed.wall_s)
        self._answer(result.analysed, remote.current)

    def _settle(self) -> None:
        """What was returned before is stored by now, or will be in a moment: its leases end.

        Should the program end in between, the catalogue still says that the pass is missing.
        """
        for video_id, depth in self._delivered:
            self._leases.settle(video_id, depth)
        self._delivered.clear()

    def _drop(self, remote: _RemoteJob) -> None:
        """Nobody waits for a job any more."""
        del self._remote[remote.key]
        self._connection.cancel(remote.worker, remote.key)
        remote.future.cancel()

    def _start_held(self, queue: JobQueue) -> None:
        while self._held and self._local.open_groups(queue):
            held = self._held.popleft()
            self._local.submit(held.job, held.shots, held.file_status, queue)

    def _answer(self, message: WorkerMessage, current: JobInProgress) -> None:
        self._answers.append((message, current, self))
