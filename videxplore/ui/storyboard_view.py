"""The storyboard, as it is exported: clusters in time order whose area is their share of the time."""

import math
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QObject, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPainterPath, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from videxplore.core.summaries import Cluster
from videxplore.services.summarising.board_layout import MIN_SHARE, layout_boxes
from videxplore.ui.look import theme
from videxplore.ui.look.images import draw_filling
from videxplore.ui.look.qt_override import qt_override
from videxplore.ui.look.texts import clock_text, percent_words
from videxplore.ui.look.theme import colours
from videxplore.ui.tiles.delegate import LEFT_IN_ANY_SCRIPT, Index
from videxplore.ui.tiles.thumbnail_cache import ThumbnailCache, ThumbnailKey

ClusterRole = Qt.ItemDataRole.UserRole + 1
SizeRole = Qt.ItemDataRole.UserRole + 2

CAPTION_PX = 18
CAPTION_GAP_PX = 8
BAR_PX = 2
# How far each of two sheets behind a picture looks out above it, and the gap to the next picture.
STACK_PX = 3
GAP_PX = 12
SMALLEST_HEIGHT_PX = 54
ASPECT = 16 / 9

# More pictures than this have one size: areas by share would take too long while the slider is dragged.
MOST_SIZED = 120
LAYOUT_ROUNDS = 5

# Captions stand on pictures: in the same colours in both themes.
_ON_SHADE, _DIM_ON_SHADE = QColor(232, 235, 240), QColor(180, 188, 200)


class ClusterModel(QAbstractListModel):
    """Clusters in the order of their time, with the size of the picture of each."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.clusters: Sequence[Cluster] = ()
        self._sizes: list[QSize] = []
        self._aspect = ASPECT

    def set_clusters(self, clusters: Sequence[Cluster], room: QSize, aspect: float = ASPECT) -> None:
        """Show these, whose pictures are this much wider than high, in a view of this size."""
        self.beginResetModel()
        self.clusters = clusters
        self._aspect = aspect
        self._sizes = lay_out([cluster.weight for cluster in clusters], room, aspect)
        self.endResetModel()

    def fit(self, room: QSize) -> None:
        """The view changed its size."""
        sizes = lay_out([cluster.weight for cluster in self.clusters], room, self._aspect)
        if sizes != self._sizes:
            self.layoutAboutToBeChanged.emit()
            self._sizes = sizes
            self.layoutChanged.emit()

    @qt_override
    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.clusters)

    @qt_override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The cluster, the size of its picture, or what a screen reader says."""
        if not index.isValid():
            return None
        cluster = self.clusters[index.row()]
        if role == ClusterRole:
            return cluster
        if role == SizeRole:
            return self._sizes[index.row()]
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            time = clock_text(cluster.representative.time_s, 1)
            name = cluster.label or self.tr("Pictures like the one at %1").replace("%1", time)
            share = self.tr("%1 of the time").replace("%1", percent_words(cluster.weight))
            return f"{name}, {share}"
        return None


def lay_out(weights: Sequence[float], room: QSize, aspect: float) -> list[QSize]:
    """The size of each picture, in rows of one height that fill the width of ``room``.

    Areas are in proportion to the weights, as large as the height of ``room`` allows, and down to a size at
    which a picture can still be recognised: the view then scrolls.
    """
    width_px = room.width() - GAP_PX
    if not weights or width_px <= 0 or room.height() <= 0:
        return [QSize(80, SMALLEST_HEIGHT_PX) for _ in weights]
    least = SMALLEST_HEIGHT_PX**2 * aspect / MIN_SHARE
    if len(weights) > MOST_SIZED:
        width = round(SMALLEST_HEIGHT_PX * aspect)
        return [QSize(min(width, width_px), SMALLEST_HEIGHT_PX) for _ in weights]
    best = layout_boxes(weights, width_px, aspect, GAP_PX, least)
    if best[-1].top_px == 0 and (tallest := best[0].height_px) > room.height() - GAP_PX:
        # Even in one row they would be too high for the view.
        narrower = max(1, round(width_px * (room.height() - GAP_PX) / tallest))
        best = layout_boxes(weights, narrower, aspect, GAP_PX, least)
    most = float(width_px * room.height())
    for _ in range(LAYOUT_ROUNDS):
        middle = math.sqrt(least * most)
        boxes = layout_boxes(weights, width_px, aspect, GAP_PX, middle)
        if boxes[-1].top_px + boxes[-1].height_px + GAP_PX <= room.height():
            least, best = middle, boxes
        else:
            most = middle
    return [QSize(box.width_px, box.height_px) for box in best]


