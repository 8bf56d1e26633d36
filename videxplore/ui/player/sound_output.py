"""The sound of the playing video, where the system lets it be heard."""

import logging
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, QThread, Signal

from videxplore.core.limits import CLOSING_S
from videxplore.ui.player.speaker import Speaker

logger = logging.getLogger(__name__)


class Sound(Protocol):
    """What the playback asks of the sound; silence is a sound that never has a position."""

    @property
    def is_ready(self) -> bool:
        """Whether enough is decoded to begin, or there is nothing to wait for."""

    @property
    def position_s(self) -> float | None:
        """The moment of the video being heard now; None while nothing is."""

    @property
    def volume(self) -> float:
        """Loudness in [0, 1], as set by a slider."""

    def set_volume(self, volume: float) -> None:
        """Set the loudness in [0, 1]."""

    def warm_up(self) -> None:
        """Load what will be needed, in the background."""

    def prepare(self, path: Path, start_s: float, rate: float) -> None:
        """Decode ahead from a moment."""

    def start(self) -> None:
        """Let what was prepared be heard."""

    def stop(self) -> None:
        """Fall silent."""

    def close(self) -> None:
        """Join every thread."""


class Silence:
    """No sound."""

    is_ready = True
    position_s = None

    def __init__(self) -> None:
        self.volume = 1.0

    def set_volume(self, volume: float) -> None:
        """Remember the loudness."""
        self.volume = volume

    def warm_up(self) -> None:
        """Do nothing."""

    def prepare(self, path: Path, start_s: float, rate: float) -> None:
        """Do nothing."""

    def start(self) -> None:
        """Do nothing."""

    def stop(self) -> None:
        """Do nothing."""

    def close(self) -> None:
        """Do nothing."""


class SystemSound(QObject):
    """Sound through the system's default device, decoded and handed over in a thread of its own.

    Where the system has no sound, or the video none, it is ready at once and never has a position: the
    video plays silently.
    """

    _warmed = Signal()
    _prepared = Signal(int, object, float, float)
    _started = Signal(int)
    _stopped = Signal()
    _volume_set = Signal(float)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.volume = 1.0
        self._thread: QThread | None = None
        self._speaker: Speaker | None = None
        self._number = 0

    @property
    def is_ready(self) -> bool:
        """Whether enough is decoded to begin, or there is nothing to wait for."""
        return self._speaker is None or self._speaker.state.is_ready(self._number)

    @property
    def position_s(self) -> float | None:
        """The moment of the video being heard now; None while nothing is."""
        return None if self._speaker is None else self._speaker.state.position_s(self._number)

    def set_volume(self, volume: float) -> None:
        """Set the loudness in [0, 1]."""
        self.volume = volume
        self._volume_set.emit(volume)

    def warm_up(self) -> None:
        """Load the system's sound in its thread."""
        if self._thread is not None:
            return
        self._thread = QThread(self)
        self._thread.setObjectName("sound")
        self._speaker = speaker = Speaker()
        speaker.moveToThread(self._thread)
        self._warmed.connect(speaker.warm_up)
        self._prepared.connect(speaker.prepare)
        self._started.connect(speaker.start)
        self._stopped.connect(speaker.stop)
        self._volume_set.connect(speaker.set_volume)
        self._thread.finished.connect(speaker.release)
        self._thread.start()
        self._warmed.emit()
        self._volume_set.emit(self.volume)

    def prepare(self, path: Path, start_s: float, rate: float) -> None:
        """Decode ahead from a moment."""
        self.warm_up()
        self._number += 1
        self._prepared.emit(self._number, path, start_s, rate)

    def start(self) -> None:
        """Let what was prepared be heard."""
        self._started.emit(self._number)

    def stop(self) -> None:
        """Fall silent."""
        if self._thread is not None:
            self._number += 1
            self._stopped.emit()

    def close(self) -> None:
        """Join the thread."""
        if self._thread is not None:
            self._thread.quit()
            if self._thread.wait(round(CLOSING_S * 1000)):
                self._thread = self._speaker = None
            else:
                logger.warning("the sound does not end")


def system_sound() -> Sound:
    """The sound of this system."""
    return SystemSound()
