"""The items of a bin as tiles: ordered by drag, changed by single keys."""

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QKeyEvent, QPainter, QPaintEvent

from videxplore.core.selects import HIGHEST_RATING
from videxplore.services.searching.query.query import SceneExample
from videxplore.ui.drag_and_drop import dropped_scenes
from videxplore.ui.look.qt_override import qt_override
from videxplore.ui.look.theme import colours
from videxplore.ui.tiles.grid import TileGrid

LINE_PX = 3
_RATINGS = tuple(str(rating) for rating in range(HIGHEST_RATING + 1))
_KEYS = {
    Qt.Key.Key_X: "reject",
    Qt.Key.Key_N: "note",
    Qt.Key.Key_I: "in",
    Qt.Key.Key_O: "out",
    Qt.Key.Key_Delete: "remove",
    Qt.Key.Key_Backspace: "remove",
}
_MOVES = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}


class BinGrid(TileGrid):
    """Tiles whose order the user chooses.

    Signals:
        asked: ``reject``, ``note``, ``in``, ``out`` or ``remove`` for the selected items.
        rated: The selected items get this rating.
        moved: (rows, place): items are to lie before the one that is at a place now.
        scenesPicked: (scenes, place): a list of :class:`SceneExample` is to be added there.
        stepped: -1 or 1: the selected items are to move one place.
    """

    asked = Signal(str)
    rated = Signal(int)
    moved = Signal(list, int)
    scenesPicked = Signal(list, int)
    stepped = Signal(int)

    _moving: tuple[int, ...] = ()
    _place = -1

    def begin_move(self) -> None:
        """What is dragged now are the selected items."""
        self._moving = tuple(self.selected_rows())

    def end_move(self) -> None:
        """Nothing is dragged any more."""
        self._moving, self._place = (), -1
        self.viewport().update()

    def selected_rows(self) -> list[int]:
        """The rows of the selected items, in their order."""
        return sorted(index.row() for index in self.selectionModel().selectedIndexes())

    def select_rows(self, rows: list[int]) -> None:
        """Select items; the first of them is the current one."""
        selection = self.selectionModel()
        selection.clear()
        flag = selection.SelectionFlag.Select
        for row in reversed(rows):
            selection.setCurrentIndex(self.tile_model.index(row, 0), flag)

    @qt_override
    def startDrag(self, actions: Qt.DropAction) -> None:  # noqa: N802 - Qt's name.
        self.begin_move()
        super().startDrag(actions)
        self.end_move()

    @qt_override
    def event(self, event: QEvent) -> bool:
        """Keep the keys of items from the commands of the window."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _is_ours(event):
            event.accept()
            return True
        return super().event(event)

    @qt_override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """0 to 5 rate, X rejects, N notes, I and O trim, Delete removes, Ctrl with arrows moves."""
        if not _is_ours(event):
            super().keyPressEvent(event)
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.stepped.emit(_MOVES[Qt.Key(event.key())])
        elif event.text() in _RATINGS and event.text():
            self.rated.emit(int(event.text()))
        else:
            self.asked.emit(_KEYS[Qt.Key(event.key())])

    @qt_override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self._moving or dropped_scenes(event.mimeData()):
            event.acceptProposedAction()

    @qt_override
    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Show where what is dragged would lie."""
        self._place = self.place_at(event.position().toPoint())
        self.viewport().update()
        event.acceptProposedAction()

    @qt_override
    def dragLeaveEvent(self, _event: QEvent) -> None:
        self._place = -1
        self.viewport().update()

    @qt_override
    def dropEvent(self, event: QDropEvent) -> None:
        place = self.place_at(event.position().toPoint())
        scenes: list[SceneExample] = dropped_scenes(event.mimeData())
        if self._moving:
            self.moved.emit(list(self._moving), place)
            # Nothing leaves the program, so nothing need be cut.
            event.setDropAction(Qt.DropAction.IgnoreAction)
            event.accept()
        elif scenes:
            self.scenesPicked.emit(scenes, place)
            event.acceptProposedAction()
        self._place = -1
        self.viewport().update()

    def place_at(self, point: QPoint) -> int:
        """Before which item something dropped at a point of the viewport lies."""
        index, fraction = self.tile_at(point)
        if index.isValid():
            return index.row() + (fraction > 0.5)
        below = [
            row
            for row in range(self.tile_model.rowCount())
            if self._is_before(self.visualRect(self.tile_model.index(row, 0)).center(), point)
        ]
        return len(below)

    @qt_override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._place >= 0:
            painter = QPainter(self.viewport())
            painter.fillRect(*self._line(self._place))
            painter.end()

    def _line(self, place: int) -> tuple[int, int, int, int, object]:
        count = self.tile_model.rowCount()
        row = min(place, count - 1)
        rect = self.visualRect(self.tile_model.index(row, 0)) if count else self.viewport().rect()
        left = rect.left() if place < count else rect.right()
        return left - LINE_PX // 2, rect.top() + 6, LINE_PX, rect.height() - 12, colours().accent

    def _is_before(self, centre: QPoint, point: QPoint) -> bool:
        """Whether a tile comes before a point where none is."""
        half_px = self.gridSize().height() // 2
        if abs(centre.y() - point.y()) <= half_px:
            return centre.x() < point.x()
        return centre.y() < point.y()


def _is_ours(event: QKeyEvent) -> bool:
    if event.modifiers() == Qt.KeyboardModifier.ControlModifier:
        return event.key() in _MOVES
    plain = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
    return event.modifiers() in plain and (event.key() in _KEYS or (event.text() or "-") in _RATINGS)
