"""How many scenes the videos in view have: counted beside the window, a few at a time."""

from PySide6.QtCore import QObject, Signal

from videxplore.core.task import Task
from videxplore.services.library import Library
from videxplore.ui.work.jobs import Lane

BATCH = 32


class ShotCounts(QObject):
    """Numbers of scenes by video.

    Signals:
        loaded: Some more numbers are known.
    """

    loaded = Signal()

    def __init__(self, library: Library, lane: Lane, parent: QObject | None = None) -> None:
        """Count in ``library`` on ``lane``."""
        super().__init__(parent)
        self._library = library
        self._lane = lane
        self._counts: dict[int, int] = {}
        self._wishes: dict[int, None] = {}
        self._is_loading = False

    def get(self, video_id: int) -> int | None:
        """The number of scenes; None until it is known, and ``loaded`` follows."""
        if video_id not in self._counts:
            self._wishes[video_id] = None
            self._load()
        return self._counts.get(video_id)

    def forget(self, video_id: int) -> None:
        """The video was analysed anew."""
        self._counts.pop(video_id, None)

    def _load(self) -> None:
        if self._is_loading or not self._wishes:
            return
        batch = [self._wishes.popitem()[0] for _ in range(min(BATCH, len(self._wishes)))]
        self._is_loading = True
        job = self._lane.submit(lambda task: _count(self._library, batch, task))
        job.succeeded.connect(self._keep)
        job.finished.connect(self._go_on)

    def _keep(self, counts: dict[int, int]) -> None:
        self._counts.update(counts)
        self.loaded.emit()

    def _go_on(self) -> None:
        self._is_loading = False
        self._load()


def _count(library: Library, video_ids: list[int], task: Task) -> dict[int, int]:
    counts = {}
    for video_id in video_ids:
        task.checkpoint()
        counts[video_id] = len(library.catalogue.shots(video_id))
    return counts
