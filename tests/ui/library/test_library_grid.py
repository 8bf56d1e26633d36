"""The whole library as tiles."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from tests.ui.exploring import Exploring


def said(exploring: Exploring) -> list[str]:
    grid = exploring.window.parts.library_grid
    return [label.text() for label in grid.findChildren(QLabel) if label.isVisible() and label.text()]


def test_a_filter_that_nothing_passes_is_not_called_an_empty_library(exploring: Exploring) -> None:
    exploring.key(Qt.Key.Key_4)
    box = exploring.window.parts.library_panel.filter_box
    QTest.keyClicks(box, "zzz")
    exploring.until(lambda: "No video matches" in said(exploring))
    box.clear()
    exploring.until(lambda: not said(exploring))


def test_an_empty_library_says_what_to_do(first_run: Exploring) -> None:
    words = [label.text() for label in first_run.window.parts.library_grid.findChildren(QLabel)]
    assert "The library is empty" in words
