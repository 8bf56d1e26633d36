"""All keys at a glance, over the window; any key or click takes it away."""

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QAction, QColor, QKeySequence, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from videxplore.ui.look import theme
from videxplore.ui.look.qt_override import qt_override
from videxplore.ui.look.theme import colours

ROW_PX = 26
COLUMN_PX = 310
GUTTER_PX = 34
PAD_PX = 28
HEAD_PX = 34

Row = tuple[str, str]
"""What it does, and its keys."""


class KeysOverlay(QWidget):
    """A card with every command that has keys, by subject, and what keys and the mouse do on tiles."""

    def __init__(self, commands: Mapping[str, Mapping[str, QAction]], parent: QWidget) -> None:
        """Cover ``parent``; ``commands`` are grouped by the heads they stand under."""
        super().__init__(parent)
        self._columns = {head: _rows(actions.values()) for head, actions in commands.items()}
        self._columns[self.tr("Tiles")] = self._tile_rows()
        self._focused_before = QApplication.focusWidget()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Keys"))
        rows = [row for column in self._columns.values() for row in column]
        self.setAccessibleDescription("; ".join(f"{words}: {keys}" for words, keys in rows))
        self.setGeometry(parent.rect())
        parent.installEventFilter(self)
        self.show()
        self.raise_()
        self.setFocus()

    def _tile_rows(self) -> list[Row]:
        return [
            (self.tr("Open"), self.tr("Enter")),
            (self.tr("More like this"), "+"),
            (self.tr("Less like this"), "-"),
            (self.tr("Slide to the scene before or after"), "[  ]"),
            (self.tr("The same with the mouse"), self.tr("Shift+wheel")),
            (self.tr("Larger and smaller tiles"), self.tr("Ctrl+wheel")),
            (self.tr("Select several"), self.tr("Ctrl or Shift+click")),
            (self.tr("More actions"), self.tr("right-click")),
        ]

    @qt_override
    def paintEvent(self, _event: QPaintEvent) -> None:
        palette = colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(0, 0, 0, 150))
        count = len(self._columns)
        column_px = min(COLUMN_PX, (self.width() - 2 * PAD_PX - 40 - (count - 1) * GUTTER_PX) // count)
        width = count * column_px + (count - 1) * GUTTER_PX + 2 * PAD_PX
        most = max(map(len, self._columns.values()))
        row_px = min(ROW_PX, (self.height() - HEAD_PX - 2 * PAD_PX) // most)
        height = most * row_px + HEAD_PX + 2 * PAD_PX - 8
        card = QRectF((self.width() - width) / 2, (self.height() - height) / 2, width, height)
        painter.setPen(QPen(palette.line, 1))
        painter.setBrush(palette.panel)
        painter.drawRoundedRect(card, 10, 10)
        for number, (head, rows) in enumerate(self._columns.items()):
            left = card.left() + PAD_PX + number * (column_px + GUTTER_PX)
            top = card.top() + PAD_PX - 4
            painter.setPen(palette.dim)
            painter.setFont(theme.heading_font())
            painter.drawText(QRectF(left, top, column_px, row_px), Qt.AlignmentFlag.AlignVCenter, head)
            for place, (words, keys) in enumerate(rows):
                box = QRectF(left, top + HEAD_PX + place * row_px, column_px, row_px)
                self._paint_row(painter, box, words, keys)
        painter.end()

    def _paint_row(self, painter: QPainter, box: QRectF, words: str, keys: str) -> None:
        palette = colours()
        font = theme.text_font(12)
        painter.setFont(theme.figures_font(12))
        width = painter.fontMetrics().horizontalAdvance(keys) + 14
        cap = QRectF(box.right() - width, box.top() + 3, width, box.height() - 6)
        painter.setPen(QPen(palette.line, 1))
        painter.setBrush(palette.raised)
        painter.drawRoundedRect(cap, 4, 4)
        painter.setPen(palette.text)
        painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, keys)
        painter.setFont(font)
        text = theme.elided(words, font, box.width() - width - 12)
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, text)

    @qt_override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Cover the whole window, also after it was made larger."""
        if event.type() == QEvent.Type.Resize and isinstance(watched, QWidget):
            self.setGeometry(watched.rect())
        return super().eventFilter(watched, event)

    @qt_override
    def event(self, event: QEvent) -> bool:
        """Go away at any key, and keep it from the window's shortcuts and from moving the focus."""
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if event.type() == QEvent.Type.KeyPress:
            self._leave()
            return True
        return super().event(event)

    @qt_override
    def mousePressEvent(self, _event: QMouseEvent) -> None:
        self._leave()

    def _leave(self) -> None:
        self.hide()
        before = self._focused_before
        window = self.window()
        (before if before is not None and isValid(before) else window).setFocus()
        self.deleteLater()


def _rows(actions: Iterable[QAction]) -> list[Row]:
    native = QKeySequence.SequenceFormat.NativeText
    return [
        (action.text().rstrip("…"), action.shortcut().toString(native))
        for action in actions
        if action.shortcuts()
    ]
