"""Several analysis processes side by side, as many as the machine has room for.

Each has its own jobs and its own watch: a crash ends one process and costs one video. The program reads them
all in one thread, which is the only one that writes into the catalogue.
"""

import multiprocessing.connection
from collections.abc import Collection, Sequence
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Self

from videxplore.core.errors import BackboneError
from videxplore.services.indexing.messages import (
    StoredShot,
    WorkerExited,
    WorkerMessage,
    WorkerReady,
    WorkerUnusable,
)
from videxplore.services.indexing.run.index_jobs import JobInProgress, JobsInProgress
from videxplore.services.indexing.run.job_queue import ANY_GROUP, IndexJob, JobQueue
from videxplore.services.indexing.run.worker import AnalysisProcess
from videxplore.services.indexing.run.worker_process import process_count

# Starting a process costs seconds of a core: only for so many videos, or so large ones.
LEAST_WAITING = 8
LEAST_WAITING_BYTES = 64 << 20


class AnalysisPool:
    """The analysis processes of one run; the second one starts once the first has its models."""

    def __init__(self, first: AnalysisProcess, count: int = 0) -> None:
        """Prepare.

        Args:
            first: The first process.
            count: How many there are going to be; 0 chooses for the machine.
        """
        self._lines = [JobsInProgress(first)]
        self._count = count
        self._next = 0
        self._pace = {"paused": False, "low_priority": False}

    def __len__(self) -> int:
        """Jobs that are with the processes."""
        return sum(len(line) for line in self._lines)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        for line in self._lines:
            line.process.close()

    @property
    def running(self) -> Sequence[JobInProgress]:
        """The jobs that the processes are at; the others wait for them."""
        return [line.running for line in self._lines if line.running is not None]

    @property
    def is_loading(self) -> bool:
        """Whether there are jobs, and no process has its models."""
        return bool(self) and not any(line.is_ready for line in self._lines)

    @property
    def has_message(self) -> bool:
        """Whether a process has sent something."""
        return bool(multiprocessing.connection.wait(self._pipes, 0.0))

    @property
    def _pipes(self) -> list[Connection]:
        pipes = [line.process.pipe for line in self._lines]
        return [pipe for pipe in pipes if pipe is not None]

    def group(self, job: IndexJob) -> str:
        """Every process can do every job."""
        del job
        return ANY_GROUP

    def open_groups(self, queue: JobQueue) -> Collection[str]:
        """The only group while another job may be submitted.

        A process gets its next job beforehand only while there are some for each: at the end, they go to
        whoever is free.
        """
        lines = self._worthwhile(queue)
        is_any_free = any(not len(line) for line in lines)
        has_room = is_any_free or (len(queue) >= len(lines) and any(line.has_room for line in lines))
        return (ANY_GROUP,) if has_room else ()

    def _worthwhile(self, queue: JobQueue) -> list[JobsInProgress]:
        """The processes that run, and those that are worth being started for what waits."""
        if len(queue) >= LEAST_WAITING or queue.size_bytes >= LEAST_WAITING_BYTES:
            return self._lines
        return [line for line in self._lines if line.process.pipe is not None] or self._lines[:1]

    def fingerprints(self) -> set[str]:
        """The content of the videos that are being analysed."""
        return set().union(*(line.fingerprints() for line in self._lines))

    def submit(
        self, job: IndexJob, shots: tuple[StoredShot, ...], file_status: tuple[int, int], queue: JobQueue
    ) -> None:
        """Submit a job to the process with the fewest.

        Args:
            job: The job.
            shots: The stored shots of a video to be backfilled.
            file_status: Size and modification time of its file.
            queue: The other jobs that wait: without any, the job gets the whole machine.
        """
        lines = self._worthwhile(queue)
        sharers = min(len(lines), len(self) + 1 + len(queue))
        line = min(lines, key=len)
        try:
            line.process.start()
        except BackboneError:
            if line is self._lines[0]:
                raise
            # The system allows no more processes: those that run do the work.
            self._lines.remove(line)
            line = min(self._lines, key=len)
        line.submit(job, shots, file_status, sharers)

    def set_pace(self, *, paused: bool, low_priority: bool) -> None:
        """Pause or resume the work, with low priority or at full speed."""
        self._pace = {"paused": paused, "low_priority": low_priority}
        for line in self._lines:
            line.process.set_pace(**self._pace)

    def cancel_video(self, video_id: int) -> None:
        """Cancel the jobs of a video; each is answered by ``JobCancelled`` unless it was done before."""
        for line in self._lines:
            line.cancel_video(video_id)

    def abort(self) -> list[JobInProgress]:
        """End all processes; return the jobs that they did not finish."""
        return [unfinished for line in self._lines for unfinished in line.abort()]

    def receive(
        self, timeout_s: float, *, paused: bool
    ) -> tuple[WorkerMessage | None, JobInProgress | None, JobsInProgress]:
        """The next message, the job it is about, and the jobs of its process; see :class:`.JobsInProgress`.

        Raises:
            BackboneError: If a process dies repeatedly before it is ready.
        """
        multiprocessing.connection.wait(self._pipes, timeout_s)
        for _ in self._lines:
            # In turns, so that none is kept waiting, and each is watched.
            line = self._lines[self._next % len(self._lines)]
            self._next += 1
            message, current = line.receive(0.0, paused=paused)
            if isinstance(message, WorkerReady):
                self._grow(line, message.engine.device)
            elif isinstance(message, WorkerUnusable) and any(one.is_ready for one in self._lines):
                # The first one works: there is no room for more, and its jobs go to the others.
                self._lines.remove(line)
                return WorkerExited("its models cannot be loaded"), None, line
            if message is not None:
                return message, current, line
        return None, None, self._lines[0]

    def _grow(self, ready: JobsInProgress, device: str) -> None:
        for _ in range(len(self._lines), self._count or process_count(device)):
            another = ready.process.another()
            another.set_pace(**self._pace)
            self._lines.append(JobsInProgress(another))
