"""Choosing keyframes while a video is decoded, with one picture held at a time.

The cuts are known only when the whole video has been seen, but pictures cannot be kept until then. So the
video is watched in windows that end where the picture changes abruptly, which every hard cut does, or after
two seconds; the sharpest picture of each window is kept, small. Afterwards each shot takes those within it.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from videxplore.video.picture import Picture

Luma = npt.NDArray[np.uint8]

WINDOW_S = 2.0
LOOK_EVERY_S = 0.4
# The first pictures after a change may still be blended with those before.
AFTER_CHANGE_S = 0.12
# Mean absolute difference of luma that ends a window: surely more than motion usually makes, and several
# times what was usual lately.
ABRUPT_DIFFERENCE = 10.0
ABRUPT_RATIO = 3.0
USUAL_MEMORY = 0.9


@dataclass(slots=True)
class _Best:
    """The sharpest picture of the current window so far."""

    picture: Picture
    sharpness: float


class KeyframeChooser:
    """Watches every picture and gives the sharpest of each window."""

    def __init__(self, measure: Callable[[Picture], float], take: Callable[[Picture, float], None]) -> None:
        """Start before the first picture.

        Args:
            measure: Sharpness of a picture.
            take: Called with the chosen picture of each window and its sharpness, in time order.
        """
        self._measure = measure
        self._take = take
        self._best: _Best | None = None
        self._window_from_s = 0.0
        self._look_at_s = 0.0
        self._last: Luma | None = None
        self._usual = ABRUPT_DIFFERENCE

    def push(self, picture: Picture, luma: Luma) -> None:
        """Watch the next picture; ``luma`` uint8 (H, W) is a small version of it."""
        if self._changes_abruptly(luma) or picture.time_s - self._window_from_s >= WINDOW_S:
            self._close_window()
            self._window_from_s = picture.time_s
        if self._best is None:
            # Whatever comes later in the window is better; a window of one picture has but this.
            self._best = _Best(picture, 0.0)
            self._look_at_s = picture.time_s + AFTER_CHANGE_S
        elif picture.time_s >= self._look_at_s:
            self._look_at_s = picture.time_s + LOOK_EVERY_S
            sharpness = self._measure(picture)
            if sharpness > self._best.sharpness:
                self._best = _Best(picture, sharpness)

    def finish(self) -> None:
        """Give what the last window holds."""
        self._close_window()

    def _close_window(self) -> None:
        if self._best is not None:
            best, self._best = self._best, None
            self._take(best.picture, best.sharpness or self._measure(best.picture))

    def _changes_abruptly(self, luma: Luma) -> bool:
        """Whether this picture differs from the last one as across a cut."""
        last, self._last = self._last, luma
        if last is None:
            return False
        difference = float(np.abs(luma.astype(np.int16) - last).mean())
        is_abrupt = difference > max(ABRUPT_DIFFERENCE, ABRUPT_RATIO * self._usual)
        if not is_abrupt:
            self._usual = USUAL_MEMORY * self._usual + (1 - USUAL_MEMORY) * difference
        return is_abrupt
