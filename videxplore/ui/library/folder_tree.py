"""The folders of the videos, with how many videos each holds."""

import os
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from PySide6.QtCore import QModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
)

from videxplore.core.types import Video, VideoState
from videxplore.ui.library.library_model import Index
from videxplore.ui.look import theme
from videxplore.ui.look.icons import icon
from videxplore.ui.look.qt_override import qt_override
from videxplore.ui.look.theme import colours
from videxplore.ui.look.widgets import ARROWS, ReservedKeys
from videxplore.ui.tiles.delegate import LEFT_IN_ANY_SCRIPT

ROW_PX = 28
INDENT_PX = 16
MOST_ROWS_SHOWN = 7
PathRole = Qt.ItemDataRole.UserRole + 1
CountRole = Qt.ItemDataRole.UserRole + 2
OfflineRole = Qt.ItemDataRole.UserRole + 3


class _FolderDelegate(QStyledItemDelegate):
    """Paints a folder: name at the left, number of videos at the right."""

    @qt_override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(120, ROW_PX)

    @qt_override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        palette = colours()
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        is_chosen = bool(state & QStyle.StateFlag.State_Selected)
        font = theme.text_font(13)
        painter.setFont(theme.figures_font(11))
        painter.setPen(palette.dim)
        count = str(index.data(CountRole))
        row = rect.adjusted(2, 0, -14, 0)
        centre = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(row, centre | Qt.AlignmentFlag.AlignRight, count)
        width = row.width() - painter.fontMetrics().horizontalAdvance(count) - 10
        painter.setFont(font)
        painter.setPen(palette.text if is_chosen else palette.dim)
        name = index.data(Qt.ItemDataRole.DisplayRole)
        if index.data(OfflineRole):
            name = self.tr("%1 (offline)").replace("%1", name)
        painter.drawText(row, centre | LEFT_IN_ANY_SCRIPT, theme.elided(name, font, width))
        painter.restore()


