"""Which part of the frame matches the search, or contributes to its label: computed on a lane."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from videxplore.core.task import Task
from videxplore.services.heat_maps import ExplainedFrame, Explanation
from videxplore.services.searching.query.query import Query, Ranking
from videxplore.ui.look.images import to_pixels
from videxplore.ui.look.texts import position_words
from videxplore.ui.player.found_text import FoundText
from videxplore.ui.player.player import Player
from videxplore.ui.session import Session
from videxplore.ui.work.jobs import Lane

Explain = Callable[[ExplainedFrame, Query | None, str, Task], Explanation]
"""Explains a frame by the query if there is one, else by the label it is said to have."""

# The frame stands before it is explained.
QUIET_MS = 300


class HeatWork(QObject):
    """Explains the frame on screen while the heat overlay is wanted and the player stands."""

    def __init__(
        self, session: Session, player: Player, lane: Lane, explain: Explain, found: FoundText
    ) -> None:
        """Explain on ``lane``; ``found`` knows the text by which a search found the frame."""
        super().__init__(player)
        self._session = session
        self._player = player
        self._lane = lane
        self._explain = explain
        self._found = found
        self._query: Query | None = None
        self._is_told = False
        self._timer = QTimer(self, singleShot=True, interval=QUIET_MS)
        self._timer.timeout.connect(self._ask)
        session.heatToggled.connect(self._toggle)
        session.timeChanged.connect(self._wait)
        session.videoChanged.connect(self._wait)
        session.playingChanged.connect(self._wait)
        session.rankingChanged.connect(self._on_ranking)
        session.timeChanged.connect(self._quote)
        found.changed.connect(self._quote)
        found.changed.connect(self._wait)

    def _toggle(self, wanted: bool) -> None:
        if wanted:
            self._is_told = False
            self._timer.start()
        else:
            self._timer.stop()
            self._player.show_heat(None)
        self._quote()

    def _quote(self, _value: object = None) -> None:
        """Quote what is said or written at the playhead and was searched for."""
        found = self._found.at(self._session.time_s) if self._session.is_heat_shown else []
        self._player.frame_view.show_quote(found[0] if found else None)

    def _on_ranking(self, ranking: Ranking | None) -> None:
        """Explain another search again; more moments of the same one change nothing."""
        query = None if ranking is None else ranking.query
        if query is not self._query:
            self._query = query
            self._player.show_heat(None)
            self._wait()

    def _wait(self, _value: object = None) -> None:
        # An answer that is on its way is about another frame, or another search.
        self._lane.cancel("heat")
        if self._session.is_heat_shown:
            self._timer.start()

    def _ask(self) -> None:
        image = self._player.frame_view.image
        if self._session.is_playing or image.isNull():
            return
        query, label = self._query, self._player.label_shown
        if self._found.at(self._session.time_s) and (query is None or not query.positives):
            # It was found by its text, which is quoted.
            self._player.show_heat(None)
            return
        if label == "" and (query is None or not query.positives):
            self._player.show_heat(None)
            if not self._is_told:
                self._is_told = True
                self._session.notice(
                    self.tr("No label is certain here. Search for a scene to see what matches.")
                )
            return
        video_id = 0 if self._session.video is None else self._session.video.id
        frame = ExplainedFrame(to_pixels(image), video_id, self._session.time_s)
        job = self._lane.submit_latest(lambda task: self._explain(frame, query, label, task), "heat")
        job.succeeded.connect(self._show)
        job.failed.connect(self._session.notice_failure)

    def _show(self, explained: Explanation) -> None:
        if self._session.is_heat_shown:
            words = self.tr("Why \u201c%1\u201d").replace("%1", explained.label)
            if not explained.label:
                words = self.tr("What matches")
            video = self._session.video
            if explained.strongest_s is not None and video is not None:
                at = position_words(explained.strongest_s, video)
                words += " \u00b7 " + self.tr("strongest at %1").replace("%1", at)
            self._player.show_heat(explained.heat, words)
