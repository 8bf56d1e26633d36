"""The map of the library for the window: read, completed and arranged on a lane of its own."""

from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from PySide6.QtCore import QObject, Signal

from videxplore.composition import Services
from videxplore.core.task import Progress, Task
from videxplore.ui.map.points import MapPoints, PointFinder
from videxplore.ui.work.jobs import Lane, LaneJob

if TYPE_CHECKING:
    from videxplore.services.summarising.scene_map import OnMap, SceneMap

_SUBJECT = "map"


class ShownMap(NamedTuple):
    """The map as points, all of them quiet, and what finds them."""

    points: MapPoints
    finder: PointFinder
    is_arranged: bool


class MapWork(QObject):
    """Keeps the map of the library up to date while it is looked at.

    Signals:
        shown: A :class:`ShownMap` that is good enough to be shown; a better one may follow.
        progressed: The :class:`~videxplore.core.task.Progress` of what goes on.
        finished: Everything is done, for now.
        failed: The exception.
    """

    shown = Signal(object)
    progressed = Signal(object)
    finished = Signal()
    failed = Signal(object)

    def __init__(self, services: Services, lane: Lane, parent: QObject | None = None) -> None:
        """Do nothing yet; ``lane`` does nothing else, because arranging may last a minute."""
        super().__init__(parent)
        self._services = services
        self._lane = lane
        self._version = -1
        self._wanted = -1
        self._is_arranging = False

    def refresh(self) -> None:
        """Show the map unless what is shown, or on its way, is the library as it is.

        An arrangement is not begun again for each video that an index run adds.
        """
        version = self._services.library.catalogue.version()
        if self._is_arranging or version in (self._version, self._wanted):
            return
        self._wanted = version
        maps = self._services.scene_maps
        job = self._follow(lambda task, show: maps().current(task, show))
        job.succeeded.connect(self._on_current)

    def pause(self) -> None:
        """Stop: nobody looks at the map. :meth:`refresh` goes on."""
        self._lane.cancel(_SUBJECT)
        self._wanted = -1
        self._is_arranging = False

    def _on_current(self, found: ShownMap) -> None:
        self.shown.emit(found)
        if found.is_arranged or len(found.points) < 2:
            self._finish()
            return
        self._is_arranging = True
        maps = self._services.scene_maps
        job = self._follow(lambda task, show: maps().arrange(task, show))
        job.succeeded.connect(self.shown)
        job.succeeded.connect(self._finish)

    def _follow(self, make: "Callable[[Task, OnMap], SceneMap]") -> LaneJob:
        """Make a map on the lane, and show what is known of it meanwhile."""
        news: deque[ShownMap] = deque(maxlen=1)

        def work(task: Task) -> ShownMap:
            return _shown(make(task, lambda found: news.append(_shown(found))))

        def show_news(progress: Progress) -> None:
            if news:
                self.shown.emit(news.pop())
            self.progressed.emit(progress)

        job = self._lane.submit_latest(work, _SUBJECT)
        job.progressed.connect(show_news)
        job.failed.connect(self._fail)
        return job

    def _finish(self) -> None:
        self._version, self._wanted = self._wanted, -1
        self._is_arranging = False
        self.finished.emit()

    def _fail(self, error: Exception) -> None:
        self._wanted = -1
        self._is_arranging = False
        self.failed.emit(error)


def _shown(found: "SceneMap") -> ShownMap:
    points = MapPoints(
        # They keep their places when the outermost ones are removed.
        found.places + np.float32(0.5),
        found.shot_ids,
        found.video_ids,
        found.keyframe_ids,
        found.times_s,
        np.full(len(found.shot_ids), -1, np.int64),
    )
    return ShownMap(points, PointFinder(points), found.is_arranged)
