"""Scenes selected in the tab of scenes: what is done with them."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from tests.ui.exploring import Exploring, choose
from tests.ui.steps import answers, search_scene
from videxplore.ui.dialogs.export_dialog import ExportDialog
from videxplore.ui.dialogs.teach_dialog import TeachDialog

CTRL = Qt.KeyboardModifier.ControlModifier


def select_scenes(exploring: Exploring, *rows: int) -> None:
    """Open ``night`` and select scenes with Ctrl; the one under the playhead is selected already."""
    exploring.open("night")
    grid = exploring.window.parts.scenes.grid
    exploring.until(lambda: grid.tile_model.rowCount() == 3)
    for row in rows:
        exploring.click_tile(grid, row, CTRL)


def export_dialog(exploring: Exploring) -> ExportDialog:
    [dialog] = [one for one in exploring.window.findChildren(ExportDialog) if one.isVisible()]
    return dialog


def said(dialog: ExportDialog | TeachDialog) -> list[str]:
    return [label.text() for label in dialog.findChildren(QLabel)]


def test_selected_scenes_are_exported(exploring: Exploring) -> None:
    select_scenes(exploring, 1, 2)
    exploring.key(Qt.Key.Key_E)
    assert "3 moments" in said(export_dialog(exploring))


def test_the_scenes_selected_last_are_exported_not_the_moments_selected_before(exploring: Exploring) -> None:
    grid = search_scene(exploring, "beach", 0)
    for row in (0, 1, 2):
        exploring.click_tile(grid, row, CTRL)
    select_scenes(exploring, 1)
    exploring.key(Qt.Key.Key_E)
    assert "2 moments" in said(export_dialog(exploring))


def test_the_moments_selected_last_are_exported_not_the_scenes_selected_before(exploring: Exploring) -> None:
    grid = search_scene(exploring, "beach", 0)
    select_scenes(exploring, 1, 2)
    for row in (0, 1):
        exploring.click_tile(grid, row, CTRL)
    exploring.key(Qt.Key.Key_E)
    assert "2 moments" in said(export_dialog(exploring))


def test_selected_scenes_are_examples_of_a_taught_action(exploring: Exploring) -> None:
    select_scenes(exploring, 1)
    exploring.window.parts.labels.teachRequested.emit()
    [dialog] = [one for one in exploring.window.findChildren(TeachDialog) if one.isVisible()]
    assert any(words.startswith("2 examples") for words in said(dialog))


def test_scenes_have_the_menu_of_moments(exploring: Exploring) -> None:
    select_scenes(exploring, 1)
    grid = exploring.window.parts.scenes.grid
    menu = exploring.menu_at(grid.viewport(), exploring.tile_point(grid, 1))
    choose(menu, "Export 2 moments…")
    assert "2 moments" in said(export_dialog(exploring))


def test_the_menu_of_a_scene_that_is_not_selected_is_about_it_alone(exploring: Exploring) -> None:
    select_scenes(exploring, 1)
    grid = exploring.window.parts.scenes.grid
    choose(exploring.menu_at(grid.viewport(), exploring.tile_point(grid, 2)), "Search for this")
    exploring.until(lambda: exploring.window.parts.session.ranking is not None)
    exploring.settle()
    assert ("night", 1.6) not in answers(exploring)
    assert ("night", 0.8) in answers(exploring)


def test_selected_scenes_stay_selected_while_the_video_plays(exploring: Exploring) -> None:
    select_scenes(exploring, 1, 2)
    parts = exploring.window.parts
    exploring.key(Qt.Key.Key_Space)
    exploring.until(lambda: parts.session.time_s > 1.0)
    exploring.key(Qt.Key.Key_Space)
    exploring.settle()
    assert [moment.start_s for moment in parts.scenes.selected()] == [0.0, 0.8, 1.6]
