"""The jobs of an index run that are with the analysis process, and the commands that the run gets."""

import threading
import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self, TypeAlias

from videxplore.core.errors import BackboneError
from videxplore.core.limits import UNHURRIED_FACTOR
from videxplore.core.texts import TEXT_KINDS
from videxplore.services.indexing.messages import (
    Analyse,
    Backfill,
    JobAdvanced,
    JobEnded,
    StoredShot,
    WorkerExited,
    WorkerMessage,
    WorkerReady,
)
from videxplore.services.indexing.run.job_queue import IndexJob, JobQueue
from videxplore.services.indexing.run.worker import AnalysisProcess, StallWatch, opening_s

# One job runs and one waits in the process, so that it does not stand idle while the catalogue is written.
MAX_SUBMITTED_JOBS = 2
MAX_FAILED_STARTS = 2


@dataclass(slots=True)
class JobInProgress:
    """A job that is with the analysis process.

    Attributes:
        file_status: Size and modification time of the file when the job was submitted.
        watch: Whether it is stuck; None while it waits for another job.
        done_s: Seconds of its video that are decoded.
        duration_s: Length of its video as far as known.
        active_s: Seconds it has been running, pauses left out.
    """

    job: IndexJob
    file_status: tuple[int, int]
    watch: StallWatch | None = None
    done_s: float = 0.0
    duration_s: float = 0.0
    active_s: float = 0.0

    @property
    def fraction(self) -> float:
        """Share of the pass that is done."""
        return min(1.0, self.done_s / self.duration_s) if self.duration_s > 0 else 0.0


class Processes(Protocol):
    """What does some of the jobs of a run."""

    def abort(self) -> list[JobInProgress]:
        """End it; return the jobs that it did not finish."""


Received: TypeAlias = tuple[WorkerMessage | None, JobInProgress | None, Processes]
"""A message, the job it is about, and what does it and others."""


