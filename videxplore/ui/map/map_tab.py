"""The map of the library's scenes as a tab: read and arranged on a lane when it is looked at."""

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
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from videxplore.core.errors import UnknownError
from videxplore.core.types import Ids
from videxplore.ui.look import theme
from videxplore.ui.look.qt_override import qt_override
from videxplore.ui.look.sentences import translated
from videxplore.ui.look.texts import percent_words
from videxplore.ui.look.theme import colours
from videxplore.ui.look.widgets import EmptyWords, dim_label, flush, word_button
from videxplore.ui.map.map_legend import MapLegend, coloured
from videxplore.ui.map.map_view import MapView
from videxplore.ui.session import Session
from videxplore.ui.tiles.thumbnail_cache import ThumbnailCache
from videxplore.ui.work.jobs import failure_sentence

if TYPE_CHECKING:
    from videxplore.services.summarising.scene_groups import GroupBy, SceneGroups


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


class MapControls(QWidget):
    """Beside the tabs while the map is in front: what colours mean.

    Signals:
        colouringChanged: What is to share a colour: ``folder``, ``video``, ``action`` or ``cluster``.
    """

    colouringChanged = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, theme.PANEL_PADDING_PX, 0)
        row.setSpacing(theme.GAP_PX // 2)
        row.addStretch(1)
        row.addWidget(dim_label(self.tr("colour by")))
        group = QButtonGroup(self)
        self.buttons = {
            "folder": word_button(self.tr("Folder")),
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


class MapTab(QWidget):
    """Every scene as a point; what is lassoed, or clicked in the legend, limits the similar moments."""

    def __init__(
        self, session: Session, services: Services, lanes: tuple[Lane, Lane], thumbnails: ThumbnailCache
    ) -> None:
        """Make the tab.

        Args:
            session: Is told what is lassoed, and which scene is opened.
            services: Of the library.
            lanes: The first paints; the second arranges the map and does nothing else.
            thumbnails: Of the scenes.
        """
        super().__init__()
        self._session = session
        self._services = services
        self._library = services.library
        self._lane, arranging = lanes
        self._by: GroupBy | None = None
        self._work = MapWork(services, arranging, self)
        self.view = MapView(self._lane, thumbnails, self)
        # On the map itself: beside the tabs it would take the room of their words.
        self.clear_button = word_button(self.tr("Clear lasso"))
        self.clear_button.setParent(self.view)
        self.clear_button.move(theme.PANEL_PADDING_PX, theme.GAP_PX)
        self.clear_button.hide()
        self.legend = MapLegend()
        # Beside the tabs, too, it would take their room.
        self.facts = dim_label()
        self.facts.setContentsMargins(theme.PANEL_PADDING_PX, theme.GAP_PX, 0, theme.GAP_PX // 2)
        self._words = EmptyWords("map", self.tr("No map yet"), "")
        page = QWidget()
        row = flush(QHBoxLayout(page))
        row.addWidget(self.view, 1)
        aside = flush(QVBoxLayout())
        aside.addWidget(self.facts)
        aside.addWidget(self.legend, 1)
        row.addLayout(aside)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._words)
        self._stack.addWidget(page)
        self.controls = MapControls()
        column = flush(QVBoxLayout(self))
        column.addWidget(self._stack)
        self.clear_button.clicked.connect(self.view.clear_lasso)
        self.controls.colouringChanged.connect(self.colour_by)
        self.legend.chosen.connect(self._choose)
        self.view.lassoChanged.connect(self._set_lasso)
        self.view.pointSelected.connect(self._open)
        self._work.shown.connect(self._show)
        self._work.progressed.connect(self._say_progress)
        self._work.finished.connect(self._on_finished)
        self._work.failed.connect(self._fail)
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

    @qt_override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if not event.spontaneous():
            self._work.pause()

    def _refresh(self) -> None:
        if self.view.points is None:
            self._words.say(self.tr("Making the map…"), self.tr("Similar scenes will lie together."))
        self._work.refresh()

    def _on_library(self) -> None:
        if self.isVisible():
            self._refresh()

    def _say_progress(self, progress: Progress) -> None:
        if progress.total > 0:
            words = self.tr("arranging… %1").replace("%1", percent_words(progress.fraction))
            self.facts.setText(words)
            if self.view.points is None:
                self._words.say(self.tr("Making the map…"), words)

    def _on_finished(self) -> None:
        self._say_count()
        # What was added while scenes were arranged.
        self._on_library()

    def _say_count(self) -> None:
        count = 0 if self.view.points is None else len(self.view.points)
        self.facts.setText(self.tr("%n scene(s)", "", count))

    def _show(self, shown: ShownMap) -> None:
        """Show the scenes of the library, first guesses at once and better places when they are known."""
        points, finder, _ = shown
        lasso = self._session.lasso
        if not len(points):
            self.view.clear_lasso()
            self.view.set_points(None)
            self._words.say(self.tr("No map yet"), self.tr("It appears as soon as videos are searchable."))
            self._stack.setCurrentIndex(0)
            return
        old = self.view.points
        is_same = old is not None and points.are_scenes_of(old)
        if old is not None and is_same:
            points = replace(points, shot_ids=old.shot_ids, groups=old.groups)
            lasso = None
        self.view.set_points(points, finder)
        if lasso is not None:
            self.view.choose_scenes(lasso)
        self._stack.setCurrentIndex(1)
        if not is_same:
            self._say_count()
            self._colour(points)

    def _colour(self, points: MapPoints) -> None:
        self._group(points, self._by or self._usual_colouring(points))

    def _group(self, points: MapPoints, by: "GroupBy") -> None:
        shot_ids, video_ids = points.shot_ids, points.video_ids
        self.controls.buttons[by].setChecked(True)

        def group(task: Task) -> "SceneGroups":
            return self._services.scene_maps().groups(by, shot_ids, video_ids, task)

        job = self._lane.submit_latest(group, "map colours")
        job.succeeded.connect(lambda groups: self._show_colours(shot_ids, by, groups))
        job.failed.connect(self._fail)

    def _usual_colouring(self, points: MapPoints) -> "GroupBy":
        """By video, where each can have a colour of its own."""
        return "video" if len(np.unique(points.video_ids)) <= len(colours().actions) else "folder"

    def _show_colours(self, shot_ids: Ids, by: "GroupBy", groups: "SceneGroups") -> None:
        points = self.view.points
        if points is None or points.shot_ids is not shot_ids:
            return
        if by == "folder" and self._by is None and len(groups.names) == 1:
            # One colour for all says nothing.
            self._group(points, "cluster")
            return
        numbers, entries = coloured(groups.numbers, groups.names, len(colours().actions))
        self.view.set_points(points.grouped(numbers))
        self.legend.show_entries(entries)

    def _fail(self, error: Exception) -> None:
        self._stack.setCurrentIndex(0)
        if sentence := failure_sentence(error):
            self._words.say(self.tr("No map yet"), sentence)

    def _choose(self, numbers: list[int]) -> None:
        if not numbers:
            self.view.clear_lasso()
            return
        self.view.choose_groups(numbers)
        self.legend.check(numbers)

    def _set_lasso(self, shot_ids: Ids | None) -> None:
        self.legend.check()
        self.clear_button.setVisible(shot_ids is not None)
        self._session.set_lasso(None if shot_ids is None else frozenset(shot_ids.tolist()))

    def _on_lasso(self, shot_ids: frozenset[int] | None) -> None:
        if shot_ids is None:
            self.view.clear_lasso()

    def _open(self, number: int) -> None:
        """Open a scene, and search for what resembles it, as anywhere else."""
        points = self.view.points
        if points is None:
            return
        video_id, time_s = int(points.video_ids[number]), float(points.times_s[number])
        try:
            video = self._library.catalogue.video(video_id)
            shot = self._library.catalogue.shot_at(video_id, time_s)
        except UnknownError as error:
            self._session.notice(translated(str(error)))
            return
        self._session.open_video(video, time_s)
        self._session.select_shot(shot)
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)
