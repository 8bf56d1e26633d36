"""Which part of the picture answers the search, or speaks for its label: worked out beside the window."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QTimer

from videxplore.core.errors import VidexploreError
from videxplore.core.task import Task
from videxplore.core.types import Pixels
from videxplore.services.searching.queries import Query
from videxplore.ui.jobs import Lane
from videxplore.ui.pixels import to_pixels
from videxplore.ui.player.images import Heat
from videxplore.ui.player.player import Player
from videxplore.ui.session import Session

if TYPE_CHECKING:
    from videxplore.services.searching.ranking import Ranking


@dataclass(frozen=True, slots=True, eq=False)
class Explained:
    """What a network looked at.

    Attributes:
        heat: Over the whole picture, float32 (H, W) in [0, 1].
        label: What it speaks for; empty for the likeness to what is searched for.
    """

    heat: Heat
    label: str


Explain = Callable[[Pixels, Query | None, str, Task], Explained]
"""Of a picture, by the query if there is one, else by the label it is said to have."""
# The picture stands before it is explained.
QUIET_MS = 300


class HeatWork(QObject):
    """Explains the picture on screen while the heat overlay is wanted and the player stands."""

    def __init__(self, session: Session, player: Player, lane: Lane, explain: Explain) -> None:
        """Explain with ``explain`` on ``lane``; lay it over the picture of ``player``."""
        super().__init__(player)
        self._session = session
        self._player = player
        self._lane = lane
        self._explain = explain
        self._query: Query | None = None
        self._timer = QTimer(self, singleShot=True, interval=QUIET_MS)
        self._timer.timeout.connect(self._ask)
        session.heatToggled.connect(self._toggle)
        session.timeChanged.connect(self._wait)
        session.videoChanged.connect(self._wait)
        session.playingChanged.connect(self._wait)
        session.rankingChanged.connect(self._on_ranking)

    def _toggle(self, wanted: bool) -> None:
        if wanted:
            self._timer.start()
        else:
            self._timer.stop()
            self._player.show_heat(None)

    def _on_ranking(self, ranking: "Ranking | None") -> None:
        """Explain another search anew; more moments of the same one change nothing."""
        query = None if ranking is None else ranking.query
        if query is not self._query:
            self._query = query
            self._player.show_heat(None)
            self._wait()

    def _wait(self, _value: object = None) -> None:
        # An answer that is on its way is about another picture, or another search.
        self._lane.cancel("heat")
        if self._session.is_heat_shown:
            self._timer.start()

    def _ask(self) -> None:
        image = self._player.picture.image
        if self._session.is_playing or image.isNull():
            return
        pixels, query, label = to_pixels(image), self._query, self._player.label_shown
        job = self._lane.submit_latest(lambda task: self._explain(pixels, query, label, task), "heat")
        job.succeeded.connect(self._show)
        job.failed.connect(self._say)

    def _show(self, explained: Explained) -> None:
        if self._session.is_heat_shown:
            words = self.tr("what speaks for \u201c%1\u201d").replace("%1", explained.label)
            if not explained.label:
                words = self.tr("what resembles the search")
            self._player.show_heat(explained.heat, words)

    def _say(self, error: Exception) -> None:
        if isinstance(error, VidexploreError):
            self._session.notice(str(error))


def over_picture(values: Heat, area: tuple[float, float, float, float], rows: int = 90) -> Heat:
    """Heat float32 (h, w) of the ``area`` a network sees, as heat float32 (rows, W) of the whole picture.

    Args:
        values: What each place says, in [0, 1].
        area: Left, top, width and height as shares of the picture.
        rows: Rows of the answer; it has 16 / 9 times as many columns.
    """
    columns = rows * 16 // 9
    left, top, width, height = area
    x = ((np.arange(columns) + 0.5) / columns - left) / width
    y = ((np.arange(rows) + 0.5) / rows - top) / height
    across = _weights(x, values.shape[1])
    down = _weights(y, values.shape[0])
    whole: Heat = (down @ values @ across.T).astype(np.float32)
    return whole


def _weights(places: NDArray[np.float64], cells: int) -> NDArray[np.float64]:
    """How much each of ``cells`` even cells counts at places in [0, 1], float64 (places, cells).

    Linear between the middles of cells; nothing counts outside.
    """
    middles = (np.arange(cells) + 0.5) / cells
    inside = (places >= 0) & (places <= 1)
    held = np.clip(places, middles[0], middles[-1])
    near: NDArray[np.float64] = np.clip(1 - np.abs(held[:, None] - middles[None, :]) * cells, 0, 1)
    near *= inside[:, None]
    return near
