"""What is recognised under the playhead and in the whole video, as bars."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from videxplore.core.types import Prediction, Video
from videxplore.services.library import Library
from videxplore.services.recognition import (
    NOTHING_RECOGNISED,
    Certainty,
    LabelledSpan,
    VideoRecognition,
    recognition_of,
    shown,
)
from videxplore.ui.look import theme
from videxplore.ui.look.qt_override import qt_override
from videxplore.ui.look.texts import number_words
from videxplore.ui.look.theme import colours
from videxplore.ui.look.widgets import Heading, word_button
from videxplore.ui.session import Session
from videxplore.ui.timeline.timeline_feed import ribbon_colours, ribbon_of
from videxplore.ui.video_panel import VideoPanel
from videxplore.ui.work.jobs import Lane

ROW_PX = 24
LISTED_OVERALL = 8


class PredictionBars(QWidget):
    """Labels with bars and scores; a click on a label asks for it everywhere.

    Signals:
        labelPicked: The label.
    """

    labelPicked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.ribbon: Sequence[LabelledSpan] = ()
        self._predictions: Sequence[Prediction] = ()
        self._words = ""
        self._hovered = -1
        self._current = 0
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Recognised actions and objects"))

    def show_predictions(self, predictions: Sequence[Prediction], words_if_none: str) -> None:
        """Show these, or words where there are none."""
        if predictions == self._predictions and words_if_none == self._words:
            return
        self._predictions = predictions
        self._words = words_if_none
        self._current = min(self._current, max(0, len(predictions) - 1))
        spoken = ", ".join(f"{one.label} {one.score * 100:.0f}%" for one in predictions)
        self.setAccessibleDescription(spoken or words_if_none)
        self.updateGeometry()
        self.update()

    @qt_override
    def sizeHint(self) -> QSize:
        return QSize(200, max(1, len(self._predictions)) * ROW_PX + 8)

    @qt_override
    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.sizeHint().height())

    @qt_override
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette = colours()
        pad = theme.PANEL_PADDING_PX
        if not self._predictions:
            painter.setFont(theme.text_font(12))
            painter.setPen(palette.dim)
            box = QRectF(pad, 0, self.width() - 2 * pad, ROW_PX)
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, self._words)
        for row, prediction in enumerate(self._predictions):
            box = QRectF(pad, row * ROW_PX, self.width() - 2 * pad, ROW_PX)
            is_lit = row == self._hovered or (self.hasFocus() and row == self._current)
            self._paint_row(painter, box, row, prediction, is_lit=is_lit)
        painter.end()

    def _paint_row(
        self, painter: QPainter, box: QRectF, row: int, prediction: Prediction, *, is_lit: bool
    ) -> None:
        palette = colours()
        words_width = min(150.0, box.width() * 0.42)
        font = theme.text_font(12)
        painter.setFont(font)
        painter.setPen(palette.accent if is_lit else palette.text)
        words = QRectF(box.left(), box.top(), words_width - 10, box.height())
        centre = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(words, centre, theme.elided(prediction.label, font, words.width()))
        painter.setFont(theme.figures_font(11))
        painter.setPen(palette.dim)
        painter.drawText(box, centre | Qt.AlignmentFlag.AlignRight, number_words(prediction.score, 2))
        track = QRectF(box.left() + words_width, box.center().y() - 3, box.width() - words_width - 40, 6)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(palette.line)
        painter.drawRoundedRect(track, 3, 3)
        track.setWidth(max(6.0, track.width() * prediction.score))
        # The bars are the legend of the timeline's ribbon.
        colour = ribbon_colours(self.ribbon, palette).get(prediction.label, palette.action_colour(row))
        painter.setBrush(colour)
        painter.drawRoundedRect(track, 3, 3)

    @qt_override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(int(event.position().y()) // ROW_PX)

    @qt_override
    def enterEvent(self, event: QEnterEvent) -> None:
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        super().enterEvent(event)

    @qt_override
    def leaveEvent(self, _event: QEvent) -> None:
        self._hover(-1)

    @qt_override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pick(int(event.position().y()) // ROW_PX)

    @qt_override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        if step:
            self._current = min(max(0, self._current + step), max(0, len(self._predictions) - 1))
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._pick(self._current)
        else:
            super().keyPressEvent(event)

    def _hover(self, row: int) -> None:
        if row != self._hovered:
            self._hovered = row
            if 0 <= row < len(self._predictions):
                one = self._predictions[row]
                self.setToolTip(
                    self.tr("%1, according to %2").replace("%1", one.label).replace("%2", one.model)
                )
            self.update()

    def _pick(self, row: int) -> None:
        if 0 <= row < len(self._predictions):
            self.labelPicked.emit(self._predictions[row].label)


class ActionsPanel(VideoPanel):
    """Bars for the clip under the playhead, and for the whole video.

    Signals:
        labelPicked: A label was clicked.
        teachRequested: The user wants to name an action.
    """

    labelPicked = Signal(str)
    teachRequested = Signal()

    def __init__(self, session: Session, library: Library, lane: Lane, *, is_brief: bool = False) -> None:
        """Read predictions on ``lane``; brief shows three rows for the playhead and nothing else."""
        super().__init__(session, lane)
        self._library = library
        self._top = 3 if is_brief else 5
        self._recognition = NOTHING_RECOGNISED
        self._here_heading = Heading("")
        teach = word_button(self.tr("+ Teach"))
        teach.setProperty("quiet", True)
        teach.setToolTip(self.tr("Name what the selected moments, or this scene, show"))
        teach.clicked.connect(self.teachRequested)
        self._here_heading.add(teach)
        self._here = PredictionBars()
        self._overall_heading = Heading(self.tr("In this video"))
        self._overall = PredictionBars()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, theme.GAP_PX)
        column.setSpacing(0)
        column.addWidget(self._here_heading)
        column.addWidget(self._here)
        if not is_brief:
            column.addWidget(self._overall_heading)
            column.addWidget(self._overall)
            column.addStretch(1)
        for bars in (self._here, self._overall):
            bars.labelPicked.connect(self.labelPicked)
        session.timeChanged.connect(self._follow)
        self.load_video(session.video)

    def load_video(self, video: Video | None) -> None:
        """Read what is recognised in the video."""
        if video is None:
            self.cancel_reading()
            self._show(_Listed())
            return
        self._recognition = NOTHING_RECOGNISED
        self.read(lambda _task: _listed(self._library, video.id), self._show)
        self._follow(self._session.time_s)

    def _show(self, listed: "_Listed") -> None:
        self._recognition = listed.recognition
        self._here.ribbon = self._overall.ribbon = listed.ribbon
        none = self._words_if_none(self.tr("Nothing was recognised yet."))
        self._overall.show_predictions(listed.overall, none)
        self._follow(self._session.time_s)

    def _follow(self, time_s: float) -> None:
        heading = self.tr("In this frame") if self._session.video else self.tr("Actions")
        self._here_heading.set_words(heading)
        none = self._words_if_none("")
        self._here.show_predictions(labels_at(self._recognition, time_s, self._top), none)

    def _words_if_none(self, words: str) -> str:
        return words if self._session.video else self.tr("No video is open.")


@dataclass(frozen=True, slots=True)
class _Listed:
    """What is shown of a video, whatever its time: computed on a lane."""

    recognition: VideoRecognition = NOTHING_RECOGNISED
    overall: tuple[Prediction, ...] = ()
    ribbon: tuple[LabelledSpan, ...] = ()


def _listed(library: Library, video_id: int) -> _Listed:
    recognition = recognition_of(library, video_id)
    return _Listed(recognition, labels_overall(recognition), ribbon_of(recognition))


def labels_at(recognition: VideoRecognition, time_s: float, top: int) -> tuple[Prediction, ...]:
    """What is listed for a moment."""
    return shown(recognition.at(time_s), Certainty.POSSIBLE, top)


def labels_overall(recognition: VideoRecognition) -> tuple[Prediction, ...]:
    """What is listed for the whole video."""
    return shown(recognition.overall, Certainty.GUESS, LISTED_OVERALL)
