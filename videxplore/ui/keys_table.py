"""Every command with its keys, to be changed."""

from collections.abc import Mapping

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QGridLayout,
    QKeySequenceEdit,
    QLabel,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from videxplore.ui import theme

_PORTABLE = QKeySequence.SequenceFormat.PortableText


class KeysTable(QWidget):
    """One field for the keys of each command; two commands with the same keys are pointed out."""

    def __init__(self, actions: Mapping[str, QAction]) -> None:
        """Show the keys that ``actions`` have now."""
        super().__init__()
        self._before = {name: _keys(action) for name, action in actions.items()}
        self._words = {name: action.text().rstrip("…") for name, action in actions.items()}
        self.edits: dict[str, QKeySequenceEdit] = {}
        self._labels: dict[str, QLabel] = {}
        self.filter_box = QLineEdit()
        self.filter_box.setPlaceholderText(self.tr("Filter commands"))
        self.filter_box.setAccessibleName(self.tr("Filter commands"))
        self.filter_box.textChanged.connect(self._filter)
        self.warning = QLabel()
        self.warning.setProperty("bad", True)
        self.warning.setWordWrap(True)
        self.warning.setFont(theme.text_font(12))
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setWidget(self._rows(actions))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for widget in (self.filter_box, area, self.warning):
            column.addWidget(widget)

    def changed(self) -> dict[str, str]:
        """Keys that were changed, by command name, as ``QKeySequence`` writes them portably."""
        now = {name: edit.keySequence().toString(_PORTABLE) for name, edit in self.edits.items()}
        first = {name: before.split("; ")[0] for name, before in self._before.items()}
        return {name: keys for name, keys in now.items() if keys != first[name]}

    def _rows(self, actions: Mapping[str, QAction]) -> QWidget:
        rows = QWidget()
        grid = QGridLayout(rows)
        grid.setContentsMargins(0, 0, theme.GAP_PX, 0)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(0, 1)
        for row, (name, action) in enumerate(actions.items()):
            label = QLabel(self._words[name])
            edit = QKeySequenceEdit(action.shortcut())
            edit.setMaximumSequenceLength(1)
            edit.setClearButtonEnabled(True)
            edit.setFixedWidth(160)
            edit.setAccessibleName(self._words[name])
            edit.keySequenceChanged.connect(self._compare)
            grid.addWidget(label, row, 0)
            grid.addWidget(edit, row, 1)
            self._labels[name], self.edits[name] = label, edit
        return rows

    def _compare(self) -> None:
        users: dict[str, list[str]] = {}
        for name, edit in self.edits.items():
            if not edit.keySequence().isEmpty():
                users.setdefault(edit.keySequence().toString(_PORTABLE), []).append(self._words[name])
        clashes = [f"{keys}: {', '.join(names)}" for keys, names in users.items() if len(names) > 1]
        words = self.tr("The same keys twice: %1").replace("%1", "; ".join(clashes))
        self.warning.setText(words if clashes else "")

    def _filter(self, words: str) -> None:
        for name, label in self._labels.items():
            is_shown = all(word in self._words[name].casefold() for word in words.casefold().split())
            label.setVisible(is_shown)
            self.edits[name].setVisible(is_shown)


def _keys(action: QAction) -> str:
    return QKeySequence.listToString(action.shortcuts(), _PORTABLE)
