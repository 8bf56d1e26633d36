"""What a run tells: events while it goes on, a report at its end."""

import dataclasses
import time
from collections.abc import Callable
from pathlib import Path

from videxplore.catalogue.catalogue import Catalogue
from videxplore.catalogue.records import VideoCounts
from videxplore.core.task import Task
from videxplore.core.types import Depth, Video
from videxplore.services.indexing.control import IndexControl
from videxplore.services.indexing.job_queue import IndexQueue
from videxplore.services.indexing.meter import IndexMeter
from videxplore.services.indexing.values import (
    IndexEvent,
    IndexEventKind,
    IndexOptions,
    IndexReport,
    IndexStatus,
    VideoReport,
)
from videxplore.services.statistics import Engine

_KIND_OF_STATUS = {
    IndexStatus.UNCHANGED: IndexEventKind.UNCHANGED,
    IndexStatus.MOVED: IndexEventKind.MOVED,
    IndexStatus.FAILED: IndexEventKind.FAILED,
    IndexStatus.CANCELLED: IndexEventKind.CANCELLED,
}


class IndexLedger:
    """Keeps the figures and the reports of one run, and tells whoever listens."""

    def __init__(
        self,
        options: IndexOptions,
        queue: IndexQueue,
        control: IndexControl,
        task: Task,
        on_event: Callable[[IndexEvent], None] | None,
    ) -> None:
        """Start a ledger.

        Args:
            options: Tells how far videos are to be taken.
            queue: What still waits.
            control: Tells whether the run is paused.
            task: Learns the fraction of the whole run.
            on_event: Called for everything that happens to a video.
        """
        self.meter = IndexMeter()
        self._depth = options.depth
        self._queue = queue
        self._control = control
        self._task = task
        self._on_event = on_event
        self._reports: dict[Path, VideoReport] = {}
        self._started_s = time.perf_counter()
        self._stored: dict[int, VideoReport] = {}
        self._open: set[int] = set()
        self._known: dict[Path, int] = {}

    def event(
        self,
        kind: IndexEventKind,
        video: Video | None,
        path: Path,
        *,
        fraction: float = 0.0,
        depth: Depth | None = None,
        error: str = "",
    ) -> None:
        """Tell that something happened."""
        if self._on_event is not None:
            progress = self.meter.progress(self._queue, self._depth, paused=self._control.is_paused)
            self._on_event(IndexEvent(kind, path, video, progress, fraction, depth, error))

    def advance(self) -> None:
        """Report the whole run's fraction to its task.

        Raises:
            Cancelled: If the run was cancelled.
        """
        self._task.checkpoint(self.meter.done, self.meter.total)

    def note_engine(self, engine: Engine, limited_by: str) -> None:
        """Note what a pass was done with, and what it waited for."""
        self.meter.limited_by = limited_by
        self.meter.engine = engine

    def note_stored(
        self, video: Video, duration_s: float, wall_s: float = 0.0, warnings: tuple[str, ...] = ()
    ) -> None:
        """Note that a pass is stored; the passes of a video add up to one report."""
        before = self._stored.get(video.id)
        if before is None:
            self.meter.searchable += 1
            self.meter.searchable_s += duration_s
            self.meter.video_s += duration_s
            before = VideoReport(video.path, IndexStatus.INDEXED)
        self._stored[video.id] = dataclasses.replace(
            before,
            duration_s=duration_s,
            wall_s=before.wall_s + wall_s,
            warnings=warnings or before.warnings,
        )

    def close_video(self, video: Video, status: IndexStatus, error: str = "") -> None:
        """Be done with a video, and tell it unless it was indexed: its passes told that."""
        stored = self._stored.get(video.id) or VideoReport(video.path, status, duration_s=video.duration_s)
        self._known[video.path] = video.id
        self._reports[video.path] = dataclasses.replace(stored, status=status, error=error)
        if video.id in self._open:
            self._open.remove(video.id)
            self.meter.done += 1
        kind = _KIND_OF_STATUS.get(status)
        if kind is not None:
            self.event(kind, video, video.path, error=error)

    def open_video(self, video: Video) -> None:
        """Note that a video needs work."""
        if video.id not in self._open:
            self._open.add(video.id)
            self.meter.total += 1

    def leave_video(self, video_id: int) -> None:
        """Note that a video is no longer in the library."""
        if video_id in self._open:
            self._open.remove(video_id)
            self.meter.total -= 1

    def reject(self, path: Path, error: str) -> None:
        """Note a path that is no video."""
        self._reports[path] = VideoReport(path, IndexStatus.FAILED, error)
        self.event(IndexEventKind.FAILED, None, path, error=error)

    def report(self, catalogue: Catalogue, stopped: str) -> IndexReport:
        """What came of the run, and what the catalogue holds of each video."""
        counts = catalogue.counts_by_video(list(self._known.values()))
        for path, video_id in self._known.items():
            held = counts.get(video_id, VideoCounts())
            self._reports[path] = dataclasses.replace(
                self._reports[path], shots=held.shots, keyframes=held.keyframes, clips=held.clips
            )
        return IndexReport(
            device=self.meter.engine.device,
            videos=tuple(self._reports[path] for path in sorted(self._reports)),
            wall_s=time.perf_counter() - self._started_s,
            video_s=self.meter.video_s,
            stopped=stopped,
        )
