"""One index run: the loop between the files, the analysis process and the catalogue."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from videxplore.catalogue.stored_video import StoredVideo
from videxplore.core.errors import (
    CatalogueMissingError,
    CatalogueReadOnlyError,
    DiskFullError,
    LibraryRefusedError,
    UnknownError,
)
from videxplore.core.task import Cancelled, Task
from videxplore.core.types import VideoState
from videxplore.services.indexing.finding.reconcile import (
    IndexIntake,
    IntakeItem,
    MatchedFile,
    MatchResult,
    MissingVideo,
)
from videxplore.services.indexing.finding.scan import FoundFile, LeftOutPath, RejectedPath, full_path
from videxplore.services.indexing.index_types import (
    IndexEvent,
    IndexEventKind,
    IndexOptions,
    IndexReport,
    IndexStatus,
)
from videxplore.services.indexing.messages import (
    Backfilled,
    JobAdvanced,
    JobCancelled,
    JobCrashed,
    JobFailed,
    JobReturned,
    WorkerExited,
    WorkerMessage,
    WorkerReady,
    WorkerUnusable,
)
from videxplore.services.indexing.run.index_jobs import (
    IndexControl,
    JobInProgress,
    JobPool,
    Processes,
)
from videxplore.services.indexing.run.index_progress import ProgressReporter
from videxplore.services.indexing.run.job_failures import JobFailures, is_skipped
from videxplore.services.indexing.run.job_queue import IndexJob, JobQueue, ready_at_s
from videxplore.services.indexing.run.store import FinishedPass, IndexStore, gather
from videxplore.services.library import Library

POLL_S = 0.1
MAX_GROWING_S = 60.0

_READ_ONLY = {"metadata", "subtitle"}
"""Backfills that run no model."""


class IndexRun:
    """Finds files, orders and submits jobs, and stores the results."""

    def __init__(
        self,
        library: Library,
        options: IndexOptions,
        pool: JobPool,
        control: IndexControl,
        task: Task,
        on_event: Callable[[IndexEvent], None] | None,
    ) -> None:
        """Prepare a run; see :class:`videxplore.services.indexing.indexer.Indexer`."""
        self._library = library
        self._control = control
        self._task = task
        self._queue = JobQueue(pool.group)
        self._jobs = pool
        self._progress = ProgressReporter(self._queue, self._jobs, control, task, on_event)
        self._store = IndexStore(library, self._progress, options)
        self._failures = JobFailures(library, self._queue, self._store, self._progress)
        self._intake = IndexIntake(library, task)
        self._retried: set[Path] = set()
        self._growing_since_s: dict[Path, float] = {}
        # Of videos that are no longer in the library: replaced, or removed by the user.
        self._removed_ids: set[int] = set()
        self._moved_ids: set[int] = set()
        self._seen_version = library.catalogue.version()

    def run(self, paths: Sequence[Path]) -> IndexReport:
        """Do everything; see :meth:`videxplore.services.indexing.indexer.Indexer.run`."""
        stopped = ""
        self._control.add(paths)
        with self._jobs:
            try:
                while self._step():
                    self._progress.report_fraction()
            except Cancelled:
                self._cancel_everything()
            except (
                DiskFullError,
                CatalogueMissingError,
                CatalogueReadOnlyError,
                LibraryRefusedError,
            ) as error:
                stopped = str(error)
                self._cancel_everything()
        return self._progress.report(self._library.catalogue, stopped)

    def _step(self) -> bool:
        """One round; return whether there will be another."""
        self._apply_control()
        for item in self._intake.take():
            self._handle_item(item)
        self._progress.meter.is_searching = not self._intake.is_exhausted
        while not self._control.is_paused and self._start_next():
            pass
        wait_s = POLL_S if self._intake.is_exhausted else 0.0
        if len(self._jobs):
            self._receive(wait_s)
        elif len(self._queue):
            self._task.wait(wait_s)
        return bool(len(self._jobs) or len(self._queue)) or not self._intake.is_exhausted

    def _apply_control(self) -> None:
        control = self._control
        self._drop_removed_videos()
        self._retried.update(map(full_path, control.take_retried()))
        self._intake.add(control.take_paths())
        self._jobs.set_pace(paused=control.is_paused, low_priority=control.is_low_priority)
        prioritised = control.take_prioritised()
        if prioritised is not None:
            self._queue.prioritise(prioritised)
        for video_id in control.take_cancelled():
            job = self._queue.remove(video_id)
            if job is not None:
                self._progress.finish_video(job.video, IndexStatus.CANCELLED)
            self._jobs.cancel_video(video_id)

    def _drop_removed_videos(self) -> None:
        changes = self._library.catalogue.changes(self._seen_version, self._progress.open_ids)
        self._seen_version = changes.version
        for video_id in changes.removed:
            self._drop_video(video_id)

    def _drop_video(self, video_id: int) -> None:
        """Neither analyse nor report a video that is no longer in the library."""
        self._removed_ids.add(video_id)
        self._queue.remove(video_id)
        self._jobs.cancel_video(video_id)
        self._progress.drop_video(video_id)

    # Files come in.

    def _handle_item(self, item: IntakeItem) -> None:
        if isinstance(item, RejectedPath):
            self._progress.reject(item.path, item.error)
        elif isinstance(item, LeftOutPath):
            self._progress.leave_out(item.path, item.reason)
        elif isinstance(item, MissingVideo):
            is_offline = item.video.state is VideoState.OFFLINE
            kind = IndexEventKind.OFFLINE if is_offline else IndexEventKind.GONE
            self._progress.notify(kind, item.video, item.video.path)
        else:
            is_begun = not item.result.moved and self._progress.is_open(item.result.stored.id)
            self._enqueue(item, is_begun=is_begun)

    def _enqueue(self, matched: MatchedFile, *, is_begun: bool = False) -> None:
        """Queue what a file still needs, or report that it needs nothing.

        Args:
            matched: The file.
            is_begun: Whether this run has a job for it already: its folder was added once more.
        """
        stored, moved = matched.result.stored, matched.result.moved
        self._leave_replaced(matched.result)
        # It may have been removed and restored.
        self._removed_ids.discard(stored.id)
        job = self._store.next_job(stored)
        if is_skipped(stored, job) and not self._is_retried(stored.path_text):
            self._progress.finish_video(stored.video, IndexStatus.FAILED, stored.video.error)
        elif job is None:
            status = IndexStatus.MOVED if moved else IndexStatus.UNCHANGED
            self._progress.finish_known(stored, matched.file.path, status)
        elif is_begun:
            self._progress.notify(IndexEventKind.FOUND, job.video, job.video.path, depth=job.depth)
        else:
            if moved:
                self._moved_ids.add(stored.id)
                self._progress.notify(IndexEventKind.MOVED, job.video, job.video.path)
            self._progress.start_video(job.video)
            self._store.note_wanted(job.video)
            self._push(replace(job, not_before_s=ready_at_s(matched.file)))
            self._progress.notify(IndexEventKind.FOUND, job.video, job.video.path, depth=job.depth)

    def _leave_replaced(self, result: MatchResult) -> None:
        """The file of a video has other content: nothing is done for that video any more."""
        if result.replaced is not None:
            self._drop_video(result.replaced.id)
            self._progress.notify(IndexEventKind.REPLACED, result.replaced, result.replaced.path)
        if result.kept is not None:
            self._drop_video(result.kept.id)
            self._progress.keep(result.kept)

    def _is_retried(self, path_text: str) -> bool:
        """Whether the user asked for what failed at or above the path of a video."""
        if not self._retried:
            return False
        path = Path(path_text)
        return not self._retried.isdisjoint((path, *path.parents))

    # Jobs go out.

    def _start_next(self) -> bool:
        """Start the next job; return whether another one may be started now."""
        self._drop_removed_videos()
        job = self._queue.pop(time.monotonic(), self._jobs.open_groups(self._queue))
        if job is None:
            return False
        try:
            return self._start(job)
        except UnknownError:
            self._drop_or_retry(job)
            return True

    def _start(self, job: IndexJob) -> bool:
        """Copy an existing analysis, or submit the job; return whether another one may be started now."""
        video = job.video
        if video.fingerprint in self._jobs.fingerprints():
            # The same content is being analysed under another name: its analysis is copied afterwards.
            self._queue.push(replace(job, not_before_s=time.monotonic() + POLL_S))
            return False
        if not job.backfill and self._store.copy_from_duplicate(video, job.depth):
            self._continue_video(job, self._library.catalogue.stored_video(video.id))
            return True
        file = self._unchanged_file(job, (video.size_bytes, video.modified_ns))
        if file is not None:
            shots = self._store.stored_shots(video.id) if job.backfill else ()
            self._jobs.submit(job, shots, (file.size_bytes, file.modified_ns), self._queue)
            self._progress.notify(IndexEventKind.STARTED, video, video.path, depth=job.depth)
        return True

    def _unchanged_file(self, job: IndexJob, expected: tuple[int, int]) -> FoundFile | None:
        """The file of a job; None where it is not as ``expected``, which is dealt with here.

        Args:
            job: The job.
            expected: Size and modification time.
        """
        path = job.video.path
        try:
            status = path.stat()
        except OSError:
            self._failures.fail_unreadable(job)
            return None
        file = FoundFile(path, status.st_size, status.st_mtime_ns)
        if (file.size_bytes, file.modified_ns) == expected:
            return file
        self._wait_for_growing(job, file)
        return None

    def _drop_or_retry(self, job: IndexJob) -> None:
        """The video of a job, or the one it was to be copied from, was removed meanwhile."""
        if self._library.catalogue.videos_by_id([job.video.id]):
            self._queue.push(job)
            return
        self._drop_video(job.video.id)
        # Its thumbnails are written before the catalogue is asked.
        self._library.delete_video(job.video.id)

    def _wait_for_growing(self, job: IndexJob, file: FoundFile) -> None:
        """A file changed during the run: match it again, and wait until it no longer changes."""
        now_s = time.monotonic()
        since_s = self._growing_since_s.setdefault(file.path, now_s)
        if now_s - since_s > MAX_GROWING_S:
            sentence = "It is still being written; it can be indexed when it is finished."
            self._failures.fail(job, sentence, is_lasting=False)
            return
        try:
            result = self._intake.match_again(file)
        except OSError:
            self._failures.fail_unreadable(job)
            return
        self._enqueue(MatchedFile(file, result))

    # Messages come back.

    def _receive(self, wait_s: float) -> None:
        """Handle the next message; passes that are finished by now are stored together."""
        finished, (message, current, others) = gather(
            self._jobs, wait_s, self._handle, paused=self._control.is_paused
        )
        if finished:
            self._store_passes(finished)
        if isinstance(message, WorkerExited):
            self._handle_worker_exit(message, current, others)
        elif message is not None:
            self._handle(message, current)

    def _handle(self, message: WorkerMessage, current: JobInProgress | None) -> None:
        if isinstance(message, WorkerUnusable):
            raise message.error
        if isinstance(message, WorkerReady):
            self._progress.meter.engine = message.engine
        elif current is not None and current.job.video.id not in self._removed_ids:
            with self._removal_noticed(current.job):
                self._handle_job_message(message, current)

    @contextmanager
    def _removal_noticed(self, job: IndexJob) -> Iterator[None]:
        """Deal with a job whose video, or the one it was to be copied from, was removed meanwhile."""
        try:
            yield
        except UnknownError:
            self._drop_or_retry(job)

    def _handle_job_message(self, message: WorkerMessage, current: JobInProgress) -> None:
        job, video = current.job, current.job.video
        if isinstance(message, JobAdvanced):
            kind = IndexEventKind.PROGRESSED
            self._progress.notify(kind, video, video.path, fraction=current.fraction, depth=job.depth)
        elif isinstance(message, Backfilled):
            self._store_backfill(message, current)
        elif isinstance(message, JobFailed):
            self._failures.after_error(job, message.error)
        elif isinstance(message, JobCrashed):
            self._failures.after_bug(job, message.traceback)
        elif isinstance(message, JobReturned):
            self._queue.push(job)
        elif isinstance(message, JobCancelled):
            self._progress.finish_video(video, IndexStatus.CANCELLED)

    def _store_passes(self, finished: Sequence[FinishedPass]) -> None:
        """Store passes in one transaction; nothing is reported of them before."""
        wanted = [(result, current) for result, current in finished if self._is_wanted(current)]
        stored = self._store.store_analyses([(current.job.video, result) for result, current in wanted])
        for result, current in wanted:
            if current.job.video.id not in stored:
                self._drop_or_retry(current.job)
                continue
            with self._removal_noticed(current.job):
                self._store.report_stored(current.job.video, result)
                self._go_on(current)

    def _is_wanted(self, current: JobInProgress) -> bool:
        """Whether the video of a job is still in the library, and its file as it was."""
        is_known = current.job.video.id not in self._removed_ids
        try:
            return is_known and self._unchanged_file(current.job, current.file_status) is not None
        except UnknownError:
            self._drop_or_retry(current.job)
            return False

    def _store_backfill(self, result: Backfilled, current: JobInProgress) -> None:
        if self._is_wanted(current):
            self._store.store_backfill(current.job.video, result)
            self._go_on(current)

    def _go_on(self, current: JobInProgress) -> None:
        """What a job found is stored: note how long it took, and do what its video needs next."""
        job = current.job
        stored = self._library.catalogue.stored_video(job.video.id)
        self._progress.meter.note_pass(job.index_pass, stored.video, current.active_s)
        self._continue_video(job, stored)

    def _continue_video(self, job: IndexJob, stored: StoredVideo) -> None:
        """A pass is stored: queue the next one, or finish the video."""
        video = stored.video
        next_job = self._store.next_job(stored)
        if next_job is not None and (next_job.recognises_text or not job.backfill):
            self._push(next_job)
        elif job.backfill and job.backfill <= _READ_ONLY:
            # Reading the header of a file, or its subtitles, is no analysis.
            status = IndexStatus.MOVED if video.id in self._moved_ids else IndexStatus.UNCHANGED
            is_new = self._progress.has_stored(video.id)
            self._progress.finish_video(video, IndexStatus.INDEXED if is_new else status)
        else:
            self._progress.finish_video(video, IndexStatus.INDEXED)

    def _push(self, job: IndexJob) -> None:
        if job.recognises_text:
            self._progress.note_only_text_left(job.video.id)
        self._queue.push(job)

    def _handle_worker_exit(
        self, exited: WorkerExited, crashed: JobInProgress | None, jobs: Processes
    ) -> None:
        """A process ended by itself: retry the job that ended it once, and do its others again."""
        for other in jobs.abort():
            if other is not crashed:
                self._queue.push(other.job)
        if crashed is not None:
            self._failures.after_exit(crashed.job, exited)

    def _cancel_everything(self) -> None:
        """Stop; what is not done waits in the catalogue for the next run."""
        self._drop_removed_videos()
        for job in [*(current.job for current in self._jobs.abort()), *self._queue.drain()]:
            if job.video.id not in self._removed_ids:
                self._progress.finish_video(job.video, IndexStatus.CANCELLED)
