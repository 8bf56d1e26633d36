"""Teaching in the window: the question in the dialog, its answers, and the list of taught labels."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton, QToolButton

from tests.ui.exploring import LEFT, Exploring, choose
from tests.ui.steps import answers, search_scene, take_keyboard_back
from videxplore.services.teaching.taught_actions import TaughtAction
from videxplore.ui.dialogs.labels_dialog import NAME_COLUMN, LabelsDialog
from videxplore.ui.dialogs.teach_dialog import TeachDialog

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def taught_dialog(exploring: Exploring) -> TeachDialog:
    """Name the first result, and wait for what is found."""
    grid = search_scene(exploring, "beach", 0)
    choose(exploring.menu_at(grid.viewport(), exploring.tile_point(grid, 0)), "Teach an action…")
    [dialog] = [one for one in exploring.window.findChildren(TeachDialog) if one.isVisible()]
    QTest.keyClicks(dialog.label_edit, "waving")
    QTest.mouseClick(dialog.teach_button, LEFT)
    exploring.until(lambda: bool(dialog.outcome.text()))
    assert not dialog.outcome.property("bad"), dialog.outcome.text()
    exploring.settle()
    return dialog


def stored(exploring: Exploring) -> list[TaughtAction]:
    return exploring.library.catalogue.taught.all()


def answer(exploring: Exploring, dialog: TeachDialog, row: int, button: QPushButton) -> None:
    """Click a scene and an answer."""
    exploring.click_tile(dialog.answers.grid, row)
    QTest.mouseClick(button, LEFT)
    exploring.settle()
    assert not dialog.outcome.property("bad"), dialog.outcome.text()


def test_scenes_found_are_answered_in_the_dialog(exploring: Exploring) -> None:
    dialog = taught_dialog(exploring)
    view = dialog.answers
    assert dialog.teach_button.isHidden()
    assert "found" in view.found_label.text()
    count = len(view.grid.tile_model.items)
    assert count > 0
    assert not view.undo_button.isEnabled()
    denied = view.grid.tile_model.items[count - 1]
    answer(exploring, dialog, count - 1, view.no_button)
    assert denied not in view.grid.tile_model.items
    QTest.mouseClick(view.undo_button, LEFT)
    exploring.settle()
    assert len(view.grid.tile_model.items) == count
    answer(exploring, dialog, count - 1, view.no_button)
    [before] = stored(exploring)
    assert not any(one.is_counter for one in before.examples)
    QTest.mouseClick(dialog.done_button, LEFT)
    exploring.settle()
    [action] = stored(exploring)
    counters = [(one.video_id, one.start_s) for one in action.examples if one.is_counter]
    assert counters == [(denied.video.id, denied.start_s)]
    query = exploring.window.parts.session.query
    assert query is not None
    assert query.words == "waving"
    assert answers(exploring)


def test_answers_have_keys(exploring: Exploring) -> None:
    dialog = taught_dialog(exploring)
    view = dialog.answers
    dialog.activateWindow()
    exploring.until(dialog.isActiveWindow)
    count = len(view.grid.tile_model.items)
    exploring.click_tile(view.grid, 0)
    # A key holds its button down for a moment, as a click does.
    QTest.keyClick(view.grid, Qt.Key.Key_Y)
    exploring.until(view.undo_button.isEnabled)
    exploring.settle()
    QTest.keyClick(view.grid, Qt.Key.Key_Z, CONTROL)
    exploring.until(lambda: not view.undo_button.isEnabled())
    exploring.settle()
    assert len(view.grid.tile_model.items) == count
    exploring.click_tile(view.grid, count - 1)
    denied = view.grid.tile_model.items[count - 1]
    QTest.keyClick(view.grid, Qt.Key.Key_N)
    exploring.until(view.undo_button.isEnabled)
    exploring.settle()
    assert denied not in view.grid.tile_model.items


def test_teaching_is_undone_with_all_its_answers(exploring: Exploring) -> None:
    dialog = taught_dialog(exploring)
    answer(exploring, dialog, 0, dialog.answers.yes_button)
    QTest.mouseClick(dialog.close_button, LEFT)
    exploring.settle()
    [action] = stored(exploring)
    assert len(action.examples) == 2
    take_keyboard_back(exploring)
    exploring.key(Qt.Key.Key_Z, CONTROL)
    exploring.settle()
    assert stored(exploring) == []
    exploring.key(Qt.Key.Key_Z, CONTROL | SHIFT)
    exploring.settle()
    assert stored(exploring)[0].examples == action.examples


@pytest.fixture
def labels(exploring: Exploring) -> LabelsDialog:
    """The list of taught labels, with one."""
    parts = exploring.window.parts
    QTest.mouseClick(taught_dialog(exploring).close_button, LEFT)
    exploring.settle()
    take_keyboard_back(exploring)
    parts.explore.show_page(1)
    [button] = [one for one in parts.labels.findChildren(QToolButton) if one.text() == "My labels"]
    QTest.mouseClick(button, LEFT)
    [dialog] = [one for one in exploring.window.findChildren(LabelsDialog) if one.isVisible()]
    exploring.until(lambda: dialog.table.rowCount() == 1)
    exploring.settle()
    return dialog


def cells(dialog: LabelsDialog) -> list[str]:
    """The first row."""
    items = [dialog.table.item(0, column) for column in range(dialog.table.columnCount())]
    return [item.text() for item in items if item is not None]


def test_a_label_is_renamed_where_it_stands(exploring: Exploring, labels: LabelsDialog) -> None:
    assert cells(labels)[0] == "waving"
    assert cells(labels)[-1] == "1 yes"
    assert int(cells(labels)[1]) > 0
    QTest.mouseClick(labels.rename_button, LEFT)
    editor = labels.table.findChild(QLineEdit)
    assert editor is not None
    editor.selectAll()
    QTest.keyClicks(editor, "greeting")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    exploring.until(lambda: [one.label for one in stored(exploring)] == ["greeting"])
    exploring.settle()
    item = labels.table.item(0, NAME_COLUMN)
    assert item is not None
    assert item.text() == "greeting"
    QTest.mouseClick(labels.close_button, LEFT)
    take_keyboard_back(exploring)
    exploring.key(Qt.Key.Key_Z, CONTROL)
    exploring.settle()
    assert [one.label for one in stored(exploring)] == ["waving"]


def test_a_label_is_deleted_and_brought_back(exploring: Exploring, labels: LabelsDialog) -> None:
    [action] = stored(exploring)
    QTest.mouseClick(labels.delete_button, LEFT)
    exploring.until(lambda: not stored(exploring))
    exploring.settle()
    assert labels.table.rowCount() == 0
    assert labels.state_label.text()
    assert not labels.delete_button.isEnabled()
    QTest.mouseClick(labels.close_button, LEFT)
    take_keyboard_back(exploring)
    exploring.key(Qt.Key.Key_Z, CONTROL)
    exploring.settle()
    assert stored(exploring)[0].examples == action.examples


def test_a_label_is_taught_further_from_the_list(exploring: Exploring, labels: LabelsDialog) -> None:
    QTest.mouseClick(labels.more_button, LEFT)
    [dialog] = [one for one in exploring.window.findChildren(TeachDialog) if one.isVisible()]
    exploring.until(lambda: bool(dialog.outcome.text()))
    exploring.settle()
    assert dialog.answers.isVisible()
    answer(exploring, dialog, 0, dialog.answers.yes_button)
    QTest.mouseClick(dialog.close_button, LEFT)
    exploring.settle()
    assert len(stored(exploring)[0].examples) == 2


def test_the_scenes_of_a_label_are_shown(exploring: Exploring, labels: LabelsDialog) -> None:
    QTest.mouseClick(labels.show_button, LEFT)
    exploring.settle()
    query = exploring.window.parts.session.query
    assert query is not None
    assert query.words == "waving"
