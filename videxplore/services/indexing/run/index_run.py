"""One index run: the loop between the files, the analysis process and the catalogue."""

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from videxplore.core.errors import (
    CatalogueMissingError,
    CatalogueReadOnlyError,
    DiskFullError,
    LibraryRefusedError,
    UnknownError,
    VidexploreError,
)
from videxplore.core.file_names import is_folder
from videxplore.core.task import Cancelled, Task
from videxplore.core.types import Video, VideoState
from videxplore.services.indexing.finding.reconcile import IndexIntake, Intake, Missing, Settled
from videxplore.services.indexing.finding.scan import FoundFile, RejectedPath
from videxplore.services.indexing.index_types import (
    IndexEvent,
    IndexEventKind,
    IndexOptions,
    IndexReport,
    IndexStatus,
)
from videxplore.services.indexing.messages import (
    Advanced,
    Analysed,
    Broken,
    Died,
    Ready,
    Refused,
    Report,
    Stopped,
    Supplemented,
    Unable,
)
from videxplore.services.indexing.run.control import IndexControl
from videxplore.services.indexing.run.index_jobs import Flight, Flights, IndexQueue, Job
from videxplore.services.indexing.run.progress import IndexLedger
from videxplore.services.indexing.run.store import IndexStore
from videxplore.services.indexing.run.worker import AnalysisProcess
from videxplore.services.library import Library

POLL_S = 0.1
# A file touched this recently may still be growing.
SETTLING_S = 0.5
GIVE_UP_GROWING_S = 60.0
CRASHES_ALLOWED = 2
SET_ASIDE = "It ended the decoder twice, so it is set aside until the file changes"

_log = logging.getLogger(__name__)


