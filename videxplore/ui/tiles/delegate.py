"""What a tile shows, and how one is painted from pixmaps that are kept."""

from collections.abc import Iterable
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
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from videxplore.core.selects import Verdict
from videxplore.core.texts import TextBox
from videxplore.ui.look import theme
from videxplore.ui.look.icons import icon
from videxplore.ui.look.qt_override import qt_override
from videxplore.ui.look.theme import Palette, colours
from videxplore.ui.tiles.drawn_pixmaps import FittedPixmaps, TileFrames
from videxplore.ui.tiles.thumbnail_cache import ThumbnailCache, ThumbnailKey
from videxplore.ui.tiles.tile_layout import FOOTER_PX, GAP_PX, FittedTexts, TileLayout, tile_layout

Index = QModelIndex | QPersistentModelIndex
TileRole = Qt.ItemDataRole.UserRole + 1
Mark = Literal["", "like", "unlike"]

LEFT_IN_ANY_SCRIPT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute
"""Names in scripts that are read from the right are at the left too, beside their thumbnail."""

BUTTON_PX = 26
STAR_PX = 16
_NOTCH_PX = 4
PAIR_GAP_PX = 2
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


_AT_LEFT = Qt.AlignmentFlag.AlignVCenter | LEFT_IN_ANY_SCRIPT
_AT_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
_SELECTED: int = QStyle.StateFlag.State_Selected.value
_FOCUSED: int = QStyle.StateFlag.State_HasFocus.value
_ORIGIN = QPointF(0, 0)


