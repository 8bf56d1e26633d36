"""Single frames for the filmstrip, where the zoom shows more than the preview strip holds."""

from bisect import bisect_right, insort
from collections import deque
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QSize, QTimer, Signal
from PySide6.QtGui import QImage

from videxplore.core.task import Task
from videxplore.services.playback.playing import SAME_TIME_S, frames_at
from videxplore.ui.look.images import screen_image
from videxplore.ui.work.jobs import Lane, LaneJob
from videxplore.ui.work.waker import Waker

LONGEST_SPAN_S = 30.0
"""More than this is never decoded for the filmstrip; so wide a view has the preview strip."""

KEPT_FRAMES = 600
REST_MS = 120
"""The view must rest this long before anything is decoded for it."""


class FilmFrames(QObject):
    """Thumbnails of single frames, decoded on a lane once the view rests.

    Signals:
        arrivedChanged: More of the wanted frames are there.
    """

    arrivedChanged = Signal()

    def __init__(self, lane: Lane, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lane = lane
        self._path: Path | None = None
        self._starts_s: list[float] = []
        self._frames: dict[float, tuple[float, QImage]] = {}
        self._wanted: tuple[float, ...] = ()
        self._size_px = QSize(92, 52)
        self._job: LaneJob | None = None
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._decode)
        self._news: deque[tuple[Path, float, float, QImage]] = deque()
        self._waker = Waker(self._deliver, self)

    def open(self, path: Path | None) -> None:
        """Turn to another video."""
        self.cancel_pending()
        self._path = path
        self._starts_s.clear()
        self._frames.clear()

    def cancel_pending(self) -> None:
        """Decode nothing more."""
        self._rest.stop()
        self._wanted = ()
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def image_at(self, time_s: float) -> QImage | None:
        """The frame on screen at a moment, where it was decoded."""
        number = bisect_right(self._starts_s, time_s + SAME_TIME_S) - 1
        if number < 0:
            return None
        end_s, image = self._frames[self._starts_s[number]]
        return image if time_s < end_s else None

    def want(self, times_s: Sequence[float], size_px: QSize) -> None:
        """Say which moments are in sight without their own picture; what was wanted before is dropped."""
        wanted = tuple(times_s)
        if wanted == self._wanted:
            return
        self.cancel_pending()
        self._wanted, self._size_px = wanted, size_px
        if wanted and wanted[-1] - wanted[0] <= LONGEST_SPAN_S:
            self._rest.start()

    def _decode(self) -> None:
        path, wanted, size_px = self._path, self._wanted, self._size_px
        if path is not None and wanted:
            work = _FrameWork(self, path, wanted, size_px)
            self._job = self._lane.submit_latest(work.run, "film frames")

    def inform(self, path: Path, start_s: float, end_s: float, image: QImage) -> None:
        """Hand over a decoded frame, from the lane's thread."""
        self._news.append((path, start_s, end_s, image))
        self._waker.wake()

    def close(self) -> None:
        """Decode and deliver nothing more."""
        self.cancel_pending()
        self._waker.close()

    def _deliver(self) -> None:
        while self._news:
            self._keep(*self._news.popleft())
        self.arrivedChanged.emit()

    def _keep(self, path: Path, start_s: float, end_s: float, image: QImage) -> None:
        if path != self._path:
            return
        if start_s not in self._frames:
            insort(self._starts_s, start_s)
        self._frames[start_s] = (end_s, image)
        if len(self._starts_s) > KEPT_FRAMES:
            farthest = 0 if start_s - self._starts_s[0] > self._starts_s[-1] - start_s else -1
            del self._frames[self._starts_s.pop(farthest)]


class _FrameWork:
    """Decodes from the first wanted moment to the last, and keeps the frames that are wanted."""

    def __init__(self, film: FilmFrames, path: Path, wanted: tuple[float, ...], size_px: QSize) -> None:
        self._film, self._path, self._wanted, self._size_px = film, path, wanted, size_px

    def run(self, task: Task) -> None:
        for picture, end_s in frames_at(self._path, self._wanted, task):
            self._film.inform(self._path, picture.time_s, end_s, screen_image(picture, self._size_px))
