"""The keys of all commands: a table to change them, and an overlay that shows them at a glance."""

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QAbstractItemModel, QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QAction, QColor, QKeySequence, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QHeaderView,
    QKeySequenceEdit,
    QLabel,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from videxplore.ui.look import theme
from videxplore.ui.look.qt_override import qt_override
from videxplore.ui.look.theme import colours
from videxplore.ui.tiles.delegate import Index

_PORTABLE = QKeySequence.SequenceFormat.PortableText
NAME_COLUMN, KEYS_COLUMN = range(2)


class _KeysDelegate(QStyledItemDelegate):
    """Edits the second column by pressing the keys themselves."""

    @qt_override
    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        edit = QKeySequenceEdit(parent, maximumSequenceLength=1, clearButtonEnabled=True)
        edit.editingFinished.connect(lambda: self._finish(edit))
        return edit

    @qt_override
    def setEditorData(self, editor: QWidget, index: Index) -> None:
        assert isinstance(editor, QKeySequenceEdit)  # noqa: S101 - what createEditor made.
        editor.setKeySequence(QKeySequence.fromString(index.data(), _PORTABLE))

    @qt_override
    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        assert isinstance(editor, QKeySequenceEdit)  # noqa: S101 - what createEditor made.
        model.setData(index, editor.keySequence().toString(_PORTABLE))

    def _finish(self, edit: QKeySequenceEdit) -> None:
        self.commitData.emit(edit)
        self.closeEditor.emit(edit)


class KeysTable(QWidget):
    """A row for each command; two commands with the same keys are pointed out."""

    def __init__(self, actions: Mapping[str, QAction]) -> None:
        super().__init__()
        self._before = {name: action.shortcut().toString(_PORTABLE) for name, action in actions.items()}
        self._words = {name: QTableWidgetItem(action.text().rstrip("…")) for name, action in actions.items()}
        self._keys = {name: QTableWidgetItem(keys) for name, keys in self._before.items()}
        self.filter_box = QLineEdit(placeholderText=self.tr("Filter commands"))
        self.filter_box.setAccessibleName(self.tr("Filter commands"))
        self.filter_box.textChanged.connect(self._filter)
        self.table = self._table()
        self.warning = QLabel()
        self.warning.setProperty("bad", True)
        self.warning.setWordWrap(True)
        self.warning.setFont(theme.text_font(12))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for widget in (self.filter_box, self.table, self.warning):
            column.addWidget(widget)
        self.table.itemChanged.connect(self._compare)

    def keys(self, name: str) -> str:
        """The keys of a command as they stand in the table."""
        return self._keys[name].text()

    def changed(self) -> dict[str, str]:
        """Keys that were changed, by command name, as ``QKeySequence`` writes them portably."""
        return {name: self.keys(name) for name, before in self._before.items() if self.keys(name) != before}

    def _table(self) -> QTableWidget:
        table = QTableWidget(len(self._words), 2)
        table.setAccessibleName(self.tr("Commands and their keys"))
        table.verticalHeader().hide()
        table.horizontalHeader().hide()
        table.horizontalHeader().setSectionResizeMode(NAME_COLUMN, QHeaderView.ResizeMode.Stretch)
        table.setColumnWidth(KEYS_COLUMN, 170)
        table.setShowGrid(False)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.AllEditTriggers)
        table.setItemDelegateForColumn(KEYS_COLUMN, _KeysDelegate(table))
        for row, (name, words) in enumerate(self._words.items()):
            words.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
            table.setItem(row, NAME_COLUMN, words)
            table.setItem(row, KEYS_COLUMN, self._keys[name])
        return table

    def _compare(self) -> None:
        users: dict[str, list[str]] = {}
        for name, words in self._words.items():
            if self.keys(name):
                users.setdefault(self.keys(name), []).append(words.text())
        clashes = [f"{keys}: {', '.join(names)}" for keys, names in users.items() if len(names) > 1]
        sentence = self.tr("The same keys twice: %1").replace("%1", "; ".join(clashes))
        self.warning.setText(sentence if clashes else "")

    def _filter(self, text: str) -> None:
        wanted = text.casefold().split()
        for words in self._words.values():
            is_shown = all(word in words.text().casefold() for word in wanted)
            self.table.setRowHidden(words.row(), not is_shown)


ROW_PX = 26
COLUMN_PX = 310
GUTTER_PX = 34
PAD_PX = 28
HEAD_PX = 34

Row = tuple[str, str]
"""What it does, and its keys; without keys, the subject of the rows below."""


class KeysOverlay(QWidget):
    """A card with every command that has keys, by subject, and what keys and the mouse do in the views."""

    def __init__(self, commands: Mapping[str, Mapping[str, QAction]], parent: QWidget) -> None:
        super().__init__(parent)
        self._columns = {head: _rows(actions.values()) for head, actions in commands.items()}
        self._columns[self.tr("Tiles")] = [*self._tile_rows(), *self._view_rows()]
        self._focused_before = QApplication.focusWidget()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Keys"))
        rows = [row for column in self._columns.values() for row in column]
        self.setAccessibleDescription("; ".join(f"{words}: {keys}" for words, keys in rows if keys))
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
            (self.tr("In a bin: rate"), "0-5"),
            (self.tr("In a bin: reject, note"), "X  N"),
            (self.tr("In a bin: in and out at the playhead"), "I  O"),
            (self.tr("In a bin: move"), self.tr("Ctrl+arrows")),
            (self.tr("In a bin: remove"), self.tr("Delete")),
        ]

    def _view_rows(self) -> list[Row]:
        wheel, drag = self.tr("wheel"), self.tr("drag")
        return [
            (self.tr("Search box"), ""),
            (self.tr("To the results"), self.tr("Down")),
            (self.tr("Remove the last example"), self.tr("Backspace")),
            (self.tr("Timeline"), ""),
            (self.tr("Go to a time"), self.tr("click or drag")),
            (self.tr("Zoom in and out"), f"{wheel}  +  -"),
            (self.tr("Move along"), self.tr("Shift+wheel")),
            (self.tr("Show all"), "0"),
            (self.tr("Zoom to a scene"), self.tr("double-click")),
            (self.tr("Map"), ""),
            (self.tr("Lasso scenes"), drag),
            (self.tr("Zoom in and out"), f"{wheel}  +  -"),
            (self.tr("Move about"), self.tr("Shift+drag, arrows")),
            (self.tr("Show all"), "0"),
            (self.tr("Frame"), ""),
            (self.tr("Alone on the screen"), self.tr("double-click")),
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
            self._paint_head(painter, QRectF(left, top, column_px, row_px), head)
            for place, (words, keys) in enumerate(rows):
                box = QRectF(left, top + HEAD_PX + place * row_px, column_px, row_px)
                if keys:
                    self._paint_row(painter, box, words, keys)
                else:
                    self._paint_head(painter, box, words)
        painter.end()

    def _paint_head(self, painter: QPainter, box: QRectF, words: str) -> None:
        painter.setPen(colours().dim)
        painter.setFont(theme.heading_font())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, words)

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
        """Close at any key, and keep it from the window's shortcuts and from moving the focus."""
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