class JobPool(Protocol):
    """What does the jobs of a run: the processes of this computer, and the workers of a cluster."""

    def __len__(self) -> int:
        """Jobs that were submitted and have not ended."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    @property
    def running(self) -> Sequence[JobInProgress]:
        """The jobs that are being done; the others wait for them."""

    @property
    def is_loading(self) -> bool:
        """Whether jobs wait for models that are being loaded, on all that does some."""

    @property
    def has_message(self) -> bool:
        """Whether there is something to :meth:`receive` without waiting."""

    def group(self, job: IndexJob) -> str:
        """A name for all jobs that can be done at the same places."""

    def open_groups(self, queue: JobQueue) -> Collection[str]:
        """The groups of which another job may be submitted."""

    def fingerprints(self) -> set[str]:
        """The content of the videos that are being analysed."""

    def submit(
        self, job: IndexJob, shots: tuple[StoredShot, ...], file_status: tuple[int, int], queue: JobQueue
    ) -> None:
        """Submit a job.

        Args:
            job: The job.
            shots: The stored shots of a video to be backfilled.
            file_status: Size and modification time of its file.
            queue: The other jobs that wait.
        """

    def set_pace(self, *, paused: bool, low_priority: bool) -> None:
        """Pause or resume the work, with low priority or at full speed."""

    def cancel_video(self, video_id: int) -> None:
        """Cancel the jobs of a video; each is answered by ``JobCancelled`` unless it was done before."""

    def abort(self) -> list[JobInProgress]:
        """End everything; return the jobs that were not finished."""

    def receive(self, timeout_s: float, *, paused: bool) -> Received:
        """The next message.

        Raises:
            BackboneError: If a process dies repeatedly before it is ready.
        """


class JobsInProgress:
    """Submits jobs to the analysis process, in order, and matches its messages with them.

    Attributes:
        process: It starts with the first job, unless it runs.
    """

    def __init__(self, process: AnalysisProcess) -> None:
        self.process = process
        self._jobs: dict[int, JobInProgress] = {}
        self._last_id = 0
        self._is_ready = False
        self._failed_starts = 0
        self._looked_s = time.monotonic()

    def __len__(self) -> int:
        return len(self._jobs)

    @property
    def is_ready(self) -> bool:
        """Whether the process has its models."""
        return self._is_ready

    @property
    def has_room(self) -> bool:
        """Whether another job may be submitted."""
        return len(self._jobs) < MAX_SUBMITTED_JOBS

    def fingerprints(self) -> set[str]:
        """The content of the videos that are being analysed."""
        return {current.job.video.fingerprint for current in self._jobs.values()}

    def submit(
        self, job: IndexJob, shots: tuple[StoredShot, ...], file_status: tuple[int, int], sharers: int = 1
    ) -> None:
        """Submit a job.

        Args:
            job: The job.
            shots: The stored shots of a video to be backfilled.
            file_status: Size and modification time of its file.
            sharers: How many processes share the machine.
        """
        self._last_id += 1
        self._jobs[self._last_id] = JobInProgress(job, file_status)
        path, parts = job.video.path, job.backfill
        self.process.submit(
            Backfill(
                self._last_id,
                path,
                shots,
                keyframes="keyframes" in parts,
                clips="clips" in parts,
                descriptions="descriptions" in parts,
                metadata="metadata" in parts,
                facts="facts" in parts,
                texts=tuple(kind for kind in TEXT_KINDS if kind in parts),
            )
            if parts
            else Analyse(self._last_id, path, job.depth, job.with_clips, sharers)
        )
        self._start_next()

    def cancel_video(self, video_id: int) -> None:
        """Cancel the jobs of a video; each is answered by ``JobCancelled`` unless it was done before."""
        for job_id, current in self._jobs.items():
            if current.job.video.id == video_id:
                self.process.cancel(job_id)

    def abort(self) -> list[JobInProgress]:
        """End the process; return the jobs that it did not finish."""
        unfinished = list(self._jobs.values())
        self._jobs.clear()
        self.process.kill()
        self._is_ready = False
        return unfinished

    def receive(self, timeout_s: float, *, paused: bool) -> tuple[WorkerMessage | None, JobInProgress | None]:
        """The next message, and the job it is about; a job that ended is no longer in progress.

        A process that died or is stuck is reported as ``WorkerExited`` with the job that ran, or with none
        where it died before it was ready; the caller must :meth:`abort` the rest.

        Raises:
            BackboneError: If the process dies repeatedly before it is ready.
        """
        message = self.process.receive(timeout_s)
        running = self.running
        self._count_active(running, paused=paused)
        if message is None:
            return self._stall(running, paused=paused), running
        if isinstance(message, WorkerExited):
            return message, self._job_that_crashed(message, running)
        if isinstance(message, WorkerReady):
            self._is_ready, self._failed_starts = True, 0
        elif isinstance(message, JobAdvanced):
            return message, self._advance(message)
        elif isinstance(message, JobEnded):
            ended = self._jobs.pop(message.job_id, None)
            self._start_next()
            return message, ended
        return message, running

    def _advance(self, message: JobAdvanced) -> JobInProgress | None:
        advanced = self._jobs.get(message.job_id)
        if advanced is not None:
            if advanced.watch is not None:
                advanced.watch.note_steps(message.steps)
            advanced.done_s, advanced.duration_s = message.done_s, message.duration_s
        return advanced

    def _job_that_crashed(self, exited: WorkerExited, running: JobInProgress | None) -> JobInProgress | None:
        if self._is_ready:
            return running
        # The models or the first job ended it: the next process does one after the other.
        self._failed_starts += 1
        self.process.loads_first = True
        if self._failed_starts >= MAX_FAILED_STARTS:
            raise BackboneError(f"The analysis process cannot be started: it ends with {exited.reason}.")
        return None

    @property
    def running(self) -> JobInProgress | None:
        """The job that the process is at; the others wait for it."""
        return next(iter(self._jobs.values()), None)

    def _count_active(self, running: JobInProgress | None, *, paused: bool) -> None:
        now_s = time.monotonic()
        if running is not None and self._is_ready and not paused:
            running.active_s += now_s - self._looked_s
        self._looked_s = now_s

    def _start_next(self) -> None:
        """Start the clock of the job that now runs."""
        running = self.running
        if running is not None and running.watch is None:
            running.watch = StallWatch(
                UNHURRIED_FACTOR**running.job.stalls, opening_s=opening_s(running.job.video.size_bytes)
            )

    def _stall(self, running: JobInProgress | None, *, paused: bool) -> WorkerExited | None:
        """End the process when the running job takes too long, whether or not it reports progress."""
        if running is None or running.watch is None:
            return None
        if paused or not self._is_ready:
            # Loading the models takes as long as it takes, on a busy machine minutes.
            running.watch.restart()
            return None
        if not running.watch.is_stuck():
            return None
        self.process.kill()
        return WorkerExited("timed out", is_stall=True)


class IndexControl:
    """Commands that the index run collects between two messages of its analysis process.

    Only the run's own thread may touch the process and the catalogue; all methods here may be called from any
    thread, while a run works or before it.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._paths: list[Path] = []
        self._retried: list[Path] = []
        self._cancelled_ids: set[int] = set()
        self._prioritised_id: int | None = None
        self._paused = False
        self._low_priority = False

    @property
    def is_paused(self) -> bool:
        """Whether the work is paused."""
        with self._lock:
            return self._paused

    @property
    def is_low_priority(self) -> bool:
        """Whether the work is throttled."""
        with self._lock:
            return self._low_priority

    def pause(self) -> None:
        """Pause the work, within a fraction of a second, until :meth:`resume`."""
        with self._lock:
            self._paused = True

    def resume(self) -> None:
        """Continue after :meth:`pause`."""
        with self._lock:
            self._paused = False

    def set_low_priority(self, wanted: bool) -> None:
        """Throttle the work while the user plays or scrubs, or do it at full speed."""
        with self._lock:
            self._low_priority = wanted

    def add(self, paths: Sequence[Path]) -> None:
        """Index these files and folders as well, in the run that is going on or the next one."""
        with self._lock:
            self._paths.extend(paths)

    def retry(self, paths: Sequence[Path]) -> None:
        """Also try what failed at or below these paths and has not changed, in this run or the next one."""
        with self._lock:
            self._retried.extend(paths)

    def prioritise(self, video_id: int) -> None:
        """Analyse this video before all others: the user looks at it."""
        with self._lock:
            self._prioritised_id = video_id

    def cancel_video(self, video_id: int) -> None:
        """Do not analyse this video in this run; what is stored of it stays."""
        with self._lock:
            self._cancelled_ids.add(video_id)

    def take_paths(self) -> list[Path]:
        """The files and folders added since the last call; after a run, those that it did not get to."""
        with self._lock:
            paths, self._paths = self._paths, []
            return paths

    def take_retried(self) -> list[Path]:
        """What was given to :meth:`retry` since the last call."""
        with self._lock:
            paths, self._retried = self._retried, []
            return paths

    def take_cancelled(self) -> set[int]:
        """The videos cancelled since the last call."""
        with self._lock:
            cancelled, self._cancelled_ids = self._cancelled_ids, set()
            return cancelled

    def take_prioritised(self) -> int | None:
        """The video prioritised since the last call; None when none was."""
        with self._lock:
            prioritised, self._prioritised_id = self._prioritised_id, None
            return prioritised