class ClusterDelegate(QStyledItemDelegate):
    """Paints a cluster: its thumbnail standing on the row's base line, the stack behind, words below."""

    def __init__(self, thumbnails: ThumbnailCache, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails

    @qt_override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        size: QSize = index.data(SizeRole)
        return size + QSize(GAP_PX, GAP_PX)

    @qt_override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        cluster: Cluster = index.data(ClusterRole)
        size: QSize = index.data(SizeRole)
        palette = colours()
        box = QRectF(option.rect.left(), option.rect.top() + GAP_PX, size.width(), size.height())
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        if len(cluster.members) > 1:
            painter.setPen(QPen(palette.line, 1))
            painter.setBrush(palette.raised)
            for sheet in (2, 1):
                inset = sheet * STACK_PX
                painter.drawRoundedRect(box.adjusted(inset, -inset, -inset, -inset), 5, 5)
        path = QPainterPath()
        path.addRoundedRect(box, theme.THUMBNAIL_RADIUS_PX, theme.THUMBNAIL_RADIUS_PX)
        painter.save()
        painter.setClipPath(path)
        painter.fillRect(box, palette.background)
        pixmap = self._thumbnails.get(ThumbnailKey("keyframe", cluster.representative.id))
        if pixmap is not None:
            draw_filling(painter, box, pixmap)
        self._paint_caption(painter, box, cluster)
        painter.restore()
        is_lit = state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver)
        painter.setPen(QPen(palette.accent, 2) if is_lit else QPen(palette.line, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(path)
        painter.restore()

    def _paint_caption(self, painter: QPainter, box: QRectF, cluster: Cluster) -> None:
        """The time at the left, the share at the right, the label between, on a shade and over a bar."""
        shade = QRectF(box.left(), box.bottom() - 2 * CAPTION_PX, box.width(), 2 * CAPTION_PX)
        gradient = QLinearGradient(shade.topLeft(), shade.bottomLeft())
        gradient.setColorAt(0, QColor(6, 8, 10, 0))
        gradient.setColorAt(1, QColor(6, 8, 10, 220))
        painter.fillRect(shade, gradient)
        line = QRectF(box.left() + 6, box.bottom() - CAPTION_PX - 2, box.width() - 12, CAPTION_PX)
        font = theme.figures_font(11)
        painter.setFont(font)
        metrics = painter.fontMetrics()
        time, share = clock_text(cluster.representative.time_s, 0), percent_words(cluster.weight)
        time_px, share_px = metrics.horizontalAdvance(time), metrics.horizontalAdvance(share)
        painter.setPen(_ON_SHADE)
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | LEFT_IN_ANY_SCRIPT, time)
        room_px = line.width() - time_px - CAPTION_GAP_PX
        if share_px <= room_px:
            painter.setPen(_DIM_ON_SHADE)
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, share)
            room_px -= share_px + CAPTION_GAP_PX
            words = line.adjusted(time_px + CAPTION_GAP_PX, 0, 0, 0)
            if cluster.label and room_px > 3 * CAPTION_GAP_PX:
                painter.setPen(_ON_SHADE)
                label = theme.elided(cluster.label, font, room_px)
                painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | LEFT_IN_ANY_SCRIPT, label)
        bar = QRectF(box.left(), box.bottom() - BAR_PX, box.width() * cluster.weight, BAR_PX)
        painter.fillRect(bar, colours().accent)


class StoryboardView(QListView):
    """All clusters of a video at a glance."""

    def __init__(self, model: ClusterModel, thumbnails: ThumbnailCache) -> None:
        super().__init__()
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
