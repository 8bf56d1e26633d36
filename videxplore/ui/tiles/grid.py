"""The grid of tiles: only what is in view is made and painted; the pointer scrubs, keys reach everything."""

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QItemSelectionModel,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QRegion,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle

from videxplore.ui.look.drag_out import drag_out
from videxplore.ui.look.qt_override import qt_override
from videxplore.ui.look.theme import colours
from videxplore.ui.look.widgets import MOVING_KEYS, asks_for
from videxplore.ui.tiles.delegate import Index, Tile, TileDelegate, TileRole
from videxplore.ui.tiles.thumbnail_cache import ThumbnailCache, ThumbnailKey

Item = TypeVar("Item")

# Put together once: Qt asks for those of each tile that is painted.
_TILE_FLAGS = (
    Qt.ItemFlag.ItemIsSelectable
    | Qt.ItemFlag.ItemIsEnabled
    | Qt.ItemFlag.ItemNeverHasChildren
    | Qt.ItemFlag.ItemIsDragEnabled
)


class TileModel(QAbstractListModel, Generic[Item]):
    """Items of any kind as tiles; a tile is made when it is looked at, so a hundred thousand cost nothing."""

    def __init__(self, make_tile: Callable[[Item], Tile], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._make_tile = make_tile
        self._items: Sequence[Item] = ()

    @property
    def items(self) -> Sequence[Item]:
        """Everything the model holds, in order."""
        return self._items

    def set_items(self, items: Sequence[Item]) -> None:
        """Show these items instead."""
        self.beginResetModel()
        self._items = items
        self.endResetModel()

    def extend(self, items: Sequence[Item]) -> None:
        """Show the same items and more behind them; what is looked at stays where it is."""
        if len(items) == len(self._items):
            return
        self.beginInsertRows(QModelIndex(), len(self._items), len(items) - 1)
        self._items = items
        self.endInsertRows()

    def change_to(self, items: Sequence[Item]) -> None:
        """Show other items, of which many are the same; those at both ends stay where they are."""
        old = self._items
        first = _count_same(old, items, min(len(old), len(items)))
        behind = _count_same(old[::-1], items[::-1], min(len(old), len(items)) - first)
        if len(old) - behind > first:
            self.beginRemoveRows(QModelIndex(), first, len(old) - behind - 1)
            self._items = [*old[:first], *old[len(old) - behind :]]
            self.endRemoveRows()
        if len(items) - behind > first:
            self.beginInsertRows(QModelIndex(), first, len(items) - behind - 1)
            self._items = items
            self.endInsertRows()

    def refresh(self) -> None:
        """The items look different now."""
        if self._items:
            self.dataChanged.emit(self.index(0), self.index(len(self._items) - 1))

    def item(self, index: Index) -> Item:
        """The item at ``index``."""
        return self._items[index.row()]

    def tile(self, index: Index) -> Tile:
        """The tile at ``index``."""
        return self.tile_of_row(index.row())

    def tile_of_row(self, row: int) -> Tile:
        """The tile in a row, which must be there."""
        return self._make_tile(self._items[row])

    @qt_override
    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._items)

    @qt_override
    def flags(self, index: Index) -> Qt.ItemFlag:
        """Tiles can be chosen, and dragged where their grid allows it."""
        return _TILE_FLAGS if index.isValid() else Qt.ItemFlag.NoItemFlags

    @qt_override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role == TileRole:
            return self.tile(index)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.tile(index).why or None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.tile(index).spoken
        return None


def _count_same(some: Sequence[Item], others: Sequence[Item], most: int) -> int:
    """How many of the first are the same in both."""
    return next((number for number in range(most) if some[number] != others[number]), most)


def _joined(region: QRegion, gap_px: int) -> list[QRect]:
    """The rectangles of a region, those below each other with less than ``gap_px`` between them as one."""
    joined: list[QRect] = []
    for rect in region:  # type: ignore[attr-defined]
        above = joined[-1] if joined else QRect()
        is_below = (above.left(), above.right()) == (rect.left(), rect.right())
        if is_below and rect.top() - above.bottom() <= gap_px:
            above.setBottom(rect.bottom())
        else:
            joined.append(rect)
    return joined


SMALLEST_PX = 120
LARGEST_PX = 420
LAID_OUT_AT_ONCE = 10_000
_WHEEL_STEP = 120
_BY_KEY = {
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
}
_GRID_KEYS = MOVING_KEYS | {Qt.Key.Key_Return, Qt.Key.Key_Enter}


