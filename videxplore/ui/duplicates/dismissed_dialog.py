"""The pairs that the user said are no duplicates, any of which can be taken back."""

from collections.abc import Sequence

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from videxplore.core.file_names import one_line
from videxplore.core.types import Video
from videxplore.ui.duplicates.duplicates_work import DuplicatesWork
from videxplore.ui.look import theme
from videxplore.ui.look.widgets import dim_label, word_button

Pair = tuple[Video, Video]


class DismissedDialog(QDialog):
    """Lists dismissed pairs."""

    def __init__(self, work: DuplicatesWork, parent: QWidget) -> None:
        """Read the pairs with ``work``, and take them back with it."""
        super().__init__(parent)
        self._work = work
        self._pairs: Sequence[Pair] = ()
        self.setWindowTitle(self.tr("Not duplicates"))
        self.resize(560, 320)
        self.list = QTreeWidget()
        self.list.setAccessibleName(self.tr("Pairs that are no duplicates"))
        self.list.setHeaderLabels([self.tr("Video"), self.tr("Not a duplicate of")])
        self.list.setColumnWidth(0, 250)
        self.list.setRootIsDecorated(False)
        self.list.setSelectionMode(QTreeWidget.SelectionMode.ExtendedSelection)
        self.none = dim_label(self.tr("No pair was dismissed."))
        self.take_back_button = word_button(self.tr("Take back"))
        self.take_back_button.setToolTip(self.tr("Look for what the two share again."))
        self.take_back_button.clicked.connect(self._take_back)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(theme.GAP_PX)
        column.addWidget(self.list, 1)
        column.addWidget(self.none)
        column.addWidget(self.take_back_button)
        column.addWidget(buttons)
        self.list.itemSelectionChanged.connect(self._name_button)
        work.dismissedChanged.connect(self._show)
        self._show([])
        work.read_dismissed()

    def _show(self, pairs: list[Pair]) -> None:
        self._pairs = pairs
        self.list.clear()
        for pair in pairs:
            item = QTreeWidgetItem([one_line(video.path.name) for video in pair])
            for column, video in enumerate(pair):
                item.setToolTip(column, str(video.path))
            self.list.addTopLevelItem(item)
        self.none.setVisible(not pairs)
        self._name_button()

    def _name_button(self) -> None:
        self.take_back_button.setEnabled(bool(self.list.selectedItems()))

    def _take_back(self) -> None:
        rows = [self.list.indexOfTopLevelItem(item) for item in self.list.selectedItems()]
        for row in sorted(rows):
            self._work.take_back(*self._pairs[row])
