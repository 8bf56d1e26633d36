"""Marks over the timeline: playhead, in and out point, bookmarks, and the overview bar."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from videxplore.ui.look.theme import Palette
from videxplore.ui.timeline.mapping import Row, TimelineLayout, TimeMapping

HANDLE_LEAST_PX = 24.0


def in_sight(mapping: TimeMapping, x_px: float) -> bool:
    """Whether a pixel lies among those of the rows."""
    return mapping.left_px - 1 <= x_px <= mapping.left_px + mapping.width_px + 1


def paint_playhead(
    painter: QPainter, mapping: TimeMapping, layout: TimelineLayout, time_s: float, palette: Palette
) -> None:
    """A line of two pixels through all rows, with an edge that keeps it visible over any picture."""
    x_px = mapping.x_px(time_s)
    if not in_sight(mapping, x_px):
        return
    top_px, bottom_px = layout.film.top_px - 4, layout.heat.bottom_px + 2
    line = QRectF(round(x_px) - 1, top_px, 2, bottom_px - top_px)
    is_dark = palette.name == "dark"
    painter.fillRect(
        line.adjusted(-1, 0, 1, 0), QColor(0, 0, 0, 120) if is_dark else QColor(255, 255, 255, 180)
    )
    painter.fillRect(line, QColor("white") if is_dark else palette.text)


def paint_hover(painter: QPainter, layout: TimelineLayout, x_px: float, palette: Palette) -> None:
    """A fine line under the pointer."""
    colour = QColor(palette.text)
    colour.setAlpha(110)
    height_px = layout.heat.bottom_px - layout.film.top_px
    painter.fillRect(QRectF(round(x_px), layout.film.top_px, 1, height_px), colour)


def paint_in_out(
    painter: QPainter,
    mapping: TimeMapping,
    layout: TimelineLayout,
    span: tuple[float | None, float | None],
    palette: Palette,
) -> None:
    """Brackets at the in and out point; what lies outside is veiled."""
    in_s, out_s = span
    if in_s is None and out_s is None:
        return
    left_px, right_px = mapping.left_px, mapping.left_px + mapping.width_px
    top_px, height_px = layout.film.top_px, layout.film.height_px
    in_px = left_px if in_s is None else min(max(mapping.x_px(in_s), left_px), right_px)
    out_px = right_px if out_s is None else min(max(mapping.x_px(out_s), left_px), right_px)
    veil = QColor(palette.background)
    veil.setAlpha(170)
    painter.fillRect(QRectF(left_px, top_px, in_px - left_px, height_px), veil)
    painter.fillRect(QRectF(out_px, top_px, right_px - out_px, height_px), veil)
    painter.fillRect(QRectF(in_px, top_px - 3, max(0.0, out_px - in_px), 3), palette.accent)
    for time_s, side in ((in_s, 1), (out_s, -1)):
        if time_s is None or not in_sight(mapping, mapping.x_px(time_s)):
            continue
        x_px = mapping.x_px(time_s) - (2 if side < 0 else 0)
        painter.fillRect(QRectF(x_px, top_px - 3, 2, height_px + 3), palette.accent)
        foot_px = x_px if side > 0 else x_px - 4
        painter.fillRect(QRectF(foot_px, top_px + height_px - 2, 6, 2), palette.accent)


def paint_bookmarks(
    painter: QPainter, mapping: TimeMapping, row: Row, times_s: Sequence[float], palette: Palette
) -> None:
    """A small flag on the ruler at each marked moment."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(palette.heat[0])
    for time_s in times_s:
        x_px = mapping.x_px(time_s)
        if in_sight(mapping, x_px):
            top_px = row.bottom_px - 7
            corners = [(-4, 0), (4, 0), (4, 3), (0, 7), (-4, 3)]
            painter.drawPolygon(QPolygonF([QPointF(x_px + dx, top_px + dy) for dx, dy in corners]))


def overview_handle(mapping: TimeMapping, row: Row) -> QRectF:
    """The part of the overview bar that stands for what is visible."""
    duration_s = mapping.duration_s or 1.0
    width_px = max(HANDLE_LEAST_PX, mapping.width_px * min(1.0, mapping.span_s / duration_s))
    free_s = duration_s - mapping.span_s
    share = mapping.start_s / free_s if free_s > 0 else 0.0
    return QRectF(
        mapping.left_px + share * (mapping.width_px - width_px), row.top_px, width_px, row.height_px
    )


def panned_by_overview(mapping: TimeMapping, row: Row, by_px: float) -> TimeMapping:
    """What is visible after the overview's handle was dragged by a number of pixels."""
    free_px = mapping.width_px - overview_handle(mapping, row).width()
    free_s = mapping.duration_s - mapping.span_s
    if free_px <= 0 or free_s <= 0:
        return mapping
    return mapping.panned(by_px / free_px * free_s * mapping.px_per_s)


def paint_overview(
    painter: QPainter, mapping: TimeMapping, row: Row, emphasis: tuple[float, bool], palette: Palette
) -> None:
    """The whole video as a bar, what is visible as its handle, and the playhead as a tick.

    Args:
        painter: Where to paint.
        mapping: What is in sight.
        row: The row to fill.
        palette: Colours.
        emphasis: The playhead in seconds, and whether the pointer is over the bar.
    """
    time_s, is_hovered = emphasis
    radius_px = row.height_px / 2
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(palette.raised)
    painter.drawRoundedRect(
        QRectF(mapping.left_px, row.top_px, mapping.width_px, row.height_px), radius_px, radius_px
    )
    if not mapping.shows_all:
        painter.setBrush(palette.dim if is_hovered else palette.faint)
        painter.drawRoundedRect(overview_handle(mapping, row), radius_px, radius_px)
    share = time_s / mapping.duration_s if mapping.duration_s > 0 else 0.0
    x_px = mapping.left_px + share * mapping.width_px
    painter.setPen(QPen(palette.text, 1))
    painter.drawLine(QPointF(x_px, row.top_px - 1), QPointF(x_px, row.bottom_px + 1))
