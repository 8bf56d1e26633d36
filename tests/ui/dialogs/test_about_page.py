"""What the window says of itself."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QToolButton
from pytestqt.qtbot import QtBot

from videxplore.core.bug_report import program_versions
from videxplore.ui.dialogs.settings_dialog import AboutPage


def test_versions_and_licences_are_shown_and_copied(qtbot: QtBot) -> None:
    page = AboutPage()
    qtbot.addWidget(page)
    shown = " ".join(label.text() for label in page.findChildren(QLabel))
    for name, version in program_versions().items():
        assert f"{name} {version}" in shown
    assert "LGPL" in page.licences.toPlainText()
    [copy] = page.findChildren(QToolButton)
    QTest.mouseClick(copy, Qt.MouseButton.LeftButton)
    assert (
        QApplication.clipboard().text().startswith(f"videxplore {program_versions()['videxplore']}\nPython 3")
    )
