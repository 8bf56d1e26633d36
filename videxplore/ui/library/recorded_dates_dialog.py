"""Asks for the first and the last day of recording."""

from datetime import date

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QDateEdit, QDialog, QDialogButtonBox, QFormLayout, QWidget

_DAY = "yyyy-MM-dd"


class RecordedDatesDialog(QDialog):
    """Two days, the second not before the first."""

    def __init__(self, first: str, last: str, parent: QWidget) -> None:
        """Start with the days of two dates in ISO 8601; today where one is empty."""
        super().__init__(parent)
        self.setWindowTitle(self.tr("Date recorded"))
        self.first_edit, self.last_edit = _day_edit(_day(first)), _day_edit(_day(last, is_last=True))
        self.first_edit.dateChanged.connect(self.last_edit.setMinimumDate)
        self.last_edit.setMinimumDate(self.first_edit.date())
        form = QFormLayout(self)
        form.addRow(self.tr("First day"), self.first_edit)
        form.addRow(self.tr("Last day"), self.last_edit)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        form.addRow(buttons)

    @property
    def recorded_from(self) -> str:
        """The first day in ISO 8601."""
        return self.first_edit.date().toString(_DAY)

    @property
    def recorded_to(self) -> str:
        """The last day in ISO 8601."""
        return self.last_edit.date().toString(_DAY)


def _day(text: str, *, is_last: bool = False) -> QDate:
    """The day of a date, a month or a year; of the latter the first, or the last."""
    if len(text) >= len("2024-05-01"):
        return QDate.fromString(text[:10], _DAY)
    if not text:
        today = date.today()  # noqa: DTZ011 - a day of the user's calendar.
        return QDate(today.year, today.month, today.day)
    year, _, month = text.partition("-")
    begin = QDate(int(year), int(month or (12 if is_last else 1)), 1)
    return QDate(begin.year(), begin.month(), begin.daysInMonth()) if is_last else begin


def _day_edit(day: QDate) -> QDateEdit:
    edit = QDateEdit(day)
    edit.setCalendarPopup(True)
    edit.setDisplayFormat("d MMM yyyy")
    return edit
