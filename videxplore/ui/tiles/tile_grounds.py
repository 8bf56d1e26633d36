"""Tiles without their texts, drawn once and kept: thumbnail, footer, scrub line and frame in one."""

from collections import OrderedDict
from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPixmap

from videxplore.ui.look.theme import Palette
from videxplore.ui.tiles.drawn_pixmaps import CAPACITY_BYTES, FittedPixmaps, TileFrames
from videxplore.ui.tiles.tile_layout import TileLayout

PAIR_GAP_PX = 2
FADED = 0.6
_ORIGIN = QPointF(0, 0)

Thumbnails = Sequence[QPixmap | None]


class TileStyle(NamedTuple):
    """What all tiles of a grid share.

    Attributes:
        layout: From :func:`~videxplore.ui.tiles.tile_layout.tile_layout`.
        palette: The colours.
        ratio: Device pixels per pixel.
    """

    layout: TileLayout
    palette: Palette
    ratio: float


class GroundLook(NamedTuple):
    """How the ground of a tile differs from others, apart from its thumbnails.

    Attributes:
        line_px: Width of the frame; 0 for none, where it is to be laid over what is drawn up to the edge.
        line: Name of its colour.
        is_faded: Whether the thumbnails are pale.
        has_scrub_line: Whether there is a line on which the match is marked.
    """

    line_px: int
    line: str
    is_faded: bool
    has_scrub_line: bool


class TileGrounds:
    """Grounds of tiles, the latest used kept as long as the tiles keep their size and colours."""

    def __init__(self, capacity_bytes: int = CAPACITY_BYTES) -> None:
        """Keep none yet, and later no more than ``capacity_bytes`` of pixels."""
        self._capacity_bytes = capacity_bytes
        self._fitted = FittedPixmaps(capacity_bytes // 4)
        self._frames = TileFrames()
        self._drawn: OrderedDict[tuple[object, ...], QPixmap] = OrderedDict()
        self._style: TileStyle | None = None
        self._most = 1

    def frame(self, style: TileStyle, line: str, line_px: int) -> QPixmap:
        """The frame alone."""
        layout, palette, ratio = style
        return self._frames.frame(layout.tile.size(), ratio, palette.panel, getattr(palette, line), line_px)

    def ground(self, style: TileStyle, look: GroundLook, thumbnails: Thumbnails) -> QPixmap:
        """The ground of a tile.

        Args:
            style: What all tiles share.
            look: How this one looks.
            thumbnails: One, or two that are shown side by side; None for what is not there.
        """
        if style != self._style:
            self._begin(style)
        key = (look, *(None if one is None else one.cacheKey() for one in thumbnails))
        known = self._drawn.get(key)
        if known is None:
            known = self._drawn[key] = self._draw(style, look, thumbnails)
            if len(self._drawn) > self._most:
                self._drawn.popitem(last=False)
        else:
            self._drawn.move_to_end(key)
        return known

    def _begin(self, style: TileStyle) -> None:
        self._style = style
        self._drawn.clear()
        tile = style.layout.tile
        self._most = max(1, int(self._capacity_bytes / (4 * tile.width() * tile.height() * style.ratio**2)))

    def _draw(self, style: TileStyle, look: GroundLook, thumbnails: Thumbnails) -> QPixmap:
        layout, palette, ratio = style
        pixmap = QPixmap((layout.tile.size() * ratio).toSize())
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(palette.background)
        painter = QPainter(pixmap)
        painter.fillRect(layout.footer, palette.raised)
        painter.setOpacity(FADED if look.is_faded else 1)
        for thumbnail, box in zip(thumbnails, _boxes(layout.box, len(thumbnails)), strict=True):
            if thumbnail is not None:
                painter.drawPixmap(box.topLeft(), self._fitted.fitted(thumbnail, box, ratio))
        painter.setOpacity(1)
        if look.has_scrub_line:
            painter.fillRect(layout.scrub_line, palette.line)
        if look.line_px:
            painter.drawPixmap(_ORIGIN, self.frame(style, look.line, look.line_px))
        painter.end()
        return pixmap


def _boxes(box: QRectF, count: int) -> list[QRectF]:
    """Where one thumbnail is, or two with a gap between them."""
    if count == 1:
        return [box]
    width_px = (box.width() - PAIR_GAP_PX) // 2
    lefts = (box.left(), box.right() - width_px)
    return [QRectF(left, box.top(), width_px, box.height()) for left in lefts]
