"""What a run tells: events while it goes on, a report at its end."""

import dataclasses
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from videxplore.catalogue.catalogue import Catalogue
from videxplore.catalogue.records import VideoCounts
from videxplore.core.task import Task
from videxplore.core.types import Depth, Video
from videxplore.services.indexing.index_types import (
    IndexEvent,
    IndexEventKind,
    IndexOptions,
    IndexProgress,
    IndexReport,
    IndexStatus,
    VideoReport,
)
from videxplore.services.indexing.run.control import IndexControl
from videxplore.services.indexing.run.index_jobs import IndexQueue
from videxplore.services.statistics import Engine


@dataclass(slots=True)
class _Pace:
    """What the passes of one depth have taken so far."""

    bytes: float = 0.0
    video_s: float = 0.0
    wall_s: float = 0.0


@dataclass(slots=True)
class IndexMeter:
    """The figures of one run. Sizes stand for lengths that are not known before a file was read.

    Attributes:
        total: Videos that need work.
        done: Videos finished, failed ones included.
        video_s: Seconds of video analysed; each video counts once.
        searchable: Videos that can be searched already.
        searchable_s: Their length.
        engine: What the run works with.
    """

    total: int = 0
    done: int = 0
    video_s: float = 0.0
    searchable: int = 0
    searchable_s: float = 0.0
    engine: Engine = field(default_factory=Engine)
    limited_by: str = ""
    _paces: dict[Depth, _Pace] = field(default_factory=lambda: {depth: _Pace() for depth in Depth})
    _depth: Depth = Depth.QUICK

    def note_pass(self, depth: Depth, size_bytes: int, video_s: float, wall_s: float) -> None:
        """A pass was finished."""
        pace = self._paces[depth]
        pace.bytes += size_bytes
        pace.video_s += video_s
        pace.wall_s += wall_s
        self._depth = depth

    def progress(self, queue: IndexQueue, wanted: Depth, *, paused: bool) -> IndexProgress:
        """The figures as they stand."""
        pace = self._paces[self._depth]
        return IndexProgress(
            done=self.done,
            total=self.total,
            searchable=self.searchable,
            searchable_s=self.searchable_s,
            x_realtime=pace.video_s / pace.wall_s if pace.wall_s > 0 else 0.0,
            left_s=self._left_s(queue, wanted),
            limited_by=self.limited_by,
            engine=self.engine,
            paused=paused,
        )

    def _left_s(self, queue: IndexQueue, wanted: Depth) -> float | None:
        """Seconds of work that wait; None until a pass of each needed depth was measured."""
        quick_bytes = queue.bytes_left(Depth.QUICK)
        full_bytes = queue.bytes_left(Depth.FULL)
        if wanted is Depth.FULL:
            full_bytes += quick_bytes
        left_s = 0.0
        for depth, waiting_bytes in ((Depth.QUICK, quick_bytes), (Depth.FULL, full_bytes)):
            if waiting_bytes:
                pace = self._paces[depth]
                if not pace.bytes:
                    return None
                left_s += waiting_bytes * pace.wall_s / pace.bytes
        return left_s


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
