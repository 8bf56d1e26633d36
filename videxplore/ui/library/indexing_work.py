"""Indexing in the background: one run at a time on its own lane, its events brought to the GUI thread."""

import logging
from collections import deque
from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from videxplore.core.file_names import one_line
from videxplore.core.task import Task
from videxplore.services.indexing.index_types import (
    IndexEvent,
    IndexEventKind,
    IndexOptions,
    IndexProgress,
    IndexReport,
    IndexStatus,
)
from videxplore.services.indexing.indexer import Indexer
from videxplore.services.library import Library
from videxplore.ui.library.left_over import Failure, LeftOver, left_over, still_wanted
from videxplore.ui.look.sentences import translated
from videxplore.ui.session import Session
from videxplore.ui.work.jobs import Lane, LaneJob, Waker

if TYPE_CHECKING:
    from videxplore.services.indexing.cluster.joining import ClusterSettings

_MOST_NAMES = 3
"""Names of videos in one line."""

_log = logging.getLogger(__name__)

# The file could be read after all, or holds another video now.
_READABLE_KINDS = frozenset(
    (
        IndexEventKind.SEARCHABLE,
        IndexEventKind.COMPLETE,
        IndexEventKind.UNCHANGED,
        IndexEventKind.MOVED,
        IndexEventKind.REPLACED,
        IndexEventKind.PURGED,
    )
)


