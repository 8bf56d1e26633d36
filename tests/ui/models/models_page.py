"""The page about models: a window over a video that nothing is known of but its look, and its rows."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot

from tests.ui.exploring import LEFT, Exploring
from tests.ui.steps import click_tab
from videxplore.settings import Settings
from videxplore.ui.dialogs.settings_dialog import SettingsDialog
from videxplore.ui.look.theme import ThemeController, apply_theme
from videxplore.ui.models.understanding_page import ModelRow, UnderstandingPage
from videxplore.ui.window.settings_controller import SettingsController


@contextmanager
def opened(qtbot: QtBot, folder: Path, footage: Path, mirror: str) -> Iterator[Exploring]:
    """Show the window; models come from ``mirror``, an address."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    theme = ThemeController(application, "dark")
    settings = Settings(device="cpu", action_backbone="", mirror=mirror)
    exploring = Exploring(qtbot, folder, settings)
    try:
        exploring.add(footage / "beach.mp4", (1, 2, 3))
        exploring.show(lambda window: SettingsController(window, settings, exploring.paths, theme))
        yield exploring
    finally:
        exploring.close()
        theme.deleteLater()
        apply_theme(application, "dark")


def shown_page(exploring: Exploring) -> UnderstandingPage:
    """The page about models, by the keyboard and a click."""
    exploring.window.activateWindow()
    exploring.until(exploring.window.isActiveWindow)
    exploring.key(Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    [dialog] = [one for one in exploring.window.findChildren(SettingsDialog) if one.isVisible()]
    dialog.activateWindow()
    exploring.until(dialog.isActiveWindow)
    click_tab(dialog.pages.bar, "Understanding")
    [page] = dialog.findChildren(UnderstandingPage)
    exploring.until(lambda: bool(exploring.window.parts.models.offers))
    return page


def press(row: ModelRow, words: str) -> None:
    [button] = [one for one in row.findChildren(QToolButton) if one.text() == words and one.isVisible()]
    QTest.mouseClick(button, LEFT)


def words(row: ModelRow) -> str:
    """Everything a row says."""
    buttons = [one.text() for one in row.findChildren(QToolButton) if one.isVisible()]
    return " | ".join([*row.shown_words(), *buttons])
