"""Import: what a timeline, a table or annotations hold, and what becomes of it."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from videxplore.core.file_names import one_line
from videxplore.core.task import Task
from videxplore.core.types import Video
from videxplore.services.exporting.found_moments import FoundMoment, FoundMoments
from videxplore.services.exporting.moments_import import read_moments
from videxplore.services.library import Library
from videxplore.ui.look import theme
from videxplore.ui.look.qt_override import qt_override
from videxplore.ui.look.texts import last_frame_words, position_words
from videxplore.ui.look.widgets import OutcomeLabel, flush
from videxplore.ui.work.jobs import Lane, LaneJob, failure_sentence

MOST_ROWS = 500
MOST_NAMED = 5


class ImportKind(StrEnum):
    """What becomes of the moments of a file."""

    BIN = "bin"
    MARKS = "marks"
    LABELS = "labels"


@dataclass(frozen=True, slots=True)
class Import:
    """What the user wants imported.

    Attributes:
        name: Of the bin, or of the label of moments that have no note.
    """

    kind: ImportKind
    name: str
    moments: tuple[FoundMoment, ...]


class ImportDialog(QDialog):
    """Shows what a file holds before anything is changed.

    Signals:
        wanted: The :class:`Import` that the user agreed to.
    """

    wanted = Signal(object)

    def __init__(
        self, library: Library, file: Path, open_video: Video | None, lane: Lane, parent: QWidget
    ) -> None:
        """Read ``file`` on ``lane``; it may be about ``open_video`` where it names none."""
        super().__init__(parent)
        self._library, self._file, self._open_video, self._lane = library, file, open_video, lane
        self._found: dict[bool, FoundMoments] = {}
        self._job: LaneJob | None = None
        self.setWindowTitle(self.tr("Import %1").replace("%1", one_line(file.name)))
        self.setMinimumSize(620, 460)
        self.kind_buttons = {
            ImportKind.BIN: QRadioButton(self.tr("Add to a bin")),
            ImportKind.MARKS: QRadioButton(self.tr("Mark the moments")),
            ImportKind.LABELS: QRadioButton(self.tr("Teach what the notes name")),
        }
        self.name_edit = QLineEdit(file.stem)
        self.about_box = QCheckBox()
        if open_video is not None:
            words = self.tr("All of it is about %1, which is open")
            self.about_box.setText(words.replace("%1", one_line(open_video.path.name)))
        self.about_box.setVisible(open_video is not None)
        self.table = QTableWidget(0, 4)
        self.outcome = OutcomeLabel()
        self.outcome.setFont(theme.text_font(12))
        self.unknown = QLabel(wordWrap=True)
        self.unknown.setFont(theme.text_font(12))
        self.unknown.setProperty("bad", True)
        self.import_button = QPushButton(self.tr("Import"))
        self.import_button.setProperty("primary", True)
        self.import_button.setDefault(True)
        self.close_button = QPushButton(self.tr("Cancel"))
        self._lay_out()
        self.kind_buttons[ImportKind.BIN].setChecked(True)
        for button in self.kind_buttons.values():
            button.toggled.connect(self._show)
        self.name_edit.textChanged.connect(self._show)
        self.about_box.toggled.connect(self._read)
        self.import_button.clicked.connect(self.accept)
        self.close_button.clicked.connect(self.reject)
        self._read()

    @property
    def kind(self) -> ImportKind:
        """What is to become of the moments."""
        return next(kind for kind, button in self.kind_buttons.items() if button.isChecked())

    @property
    def found(self) -> FoundMoments:
        """What the file holds, as far as it has been read."""
        return self._found.get(self.kind is ImportKind.MARKS, FoundMoments((), ()))

    def _lay_out(self) -> None:
        heads = [self.tr("Video"), self.tr("In"), self.tr("Out"), self.tr("Remarks")]
        self.table.setHorizontalHeaderLabels(heads)
        self.table.setAccessibleName(self.tr("Moments that were found"))
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setSelectionMode(QTableWidget.SelectionMode.NoSelection)
        self.table.verticalHeader().hide()
        self.table.setShowGrid(False)
        self.table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        self.table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        self.table.horizontalHeader().setStretchLastSection(True)
        kinds = flush(QVBoxLayout(), 4)
        for button in self.kind_buttons.values():
            kinds.addWidget(button)
        form = QFormLayout()
        form.setHorizontalSpacing(theme.PANEL_PADDING_PX * 2)
        form.addRow(self.tr("What"), kinds)
        form.addRow(self.tr("Name"), self.name_edit)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.close_button)
        buttons.addWidget(self.import_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 16)
        column.setSpacing(theme.PANEL_PADDING_PX)
        column.addLayout(form)
        for widget in (self.about_box, self.outcome):
            column.addWidget(widget)
        column.addWidget(self.table, 1)
        column.addWidget(self.unknown)
        column.addLayout(buttons)

    def _read(self) -> None:
        video = self._open_video if self.about_box.isChecked() else None
        if self._job is not None:
            self._job.cancel()
        self._found = {}
        self._show()
        self.outcome.setText(self.tr("Reading…"))

        def read(_task: Task) -> dict[bool, FoundMoments]:
            return {
                markers: read_moments(self._library, self._file, video, markers=markers)
                for markers in (False, True)
            }

        self._job = self._lane.submit(read)
        self._job.succeeded.connect(self._take)
        self._job.failed.connect(self._show_failure)

    def _take(self, found: dict[bool, FoundMoments]) -> None:
        self._found = found
        self._show()

    def _show(self) -> None:
        moments, unknown = self.found.moments, self.found.unknown
        self.name_edit.setEnabled(self.kind is not ImportKind.MARKS)
        videos = len({one.video.id for one in moments})
        words = self.tr("%n moment(s) found", "", len(moments))
        if moments:
            words += " " + self.tr("in %n video(s)", "", videos)
        self.outcome.say(words)
        self.table.setRowCount(min(len(moments), MOST_ROWS))
        for row, one in enumerate(moments[:MOST_ROWS]):
            end = last_frame_words(one.end_s, one.video) if one.end_s > one.start_s else ""
            start = position_words(one.start_s, one.video)
            cells = (one_line(one.video.path.name), start, end, one.remarks.text)
            for column, text in enumerate(cells):
                self.table.setItem(row, column, QTableWidgetItem(text))
        names = ", ".join(map(one_line, unknown[:MOST_NAMED]))
        more = self.tr(" and %n more", "", len(unknown) - MOST_NAMED) if len(unknown) > MOST_NAMED else ""
        self.unknown.setText(self.tr("Not in the library: %1").replace("%1", names + more) if unknown else "")
        self.unknown.setVisible(bool(unknown))
        is_named = self.kind is ImportKind.MARKS or bool(self.name_edit.text().strip())
        self.import_button.setEnabled(bool(moments) and is_named)

    def _show_failure(self, error: Exception) -> None:
        self.outcome.say(failure_sentence(error, self.tr("The file cannot be read.")), is_bad=True)

    @qt_override
    def accept(self) -> None:
        """Hand over what is to be imported."""
        self.wanted.emit(Import(self.kind, self.name_edit.text().strip(), self.found.moments))
        super().accept()
