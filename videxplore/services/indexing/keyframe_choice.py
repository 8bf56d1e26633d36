"""Choosing keyframes while a video is decoded, with one picture held at a time.

The cuts are known only when the whole video has been seen, but pictures cannot be kept until then. So the
video is watched in windows that end where the picture changes abruptly, which every hard cut does, though not
sooner than after a moment, or after four seconds; the sharpest picture of each window is kept, small.
Afterwards each shot takes those within it.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from videxplore.core.types import Pixels
from videxplore.video.decoded_frame import DecodedFrame

WINDOW_S = 4.0
# Pictures that flicker change abruptly all the time; each window costs a run of the network.
LEAST_WINDOW_S = 0.3
LOOK_EVERY_S = 0.5
# The first pictures after a change may still be blended with those before.
AFTER_CHANGE_S = 0.12
# Mean absolute difference that ends a window: surely more than motion usually makes, and several
# times what was usual lately.
ABRUPT_DIFFERENCE = 10.0
ABRUPT_RATIO = 3.0
USUAL_MEMORY = 0.9
# A picture that differs less than this from the last one taken is not worth embedding, for a while.
STILL_DIFFERENCE = 3.0
STILL_S = 10.0


@dataclass(slots=True)
class _Best:
    """The sharpest picture of the current window so far."""

    picture: DecodedFrame
    small: Pixels
    sharpness: float


class KeyframeChooser:
    """Watches every picture and gives the sharpest of each window."""

    def __init__(
        self, measure: Callable[[DecodedFrame], float], take: Callable[[DecodedFrame, float], None]
    ) -> None:
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
        self._last: Pixels | None = None
        self._taken: Pixels | None = None
        self._taken_s = 0.0
        self._usual = ABRUPT_DIFFERENCE

    def push(self, picture: DecodedFrame, small: Pixels) -> None:
        """Watch the next picture; ``small`` uint8 (h, w, 3) is a small version of it."""
        least_s = LEAST_WINDOW_S if self._changes_abruptly(small) else WINDOW_S
        if picture.time_s - self._window_from_s >= least_s:
            self._close_window()
            self._window_from_s = picture.time_s
        if self._best is None:
            # Whatever comes later in the window is better; a window of one picture has but this.
            self._best = _Best(picture, small, 0.0)
            self._look_at_s = picture.time_s + AFTER_CHANGE_S
        elif picture.time_s >= self._look_at_s:
            self._look_at_s = picture.time_s + LOOK_EVERY_S
            sharpness = self._measure(picture)
            if sharpness > self._best.sharpness:
                self._best = _Best(picture, small, sharpness)

    def finish(self) -> None:
        """Give what the last window holds."""
        self._close_window()

    def _close_window(self) -> None:
        best, self._best = self._best, None
        if best is not None and not self._is_still(best):
            self._taken, self._taken_s = best.small, best.picture.time_s
            self._take(best.picture, best.sharpness or self._measure(best.picture))

    def _is_still(self, best: _Best) -> bool:
        """Whether hardly anything has changed since the last picture that was taken."""
        if self._taken is None or best.picture.time_s - self._taken_s > STILL_S:
            return False
        return _difference(best.small, self._taken) < STILL_DIFFERENCE

    def _changes_abruptly(self, small: Pixels) -> bool:
        """Whether this picture differs from the last one as across a cut."""
        last, self._last = self._last, small
        if last is None:
            return False
        difference = _difference(small, last)
        is_abrupt = difference > max(ABRUPT_DIFFERENCE, ABRUPT_RATIO * self._usual)
        if not is_abrupt:
            self._usual = USUAL_MEMORY * self._usual + (1 - USUAL_MEMORY) * difference
        return is_abrupt


def _difference(one: Pixels, other: Pixels) -> float:
    """Mean absolute difference of two small pictures, in levels."""
    return float(np.abs(one.astype(np.int16) - other).mean())
