"""Plays the items of a bin one after the other, as one film."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer, Signal

from videxplore.core.spans import SelectedSpan
from videxplore.ui.player.transport import PlayerTransport, Shown
from videxplore.ui.session import Session

NEAR_END_S = 0.15
"""A player that stops so near the end of an item has played it: its video ends there."""


class BinPlayer(QObject):
    """Drives the player of the window.

    Signals:
        playingChanged: Whether a film plays.
        turned: The number of the item that plays now.
    """

    playingChanged = Signal(bool)
    turned = Signal(int)

    def __init__(self, session: Session, transport: PlayerTransport, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._transport = transport
        self._film: Sequence[SelectedSpan] = ()
        self._number = -1
        self._is_turning = False
        transport.shown.connect(self._on_shown)
        transport.playingChanged.connect(self._on_playing)

    @property
    def is_playing(self) -> bool:
        """Whether a film plays."""
        return self._number >= 0

    def play(self, film: Sequence[SelectedSpan], number: int = 0) -> None:
        """Play parts of videos from one of them on."""
        if film:
            self._film = film
            self.playingChanged.emit(True)
            self._turn_to(min(max(number, 0), len(film) - 1))

    def stop(self) -> None:
        """Stop where the film is."""
        if self.is_playing:
            self._end()
            self._transport.pause()

    def _turn_to(self, number: int) -> None:
        if number >= len(self._film):
            self.stop()
            return
        span = self._film[number]
        self._number, self._is_turning = number, True
        self._session.open_video(span.video, span.start_s)
        self._transport.play(1.0)
        self._is_turning = False
        self.turned.emit(number)

    def _on_shown(self, shown: Shown) -> None:
        if not self.is_playing or self._is_turning:
            return
        span, video = self._film[self._number], self._session.video
        is_elsewhere = video is None or video.id != span.video.id
        half_frame_s = 0.5 / float(span.video.frame_rate_hz or 25)
        if not is_elsewhere and shown.time_s >= span.end_s - half_frame_s:
            # Once the player is done with this frame.
            number = self._number
            QTimer.singleShot(0, self, lambda: self._go_on(number))

    def _go_on(self, number: int) -> None:
        if number == self._number:
            self._turn_to(number + 1)

    def _on_playing(self, is_playing: bool) -> None:
        """The user paused, or opened something else; or an item ended with its video."""
        if is_playing or self._is_turning or not self.is_playing:
            return
        span = self._film[self._number]
        if self._transport.time_s >= span.end_s - NEAR_END_S:
            number = self._number
            QTimer.singleShot(0, self, lambda: self._go_on(number))
        else:
            self._end()

    def _end(self) -> None:
        self._number = -1
        self.playingChanged.emit(False)
