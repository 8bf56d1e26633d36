"""What a drop will do, said where it will happen; and why a drop was refused."""

from PySide6.QtCore import QPoint, QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from videxplore.ui.look import theme
from videxplore.ui.look.qt_override import qt_override
from videxplore.ui.look.theme import colours

BORDER_PX = 2
PILL_PAD_PX = (14, 8)
REFUSAL_MS = 6000
LINE_PX = 60
"""A widget no higher than this holds one line."""
_TINT_ALPHA = 28


class DropHint(QWidget):
    """Lies over a widget; transparent for the mouse, so that the drag goes on below it."""

    def __init__(self, over: QWidget) -> None:
        """Lie over ``over``, hidden."""
        super().__init__(over)
        self._over = over
        self.words = ""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    def promise(self, words: str) -> None:
        """Say what a drop will do."""
        self.words = words
        self.setAccessibleName(words)
        self.setGeometry(self._over.rect())
        self.raise_()
        self.show()
        self.update()

    @qt_override
    def paintEvent(self, event: QPaintEvent) -> None:
        palette = colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect()).adjusted(BORDER_PX, BORDER_PX, -BORDER_PX, -BORDER_PX)
        is_line = self.height() <= LINE_PX
        if is_line:
            # What is written there would show beside the words.
            painter.fillRect(area, palette.background)
        tint = QColor(palette.accent)
        tint.setAlpha(_TINT_ALPHA)
        painter.setBrush(tint)
        painter.setPen(QPen(palette.accent, BORDER_PX))
        painter.drawRoundedRect(area, theme.TILE_RADIUS_PX, theme.TILE_RADIUS_PX)
        # In the upper third: in the middle there may be words that say the same, and buttons.
        room = area if is_line else area.adjusted(0, 0, 0, -area.height() * 2 / 3)
        _paint_pill(painter, self.words, palette.accent, room)
        painter.end()


class DropRefusal(QWidget):
    """A sentence where something was dropped that cannot be taken; it goes away by itself."""

    def __init__(self, window: QWidget) -> None:
        """Lie over ``window``, hidden."""
        super().__init__(window)
        self._window = window
        self.words = ""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._timer = QTimer(self, singleShot=True, interval=REFUSAL_MS)
        self._timer.timeout.connect(self.hide)
        self.hide()

    def say_at(self, point: QPoint, words: str) -> None:
        """Say why, around a point of the window and held within it."""
        self.words = words
        self.setAccessibleName(words)
        font = theme.text_font(13)
        self.setFont(font)
        room_px = self._window.size()
        words_px = self.fontMetrics().horizontalAdvance(words) + 2 * PILL_PAD_PX[0] + 4
        width_px = min(words_px, room_px.width() - 16)
        height_px = self.fontMetrics().height() + 2 * PILL_PAD_PX[1] + 4
        self.resize(width_px, height_px)
        self.move(
            max(8, min(point.x() - width_px // 2, room_px.width() - width_px - 8)),
            max(8, min(point.y() - height_px // 2, room_px.height() - height_px - 8)),
        )
        self.raise_()
        self.show()
        self.update()
        self._timer.start()

    @qt_override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect())
        _paint_pill(painter, self.words, colours().failed, area)
        painter.end()


def _paint_pill(painter: QPainter, words: str, edge: QColor, room: QRectF) -> None:
    """Words on a raised ground with an edge, no wider than ``room``."""
    font = theme.text_font(13)
    painter.setFont(font)
    metrics = painter.fontMetrics()
    pad_x_px, pad_y_px = PILL_PAD_PX
    shown = theme.elided(words, font, room.width() - 2 * pad_x_px)
    height_px = min(room.height() - 2, metrics.height() + 2 * pad_y_px)
    pill = QRectF(0, 0, metrics.horizontalAdvance(shown) + 2 * pad_x_px, height_px)
    pill.moveCenter(room.center())
    painter.setPen(QPen(edge, 1))
    painter.setBrush(colours().raised)
    painter.drawRoundedRect(pill, theme.TILE_RADIUS_PX, theme.TILE_RADIUS_PX)
    painter.setPen(colours().text)
    painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, shown)