class IndexRun:
    """Finds, orders, hands over, and has stored what comes back."""

    def __init__(
        self,
        library: Library,
        options: IndexOptions,
        process: AnalysisProcess,
        control: IndexControl,
        task: Task,
        on_event: Callable[[IndexEvent], None] | None,
    ) -> None:
        """Prepare a run; see :class:`videxplore.services.indexing.indexer.Indexer`."""
        self._library = library
        self._options = options
        self._control = control
        self._task = task
        self._queue = IndexQueue()
        self._ledger = IndexLedger(options, self._queue, control, task, on_event)
        self._store = IndexStore(library, self._ledger, options)
        self._intake = IndexIntake(library, task)
        self._flights = Flights(process)
        self._growing_since_s: dict[Path, float] = {}
        # Of videos that are no longer in the library: replaced, or taken out by the person.
        self._gone_ids: set[int] = set()
        self._seen_version = library.catalogue.version()

    def run(self, paths: Sequence[Path]) -> IndexReport:
        """Do everything; see :meth:`videxplore.services.indexing.indexer.Indexer.run`."""
        stopped = ""
        self._control.add(paths)
        with self._flights.process:
            try:
                while self._step():
                    self._ledger.advance()
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
        return self._ledger.report(self._library.catalogue, stopped)

    def _step(self) -> bool:
        """One round; return whether there will be another."""
        self._obey()
        for intake in self._intake.take():
            self._take_in(intake)
        while not self._control.is_paused and self._flights.has_room and self._dispatch():
            pass
        wait_s = POLL_S if self._intake.is_exhausted else 0.0
        if len(self._flights):
            report, flight = self._flights.receive(wait_s, paused=self._control.is_paused)
            if report is not None:
                self._handle(report, flight)
        elif len(self._queue):
            self._task.wait(wait_s)
        return bool(len(self._flights) or len(self._queue)) or not self._intake.is_exhausted

    def _obey(self) -> None:
        """Do what the person asked for since the last round."""
        self._leave_removed()
        self._intake.add(self._control.take_paths())
        self._flights.process.set_pace(paused=self._control.is_paused, giving_way=self._control.is_giving_way)
        current = self._control.take_current()
        if current is not None:
            self._queue.prioritise(current)
        for video_id in self._control.take_cancelled():
            job = self._queue.remove(video_id)
            if job is not None:
                self._ledger.close_video(job.video, IndexStatus.CANCELLED)
            self._flights.cancel_video(video_id)

    def _leave_removed(self) -> None:
        """Be done with videos that were taken out of the library meanwhile."""
        if self._library.catalogue.version() != self._seen_version:
            changes = self._library.catalogue.changes(self._seen_version)
            self._seen_version = changes.version
            for video_id in changes.removed:
                self._leave(video_id)

    def _leave(self, video_id: int) -> None:
        """Do and say no more of a video that is no longer in the library."""
        self._gone_ids.add(video_id)
        self._queue.remove(video_id)
        self._flights.cancel_video(video_id)
        self._ledger.leave_video(video_id)

    # Files come in.

    def _take_in(self, intake: Intake) -> None:
        if isinstance(intake, RejectedPath):
            self._ledger.reject(intake.path, intake.error)
        elif isinstance(intake, Missing):
            away = intake.video.state is VideoState.OFFLINE
            kind = IndexEventKind.OFFLINE if away else IndexEventKind.GONE
            self._ledger.event(kind, intake.video, intake.video.path)
        else:
            self._enqueue(intake)

    def _enqueue(self, settled: Settled) -> None:
        """Queue what a file still needs, or report that it needs nothing."""
        video, moved = settled.standing.video, settled.standing.moved
        if settled.standing.replaced is not None:
            self._replace(settled.standing.replaced)
        # It may have been taken out and put back.
        self._gone_ids.discard(video.id)
        job = self._store.next_job(video)
        if _is_set_aside(video, job):
            self._ledger.close_video(video, IndexStatus.FAILED, video.error)
        elif job is None:
            self._ledger.close_video(video, IndexStatus.MOVED if moved else IndexStatus.UNCHANGED)
        else:
            if moved:
                self._ledger.event(IndexEventKind.MOVED, video, video.path)
            self._ledger.open_video(video)
            self._queue.push(replace(job, not_before_s=_settled_at_s(settled.file)))
            self._ledger.event(IndexEventKind.FOUND, video, video.path, depth=job.depth)

    def _replace(self, old: Video) -> None:
        """Be done with a video whose file has other content by now."""
        self._leave(old.id)
        self._ledger.event(IndexEventKind.REPLACED, old, old.path)

    # Jobs go out.

    def _dispatch(self) -> bool:
        """Hand over the next job; return whether there was one to deal with."""
        self._leave_removed()
        job = self._queue.pop(time.monotonic())
        if job is None:
            return False
        try:
            return self._hand_over(job)
        except UnknownError:
            self._leave_or_retry(job)
            return True

    def _hand_over(self, job: Job) -> bool:
        """Deal with a job; return whether another one may be dealt with now."""
        video = job.video
        if video.fingerprint in self._flights.fingerprints():
            # The same pictures are being analysed under another name: their analysis is copied then.
            self._queue.push(replace(job, not_before_s=time.monotonic() + POLL_S))
            return False
        if not job.missing and self._store.copy_from_twin(video, job.depth):
            self._went_on(job, video.id)
            return True
        try:
            status = video.path.stat()
        except OSError:
            self._fail_unreadable(job)
            return True
        if (status.st_size, status.st_mtime_ns) != (video.size_bytes, video.modified_ns):
            self._wait_for_growing(job, FoundFile(video.path, status.st_size, status.st_mtime_ns))
            return True
        scenes = self._store.scenes(video.id) if job.missing else ()
        self._flights.submit(job, scenes, (status.st_size, status.st_mtime_ns))
        self._ledger.event(IndexEventKind.STARTED, video, video.path, depth=job.depth)
        return True

    def _leave_or_retry(self, job: Job) -> None:
        """A video that a job is about, or that it was to be copied from, was taken out under it."""
        if self._library.catalogue.videos_by_id([job.video.id]):
            self._queue.push(job)
            return
        self._leave(job.video.id)
        # Its pictures are written before the catalogue is asked.
        self._library.remove_video(job.video.id)

    def _wait_for_growing(self, job: Job, file: FoundFile) -> None:
        """A file changed under the run: settle it again and wait until it is still."""
        now_s = time.monotonic()
        since_s = self._growing_since_s.setdefault(file.path, now_s)
        if now_s - since_s > GIVE_UP_GROWING_S:
            self._fail(job, "It is still being written; it can be indexed when it is finished.")
            return
        try:
            standing = self._intake.settle_again(file)
        except OSError:
            self._fail_unreadable(job)
            return
        self._enqueue(Settled(file, standing))

    # Reports come back.

    def _handle(self, report: Report, flight: Flight | None) -> None:
        try:
            self._take_report(report, flight)
        except UnknownError:
            if flight is None:
                raise
            self._leave_or_retry(flight.job)

    def _take_report(self, report: Report, flight: Flight | None) -> None:
        if isinstance(report, Unable):
            raise report.error
        if isinstance(report, Ready):
            self._ledger.meter.engine = report.engine
        elif isinstance(report, Died):
            self._bury(report, flight)
        elif flight is None or flight.job.video.id in self._gone_ids:
            return
        elif isinstance(report, Advanced):
            video = flight.job.video
            self._ledger.event(
                IndexEventKind.PROGRESSED, video, video.path, fraction=flight.fraction, depth=flight.job.depth
            )
        elif isinstance(report, Analysed | Supplemented):
            self._accept(report, flight)
        elif isinstance(report, Refused):
            self._refuse(flight.job, report.error)
        elif isinstance(report, Broken):
            _log.error("Analysing %s failed:\n%s", flight.job.video.path, report.trace)
            last_line = report.trace.strip().splitlines()[-1]
            self._fail(flight.job, f"The program has a fault that this video brings out: {last_line}.")
        elif isinstance(report, Stopped):
            self._ledger.close_video(flight.job.video, IndexStatus.CANCELLED)

    def _accept(self, report: Analysed | Supplemented, flight: Flight) -> None:
        """Store an analysis, unless its file changed meanwhile."""
        job = flight.job
        try:
            status = job.video.path.stat()
        except OSError:
            self._fail_unreadable(job)
            return
        if (status.st_size, status.st_mtime_ns) != flight.file_status:
            self._wait_for_growing(job, FoundFile(job.video.path, status.st_size, status.st_mtime_ns))
            return
        if isinstance(report, Analysed):
            self._ledger.note_engine(report.engine, report.limited_by)
            self._store.store(job.video, report)
        else:
            self._store.add(job.video, report)
        self._went_on(job, job.video.id)

    def _went_on(self, job: Job, video_id: int) -> None:
        """A pass is stored: queue the next one, or be done with the video."""
        video = self._library.catalogue.video(video_id)
        following = self._store.next_job(video)
        if following is None or job.missing:
            self._ledger.close_video(video, IndexStatus.INDEXED)
        else:
            self._queue.push(following)

    def _bury(self, died: Died, flight: Flight | None) -> None:
        """The process ended by itself: the running job is to blame, the others are done again."""
        lost = self._flights.drain()
        for other in lost:
            if other is not flight:
                self._queue.push(other.job)
        if flight is None:
            return
        if died.is_stall:
            # The machine may have been busy: the second attempt may take longer.
            job = replace(flight.job, stalls=flight.job.stalls + 1)
        else:
            job = replace(flight.job, crashes=flight.job.crashes + 1)
        if max(job.crashes, job.stalls) < CRASHES_ALLOWED:
            self._queue.push(job)
        elif job.missing:
            sentence = f"What another network says of this video is missing: it crashed ({died.reason})."
            # Noted, so that it is not asked again and again; the video is none the worse for it.
            self._library.catalogue.set_state(job.video.id, job.video.state, f"{sentence} {SET_ASIDE}.")
            self._fail(job, f"{sentence} {SET_ASIDE}.")
        else:
            what = "stood still" if died.is_stall else "crashed"
            self._fail(job, f"The decoder {what} on this video ({died.reason}). {SET_ASIDE}.")

    def _refuse(self, job: Job, error: VidexploreError) -> None:
        """A video cannot be read: because it is broken, or no longer there. A full disk stops the run."""
        if isinstance(error, DiskFullError):
            raise error
        try:
            job.video.path.stat()
        except OSError:
            self._fail_unreadable(job)
        else:
            self._fail(job, str(error))

    def _fail_unreadable(self, job: Job) -> None:
        """The file of a job is not there any more: it was removed, or its drive was unplugged."""
        video = job.video
        if is_folder(video.path.parent):
            self._ledger.close_video(
                video, IndexStatus.FAILED, "The file vanished while it was being indexed."
            )
            state, kind = VideoState.GONE, IndexEventKind.GONE
        else:
            self._ledger.close_video(
                video, IndexStatus.FAILED, "Its folder or drive is no longer there; it waits."
            )
            state, kind = VideoState.OFFLINE, IndexEventKind.OFFLINE
        self._library.catalogue.set_state(video.id, state)
        self._ledger.event(kind, self._library.catalogue.video(video.id), video.path)

    def _fail(self, job: Job, sentence: str) -> None:
        """Be done with a video; one that other networks were to look at can be searched as before."""
        if not job.missing:
            self._library.catalogue.set_state(job.video.id, VideoState.FAILED, sentence)
        self._ledger.close_video(self._library.catalogue.video(job.video.id), IndexStatus.FAILED, sentence)

    def _cancel_everything(self) -> None:
        """Leave what is not done; it waits in the catalogue for the next run."""
        self._leave_removed()
        left = [flight.job for flight in self._flights.drain()] + self._queue.drain()
        for job in left:
            if job.video.id not in self._gone_ids:
                self._ledger.close_video(job.video, IndexStatus.CANCELLED)


def _is_set_aside(video: Video, job: Job | None) -> bool:
    """Whether what a video still needs has crashed before, so that it is not tried again."""
    is_due = video.state is VideoState.FAILED or (job is not None and bool(job.missing))
    return is_due and video.error.endswith(f"{SET_ASIDE}.")


def _settled_at_s(file: FoundFile) -> float:
    """Monotonic time from which a file may be read: at once, unless it was touched a moment ago."""
    age_s = (time.time_ns() - file.modified_ns) / 1e9
    return time.monotonic() + SETTLING_S - age_s if 0 <= age_s < SETTLING_S else 0.0