class FolderTree(QTreeView):
    """A tree of folders as small as the folders allow.

    Signals:
        folderChanged: The chosen folder, or None for all.
    """

    folderChanged = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._model = QStandardItemModel(self)
        self._added: list[Path] = []
        self._opened_before: set[Path] = set()
        self._open_arrow, self._closed_arrow = icon("down"), icon("forward")
        self.setModel(self._model)
        self.setItemDelegate(_FolderDelegate(self))
        self.setHeaderHidden(True)
        self.setIndentation(INDENT_PX)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QTreeView.Shape.NoFrame)
        self.setUniformRowHeights(True)
        ReservedKeys(self, ARROWS)
        self.selectionModel().currentChanged.connect(self._on_current)
        self.expanded.connect(self._fit)
        self.collapsed.connect(self._fit)
        self.hide()

    def set_videos(self, videos: Iterable[Video]) -> None:
        """Show the folders of these videos."""
        videos = list(videos)
        chosen = self.chosen_folder()
        opened = self.opened_folders()
        self.selectionModel().blockSignals(True)
        self._model.clear()
        folders = _counted(videos)
        away = _counted(video for video in videos if video.state is VideoState.OFFLINE)
        everything = self._item(self.tr("All videos"), None, len(videos), is_offline=False)
        self._model.appendRow(everything)
        for root, inside in _roots(folders, self._added):
            self._append(root, inside, folders, away)
        self.selectionModel().blockSignals(False)
        # What is not shown yet, because its videos are still to be found, is opened when it is.
        self._opened_before = opened - self._restore(chosen, opened)
        self.setVisible(len(folders) > 1)
        self._fit()

    @property
    def roots(self) -> tuple[Path, ...]:
        """The folders that the user added, as the tree shows them at its top."""
        return tuple(self._added)

    def add_roots(self, folders: Iterable[Path]) -> None:
        """Let folders stand at the top, opened; one that lies below such a folder stands there already."""
        for folder in folders:
            if not any(folder.is_relative_to(root) for root in self._added):
                self._added = [root for root in self._added if not root.is_relative_to(folder)]
                self._added.append(folder)
                self._opened_before.add(folder)

    def restore(self, roots: Iterable[Path], opened: Iterable[Path]) -> None:
        """Let these stand at the top, and open these, as they were when the window was closed."""
        self._added = list(roots)
        self._opened_before |= set(opened)

    def opened_folders(self) -> set[Path]:
        """The folders that are open, and those to be opened once they hold videos."""
        return self._opened_folders() | self._opened_before

    def chosen_folder(self) -> Path | None:
        """The folder that is chosen; None for all."""
        folder: Path | None = self.currentIndex().data(PathRole)
        return folder

    def folder_at(self, point: QPoint) -> Path | None:
        """The folder at a point of the tree; None where all videos stand, or nothing."""
        index = self.indexAt(point)
        folder: Path | None = index.data(PathRole) if index.isValid() else None
        return folder

    @qt_override
    def drawBranches(self, painter: QPainter, rect: QRect, index: Index) -> None:  # noqa: N802
        if self._model.hasChildren(index):
            box = QRect(rect.right() - 12, rect.center().y() - 6, 12, 12)
            (self._open_arrow if self.isExpanded(index) else self._closed_arrow).paint(painter, box)

    @qt_override
    def drawRow(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:  # noqa: N802
        palette = colours()
        rect: QRect = option.rect
        is_hovered = rect.contains(self.viewport().mapFromGlobal(self.cursor().pos()))
        if self.selectionModel().isSelected(index) or is_hovered:
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(palette.raised)
            row = QRect(6, rect.top() + 1, self.viewport().width() - 12, rect.height() - 2)
            painter.drawRoundedRect(row, theme.TILE_RADIUS_PX, theme.TILE_RADIUS_PX)
            painter.restore()
        super().drawRow(painter, option, index)

    def _item(self, name: str, folder: Path | None, count: int, *, is_offline: bool) -> QStandardItem:
        item = QStandardItem(name)
        item.setData(folder, PathRole)
        item.setData(count, CountRole)
        item.setData(is_offline, OfflineRole)
        item.setToolTip(str(folder) if folder else name)
        item.setAccessibleText(f"{name}, {count}")
        return item

    def _append(self, top: Path, inside: list[Path], folders: Counter[Path], away: Counter[Path]) -> None:
        """Add the tree of the folders ``inside`` the folder ``top``, however deep it is."""
        waiting = [(self._model.invisibleRootItem(), top, inside)]
        while waiting:
            parent, folder, inside = waiting.pop()
            count = sum(folders[path] for path in inside)
            is_offline = sum(away[path] for path in inside) == count
            item = self._item(folder.name or str(folder), folder, count, is_offline=is_offline)
            parent.appendRow(item)
            waiting += [
                (item, Path(os.path.commonpath(child)), child)
                for child in reversed(_children(folder, inside))
            ]

    def _opened_folders(self) -> set[Path]:
        opened: set[Path] = set()
        waiting = [self._model.index(row, 0) for row in range(self._model.rowCount())]
        while waiting:
            index = waiting.pop()
            if self.isExpanded(index) and index.data(PathRole) is not None:
                opened.add(index.data(PathRole))
            waiting.extend(self._model.index(row, 0, index) for row in range(self._model.rowCount(index)))
        return opened

    def _restore(self, chosen: Path | None, opened: set[Path]) -> set[Path]:
        """Open folders and choose one; return all that are shown."""
        shown: set[Path] = set()
        waiting = [self._model.index(row, 0) for row in range(self._model.rowCount())]
        current = waiting[0] if waiting else QModelIndex()
        is_first_time = not opened and chosen is None
        while waiting:
            index = waiting.pop()
            folder = index.data(PathRole)
            shown.add(folder)
            if folder in opened or (is_first_time and self._model.rowCount() == 2):
                self.setExpanded(index, True)
            if chosen is not None and folder == chosen:
                current = index
            waiting.extend(self._model.index(row, 0, index) for row in range(self._model.rowCount(index)))
        self.setCurrentIndex(current)
        return shown

    def _on_current(self, current: QModelIndex, _previous: QModelIndex) -> None:
        self.folderChanged.emit(current.data(PathRole))

    def _fit(self) -> None:
        rows = 0
        index = self._model.index(0, 0)
        while index.isValid():
            rows += 1
            index = self.indexBelow(index)
        self.setFixedHeight(min(rows, MOST_ROWS_SHOWN) * ROW_PX + 4)


def _counted(videos: Iterable[Video]) -> Counter[Path]:
    """How many videos each folder holds; by their texts, since making a path of each takes long."""
    texts = Counter(str(video.path).rpartition(os.sep)[0] for video in videos)
    return Counter({Path(text + os.sep): count for text, count in texts.items()})


def _roots(folders: Iterable[Path], added: Sequence[Path]) -> list[tuple[Path, list[Path]]]:
    """The folders by the one at the top that holds them.

    These are the folders that were added, and for what lies in none of them the fewest that hold the others:
    common ancestors short of the top of a drive.
    """
    by_added: dict[Path, list[Path]] = {root: [] for root in added}
    by_top: dict[tuple[str, ...], list[Path]] = {}
    for folder in folders:
        root = next((one for one in added if folder.is_relative_to(one)), None)
        if root is not None:
            by_added[root].append(folder)
        else:
            by_top.setdefault(folder.parts[:3], []).append(folder)
    found = [(root, inside) for root, inside in by_added.items() if inside]
    found += [(Path(os.path.commonpath(inside)), inside) for inside in by_top.values()]
    return sorted(found, key=lambda one: one[0])


def _children(folder: Path, inside: list[Path]) -> list[list[Path]]:
    """Folders by the next one below ``folder`` that holds videos or branches; others are skipped."""
    depth = len(folder.parts)
    groups: dict[str, list[Path]] = {}
    for path in inside:
        if len(path.parts) > depth:
            groups.setdefault(path.parts[depth], []).append(path)
    return sorted(groups.values(), key=os.path.commonpath)
