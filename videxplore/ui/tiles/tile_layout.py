"""Where the parts of a tile are, and its texts cut to the room there is."""

import functools
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF

FOOTER_PX = 26
TITLED_FOOTER_PX = 42
"""With a title above."""

_SIDE_PX = 9
_KEPT_LAYOUTS = 16
_KEPT_TEXTS = 2048


@dataclass(frozen=True, slots=True)
class TileLayout:
    """Rectangles from the top left corner of a tile, in pixels.

    Attributes:
        tile: All of it.
        box: The thumbnail.
        footer: Below the thumbnail.
        title: The line of the title; empty where there is no room for one.
        row: The line of what stands at the left and at the right.
        scrub_line: Where the match is marked.
    """

    tile: QRectF
    box: QRectF
    footer: QRectF
    title: QRectF
    row: QRectF
    scrub_line: QRectF


@functools.lru_cache(_KEPT_LAYOUTS)
def tile_layout(width_px: int, height_px: int, footer_px: int) -> TileLayout:
    """The layout of tiles of this size; all tiles of a grid share it."""
    tile = QRectF(0, 0, width_px, height_px)
    box = tile.adjusted(0, 0, 0, -footer_px)
    row = QRectF(_SIDE_PX, height_px - FOOTER_PX, width_px - 2 * _SIDE_PX, FOOTER_PX)
    title = QRectF()
    if footer_px > FOOTER_PX:
        line_px = footer_px / 2
        title = QRectF(_SIDE_PX, height_px - footer_px + 2, row.width(), line_px)
        row = title.translated(0, line_px - 3)
    footer = tile.adjusted(0, box.height(), 0, 0)
    return TileLayout(tile, box, footer, title, row, QRectF(0, box.bottom() - 1, width_px, 2))


MOST_RIGHT = 0.7
"""How much of its line what stands at the right may take."""

GAP_PX = 8


class FittedTexts:
    """Texts of one font cut to the room there is; the latest used are kept, as many tiles share theirs."""

    def __init__(self, font: QFont) -> None:
        """Keep none yet."""
        self.font = font
        self._metrics = QFontMetricsF(font)
        self.fitted = functools.lru_cache(_KEPT_TEXTS)(self._fitted)
        self.width_px = functools.lru_cache(_KEPT_TEXTS)(self._width_px)

    def _width_px(self, text: str) -> float:
        return self._metrics.horizontalAdvance(text)

    def _fitted(self, text: str, room_px: float, brief: str = "") -> str:
        """The text, with an ellipsis where it is cut off; ``brief``, cut off too, where there is no room."""
        if self._metrics.horizontalAdvance(text) <= room_px:
            return text
        elided: str = self._metrics.elidedText(brief or text, Qt.TextElideMode.ElideRight, room_px)
        return elided

    def fitted_beside(self, text: str, room_px: float, time: str) -> str:
        """The text at the right of a line, where a time at the left keeps its room; empty for no time."""
        left_px = self.width_px(time) + GAP_PX if time else 0.0
        return self.fitted(text, min(room_px * MOST_RIGHT, room_px - left_px))