class TileGrid(QListView):
    """Tiles that fill the width, in any number.

    Signals:
        opened: The tile at this index was clicked or Enter was pressed on it; with the time in seconds that
            the pointer had scrubbed to. -1 where it was a key, or where the tile marks a match and was not
            clicked on its scrub line, the lower third of its thumbnail.
        marked: (index, ``like`` or ``unlike``): feedback was given on it.
        slid: (index, steps): Shift and the wheel, or a bracket key, asked for the scene that many further on.

    Attributes:
        tiles: Paints the tiles; says whether they take feedback.
        can_slide: Whether a tile can be slid to other scenes of its video.
    """

    opened = Signal(QModelIndex, float)
    marked = Signal(QModelIndex, str)
    slid = Signal(QModelIndex, int)

    def __init__(
        self, model: TileModel[Any], thumbnails: ThumbnailCache, wanted_px: int = 168, columns: int = 0
    ) -> None:
        """Show ``model`` in tiles about ``wanted_px`` wide, or in a fixed number of columns."""
        super().__init__()
        self.tile_model = model
        self._wanted_px = wanted_px
        self._columns = columns
        self.tiles = TileDelegate(thumbnails, model.tile_of_row, self)
        self.can_slide = False
        self.setItemDelegate(self.tiles)
        self.setModel(model)
        # List mode that wraps: its layout is arithmetic, where icon mode keeps a tree of all items.
        self.setViewMode(QListView.ViewMode.ListMode)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        # A hundred thousand tiles are laid out in several goes, so that the window answers between them.
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setBatchSize(LAID_OUT_AT_ONCE)
        # It paints its own background, so that scrolling moves what is there and paints what is new.
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setFrameShape(QListView.Shape.NoFrame)
        self._drag: Callable[[], QMimeData | None] | None = None
        self._cancel_drag: Callable[[], None] = lambda: None
        self._turned = 0
        self._pressed = QPersistentModelIndex()
        thumbnails.loaded.connect(self._on_loaded)

    def allow_drags(self, begin: Callable[[], QMimeData | None], cancel: Callable[[], None]) -> None:
        """Let selected tiles be dragged out.

        Args:
            begin: Says what a drag carries.
            cancel: Called when it was dropped nowhere.
        """
        self._drag = begin
        self._cancel_drag = cancel
        self.setDragEnabled(True)

    @qt_override
    def startDrag(self, _actions: Qt.DropAction) -> None:  # noqa: N802 - Qt's name.
        data = self._drag() if self._drag is not None else None
        if data is not None:
            picture = self.viewport().grab(self.visualRect(self.currentIndex()))
            drag_out(self, data, picture, self._cancel_drag)

    def tile_at(self, point: QPoint) -> tuple[QModelIndex, float]:
        """The index under ``point`` of the viewport, and how far across its tile that is, in [0, 1]."""
        index = self.indexAt(point)
        if not index.isValid():
            return index, 0.0
        rect = self.tiles.tile_rect(self.visualRect(index))
        return index, min(1.0, max(0.0, (point.x() - rect.left()) / max(1, rect.width())))

    def resize_tiles(self, factor: float) -> None:
        """Make the tiles larger or smaller."""
        self._wanted_px = round(min(LARGEST_PX, max(SMALLEST_PX, self._wanted_px * factor)))
        self._lay_out()

    @qt_override
    def event(self, event: QEvent) -> bool:
        """Keep the keys that move about in the grid from the player's shortcuts."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            feedback = self.tiles.has_feedback and event.text() in ("+", "-")
            slides = self.can_slide and event.text() in ("[", "]")
            if feedback or slides or asks_for(event, _GRID_KEYS):
                event.accept()
                return True
        return super().event(event)

    @qt_override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what is new of the background and the tiles."""
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), colours().panel)
        painter.end()
        # Qt would paint all tiles between a row that comes into view and the tile under the pointer.
        self.tiles.painted = event.region()
        for rect in _joined(event.region(), self.tiles.tile_size.height()):
            super().paintEvent(QPaintEvent(rect))

    @qt_override
    def focusInEvent(self, event: QFocusEvent) -> None:
        """Select the tile that keys would open, so that all keys mean the same one."""
        super().focusInEvent(event)
        current = self.currentIndex()
        if event.reason() in _BY_KEY and current.isValid() and not self.selectedIndexes():
            self.selectionModel().select(current, QItemSelectionModel.SelectionFlag.Select)

    @qt_override
    def resizeEvent(self, event: QResizeEvent) -> None:
        self._lay_out()
        super().resizeEvent(event)

    @qt_override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        index, fraction = self.tile_at(event.position().toPoint())
        self._hover(index.row(), fraction)
        super().mouseMoveEvent(event)

    @qt_override
    def leaveEvent(self, event: QEvent) -> None:
        self._hover(-1, 0.0)
        super().leaveEvent(event)

    @qt_override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember the tile: a click ends where it began."""
        self._pressed = QPersistentModelIndex(self.indexAt(event.position().toPoint()))
        super().mousePressEvent(event)

    @qt_override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Take the second of two quick clicks for a click like the first."""
        self._pressed = QPersistentModelIndex(self.indexAt(event.position().toPoint()))
        super().mouseDoubleClickEvent(event)

    @qt_override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Give feedback or open, by where the button was released on the tile it was pressed on."""
        super().mouseReleaseEvent(event)
        point = event.position().toPoint()
        index, fraction = self.tile_at(point)
        pressed, self._pressed = self._pressed, QPersistentModelIndex()
        if not index.isValid() or index != pressed or event.button() != Qt.MouseButton.LeftButton:
            return
        if self.tiles.has_feedback:
            for rect, mark in zip(
                self.tiles.button_rects(self.visualRect(index)), ("like", "unlike"), strict=True
            ):
                if rect.contains(point):
                    self.marked.emit(index, mark)
                    return
        if not event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier):
            self.opened.emit(index, self._time_at(index, fraction, point.y()))

    @qt_override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, + and - give feedback, [ and ] slide to the scene before and after."""
        index = self.currentIndex()
        if index.isValid() and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(index, -1.0)
        elif index.isValid() and self.tiles.has_feedback and event.text() in ("+", "-"):
            self.marked.emit(index, "like" if event.text() == "+" else "unlike")
        elif index.isValid() and self.can_slide and event.text() in ("[", "]"):
            self.slid.emit(index, 1 if event.text() == "]" else -1)
        else:
            super().keyPressEvent(event)

    @qt_override
    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ctrl changes the size of the tiles, Shift slides the one under the pointer through its video."""
        # Where Shift is held, some systems turn the wheel sideways.
        turned = event.angleDelta().y() or event.angleDelta().x()
        index = self.indexAt(event.position().toPoint())
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.resize_tiles(1.15 if turned > 0 else 1 / 1.15)
            event.accept()
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier and self.can_slide:
            self._turned += turned
            steps = -int(self._turned / _WHEEL_STEP)
            self._turned += steps * _WHEEL_STEP
            if steps and index.isValid():
                self.slid.emit(index, steps)
            event.accept()
        else:
            super().wheelEvent(event)

    def _time_at(self, index: QModelIndex, fraction: float, y_px: int) -> float:
        tile = self.tile_model.tile(index)
        rect = self.tiles.tile_rect(self.visualRect(index))
        thumbnail_px = rect.height() - self.tiles.footer_px
        is_scrub_line = rect.top() + thumbnail_px * 2 / 3 <= y_px < rect.top() + thumbnail_px
        if tile.match_s is not None and not is_scrub_line:
            return -1.0
        return tile.start_s + fraction * (tile.end_s - tile.start_s)

    def _hover(self, row: int, fraction: float) -> None:
        old = self.tiles.hovered_row
        if (row, fraction) == (old, self.tiles.hovered_fraction):
            return
        self.tiles.hovered_row, self.tiles.hovered_fraction = row, fraction
        for changed in {old, row} - {-1}:
            if changed < self.tile_model.rowCount():
                self.update(self.tile_model.index(changed, 0))

    def _lay_out(self) -> None:
        # Qt keeps room for the scroll bar whether or not it shows, and wraps what ends on the last pixel.
        bar = self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent, None, self.verticalScrollBar())
        width = self.maximumViewportSize().width() - bar - 1
        columns = self._columns or max(1, round(width / self._wanted_px))
        tile_width = width // columns
        height = round((tile_width - 10) * 9 / 16) + self.tiles.footer_px + 10
        size = QSize(tile_width, height)
        if size != self.tiles.tile_size or self.gridSize() != size:
            self.tiles.tile_size = size
            self.setGridSize(size)
            # Systems turn three steps a notch: a row, so that the eye can follow.
            self.verticalScrollBar().setSingleStep(-(-height // 3))

    def _on_loaded(self, keys: tuple[ThumbnailKey, ...]) -> None:
        rows = self.tiles.rows_waiting_for(keys)
        if self.isVisible():
            for row in rows:
                cell = self.visualRect(self.tile_model.index(row, 0))
                self.viewport().update(self.tiles.thumbnail_rect(cell))
