"""What a user can copy when the program itself is at fault."""

import logging
import sys
import threading
import traceback
from collections import Counter
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from videxplore.core.bug_report import REPORT_NAME, report_text, write_report
from videxplore.ui.look import theme

logger = logging.getLogger(__name__)


class BugReporter(QObject):
    """Takes over ``sys.excepthook``, also of threads: a bug is logged and shown, and the window stays.

    A bug is known by the type of the exception and the lines it passed through. One that comes back, such as
    one in what is painted at every repaint, is reported once; the log counts it at 2, 4, 8, ... times.

    Signals:
        happened: The text of a report.
        repeated: A bug that was reported before happened again.
    """

    happened = Signal(str)
    repeated = Signal()

    def __init__(self, log_file: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._log_file = log_file
        self._previous = sys.excepthook
        self._previous_of_threads = threading.excepthook
        self._counts: Counter[object] = Counter()

    def install(self) -> None:
        """Take over."""
        sys.excepthook = self._report
        threading.excepthook = self._report_thread

    def remove(self) -> None:
        """Give back."""
        sys.excepthook = self._previous
        threading.excepthook = self._previous_of_threads

    def _report_thread(self, ended: threading.ExceptHookArgs) -> None:
        if ended.exc_value is not None:
            self._report(ended.exc_type, ended.exc_value, ended.exc_traceback)

    def _report(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        bug = kind, frozenset((frame.f_code, line) for frame, line in traceback.walk_tb(trace))
        self._counts[bug] += 1
        count = self._counts[bug]
        if count == 1:
            logger.error("A bug", exc_info=(kind, error, trace))
            text = report_text(error.with_traceback(trace), self._log_file)
            write_report(text, self._log_file.parent)
            self.happened.emit(text)
            return
        if count.bit_count() == 1:
            logger.error("The same bug happened %d times: %s", count, kind.__name__)
        self.repeated.emit()


class BugReports(QObject):
    """Shows reports over a window: one at a time, for a bug in what is painted can come back many times."""

    def __init__(self, window: QWidget, folder: Path) -> None:
        super().__init__(window)
        self._window = window
        self._folder = folder
        self._dialog: BugReportDialog | None = None

    def show(self, text: str) -> None:
        """Show a report, or count it in the one that is open."""
        if self._dialog is not None:
            self._dialog.count_another()
            return
        self._dialog = BugReportDialog(text, self._folder / REPORT_NAME, self._window)
        self._dialog.finished.connect(self._forget)
        self._dialog.open()

    def count_another(self) -> None:
        """Count a bug that was reported before in the dialog that is open; show none for it."""
        if self._dialog is not None:
            self._dialog.count_another()

    def _forget(self) -> None:
        self._dialog = None


class BugReportDialog(QDialog):
    """The report, to be copied."""

    def __init__(self, text: str, file: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._more = 0
        self.setWindowTitle(self.tr("Something went wrong in the program"))
        self.resize(720, 460)
        words = QLabel(
            self.tr(
                "This is a bug of the program, not of your videos. Nothing is lost; you can go on working. "
                "The report is also in %1."
            ).replace("%1", str(file))
        )
        words.setTextFormat(Qt.TextFormat.PlainText)
        words.setWordWrap(True)
        self.edit = QPlainTextEdit(text, readOnly=True)
        self.edit.setAccessibleName(self.tr("Report"))
        self.edit.setFont(theme.figures_font(12))
        self.others = QLabel()
        self.others.hide()
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        copy = buttons.addButton(self.tr("Copy report"), QDialogButtonBox.ButtonRole.ActionRole)
        copy.clicked.connect(lambda: QApplication.clipboard().setText(text))
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setSpacing(theme.PANEL_PADDING_PX)
        for widget in (words, self.edit, self.others, buttons):
            column.addWidget(widget)

    def count_another(self) -> None:
        """Say that one more happened."""
        self._more += 1
        self.others.setText(self.tr("%n more happened since; they are in the log.", "", self._more))
        self.others.show()
