"""All keys at a glance, over the window; any key or click takes it away."""

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QAction, QColor, QKeySequence, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from videxplore.ui import theme
from videxplore.ui.theme import colours

ROW_PX = 26
COLUMN_PX = 330
PAD_PX = 28


class KeysOverlay(QWidget):
    """A card with every command that has keys."""

    def __init__(self, actions: Mapping[str, QAction], parent: QWidget) -> None:
        """Cover ``parent``."""
        super().__init__(parent)
        native = QKeySequence.SequenceFormat.NativeText
        self._rows = [
            (action.text().rstrip("…"), action.shortcut().toString(native))
            for action in actions.values()
            if action.shortcuts()
        ]
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Keys"))
        self.setAccessibleDescription("; ".join(f"{words}: {keys}" for words, keys in self._rows))
        self.setGeometry(parent.rect())
        self.show()
        self.raise_()
        self.setFocus()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the shade and the card."""
        palette = colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(0, 0, 0, 150))
        columns = max(1, min(3, (self.width() - 2 * PAD_PX - 40) // COLUMN_PX))
        per_column = -(-len(self._rows) // columns)
        width = columns * COLUMN_PX + 2 * PAD_PX
        height = per_column * ROW_PX + 2 * PAD_PX + 30
        card = QRectF((self.width() - width) / 2, (self.height() - height) / 2, width, height)
        painter.setPen(QPen(palette.line, 1))
        painter.setBrush(palette.panel)
        painter.drawRoundedRect(card, 10, 10)
        painter.setPen(palette.dim)
        painter.setFont(theme.heading_font())
        painter.drawText(card.adjusted(PAD_PX, PAD_PX - 6, 0, 0), self.tr("Keys"))
        for number, (words, keys) in enumerate(self._rows):
            left = card.left() + PAD_PX + (number // per_column) * COLUMN_PX
            top = card.top() + PAD_PX + 30 + (number % per_column) * ROW_PX
            self._paint_row(painter, QRectF(left, top, COLUMN_PX - 30, ROW_PX), words, keys)
        painter.end()

    def _paint_row(self, painter: QPainter, box: QRectF, words: str, keys: str) -> None:
        palette = colours()
        font = theme.text_font(12)
        painter.setFont(theme.figures_font(12))
        width = painter.fontMetrics().horizontalAdvance(keys) + 14
        cap = QRectF(box.right() - width, box.top() + 3, width, ROW_PX - 6)
        painter.setPen(QPen(palette.line, 1))
        painter.setBrush(palette.raised)
        painter.drawRoundedRect(cap, 4, 4)
        painter.setPen(palette.text)
        painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, keys)
        painter.setFont(font)
        text = theme.elided(words, font, box.width() - width - 12)
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, text)

    def event(self, event: QEvent) -> bool:
        """Go away at any key, and keep it from the window's shortcuts and from moving the focus."""
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if event.type() == QEvent.Type.KeyPress:
            self._leave()
            return True
        return super().event(event)

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        """Go away."""
        self._leave()

    def _leave(self) -> None:
        self.hide()
        self.deleteLater()
