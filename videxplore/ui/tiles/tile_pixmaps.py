"""Pixmaps kept for painting tiles: thumbnails cropped to their boxes, and rounded frames."""

from collections import OrderedDict

from PySide6.QtCore import QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap

from videxplore.ui.look import theme

CAPACITY_BYTES = 48 * 1024 * 1024


class FittedPixmaps:
    """Pixmaps ready to be drawn as they are, the latest used kept."""

    def __init__(self, capacity_bytes: int = CAPACITY_BYTES) -> None:
        """Keep none yet, and later no more than ``capacity_bytes`` of pixels."""
        self._capacity_bytes = capacity_bytes
        self._fitted: OrderedDict[tuple[int, int, int], QPixmap] = OrderedDict()
        self._bytes = 0

    def fitted(self, pixmap: QPixmap, box: QRectF, ratio: float) -> QPixmap:
        """The middle of a picture, as large as it fills a box: cropped at its sides, never stretched.

        Args:
            pixmap: The picture.
            box: What it is to fill; only its size counts.
            ratio: Device pixels per pixel.
        """
        size_px = QSize(max(1, round(box.width() * ratio)), max(1, round(box.height() * ratio)))
        key = (pixmap.cacheKey(), size_px.width(), size_px.height())
        known = self._fitted.get(key)
        if known is not None:
            self._fitted.move_to_end(key)
            return known
        fitted = cut_out(pixmap, size_px)
        fitted.setDevicePixelRatio(ratio)
        self._fitted[key] = fitted
        self._bytes += size_px.width() * size_px.height() * 4
        while self._bytes > self._capacity_bytes and len(self._fitted) > 1:
            (_, width_px, height_px), _ = self._fitted.popitem(last=False)
            self._bytes -= width_px * height_px * 4
        return fitted


def cut_out(pixmap: QPixmap, size_px: QSize) -> QPixmap:
    """The middle of a picture in another size: cropped at its sides, stretched only where it is a line."""
    scale = max(size_px.width() / pixmap.width(), size_px.height() / pixmap.height())
    width_px = min(pixmap.width(), max(1, round(size_px.width() / scale)))
    height_px = min(pixmap.height(), max(1, round(size_px.height() / scale)))
    left_px, top_px = (pixmap.width() - width_px) // 2, (pixmap.height() - height_px) // 2
    part = pixmap.copy(left_px, top_px, width_px, height_px)
    mode = Qt.TransformationMode.SmoothTransformation
    return part.scaled(size_px, Qt.AspectRatioMode.IgnoreAspectRatio, mode)


def draw_filling(painter: QPainter, box: QRectF, pixmap: QPixmap) -> None:
    """Draw ``pixmap`` so that it fills ``box``: cropped at its sides, never stretched."""
    if pixmap.isNull():
        return
    scale = max(box.width() / pixmap.width(), box.height() / pixmap.height())
    width, height = box.width() / scale, box.height() / scale
    source = QRectF((pixmap.width() - width) / 2, (pixmap.height() - height) / 2, width, height)
    painter.drawPixmap(box, pixmap, source)


MOST_FRAMES = 16
"""Plain, chosen, liked and disliked, in two themes, before and after a change of size."""

_Key = tuple[float, float, float, int, int, int]


class TileFrames:
    """Frames by their size, their colours and the width of their line."""

    def __init__(self) -> None:
        self._frames: dict[_Key, QPixmap] = {}

    def frame(self, size: QSizeF, ratio: float, outside: QColor, line: QColor, width_px: int) -> QPixmap:
        """A pixmap to lay over a tile, transparent where the tile shows.

        Args:
            size: Of the tile.
            ratio: Device pixels per pixel.
            outside: What is behind the tile, and shows outside its round corners.
            line: Colour of the line around the tile.
            width_px: Width of that line.
        """
        key = (size.width(), size.height(), ratio, outside.rgba(), line.rgba(), width_px)
        known = self._frames.get(key)
        if known is None:
            if len(self._frames) >= MOST_FRAMES:
                self._frames.clear()
            known = self._frames[key] = _drawn(size, ratio, outside, line, width_px)
        return known


def _drawn(size: QSizeF, ratio: float, outside: QColor, line: QColor, width_px: int) -> QPixmap:
    pixmap = QPixmap((size * ratio).toSize())
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    box, inset = QRectF(0, 0, size.width(), size.height()), width_px / 2
    radius = float(theme.TILE_RADIUS_PX)
    corners = QPainterPath()
    corners.addRect(box)
    corners.addRoundedRect(box, radius, radius)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillPath(corners, outside)
    painter.setPen(QPen(line, width_px))
    radius -= inset / 2
    painter.drawRoundedRect(box.adjusted(inset, inset, -inset, -inset), radius, radius)
    painter.end()
    return pixmap
