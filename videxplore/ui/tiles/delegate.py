"""What a tile shows, and how one is painted from pixmaps that are kept."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import (
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    QSizeF,
    Qt,
)
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap, QRegion
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from videxplore.core.selects import Verdict
from videxplore.core.texts import TextBox
from videxplore.ui.look import theme
from videxplore.ui.look.icons import icon
from videxplore.ui.look.qt_override import qt_override
from videxplore.ui.look.theme import Palette, colours
from videxplore.ui.tiles.thumbnail_cache import ThumbnailCache, ThumbnailKey
from videxplore.ui.tiles.tile_grounds import FADED, GroundLook, Thumbnails, TileGrounds, TileStyle
from videxplore.ui.tiles.tile_layout import FOOTER_PX, GAP_PX, FittedTexts, TileLayout, tile_layout

Index = QModelIndex | QPersistentModelIndex
TileRole = Qt.ItemDataRole.UserRole + 1
Mark = Literal["", "like", "unlike"]

LEFT_IN_ANY_SCRIPT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute
"""Names in scripts that are read from the right are at the left too, beside their thumbnail."""

BUTTON_PX = 26
STAR_PX = 16
_NOTCH_PX = 4
_MARGIN_PX = theme.GAP_PX // 2 + 1
# How many thumbnails a sweep over a tile passes through.
SCRUB_STEPS = 24
# More tiles than this were painted while their thumbnails were on the way: most have been scrolled past.
MOST_WAITING = 400
_SIGNS: tuple[tuple[Mark, str], tuple[Mark, str]] = (("like", "plus"), ("unlike", "minus"))


@dataclass(frozen=True, slots=True)
class Tile:
    """One tile.

    Attributes:
        video_id: The video whose strip is shown while the pointer moves over the tile.
        start_s: Start of the span the pointer scrubs through; ``end_s`` its end, in seconds.
        left: Words or a time at the left of the footer.
        brief: The words there where there is no room for ``left``; cut off where that is empty.
        right: Words or a score at its right.
        spoken: What a screen reader says.
        why: Why it was found, as its tool tip; lines of text, or empty.
        name: Shown over the thumbnail while the pointer is on the tile.
        verdict: Whether it holds a favourite, which gets a star, or a rejected moment, and fades.
        title: A line of its own above ``left`` and ``right``, where the grid has room for it.
        tone: Colour name of ``right``.
        match_s: Time of the match, marked on the thumbnail's scrub line; None for no such line.
        mark: Whether the user liked or disliked it.
        is_seen: Whether it was opened already, and fades.
        dot: Colour name of a state dot before ``left``; empty for none.
        is_figures: Whether ``left`` is a time.
        text_box: Left, top, width and height, as shares of the frame, of the text by which it was found.
        second: A thumbnail for the right half, where a tile stands for one scene and the one that follows.
    """

    thumbnail: ThumbnailKey
    video_id: int
    start_s: float
    end_s: float
    left: str
    right: str
    spoken: str
    mark: Mark = ""
    is_seen: bool = False
    dot: str = ""
    is_figures: bool = True
    name: str = ""
    verdict: Verdict = ""
    brief: str = ""
    why: str = ""
    second: ThumbnailKey | None = None
    title: str = ""
    tone: str = "dim"
    match_s: float | None = None
    text_box: TextBox | None = None

    @property
    def match_fraction(self) -> float:
        """How far across the span the match is, in [0, 1]."""
        length_s = self.end_s - self.start_s
        share = ((self.match_s or 0.0) - self.start_s) / length_s if length_s > 0 else 0.0
        return min(1.0, max(0.0, share))

    def scrub_key(self, fraction: float) -> ThumbnailKey:
        """The strip thumbnail at this fraction of the span."""
        step = min(SCRUB_STEPS - 1, max(0, int(fraction * SCRUB_STEPS))) / SCRUB_STEPS
        return ThumbnailKey(
            "strip", self.video_id, round(self.start_s + step * (self.end_s - self.start_s), 3)
        )


_SELECTED: int = QStyle.StateFlag.State_Selected.value
_FOCUSED: int = QStyle.StateFlag.State_HasFocus.value
_ORIGIN = QPointF(0, 0)


class TileDelegate(QStyledItemDelegate):
    """Paints tiles: thumbnail, confidence bar, footer, feedback buttons under the pointer.

    Attributes:
        painted: What is painted now; footers outside it are left as they are.
    """

    def __init__(
        self, thumbnails: ThumbnailCache, tile_of: Callable[[int], Tile], parent: QObject | None = None
    ) -> None:
        """Paint what ``tile_of`` says of a row."""
        super().__init__(parent)
        self._thumbnails = thumbnails
        self._tile_of = tile_of
        self._film = icon("film", "faint")
        self._star, self._cross = icon("star", "like"), icon("close", "unlike")
        self._grounds = TileGrounds()
        self._figures, self._words = FittedTexts(theme.figures_font(11)), FittedTexts(theme.text_font(12))
        self._waiting: dict[ThumbnailKey, set[int]] = {}
        self._signs = {mark: (icon(name, mark), icon(name, "on_accent")) for mark, name in _SIGNS}
        self.has_feedback = False
        self.footer_px = FOOTER_PX
        self.tile_size = QSize(160, 116)
        self.hovered_row = -1
        self.hovered_fraction = 0.0
        self.painted = QRegion()

    @qt_override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return self.tile_size

    def tile_rect(self, cell: QRect) -> QRect:
        """The tile within its cell: the gap between tiles is part of the cells."""
        return cell.adjusted(_MARGIN_PX, _MARGIN_PX, -_MARGIN_PX, -_MARGIN_PX)

    def thumbnail_rect(self, cell: QRect) -> QRect:
        """What changes when the thumbnail comes; as wide as the cell, so that neighbours join."""
        return cell.adjusted(0, _MARGIN_PX, 0, -_MARGIN_PX - self.footer_px)

    def button_rects(self, cell: QRect) -> tuple[QRect, QRect]:
        """Where the + and the - button are."""
        return _button_rects(self.tile_rect(cell))

    @qt_override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.row()
        tile = self._tile_of(row)
        if not tile.spoken:
            return
        rect = self.tile_rect(option.rect)
        style = TileStyle(
            tile_layout(rect.width(), rect.height(), self.footer_px),
            colours(),
            painter.device().devicePixelRatioF(),
        )
        # A plain number: Python combines flags of Qt ten times as slowly, and many tiles come at a time.
        state: int = option.state.value
        is_hovered = row == self.hovered_row
        line, line_px = _border(tile.mark, is_chosen=is_hovered or bool(state & _SELECTED))
        painter.save()
        painter.translate(rect.topLeft())
        # Drawn in one go where nothing else is drawn up to the edge, under the frame.
        notch = None if tile.match_s is None else _notch(tile, style.layout)
        is_whole = not is_hovered and tile.text_box is None and _is_within(notch, style.layout, line_px)
        look = GroundLook(
            line_px if is_whole else 0,
            line,
            not is_hovered and (tile.is_seen or tile.verdict == "rejected"),
            notch is not None,
        )
        self._paint_ground(painter, style, tile, look, row=row)
        if notch is not None:
            painter.fillRect(notch, style.palette.accent)
        if self.painted.intersects(rect.adjusted(0, rect.height() - self.footer_px, 0, 0)):
            self._paint_footer(painter, style.layout, tile, style.palette)
        if not is_whole:
            painter.drawPixmap(_ORIGIN, self._grounds.frame(style, line, line_px))
        if state & _FOCUSED and not is_hovered:
            _paint_focus(painter, style.layout.tile, style.palette)
        if self.has_feedback and (is_hovered or tile.mark):
            box = style.layout.tile.toRect()
            self._paint_buttons(painter, box, tile, style.palette, is_hovered=is_hovered)
        painter.restore()

    def rows_waiting_for(self, keys: Iterable[ThumbnailKey]) -> set[int]:
        """The rows that were painted without these thumbnails; from now on they wait for them no more."""
        return {row for key in keys for row in self._waiting.pop(key, ())}

    def _thumbnail(self, key: ThumbnailKey, row: int) -> QPixmap | None:
        pixmap = self._thumbnails.get(key)
        if pixmap is None:
            if len(self._waiting) > MOST_WAITING:
                self._waiting.clear()
            self._waiting.setdefault(key, set()).add(row)
        return pixmap

    def _paint_ground(
        self, painter: QPainter, style: TileStyle, tile: Tile, look: GroundLook, *, row: int
    ) -> None:
        """Everything of a tile that is no text of its footer."""
        box = style.layout.box
        is_hovered = row == self.hovered_row
        still = self._thumbnail(tile.thumbnail, row)
        pixmap = still
        if is_hovered and tile.end_s > tile.start_s:
            pixmap = self._thumbnail(tile.scrub_key(self.hovered_fraction), row) or still
        shown: Thumbnails = (pixmap,)
        if tile.second is not None and pixmap is still:
            shown = (still, self._thumbnail(tile.second, row))
        painter.drawPixmap(_ORIGIN, self._grounds.ground(style, look, shown))
        if pixmap is None and len(shown) == 1 and self._thumbnails.is_missing(tile.thumbnail):
            self._paint_film(painter, box, is_faded=look.is_faded)
        # Elsewhere in the scene the text may not be there.
        if tile.text_box is not None and pixmap is not None and pixmap is still:
            _paint_text_box(painter, box, pixmap, tile.text_box, style.palette)
        if is_hovered:
            self._paint_hovered(painter, style.layout, tile)
        if tile.verdict:
            sign = self._star if tile.verdict == "favourite" else self._cross
            sign.paint(painter, QRect(round(box.left()) + 6, round(box.top()) + 6, STAR_PX, STAR_PX))

    def _paint_hovered(self, painter: QPainter, layout: TileLayout, tile: Tile) -> None:
        """Where in the scene the pointer is, and its name."""
        if tile.end_s > tile.start_s:
            x = layout.box.left() + self.hovered_fraction * layout.box.width()
            height_px = layout.box.height() if tile.match_s is None else layout.scrub_line.top()
            painter.fillRect(QRectF(x - 0.5, 0, 1.5, height_px), QColor("#ffffff"))
        if tile.name:
            _paint_name(painter, layout.box, tile.name)

    def _paint_film(self, painter: QPainter, box: QRectF, *, is_faded: bool) -> None:
        """The sign of a thumbnail that the library does not have."""
        middle = box.center().toPoint()
        painter.setOpacity(FADED if is_faded else 1)
        self._film.paint(painter, QRect(middle.x() - 12, middle.y() - 12, 24, 24))
        painter.setOpacity(1)

    def _paint_footer(self, painter: QPainter, layout: TileLayout, tile: Tile, palette: Palette) -> None:
        row = layout.row
        room_px = row.width()
        if not layout.title.isEmpty():
            painter.setPen(palette.text)
            self._words.draw(painter, layout.title, self._words.fitted(tile.title, room_px))
        if tile.right:
            time = (tile.brief or tile.left) if tile.is_figures else ""
            right = self._figures.fitted_beside(tile.right, room_px, time)
            painter.setPen(getattr(palette, tile.tone))
            room_px -= self._figures.draw(painter, row, right, is_at_right=True) + GAP_PX
        if tile.dot:
            _paint_dot(painter, QRectF(row.left(), row.center().y() - 3, 6, 6), getattr(palette, tile.dot))
            row = row.adjusted(12, 0, 0, 0)
            room_px -= 12
        texts = self._figures if tile.is_figures else self._words
        painter.setPen(palette.dim if tile.title else palette.text)
        texts.draw(painter, row, texts.fitted(tile.left, room_px, tile.brief))

    def _paint_buttons(
        self, painter: QPainter, rect: QRect, tile: Tile, palette: Palette, *, is_hovered: bool
    ) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for button, (mark, _) in zip(_button_rects(rect), _SIGNS, strict=True):
            if not is_hovered and tile.mark != mark:
                continue
            is_set = tile.mark == mark
            fill = QColor(getattr(palette, mark) if is_set else palette.panel)
            fill.setAlpha(255 if is_set else 215)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(fill)
            painter.drawRoundedRect(button, 6, 6)
            self._signs[mark][is_set].paint(painter, button.adjusted(4, 4, -4, -4))


def _button_rects(tile: QRect) -> tuple[QRect, QRect]:
    """Where the + and the - button of a tile are."""
    minus = QRect(tile.right() - BUTTON_PX - 5, tile.top() + 6, BUTTON_PX, BUTTON_PX)
    return minus.translated(-BUTTON_PX - 5, 0), minus


def _border(mark: Mark, *, is_chosen: bool) -> tuple[str, int]:
    """Name of the colour and width, in pixels, of the line around a tile."""
    if mark:
        return mark, 2
    return ("accent", 2) if is_chosen else ("line", 1)


def _notch(tile: Tile, layout: TileLayout) -> QRectF:
    """Where the match is on the scrub line."""
    x = tile.match_fraction * (layout.box.width() - _NOTCH_PX)
    return QRectF(x, layout.box.bottom() - 5, _NOTCH_PX, 6)


def _is_within(notch: QRectF | None, layout: TileLayout, line_px: int) -> bool:
    """Whether the notch of a tile, if it has one, does not reach its frame."""
    return notch is None or (line_px <= notch.left() and notch.right() <= layout.box.width() - line_px)


def _paint_dot(painter: QPainter, box: QRectF, colour: QColor) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawEllipse(box)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def _paint_text_box(
    painter: QPainter, box: QRectF, pixmap: QPixmap, text_box: TextBox, palette: Palette
) -> None:
    """A frame around text, where the thumbnail, which is cropped at its sides, shows it."""
    scale = max(box.width() / pixmap.width(), box.height() / pixmap.height())
    width, height = pixmap.width() * scale, pixmap.height() * scale
    left, top, text_width, text_height = text_box
    at = box.center() - QPointF(width / 2, height / 2) + QPointF(left * width, top * height)
    shown = QRectF(at, QSizeF(text_width * width, text_height * height)).adjusted(-2, -2, 2, 2) & box
    painter.setBrush(Qt.BrushStyle.NoBrush)
    # On a dark frame, so that it is seen on any footage.
    for colour, width_px in ((QColor(0, 0, 0, 150), 3.5), (palette.accent, 1.5)):
        painter.setPen(QPen(colour, width_px))
        painter.drawRect(shown)


def _paint_name(painter: QPainter, box: QRectF, name: str) -> None:
    """Write over the thumbnail, on a shade that keeps the words readable on any footage."""
    font = theme.text_font(11)
    text = theme.elided(name, font, box.width() - 24)
    painter.setFont(font)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    width = painter.fontMetrics().horizontalAdvance(text) + 12
    shade = QRectF(box.left() + 6, box.bottom() - 26, width, 19)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(0, 0, 0, 170))
    painter.drawRoundedRect(shade, 4, 4)
    painter.setPen(QColor("#ffffff"))
    painter.drawText(shade, Qt.AlignmentFlag.AlignCenter, text)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def _paint_focus(painter: QPainter, rect: QRectF, palette: Palette) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(palette.accent, 1, Qt.PenStyle.DotLine))
    radius = theme.TILE_RADIUS_PX + 1
    painter.drawRoundedRect(rect.adjusted(-2.5, -2.5, 2.5, 2.5), radius, radius)
