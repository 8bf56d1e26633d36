"""The rows of the timeline and the marks over them, painted from plain values: only what is visible."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol, TypeVar

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPen, QPolygonF

from videxplore.ui.look.texts import clock_text
from videxplore.ui.look.theme import Palette, figures_font
from videxplore.ui.timeline.time_mapping import Row, TimelineLayout, TimeMapping, ticks
from videxplore.ui.timeline.timeline_feed import HeatSpan, TimelineContent, Waveform

RADIUS_PX = 3.0
_HEAT_REACH_PX = 14.0
_QUIETEST = 0.02
_LOUDNESS_POWER = 0.6


class Spanning(Protocol):
    """Anything with a start and an end."""

    @property
    def start_s(self) -> float:
        """Start in seconds."""

    @property
    def end_s(self) -> float:
        """End in seconds."""


AnySpan = TypeVar("AnySpan", bound=Spanning)


def visible_spans(spans: Sequence[AnySpan], mapping: TimeMapping) -> Iterator[tuple[AnySpan, QRectF]]:
    """The spans in sight, in time order, with the pixels they take from left to right (no height).

    Spans that would share a pixel with the one before are passed over: an hour of one-second scenes costs
    no more to paint than the widget has pixels.
    """
    first = max(0, bisect_right(spans, mapping.start_s, key=lambda span: span.start_s) - 1)
    last = bisect_left(spans, mapping.end_s, key=lambda span: span.start_s)
    painted_to_px = -np.inf
    for number in range(first, last):
        span = spans[number]
        left_px = max(mapping.x_px(span.start_s), mapping.left_px)
        right_px = min(mapping.x_px(span.end_s), mapping.left_px + mapping.width_px)
        if right_px <= mapping.left_px or right_px - painted_to_px < 1.0:
            continue
        painted_to_px = right_px
        yield span, QRectF(left_px, 0.0, max(1.0, right_px - left_px), 0.0)


def _within(row: Row, pixels: QRectF, gap_px: float = 1.0) -> QRectF:
    width_px = pixels.width() - gap_px if pixels.width() > 3 * gap_px else pixels.width()
    return QRectF(pixels.left(), row.top_px, width_px, row.height_px)


def paint_ruler(painter: QPainter, mapping: TimeMapping, row: Row, palette: Palette) -> None:
    """Times along the top."""
    font = figures_font()
    painter.setFont(font)
    baseline_px = row.bottom_px - 8
    right_px = mapping.left_px + mapping.width_px
    for tick in ticks(mapping):
        x_px = mapping.x_px(tick.time_s)
        text = clock_text(tick.time_s, tick.decimals)
        if x_px < mapping.left_px - 0.5 or x_px + painter.fontMetrics().horizontalAdvance(text) > right_px:
            continue
        painter.setPen(palette.dim)
        painter.drawText(QPointF(x_px, baseline_px), text)
        painter.setPen(palette.line)
        painter.drawLine(QPointF(x_px, row.bottom_px - 4), QPointF(x_px, row.bottom_px - 1))


def paint_scenes(
    painter: QPainter,
    mapping: TimeMapping,
    row: Row,
    content: TimelineContent,
    emphasis: tuple[int, Palette],
) -> None:
    """One bar for each scene.

    Args:
        painter: Where to paint.
        mapping: What is in sight.
        row: The row to fill.
        content: Has the scenes.
        emphasis: Id of the selected scene (0 for none), and the palette.
    """
    selected_id, palette = emphasis
    painter.setPen(Qt.PenStyle.NoPen)
    for shot, pixels in visible_spans(content.shots, mapping):
        painter.setBrush(palette.accent if shot.id == selected_id else palette.line)
        painter.drawRoundedRect(_within(row, pixels), RADIUS_PX, RADIUS_PX)


def paint_ribbon(
    painter: QPainter,
    mapping: TimeMapping,
    row: Row,
    content: TimelineContent,
    colours_by_label: Mapping[str, QColor],
) -> None:
    """Actions in their colours; the surer the prediction, the stronger the colour."""
    painter.setPen(Qt.PenStyle.NoPen)
    for span, pixels in visible_spans(content.ribbon, mapping):
        colour = QColor(colours_by_label[span.label])
        colour.setAlphaF(0.35 + 0.65 * min(1.0, max(0.0, span.score)))
        painter.fillRect(_within(row, pixels), colour)


def paint_heat(
    painter: QPainter, mapping: TimeMapping, row: Row, spans: Sequence[HeatSpan], palette: Palette
) -> None:
    """Similarity along time: transparent where nothing resembles the query, glowing where much does."""
    track = QRectF(mapping.left_px, row.top_px, mapping.width_px, row.height_px)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(palette.raised)
    painter.drawRoundedRect(track, RADIUS_PX, RADIUS_PX)
    painter.save()
    painter.setClipRect(track)
    for span, pixels in visible_spans(spans, mapping):
        glow = pixels.adjusted(-_HEAT_REACH_PX, 0, _HEAT_REACH_PX, 0)
        glow.setTop(row.top_px)
        glow.setHeight(row.height_px)
        painter.fillRect(glow, _heat_gradient(glow, span.strength, palette))
    painter.restore()


def _heat_gradient(glow: QRectF, strength: float, palette: Palette) -> QLinearGradient:
    low, high = palette.heat
    share = min(1.0, max(0.0, strength))
    core = QColor.fromRgbF(
        low.redF() + (high.redF() - low.redF()) * share,
        low.greenF() + (high.greenF() - low.greenF()) * share,
        low.blueF() + (high.blueF() - low.blueF()) * share,
        share,
    )
    edge = QColor(low)
    edge.setAlphaF(0.0)
    fade = min(0.45, _HEAT_REACH_PX / max(1.0, glow.width()))
    gradient = QLinearGradient(glow.topLeft(), glow.topRight())
    for at, colour in ((0.0, edge), (fade, core), (1.0 - fade, core), (1.0, edge)):
        gradient.setColorAt(at, colour)
    return gradient


def paint_waveform(
    painter: QPainter, mapping: TimeMapping, row: Row, waveform: Waveform | None, palette: Palette
) -> None:
    """The loudest sample under each pixel, mirrored about the middle of the row."""
    middle_px = row.top_px + row.height_px / 2
    columns = int(mapping.width_px)
    painter.setPen(QPen(palette.line, 1))
    left_px = mapping.left_px
    painter.drawLine(QPointF(left_px, middle_px), QPointF(left_px + columns, middle_px))
    if waveform is None or not len(waveform.peaks):
        return
    edges_s = mapping.start_s + np.arange(columns + 1) / mapping.px_per_s
    numbers = np.clip((edges_s / waveform.stretch_s).astype(np.int64), 0, len(waveform.peaks) - 1)
    used = waveform.peaks[numbers[0] : numbers[-1] + 1]
    # Quiet films fill the row as loud ones do, and quiet passages stay visible beside loud ones.
    loudest = max(float(waveform.peaks.max()), _QUIETEST)
    loudness = (np.maximum.reduceat(used, numbers[:-1] - numbers[0]) / loudest) ** _LOUDNESS_POWER
    # Where the sound has ended.
    loudness[edges_s[:-1] >= len(waveform.peaks) * waveform.stretch_s] = 0
    heights = loudness * (row.height_px / 2)
    above = [QPointF(left_px + x, middle_px - float(height)) for x, height in enumerate(heights)]
    below = [QPointF(point.x(), 2 * middle_px - point.y()) for point in reversed(above)]
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(palette.faint)
    painter.drawPolygon(QPolygonF([*above, *below]))


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
