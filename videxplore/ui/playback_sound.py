"""The sound of the playing video, where the system lets it be heard."""

from pathlib import Path
from typing import Protocol


class Sound(Protocol):
    """What the playback asks of the sound; silence is a sound that never has a position."""

    @property
    def is_ready(self) -> bool:
        """Whether enough is decoded to begin, or there is nothing to wait for."""

    @property
    def position_s(self) -> float | None:
        """The moment being heard now; None while nothing is."""

    @property
    def volume(self) -> float:
        """Loudness in [0, 1]."""

    def set_volume(self, volume: float) -> None:
        """Set the loudness in [0, 1]."""

    def prepare(self, path: Path, start_s: float, rate: float) -> None:
        """Decode ahead from a moment."""

    def start(self) -> None:
        """Let what was prepared be heard."""

    def stop(self) -> None:
        """Fall silent."""

    def close(self) -> None:
        """Join every thread."""


class Silence:
    """No sound: the system has no way to play it, or the video has none."""

    is_ready = True
    position_s = None

    def __init__(self) -> None:
        """Be silent."""
        self.volume = 1.0

    def set_volume(self, volume: float) -> None:
        """Remember the loudness."""
        self.volume = volume

    def prepare(self, path: Path, start_s: float, rate: float) -> None:
        """Do nothing."""

    def start(self) -> None:
        """Do nothing."""

    def stop(self) -> None:
        """Do nothing."""

    def close(self) -> None:
        """Do nothing."""


def system_sound() -> Sound:
    """The sound of this system."""
    return Silence()
