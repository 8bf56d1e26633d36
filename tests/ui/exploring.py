"""The whole window over a library whose content is known, driven by real events."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QModelIndex, QPoint, QRect, Qt, QUrl
from PySide6.QtGui import QContextMenuEvent, QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from tests.analyses import KnownShot, known_analysis, store
from videxplore.app import make_window
from videxplore.core.types import Space, Video
from videxplore.paths import AppPaths
from videxplore.services.library import Library
from videxplore.settings import Settings
from videxplore.ui.look.texts import apply_language
from videxplore.ui.look.theme import apply_theme
from videxplore.ui.player.sound_output import Silence
from videxplore.ui.tiles.grid import TileGrid
from videxplore.ui.window.main_window import MainWindow
from videxplore.video.reading.reader import probe

PATIENCE_MS = 30_000
SPACE = Space("test@1/8", "appearance", 32, "efficientnet-lite0")
SCENE_S = 0.8
SPREAD = 0.005
LEFT = Qt.MouseButton.LeftButton
RIGHT = Qt.MouseButton.RightButton


def shots_of(seeds: Sequence[int]) -> list[KnownShot]:
    """Scenes ``SCENE_S`` long each; those of one seed look alike."""
    return [
        KnownShot(seed, SCENE_S, (50.0 + seed,), object=f"thing{seed}", score=0.9 + seed / 1000)
        for seed in seeds
    ]


def add_seeded(library: Library, path: Path, seeds: Sequence[int]) -> Video:
    """Store a video whose scenes have these looks."""
    analysed = known_analysis(shots_of(seeds), (SPACE,), like=probe(path), spread=SPREAD, strip_per_shot=4)
    return store(library, path, analysed)


class Exploring:
    """A person at the window."""

    def __init__(self, qtbot: QtBot, folder: Path, settings: Settings | None = None) -> None:
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        apply_language(application, "en")
        apply_theme(application, "dark")
        self.qtbot = qtbot
        self.paths = AppPaths.under(folder)
        # No network is to be loaded: what needs one is answered by a sentence.
        self.settings = settings or Settings(backbone="not-here")
        self.library = Library.open(self.paths.library)
        self._window: MainWindow | None = None

    @property
    def window(self) -> MainWindow:
        assert self._window is not None
        return self._window

    def add(self, path: Path, seeds: Sequence[int]) -> Video:
        """Let the library know a video."""
        return add_seeded(self.library, path, seeds)

    def show(self, furnish: Callable[[MainWindow], object] | None = None) -> None:
        """Open the window, again where it was open; ``furnish`` is called before anything happens in it."""
        self.close_window()
        self._window = make_window(self.library, self.settings, self.paths, Silence())
        # Tests see every result, however weak.
        self._window.parts.similar.groups.buttons["nearest"].setChecked(True)
        if furnish is not None:
            furnish(self._window)
        self._window.resize(1280, 800)
        self._window.show()
        self.qtbot.waitExposed(self._window)
        self.until(lambda: len(self.window.parts.videos.videos) == len(self.library.catalogue.videos()))
        self.settle()

    def close(self) -> None:
        """Close the window, as the person does, and the library."""
        self.close_window()
        self.library.close()

    def close_window(self) -> None:
        """Close the window, as the person does; nothing of it is left."""
        if self._window is not None:
            self._window.close()
            self._window.deleteLater()
            QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            self._window = None

    def until(self, condition: Callable[[], bool]) -> None:
        """Let events run until something holds."""
        self.qtbot.waitUntil(condition, timeout=PATIENCE_MS)

    def settle(self) -> None:
        """Let events run until everything asked for has arrived."""
        self.until(lambda: all(lane.is_idle for lane in self.window.parts.lanes))

    def open(self, name: str) -> Video:
        """Click a video in the library, and wait until all of it is shown."""
        video = self.click_video(name)
        session = self.window.parts.session
        self.until(lambda: session.video is not None and session.video.id == video.id)
        self.settle()
        return video

    def click_video(self, name: str) -> Video:
        """Click a video in the library."""
        parts = self.window.parts
        [video] = [video for video in parts.videos.videos if video.path.stem == name]
        view = parts.library_panel.list
        index = parts.videos.index_of(video.id)
        view.scrollTo(index)
        QTest.mouseClick(view.viewport(), LEFT, pos=view.visualRect(index).center())
        return video

    def click_tile(self, grid: TileGrid, row: int, keys: Qt.KeyboardModifier | None = None) -> None:
        """Click the middle of a tile."""
        QTest.mouseClick(grid.viewport(), LEFT, keys or _PLAIN, self.tile_point(grid, row))

    def tile_point(self, grid: TileGrid, row: int, fraction: float = 0.5) -> QPoint:
        """A point this far across the picture of a tile."""
        rect = grid.tiles.tile_rect(self.visual_rect(grid, row))
        return QPoint(rect.left() + round(fraction * rect.width()), rect.top() + rect.height() // 2)

    def visual_rect(self, grid: TileGrid, row: int) -> QRect:
        return grid.visualRect(self.index(grid, row))

    def index(self, grid: TileGrid, row: int) -> QModelIndex:
        return grid.tile_model.index(row, 0)

    def key(
        self, key: Qt.Key, keys: Qt.KeyboardModifier | None = None, widget: QWidget | None = None
    ) -> None:
        """Press a key in the window."""
        QTest.keyClick(widget or self.window, key, keys or _PLAIN)

    def go_to(self, view: QAbstractItemView, row: int) -> None:
        """Walk to a row by the keys of the list."""
        view.setFocus()
        QTest.keyClick(view, Qt.Key.Key_Home)
        for _ in range(row):
            QTest.keyClick(view, Qt.Key.Key_Right)
        assert view.currentIndex().row() == row

    def menu_at(self, widget: QWidget, point: QPoint) -> QMenu:
        """Click with the right button, which asks for a menu as the button goes down."""
        QTest.mousePress(widget, RIGHT, pos=point)
        wish = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, point, widget.mapToGlobal(point))
        QApplication.sendEvent(widget, wish)
        # A button that stays down would stay down for every window to come.
        QTest.mouseRelease(widget, RIGHT, pos=point)
        return popup()

    def drop(self, data: QMimeData, onto: QWidget | None = None) -> bool:
        """Drag ``data`` over a widget and drop it; return whether it was taken."""
        target = onto or self.window
        point = target.rect().center()
        actions = Qt.DropAction.CopyAction
        enter = QDragEnterEvent(point, actions, data, LEFT, _PLAIN)
        QApplication.sendEvent(target, enter)
        if not enter.isAccepted():
            return False
        drop = QDropEvent(point.toPointF(), actions, data, LEFT, _PLAIN)
        QApplication.sendEvent(target, drop)
        return drop.isAccepted()


_PLAIN = Qt.KeyboardModifier.NoModifier


def popup() -> QMenu:
    """The menu that is open."""
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def choose(menu: QMenu, words: str) -> None:
    """Click an entry of a menu."""
    [action] = [action for action in menu.actions() if action.text() == words]
    QTest.mouseClick(menu, LEFT, pos=menu.actionGeometry(action).center())


def ticked(menu: QMenu) -> list[str]:
    """The entries of a menu that are on."""
    return [action.text() for action in menu.actions() if action.isChecked()]


def enabled(menu: QMenu, words: str) -> bool:
    """Whether an entry of a menu can be chosen."""
    [action] = [action for action in menu.actions() if action.text() == words]
    return action.isEnabled()


def files(*paths: Path) -> QMimeData:
    """Files as a file manager drags them."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data
