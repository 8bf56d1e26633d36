"""Where the parts of a tile are, and its texts cut to the room there is."""

import functools
from dataclasses import dataclass
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QStaticText, QTransform

FOOTER_PX = 26
TITLED_FOOTER_PX = 42
"""With a title above."""

_SIDE_PX = 9
_KEPT_LAYOUTS = 16
_KEPT_TEXTS = 2048
_ANY_ROOM = QRectF(0, 0, 2**24, 2**24)


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


class ShapedText(NamedTuple):
    """A line of text whose glyphs are chosen and placed already.

    Attributes:
        glyphs: What a painter draws, with the same font.
        width_px: How wide it is.
        height_px: How high; a face that stands in for missing letters may be higher.
    """

    glyphs: QStaticText
    width_px: float
    height_px: float


class FittedTexts:
    """Texts of one font cut to the room there is; the latest used are kept, as many tiles share theirs."""

    def __init__(self, font: QFont) -> None:
        """Keep none yet."""
        self._font = font
        self._metrics = QFontMetricsF(font)
        self.fitted = functools.lru_cache(_KEPT_TEXTS)(self._fitted)
        self.shaped = functools.lru_cache(_KEPT_TEXTS)(self._shaped)

    def fitted_beside(self, text: str, room_px: float, time: str) -> str:
        """The text at the right of a line, where a time at the left keeps its room; empty for no time."""
        left_px = self.shaped(time).width_px + GAP_PX if time else 0.0
        return self.fitted(text, min(room_px * MOST_RIGHT, room_px - left_px))

    def draw(self, painter: QPainter, line: QRectF, text: str, *, is_at_right: bool = False) -> float:
        """Draw a line of text in the pen's colour, half way down ``line``; its width."""
        shaped = self.shaped(text)
        left = line.right() - shaped.width_px if is_at_right else line.left()
        painter.setFont(self._font)
        # In this way Qt draws texts of any script from the left.
        painter.drawStaticText(
            QPointF(left, line.top() + (line.height() - shaped.height_px) / 2), shaped.glyphs
        )
        return shaped.width_px

    def _shaped(self, text: str) -> ShapedText:
        glyphs = QStaticText(text)
        glyphs.setTextFormat(Qt.TextFormat.PlainText)
        glyphs.prepare(QTransform(), self._font)
        height_px = self._metrics.boundingRect(_ANY_ROOM, Qt.AlignmentFlag.AlignLeft.value, text).height()
        return ShapedText(glyphs, self._metrics.horizontalAdvance(text), height_px)

    def _fitted(self, text: str, room_px: float, brief: str = "") -> str:
        """The text, with an ellipsis where it is cut off; ``brief``, cut off too, where there is no room."""
        if self._metrics.horizontalAdvance(text) <= room_px:
            return text
        elided: str = self._metrics.elidedText(brief or text, Qt.TextElideMode.ElideRight, room_px)
        return elided
