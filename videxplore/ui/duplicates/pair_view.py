"""Frames of two files next to each other, or one behind the other with a line to pull."""

from pathlib import Path

from PySide6.QtCore import QObject, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from videxplore.ui.look.images import fitting_area
from videxplore.ui.look.qt_override import qt_override
from videxplore.ui.look.theme import colours, text_font
from videxplore.ui.player.exact import ExactImage, PlayerExact
from videxplore.ui.work.jobs import Lane, failure_sentence

GAP_PX = 8


class CopyFrames(QObject):
    """Exact frames of one file, one at a time: while one is decoded, only the newest request is kept.

    Signals:
        shown: A frame arrived, or a sentence instead of one.
    """

    shown = Signal()

    def __init__(self, lane: Lane, parent: QObject) -> None:
        super().__init__(parent)
        self.image = QImage()
        self.sentence = ""
        self.time_s = 0.0
        self._exact = PlayerExact(lane, self)
        self._exact.found.connect(self._on_found)
        self._exact.failed.connect(self._on_failed)
        self._is_busy = False
        self._wanted_s: float | None = None

    def open(self, path: Path | None) -> None:
        """Show frames of another file."""
        self._exact.open(path)
        self.image, self.sentence = QImage(), ""
        self._is_busy, self._wanted_s = False, None

    def set_box(self, box_px: QSize) -> None:
        """Say how large frames are shown, in device pixels."""
        self._exact.set_box(box_px)

    def want(self, time_s: float) -> None:
        """Ask for the frame on screen at a moment."""
        self._wanted_s = max(0.0, time_s)
        if not self._is_busy:
            self._ask()

    @property
    def is_busy(self) -> bool:
        """Whether a frame that was asked for is still to come."""
        return self._is_busy

    def close(self) -> None:
        """Close the file; the lane must still run."""
        self._exact.close()

    def _ask(self) -> None:
        if self._wanted_s is not None:
            self._is_busy = True
            self.time_s, self._wanted_s = self._wanted_s, None
            self._exact.request(self.time_s)

    def _on_found(self, found: ExactImage) -> None:
        self.image, self.sentence = found.image, ""
        self._go_on()

    def _on_failed(self, error: Exception) -> None:
        self.image, self.sentence = QImage(), failure_sentence(error)
        self._go_on()

    def _go_on(self) -> None:
        self._is_busy = False
        self.shown.emit()
        self._ask()


class PairView(QWidget):
    """Paints two frames.

    Signals:
        resized: Frames of another size are wanted.
        splitChanged: The line was pulled to this share of the width, in [0, 1].
    """

    resized = Signal()
    splitChanged = Signal(float)

    def __init__(self, first: CopyFrames, second: CopyFrames) -> None:
        super().__init__()
        self._copies = (first, second)
        self.is_split = False
        self.is_mirrored = False
        self.split = 0.5
        self.setMinimumSize(320, 180)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Both pictures"))
        for copy in self._copies:
            copy.shown.connect(self.update)

    def show_split(self, *, is_split: bool) -> None:
        """Put one frame behind the other, or both side by side."""
        self.is_split = is_split
        self.setCursor(Qt.CursorShape.SplitHCursor if is_split else Qt.CursorShape.ArrowCursor)
        self._fit()
        self.update()

    def set_split(self, share: float) -> None:
        """Move the line: left of it is the first file, right of it the second."""
        self.split = min(max(share, 0.0), 1.0)
        self.update()

    @qt_override
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect(), colours().background)
        if self.is_split:
            self._paint_split(painter)
        else:
            for copy, box in zip(self._copies, self._halves(), strict=True):
                self._paint_copy(painter, copy, box, fitting_area(_size_of(copy.image), box))
        painter.end()

    def _paint_split(self, painter: QPainter) -> None:
        first, second = self._copies
        box = QRectF(self.rect())
        area = self.split_area
        line_px = area.left() + self.split * area.width()
        for copy, clip in (
            (first, QRectF(box.left(), box.top(), line_px - box.left(), box.height())),
            (second, QRectF(line_px, box.top(), box.right() - line_px, box.height())),
        ):
            painter.save()
            painter.setClipRect(clip)
            self._paint_copy(painter, copy, clip, area)
            painter.restore()
        painter.setPen(QPen(colours().accent, 2))
        painter.drawLine(QPointF(line_px, area.top()), QPointF(line_px, area.bottom()))

    def _paint_copy(self, painter: QPainter, copy: CopyFrames, box: QRectF, area: QRectF) -> None:
        if copy.image.isNull():
            painter.setPen(colours().dim)
            painter.setFont(text_font(13))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(box.adjusted(16, 8, -16, -8), flags, copy.sentence)
            return
        is_turned = self.is_mirrored and copy is self._copies[1]
        painter.drawImage(area, copy.image.mirrored(True, False) if is_turned else copy.image)

    @property
    def split_area(self) -> QRectF:
        """Where the frames are while one is behind the other: both as large as the first."""
        image = self._copies[0].image
        return fitting_area(
            _size_of(image if not image.isNull() else self._copies[1].image), QRectF(self.rect())
        )

    def _halves(self) -> tuple[QRectF, QRectF]:
        width_px = (self.width() - GAP_PX) / 2
        return (
            QRectF(0, 0, width_px, self.height()),
            QRectF(self.width() - width_px, 0, width_px, self.height()),
        )

    def _fit(self) -> None:
        box = QRectF(self.rect()) if self.is_split else self._halves()[0]
        box_px = (box.size() * self.devicePixelRatioF()).toSize().expandedTo(QSize(1, 1))
        for copy in self._copies:
            copy.set_box(box_px)
        self.resized.emit()

    @qt_override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    @qt_override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pull(event)

    @qt_override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._pull(event)

    def _pull(self, event: QMouseEvent) -> None:
        if self.is_split and event.buttons() & Qt.MouseButton.LeftButton:
            area = self.split_area
            self.set_split((event.position().x() - area.left()) / max(1.0, area.width()))
            self.splitChanged.emit(self.split)


def _size_of(image: QImage) -> QSize:
    return QSize(16, 9) if image.isNull() else image.size()
