"""Pixmaps that are drawn once and kept: thumbnails cut to their box, and the frames of tiles."""

import functools
from collections import OrderedDict

from PySide6.QtCore import QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap

from videxplore.ui.look import theme
from videxplore.ui.look.images import cut_out

CAPACITY_BYTES = 48 * 1024 * 1024


class FittedPixmaps:
    """Pixmaps ready to be drawn as they are, the latest used kept."""

    def __init__(self, capacity_bytes: int = CAPACITY_BYTES) -> None:
        """Keep none yet, and later no more than ``capacity_bytes`` of pixels."""
        self._capacity_bytes = capacity_bytes
        self._fitted: OrderedDict[tuple[int, int, int], QPixmap] = OrderedDict()
        self._bytes = 0

    def fitted(self, pixmap: QPixmap, box: QRectF, ratio: float) -> QPixmap:
        """The middle of a thumbnail, as large as it fills a box: cropped at its sides, never stretched.

        Args:
            pixmap: The thumbnail.
            box: What it is to fill; only its size counts.
            ratio: Device pixels per pixel.
        """
        width_px, height_px = max(1, round(box.width() * ratio)), max(1, round(box.height() * ratio))
        key = (pixmap.cacheKey(), width_px, height_px)
        known = self._fitted.get(key)
        if known is not None:
            self._fitted.move_to_end(key)
            return known
        fitted = cut_out(pixmap, QSize(width_px, height_px))
        fitted.setDevicePixelRatio(ratio)
        self._fitted[key] = fitted
        self._bytes += width_px * height_px * 4
        while self._bytes > self._capacity_bytes and len(self._fitted) > 1:
            (_, width_px, height_px), _ = self._fitted.popitem(last=False)
            self._bytes -= width_px * height_px * 4
        return fitted


MOST_FRAMES = 16
"""Plain, chosen, liked and disliked, in two themes, before and after a change of size."""


class TileFrames:
    """Frames by their size, their colours and the width of their line."""

    def __init__(self) -> None:
        self._drawn = functools.lru_cache(MOST_FRAMES)(_drawn)

    def frame(self, size: QSizeF, ratio: float, outside: QColor, line: QColor, width_px: int) -> QPixmap:
        """A pixmap to lay over a tile, transparent where the tile shows.

        Args:
            size: Of the tile.
            ratio: Device pixels per pixel.
            outside: What is behind the tile, and shows outside its round corners.
            line: Colour of the line around the tile.
            width_px: Width of that line.
        """
        return self._drawn(size.width(), size.height(), ratio, outside.rgba(), line.rgba(), width_px)


def _drawn(width: float, height: float, ratio: float, outside: int, line: int, line_px: int) -> QPixmap:
    pixmap = QPixmap((QSizeF(width, height) * ratio).toSize())
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    box, inset = QRectF(0, 0, width, height), line_px / 2
    radius = float(theme.TILE_RADIUS_PX)
    corners = QPainterPath()
    corners.addRect(box)
    corners.addRoundedRect(box, radius, radius)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillPath(corners, QColor.fromRgba(outside))
    painter.setPen(QPen(QColor.fromRgba(line), line_px))
    radius -= inset / 2
    painter.drawRoundedRect(box.adjusted(inset, inset, -inset, -inset), radius, radius)
    painter.end()
    return pixmap
