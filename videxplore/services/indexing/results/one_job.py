"""One pass over one video, without a library: what a cluster's scheduler starts on any machine."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

from videxplore.core.errors import BackboneError, UnreadableVideoError, VidexploreError
from videxplore.core.file_names import display_name
from videxplore.core.task import Cancelled, Task
from videxplore.core.types import Depth, Video, VideoState
from videxplore.services.indexed_files import fingerprint
from videxplore.services.indexing.finding.scan import full_path
from videxplore.services.indexing.index_types import IndexOptions
from videxplore.services.indexing.messages import (
    Analysed,
    JobAdvanced,
    JobCrashed,
    JobEnded,
    JobFailed,
    WorkerExited,
    WorkerMessage,
    WorkerReady,
    WorkerUnusable,
)
from videxplore.services.indexing.results.analysis_file import AnalysisResult
from videxplore.services.indexing.run.index_jobs import JobInProgress, JobsInProgress
from videxplore.services.indexing.run.job_queue import IndexJob
from videxplore.services.indexing.run.worker import AnalysisProcess
from videxplore.services.statistics import RuntimeInfo

POLL_S = 0.1


class AnalysisCrashedError(VidexploreError):
    """The analysis process crashed or got stuck on a video, each time that it was tried."""


class OneJobAnalyser:
    """Analyses one file after the other in a process of its own; used by one thread at a time."""

    def __init__(
        self, process: AnalysisProcess, options: IndexOptions, is_paused: Callable[[], bool] = lambda: False
    ) -> None:
        """Prepare.

        Args:
            process: Made with the options; it is started when it is first needed.
            options: Depth and models.
            is_paused: Whether a file that is being analysed waits.
        """
        self._is_paused = is_paused
        self._jobs = JobsInProgress(process)
        self._options = options
        self._engine: RuntimeInfo | None = None

    def __enter__(self) -> "OneJobAnalyser":
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        """End the process."""
        self._jobs.process.close()

    def prepare(self, task: Task) -> RuntimeInfo:
        """Start the process, and wait until it has its models; return what they run on.

        Raises:
            Cancelled: If the task was cancelled.
            BackboneError: If models or device are missing, or the process cannot be started.
        """
        if self._engine is not None:
            return self._engine
        self._jobs.process.start()
        while True:
            task.checkpoint()
            message, _ = self._jobs.receive(POLL_S, paused=False)
            if isinstance(message, WorkerReady):
                self._engine = message.engine
                return message.engine
            if isinstance(message, WorkerUnusable):
                raise message.error
            if isinstance(message, WorkerExited):
                self._jobs.abort()
                self._jobs.process.start()

    def analyse(
        self, path: Path, task: Task, depth: Depth | None = None, *, clips: bool = True, sharers: int = 1
    ) -> AnalysisResult:
        """Do one pass over a file.

        A crash, or a video model that fails, is followed by a second attempt without the video model.

        Args:
            path: The file.
            task: Receives the seconds of the video that are done; cancels the work at once.
            depth: The pass; that of the options where it is None.
            clips: Whether a full pass runs the video model, where one was chosen.
            sharers: How many analyses share the machine.

        Raises:
            Cancelled: If the task was cancelled.
            UnreadableVideoError: If the file cannot be read, or changed meanwhile.
            AnalysisCrashedError: If the process crashed or got stuck on it in every attempt.
            BackboneError: If models or device are missing, or a model fails.
            RuntimeError: If the analysis has a bug; the text is its traceback.
        """
        video = _video_of(full_path(path))
        try:
            wanted = IndexJob(video, depth or self._options.depth, crashes=0 if clips else 1)
            result, job = self._attempts(wanted, sharers, task)
        except BaseException:
            # What still runs must not answer the next call.
            self._jobs.abort()
            raise
        if _status(video.path) != (video.size_bytes, video.modified_ns):
            raise UnreadableVideoError(f"{display_name(video.path)} changed while it was analysed.")
        if clips and self._wants_clips(job) and not job.with_clips:
            sentence = f"The video model {self._options.actions} failed; this analysis is without it."
            warnings = (*result.analysis.warnings, sentence)
            result = replace(result, analysis=replace(result.analysis, warnings=warnings))
        return AnalysisResult(video.path, video.fingerprint, video.size_bytes, result)

    def _attempts(self, job: IndexJob, sharers: int, task: Task) -> tuple[Analysed, IndexJob]:
        while True:
            message, current = self._outcome(job, sharers, task)
            if isinstance(message, Analysed):
                return message, job
            if isinstance(message, WorkerExited):
                self._jobs.abort()
                if current is None:
                    # It ended before it had its models; too often, and receiving raises.
                    continue
                job = job.after_exit(message)
                if not job.is_worth_retrying:
                    name = display_name(job.video.path)
                    if message.is_stall:
                        raise AnalysisCrashedError(f"The decoder got stuck on {name} ({message.reason}).")
                    raise AnalysisCrashedError(f"The decoder crashed on {name} ({message.reason}).")
            elif self._wants_clips(job) and job.with_clips and _may_be_of_model(message):
                job = replace(job, crashes=job.crashes + 1)
            else:
                _raise(message)

    def _outcome(self, job: IndexJob, sharers: int, task: Task) -> tuple[WorkerMessage, JobInProgress | None]:
        """Submit a job; the message that ends it."""
        self._jobs.submit(job, (), (job.video.size_bytes, job.video.modified_ns), sharers)
        while True:
            task.checkpoint()
            paused = self._is_paused()
            self._jobs.process.set_pace(paused=paused, low_priority=False)
            message, current = self._jobs.receive(POLL_S, paused=paused)
            if isinstance(message, JobAdvanced):
                task.checkpoint(message.done_s, message.duration_s)
            elif isinstance(message, JobEnded | WorkerExited | WorkerUnusable):
                return message, current

    def _wants_clips(self, job: IndexJob) -> bool:
        return bool(self._options.actions) and job.depth is Depth.FULL


def _video_of(path: Path) -> Video:
    """A file as if it were a video of a library.

    Raises:
        UnreadableVideoError: If it cannot be read.
    """
    try:
        status = path.stat()
        content = fingerprint(path, status.st_size)
    except OSError as error:
        raise UnreadableVideoError(f"{path} cannot be read: {error.strerror or error}.") from error
    return Video(0, path, content, status.st_size, status.st_mtime_ns, VideoState.WAITING)


def _status(path: Path) -> tuple[int, int] | None:
    """Size and modification time; None where the file is gone."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_size, status.st_mtime_ns


def _may_be_of_model(message: WorkerMessage) -> bool:
    """Whether a job may succeed without the video model."""
    return isinstance(message, JobCrashed) or (
        isinstance(message, JobFailed) and isinstance(message.error, BackboneError)
    )


def _raise(message: WorkerMessage) -> NoReturn:
    """Raise what a message reports."""
    match message:
        case JobFailed(error=error) | WorkerUnusable(error=error):
            raise error
        case JobCrashed(traceback=traceback):
            raise RuntimeError(traceback)
    raise Cancelled
