"""Progress of an index run: speed and time left, events while it goes on, and its final report."""

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from videxplore.catalogue.catalogue import Catalogue
from videxplore.catalogue.records import VideoCounts
from videxplore.catalogue.stored_video import StoredVideo
from videxplore.core.task import Task
from videxplore.core.types import Depth, Video
from videxplore.services.indexing.index_types import (
    IndexEvent,
    IndexEventKind,
    IndexPass,
    IndexProgress,
    IndexReport,
    IndexStatus,
    VideoReport,
)
from videxplore.services.indexing.run.index_jobs import IndexControl, JobInProgress, JobPool
from videxplore.services.indexing.run.job_queue import JobQueue
from videxplore.services.indexing.run.time_left import PassWork, RunningWork, TimeLeft
from videxplore.services.statistics import RuntimeInfo

_KIND_OF_STATUS = {
    IndexStatus.UNCHANGED: IndexEventKind.UNCHANGED,
    IndexStatus.MOVED: IndexEventKind.MOVED,
    IndexStatus.FAILED: IndexEventKind.FAILED,
    IndexStatus.CANCELLED: IndexEventKind.CANCELLED,
}

FIGURES_EVERY_S = 0.1
"""How often the figures are worked out while thousands of files are found that need nothing."""


@dataclass(slots=True)
class ProgressMeter:
    """The figures of one run. Where the length of a video is not known yet, its file size is used.

    Attributes:
        total: Videos that need work.
        done: Videos finished, failed ones included.
        video_s: Seconds of video analysed; each video counts once.
        searchable: Videos that can be searched already.
        searchable_s: Their length.
        quick_done: Videos whose quick pass is done, or not needed any more.
        full_done: Videos whose full pass is done, or not needed any more.
        motion_done: Videos that no other model is still to see.
        engine: What the run runs on.
        limited_by: What the analysis waits for most.
        is_searching: Whether files are still being found, so that nobody knows how much is left.
    """

    total: int = 0
    done: int = 0
    video_s: float = 0.0
    searchable: int = 0
    searchable_s: float = 0.0
    quick_done: int = 0
    full_done: int = 0
    motion_done: int = 0
    engine: RuntimeInfo = field(default_factory=RuntimeInfo)
    limited_by: str = ""
    is_searching: bool = False
    time_left: TimeLeft = field(default_factory=TimeLeft)
    _pass: IndexPass = IndexPass.QUICK

    def note_pass(self, index_pass: IndexPass, video: Video, active_s: float) -> None:
        """Note that a pass over a video was finished."""
        self.time_left.costs[index_pass].note(PassWork.of(video, index_pass), video.duration_s, active_s)
        self._pass = index_pass

    def progress(self, queue: JobQueue, running: Sequence[JobInProgress], *, paused: bool) -> IndexProgress:
        """The current figures, while these jobs are running."""
        cost = self.time_left.costs[self._pass]
        progress = IndexProgress(
            done=self.done,
            total=self.total,
            searchable=self.searchable,
            searchable_s=self.searchable_s,
            x_realtime=max(1, len(running)) * cost.video_s / cost.active_s if cost.active_s > 0 else 0.0,
            limited_by=self.limited_by,
            engine=self.engine,
            paused=paused,
            quick_done=self.quick_done,
            full_done=self.full_done,
            motion_done=self.motion_done,
        )
        present = progress.index_pass
        works = [
            RunningWork(PassWork.of(one.job.video, present), one.fraction, one.active_s)
            for one in running
            if one.job.index_pass is present
        ]
        left_s = None if self.is_searching else self.time_left.left_s(present, queue.waiting(present), works)
        return replace(progress, left_s=left_s, running_fraction=sum(work.fraction for work in works))


