"""Panels are moved by their heads, and come back where they were left."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDockWidget, QTabBar, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.exploring import LEFT, Exploring
from videxplore.ui.look.theme import colours

LEFT_AREA, RIGHT_AREA = Qt.DockWidgetArea.LeftDockWidgetArea, Qt.DockWidgetArea.RightDockWidgetArea


def dock(exploring: Exploring, name: str) -> QDockWidget:
    [found] = [one for one in exploring.window.findChildren(QDockWidget) if one.objectName() == name]
    return found


def head_of(panel: QDockWidget) -> QWidget:
    head = panel.titleBarWidget()
    assert head is not None
    return head


def drag_to(exploring: Exploring, panel: QDockWidget, place: QPoint) -> None:
    """Drag a panel by the empty part of its head to a place in the window."""
    head, window = head_of(panel), exploring.window
    grip = QPoint(head.width() // 2, 4)
    QTest.mousePress(head, LEFT, pos=grip)
    start = head.mapTo(window, grip)
    for step in range(1, 11):
        at = start + (place - start) * step / 10
        QTest.mouseMove(panel, panel.mapFromGlobal(window.mapToGlobal(at)))
        exploring.qtbot.wait(20)
    QTest.mouseRelease(panel, LEFT, pos=panel.mapFromGlobal(window.mapToGlobal(place)))
    exploring.settle()


def test_a_panel_is_dragged_to_the_other_side_and_is_there_when_the_window_comes_back(
    qtbot: QtBot, tmp_path: Path, exploring: Exploring
) -> None:
    window, library = exploring.window, dock(exploring, "library")
    assert window.dockWidgetArea(library) is LEFT_AREA
    drag_to(exploring, library, QPoint(window.width() - 20, window.height() // 2))
    exploring.until(lambda: not library.isFloating())
    assert window.dockWidgetArea(library) is RIGHT_AREA
    exploring.close()
    again = Exploring(qtbot, tmp_path)
    try:
        again.show()
        assert again.window.dockWidgetArea(dock(again, "library")) is RIGHT_AREA
        again.key(Qt.Key.Key_F9, Qt.KeyboardModifier.ControlModifier)
        assert again.window.dockWidgetArea(dock(again, "library")) is LEFT_AREA
    finally:
        again.close()


def test_a_double_click_on_its_head_lets_a_panel_go_and_takes_it_back(exploring: Exploring) -> None:
    for panel in (dock(exploring, "library"), dock(exploring, "explore")):
        head = head_of(panel)
        for free in (True, False):
            QTest.mouseDClick(head, LEFT, pos=QPoint(head.width() // 2, 4))
            exploring.until(lambda free=free, panel=panel: panel.isFloating() is free)  # type: ignore[misc]
            assert panel.isVisible()
        assert panel.width() < exploring.window.width()


@pytest.mark.parametrize("name", ["library", "explore"])
def test_a_panel_that_was_let_go_stands_apart_framed_and_can_be_made_larger(
    exploring: Exploring, name: str
) -> None:
    panel, window = dock(exploring, name), exploring.window
    before = QRect(panel.mapToGlobal(QPoint()), panel.size())
    head = head_of(panel)
    QTest.mouseDClick(head, LEFT, pos=QPoint(head.width() // 2, 4))
    exploring.until(panel.isFloating)
    exploring.settle()
    away = panel.geometry()
    assert abs(away.left() - before.left()) >= 16
    assert away.top() - before.top() >= 16
    assert window.geometry().contains(away)
    shown = panel.grab().toImage()
    for at in (QPoint(0, 40), QPoint(shown.width() - 1, 40), QPoint(60, 0), QPoint(60, shown.height() - 1)):
        assert shown.pixelColor(at) == colours().faint
    edge = QPoint(panel.width() - 3, panel.height() // 2)
    QTest.mouseMove(panel, edge)
    QTest.mousePress(panel, LEFT, pos=edge)
    QTest.mouseMove(panel, edge + QPoint(40, 0))
    QTest.mouseRelease(panel, LEFT, pos=edge + QPoint(40, 0))
    assert panel.width() == away.width() + 40


def test_panels_that_were_let_go_are_put_back_by_a_key(exploring: Exploring) -> None:
    library, explore = dock(exploring, "library"), dock(exploring, "explore")
    QTest.mouseDClick(head_of(library), LEFT, pos=QPoint(100, 4))
    exploring.key(Qt.Key.Key_F10)
    assert library.isFloating()
    assert explore.isHidden()
    exploring.key(Qt.Key.Key_F9, Qt.KeyboardModifier.ControlModifier)
    assert not library.isFloating()
    assert explore.isVisible()
    assert exploring.window.dockWidgetArea(explore) is RIGHT_AREA


def test_the_head_of_a_panel_is_whole(exploring: Exploring) -> None:
    for name in ("library", "explore", "failures"):
        panel = dock(exploring, name)
        panel.show()
        exploring.settle()
        head = head_of(panel)
        assert head.visibleRegion().boundingRect() == head.rect(), name
        body = panel.widget()
        assert body is not None
        assert body.geometry().top() > head.geometry().bottom(), name


def test_panels_that_were_laid_over_each_other_leave_no_tabs_behind(exploring: Exploring) -> None:
    window, library, explore = exploring.window, dock(exploring, "library"), dock(exploring, "explore")
    drag_to(exploring, library, explore.geometry().center())
    exploring.until(lambda: not library.isFloating())
    assert window.tabifiedDockWidgets(library) == [explore]
    window.commands["panels back"].trigger()
    exploring.settle()
    bars = window.findChildren(QTabBar, options=Qt.FindChildOption.FindDirectChildrenOnly)
    assert all(bar.visibleRegion().isEmpty() for bar in bars)
    assert window.dockWidgetArea(library) is LEFT_AREA
