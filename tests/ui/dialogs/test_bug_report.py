"""What the window does with bugs of the program: a report, in one dialog at a time."""

import re
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.exploring import Exploring
from videxplore.core.bug_report import REPORT_NAME
from videxplore.ui.dialogs.bug_report import BugReportDialog, BugReporter, BugReports
from videxplore.ui.look.qt_override import qt_override


@pytest.fixture
def reporter(qtbot: QtBot, tmp_path: Path) -> Iterator[BugReporter]:
    log = tmp_path / "videxplore.log"
    log.write_text("the line before\n", encoding="utf-8")
    reporter = BugReporter(log)
    reporter.install()
    yield reporter
    reporter.remove()


def test_a_bug_becomes_a_report_with_the_traceback_and_the_log(
    reporter: BugReporter, caplog: pytest.LogCaptureFixture
) -> None:
    reports: list[str] = []
    reporter.happened.connect(reports.append)
    with pytest.raises(ZeroDivisionError) as caught:
        _ = 1 / len("")
    sys.excepthook(caught.type, caught.value, caught.tb)
    [report] = reports
    assert "ZeroDivisionError: division by zero" in report
    assert "the line before" in report
    assert re.match(r"videxplore [\d.]+, Python 3.*, PySide6 6", report)
    assert caplog.records[-1].levelname == "ERROR"


def test_a_bug_in_a_thread_is_reported_too(reporter: BugReporter) -> None:
    reports: list[str] = []
    reporter.happened.connect(reports.append, Qt.ConnectionType.DirectConnection)
    thread = threading.Thread(target=[].pop)
    thread.start()
    thread.join()
    [report] = reports
    assert "IndexError" in report


def test_the_report_can_be_copied(qtbot: QtBot) -> None:
    dialog = BugReportDialog("everything about it", Path("report.txt"))
    qtbot.addWidget(dialog)
    [copy] = [button for button in dialog.findChildren(QPushButton) if button.text() == "Copy report"]
    QTest.mouseClick(copy, Qt.MouseButton.LeftButton)
    assert QApplication.clipboard().text() == "everything about it"


def test_many_bugs_are_counted_in_one_dialog(
    exploring: Exploring, reporter: BugReporter, tmp_path: Path
) -> None:
    window = exploring.window
    reports = BugReports(window, tmp_path)
    reporter.happened.connect(reports.show)
    reporter.repeated.connect(reports.count_another)
    for number in range(30):
        error = ZeroDivisionError(f"number {number}")
        sys.excepthook(type(error), error, None)
    [dialog] = window.findChildren(BugReportDialog)
    assert dialog.isVisible()
    assert "number 0" in dialog.edit.toPlainText()
    assert (tmp_path / REPORT_NAME).read_text() == dialog.edit.toPlainText()
    assert any(str(tmp_path / REPORT_NAME) in label.text() for label in dialog.findChildren(QLabel))
    assert dialog.others.text() == "29 more happened since; they are in the log."
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    exploring.until(lambda: not window.findChildren(BugReportDialog))
    sys.excepthook(ValueError, ValueError("a new one"), None)
    [dialog] = window.findChildren(BugReportDialog)
    assert "a new one" in dialog.edit.toPlainText()
    assert not dialog.others.isVisible()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    exploring.until(lambda: not window.findChildren(BugReportDialog))


class Broken(QWidget):
    """Fails at every repaint."""

    painted = 0

    @qt_override
    def paintEvent(self, event: QPaintEvent) -> None:
        self.painted += 1
        painter = QPainter(self)
        _ = 1 / len("")
        painter.end()


def test_a_bug_at_every_repaint_opens_one_dialog(
    qtbot: QtBot, reporter: BugReporter, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    window = Broken()
    qtbot.addWidget(window)
    reports = BugReports(window, tmp_path)
    queued = Qt.ConnectionType.QueuedConnection
    reporter.happened.connect(reports.show, queued)
    reporter.repeated.connect(reports.count_another, queued)
    window.show()

    def repaint_until(count: int) -> None:
        while window.painted < count:
            window.repaint()
            QApplication.processEvents()

    repaint_until(60)
    [dialog] = window.findChildren(BugReportDialog)
    assert dialog.others.text() == f"{window.painted - 1} more happened since; they are in the log."
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not window.findChildren(BugReportDialog))
    repaint_until(120)
    assert not window.findChildren(BugReportDialog)
    with_traceback = [record for record in caplog.records if record.exc_info]
    assert len(with_traceback) == 1
    assert len(caplog.records) < 10
    assert "happened 64 times" in caplog.text
