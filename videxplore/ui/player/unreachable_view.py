"""What the player shows of a video whose file is not there: its stored keyframe, and what can be done."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from videxplore.core.file_names import one_line
from videxplore.core.types import Video, VideoState
from videxplore.ui.look.qt_override import qt_override
from videxplore.ui.look.theme import GAP_PX, text_font
from videxplore.ui.look.widgets import flush, word_button
from videxplore.ui.player.player import Player
from videxplore.ui.session import Session
from videxplore.ui.tiles.thumbnail_cache import ThumbnailCache, ThumbnailKey

_PICTURE_OPACITY = 0.3


class UnreachableView(QWidget):
    """Lies over the frame of the player while the file of the open video cannot be found.

    Signals:
        locateRequested: The :class:`Video` whose file the user knows.
        showFolderRequested: A folder that the user wants to see.
        removeRequested: A list with the :class:`Video` that is to be removed from the library.
    """

    locateRequested = Signal(object)
    showFolderRequested = Signal(object)
    removeRequested = Signal(list)

    def __init__(self, session: Session, player: Player, thumbnails: ThumbnailCache) -> None:
        """Cover the frame of ``player`` when none can be shown; ``thumbnails`` has those that are stored."""
        super().__init__(player.frame_view)
        self.hide()
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self._session = session
        self._player = player
        self._thumbnails = thumbnails
        self._has_failed = False
        self.title = _line(text_font(15, QFont.Weight.DemiBold), "#ffffff")
        self.advice = _line(text_font(12), "#c3cad4")
        self.locate_button = word_button(self.tr("Locate…"), primary=True)
        self.folder_button = word_button(self.tr("Show in folder"))
        self.remove_button = word_button(self.tr("Remove from library"))
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(GAP_PX)
        column.addStretch(1)
        column.addWidget(self.title)
        column.addWidget(self.advice)
        column.addSpacing(GAP_PX)
        row = flush(QHBoxLayout(), GAP_PX)
        row.addStretch(1)
        for button in (self.locate_button, self.folder_button, self.remove_button):
            row.addWidget(button)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(1)

    def _connect(self) -> None:
        session, player = self._session, self._player
        session.videoChanged.connect(lambda _: self._note(failed=False))
        session.openVideoStateChanged.connect(lambda _: self._show_state())
        player.transport.shown.connect(lambda _: self._note(failed=False))
        player.transport.failed.connect(lambda _: self._note(failed=True))
        session.timeChanged.connect(lambda _: self.update())
        self._thumbnails.loaded.connect(lambda _: self.update())
        player.frame_view.installEventFilter(self)
        self.locate_button.clicked.connect(lambda: self.locateRequested.emit(session.video))
        self.folder_button.clicked.connect(self._ask_for_folder)
        self.remove_button.clicked.connect(lambda: self.removeRequested.emit([session.video]))

    def _ask_for_folder(self) -> None:
        if self._session.video is not None:
            self.showFolderRequested.emit(self._session.video.path.parent)

    def _note(self, *, failed: bool) -> None:
        if failed != self._has_failed:
            self._has_failed = failed
            self._show_state()

    def _show_state(self) -> None:
        video = self._session.video
        if video is None or not self._has_failed or not video.state.is_missing:
            self.hide()
            return
        name = one_line(video.path.name)
        self.title.setText(self.tr("Cannot find \u201c%1\u201d").replace("%1", name))
        offline = self.tr("Its drive or folder is not connected. It is shown again once it is.")
        gone = self.tr("It was moved, renamed, deleted or overwritten.")
        advice = offline if video.state is VideoState.OFFLINE else gone
        self.advice.setText(f"{advice}\n{one_line(str(video.path.parent))}")
        self.setGeometry(self._player.frame_view.rect())
        self.show()

    @qt_override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay as large as the frame."""
        if event.type() == QEvent.Type.Resize:
            self.setGeometry(self._player.frame_view.rect())
        return False

    @qt_override
    def paintEvent(self, event: QPaintEvent) -> None:
        """The stored picture of the scene at the playhead, dimmed."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect(), QColor("black"))
        picture = self._picture_of(self._session.video)
        if picture is not None:
            painter.setOpacity(_PICTURE_OPACITY)
            painter.drawPixmap(self._player.frame_view.frame_area.toRect(), picture)
        painter.end()

    def _picture_of(self, video: Video | None) -> QPixmap | None:
        if video is None:
            return None
        scene = ThumbnailKey("scene", video.id, self._player.scene_start_s)
        return self._thumbnails.get(scene) or self._thumbnails.get(ThumbnailKey("video", video.id))


def _line(font: QFont, colour: str) -> QLabel:
    """A centred line on the black of the frame, which is black in either theme."""
    label = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
    label.setFont(font)
    label.setWordWrap(True)
    label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
    # The style of the application would overrule a palette.
    label.setStyleSheet(f"color: {colour}")
    return label
