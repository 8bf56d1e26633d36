"""The videos of the library as a table whose columns are chosen, moved and sorted by."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QByteArray,
    QCoreApplication,
    QEvent,
    QItemSelectionModel,
    QMimeData,
    QModelIndex,
    QObject,
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtWidgets import QAbstractItemView, QApplication, QHeaderView, QMenu, QTableView, QWidget

from videxplore.core.types import Video
from videxplore.core.video_listing import VideoOrder
from videxplore.ui.drag_and_drop import url_of
from videxplore.ui.library.library_model import Index, Sorting, VideoModel
from videxplore.ui.look.metadata_words import date_words, rate_words, size_words
from videxplore.ui.look.qt_override import qt_override
from videxplore.ui.look.texts import length_words
from videxplore.ui.look.widgets import MOVING_KEYS, asks_for

ROW_PX = 26
_OPENING_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_SELECTING_KEYS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table.

    Attributes:
        order: By what videos are sorted when its head is clicked.
        title: Its head.
        words: What it says of a video.
        width_px: Its width at first.
        is_number: Whether it is aligned at the right.
        is_shown: Whether it is shown at first.
    """

    order: VideoOrder
    title: str
    words: Callable[[Video], str]
    width_px: int
    is_number: bool = False
    is_shown: bool = True


def columns(state_words: Callable[[Video], str]) -> tuple[Column, ...]:
    """All columns, in their order at first."""
    translate = QCoreApplication.translate
    return (
        Column(VideoOrder.NAME, translate("VideoTable", "Name"), lambda video: video.path.name, 210),
        Column(
            VideoOrder.RECORDED,
            translate("VideoTable", "Date recorded"),
            lambda video: date_words(video.metadata),
            110,
        ),
        Column(VideoOrder.LONGEST, translate("VideoTable", "Length"), _length, 70, is_number=True),
        Column(VideoOrder.RATE, translate("VideoTable", "Frame rate"), rate_words, 90, is_number=True),
        Column(VideoOrder.PIXELS, translate("VideoTable", "Frame size"), _frame_size, 100, is_number=True),
        Column(
            VideoOrder.SIZE,
            translate("VideoTable", "Size"),
            lambda video: size_words(video.size_bytes),
            80,
            is_number=True,
        ),
        Column(VideoOrder.CODEC, translate("VideoTable", "Codec"), _codec, 80),
        Column(
            VideoOrder.CAMERA,
            translate("VideoTable", "Camera"),
            lambda video: video.metadata.camera,
            120,
            is_shown=False,
        ),
        Column(
            VideoOrder.FOLDER, translate("VideoTable", "Folder"), lambda video: str(video.path.parent), 220
        ),
        Column(VideoOrder.STATE, translate("VideoTable", "State"), state_words, 110),
    )


def _length(video: Video) -> str:
    return length_words(video.duration_s) if video.properties else ""


def _frame_size(video: Video) -> str:
    known = video.properties
    return f"{known.width_px} \u00d7 {known.height_px}" if known else ""


def _codec(video: Video) -> str:
    return video.properties.codec if video.properties else ""


class VideoRows(QAbstractTableModel):
    """What a :class:`VideoModel` shows, in columns; it is taken over as a whole."""

    def __init__(self, videos: VideoModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._videos = videos
        self._shown: tuple[Video, ...] = ()
        self.columns = columns(lambda video: videos.words_of(video).state)

    def video(self, index: Index) -> Video:
        """The video of a row."""
        return self._shown[index.row()]

    def row_of(self, video_id: int) -> int:
        """The row of a video; -1 where it is not shown."""
        return next((row for row, video in enumerate(self._shown) if video.id == video_id), -1)

    def refresh(self) -> None:
        """Take over what is shown now; rows that stay keep their place and selection."""
        shown = self._videos.shown
        if [video.id for video in shown] != [video.id for video in self._shown]:
            self.beginResetModel()
            self._shown = shown
            self.endResetModel()
        elif shown:
            self._shown = shown
            self.dataChanged.emit(self.index(0, 0), self.index(len(shown) - 1, len(self.columns) - 1))

    @qt_override
    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._shown)

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
        column, video = self.columns[index.column()], self.video(index)
        if role == Qt.ItemDataRole.DisplayRole:
            return column.words(video)
        if role == Qt.ItemDataRole.ToolTipRole:
            return str(video.path)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if column.is_number else _LEFT
        return None

    @qt_override
    def flags(self, index: Index) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsDragEnabled

    @qt_override
    def mimeTypes(self) -> list[str]:
        return ["text/uri-list"]

    @qt_override
    def mimeData(self, indexes: Iterable[QModelIndex]) -> QMimeData:
        data = QMimeData()
        rows = sorted({index.row() for index in indexes})
        data.setUrls([url_of(self._shown[row].path) for row in rows])
        return data


class VideoTable(QTableView):
    """The table.

    Signals:
        opened: The :class:`Video` that was clicked, or on which Enter was pressed.
    """

    opened = Signal(object)

    def __init__(self, videos: VideoModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._videos = videos
        self.rows = VideoRows(videos, self)
        self.setModel(self.rows)
        self.setAccessibleName(self.tr("Videos of the library in columns"))
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
        head.sectionClicked.connect(self._sort)
        for number, column in enumerate(self.rows.columns):
            self.setColumnWidth(number, column.width_px)
            self.setColumnHidden(number, not column.is_shown)
        self.mark_sorting()

    def mark_sorting(self) -> None:
        """Show in the heads by what videos are sorted."""
        sorting = self._videos.sorting
        orders = [column.order for column in self.rows.columns]
        section = orders.index(sorting.order) if sorting.order in orders else -1
        direction = Qt.SortOrder.DescendingOrder if sorting.is_reversed else Qt.SortOrder.AscendingOrder
        self.horizontalHeader().setSortIndicator(section, direction)

    def select_video(self, video: Video | None) -> None:
        """Show which video is open."""
        row = self.rows.row_of(video.id) if video is not None else -1
        if row >= 0 and row != self.currentIndex().row():
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
            self.selectionModel().setCurrentIndex(self.rows.index(row, 0), flags)

    def save_columns(self) -> QByteArray:
        """The order, widths and visibility of the columns."""
        return self.horizontalHeader().saveState()

    def restore_columns(self, state: QByteArray) -> None:
        """Lay the columns out as they were saved."""
        if self.horizontalHeader().restoreState(state):
            self.mark_sorting()

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
            self.opened.emit(self.rows.video(self.currentIndex()))
        else:
            super().keyPressEvent(event)

    def _click(self, index: QModelIndex) -> None:
        if not QApplication.keyboardModifiers() & _SELECTING_KEYS:
            self.opened.emit(self.rows.video(index))

    def _sort(self, section: int) -> None:
        order, sorting = self.rows.columns[section].order, self._videos.sorting
        is_again = sorting.order is order
        self._videos.set_sorting(Sorting(order, is_reversed=is_again and not sorting.is_reversed))

    def _show_columns(self, point: QPoint) -> None:
        """A menu of all columns."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for number, column in enumerate(self.rows.columns):
            action = menu.addAction(column.title)
            action.setCheckable(True)
            action.setChecked(not self.isColumnHidden(number))
            # A video without its name cannot be told from others.
            action.setEnabled(column.order is not VideoOrder.NAME)
            action.toggled.connect(lambda shown, number=number: self.setColumnHidden(number, not shown))
        menu.popup(self.horizontalHeader().mapToGlobal(point))
