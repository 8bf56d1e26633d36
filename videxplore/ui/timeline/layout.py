"""Where each row of the timeline stands."""

from dataclasses import dataclass

RULER_PX, FILM_PX, WAVE_PX, SCENES_PX, ACTIONS_PX, HEAT_PX, OVERVIEW_PX = 22, 52, 24, 16, 10, 14, 6
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
    """The rows from the top; a silent video has no waveform."""

    ruler: Row
    film: Row
    wave: Row | None
    scenes: Row
    actions: Row
    heat: Row
    overview: Row
    height_px: int

    @classmethod
    def stacked(cls, *, has_sound: bool) -> "TimelineLayout":
        """Put the rows below each other."""
        ruler = Row(2, RULER_PX)
        film = Row(ruler.bottom_px, FILM_PX)
        wave = Row(film.bottom_px + _GAP_PX, WAVE_PX) if has_sound else None
        scenes = Row((wave or film).bottom_px + _GAP_PX, SCENES_PX)
        actions = Row(scenes.bottom_px + _GAP_PX, ACTIONS_PX)
        heat = Row(actions.bottom_px + _GAP_PX, HEAT_PX)
        overview = Row(heat.bottom_px + 2 * _GAP_PX, OVERVIEW_PX)
        return cls(ruler, film, wave, scenes, actions, heat, overview, overview.bottom_px + 2 * _GAP_PX)
