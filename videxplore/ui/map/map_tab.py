"""The map of the library's scenes as a tab: made when it is looked at, and again when the library changed."""

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from videxplore.composition import Services
from videxplore.core.errors import UnknownError
from videxplore.core.task import Progress, Task
from videxplore.core.types import Ids
from videxplore.ui.look import theme
from videxplore.ui.look.qt_override import qt_override
from videxplore.ui.look.sentences import translated
from videxplore.ui.look.texts import percent_words
from videxplore.ui.look.theme import colours
from videxplore.ui.look.widgets import EmptyWords, dim_label, flush, word_button
from videxplore.ui.map.map_legend import MapLegend, coloured
from videxplore.ui.map.map_view import MapView
from videxplore.ui.map.map_work import MapWork, ShownMap
from videxplore.ui.map.points import MapPoints
from videxplore.ui.session import Session
from videxplore.ui.tiles.thumbnail_cache import ThumbnailCache
from videxplore.ui.work.jobs import Lane, failure_sentence

if TYPE_CHECKING:
    from videxplore.services.summarising.scene_groups import GroupBy, SceneGroups


class MapControls(QWidget):
    """Beside the tabs while the map is in front: what colours mean, and how many scenes there are.

    Signals:
        colouringChanged: What is to share a colour: ``folder``, ``video``, ``action`` or ``cluster``.
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
        row.addSpacing(theme.GAP_PX)
        row.addWidget(self.facts)


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
            self.controls.facts.setText(words)

    def _on_finished(self) -> None:
        self._say_count()
        # What was added while scenes were arranged.
        self._on_library()

    def _say_count(self) -> None:
        count = 0 if self.view.points is None else len(self.view.points)
        self.controls.facts.setText(self.tr("%n scene(s)", "", count))

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
