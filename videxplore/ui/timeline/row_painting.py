"""The rows of the timeline, painted from plain values; only what is visible is visited."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol, TypeVar

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPen, QPolygonF

from videxplore.ui.look.texts import clock_text
from videxplore.ui.look.theme import Palette, figures_font
from videxplore.ui.timeline.content import HeatSpan, TimelineContent, Waveform
from videxplore.ui.timeline.mapping import Row, TimeMapping, ticks

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
