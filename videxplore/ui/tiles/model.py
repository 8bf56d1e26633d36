"""A model of tiles that are made as they come into view."""

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, Qt

from videxplore.ui.look.qt_override import qt_override
from videxplore.ui.tiles.delegate import Index, Tile, TileRole

Item = TypeVar("Item")


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

    def refresh(self) -> None:
        """The items look different now."""
        if self._items:
            self.dataChanged.emit(self.index(0), self.index(len(self._items) - 1))

    def item(self, index: Index) -> Item:
        """The item at ``index``."""
        return self._items[index.row()]

    def tile(self, index: Index) -> Tile:
        """The tile at ``index``."""
        return self._make_tile(self._items[index.row()])

    @qt_override
    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._items)

    @qt_override
    def flags(self, index: Index) -> Qt.ItemFlag:
        """Tiles can be chosen, and dragged where their grid allows it."""
        return super().flags(index) | Qt.ItemFlag.ItemIsDragEnabled

    @qt_override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The tile, or what a screen reader says of it."""
        if not index.isValid():
            return None
        if role == TileRole:
            return self.tile(index)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.tile(index).spoken
        return None
