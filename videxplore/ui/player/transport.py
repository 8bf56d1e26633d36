"""Moves through one video: seeking, stepping, playing at any speed, forwards and backwards."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QSize, Signal
from PySide6.QtGui import QImage

from videxplore.core.types import VideoProperties
from videxplore.ui.look.images import fitting_size
from videxplore.ui.player.exact import ExactImage, PlayerExact
from videxplore.ui.player.playback import Playback
from videxplore.ui.player.sound_output import Sound
from videxplore.ui.work.jobs import Lane

FASTER = (1.0, 2.0, 4.0, 8.0)
BACKWARDS = (-1.0, -2.0, -4.0, -8.0)


@dataclass(frozen=True, slots=True)
class Shown:
    """A frame for the screen.

    Attributes:
        time_s: When it is on screen in the video.
        is_settled: Whether the player stopped on it: it answers a seek or a step, not a scrub or playback.
    """

    image: QImage
    time_s: float
    is_settled: bool


class PlayerTransport(QObject):
    """Where the player stands, and how it moves.

    Signals:
        shown: A :class:`Shown` frame.
        opened: The :class:`VideoProperties` as read from the file, with its first frame.
        playingChanged: It began to play (True) or stopped (False).
        rateChanged: The speed, kept while standing still.
        failed: The exception that stands in the way of any frame.
    """

    shown = Signal(object)
    opened = Signal(object)
    playingChanged = Signal(bool)
    rateChanged = Signal(float)
    failed = Signal(object)

    def __init__(self, lane: Lane, sound: Sound, parent: QObject | None = None) -> None:
        """Find exact frames on ``lane``."""
        super().__init__(parent)
        self.playback = Playback(sound, self)
        self.exact = PlayerExact(lane, self)
        self.properties: VideoProperties | None = None
        self.time_s = 0.0
        self.rate = 1.0
        self._path: Path | None = None
        self._box_px = QSize(960, 540)
        self._is_scrubbing = False
        self.playback.shown.connect(self._on_played)
        self.playback.ended.connect(self._on_ended)
        self.playback.failed.connect(self._on_failed)
        self.exact.found.connect(self._on_found)
        self.exact.failed.connect(self._on_failed)

    @property
    def path(self) -> Path | None:
        """The file that is shown."""
        return self._path

    @property
    def is_playing(self) -> bool:
        """Whether frames follow each other."""
        return self.playback.rate != 0

    def open(self, path: Path | None) -> None:
        """Turn to another video; it is read with the first request for a frame."""
        self._stop_playback()
        self._path, self.properties = path, None
        self.time_s = 0.0
        self.exact.open(path)
        self.playback.film_track = self.playback.sound.track = None
        if path is not None:
            self.playback.sound.warm_up()

    @property
    def film_track(self) -> int | None:
        """Index of the video stream that was chosen; None while the film is shown."""
        return self.playback.film_track

    @property
    def sound_track(self) -> int | None:
        """Index of the sound stream that was chosen; None while the best one is heard."""
        return self.playback.sound.track

    def choose_film(self, track: int) -> None:
        """Show another video stream of the file, from here on."""
        self.playback.film_track = track
        self.exact.choose_track(track)
        self.seek(self.time_s)

    def choose_sound(self, track: int) -> None:
        """Play another sound stream of the file, from here on."""
        self.playback.sound.track = track
        if self.is_playing:
            self.seek(self.time_s)

    def close(self) -> None:
        """Close files and threads; the lane must still run."""
        self.playback.close()
        self.exact.close()

    def set_box(self, box_px: QSize) -> None:
        """Say how large frames may be, in device pixels."""
        if box_px == self._box_px:
            return
        self._box_px = box_px
        self.exact.set_box(box_px)
        if self.is_playing:
            self.playback.resize(self._image_size_px())
        elif self._path is not None:
            self.exact.request(self.time_s)

    def seek(self, time_s: float) -> None:
        """Show the exact frame at a moment; a playing video continues from there."""
        self.time_s = time_s
        self._is_scrubbing = False
        if self.is_playing:
            self.play(self.playback.rate)
        else:
            self.exact.request(time_s)

    def scrub(self, time_s: float) -> None:
        """Follow the pointer: stop playing, and show the exact frame if the pointer rests long enough."""
        self.pause(settle=False)
        self.time_s = time_s
        self._is_scrubbing = True
        self.exact.request(time_s)

    def step(self, frames: int) -> None:
        """Move by single frames."""
        self.pause(settle=False)
        self._is_scrubbing = False
        self.exact.step(frames)

    def toggle(self) -> None:
        """Play at the chosen speed, or stop."""
        if self.is_playing:
            self.pause()
        else:
            self.play(abs(self.rate))

    def play(self, rate: float) -> None:
        """Play from here at a speed; forwards from the end means from the start."""
        if self._path is None:
            return
        was_playing = self.is_playing
        duration_s = self.properties.duration_s if self.properties else 0.0
        if rate > 0 and duration_s and self.time_s >= duration_s - 1.5 * self._frame_s():
            self.time_s = 0.0
        self.exact.drop()
        self.rate = rate
        self.playback.play(self._path, self.time_s, rate, self._image_size_px())
        self.rateChanged.emit(rate)
        if not was_playing:
            self.playingChanged.emit(True)

    def pause(self, *, settle: bool = True) -> None:
        """Stop on the frame that is on screen.

        Args:
            settle: Whether the exact frame is to be found, to step on from.
        """
        if self._stop_playback() and settle:
            self.exact.request(self.time_s)

    def faster(self) -> None:
        """Play; when playing, a speed up."""
        rates = [rate for rate in FASTER if not self.is_playing or rate > self.playback.rate]
        self.play(rates[0] if rates else FASTER[-1])

    def slower(self) -> None:
        """Play backwards; when playing backwards, a speed up."""
        rates = [rate for rate in BACKWARDS if not self.is_playing or rate < self.playback.rate]
        self.play(rates[0] if rates else BACKWARDS[-1])

    def halt(self) -> None:
        """Pause; the next time it plays forwards at its own speed."""
        self.pause()
        self.choose_rate(1.0)

    def choose_rate(self, rate: float) -> None:
        """Set the speed of playing, now or the next time."""
        self.rate = rate
        if self.is_playing:
            self.play(rate)
        else:
            self.rateChanged.emit(rate)

    def _stop_playback(self) -> bool:
        if not self.is_playing:
            return False
        self.time_s = self.playback.stop()
        self.playingChanged.emit(False)
        return True

    def _frame_s(self) -> float:
        rate_hz = self.properties.frame_rate_hz if self.properties else 0
        return float(1 / rate_hz) if rate_hz else 0.04

    def _image_size_px(self) -> QSize:
        if self.properties is None:
            return self._box_px
        return fitting_size(QSize(self.properties.width_px, self.properties.height_px), self._box_px)

    def _on_found(self, found: ExactImage) -> None:
        if found.properties is not self.properties:
            self.properties = found.properties
            self.opened.emit(found.properties)
        if not self._is_scrubbing:
            self.time_s = found.shown.start_s
        self.shown.emit(Shown(found.image, found.shown.start_s, not self._is_scrubbing))

    def _on_played(self, image: QImage, time_s: float) -> None:
        self.time_s = time_s
        self.shown.emit(Shown(image, time_s, is_settled=False))

    def _on_ended(self) -> None:
        self.playingChanged.emit(False)
        self.exact.request(self.time_s)

    def _on_failed(self, error: object) -> None:
        self.playback.stop()
        self.playingChanged.emit(False)
        self.failed.emit(error)
