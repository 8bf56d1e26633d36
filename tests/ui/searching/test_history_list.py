"""The list of earlier searches: with pictures, equal ones once, branches to the right, saved ones on top."""

import numpy as np
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QInputDialog, QMenu

from tests.ui.exploring import LEFT, Exploring, choose
from tests.ui.steps import search_scene
from videxplore.services.searching.query.query import ImageExample
from videxplore.services.searching.query_history import HistoryService
from videxplore.ui.look.texts import apply_language
from videxplore.ui.searching.history_list import ROW, HistoryAction
from videxplore.ui.searching.query_bar import describe


def opened(exploring: Exploring) -> QMenu:
    menu = exploring.window.parts.top_bar.place.menu()
    menu.popup(exploring.window.mapToGlobal(exploring.window.rect().center()))
    return menu


def listed(menu: QMenu) -> list[tuple[str, bool]]:
    """Words of each search, and whether it is a branch."""
    return [
        (action.text(), action.listed.is_branch)
        for action in menu.actions()
        if isinstance(action, HistoryAction)
    ]


def test_equal_searches_are_listed_once_and_branches_are_marked(exploring: Exploring) -> None:
    search_scene(exploring, "beach", 0)
    search_scene(exploring, "night", 0)
    QTest.mouseClick(exploring.window.parts.top_bar.back_button, LEFT)
    exploring.settle()
    search_scene(exploring, "hills", 1)
    search_scene(exploring, "beach", 0)
    menu = opened(exploring)
    assert listed(menu) == [
        ("beach 0:00.4", False),
        ("hills 0:01.2", False),
        ("night 0:00.4", True),
    ]
    [shown] = [action.text() for action in menu.actions() if action.isChecked()]
    assert shown == "beach 0:00.4"
    menu.close()


def test_a_search_is_shown_with_pictures_and_chosen_by_the_keys(exploring: Exploring) -> None:
    search_scene(exploring, "beach", 0)
    search_scene(exploring, "night", 1)
    menu = opened(exploring)
    exploring.settle()
    assert menu.width() < ROW.width() + 40
    colours = set()
    picture = menu.grab().toImage()
    rect = menu.actionGeometry(menu.actions()[0])
    for x in range(rect.left() + 12, rect.right() - 12, 3):
        colours.add(picture.pixelColor(x, rect.center().y()).rgb())
    assert len(colours) > 20, "the picture of the query and those of its first results"
    QTest.keyClick(menu, Qt.Key.Key_Down)
    QTest.keyClick(menu, Qt.Key.Key_Down)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    exploring.settle()
    assert exploring.window.parts.top_bar.place.text() == "1 / 2"


def test_no_more_than_a_dozen_are_listed_but_all_that_are_saved(exploring: Exploring) -> None:
    grid = search_scene(exploring, "beach", 0)
    exploring.window.parts.saved_searches.name("my beach")
    parts = exploring.window.parts
    for number in range(15):
        parts.query_bar.edit.setText(f"thing{number}")
        QTest.keyClick(parts.query_bar.edit, Qt.Key.Key_Return)
        exploring.settle()
    menu = opened(exploring)
    words = [text for text, _ in listed(menu)]
    assert words[0] == "my beach"
    assert len(words) == 13
    menu.close()
    assert grid is not None
    choose(opened(exploring), "my beach")
    exploring.settle()
    assert parts.search.query == parts.search.steps.all()[parts.search.steps.position].query


def answer(exploring: Exploring, name: str) -> None:
    """Type a name in the dialog that asks for one."""
    [dialog] = [one for one in exploring.window.findChildren(QInputDialog) if one.isVisible()]
    dialog.setTextValue(name)
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    exploring.settle()


def names(exploring: Exploring) -> list[str]:
    """Names of the saved searches in the library, newest first."""
    return [one.name for one in HistoryService(exploring.library).searches(named=True)]


def test_a_search_is_saved_renamed_and_removed_and_each_is_undone(exploring: Exploring) -> None:
    stack = exploring.window.parts.edits.stack
    search_scene(exploring, "beach", 0)
    choose(opened(exploring), "Save search\u2026")
    answer(exploring, " sand & sea ")
    assert names(exploring) == ["sand & sea"]
    choose(opened(exploring), "Rename \u201csand && sea\u201d\u2026")
    answer(exploring, "sand")
    assert names(exploring) == ["sand"]
    choose(opened(exploring), "Remove saved search \u201csand\u201d")
    exploring.settle()
    assert names(exploring) == []
    assert listed(opened(exploring)) == [("beach 0:00.4", False)]
    for expected in (["sand"], ["sand & sea"], []):
        stack.undo()
        exploring.settle()
        assert names(exploring) == expected
    stack.redo()
    exploring.settle()
    assert listed(opened(exploring)) == [("sand & sea", False)]


def test_a_saved_search_is_made_again_and_removed_after_a_restart(exploring: Exploring) -> None:
    search_scene(exploring, "beach", 0)
    exploring.window.parts.saved_searches.name("sand")
    found = exploring.window.parts.session.ranking
    exploring.settle()
    exploring.show()
    parts = exploring.window.parts
    exploring.until(lambda: len(parts.search.steps) == 1)
    choose(opened(exploring), "sand")
    exploring.until(lambda: parts.session.ranking is not None)
    assert found is not None
    assert parts.session.ranking is not None
    assert [one.shot.id for one in parts.session.ranking.moments] == [one.shot.id for one in found.moments]
    choose(opened(exploring), "Remove saved search \u201csand\u201d")
    exploring.settle()
    assert names(exploring) == []
    parts.edits.stack.undo()
    exploring.settle()
    assert names(exploring) == ["sand"]


def test_a_name_of_spaces_saves_nothing(exploring: Exploring) -> None:
    search_scene(exploring, "beach", 0)
    choose(opened(exploring), "Save search\u2026")
    answer(exploring, "  ")
    assert names(exploring) == []


def test_the_list_opens_within_the_window(exploring: Exploring) -> None:
    search_scene(exploring, "beach", 0)
    # Part of the screen is to the right of it.
    right_px = exploring.window.screen().geometry().right() - 200
    exploring.window.move(right_px - exploring.window.width(), 0)
    window = exploring.window.frameGeometry()
    menu = exploring.window.parts.top_bar.place.menu()
    for beyond_px in (-5, 5):
        menu.popup(window.topRight() + QPoint(beyond_px, 50))
        assert window.left() <= menu.x()
        assert menu.x() + menu.width() <= window.right() + 1
        menu.close()


def test_images_in_the_history_are_named_in_the_language_of_the_window(exploring: Exploring) -> None:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    pixels = np.zeros((8, 8, 3), np.uint8)
    apply_language(application, "de")
    try:
        exploring.window.parts.search.search_region(pixels)
        exploring.settle()
        stored = [past.query for past in HistoryService(exploring.library).searches()]
        assert [describe(example) for query in stored for example in query.positives] == ["Rahmen"]
    finally:
        apply_language(application, "en")
    assert [describe(example) for query in stored for example in query.positives] == ["region"]
    assert describe(ImageExample(pixels)) == "picture"
    # As an earlier version stored it in a German window.
    assert describe(ImageExample(pixels, "Bild")) == "Bild"
