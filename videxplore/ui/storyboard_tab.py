"""The storyboard of the open video, or of chosen moments, with a slider from one keyframe to all."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QModelIndex, Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from videxplore.composition import Services
from videxplore.core.summaries import Cluster, SelectionSummary, Summary
from videxplore.core.types import Keyframe, Moment, Video
from videxplore.services.summarising.board_layout import picture_aspect
from videxplore.ui.look import theme
from videxplore.ui.look.icons import icon
from videxplore.ui.look.qt_override import qt_override
from videxplore.ui.look.texts import clock_text
from videxplore.ui.look.widgets import (
    MOVING_KEYS,
    EmptyWords,
    JumpSlider,
    ReservedKeys,
    dim_label,
    flush,
    word_button,
)
from videxplore.ui.session import Session
from videxplore.ui.storyboard_view import ClusterModel, StoryboardView
from videxplore.ui.tiles.delegate import Tile
from videxplore.ui.tiles.grid import TileGrid, TileModel
from videxplore.ui.tiles.thumbnail_cache import ThumbnailCache, ThumbnailKey
from videxplore.ui.video_panel import VideoPanel
from videxplore.ui.work.jobs import Lane

SLIDER_DELAY_MS = 60


class StoryboardTab(VideoPanel):
    """Clusters of the open video, or of moments until the user goes back; a double click opens one."""

    def __init__(self, session: Session, services: Services, lane: Lane, thumbnails: ThumbnailCache) -> None:
        super().__init__(session, lane)
        self._services = services
        self._moments: Sequence[Moment] = ()
        self._summary: Summary | SelectionSummary | None = None
        self._loaded_id = 0
        self._clusters = ClusterModel(self)
        self._members: TileModel[Keyframe] = TileModel(self._member_tile, self)
        self.view = StoryboardView(self._clusters, thumbnails)
        self.view.setAccessibleName(self.tr("Storyboard"))
        self.members = TileGrid(self._members, thumbnails, 176)
        # Nothing is done with several.
        self.members.setSelectionMode(TileGrid.SelectionMode.SingleSelection)
        self.members.setAccessibleName(self.tr("Pictures of this cluster"))
        self._words = EmptyWords("picture", "", "")
        self.slider = JumpSlider(Qt.Orientation.Horizontal)
        ReservedKeys(self.slider, MOVING_KEYS)
        self.controls = self._make_controls()
        self._timer = QTimer(self, singleShot=True, interval=SLIDER_DELAY_MS)
        self._timer.timeout.connect(self._resummarize)
        self._lay_out()
        self._connect()
        self._say_none()

    def _make_controls(self) -> QWidget:
        controls = QWidget()
        row = QHBoxLayout(controls)
        row.setContentsMargins(0, 0, theme.PANEL_PADDING_PX, 0)
        row.setSpacing(theme.GAP_PX)
        self.slider.setRange(1, 1)
        self.slider.setFixedWidth(110)
        self.slider.setAccessibleName(self.tr("Number of pictures"))
        row.addStretch(1)
        self.count = dim_label()
        row.addWidget(self.count)
        row.addWidget(self.slider)
        return controls

    def _lay_out(self) -> None:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        self._back = _back_button(self.tr("Back to the storyboard"))
        column.addWidget(self._back, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.members, 1)
        self._stack = QStackedWidget()
        for widget in (self.view, page, self._words):
            self._stack.addWidget(widget)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(theme.PANEL_PADDING_PX, 4, theme.PANEL_PADDING_PX, 0)
        outer.setSpacing(0)
        outer.addWidget(self._make_moments_bar())
        outer.addWidget(self._stack)

    def _make_moments_bar(self) -> QWidget:
        self.moments_bar = QWidget()
        row = flush(QHBoxLayout(self.moments_bar), theme.GAP_PX)
        self.moments_words = dim_label("")
        self.leave_button = _back_button(self.tr("Back to the video"))
        row.addWidget(self.leave_button)
        row.addWidget(self.moments_words)
        row.addStretch(1)
        self.moments_bar.hide()
        return self.moments_bar

    def _connect(self) -> None:
        self.slider.valueChanged.connect(self._timer.start)
        self.slider.valueChanged.connect(self._show_count)
        self.view.clicked.connect(self._jump)
        self.view.activated.connect(self._open)
        self.view.doubleClicked.connect(self._open)
        self.members.opened.connect(self._jump_to_member)
        self._back.clicked.connect(lambda: self._stack.setCurrentIndex(0))
        self.leave_button.clicked.connect(lambda: self.show_moments(()))

    @qt_override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.load_video(self._session.video)

    def show_moments(self, moments: Sequence[Moment]) -> None:
        """Summarise these instead of the open video; none leads back to it."""
        self._moments = moments
        self._loaded_id = 0
        self.moments_bar.setVisible(bool(moments))
        if moments:
            self.moments_words.setText(self.tr("%n moment(s)", "", len(moments)))
            self._ask(None)
        else:
            self.load_video(self._session.video)

    def load_video(self, video: Video | None) -> None:
        """Summarise the video, once the tab is visible."""
        if self._moments:
            return
        if video is None or video.id != self._loaded_id:
            # A summary of the video before may still be on its way.
            self.cancel_reading()
            self._loaded_id = 0
        if video is None or video.depth is None:
            self._clusters.set_clusters((), self.view.room())
            self._say_none()
        elif self.isVisible() and video.id != self._loaded_id:
            self._loaded_id = video.id
            self._ask(None)

    def reload_video(self, video: Video) -> None:
        """Summarise the video again."""
        self._loaded_id = 0
        self.load_video(video)

    def _resummarize(self) -> None:
        self._ask(self.slider.value())

    def _ask(self, count: int | None) -> None:
        video, moments, services = self._session.video, self._moments, self._services
        if moments:
            self.read(
                lambda task: services.selections().summarize_moments(moments, count, task),
                self._show,
                self._fail,
            )
        elif video is not None:
            video_id = video.id
            self.read(
                lambda task: services.summaries().summarize(video_id, count, task), self._show, self._fail
            )

    def _show(self, summary: Summary | SelectionSummary) -> None:
        if isinstance(summary, SelectionSummary) != bool(self._moments):
            return
        self._summary = summary
        most = sum(len(cluster.members) for cluster in summary.clusters)
        self._clusters.set_clusters(summary.in_time_order(), self.view.room(), _aspect_of(summary))
        self._stack.setCurrentIndex(0)
        blocked = self.slider.blockSignals(True)
        self.slider.setRange(1, max(1, most))
        if not self._timer.isActive():
            self.slider.setValue(len(summary.clusters))
        self.slider.blockSignals(blocked)
        self.slider.setEnabled(most > 1)
        self._show_count()

    def _show_count(self) -> None:
        """Beside the slider stands how many pictures it asks for."""
        self.count.setText(self.tr("%n picture(s)", "", self.slider.value()) if self._summary else "")

    def _fail(self, error: Exception) -> None:
        self._say_none()
        self.say_failure(self._words, self.tr("No storyboard yet"), error)

    def _say_none(self) -> None:
        self.slider.setEnabled(False)
        self._stack.setCurrentIndex(2)
        self.explain_emptiness(
            self._words,
            self.tr("No storyboard yet"),
            self.tr("It appears once the video has been analysed."),
        )

    def _cluster(self, index: QModelIndex) -> Cluster:
        return self._clusters.clusters[index.row()]

    def _jump(self, index: QModelIndex) -> None:
        self._go_to(self._cluster(index).representative)

    def _open(self, index: QModelIndex) -> None:
        self._members.set_items(self._cluster(index).members)
        self._stack.setCurrentIndex(1)

    def _jump_to_member(self, index: QModelIndex, _time_s: float) -> None:
        self._go_to(self._members.item(index))

    def _go_to(self, keyframe: Keyframe) -> None:
        if isinstance(self._summary, SelectionSummary):
            self._session.open_video(self._summary.video_of(keyframe), keyframe.time_s)
        else:
            self._session.seek(keyframe.time_s)

    def _member_tile(self, keyframe: Keyframe) -> Tile:
        time = clock_text(keyframe.time_s, 1)
        return Tile(
            thumbnail=ThumbnailKey("keyframe", keyframe.id),
            video_id=0,
            start_s=keyframe.time_s,
            end_s=keyframe.time_s,
            left=time,
            right="",
            spoken=self.tr("Picture at %1").replace("%1", time),
        )


def _aspect_of(summary: Summary | SelectionSummary) -> float:
    """Width by height of most of the pictures."""
    videos = [summary.video] if isinstance(summary, Summary) else summary.videos
    return float(np.median([picture_aspect(video) for video in videos]))


def _back_button(words: str) -> QToolButton:
    button = word_button(words)
    button.setIcon(icon("back"))
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    button.setProperty("quiet", True)
    button.setProperty("tight", True)
    return button
