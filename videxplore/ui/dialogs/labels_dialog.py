"""The labels the user taught: where each is found, its examples; rename, teach more, delete."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from videxplore.services.teaching.taught_actions import LabelSummary, TeachingService
from videxplore.ui.library.library_edits import LabelEdits
from videxplore.ui.look import theme
from videxplore.ui.work.jobs import Lane, failure_sentence

NAME_COLUMN = 0


class LabelsDialog(QDialog):
    """Lists what was taught; a name is changed where it stands.

    Signals:
        resultsRequested: The label whose scenes are to be shown.
        moreRequested: The label that is to be taught further.
    """

    resultsRequested = Signal(str)
    moreRequested = Signal(str)

    def __init__(self, service: TeachingService, edits: LabelEdits, lane: Lane, parent: QWidget) -> None:
        """Read labels of ``service`` on ``lane``; change them through ``edits``."""
        super().__init__(parent)
        self._service = service
        self._edits = edits
        self._lane = lane
        self._summaries: Sequence[LabelSummary] = ()
        self.setWindowTitle(self.tr("My labels"))
        self.resize(640, 380)
        self.table = QTableWidget(0, 5)
        self.table.setAccessibleName(self.tr("My labels"))
        self.state_label = QLabel(wordWrap=True)
        self.state_label.hide()
        self.show_button = QPushButton(self.tr("Show scenes"))
        self.more_button = QPushButton(self.tr("More examples\u2026"))
        self.rename_button = QPushButton(self.tr("Rename"))
        self.delete_button = QPushButton(self.tr("Delete"))
        self.close_button = QPushButton(self.tr("Close"))
        for button in self._buttons():
            button.setAutoDefault(False)
        self._lay_out()
        self.table.itemSelectionChanged.connect(self._allow)
        self.table.itemChanged.connect(self._rename)
        self.show_button.clicked.connect(lambda: self._close_and_emit(self.resultsRequested))
        self.more_button.clicked.connect(lambda: self._close_and_emit(self.moreRequested))
        self.rename_button.clicked.connect(self._begin_renaming)
        self.delete_button.clicked.connect(self._delete)
        self.close_button.clicked.connect(self.reject)
        edits.changed.connect(self._forget_failure)
        edits.failed.connect(self._show_failure)
        self.read()

    def _buttons(self) -> tuple[QPushButton, ...]:
        return self.show_button, self.more_button, self.rename_button, self.delete_button, self.close_button

    def _lay_out(self) -> None:
        self.table.setHorizontalHeaderLabels(
            [self.tr("Label"), self.tr("Scenes"), self.tr("Doubtful"), self.tr("Videos"), self.tr("Examples")]
        )
        self.table.verticalHeader().hide()
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.horizontalHeader().setSectionResizeMode(NAME_COLUMN, QHeaderView.ResizeMode.Stretch)
        buttons = QHBoxLayout()
        for button in self._buttons()[:-1]:
            buttons.addWidget(button)
        buttons.addStretch(1)
        buttons.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 16)
        column.setSpacing(theme.PANEL_PADDING_PX)
        column.addWidget(self.state_label)
        column.addWidget(self.table, 1)
        column.addLayout(buttons)

    def read(self) -> None:
        """Read the labels again."""
        job = self._lane.submit(lambda _task: self._service.summaries())
        job.succeeded.connect(self._fill)
        job.failed.connect(self._tell)

    def _forget_failure(self) -> None:
        self._tell_words("")
        self.read()

    def _show_failure(self, error: Exception) -> None:
        self._tell(error)
        self.read()

    def _tell(self, error: Exception) -> None:
        self._tell_words(failure_sentence(error))

    def _tell_words(self, words: str) -> None:
        self.state_label.setText(words)
        self.state_label.setVisible(bool(words))

    def _fill(self, summaries: Sequence[LabelSummary]) -> None:
        selected = self._selected()
        self._summaries = summaries
        self.table.blockSignals(True)
        self.table.setRowCount(len(summaries))
        for row, summary in enumerate(summaries):
            self._fill_row(row, summary)
        self.table.blockSignals(False)
        labels = [summary.action.label for summary in summaries]
        if selected is not None and selected.action.label in labels:
            self.table.selectRow(labels.index(selected.action.label))
        elif labels:
            self.table.selectRow(0)
        if not summaries:
            self._tell_words(self.tr("Nothing was taught yet: select scenes and press + Teach."))
        self._allow()

    def _fill_row(self, row: int, summary: LabelSummary) -> None:
        negatives = sum(one.is_counter for one in summary.action.examples)
        positives = len(summary.action.examples) - negatives
        examples = self.tr("%n yes", "", positives)
        if negatives:
            examples += ", " + self.tr("%n no", "", negatives)
        counts = (summary.scene_count, summary.doubtful_count, summary.video_count)
        for column, words in enumerate((summary.action.label, *map(str, counts), examples)):
            item = QTableWidgetItem(words)
            if column != NAME_COLUMN:
                item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEditable)
                item.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
            self.table.setItem(row, column, item)

    def _selected(self) -> LabelSummary | None:
        rows = self.table.selectionModel().selectedRows()
        return self._summaries[rows[0].row()] if rows and rows[0].row() < len(self._summaries) else None

    def _allow(self) -> None:
        for button in self._buttons()[:-1]:
            button.setEnabled(self._selected() is not None)

    def _begin_renaming(self) -> None:
        rows = self.table.selectionModel().selectedRows()
        item = self.table.item(rows[0].row(), NAME_COLUMN) if rows else None
        if item is not None:
            self.table.editItem(item)

    def _rename(self, item: QTableWidgetItem) -> None:
        label, new = self._summaries[item.row()].action.label, item.text().strip()
        if new and new != label:
            self._edits.rename(label, new)
        else:
            self.read()

    def _delete(self) -> None:
        summary = self._selected()
        if summary is not None:
            self._edits.delete(summary.action)

    def _close_and_emit(self, request: SignalInstance) -> None:
        summary = self._selected()
        if summary is not None:
            label = summary.action.label
            self.accept()
            request.emit(label)
