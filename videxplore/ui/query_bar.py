"""The query box: chips for the examples, words beside them, pictures dropped or pasted into it."""

from pathlib import Path

import numpy as np
from PySide6.QtCore import QEvent, QMimeData, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QImage,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLineEdit, QToolButton, QWidget

from videxplore.core.types import Pixels
from videxplore.services.queries import Example, PictureExample, Query, SceneExample, SpanExample
from videxplore.ui import theme
from videxplore.ui.drops import dropped_paths
from videxplore.ui.icons import icon
from videxplore.ui.pictures import PictureCache, PictureKey
from videxplore.ui.theme import colours
from videxplore.ui.tiles import Mark, draw_filling
from videxplore.ui.timeline_times import clock_text

BAR_PX = 38
CHIP_PX = 28
THUMB = QSize(34, 20)


class Chip(QToolButton):
    """One example of the query; a click takes it out."""

    def __init__(self, example: Example, words: str, mark: Mark, pictures: PictureCache) -> None:
        """Show ``example`` as ``words``."""
        super().__init__()
        self.example = example
        self._mark = mark
        self._pictures = pictures
        self._key = _key(example)
        self._pixmap = _thumb(example)
        self.setText(words)
        self.setFont(theme.figures_font(12))
        self.setFixedHeight(CHIP_PX)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip(self.tr("Take this out of the query"))
        self.setAccessibleName(self.tr("%1; press to take it out of the query").replace("%1", words))
        pictures.loaded.connect(self.update)

    def sizeHint(self) -> QSize:
        """Thumbnail, words, cross."""
        words = self.fontMetrics().horizontalAdvance(self.text())
        return QSize(6 + THUMB.width() + 8 + words + 8 + 12 + 8, CHIP_PX)

    def minimumSizeHint(self) -> QSize:
        """A chip is never cut off."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the chip."""
        palette = colours()
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        line = palette.line
        if self._mark:
            line = palette.like if self._mark == "like" else palette.unlike
        if self.hasFocus() or self.underMouse():
            line = palette.accent
        painter.setPen(QPen(line, 1))
        painter.setBrush(palette.raised)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        box = QRectF(6, (CHIP_PX - THUMB.height()) / 2, THUMB.width(), THUMB.height())
        self._paint_thumb(painter, box)
        painter.setPen(palette.text)
        painter.setFont(self.font())
        words = QRectF(box.right() + 8, 0, self.width(), CHIP_PX)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, self.text())
        cross = QRectF(self.width() - 18, CHIP_PX / 2 - 5, 10, 10).toRect()
        icon("close", "text" if self.underMouse() else "dim").paint(painter, cross)
        painter.end()

    def _paint_thumb(self, painter: QPainter, box: QRectF) -> None:
        pixmap = self._pixmap
        if pixmap is None and self._key is not None:
            pixmap = self._pictures.get(self._key)
        path = QPainterPath()
        path.addRoundedRect(box, 3, 3)
        painter.save()
        painter.setClipPath(path)
        painter.fillRect(box, colours().background)
        if pixmap is not None:
            draw_filling(painter, box, pixmap)
        painter.restore()