class ProgressReporter:
    """Keeps the figures and the reports of one run, and emits its events."""

    def __init__(
        self,
        queue: JobQueue,
        jobs: JobPool,
        control: IndexControl,
        task: Task,
        on_event: Callable[[IndexEvent], None] | None,
    ) -> None:
        """Report nothing yet.

        Args:
            queue: The waiting jobs.
            jobs: Those that are with the analysis processes.
            control: Whether the run is paused.
            task: Receives the fraction of the whole run.
            on_event: Called for everything that happens to a video.
        """
        self.meter = ProgressMeter()
        self._queue = queue
        self._jobs = jobs
        self._control = control
        self._task = task
        self._on_event = on_event
        # With the ids of their videos, where there are any.
        self._reports: dict[Path, tuple[VideoReport, int | None]] = {}
        self._left_out: dict[Path, str] = {}
        self._kept: list[Video] = []
        self._started_s = time.perf_counter()
        self._stored: dict[int, VideoReport] = {}
        self._open: set[int] = set()
        self._searchable: set[int] = set()
        self._passed: dict[Depth, set[int]] = {depth: set() for depth in Depth}
        self._seen_by_models: set[int] = set()
        self._newest = IndexProgress()
        self._newest_s = -math.inf

    def notify(
        self,
        kind: IndexEventKind,
        video: Video | None,
        path: Path,
        *,
        fraction: float = 0.0,
        depth: Depth | None = None,
        error: str = "",
    ) -> None:
        """Emit an event."""
        if self._on_event is not None:
            self._on_event(IndexEvent(kind, path, video, self._figures(), fraction, depth, error))

    def _figures(self) -> IndexProgress:
        progress = self.meter.progress(self._queue, self._jobs.running, paused=self._control.is_paused)
        self._newest = replace(progress, is_loading=self._jobs.is_loading)
        self._newest_s = time.monotonic()
        return self._newest

    def _recent_figures(self) -> IndexProgress:
        """The figures of the last event, unless they are old or a video was begun or finished since."""
        is_recent = time.monotonic() - self._newest_s < FIGURES_EVERY_S
        counts = (self.meter.total, self.meter.done, self.meter.searchable)
        is_same = counts == (self._newest.total, self._newest.done, self._newest.searchable)
        return self._newest if is_recent and is_same else self._figures()

    def report_fraction(self) -> None:
        """Report the whole run's fraction to its task.

        Raises:
            Cancelled: If the run was cancelled.
        """
        self._task.checkpoint(self.meter.done, self.meter.total)

    def note_stored(
        self,
        video: Video,
        depth: Depth,
        duration_s: float,
        wall_s: float = 0.0,
        warnings: tuple[str, ...] = (),
    ) -> None:
        """Note that a pass is stored; the passes of a video add up to one report."""
        before = self._stored.get(video.id)
        if before is None:
            self.meter.video_s += duration_s
            before = VideoReport(video.path, IndexStatus.INDEXED)
        self._stored[video.id] = replace(
            before,
            duration_s=duration_s,
            wall_s=before.wall_s + wall_s,
            warnings=warnings or before.warnings,
        )
        self._note_depth(video.id, depth, duration_s)

    def has_stored(self, video_id: int) -> bool:
        """Whether a pass over a video was stored in this run."""
        return video_id in self._stored

    def _note_depth(self, video_id: int, depth: Depth, duration_s: float) -> None:
        """Count a video as searchable, once, and the passes up to ``depth`` as done."""
        if video_id not in self._searchable:
            self._searchable.add(video_id)
            self.meter.searchable += 1
            self.meter.searchable_s += duration_s
        self._passed[Depth.QUICK].add(video_id)
        if depth is Depth.FULL:
            self._passed[Depth.FULL].add(video_id)
        self._count_passes()

    def _count_passes(self) -> None:
        self.meter.quick_done, self.meter.full_done = (
            len(self._passed[depth]) for depth in (Depth.QUICK, Depth.FULL)
        )
        self.meter.motion_done = len(self._seen_by_models)

    def finish_video(self, video: Video, status: IndexStatus, error: str = "") -> None:
        """Finish a video, with an event unless it was indexed: each stored pass has emitted one."""
        self._finish(video.id, VideoReport(video.path, status, error, duration_s=video.duration_s))
        kind = _KIND_OF_STATUS.get(status)
        if kind is not None:
            self.notify(kind, video, video.path, error=error)

    def finish_known(self, stored: StoredVideo, path: Path, status: IndexStatus) -> None:
        """Finish a video that needs nothing, with an event; no more is made of its row than is needed.

        Args:
            stored: The video.
            path: Where its file was found.
            status: ``UNCHANGED`` or ``MOVED``.
        """
        # What was indexed in this run stays so when its folder is searched once more.
        is_new = status is IndexStatus.UNCHANGED and self.has_stored(stored.id)
        outcome = IndexStatus.INDEXED if is_new else status
        self._finish(stored.id, VideoReport(path, outcome, duration_s=stored.duration_s))
        if self._on_event is not None:
            figures = self._recent_figures()
            self._on_event(IndexEvent(_KIND_OF_STATUS[status], path, stored, figures))

    def _finish(self, video_id: int, report: VideoReport) -> None:
        stored = self._stored.get(video_id)
        if stored is not None:
            report = replace(stored, status=report.status, error=report.error)
        self._reports[report.path] = (report, video_id)
        if video_id in self._open:
            self._open.remove(video_id)
            self.meter.done += 1
            # Whatever it still lacks, nothing more is done for it.
            for passed in (*self._passed.values(), self._seen_by_models):
                passed.add(video_id)
            self._count_passes()

    def start_video(self, video: Video) -> None:
        """Note that a video needs work."""
        if video.id not in self._open:
            self._open.add(video.id)
            self.meter.total += 1
            if video.depth is not None:
                # An earlier run did this.
                self._note_depth(video.id, video.depth, video.duration_s)

    def is_open(self, video_id: int) -> bool:
        """Whether a video was started and not finished."""
        return video_id in self._open

    def open_ids(self) -> frozenset[int]:
        """The videos that were started and not finished."""
        return frozenset(self._open)

    def note_only_text_left(self, video_id: int) -> None:
        """Note that of a video nothing but text is still to be recognised."""
        for passed in (*self._passed.values(), self._seen_by_models):
            passed.add(video_id)
        self._count_passes()

    def drop_video(self, video_id: int) -> None:
        """Note that a video is no longer in the library."""
        if video_id in self._open:
            self._open.remove(video_id)
            self.meter.total -= 1
            for passed in (*self._passed.values(), self._seen_by_models):
                passed.discard(video_id)
            self._count_passes()

    def reject(self, path: Path, error: str) -> None:
        """Report a path that is not a video."""
        self._reports[path] = (VideoReport(path, IndexStatus.FAILED, error), None)
        self.notify(IndexEventKind.FAILED, None, path, error=error)

    def leave_out(self, path: Path, reason: str) -> None:
        """Report a path that a search of its folder leaves out."""
        self._left_out[path] = reason

    def keep(self, video: Video) -> None:
        """Report a video that is kept although its file was replaced."""
        self._kept.append(video)
        self.notify(IndexEventKind.GONE, video, video.path)

    def report(self, catalogue: Catalogue, stopped: str) -> IndexReport:
        """The final report, with what the catalogue holds of each video."""
        reports = sorted(self._reports.values(), key=lambda one: one[0].path)
        known = [video_id for _, video_id in reports if video_id is not None]
        counts = catalogue.counts_by_video(known)
        return IndexReport(
            device=self.meter.engine.device,
            videos=tuple(
                report if video_id is None else _with_counts(report, counts.get(video_id, VideoCounts()))
                for report, video_id in reports
            ),
            wall_s=time.perf_counter() - self._started_s,
            video_s=self.meter.video_s,
            stopped=stopped,
            left_out=dict(sorted(self._left_out.items())),
            kept=tuple(self._kept),
        )


def _with_counts(report: VideoReport, held: VideoCounts) -> VideoReport:
    return replace(report, shots=held.shots, keyframes=held.keyframes, clips=held.clips)
