"""The frame of the player: letterboxed, with its labels, its messages and the box of a region query."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QImage,
    QLinearGradient,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QTextCharFormat,
    QTextLayout,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from videxplore.core.texts import TextBox
from videxplore.services.searching.words.found_words import FoundLine
from videxplore.ui.commands import is_key
from videxplore.ui.look.images import fitting_area, fitting_size
from videxplore.ui.look.qt_override import qt_override
from videxplore.ui.look.theme import colours, figures_font, text_font

LEAST_REGION = 0.02
"""A region smaller than this share of the frame's width or height is a click, not a region."""

_PILL_PX = 26
_INSET_PX = 14


class FrameView(QWidget):
    """Shows one image at a time.

    Attributes:
        shows_time: Whether the time is written over the frame.

    Signals:
        regionSelected: A box was dragged: left, top, width and height as shares of the frame in [0, 1].
        clicked: The frame was clicked without a drag; a double click is two of these.
        fullScreenRequested: The frame was double-clicked.
        resized: Frames of another size are wanted.
    """

    regionSelected = Signal(float, float, float, float)
    clicked = Signal()
    fullScreenRequested = Signal()
    resized = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(192, 108)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setAccessibleName(self.tr("Picture"))
        self.image = QImage()
        self.heat = QImage()
        self.heat_words = ""
        self.quote: FoundLine | None = None
        self._text_boxes: tuple[TextBox, ...] = ()
        self.message = ""
        self.label = ""
        self.label_colour = QColor("#56b4e9")
        self.time_label = ""
        self.shows_time = False
        self.takes_region = False
        self._content_px = QSize(16, 9)
        self._region: QRectF | None = None
        self._pressed_at: QPointF | None = None

    # What is shown

    def set_content_size(self, width_px: int, height_px: int) -> None:
        """Say what size the upright frames of the video have."""
        self._content_px = QSize(max(1, width_px), max(1, height_px))
        self.update()

    def show_image(self, image: QImage) -> None:
        """Show a frame; it is scaled where it has not the wanted size."""
        self.image = image
        self.message = ""
        self.update()

    def show_message(self, sentence: str) -> None:
        """Show a sentence instead of a frame."""
        self.image = QImage()
        self.message = sentence
        self.update()

    def show_labels(self, label: str, colour: QColor, time_label: str) -> None:
        """Set the labels in the upper corners: what is recognised, and the time."""
        self.label, self.label_colour, self.time_label = label, colour, time_label
        self.update()

    def show_heat(self, heat: QImage, words: str = "") -> None:
        """Lay a map of heat over the frame (premultiplied alpha); a null image takes it away."""
        self.heat, self.heat_words = heat, words
        self.update()

    def show_text_boxes(self, boxes: Sequence[TextBox]) -> None:
        """Frame text on the picture; nothing where there is none."""
        if tuple(boxes) != self._text_boxes:
            self._text_boxes = tuple(boxes)
            self.update()

    def show_quote(self, found: FoundLine | None) -> None:
        """Quote a line that is said or shown, with its words that were searched for marked; None for none."""
        if found != self.quote:
            self.quote = found
            self.setAccessibleDescription("" if found is None else found.line.text)
            self.update()

    @property
    def text_areas(self) -> list[QRectF]:
        """Where text is framed in the widget."""
        area = self.frame_area
        return [
            QRectF(
                area.left() + left * area.width(),
                area.top() + top * area.height(),
                width * area.width(),
                height * area.height(),
            )
            for left, top, width, height in self._text_boxes
        ]

    def take_region(self, *, wanted: bool) -> None:
        """Let the next drag choose a region, or stop."""
        self.takes_region = wanted
        self._region = None
        self.setCursor(Qt.CursorShape.CrossCursor if wanted else Qt.CursorShape.ArrowCursor)
        self.update()

    @property
    def wanted_size_px(self) -> QSize:
        """The size, in device pixels, in which frames need no scaling."""
        return fitting_size(self._content_px, self.size() * self.devicePixelRatioF())

    @property
    def frame_area(self) -> QRectF:
        """Where the frame stands in the widget, on whole device pixels."""
        area = fitting_area(self._content_px, QRectF(self.rect()))
        ratio = self.devicePixelRatioF()
        size_px = self.wanted_size_px
        left, top = round(area.left() * ratio) / ratio, round(area.top() * ratio) / ratio
        return QRectF(left, top, size_px.width() / ratio, size_px.height() / ratio)

    # Events

    @qt_override
    def event(self, event: QEvent) -> bool:
        """Keep Escape for the region box while it is open; elsewhere it is the window's."""
        if self.takes_region and is_key(event, QEvent.Type.ShortcutOverride, Qt.Key.Key_Escape):
            event.accept()
            return True
        return super().event(event)

    @qt_override
    def resizeEvent(self, event: QResizeEvent) -> None:
        self.resized.emit()

    @qt_override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed_at = event.position()

    @qt_override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed_at is not None and self.takes_region:
            self._region = QRectF(self._pressed_at, event.position()).normalized() & self.frame_area
            self.update()

    @qt_override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and not self.takes_region:
            # What the first click did is taken back.
            self.clicked.emit()
            self.fullScreenRequested.emit()

    @qt_override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        region, self._region, pressed_at, self._pressed_at = self._region, None, self._pressed_at, None
        self.update()
        if pressed_at is None:
            return
        area = self.frame_area
        if (
            region is not None
            and min(region.width() / area.width(), region.height() / area.height()) >= LEAST_REGION
        ):
            self.take_region(wanted=False)
            self.regionSelected.emit(
                (region.left() - area.left()) / area.width(),
                (region.top() - area.top()) / area.height(),
                region.width() / area.width(),
                region.height() / area.height(),
            )
        elif not self.takes_region:
            self.clicked.emit()

    # Painting

    @qt_override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the frame on black, as films are shown, in either theme."""
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect(), QColor("black"))
        if not self.image.isNull():
            painter.drawImage(self.frame_area, self.image)
            if not self.heat.isNull():
                painter.drawImage(self.frame_area, self.heat)
            self._paint_text_boxes(painter)
        if self.message:
            self._paint_message(painter)
        else:
            self._paint_labels(painter)
        self._paint_region(painter)
        painter.end()

    def _paint_message(self, painter: QPainter) -> None:
        painter.setFont(text_font(14))
        painter.setPen(QColor("#c3cad4"))
        room = QRectF(self.rect()).adjusted(32, 16, -32, -16)
        painter.drawText(room, int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap), self.message)

    def _paint_labels(self, painter: QPainter) -> None:
        painter.setFont(figures_font(12))
        metrics = painter.fontMetrics()
        if self.time_label and self.shows_time:
            width_px = metrics.horizontalAdvance(self.time_label) + 20
            box = QRectF(self.width() - _INSET_PX - width_px, _INSET_PX, width_px, _PILL_PX)
            _paint_pill(painter, box)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self.time_label)
        if self.label:
            width_px = metrics.horizontalAdvance(self.label) + 34
            box = QRectF(_INSET_PX, _INSET_PX, width_px, _PILL_PX)
            _paint_pill(painter, box)
            painter.drawText(box.adjusted(24, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, self.label)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.label_colour)
            painter.drawEllipse(QPointF(box.left() + 14, box.center().y()), 4.5, 4.5)
        bottom_px = float(self.height() - _INSET_PX)
        if self.heat_words and not self.heat.isNull():
            self._paint_heat_words(painter)
            bottom_px -= _PILL_PX + _INSET_PX / 2
        if self.quote is not None:
            self._paint_quote(painter, self.quote, bottom_px)

    def _paint_heat_words(self, painter: QPainter) -> None:
        """What the heat is evidence for, after the two colours of its scale."""
        painter.setFont(text_font(12))
        width_px = painter.fontMetrics().horizontalAdvance(self.heat_words) + 64
        box = QRectF(_INSET_PX, self.height() - _INSET_PX - _PILL_PX, width_px, _PILL_PX)
        _paint_pill(painter, box)
        painter.drawText(box.adjusted(54, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, self.heat_words)
        scale = QRectF(box.left() + 12, box.center().y() - 4, 32, 8)
        shades = QLinearGradient(scale.topLeft(), scale.topRight())
        low, high = colours().heat
        for at, colour in ((0.0, QColor(low.red(), low.green(), low.blue(), 30)), (0.5, low), (1.0, high)):
            shades.setColorAt(at, colour)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(shades)
        painter.drawRoundedRect(scale, 4, 4)

    def _paint_text_boxes(self, painter: QPainter) -> None:
        """A frame around each text, on a dark one, so that it is seen on any footage."""
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for area in self.text_areas:
            framed = area.adjusted(-3, -3, 3, 3)
            for colour, width_px in ((QColor(0, 0, 0, 150), 5), (colours().accent, 2)):
                painter.setPen(QPen(colour, width_px))
                painter.drawRoundedRect(framed, 3, 3)

    def _paint_quote(self, painter: QPainter, found: FoundLine, bottom_px: float) -> None:
        """A line of text, wrapped, with the words that were searched for in the colour of the theme."""
        opened = (
            self.tr("On screen: \u201c%1\u201d")
            if found.kind == "screen"
            else self.tr("Said: \u201c%1\u201d")
        )
        before = opened.partition("%1")[0]
        layout = QTextLayout(opened.replace("%1", found.line.text), text_font(13), self)
        layout.setFormats([_marked(len(before) + start, end - start) for start, end in found.places])
        room_px = max(80.0, self.width() - 2 * _INSET_PX - 24)
        height_px = width_px = 0.0
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(room_px)
            line.setPosition(QPointF(0, height_px))
            height_px += line.height()
            width_px = max(width_px, line.naturalTextWidth())
        layout.endLayout()
        box = QRectF(_INSET_PX, bottom_px - height_px - 12, width_px + 24, height_px + 12)
        _paint_pill(painter, box)
        layout.draw(painter, box.topLeft() + QPointF(12, 6))

    def _paint_region(self, painter: QPainter) -> None:
        if not self.takes_region:
            return
        area, accent = self.frame_area, colours().accent
        if self._region is None:
            painter.setPen(QPen(accent, 1, Qt.PenStyle.DashLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(area.adjusted(1, 1, -1, -1))
            painter.setFont(text_font(13))
            hint = self.tr("Drag a box around what you are looking for. Esc goes back.")
            width_px = painter.fontMetrics().horizontalAdvance(hint) + 24
            box = QRectF(area.center().x() - width_px / 2, area.bottom() - 44, width_px, 30)
            _paint_pill(painter, box)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, hint)
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(0, 0, 0, 130))
        top, bottom = self._region.top(), self._region.bottom()
        painter.drawRect(QRectF(area.left(), area.top(), area.width(), top - area.top()))
        painter.drawRect(QRectF(area.left(), bottom, area.width(), area.bottom() - bottom))
        painter.drawRect(QRectF(area.left(), top, self._region.left() - area.left(), bottom - top))
        painter.drawRect(QRectF(self._region.right(), top, area.right() - self._region.right(), bottom - top))
        painter.setPen(QPen(accent, 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(self._region)


def _marked(start: int, length: int) -> QTextLayout.FormatRange:
    """Letters of a quote that were searched for."""
    marked = QTextCharFormat()
    # On the dark ground, also in the light theme.
    marked.setForeground(colours().accent.lighter(140))
    marked.setFontWeight(QFont.Weight.Bold)
    range_ = QTextLayout.FormatRange()
    range_.start, range_.length, range_.format = start, length, marked
    return range_


def _paint_pill(painter: QPainter, box: QRectF) -> None:
    """The dark ground of a label on a frame; leaves a white pen behind."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(15, 18, 22, 200))
    painter.drawRoundedRect(box, 7, 7)
    painter.setPen(QColor("white"))
