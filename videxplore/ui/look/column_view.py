"""Tables of things: columns that are shown, hidden, moved and sorted by; each row is one thing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import (
    QAbstractTableModel,
    QByteArray,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtWidgets import QAbstractItemView, QApplication, QHeaderView, QMenu, QTableView

from videxplore.ui.look.qt_override import qt_override
from videxplore.ui.look.widgets import MOVING_KEYS, asks_for

ROW_PX = 26
_OPENING_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_SELECTING_KEYS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter

Index = QModelIndex | QPersistentModelIndex
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Column(Generic[Item]):
    """A column of a table.

    Attributes:
        name: Its name in the code.
        title: Its head.
        words: What it says of a thing.
        width_px: Its width at first.
        is_number: Whether it is aligned at the right.
        is_shown: Whether it is shown at first.
        is_fixed: Whether it cannot be hidden.
    """

    name: str
    title: str
    words: Callable[[Item], str]
    width_px: int
    is_number: bool = False
    is_shown: bool = True
    is_fixed: bool = False


class ColumnModel(QAbstractTableModel, Generic[Item]):
    """Things in rows; what a column says of one is asked for when it is painted."""

    def __init__(self, columns: Sequence[Column[Item]], tool_tip: Callable[[Item], str]) -> None:
        """Hold nothing yet."""
        super().__init__()
        self.columns = tuple(columns)
        self._tool_tip = tool_tip
        self._items: Sequence[Item] = ()

    @property
    def items(self) -> Sequence[Item]:
        """Everything the table holds, in the order of its rows."""
        return self._items

    def item(self, index: Index) -> Item:
        """What a row shows."""
        return self._items[index.row()]

    def set_items(self, items: Sequence[Item], *, keeps_rows: bool = False) -> None:
        """Show other things; where the rows stay the same ones, they keep their selection."""
        if not keeps_rows:
            self.beginResetModel()
            self._items = items
            self.endResetModel()
        elif items:
            self._items = items
            self.dataChanged.emit(self.index(0, 0), self.index(len(items) - 1, len(self.columns) - 1))

    def section_of(self, name: str) -> int:
        """The number of a column."""
        return [column.name for column in self.columns].index(name)

    @qt_override
    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._items)

    @qt_override
    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.columns)

    @qt_override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if self.columns[section].is_number else _LEFT
        return None

    @qt_override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        column, item = self.columns[index.column()], self.item(index)
        if role == Qt.ItemDataRole.DisplayRole:
            return column.words(item)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tool_tip(item)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if column.is_number else _LEFT
        return None

    @qt_override
    def flags(self, index: Index) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsDragEnabled


class ColumnView(QTableView):
    """The view of a :class:`ColumnModel`: rows are selected and dragged whole.

    Signals:
        opened: What the row shows that was clicked, or on which Enter was pressed.
        headPicked: The number of the column whose head was clicked.
        columnsChanged: A column was shown or hidden by the user.
    """

    opened = Signal(object)
    headPicked = Signal(int)
    columnsChanged = Signal()

    def __init__(self, rows: ColumnModel[Any]) -> None:
        """Show ``rows``."""
        super().__init__()
        self.rows = rows
        self.setModel(rows)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setDragEnabled(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        # A row is as high as all others: a view that measures five thousand takes seconds.
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(ROW_PX)
        self._lay_out_head()
        self.clicked.connect(self._click)

    def _lay_out_head(self) -> None:
        head = self.horizontalHeader()
        head.setSectionsMovable(True)
        head.setHighlightSections(False)
        head.setSectionsClickable(True)
        head.setSortIndicatorShown(True)
        head.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        head.customContextMenuRequested.connect(self._show_columns)
        head.sectionClicked.connect(self.headPicked)
        for number, column in enumerate(self.rows.columns):
            self.setColumnWidth(number, column.width_px)
            self.setColumnHidden(number, not column.is_shown)

    def mark_sorting(self, section: int, *, is_reversed: bool) -> None:
        """Show in the heads by what rows are sorted; -1 for none of the columns."""
        direction = Qt.SortOrder.DescendingOrder if is_reversed else Qt.SortOrder.AscendingOrder
        self.horizontalHeader().setSortIndicator(section, direction)

    def save_columns(self) -> QByteArray:
        """The order, widths and visibility of the columns."""
        return self.horizontalHeader().saveState()

    def restore_columns(self, state: QByteArray) -> None:
        """Lay the columns out as they were saved."""
        head = self.horizontalHeader()
        sorting = head.sortIndicatorSection(), head.sortIndicatorOrder()
        if head.restoreState(state):
            head.setSortIndicator(*sorting)

    @qt_override
    def event(self, event: QEvent) -> bool:
        """Keep the keys that move about in the table from the player's shortcuts."""
        if asks_for(event, {*MOVING_KEYS, *_OPENING_KEYS}):
            event.accept()
            return True
        return super().event(event)

    @qt_override
    def keyPressEvent(self, event: Any) -> None:
        if event.key() in _OPENING_KEYS and self.currentIndex().isValid():
            self.opened.emit(self.rows.item(self.currentIndex()))
        else:
            super().keyPressEvent(event)

    def _click(self, index: QModelIndex) -> None:
        if not QApplication.keyboardModifiers() & _SELECTING_KEYS:
            self.opened.emit(self.rows.item(index))

    def _show_columns(self, point: QPoint) -> None:
        """A menu of all columns."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for number, column in enumerate(self.rows.columns):
            action = menu.addAction(column.title)
            action.setCheckable(True)
            action.setChecked(not self.isColumnHidden(number))
            action.setEnabled(not column.is_fixed)
            action.toggled.connect(lambda shown, number=number: self.setColumnHidden(number, not shown))
            action.toggled.connect(lambda _shown: self.columnsChanged.emit())
        menu.popup(self.horizontalHeader().mapToGlobal(point))
