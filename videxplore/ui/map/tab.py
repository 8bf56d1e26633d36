"""The map of the library's scenes as a tab: made when it is looked at, and again when the library changed."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from videxplore.core.errors import VidexploreError
from videxplore.core.types import Ids
from videxplore.services.library import Library
from videxplore.ui import theme
from videxplore.ui.headings import EmptyWords, word_button
from videxplore.ui.jobs import Lane
from videxplore.ui.map.points import MapPoints, Positions
from videxplore.ui.map.view import MapView
from videxplore.ui.pictures import PictureCache
from videxplore.ui.session import Session

if TYPE_CHECKING:
    from videxplore.services.summarising.scene_map import SceneMap, SceneMapService

MakeMaps = Callable[[], "SceneMapService"]


class MapTab(QWidget):
    """Every scene as a point, coloured by its video; what is circled limits the similar moments."""

    def __init__(
        self, session: Session, library: Library, lane: Lane, pictures: PictureCache, make_maps: MakeMaps
    ) -> None:
        """Make the map on ``lane``."""
        super().__init__()
        self._session = session
        self._library = library
        self._lane = lane
        self._make_maps = make_maps
        self._version = -1
        self._wanted = -1
        self.view = MapView(lane, pictures, self)
        self._words = EmptyWords("map", self.tr("No map yet"), "")
        self._stack = QStackedWidget()
        self._stack.addWidget(self._words)
        self._stack.addWidget(self.view)
        self.controls = QWidget()
        self._facts = QLabel()
        self._facts.setFont(theme.caption_font())
        self._facts.setProperty("dim", True)
        self._clear = word_button(self.tr("Clear circle"))
        self._clear.setProperty("quiet", True)
        self._clear.hide()
        row = QHBoxLayout(self.controls)
        row.setContentsMargins(0, 0, theme.PANEL_PADDING_PX, 0)
        row.addStretch(1)
        row.addWidget(self._clear)
        row.addWidget(self._facts)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self._clear.clicked.connect(self.view.clear_lasso)
        self.view.lassoChanged.connect(self._circle)
        self.view.pointSelected.connect(self._open)

    def showEvent(self, event: QShowEvent) -> None:
        """Make the map if the library has changed since."""
        super().showEvent(event)
        version = self._library.catalogue.version()
        if version in (self._version, self._wanted):
            return
        self._wanted = version
        if self.view.points is None:
            self._words.say(self.tr("Making the map…"), self.tr("Scenes that look alike will lie together."))
        job = self._lane.submit_latest(lambda _task: self._points(self._make_maps().current()), "map")
        job.succeeded.connect(self._show_first)
        job.failed.connect(self._fail)

    def _points(self, found: "SceneMap") -> tuple[MapPoints, bool]:
        """On the lane: the map as points."""
        _, groups = np.unique(found.video_ids, return_inverse=True)
        keyframes = self._library.catalogue.keyframes_by_shot(found.shot_ids.tolist())
        times = {one.id: one.time_s for stills in keyframes.values() for one in stills}
        points = MapPoints(
            _unit_square(found.places),
            found.shot_ids,
            found.video_ids,
            found.keyframe_ids,
            np.array([times.get(one, 0.0) for one in found.keyframe_ids.tolist()], np.float64),
            groups.astype(np.int64),
        )
        return points, found.is_arranged

    def _show_first(self, answer: tuple[MapPoints, bool]) -> None:
        """First guesses are shown at once, and brought into order beside the window."""
        points, is_arranged = answer
        self._show(points)
        if not is_arranged and len(points) > 1:
            self._facts.setText(self.tr("arranging…"))
            job = self._lane.submit_latest(lambda task: self._points(self._make_maps().arrange(task)), "map")
            job.succeeded.connect(lambda arranged: self._show(arranged[0]))
            job.failed.connect(self._fail)

    def _show(self, points: MapPoints) -> None:
        if not len(points):
            self._words.say(self.tr("No map yet"), self.tr("It appears as soon as videos are searchable."))
            self._stack.setCurrentIndex(0)
            return
        self._version = self._wanted
        self.view.set_points(points)
        self._stack.setCurrentIndex(1)
        self._facts.setText(self.tr("%n scene(s)", "", len(points)))

    def _fail(self, error: Exception) -> None:
        self._wanted = -1
        self._stack.setCurrentIndex(0)
        if isinstance(error, VidexploreError):
            self._words.say(self.tr("No map yet"), str(error))

    def _circle(self, shot_ids: Ids | None) -> None:
        self._clear.setVisible(shot_ids is not None)
        self._session.set_circle(None if shot_ids is None else frozenset(shot_ids.tolist()))

    def _open(self, number: int) -> None:
        points = self.view.points
        if points is not None:
            video = self._library.catalogue.video(int(points.video_ids[number]))
            self._session.open_video(video, float(points.times_s[number]))
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)


def _unit_square(places: Positions) -> Positions:
    """Places float32 (N, 2) moved and scaled into [0, 1] x [0, 1], their shape kept."""
    if not len(places):
        return places
    low, high = places.min(axis=0), places.max(axis=0)
    width = max(float((high - low).max()), 1e-9)
    scaled: Positions = ((places - (low + high) / 2) / width + 0.5).astype(np.float32)
    return scaled