class QueryBar(QFrame):
    """What is being searched for.

    Signals:
        removed: An example was taken out.
        worded: Words were entered.
        picturePicked: A picture, uint8 (H, W, 3) RGB, was pasted or dropped.
        filePicked: A path was dropped to be searched for.
    """

    removed = Signal(object)
    worded = Signal(str)
    picturePicked = Signal(object)
    filePicked = Signal(object)

    def __init__(self, pictures: PictureCache) -> None:
        """Ask nothing yet."""
        super().__init__()
        self._pictures = pictures
        self._chips: list[Chip] = []
        self.setFixedHeight(BAR_PX)
        self.setProperty("querybar", True)
        self.setAcceptDrops(True)
        self.edit = QLineEdit()
        self.edit.setPlaceholderText(self.tr("Search: words, or drop or paste a picture"))
        self.edit.setAccessibleName(self.tr("Search"))
        self.edit.setProperty("bare", True)
        # What is dropped on the words is the bar's to understand.
        self.edit.setAcceptDrops(False)
        self.edit.installEventFilter(self)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(9, 0, 6, 0)
        self._row.setSpacing(6)
        magnifier = QToolButton()
        magnifier.setIcon(icon("search"))
        magnifier.setProperty("quiet", True)
        magnifier.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        magnifier.setProperty("tight", True)
        magnifier.setIconSize(QSize(16, 16))
        magnifier.clicked.connect(self.edit.setFocus)
        magnifier.setAccessibleName(self.tr("Search"))
        self._row.addWidget(magnifier)
        self._row.addWidget(self.edit, 1)
        self.edit.returnPressed.connect(self._enter)

    @property
    def chips(self) -> list[Chip]:
        """The chips, in order."""
        return list(self._chips)

    def show_query(self, query: Query | None) -> None:
        """Show a query as chips."""
        for chip in self._chips:
            self._row.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._chips = []
        if query is None:
            return
        for number, example in enumerate(query.likes):
            mark: Mark = "like" if number else ""
            self._add(example, self._words(example, mark), mark)
        for example in query.unlikes:
            self._add(example, self._words(example, "unlike"), "unlike")

    def eventFilter(self, watched: QWidget, event: QEvent) -> bool:  # type: ignore[override]
        """Take pictures from the clipboard, and let Backspace take out the last chip."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.matches(QKeySequence.StandardKey.Paste):
                return self._take(QApplication.clipboard().mimeData())
            if event.key() == Qt.Key.Key_Backspace and not self.edit.text() and self._chips:
                self.removed.emit(self._chips[-1].example)
                return True
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.setProperty("lit", event.type() == QEvent.Type.FocusIn)
            self.style().polish(self)
        return super().eventFilter(watched, event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Pictures and files can be searched for."""
        data = event.mimeData()
        if data.hasImage() or data.hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Search for what was dropped."""
        if self._take(event.mimeData()):
            event.acceptProposedAction()

    def _take(self, data: QMimeData) -> bool:
        paths = dropped_paths(data)
        if paths:
            self.filePicked.emit(paths[0])
            return True
        if data.hasImage():
            self.picturePicked.emit(to_pixels(QImage(data.imageData())))
            return True
        return False

    def _enter(self) -> None:
        words = self.edit.text().strip()
        if words:
            self.worded.emit(words)

    def _add(self, example: Example, words: str, mark: Mark) -> None:
        chip = Chip(example, words, mark, self._pictures)
        chip.clicked.connect(lambda: self.removed.emit(example))
        self._row.insertWidget(self._row.count() - 1, chip)
        self._chips.append(chip)

    def _words(self, example: Example, mark: Mark) -> str:
        if mark == "like":
            return self.tr("like")
        if mark == "unlike":
            return self.tr("not like")
        match example:
            case SceneExample(_, time_s):
                return self.tr("scene %1").replace("%1", clock_text(time_s, 1))
            case SpanExample(_, start_s, end_s):
                return f"{clock_text(start_s, 1)}-{clock_text(end_s, 1)}"
            case PictureExample(_, name):
                return name
            case _:
                return Path(example.path).name


def to_pixels(image: QImage) -> Pixels:
    """A Qt picture as uint8 (H, W, 3) RGB."""
    rgb = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(rgb.constBits(), np.uint8).reshape(rgb.height(), rgb.bytesPerLine())
    return rows[:, : rgb.width() * 3].reshape(rgb.height(), rgb.width(), 3).copy()


def to_image(pixels: Pixels) -> QImage:
    """uint8 (H, W, 3) RGB as a Qt picture with its own memory."""
    height, width, _ = pixels.shape
    data = np.ascontiguousarray(pixels)
    return QImage(data.data, width, height, width * 3, QImage.Format.Format_RGB888).copy()


def _key(example: Example) -> PictureKey | None:
    match example:
        case SceneExample(video_id, time_s):
            return PictureKey("strip", video_id, round(time_s, 3))
        case SpanExample(video_id, start_s, end_s):
            return PictureKey("strip", video_id, round((start_s + end_s) / 2, 3))
        case _:
            return None


def _thumb(example: Example) -> QPixmap | None:
    if isinstance(example, PictureExample):
        image = to_image(example.pixels)
        return QPixmap.fromImage(image.scaledToHeight(64, Qt.TransformationMode.SmoothTransformation))
    return None
