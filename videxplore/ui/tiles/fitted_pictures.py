"""Pictures cropped and scaled to the boxes they fill, kept: scaling costs more than all else of a tile."""

from collections import OrderedDict

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPixmap

CAPACITY_BYTES = 48 * 1024 * 1024


class FittedPictures:
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
