"""The frames of tiles, kept: a rounded line and what lies outside its corners, laid over what a tile shows.

Clipping every picture to round corners costs as much as all the rest of a tile.
"""

from PySide6.QtCore import QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap

from videxplore.ui.look import theme

MOST_FRAMES = 16
"""Plain, chosen, liked and disliked, in two themes, before and after a change of size."""

_Key = tuple[float, float, float, int, int, int]


class TileFrames:
    """Frames by their size, their colours and the width of their line."""

    def __init__(self) -> None:
        """Keep none yet."""
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
