"""Where the keyboard is after a key that shows a view."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from tests.ui.exploring import Exploring
from tests.ui.steps import search_scene
from videxplore.ui.searching.result_views import ROWS_PAGE


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def test_the_key_of_the_results_leaves_the_keyboard_to_the_player_while_there_are_none(
    exploring: Exploring,
) -> None:
    exploring.open("beach")
    exploring.key(Qt.Key.Key_5)
    assert focused().isVisible()
    exploring.key(Qt.Key.Key_Right, widget=focused())
    assert exploring.window.parts.session.time_s == pytest.approx(1.0, abs=0.051)
    exploring.settle()


def test_the_key_of_the_results_goes_to_the_list_that_is_shown(exploring: Exploring) -> None:
    grid = search_scene(exploring, "beach", 0)
    similar = exploring.window.parts.similar
    exploring.key(Qt.Key.Key_5)
    assert focused() is grid
    similar.views.buttons[ROWS_PAGE].click()
    exploring.settle()
    exploring.key(Qt.Key.Key_1)
    exploring.key(Qt.Key.Key_5)
    assert focused() is similar.rows.grid


def test_a_cleared_search_gives_the_keyboard_back(exploring: Exploring) -> None:
    search_scene(exploring, "beach", 0)
    exploring.key(Qt.Key.Key_5)
    exploring.key(Qt.Key.Key_Escape, widget=focused())
    exploring.settle()
    assert focused().isVisible()
    exploring.key(Qt.Key.Key_Right, widget=focused())
    assert exploring.window.parts.session.time_s > 0.5
    exploring.settle()


def test_the_keys_of_views_move_the_keyboard_into_them(exploring: Exploring) -> None:
    search_scene(exploring, "beach", 0)
    parts = exploring.window.parts
    views: list[tuple[Qt.Key, QWidget]] = [
        (Qt.Key.Key_1, parts.scenes),
        (Qt.Key.Key_2, parts.storyboard),
        (Qt.Key.Key_4, parts.library_grid),
        # It is shown already.
        (Qt.Key.Key_4, parts.library_grid),
    ]
    for key, view in views:
        parts.similar.grid.setFocus()
        exploring.key(key, widget=focused())
        exploring.settle()
        assert view.isAncestorOf(focused())


def test_the_key_of_a_view_without_content_does_not_hide_the_keyboard(first_run: Exploring) -> None:
    for key in (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_4, Qt.Key.Key_5):
        first_run.key(key)
        assert focused().isVisible()
