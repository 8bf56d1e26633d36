"""The storyboard: clusters of keyframes whose area is their share of the time, shown as stacks."""

import math
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QObject, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from videxplore.core.summaries import Cluster
from videxplore.ui.look import theme
from videxplore.ui.look.images import draw_filling
from videxplore.ui.look.qt_override import qt_override
from videxplore.ui.look.texts import clock_text, percent_words
from videxplore.ui.look.theme import colours
from videxplore.ui.tiles.delegate import Index
from videxplore.ui.tiles.thumbnail_cache import ThumbnailCache, ThumbnailKey

ClusterRole = Qt.ItemDataRole.UserRole + 1
SizeRole = Qt.ItemDataRole.UserRole + 2

CAPTION_PX = 24
# Room for the stack that shows behind a thumbnail, and the gap to the next one.
STACK_PX = 5
GAP_PX = 12
SMALLEST_HEIGHT_PX = 44
LARGEST_HEIGHT_PX = 260
ASPECT = 16 / 9


class ClusterModel(QAbstractListModel):
    """Clusters, heaviest first, with the cell each takes."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.clusters: Sequence[Cluster] = ()
        self._cells: list[tuple[QSize, int]] = []

    def set_clusters(self, clusters: Sequence[Cluster], room: QSize) -> None:
        """Show these in a view of this size."""
        self.beginResetModel()
        self.clusters = clusters
        self._cells = lay_out([cluster.weight for cluster in clusters], room)
        self.endResetModel()

    def fit(self, room: QSize) -> None:
        """The view changed its size."""
        cells = lay_out([cluster.weight for cluster in self.clusters], room)
        if cells != self._cells:
            self.layoutAboutToBeChanged.emit()
            self._cells = cells
            self.layoutChanged.emit()

    @qt_override
    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.clusters)

    @qt_override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The cluster, its cell and thumbnail height, or what a screen reader says."""
        if not index.isValid():
            return None
        cluster = self.clusters[index.row()]
        if role == ClusterRole:
            return cluster
        if role == SizeRole:
            return self._cells[index.row()]
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            time = clock_text(cluster.representative.time_s, 1)
            name = cluster.label or self.tr("Pictures like the one at %1").replace("%1", time)
            share = self.tr("%1 of the time").replace("%1", percent_words(cluster.weight))
            return f"{name}, {share}"
        return None


def lay_out(weights: Sequence[float], room: QSize) -> list[tuple[QSize, int]]:
    """The cell and the thumbnail height of each weight, so that all fit into ``room`` where they can.

    A thumbnail's area is proportional to its weight, down to a size at which it can still be recognised.
    """
    if not weights or room.isEmpty():
        return [(QSize(80, 80), SMALLEST_HEIGHT_PX) for _ in weights]
    low, high = float(SMALLEST_HEIGHT_PX), float(min(LARGEST_HEIGHT_PX, room.height() - CAPTION_PX - GAP_PX))
    best = _rows(weights, low, room.width())
    for _ in range(12):
        middle = (low + high) / 2
        cells = _rows(weights, middle, room.width())
        if _height(cells) <= room.height():
            low, best = middle, cells
        else:
            high = middle
    return [cell for row in best for cell in row]


def _rows(weights: Sequence[float], tallest_px: float, width_px: int) -> list[list[tuple[QSize, int]]]:
    rows: list[list[tuple[QSize, int]]] = []
    row: list[tuple[int, int]] = []
    used = 0
    for weight in weights:
        height = max(SMALLEST_HEIGHT_PX, round(tallest_px * math.sqrt(weight / max(weights))))
        width = round(height * ASPECT) + GAP_PX
        if row and used + width > width_px:
            rows.append(_cells(row))
            row, used = [], 0
        row.append((width, height))
        used += width
    rows.append(_cells(row))
    return rows


def _cells(row: list[tuple[int, int]]) -> list[tuple[QSize, int]]:
    tallest = max(height for _, height in row) + CAPTION_PX + GAP_PX
    return [(QSize(width, tallest), height) for width, height in row]


def _height(rows: list[list[tuple[QSize, int]]]) -> int:
    return sum(row[0][0].height() for row in rows if row)


class ClusterDelegate(QStyledItemDelegate):
    """Paints a cluster: its thumbnail standing on the row's base line, the stack behind, words below."""

    def __init__(self, thumbnails: ThumbnailCache, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails

    @qt_override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        cell: QSize = index.data(SizeRole)[0]
        return cell

    @qt_override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        cluster: Cluster = index.data(ClusterRole)
        cell, height = index.data(SizeRole)
        palette = colours()
        rect = option.rect
        bottom = rect.top() + cell.height() - CAPTION_PX
        box = QRectF(rect.left() + 2, bottom - height, round(height * ASPECT) - 2, height)
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        if len(cluster.members) > 1:
            painter.setPen(QPen(palette.line, 1))
            painter.setBrush(palette.raised)
            for offset in (STACK_PX, STACK_PX / 2):
                painter.drawRoundedRect(box.translated(offset, -offset), 5, 5)
        path = QPainterPath()
        path.addRoundedRect(box, theme.THUMBNAIL_RADIUS_PX, theme.THUMBNAIL_RADIUS_PX)
        painter.save()
        painter.setClipPath(path)
        painter.fillRect(box, palette.background)
        pixmap = self._thumbnails.get(ThumbnailKey("keyframe", cluster.representative.id))
        if pixmap is not None:
            draw_filling(painter, box, pixmap)
        painter.restore()
        is_lit = state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver)
        painter.setPen(QPen(palette.accent, 2) if is_lit else QPen(palette.line, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(path)
        self._paint_caption(painter, QRectF(box.left(), bottom + 2, box.width(), CAPTION_PX - 4), cluster)
        painter.restore()

    def _paint_caption(self, painter: QPainter, box: QRectF, cluster: Cluster) -> None:
        palette = colours()
        font = theme.figures_font(11)
        painter.setFont(font)
        share = percent_words(cluster.weight)
        painter.setPen(palette.dim)
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, share)
        width = box.width() - painter.fontMetrics().horizontalAdvance(share) - 6
        painter.setPen(palette.text)
        words = cluster.label or clock_text(cluster.representative.time_s, 1)
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, theme.elided(words, font, width))


class StoryboardView(QListView):
    """All clusters of a video at a glance."""

    def __init__(
        self, model: ClusterModel, thumbnails: ThumbnailCache, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.cluster_model = model
        self.setModel(model)
        self.setItemDelegate(ClusterDelegate(thumbnails, self))
        self.setViewMode(QListView.ViewMode.ListMode)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QListView.Shape.NoFrame)
        thumbnails.loaded.connect(self.viewport().update)

    def room(self) -> QSize:
        """What the clusters can be laid out in."""
        # Qt wraps as if the scroll bar were always there.
        bar = self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent, None, self.verticalScrollBar())
        return QSize(self.width() - bar - 2, self.height() - 4)

    @qt_override
    def resizeEvent(self, event: QResizeEvent) -> None:
        self.cluster_model.fit(self.room())
        super().resizeEvent(event)