class TileDelegate(QStyledItemDelegate):
    """Paints tiles: thumbnail, confidence bar, footer, feedback buttons under the pointer."""

    def __init__(self, thumbnails: ThumbnailCache, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails
        self._film = icon("film", "faint")
        self._star, self._cross = icon("star", "like"), icon("close", "unlike")
        self._fitted = FittedPixmaps()
        self._frames = TileFrames()
        self._figures, self._words = FittedTexts(theme.figures_font(11)), FittedTexts(theme.text_font(12))
        self._waiting: dict[ThumbnailKey, set[int]] = {}
        self._signs = {mark: (icon(name, mark), icon(name, "on_accent")) for mark, name in _SIGNS}
        self.has_feedback = False
        self.footer_px = FOOTER_PX
        self.tile_size = QSize(160, 116)
        self.hovered_row = -1
        self.hovered_fraction = 0.0

    @qt_override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return self.tile_size

    def tile_rect(self, cell: QRect) -> QRect:
        """The tile within its cell: the gap between tiles is part of the cells."""
        return cell.adjusted(_MARGIN_PX, _MARGIN_PX, -_MARGIN_PX, -_MARGIN_PX)

    def button_rects(self, cell: QRect) -> tuple[QRect, QRect]:
        """Where the + and the - button are."""
        return _button_rects(self.tile_rect(cell))

    @qt_override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        tile: Tile = index.data(TileRole)
        if not tile.spoken:
            return
        palette = colours()
        rect = self.tile_rect(option.rect)
        layout = tile_layout(rect.width(), rect.height(), self.footer_px)
        ratio = painter.device().devicePixelRatioF()
        # A plain number: Python combines flags of Qt ten times as slowly, and many tiles come at a time.
        state: int = option.state.value
        is_hovered = index.row() == self.hovered_row
        painter.save()
        painter.translate(rect.topLeft())
        # Rectangles and thumbnails lie on whole pixels: with antialiasing they take eight times as
        # long, and Qt shares each of them among threads that others may keep busy.
        painter.fillRect(layout.footer, palette.raised)
        self._paint_thumbnail(painter, layout.box, tile, ratio, row=index.row(), is_hovered=is_hovered)
        if tile.match_s is not None:
            _paint_match(painter, layout, tile.match_fraction, palette)
        self._paint_footer(painter, layout, tile, palette)
        line, line_px = _border(tile.mark, palette, is_chosen=is_hovered or bool(state & _SELECTED))
        frame = self._frames.frame(layout.tile.size(), ratio, palette.panel, line, line_px)
        painter.drawPixmap(_ORIGIN, frame)
        if state & _FOCUSED and not is_hovered:
            _paint_focus(painter, layout.tile, palette)
        if self.has_feedback and (is_hovered or tile.mark):
            self._paint_buttons(painter, layout.tile.toRect(), tile, palette, is_hovered=is_hovered)
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

    def _paint_thumbnail(
        self, painter: QPainter, box: QRectF, tile: Tile, ratio: float, *, row: int, is_hovered: bool
    ) -> None:
        still = self._thumbnail(tile.thumbnail, row)
        pixmap = still
        if is_hovered and tile.end_s > tile.start_s:
            pixmap = self._thumbnail(tile.scrub_key(self.hovered_fraction), row) or still
        palette = colours()
        painter.fillRect(box, palette.background)
        if (tile.is_seen or tile.verdict == "rejected") and not is_hovered:
            painter.setOpacity(0.6)
        if tile.second is not None and pixmap is still:
            self._paint_pair(painter, box, ratio, (still, self._thumbnail(tile.second, row)))
        elif pixmap is not None:
            painter.drawPixmap(box.topLeft(), self._fitted.fitted(pixmap, box, ratio))
        elif self._thumbnails.is_missing(tile.thumbnail):
            middle = box.center().toPoint()
            self._film.paint(painter, QRect(middle.x() - 12, middle.y() - 12, 24, 24))
        painter.setOpacity(1)
        # Elsewhere in the scene the text may not be there.
        if tile.text_box is not None and pixmap is not None and pixmap is still:
            _paint_text_box(painter, box, pixmap, tile.text_box, palette)
        if is_hovered and tile.end_s > tile.start_s:
            x = box.left() + self.hovered_fraction * box.width()
            painter.fillRect(QRectF(x - 0.5, box.top(), 1.5, box.height()), QColor("#ffffff"))
        if is_hovered and tile.name:
            _paint_name(painter, box, tile.name)
        if tile.verdict:
            sign = self._star if tile.verdict == "favourite" else self._cross
            sign.paint(painter, QRect(round(box.left()) + 6, round(box.top()) + 6, STAR_PX, STAR_PX))

    def _paint_pair(
        self, painter: QPainter, box: QRectF, ratio: float, pair: tuple[QPixmap | None, ...]
    ) -> None:
        """Two thumbnails side by side, with a gap between them."""
        width_px = (box.width() - PAIR_GAP_PX) // 2
        for pixmap, left in zip(pair, (box.left(), box.right() - width_px), strict=True):
            half = QRectF(left, box.top(), width_px, box.height())
            if pixmap is not None:
                painter.drawPixmap(half.topLeft(), self._fitted.fitted(pixmap, half, ratio))

    def _paint_footer(self, painter: QPainter, layout: TileLayout, tile: Tile, palette: Palette) -> None:
        row = layout.row
        room_px = row.width()
        if not layout.title.isEmpty():
            painter.setFont(self._words.font)
            painter.setPen(palette.text)
            title = self._words.fitted(tile.title, room_px)
            painter.drawText(layout.title, _AT_LEFT, title)
        if tile.right:
            time = (tile.brief or tile.left) if tile.is_figures else ""
            right = self._figures.fitted_beside(tile.right, room_px, time)
            painter.setFont(self._figures.font)
            painter.setPen(getattr(palette, tile.tone))
            painter.drawText(row, _AT_RIGHT, right)
            room_px -= self._figures.width_px(right) + GAP_PX
        if tile.dot:
            _paint_dot(painter, QRectF(row.left(), row.center().y() - 3, 6, 6), getattr(palette, tile.dot))
            row = row.adjusted(12, 0, 0, 0)
            room_px -= 12
        texts = self._figures if tile.is_figures else self._words
        painter.setFont(texts.font)
        painter.setPen(palette.dim if tile.title else palette.text)
        painter.drawText(row, _AT_LEFT, texts.fitted(tile.left, room_px, tile.brief))

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


def _border(mark: Mark, palette: Palette, *, is_chosen: bool) -> tuple[QColor, int]:
    """Colour and width, in pixels, of the line around a tile."""
    if mark:
        return (palette.like if mark == "like" else palette.unlike), 2
    return (palette.accent, 2) if is_chosen else (palette.line, 1)


def _paint_match(painter: QPainter, layout: TileLayout, fraction: float, palette: Palette) -> None:
    """The scrub line, and a notch where the match is."""
    painter.fillRect(layout.scrub_line, palette.line)
    x = fraction * (layout.box.width() - _NOTCH_PX)
    painter.fillRect(QRectF(x, layout.box.bottom() - 5, _NOTCH_PX, 6), palette.accent)


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
