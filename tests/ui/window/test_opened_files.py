"""Files that macOS hands to the running program."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from videxplore.ui.window.single_instance import OpenedFiles


def test_a_file_opened_with_the_program_is_handed_on(qtbot: QtBot, tmp_path: Path) -> None:
    application = QApplication.instance()
    assert application is not None
    owner = QObject()
    files = OpenedFiles(application, owner)
    with qtbot.waitSignal(files.opened) as opened:
        QCoreApplication.sendEvent(application, QFileOpenEvent(str(tmp_path / "beach.mp4")))
    assert opened.args == [[tmp_path / "beach.mp4"]]
    owner.deleteLater()
