"""The labels of the moment under the playhead and of the whole video."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from videxplore.core.types import Video
from videxplore.services.labels import Certainty, Label
from videxplore.services.library import Library
from videxplore.services.recognition import NOTHING_RECOGNISED, LabelTime, VideoRecognition, recognition_of
from videxplore.ui.look import theme
from videxplore.ui.look.qt_override import qt_override
from videxplore.ui.look.texts import length_words
from videxplore.ui.look.theme import colours
from videxplore.ui.look.widgets import Heading, word_button
from videxplore.ui.session import Session
from videxplore.ui.video_panel import VideoPanel
from videxplore.ui.work.jobs import Lane

ROW_PX = 24
MOST_OVERALL = 12
_BRIEF_ROWS = 3
_DOT_PX = 8
_BAR_PX = 64


@dataclass(frozen=True, slots=True)
class LabelRow:
    """A line of the list.

    Attributes:
        label: The label.
        words: What stands at its right: how certain it is, or how long it is seen.
        share: Length of its bar, in [0, 1]; None for no bar.
    """

    label: Label
    words: str
    share: float | None = None


class LabelList(QWidget):
    """Labels with their colours; a click on one asks for it everywhere.

    Signals:
        labelPicked: The label.
    """

    labelPicked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._rows: Sequence[LabelRow] = ()
        self._words = ""
        self._hovered = -1
        self._current = 0
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Recognised actions and objects"))

    def show_rows(self, rows: Sequence[LabelRow], words_if_none: str) -> None:
        """Show these, or words where there are none."""
        if rows == self._rows and words_if_none == self._words:
            return
        self._rows = rows
        self._words = words_if_none
        self._current = min(self._current, max(0, len(rows) - 1))
        self.setAccessibleDescription(
            ", ".join(f"{row.label.label} {row.words}" for row in rows) or words_if_none
        )
        self.updateGeometry()
        self.update()

    @qt_override
    def sizeHint(self) -> QSize:
        is_empty = not self._rows and not self._words
        return QSize(200, 0 if is_empty else max(1, len(self._rows)) * ROW_PX + 8)

    @qt_override
    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.sizeHint().height())

    @qt_override
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pad = theme.PANEL_PADDING_PX
        if not self._rows:
            painter.setFont(theme.text_font(12))
            painter.setPen(colours().dim)
            box = QRectF(pad, 0, self.width() - 2 * pad, ROW_PX)
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, self._words)
        for number, row in enumerate(self._rows):
            box = QRectF(pad, number * ROW_PX, self.width() - 2 * pad, ROW_PX)
            is_lit = number == self._hovered or (self.hasFocus() and number == self._current)
            _paint_row(painter, box, row, is_lit=is_lit)
        painter.end()

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
            self._current = min(max(0, self._current + step), max(0, len(self._rows) - 1))
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._pick(self._current)
        else:
            super().keyPressEvent(event)

    def _hover(self, row: int) -> None:
        if row != self._hovered:
            self._hovered = row
            if 0 <= row < len(self._rows):
                one = self._rows[row].label
                self.setToolTip(
                    self.tr("%1, according to %2").replace("%1", one.label).replace("%2", one.model)
                )
            self.update()

    def _pick(self, row: int) -> None:
        if 0 <= row < len(self._rows):
            self.labelPicked.emit(self._rows[row].label.label)


def _paint_row(painter: QPainter, box: QRectF, row: LabelRow, *, is_lit: bool) -> None:
    palette, label = colours(), row.label.label
    centre = Qt.AlignmentFlag.AlignVCenter
    painter.setFont(theme.text_font(11) if row.share is None else theme.figures_font(11))
    painter.setPen(palette.dim)
    painter.drawText(box, centre | Qt.AlignmentFlag.AlignRight, row.words)
    right = box.right() - painter.fontMetrics().horizontalAdvance(row.words) - 10
    painter.setPen(Qt.PenStyle.NoPen)
    if row.share is not None:
        track = QRectF(right - _BAR_PX, box.center().y() - 2, _BAR_PX, 4)
        painter.setBrush(palette.line)
        painter.drawRoundedRect(track, 2, 2)
        track.setWidth(max(4.0, track.width() * min(1.0, row.share)))
        painter.setBrush(palette.label_colour(label))
        painter.drawRoundedRect(track, 2, 2)
        right -= _BAR_PX + 10
    painter.setBrush(palette.label_colour(label))
    painter.drawEllipse(QRectF(box.left(), box.center().y() - _DOT_PX / 2, _DOT_PX, _DOT_PX))
    font = theme.text_font(12)
    painter.setFont(font)
    painter.setPen(palette.accent if is_lit else palette.text)
    words = QRectF(box.left() + _DOT_PX + 8, box.top(), right - box.left() - _DOT_PX - 8, box.height())
    painter.drawText(words, centre, theme.elided(label, font, words.width()))


def certainty_words(certainty: Certainty) -> str:
    """How certain a label is, in a word."""
    translate = QCoreApplication.translate
    return translate("Labels", "sure") if certainty is Certainty.SURE else translate("Labels", "likely")


class LabelsPanel(VideoPanel):
    """The labels of the clip under the playhead, and of the whole video.

    Signals:
        labelPicked: A label was clicked.
        teachRequested: The user wants to name an action.
        myLabelsRequested: The user wants to see what was taught.
        modelsRequested: The user wants a model that recognises actions.
    """

    labelPicked = Signal(str)
    teachRequested = Signal()
    myLabelsRequested = Signal()
    modelsRequested = Signal()

    def __init__(self, session: Session, library: Library, lane: Lane, *, is_brief: bool = False) -> None:
        """Read labels on ``lane``; brief shows three rows for the playhead and nothing else."""
        super().__init__(session, lane)
        self._library = library
        self._is_brief = is_brief
        self._top = _BRIEF_ROWS if is_brief else 5
        self._recognition = NOTHING_RECOGNISED
        self._here_heading = Heading("")
        teach = word_button(self.tr("+ Teach"))
        teach.setProperty("quiet", True)
        teach.setToolTip(self.tr("Name what the selected moments, or this scene, show"))
        teach.clicked.connect(self.teachRequested)
        if not is_brief:
            mine = word_button(self.tr("My labels"))
            mine.setProperty("quiet", True)
            mine.setToolTip(self.tr("List, rename, teach further and delete the labels you taught"))
            mine.clicked.connect(self.myLabelsRequested)
            self._here_heading.add(mine)
        self._here_heading.add(teach)
        self._here = LabelList()
        self._overall_heading = Heading(self.tr("In this video"))
        self._overall = LabelList()
        self.actions_button = word_button(self.tr("Get a model for actions…"))
        self.actions_button.setToolTip(self.tr("No model has looked for actions in this video"))
        self.actions_button.clicked.connect(self.modelsRequested)
        self.actions_button.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._here_heading)
        column.addWidget(self._here)
        if not is_brief:
            column.addWidget(self._overall_heading)
            column.addWidget(self._overall)
            column.addWidget(self.actions_button, 0, Qt.AlignmentFlag.AlignHCenter)
            column.addStretch(1)
        for labels in (self._here, self._overall):
            labels.labelPicked.connect(self.labelPicked)
        session.timeChanged.connect(self._follow)
        self.load_video(session.video)

    def spoken_labels(self) -> str:
        """The labels of the whole video, as a screen reader says them."""
        return self._overall.accessibleDescription()

    def load_video(self, video: Video | None) -> None:
        """Read what is recognised in the video."""
        if video is None:
            self.cancel_reading()
            self._show(NOTHING_RECOGNISED)
            return
        self._recognition = NOTHING_RECOGNISED
        self.read(lambda _task: _read(self._library, video.id), self._show)
        self._follow(self._session.time_s)

    def _show(self, recognition: VideoRecognition) -> None:
        self._recognition = recognition
        none = self.tr("Nothing was recognised with certainty.") if self._session.video else ""
        self._overall.show_rows(overall_rows(recognition), none)
        self._overall_heading.setVisible(self._session.video is not None and not self._is_brief)
        has_actions = any(span.predictions[0].source == "pretrained" for span in recognition.spans)
        # The brief panel does not lay it out.
        is_wanted = bool(recognition.shots) and not has_actions and self._top > _BRIEF_ROWS
        self.actions_button.setVisible(is_wanted)
        self._follow(self._session.time_s)

    def _follow(self, time_s: float) -> None:
        self._here_heading.set_words(self.tr("In this frame") if self._session.video else self.tr("Labels"))
        labels = self._recognition.labels_at(time_s)[: self._top]
        rows = tuple(LabelRow(one, certainty_words(one.certainty)) for one in labels)
        # The brief panel stands below others, which say it.
        is_said_here = self._session.video is None and not self._is_brief
        self._here.show_rows(rows, self.tr("No video is open.") if is_said_here else "")


def _read(library: Library, video_id: int) -> VideoRecognition:
    """What is recognised in a video, with its labels: they take time, and not that of the GUI thread."""
    recognition = recognition_of(library, video_id)
    assert recognition.labels is not None  # noqa: S101 - computed here.
    return recognition


def overall_rows(recognition: VideoRecognition) -> tuple[LabelRow, ...]:
    """The labels of the whole video, and how long each is seen."""
    length_s = sum(shot.end_s - shot.start_s for shot in recognition.shots)
    return tuple(_overall_row(seen, length_s) for seen in recognition.labels[:MOST_OVERALL])


def _overall_row(seen: LabelTime, length_s: float) -> LabelRow:
    return LabelRow(seen.label, length_words(seen.length_s), seen.length_s / length_s if length_s else 0.0)
