"""Every command with its keys, to be changed."""

from collections.abc import Mapping

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
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

from videxplore.ui.look import theme
from videxplore.ui.look.qt_override import qt_override

_PORTABLE = QKeySequence.SequenceFormat.PortableText
NAME_COLUMN, KEYS_COLUMN = range(2)
Index = QModelIndex | QPersistentModelIndex


class _KeysDelegate(QStyledItemDelegate):
    """Edits the second column by pressing the keys themselves."""

    @qt_override
    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        edit = QKeySequenceEdit(parent)
        edit.setMaximumSequenceLength(1)
        edit.setClearButtonEnabled(True)
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
        self.filter_box = QLineEdit()
        self.filter_box.setPlaceholderText(self.tr("Filter commands"))
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
