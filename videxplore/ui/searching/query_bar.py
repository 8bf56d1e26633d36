"""The query box: chips for the examples, words beside them, pictures dropped or pasted into it."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
from PySide6.QtCore import QCoreApplication, QEvent, QMimeData, QRectF, QSize, Qt, Signal
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
from videxplore.services.searching.queries import (
    Example,
    PictureExample,
    Query,
    SceneExample,
    SpanExample,
    TextExample,
)
from videxplore.ui import theme
from videxplore.ui.drops import dropped_paths, dropped_scenes
from videxplore.ui.fitted_pictures import draw_filling
from videxplore.ui.icons import icon
from videxplore.ui.pictures import PictureCache, PictureKey
from videxplore.ui.theme import colours
from videxplore.ui.tiles import Mark
from videxplore.ui.timeline.times import clock_text

BAR_PX = 38
CHIP_PX = 28
THUMB = QSize(34, 20)


class Chip(QToolButton):
    """One part of the query; a click takes it out."""

    def __init__(
        self, words: str, without: Query | None, pictures: PictureCache, example: Example | None = None
    ) -> None:
        """Make a chip.

        Args:
            words: What it says.
            without: The query that is left when the chip is taken out.
            pictures: Where the example's picture comes from.
            example: What it stands for; None for words.
        """
        super().__init__()
        self.without = without
        self.mark: Mark = ""
        self._pictures = pictures
        self._example = example
        self._key = None if example is None else _key(example)
        self._pixmap = None if example is None else _thumb(example)
        self._cross, self._cross_under_pointer = icon("close"), icon("close", "text")
        self.setText(words)
        self.setFont(theme.figures_font(12))
        self.setFixedHeight(CHIP_PX)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip(self.tr("Take this out of the query"))
        self.setAccessibleName(self.tr("%1; press to take it out of the query").replace("%1", words))
        pictures.loaded.connect(self._on_loaded)

    def sizeHint(self) -> QSize:
        """Thumbnail, words, cross."""
        words = self.fontMetrics().horizontalAdvance(self.text())
        return QSize(self._words_left() + words + 28, CHIP_PX)

    def minimumSizeHint(self) -> QSize:
        """A chip is never cut off."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the chip."""
        palette = colours()
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        line = palette.line
        if self.mark:
            line = palette.like if self.mark == "like" else palette.unlike
        if self.hasFocus() or self.underMouse():
            line = palette.accent
        painter.setPen(QPen(line, 1))
        painter.setBrush(palette.raised)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        if self._example is not None:
            box = QRectF(5, (CHIP_PX - THUMB.height()) / 2, THUMB.width(), THUMB.height())
            self._paint_thumb(painter, box)
        painter.setPen(palette.text)
        painter.setFont(self.font())
        words = QRectF(self._words_left(), 0, self.width(), CHIP_PX)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, self.text())
        cross = QRectF(self.width() - 18, CHIP_PX / 2 - 5, 10, 10).toRect()
        (self._cross_under_pointer if self.underMouse() else self._cross).paint(painter, cross)
        painter.end()

    def _on_loaded(self, keys: tuple[PictureKey, ...]) -> None:
        if self._key in keys:
            self.update()

    def _words_left(self) -> int:
        return 10 if self._example is None else 5 + THUMB.width() + 8

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
        changed: A chip was taken out; with the :class:`Query` that is left, or None.
        worded: Words were entered.
        picturePicked: A picture, uint8 (H, W, 3) RGB, was pasted or dropped.
        scenesPicked: Tiles were dropped; with a list of :class:`SceneExample`.
        filesPicked: A list of the files and folders that were dropped or pasted.
    """

    changed = Signal(object)
    worded = Signal(str)
    picturePicked = Signal(object)
    scenesPicked = Signal(list)
    filesPicked = Signal(list)

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
        self._add_parts(query, lambda rest: rest)
        if query.then is not None:
            self._add(Chip(self.tr("then"), replace(query, then=None), self._pictures))
            self._add_parts(query.then, lambda rest: replace(query, then=rest))

    def eventFilter(self, watched: QWidget, event: QEvent) -> bool:  # type: ignore[override]
        """Take pictures from the clipboard, and let Backspace take out the last chip."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.matches(QKeySequence.StandardKey.Paste):
                return self._take(QApplication.clipboard().mimeData())
            if event.key() == Qt.Key.Key_Backspace and not self.edit.text() and self._chips:
                self.changed.emit(self._chips[-1].without)
                return True
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.setProperty("lit", event.type() == QEvent.Type.FocusIn)
            self.style().polish(self)
        return super().eventFilter(watched, event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Pictures, tiles and files are taken."""
        data = event.mimeData()
        if data.hasImage() or data.hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take what was dropped."""
        if self._take(event.mimeData()):
            event.acceptProposedAction()

    def _take(self, data: QMimeData) -> bool:
        # A tile carries files too, which are still to be cut.
        scenes = dropped_scenes(data)
        if scenes:
            self.scenesPicked.emit(scenes)
            return True
        paths = dropped_paths(data)
        if paths:
            self.filesPicked.emit(paths)
            return True
        # Some programs promise a picture and give none.
        image = data.imageData()
        if not isinstance(image, QImage) or image.isNull():
            return False
        self.picturePicked.emit(to_pixels(image))
        return True

    def _enter(self) -> None:
        words = self.edit.text().strip()
        if words:
            self.worded.emit(words)

    def _add_parts(self, query: Query, whole: Callable[[Query | None], Query | None]) -> None:
        """Chips for a query that may be a part of another; ``whole`` puts what is left of it back."""
        for number, example in enumerate(query.likes):
            mark: Mark = "like" if number else ""
            rest = replace(query, likes=tuple(one for one in query.likes if one != example))
            self._add(Chip(self._words(example, mark), whole(_or_none(rest)), self._pictures, example), mark)
        for example in query.unlikes:
            rest = replace(query, unlikes=tuple(one for one in query.unlikes if one != example))
            self._add(Chip(self._words(example, "unlike"), whole(rest), self._pictures, example), "unlike")
        if query.words:
            rest = replace(query, words="")
            self._add(Chip(f"\u201c{query.words}\u201d", whole(_or_none(rest)), self._pictures))

    def _add(self, chip: Chip, mark: Mark = "") -> None:
        chip.mark = mark
        chip.clicked.connect(lambda: self.changed.emit(chip.without))
        self._row.insertWidget(self._row.count() - 1, chip)
        self._chips.append(chip)

    def _words(self, example: Example, mark: Mark) -> str:
        if mark == "like":
            return self.tr("like")
        if mark == "unlike":
            return self.tr("not like")
        return describe(example)


def describe(example: Example, title_of: Callable[[int], str] | None = None) -> str:
    """An example in a few words; with the name of its video where ``title_of`` tells it."""
    match example:
        case SceneExample(video_id, time_s):
            title = title_of(video_id) if title_of is not None else ""
            words = QCoreApplication.translate("QueryBar", "scene %1") if not title else f"{title} %1"
            return words.replace("%1", clock_text(time_s, 1))
        case SpanExample(video_id, start_s, end_s):
            title = title_of(video_id) if title_of is not None else ""
            return f"{title} {clock_text(start_s, 1)}-{clock_text(end_s, 1)}".strip()
        case PictureExample(_, name):
            return name
        case TextExample(text):
            return text
        case _:
            return Path(example.path).name


def _or_none(query: Query) -> Query | None:
    """A query that asks nothing is none."""
    return query if query.likes or query.words else None


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
            return PictureKey("scene", video_id, round(time_s, 3))
        case SpanExample(video_id, start_s, end_s):
            return PictureKey("strip", video_id, round((start_s + end_s) / 2, 3))
        case _:
            return None


def _thumb(example: Example) -> QPixmap | None:
    if isinstance(example, PictureExample):
        image = to_image(example.pixels)
        return QPixmap.fromImage(image.scaledToHeight(64, Qt.TransformationMode.SmoothTransformation))
    return None
