"""What tests of the window do often: look for a scene, read the answers, remove a video."""

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QTabBar, QToolButton

from tests.ui.exploring import LEFT, Exploring, choose
from videxplore.core.types import Video
from videxplore.ui.tiles.grid import TileGrid


def answers(exploring: Exploring) -> list[tuple[str, float]]:
    """Videos and beginnings of the scenes found, best first."""
    ranking = exploring.window.parts.session.ranking
    assert ranking is not None
    return [(moment.video.path.stem, round(moment.start_s, 3)) for moment in ranking.moments]


def click_tab(bar: QTabBar, words: str) -> None:
    """Click the tab of this title."""
    [tab] = [number for number in range(bar.count()) if bar.tabText(number) == words]
    QTest.mouseClick(bar, LEFT, pos=bar.tabRect(tab).center())


def open_menu(exploring: Exploring, row: int) -> QMenu:
    """The menu of a result."""
    grid = exploring.window.parts.similar.grid
    return exploring.menu_at(grid.viewport(), exploring.tile_point(grid, row))


def pick(exploring: Exploring, button: QToolButton, words: str) -> None:
    """Open the menu of a button and click an entry."""
    menu = button.menu()
    menu.popup(button.mapToGlobal(button.rect().bottomLeft()))
    choose(menu, words)
    exploring.settle()


def search_scene(exploring: Exploring, name: str, row: int) -> TileGrid:
    """Open a video and click one of its scenes; the grid of answers."""
    parts = exploring.window.parts
    exploring.open(name)
    click_tab(parts.tabs.bar, "Scenes")
    exploring.until(lambda: len(parts.scenes.grid.tile_model.items) > row)
    exploring.click_tile(parts.scenes.grid, row)
    exploring.until(lambda: parts.session.ranking is not None)
    exploring.settle()
    return parts.similar.grid


def remove(exploring: Exploring, video: Video) -> None:
    """Right-click a video and take it out of the library."""
    parts = exploring.window.parts
    view = parts.library_panel.list
    point = view.visualRect(parts.videos.index_of(video.id)).center()
    choose(exploring.menu_at(view.viewport(), point), "Remove from library")
    take_keyboard_back(exploring)


def take_keyboard_back(exploring: Exploring) -> None:
    """Nobody gives it back to the window when a menu or a dialog closes offscreen."""
    exploring.window.activateWindow()
    exploring.until(exploring.window.isActiveWindow)
