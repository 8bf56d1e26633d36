"""The rows of the timeline and the marks over them, painted from plain values: only what is visible."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import Protocol, TypeVar

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPen, QPolygonF

from videxplore.core.selects import Verdict
from videxplore.core.texts import TextLine
from videxplore.core.types import Shot
from videxplore.services.recognition import LabelledSpan
from videxplore.ui.look.texts import clock_text
from videxplore.ui.look.theme import Palette, figures_font
from videxplore.ui.timeline.time_mapping import Row, TimelineLayout, TimeMapping, ticks
from videxplore.ui.timeline.timeline_feed import HeatSpan, Waveform

RADIUS_PX = 3.0
HANDLE_LEAST_PX = 24.0
FIT_PX = 30
"""Room beside the overview bar for the button that shows the whole video."""
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


class TimelinePainter:
    """Paints the rows in sight, and the marks over them."""

    def __init__(
        self, painter: QPainter, mapping: TimeMapping, rows: TimelineLayout, palette: Palette
    ) -> None:
        self._painter = painter
        self._mapping = mapping
        self._rows = rows
        self._palette = palette
        self._left_px, self._right_px = mapping.left_px, mapping.left_px + mapping.width_px

    def ruler(self) -> None:
        """Times along the top."""
        painter, mapping, row = self._painter, self._mapping, self._rows.ruler
        painter.setFont(figures_font())
        for tick in ticks(mapping):
            x_px = mapping.x_px(tick.time_s)
            text = clock_text(tick.time_s, tick.decimals)
            width_px = painter.fontMetrics().horizontalAdvance(text)
            if x_px < self._left_px - 0.5 or x_px + width_px > self._right_px:
                continue
            painter.setPen(self._palette.dim)
            painter.drawText(QPointF(x_px, row.bottom_px - 8), text)
            painter.setPen(self._palette.line)
            painter.drawLine(QPointF(x_px, row.bottom_px - 4), QPointF(x_px, row.bottom_px - 1))

    def scenes(self, shots: Sequence[Shot], selected_id: int) -> None:
        """One bar for each scene; the selected one is highlighted, 0 for none."""
        self._painter.setPen(Qt.PenStyle.NoPen)
        for shot, pixels in visible_spans(shots, self._mapping):
            self._painter.setBrush(self._palette.accent if shot.id == selected_id else self._palette.line)
            self._painter.drawRoundedRect(_within(self._rows.scenes, pixels), RADIUS_PX, RADIUS_PX)

    def text(self, lines: Sequence[TextLine]) -> None:
        """When something is said, or written, in the video."""
        for _line, pixels in visible_spans(lines, self._mapping):
            self._painter.fillRect(_within(self._rows.text, pixels), self._palette.faint)

    def ribbon(self, spans: Sequence[LabelledSpan]) -> None:
        """Labels in their colours."""
        for span, pixels in visible_spans(spans, self._mapping):
            self._painter.fillRect(
                _within(self._rows.actions, pixels), self._palette.label_colour(span.label)
            )

    def heat(self, spans: Sequence[HeatSpan]) -> None:
        """Similarity along time: transparent where nothing resembles the query, glowing where much does.

        Nothing is drawn where nothing is asked: an empty groove says nothing.
        """
        if not spans:
            return
        painter, row = self._painter, self._rows.heat
        track = QRectF(self._left_px, row.top_px, self._mapping.width_px, row.height_px)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._palette.raised)
        painter.drawRoundedRect(track, RADIUS_PX, RADIUS_PX)
        painter.save()
        painter.setClipRect(track)
        for span, pixels in visible_spans(spans, self._mapping):
            glow = pixels.adjusted(-_HEAT_REACH_PX, 0, _HEAT_REACH_PX, 0)
            glow.setTop(row.top_px)
            glow.setHeight(row.height_px)
            painter.fillRect(glow, _heat_gradient(glow, span.strength, self._palette))
        painter.restore()

    def waveform(self, row: Row, waveform: Waveform | None) -> None:
        """The loudest sample under each pixel, mirrored about the middle of the row."""
        painter, mapping, left_px = self._painter, self._mapping, self._left_px
        middle_px = row.top_px + row.height_px / 2
        columns = int(mapping.width_px)
        painter.setPen(QPen(self._palette.line, 1))
        painter.drawLine(QPointF(left_px, middle_px), QPointF(left_px + columns, middle_px))
        if waveform is None or not len(waveform.peaks):
            return
        heights = _loudness(waveform, mapping, columns) * (row.height_px / 2)
        above = [QPointF(left_px + x, middle_px - float(height)) for x, height in enumerate(heights)]
        below = [QPointF(point.x(), 2 * middle_px - point.y()) for point in reversed(above)]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._palette.faint)
        painter.drawPolygon(QPolygonF([*above, *below]))

    def in_out(self, in_s: float | None, out_s: float | None) -> None:
        """Brackets at the in and out point; what is outside is dimmed."""
        if in_s is None and out_s is None:
            return
        painter, mapping, accent = self._painter, self._mapping, self._palette.accent
        left_px, right_px = self._left_px, self._right_px
        top_px, height_px = self._rows.film.top_px, self._rows.film.height_px
        in_px = left_px if in_s is None else min(max(mapping.x_px(in_s), left_px), right_px)
        out_px = right_px if out_s is None else min(max(mapping.x_px(out_s), left_px), right_px)
        veil = _see_through(self._palette.background, 170)
        painter.fillRect(QRectF(left_px, top_px, in_px - left_px, height_px), veil)
        painter.fillRect(QRectF(out_px, top_px, right_px - out_px, height_px), veil)
        painter.fillRect(QRectF(in_px, top_px - 3, max(0.0, out_px - in_px), 3), accent)
        for time_s, is_in in ((in_s, True), (out_s, False)):
            if time_s is None or not self._is_in_sight(mapping.x_px(time_s)):
                continue
            x_px = mapping.x_px(time_s) - (0 if is_in else 2)
            painter.fillRect(QRectF(x_px, top_px - 3, 2, height_px + 3), accent)
            foot_px = x_px if is_in else x_px - 4
            painter.fillRect(QRectF(foot_px, top_px + height_px - 2, 6, 2), accent)

    def bookmarks(self, times_s: Sequence[float], verdict: Verdict = "") -> None:
        """A small flag on the ruler at each marked moment; favourites and rejected ones have their colour."""
        self._painter.setPen(Qt.PenStyle.NoPen)
        palette = self._palette
        colours = {"favourite": palette.like, "rejected": palette.unlike}
        self._painter.setBrush(colours.get(verdict, palette.heat[0]))
        top_px = self._rows.ruler.bottom_px - 7
        for x_px in filter(self._is_in_sight, map(self._mapping.x_px, times_s)):
            corners = [(-4, 0), (4, 0), (4, 3), (0, 7), (-4, 3)]
            self._painter.drawPolygon(QPolygonF([QPointF(x_px + dx, top_px + dy) for dx, dy in corners]))

    def playhead(self, time_s: float) -> None:
        """A line of two pixels through all rows, with an edge that keeps it visible over any image."""
        x_px = self._mapping.x_px(time_s)
        if not self._is_in_sight(x_px):
            return
        top_px, bottom_px = self._rows.film.top_px - 4, self._rows.heat.bottom_px + 2
        line = QRectF(round(x_px) - 1, top_px, 2, bottom_px - top_px)
        is_dark = self._palette.name == "dark"
        edge = QColor(0, 0, 0, 120) if is_dark else QColor(255, 255, 255, 180)
        self._painter.fillRect(line.adjusted(-1, 0, 1, 0), edge)
        self._painter.fillRect(line, QColor("white") if is_dark else self._palette.text)

    def pointer(self, x_px: float) -> None:
        """A fine line under the pointer."""
        film, heat = self._rows.film, self._rows.heat
        line = QRectF(round(x_px), film.top_px, 1, heat.bottom_px - film.top_px)
        self._painter.fillRect(line, _see_through(self._palette.text, 110))

    def overview(self, time_s: float, *, is_hovered: bool) -> None:
        """The whole video as a bar, what is visible as its handle, and the playhead as a tick."""
        painter, mapping, row, palette = self._painter, self._mapping, self._rows.overview, self._palette
        radius_px = row.height_px / 2
        bar = overview_bar(mapping, row)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(palette.raised)
        painter.drawRoundedRect(bar, radius_px, radius_px)
        if not mapping.shows_all:
            painter.setBrush(palette.dim if is_hovered else palette.faint)
            painter.drawRoundedRect(overview_handle(mapping, row), radius_px, radius_px)
        share = time_s / mapping.duration_s if mapping.duration_s > 0 else 0.0
        x_px = bar.left() + share * bar.width()
        painter.setPen(QPen(palette.text, 1))
        painter.drawLine(QPointF(x_px, row.top_px - 1), QPointF(x_px, row.bottom_px + 1))

    def _is_in_sight(self, x_px: float) -> bool:
        return self._left_px - 1 <= x_px <= self._right_px + 1


def _see_through(colour: QColor, alpha: int) -> QColor:
    return QColor(colour.red(), colour.green(), colour.blue(), alpha)


def _loudness(waveform: Waveform, mapping: TimeMapping, columns: int) -> npt.NDArray[np.float64]:
    """The loudness under each column of pixels, float64 (columns,) in [0, 1]."""
    edges_s = mapping.start_s + np.arange(columns + 1) / mapping.px_per_s
    numbers = np.clip((edges_s / waveform.stretch_s).astype(np.int64), 0, len(waveform.peaks) - 1)
    used = waveform.peaks[numbers[0] : numbers[-1] + 1]
    # Quiet films fill the row as loud ones do, and quiet passages stay visible beside loud ones.
    loudest = max(float(waveform.peaks.max()), _QUIETEST)
    loudness: npt.NDArray[np.float64] = (
        np.maximum.reduceat(used, numbers[:-1] - numbers[0]) / loudest
    ) ** _LOUDNESS_POWER
    # Where the sound has ended.
    loudness[edges_s[:-1] >= len(waveform.peaks) * waveform.stretch_s] = 0
    return loudness


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


def overview_bar(mapping: TimeMapping, row: Row) -> QRectF:
    """The whole video; beside it is room for the button that shows all of it, where that does something."""
    width_px = mapping.width_px - (0 if mapping.shows_all else FIT_PX)
    return QRectF(mapping.left_px, row.top_px, width_px, row.height_px)


def overview_handle(mapping: TimeMapping, row: Row) -> QRectF:
    """The part of the overview bar for what is visible."""
    bar = overview_bar(mapping, row)
    duration_s = mapping.duration_s or 1.0
    width_px = max(HANDLE_LEAST_PX, bar.width() * min(1.0, mapping.span_s / duration_s))
    free_s = duration_s - mapping.span_s
    share = mapping.start_s / free_s if free_s > 0 else 0.0
    return QRectF(bar.left() + share * (bar.width() - width_px), row.top_px, width_px, row.height_px)


def panned_by_overview(mapping: TimeMapping, row: Row, by_px: float) -> TimeMapping:
    """What is visible after the overview's handle was dragged by a number of pixels."""
    free_px = overview_bar(mapping, row).width() - overview_handle(mapping, row).width()
    free_s = mapping.duration_s - mapping.span_s
    if free_px <= 0 or free_s <= 0:
        return mapping
    return mapping.panned(by_px / free_px * free_s * mapping.px_per_s)
