"""What moment of the video should be on screen now, while it plays."""

import time
from collections.abc import Callable

RATES = (0.25, 0.5, 1.0, 1.5, 2.0, 4.0, 8.0)
"""The speeds a user can choose."""

JUMP_S = 0.040
"""Beyond this, sound and picture are noticeably apart (ITU-R BT.1359 allows 45 ms of leading sound)."""

_SLEW = 0.1


class PlaybackClock:
    """A moment that advances at ``rate`` seconds of video per second, and can be held to the sound.

    The sound device reports its position in steps of its own buffers. Following it directly would make
    the picture stutter, so the clock runs on the system's time and is drawn towards the sound.
    """

    def __init__(self, now_s: Callable[[], float] = time.monotonic) -> None:
        """Make a stopped clock at moment zero.

        Args:
            now_s: The system's time in seconds; only differences matter.
        """
        self._now_s = now_s
        self._base_s = 0.0
        self._since_s = 0.0
        self._rate = 0.0

    @property
    def rate(self) -> float:
        """Seconds of video per second; negative plays backwards, 0 stands still."""
        return self._rate

    @property
    def position_s(self) -> float:
        """The moment that should be on screen now."""
        return self._base_s + (self._now_s() - self._since_s) * self._rate

    def start(self, position_s: float, rate: float) -> None:
        """Run on from a moment."""
        self._base_s = position_s
        self._since_s = self._now_s()
        self._rate = rate

    def stop(self) -> float:
        """Stand still and return where."""
        position_s = self.position_s
        self.start(position_s, 0.0)
        return position_s

    def follow(self, sound_s: float) -> None:
        """Draw near the moment that is being heard: at once when far, gently when close."""
        apart_s = sound_s - self.position_s
        share = 1.0 if abs(apart_s) > JUMP_S else _SLEW
        self.start(self.position_s + share * apart_s, self._rate)
