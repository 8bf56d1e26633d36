"""Where times (from left to right) and rows (from top to bottom) are on the timeline."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

FRAME_CELL_PX = 92.0
"""Width of one frame at the deepest zoom: a filmstrip cell."""

TICK_GAP_PX = 90.0
"""Least distance between ruler labels."""

_STEPS_S = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 18000, 36000, 86400)
_STEPS_FRAMES = (1, 2, 5, 10)
RULER_PX, FILM_PX, WAVE_PX, SCENES_PX, TEXT_PX = 22, 52, 24, 16, 5
ACTIONS_PX, HEAT_PX, OVERVIEW_PX = 10, 14, 6
SIDE_PX = 14
"""Room left and right of the rows."""

_GAP_PX = 4


@dataclass(frozen=True, slots=True)
class Row:
    """A horizontal band of the timeline."""

    top_px: int
    height_px: int

    @property
    def bottom_px(self) -> int:
        """First pixel below the row."""
        return self.top_px + self.height_px

    def holds(self, y_px: float, reach_px: float = 0.0) -> bool:
        """Whether a pixel row lies in it, or within ``reach_px`` of it."""
        return self.top_px - reach_px <= y_px < self.bottom_px + reach_px


@dataclass(frozen=True, slots=True)
class TimelineLayout:
    """The rows from the top. That of the waveform is there for silent videos too, so that nothing moves."""

    ruler: Row
    film: Row
    wave: Row
    scenes: Row
    text: Row
    actions: Row
    heat: Row
    overview: Row
    height_px: int

    @classmethod
    def stacked(cls) -> "TimelineLayout":
        """Put the rows below each other."""
        ruler = Row(2, RULER_PX)
        film = Row(ruler.bottom_px, FILM_PX)
        wave = Row(film.bottom_px + _GAP_PX, WAVE_PX)
        scenes = Row(wave.bottom_px + _GAP_PX, SCENES_PX)
        text = Row(scenes.bottom_px + _GAP_PX, TEXT_PX)
        actions = Row(text.bottom_px + _GAP_PX, ACTIONS_PX)
        heat = Row(actions.bottom_px + _GAP_PX, HEAT_PX)
        overview = Row(heat.bottom_px + 2 * _GAP_PX, OVERVIEW_PX)
        height_px = overview.bottom_px + 2 * _GAP_PX
        return cls(ruler, film, wave, scenes, text, actions, heat, overview, height_px)


@dataclass(frozen=True, slots=True)
class TimeMapping:
    """Which seconds are under which pixels.

    Attributes:
        duration_s: Length of the video; 0 while no video is open.
        frame_s: Length of one frame.
        left_px: Where the visible span begins.
        width_px: Width of the visible span; at least 1.
        start_s: First visible moment.
        span_s: Length of the visible span, in (0, duration].
    """

    duration_s: float = 0.0
    frame_s: float = 0.04
    left_px: float = 0.0
    width_px: float = 1.0
    start_s: float = 0.0
    span_s: float = 1.0

    @classmethod
    def whole(cls, duration_s: float, frame_s: float, left_px: float, width_px: float) -> "TimeMapping":
        """The whole video across the given pixels."""
        return cls(duration_s, frame_s, left_px, max(1.0, width_px), 0.0, duration_s or 1.0)

    @property
    def end_s(self) -> float:
        """The moment at the right edge."""
        return self.start_s + self.span_s

    @property
    def px_per_s(self) -> float:
        """Pixels per second of video."""
        return self.width_px / self.span_s

    @property
    def least_span_s(self) -> float:
        """The deepest zoom: each frame is as wide as a filmstrip cell."""
        return min(self.duration_s or 1.0, self.frame_s * max(1.0, self.width_px / FRAME_CELL_PX))

    @property
    def shows_all(self) -> bool:
        """Whether the whole video is visible."""
        return self.span_s >= self.duration_s

    def x_px(self, time_s: float) -> float:
        """The pixel of a moment; outside the visible pixels when the moment is out of sight."""
        return self.left_px + (time_s - self.start_s) * self.px_per_s

    def time_s(self, x_px: float) -> float:
        """The moment at a pixel, held within the video."""
        return min(max(self.start_s + (x_px - self.left_px) / self.px_per_s, 0.0), self.duration_s)

    def zoomed(self, factor: float, around_px: float) -> "TimeMapping":
        """Show ``1 / factor`` of the span; what is under ``around_px`` stays where the ends allow it."""
        span_s = min(max(self.span_s / factor, self.least_span_s), self.duration_s or 1.0)
        share = (around_px - self.left_px) / self.width_px
        held_s = self.start_s + share * self.span_s
        return self._starting(held_s - share * span_s, span_s)

    def panned(self, by_px: float) -> "TimeMapping":
        """Move towards the end by a number of pixels."""
        return self._starting(self.start_s + by_px / self.px_per_s, self.span_s)

    def resized(self, left_px: float, width_px: float) -> "TimeMapping":
        """The same seconds across other pixels."""
        sized = replace(self, left_px=left_px, width_px=max(1.0, width_px))
        return sized.spanning(self.start_s, self.end_s)

    def centred(self, time_s: float) -> "TimeMapping":
        """The same zoom with a moment in the middle."""
        return self._starting(time_s - self.span_s / 2, self.span_s)

    def showing(self, time_s: float) -> "TimeMapping":
        """Unchanged while the moment is visible, else paged so that it is near the side it came from."""
        if self.start_s <= time_s <= self.end_s:
            return self
        share = 0.1 if time_s > self.end_s else 0.9
        return self._starting(time_s - share * self.span_s, self.span_s)

    def spanning(self, start_s: float, end_s: float) -> "TimeMapping":
        """Show from ``start_s`` to ``end_s``, or the nearest span that zoom and ends allow."""
        span_s = min(max(end_s - start_s, self.least_span_s), self.duration_s or 1.0)
        return self._starting((start_s + end_s - span_s) / 2, span_s)

    def _starting(self, start_s: float, span_s: float) -> "TimeMapping":
        latest_s = max(0.0, self.duration_s - span_s)
        return replace(self, start_s=min(max(0.0, start_s), latest_s), span_s=span_s)


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark of the ruler; with ``decimals`` digits its label differs from those beside it."""

    time_s: float
    decimals: int


def tick_step_s(mapping: TimeMapping) -> tuple[float, int]:
    """The least distance between ticks that keeps their labels apart, and the decimals the labels need."""
    wanted_s = TICK_GAP_PX / mapping.px_per_s
    for frames in _STEPS_FRAMES:
        step_s = frames * mapping.frame_s
        # Several frames of a slow video make odd times, where half a second serves as well.
        if step_s >= wanted_s and step_s < (0.35 if frames > 1 else 1.0):
            return step_s, 3 if mapping.frame_s < 0.1 else 2
    for step_s in (0.5, *_STEPS_S):
        if step_s >= wanted_s and step_s >= mapping.frame_s:
            return float(step_s), 1 if step_s < 1 else 0
    return math.ceil(wanted_s / _STEPS_S[-1]) * float(_STEPS_S[-1]), 0


def ticks(mapping: TimeMapping) -> Iterator[Tick]:
    """The visible ticks, in time order."""
    step_s, decimals = tick_step_s(mapping)
    first = math.floor(mapping.start_s / step_s)
    last = math.floor(min(mapping.end_s, mapping.duration_s) / step_s)
    for number in range(first, last + 1):
        yield Tick(number * step_s, decimals)
