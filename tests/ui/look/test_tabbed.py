"""Tabs on narrow windows."""

from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from videxplore.ui.look.tabbed import TabbedPages


def test_controls_of_pages_behind_take_no_room_from_the_tabs(qtbot: QtBot) -> None:
    pages = TabbedPages("Pages")
    qtbot.addWidget(pages)
    wide = QLabel("Controls of the second page, which take a lot of room beside the tabs")
    pages.add("First page", QWidget())
    pages.add("Second page", QWidget(), wide)
    needed = pages.bar.sizeHint().width()
    pages.resize(needed + 20, 200)
    pages.show()
    qtbot.waitExposed(pages)
    assert pages.bar.width() >= needed
    pages.show_page(1)
    pages.resize(needed + wide.sizeHint().width() + 20, 200)
    qtbot.waitUntil(lambda: wide.width() >= wide.sizeHint().width())
    assert pages.bar.width() >= needed
