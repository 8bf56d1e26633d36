"""What is said of a moment: a note, tags and a rating."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from videxplore.core.errors import UsageError
from videxplore.core.selects import Remarks, checked_tags
from videxplore.ui.look.qt_override import qt_override
from videxplore.ui.look.sentences import translated
from videxplore.ui.look.widgets import dim_label
from videxplore.ui.selects.rating_stars import RatingStars


class RemarksDialog(QDialog):
    """Fields for the remarks on a moment.

    Signals:
        given: The :class:`Remarks` as they are to be.
    """

    given = Signal(object)

    def __init__(self, remarks: Remarks, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Note, tags and rating"))
        self._verdict = remarks.verdict
        self.note_edit = QLineEdit(remarks.note)
        self.tags_edit = QLineEdit(", ".join(remarks.tags), placeholderText=self.tr("dusk, harbour"))
        self.stars = RatingStars()
        self.stars.show_rating(remarks.rating)
        self.problem = QLabel(wordWrap=True)
        self.problem.setProperty("bad", True)
        self.problem.hide()
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        buttons.button(QDialogButtonBox.StandardButton.Ok).setProperty("primary", True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        form = QFormLayout()
        form.addRow(self.tr("Note"), self.note_edit)
        form.addRow(self.tr("Tags"), self.tags_edit)
        form.addRow(self.tr("Rating"), self.stars)
        column = QVBoxLayout(self)
        column.addLayout(form)
        column.addWidget(dim_label(self.tr("Words of notes and tags can be searched for.")))
        column.addWidget(self.problem)
        column.addWidget(buttons)
        self.setMinimumWidth(380)
        self.note_edit.setFocus()

    @qt_override
    def accept(self) -> None:
        """Give the remarks, unless one of the tags cannot be one."""
        words = [word.strip() for word in self.tags_edit.text().split(",")]
        try:
            tags = checked_tags([word for word in words if word])
        except UsageError as error:
            self.problem.setText(translated(str(error)))
            self.problem.show()
            return
        self.given.emit(Remarks(self.note_edit.text().strip(), self._verdict, self.stars.rating, tags))
        super().accept()
