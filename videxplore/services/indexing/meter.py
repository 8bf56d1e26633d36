"""Counting what a run has done: speed, and the time that is left."""

from dataclasses import dataclass, field

from videxplore.core.types import Depth
from videxplore.services.indexing.job_queue import IndexQueue
from videxplore.services.indexing.values import IndexProgress
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
