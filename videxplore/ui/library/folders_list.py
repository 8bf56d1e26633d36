"""The folders that are watched, to be added to and taken from."""

from collections.abc import Sequence

from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QVBoxLayout,
    QWidget,
)

from videxplore.ui.look import theme
from videxplore.ui.look.headings import word_button


class FoldersList(QWidget):
    """A list of folders with two buttons."""

    def __init__(self, folders: Sequence[str]) -> None:
        """Show ``folders``."""
        super().__init__()
        advice = QLabel(
            self.tr(
                "The videos in these folders are indexed by themselves: those that are there, and those that "
                "come, also while the program is closed. What you remove from the library stays out of it."
            )
        )
        advice.setProperty("dim", True)
        advice.setWordWrap(True)
        advice.setFont(theme.text_font(12))
        self.list = QListWidget()
        self.list.addItems(list(folders))
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.list.setAccessibleName(self.tr("Watched folders"))
        add = word_button(self.tr("Add…"))
        add.clicked.connect(self._choose)
        self.remove_button = word_button(self.tr("Remove"))
        self.remove_button.clicked.connect(self._remove)
        buttons = QHBoxLayout()
        buttons.addWidget(add)
        buttons.addWidget(self.remove_button)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(advice)
        column.addWidget(self.list, 1)
        column.addLayout(buttons)

    def folders(self) -> tuple[str, ...]:
        """The folders, in order."""
        return tuple(self.list.item(row).text() for row in range(self.list.count()))

    def add(self, folder: str) -> None:
        """Add a folder once."""
        if folder and folder not in self.folders():
            self.list.addItem(folder)

    def _choose(self) -> None:
        self.add(QFileDialog.getExistingDirectory(self, self.tr("Watch a folder")))

    def _remove(self) -> None:
        for item in self.list.selectedItems():
            self.list.takeItem(self.list.row(item))
