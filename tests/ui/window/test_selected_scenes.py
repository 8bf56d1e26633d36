"""Scenes selected in the tab of scenes: what is done with them."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QRadioButton, QToolButton

from tests.analyses import known_analysis
from tests.ui.exploring import LEFT, SPACE, Exploring, choose, shots_of
from tests.ui.steps import answers, search_scene
from videxplore.ui.dialogs.export_dialog import ExportDialog
from videxplore.ui.dialogs.teach_dialog import TeachDialog
from videxplore.ui.export_kinds import ExportKind
from videxplore.ui.searching.selection_bar import SelectionBar
from videxplore.ui.tiles.grid import TileGrid
from videxplore.video.reading.reader import probe

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
    chosen = [button.text() for button in dialog.findChildren(QRadioButton) if button.isChecked()]
    return [label.text() for label in dialog.findChildren(QLabel)] + chosen


def test_selected_scenes_are_exported(exploring: Exploring) -> None:
    select_scenes(exploring, 1, 2)
    exploring.key(Qt.Key.Key_E)
    assert "3 selected moments" in said(export_dialog(exploring))


def test_the_scenes_selected_last_are_exported_not_the_moments_selected_before(exploring: Exploring) -> None:
    grid = search_scene(exploring, "beach", 0)
    for row in (0, 1, 2):
        exploring.click_tile(grid, row, CTRL)
    select_scenes(exploring, 1)
    exploring.key(Qt.Key.Key_E)
    assert "2 selected moments" in said(export_dialog(exploring))


def test_the_moments_selected_last_are_exported_not_the_scenes_selected_before(exploring: Exploring) -> None:
    grid = search_scene(exploring, "beach", 0)
    select_scenes(exploring, 1, 2)
    for row in (0, 1):
        exploring.click_tile(grid, row, CTRL)
    exploring.key(Qt.Key.Key_E)
    assert "2 selected moments" in said(export_dialog(exploring))


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


def test_selected_scenes_stay_selected_while_the_video_is_indexed(exploring: Exploring) -> None:
    select_scenes(exploring, 1, 2)
    parts = exploring.window.parts
    [night] = [one for one in parts.videos.videos if one.path.stem == "night"]
    again = known_analysis(shots_of((5, 6, 7)), (SPACE,), like=probe(night.path), strip_per_shot=4)
    for store in (lambda: None, lambda: exploring.library.catalogue.store_analysis(night.id, again)):
        store()
        parts.session.update_video(night)
        exploring.settle()
        assert [moment.start_s for moment in parts.scenes.selected()] == [0.0, 0.8, 1.6]


def test_selected_scenes_stay_selected_while_the_video_plays(exploring: Exploring) -> None:
    select_scenes(exploring, 1, 2)
    parts = exploring.window.parts
    exploring.key(Qt.Key.Key_Space)
    exploring.until(lambda: parts.session.time_s > 1.0)
    exploring.key(Qt.Key.Key_Space)
    exploring.settle()
    assert [moment.start_s for moment in parts.scenes.selected()] == [0.0, 0.8, 1.6]


def bar_over(grid: TileGrid) -> SelectionBar:
    [bar] = grid.findChildren(SelectionBar)
    return bar


def test_a_bar_slides_in_over_several_selected_tiles_and_acts_on_them(exploring: Exploring) -> None:
    select_scenes(exploring)
    grid = exploring.window.parts.scenes.grid
    bar = bar_over(grid)
    assert not bar.isVisible()
    for row in (1, 2):
        exploring.click_tile(grid, row, CTRL)
    assert bar.isVisible()
    assert bar.words.text() == "3 scenes \u00b7 2.4 s"
    [export] = [one for one in bar.findChildren(QToolButton) if one.accessibleName() == "Export"]
    QTest.mouseClick(export, LEFT)
    assert "3 moments" in said(export_dialog(exploring))
    export_dialog(exploring).close()
    QTest.mouseClick(bar.close_button, LEFT)
    assert not bar.isVisible()
    assert not grid.selectionModel().selectedIndexes()


def test_the_bar_is_over_results_and_their_rows_too(exploring: Exploring) -> None:
    grid = search_scene(exploring, "beach", 0)
    for row in (0, 1):
        exploring.click_tile(grid, row, CTRL)
    assert bar_over(grid).isVisible()
    search_scene(exploring, "beach", 1)
    assert not bar_over(grid).isVisible()


def test_what_can_be_exported_is_offered_with_the_kinds_that_fit(exploring: Exploring) -> None:
    select_scenes(exploring, 1)
    session = exploring.window.parts.session
    session.set_in(0.4)
    exploring.key(Qt.Key.Key_E)
    dialog = export_dialog(exploring)
    scopes = [button.text() for button in dialog.scope_buttons]
    assert [words.split("  ")[0] for words in scopes] == [
        "2 selected moments",
        "In to out",
        "Scene on screen",
        "Whole of night.mp4",
    ]
    kinds = []
    for button in dialog.scope_buttons:
        QTest.mouseClick(button, LEFT, pos=QPoint(8, button.height() // 2))
        kinds.append({dialog.kind_box.itemData(row) for row in range(dialog.kind_box.count())})
    assert not kinds[0] & kinds[3]
    assert kinds[0] - {ExportKind.FILM} == kinds[1] == kinds[2]
    dialog.close()


def test_the_bar_says_what_its_buttons_do_where_there_is_room(exploring: Exploring) -> None:
    select_scenes(exploring, 1, 2)
    exploring.window.resize(1600, 900)
    wide = bar_over(exploring.window.parts.scenes.grid)
    exploring.until(lambda: wide.width() > 700)
    styles = {button.toolButtonStyle() for button in wide.findChildren(QToolButton) if button.text()}
    assert styles == {Qt.ToolButtonStyle.ToolButtonTextBesideIcon}
    grid = search_scene(exploring, "beach", 0)
    for row in (0, 1):
        exploring.click_tile(grid, row, CTRL)
    narrow = bar_over(grid)
    assert narrow.minimumSizeHint().width() <= narrow.width()
    styles = {button.toolButtonStyle() for button in narrow.findChildren(QToolButton) if button.text()}
    assert styles == {Qt.ToolButtonStyle.ToolButtonIconOnly}


def test_escape_selects_nothing_before_it_clears_the_search(exploring: Exploring) -> None:
    session = exploring.window.parts.session
    grid = search_scene(exploring, "beach", 0)
    for row in (0, 1):
        exploring.click_tile(grid, row, CTRL)
    exploring.key(Qt.Key.Key_Escape)
    assert not grid.selectionModel().selectedIndexes()
    assert session.query is not None
    exploring.key(Qt.Key.Key_Escape)
    assert session.query is None
