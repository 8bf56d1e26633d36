"""The map of the library's scenes as a tab: made when it is looked at, and again when the library changed."""

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from videxplore.composition import Services
from videxplore.core.errors import UnknownError
from videxplore.core.task import Task
from videxplore.core.types import Ids
from videxplore.ui.look import theme
from videxplore.ui.look.qt_override import qt_override
from videxplore.ui.look.theme import colours
from videxplore.ui.look.widgets import EmptyWords, dim_label, flush, word_button
from videxplore.ui.map.map_legend import MapLegend, coloured
from videxplore.ui.map.map_view import MapView
from videxplore.ui.map.points import MapPoints, PointFinder, Positions
from videxplore.ui.session import Session
from videxplore.ui.tiles.thumbnail_cache import ThumbnailCache
from videxplore.ui.work.jobs import Lane, failure_sentence

if TYPE_CHECKING:
    from videxplore.services.summarising.scene_groups import GroupBy, SceneGroups
    from videxplore.services.summarising.scene_map import SceneMap


class MapControls(QWidget):
    """Beside the tabs while the map is in front: what colours mean, and how many scenes there are.

    Signals:
        colouringChanged: What is to share a colour: ``video``, ``action`` or ``cluster``.
    """

    colouringChanged = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.facts = dim_label()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, theme.PANEL_PADDING_PX, 0)
        row.setSpacing(theme.GAP_PX // 2)
        row.addStretch(1)
        row.addWidget(dim_label(self.tr("colour by")))
        group = QButtonGroup(self)
        self.buttons = {
            "video": word_button(self.tr("Video")),
            "action": word_button(self.tr("Label")),
            "cluster": word_button(self.tr("Cluster")),
        }
        for by, button in self.buttons.items():
            button.setProperty("quiet", True)
            button.setCheckable(True)
            button.setChecked(by == "video")
            group.addButton(button)
            row.addWidget(button)
            button.clicked.connect(lambda _checked, by=by: self.colouringChanged.emit(by))
        row.addSpacing(theme.GAP_PX)
        row.addWidget(self.facts)


class MapTab(QWidget):
    """Every scene as a point; what is lassoed, or clicked in the legend, limits the similar moments."""

    def __init__(self, session: Session, services: Services, lane: Lane, thumbnails: ThumbnailCache) -> None:
        super().__init__()
        self._session = session
        self._services = services
        self._library = services.library
        self._lane = lane
        self._by: GroupBy = "video"
        self._version = -1
        self._wanted = -1
        self.view = MapView(lane, thumbnails, self)
        # On the map itself: beside the tabs it would take the room of their words.
        self.clear_button = word_button(self.tr("Clear lasso"))
        self.clear_button.setParent(self.view)
        self.clear_button.move(theme.PANEL_PADDING_PX, theme.GAP_PX)
        self.clear_button.hide()
        self.legend = MapLegend()
        self._words = EmptyWords("map", self.tr("No map yet"), "")
        page = QWidget()
        row = flush(QHBoxLayout(page))
        row.addWidget(self.view, 1)
        row.addWidget(self.legend)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._words)
        self._stack.addWidget(page)
        self.controls = MapControls()
        column = flush(QVBoxLayout(self))
        column.addWidget(self._stack)
        self.clear_button.clicked.connect(self.view.clear_lasso)
        self.controls.colouringChanged.connect(self.colour_by)
        self.legend.entryToggled.connect(self._choose)
        self.view.lassoChanged.connect(self._set_lasso)
        self.view.pointSelected.connect(self._open)
        session.libraryChanged.connect(self._on_library)
        session.lassoChanged.connect(self._on_lasso)
        # At the closest zoom scenes are their thumbnails, which come after the first painting.
        thumbnails.loaded.connect(self.view.show_loaded)

    def colour_by(self, by: "GroupBy") -> None:
        """Let scenes that share this have one colour."""
        self._by = by
        if self.view.points is not None:
            self._colour(self.view.points)

    @qt_override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._refresh()

    def _refresh(self) -> None:
        version = self._library.catalogue.version()
        if version in (self._version, self._wanted):
            return
        self._wanted = version
        if self.view.points is None:
            self._words.say(self.tr("Making the map…"), self.tr("Similar scenes will lie together."))
        job = self._lane.submit_latest(lambda task: _points(self._services.scene_maps().current(task)), "map")
        job.succeeded.connect(self._show_first)
        job.failed.connect(self._fail)

    def _on_library(self) -> None:
        if self.isVisible():
            self._refresh()

    def _show_first(self, answer: tuple[MapPoints, PointFinder, bool]) -> None:
        """First guesses are shown at once, and arranged on a lane."""
        points, finder, is_arranged = answer
        self._show(points, finder)
        if not is_arranged and len(points) > 1:
            self.controls.facts.setText(self.tr("arranging…"))
            job = self._lane.submit_latest(
                lambda task: _points(self._services.scene_maps().arrange(task)), "map"
            )
            job.succeeded.connect(lambda arranged: self._show(*arranged[:2]))
            job.failed.connect(self._fail)

    def _show(self, points: MapPoints, finder: PointFinder) -> None:
        lasso = self._session.lasso
        if not len(points):
            self.view.clear_lasso()
            self._words.say(self.tr("No map yet"), self.tr("It appears as soon as videos are searchable."))
            self._stack.setCurrentIndex(0)
            return
        self._version = self._wanted
        old = self.view.points
        if old is not None and points.are_scenes_of(old):
            points = points.grouped(old.groups)
            lasso = None
        self.view.set_points(points, finder)
        if lasso is not None:
            self.view.choose_scenes(lasso)
        self._stack.setCurrentIndex(1)
        self.controls.facts.setText(self.tr("%n scene(s)", "", len(points)))
        self._colour(points)

    def _colour(self, points: MapPoints) -> None:
        by, shot_ids, video_ids = self._by, points.shot_ids, points.video_ids

        def group(task: Task) -> "SceneGroups":
            # Late: clustering loads SciPy.
            from videxplore.services.summarising.scene_groups import group_scenes

            return group_scenes(self._library, by, shot_ids, video_ids, task)

        job = self._lane.submit_latest(group, "map colours")
        job.succeeded.connect(lambda groups: self._show_colours(shot_ids, groups))
        job.failed.connect(self._fail)

    def _show_colours(self, shot_ids: Ids, groups: "SceneGroups") -> None:
        points = self.view.points
        if points is None or points.shot_ids is not shot_ids:
            return
        numbers, entries = coloured(groups.numbers, groups.names, len(colours().actions))
        self.view.set_points(points.grouped(numbers))
        self.legend.show_entries(entries)

    def _fail(self, error: Exception) -> None:
        self._wanted = -1
        self._stack.setCurrentIndex(0)
        if sentence := failure_sentence(error):
            self._words.say(self.tr("No map yet"), sentence)

    def _choose(self, number: int, chosen: bool) -> None:
        if not chosen:
            self.view.clear_lasso()
            return
        self.view.choose_group(number)
        self.legend.clear_selection(number)

    def _set_lasso(self, shot_ids: Ids | None) -> None:
        self.legend.clear_selection()
        self.clear_button.setVisible(shot_ids is not None)
        self._session.set_lasso(None if shot_ids is None else frozenset(shot_ids.tolist()))

    def _on_lasso(self, shot_ids: frozenset[int] | None) -> None:
        if shot_ids is None:
            self.view.clear_lasso()

    def _open(self, number: int) -> None:
        points = self.view.points
        if points is not None:
            try:
                video = self._library.catalogue.video(int(points.video_ids[number]))
            except UnknownError as error:
                self._session.notice(str(error))
                return
            self._session.open_video(video, float(points.times_s[number]))
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)


def _points(found: "SceneMap") -> tuple[MapPoints, PointFinder, bool]:
    """On the lane: the map as points, all of them quiet, and what finds them."""
    points = MapPoints(
        _unit_square(found.places),
        found.shot_ids,
        found.video_ids,
        found.keyframe_ids,
        found.times_s,
        np.full(len(found.shot_ids), -1, np.int64),
    )
    return points, PointFinder(points), found.is_arranged


def _unit_square(places: Positions) -> Positions:
    """Places float32 (N, 2) moved and scaled into [0, 1] x [0, 1], their shape kept."""
    if not len(places):
        return places
    low, high = places.min(axis=0), places.max(axis=0)
    width = max(float((high - low).max()), 1e-9)
    scaled: Positions = ((places - (low + high) / 2) / width + 0.5).astype(np.float32)
    return scaled