class IndexingWork(QObject):
    """Starts, pauses and stops indexing; reports the state of each video to the session.

    Signals:
        started: A run began.
        progressChanged: The newest :class:`IndexProgress`.
        videoProgressChanged: (video id, fraction in [0, 1]) of the pass that is running.
        unchanged: A :class:`Video` whose file was found unchanged; of another one's news the session tells.
        replaced: A :class:`Video` that is no longer in the library; what its file holds now follows.
        failuresChanged: A tuple of :class:`Failure`, the newest last.
        stoppedChanged: The ids of the videos whose indexing the user stopped, a frozenset.
        finished: The run ended, successfully or not; with None.

    Attributes:
        stopped_ids: The videos whose indexing the user stopped; :meth:`continue_stopped` goes on with them.
    """

    started = Signal()
    progressChanged = Signal(object)
    videoProgressChanged = Signal(int, float)
    unchanged = Signal(object)
    replaced = Signal(object)
    failuresChanged = Signal(object)
    stoppedChanged = Signal(object)
    finished = Signal(object)

    def __init__(
        self,
        session: Session,
        library: Library,
        options: IndexOptions,
        parent: QObject | None = None,
        cluster: "ClusterSettings | None" = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._library = library
        self._options = options
        self._lane = Lane("indexing", self)
        self._cluster = self._announced(cluster)
        self._indexer = Indexer(library, options, cluster=self._cluster)
        self._job: LaneJob | None = None
        self._events: deque[IndexEvent] = deque()
        self._news: deque[str] = deque()
        self._next: list[Path] = []
        self._wanted: list[Path] = []
        self._unsearched: list[Path] = []
        self._is_closing = False
        self._is_renewing = False
        self.stopped_ids: frozenset[int] = frozenset()
        self.progress = IndexProgress()
        self.failures: tuple[Failure, ...] = ()
        self._forgotten_ids: set[int] = set()
        self._waker = Waker(self._deliver, self)
        session.videoChanged.connect(self._prefer_open_video)
        session.playingChanged.connect(self._set_low_priority)

    @property
    def is_running(self) -> bool:
        """Whether a run is active."""
        return self._job is not None

    @property
    def can_continue(self) -> bool:
        """Whether the user stopped something that :meth:`continue_stopped` would do."""
        return bool(self.stopped_ids or self._unsearched)

    @property
    def is_paused(self) -> bool:
        """Whether the run is paused."""
        return self._indexer.is_paused

    def add(self, paths: Sequence[Path]) -> None:
        """Index these files and folders, now or in the active run."""
        if not paths:
            return
        if self._job is not None and self._job.task.is_cancelled:
            self._next.extend(paths)
            return
        self._wanted.extend(paths)
        if self._job is not None:
            self._indexer.add(paths)
            return
        wanted = list(paths)
        # The figures of the run before are not those of this one.
        self.progress = IndexProgress()
        self._job = self._lane.submit(lambda task: self._run(wanted, task))
        self._job.succeeded.connect(self._on_report)
        self._job.failed.connect(self._on_failed)
        self._job.finished.connect(self._on_finished)
        self.started.emit()

    def retry(self, paths: Sequence[Path]) -> None:
        """Index these files and folders, also what failed there before and has not changed."""
        self._indexer.retry(paths)
        self.add(paths)

    def use(self, options: IndexOptions) -> None:
        """Index with other options from now on; a run that goes on is continued with them."""
        self._options = options
        self._renew()

    def use_cluster(self, cluster: "ClusterSettings | None") -> None:
        """Let other machines, or none, analyse from now on; a run that goes on is continued by them."""
        self._cluster = self._announced(cluster)
        self._renew()

    def _announced(self, cluster: "ClusterSettings | None") -> "ClusterSettings | None":
        """The cluster, whose sentences are shown."""
        return None if cluster is None else replace(cluster, notify=self._on_news)

    def _renew(self) -> None:
        if self._job is None:
            self._renew_indexer()
        elif not self._job.task.is_cancelled:
            self._next.extend(self._wanted)
            self._indexer.take_paths()
            self._indexer.resume()
            self._is_renewing = True
            self._job.cancel()

    def _renew_indexer(self) -> None:
        """Replace the indexer, while no run goes on, by one with the present options and cluster."""
        older, self._indexer = self._indexer, Indexer(self._library, self._options, cluster=self._cluster)
        # A process that was prepared takes a moment to end.
        self._lane.submit(lambda _task: older.close())
        self._set_low_priority(self._session.is_playing)

    def _set_low_priority(self, is_playing: bool) -> None:
        self._indexer.set_low_priority(is_playing)

    def prepare(self) -> None:
        """Load the models now: the user is about to bring videos."""
        if self._job is None:
            self._indexer.prepare()

    def go_on(self) -> None:
        """Resume what an earlier run of the program left unfinished, and list what failed then."""
        wants_clips = bool(self._options.actions)
        job = self._lane.submit(lambda _task: left_over(self._library, wants_clips=wants_clips))
        job.succeeded.connect(self._resume_left_over)
        job.failed.connect(self._session.notice_failure)

    def pause(self) -> None:
        """Pause the work."""
        self._indexer.pause()

    def resume(self) -> None:
        """Resume the work."""
        self._indexer.resume()

    def cancel(self) -> None:
        """Stop the whole run; what is stored stays, and :meth:`continue_stopped` does the rest."""
        self._next.clear()
        if self._job is not None and not self._job.task.is_cancelled:
            self._unsearched = list(dict.fromkeys((*self._unsearched, *self._wanted)))
        self._indexer.take_paths()
        if self._job is not None:
            self._indexer.resume()
            self._job.cancel()

    def continue_stopped(self) -> None:
        """Index what the user stopped; videos that were removed meanwhile stay out."""
        folders, self._unsearched = self._unsearched, []
        ids = self.stopped_ids
        job = self._lane.submit(lambda task: still_wanted(self._library, ids, folders, task))
        job.succeeded.connect(self._index_rest)
        job.failed.connect(self._session.notice_failure)

    def _index_rest(self, paths: list[Path]) -> None:
        self.add(paths)
        if not paths:
            self.stoppedChanged.emit(self.stopped_ids)

    def cancel_video(self, video_id: int) -> None:
        """Cancel the analysis of one video."""
        self._indexer.cancel_video(video_id)

    def forget(self, video_ids: Collection[int]) -> None:
        """Ignore late events of videos that were removed from the library."""
        self._forgotten_ids.update(video_ids)
        self._set_stopped(self.stopped_ids.difference(video_ids))
        self._set_failures(tuple(failure for failure in self.failures if failure.video_id not in video_ids))

    def remember(self, video_ids: Collection[int]) -> None:
        """These are in the library again."""
        self._forgotten_ids.difference_update(video_ids)
        self._read_stopped()

    def stop_soon(self) -> None:
        """The window is about to close: stop at a safe point; the next start goes on from there."""
        self._is_closing = True
        self.cancel()

    def close(self) -> None:
        """Stop at a safe point and join the thread."""
        self._is_closing = True
        self._indexer.resume()
        self._lane.close()
        self._indexer.close()
        self._waker.close()

    def _resume_left_over(self, rest: LeftOver) -> None:
        unfinished, failed = rest.unfinished, rest.failed
        self._set_stopped(rest.stopped_ids)
        informed = {failure.video_id for failure in self.failures}
        earlier = [failure for failure in failed if failure.video_id not in informed]
        self._set_failures((*earlier, *self.failures))
        self.add(unfinished)

    def _run(self, paths: list[Path], task: Task) -> IndexReport:
        report = self._indexer.run(paths, task, self._on_event)
        if not (self._is_closing or self._is_renewing):
            self._note_stopped(report)
        return report

    def _note_stopped(self, report: IndexReport) -> None:
        """On the lane: remember what the user cancelled, so that no later start of the program indexes it."""
        paths = {video.path for video in report.videos if video.status is IndexStatus.CANCELLED}
        if paths:
            videos = self._library.catalogue.videos()
            self._library.catalogue.stopped.add(video.id for video in videos if video.path in paths)

    def _on_event(self, event: IndexEvent) -> None:
        """In the indexing thread: keep the event, whose video is made here, and wake the GUI thread."""
        _ = event.video
        self._events.append(event)
        self._waker.wake()

    def _on_news(self, sentence: str) -> None:
        """In the indexing thread: a machine joined, was refused or left."""
        _log.info("%s", sentence)
        self._news.append(sentence)
        self._waker.wake()

    def _deliver(self) -> None:
        while self._news:
            self._session.inform(translated(self._news.popleft()))
        failures = self.failures
        newest: IndexProgress | None = None
        while self._events:
            event = self._events.popleft()
            if event.kind not in {IndexEventKind.PURGED, IndexEventKind.RETURNED}:
                newest = event.progress
            if event.video is None or event.video.id not in self._forgotten_ids:
                self._deliver_one(event)
                failures = _after(failures, event)
        self._set_failures(failures)
        if newest is not None and newest != self.progress:
            self.progress = newest
            self.progressChanged.emit(newest)

    def _read_stopped(self) -> None:
        job = self._lane.submit(lambda _task: self._library.catalogue.stopped.ids())
        job.succeeded.connect(self._set_stopped)
        job.failed.connect(self._session.notice_failure)

    def _set_stopped(self, ids: frozenset[int]) -> None:
        if ids != self.stopped_ids:
            self.stopped_ids = ids
            self.stoppedChanged.emit(ids)

    def _set_failures(self, failures: tuple[Failure, ...]) -> None:
        if failures != self.failures:
            self.failures = failures
            self.failuresChanged.emit(failures)

    def _deliver_one(self, event: IndexEvent) -> None:
        if event.video is None:
            return
        if event.kind is IndexEventKind.FOUND:
            self._set_stopped(self.stopped_ids - {event.video.id})
        if event.kind is IndexEventKind.PROGRESSED:
            self.videoProgressChanged.emit(event.video.id, event.fraction)
        elif event.kind is IndexEventKind.STARTED:
            self.videoProgressChanged.emit(event.video.id, 0.0)
        elif event.kind in {IndexEventKind.REPLACED, IndexEventKind.PURGED}:
            self.replaced.emit(event.video)
        elif event.kind is IndexEventKind.UNCHANGED:
            self.unchanged.emit(event.video)
        else:
            self._session.update_video(event.video)

    def _on_report(self, report: IndexReport) -> None:
        if report.stopped:
            self._session.notice(translated(report.stopped))
        if report.kept:
            names = ", ".join(one_line(video.path.name) for video in report.kept[:_MOST_NAMES])
            more = ", \u2026" if len(report.kept) > _MOST_NAMES else ""
            sentence = self.tr("Replaced on disk, kept as missing with what you marked: %1")
            self._session.inform(sentence.replace("%1", names + more))

    def _on_failed(self, error: Exception) -> None:
        # What it did not get to would fail in the same way.
        self._indexer.take_paths()
        self._session.notice_failure(error)

    def _on_finished(self) -> None:
        self._deliver()
        self._job = None
        self._wanted.clear()
        self._read_stopped()
        self.finished.emit(None)
        # What was added in the last moments of the run, or after it was cancelled.
        wanted, self._next = [*self._indexer.take_paths(), *self._next], []
        if self._is_renewing:
            self._is_renewing = False
            self._renew_indexer()
        self.add(wanted)

    def _prefer_open_video(self, video: object) -> None:
        if self._session.video is not None and video is not None:
            self._indexer.prioritise(self._session.video.id)


def _after(failures: tuple[Failure, ...], event: IndexEvent) -> tuple[Failure, ...]:
    """The failures after an event: at most one a file, and none once it could be read."""
    has_failed = event.kind is IndexEventKind.FAILED
    if not has_failed and event.kind not in _READABLE_KINDS:
        return failures
    video_id = event.video.id if event.video is not None else 0
    others = tuple(
        failure
        for failure in failures
        if failure.path != event.path and (not video_id or failure.video_id != video_id)
    )
    return (*others, Failure(event.path, event.error, video_id)) if has_failed else others
