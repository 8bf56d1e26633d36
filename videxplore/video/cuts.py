"""Shot boundaries at decode speed, from tiny pictures of brightness."""

import itertools
from collections import deque
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

LUMA_WIDTH_PX = 64
LUMA_HEIGHT_PX = 36
"""Size of the pictures a detector is given."""

LEAST_SHOT_S = 0.25
"""No shot is shorter: two changes nearer than this are one."""

_HISTOGRAM_BINS = 32
# A cut changes at least this much,
_LEAST_CHANGE = 0.02
# this many times as much as the frames around it,
_LEAST_RATIO = 3.0
_NEIGHBOURS = 5
# and separates what comes before it from what comes after by at least this share of the change: neither the
# beginning nor the end of a flash does.
_LEAST_LASTING = 0.5
_LOOK_AHEAD = 8


@dataclass(slots=True, eq=False)
class _Seen:
    """What is kept of a frame while it may still matter.

    Attributes:
        luma: float32 (H, W) in [0, 1].
        cumulative: Cumulative histogram of the luma, float32 (bins,).
        change: Change from the frame before.
    """

    time_s: float
    luma: npt.NDArray[np.float32]
    cumulative: npt.NDArray[np.float32]
    change: float = 0.0


class ShotDetector:
    """Finds hard cuts in a stream of pictures; its memory does not grow with the length of the video.

    The change between two pictures is the mean of how much pixels differ (high for a cut and for motion) and
    of how much brightness is distributed differently (high for a cut and for a flash). A cut stands out from
    its neighbours, as in PySceneDetect's adaptive detector, and it lasts: a flash is undone a few frames
    later.
    """

    def __init__(self) -> None:
        """Start before the first picture."""
        self._window: deque[_Seen] = deque(maxlen=2 * _LOOK_AHEAD + 1)
        self._cuts_s: list[float] = []
        self._first_s: float | None = None

    def push(self, luma: npt.NDArray[np.uint8], time_s: float) -> None:
        """Look at the next picture.

        Args:
            luma: Brightness, uint8 (LUMA_HEIGHT_PX, LUMA_WIDTH_PX).
            time_s: When it is shown; later than the one before.
        """
        scaled = luma.astype(np.float32)
        scaled /= 255
        counts = np.bincount(luma.reshape(-1) >> 3, minlength=_HISTOGRAM_BINS)
        cumulative = np.asarray(np.cumsum(counts) / luma.size, np.float32)
        seen = _Seen(time_s, scaled, cumulative)
        if self._window:
            seen.change = _change(self._window[-1], seen)
        else:
            self._first_s = time_s
        self._window.append(seen)
        if len(self._window) > _LOOK_AHEAD:
            self._judge(len(self._window) - 1 - _LOOK_AHEAD)

    def finish(self, duration_s: float) -> list[tuple[float, float]]:
        """The shots [start_s, end_s), which together cover [0, duration_s)."""
        for position in range(max(1, len(self._window) - _LOOK_AHEAD), len(self._window)):
            self._judge(position)
        starts_s = [0.0, *(cut_s for cut_s in self._cuts_s if cut_s < duration_s)]
        return list(itertools.pairwise([*starts_s, duration_s]))

    def _judge(self, position: int) -> None:
        """Decide whether a shot begins with the frame at a position of the window."""
        window = self._window
        seen = window[position]
        if position == 0 or seen.change < _LEAST_CHANGE:
            return
        before, after = position - _NEIGHBOURS, position + _NEIGHBOURS + 1
        around = [one.change for one in itertools.islice(window, max(1, before), after) if one is not seen]
        if around and seen.change < _LEAST_RATIO * float(np.mean(around)):
            return
        if not self._separates(position):
            return
        last_s = self._cuts_s[-1] if self._cuts_s else self._first_s
        if last_s is None or seen.time_s - last_s >= LEAST_SHOT_S:
            self._cuts_s.append(seen.time_s)

    def _separates(self, position: int) -> bool:
        """Whether a picture is unlike those before it, and the pictures after it unlike the one before it."""
        seen, before = self._window[position], self._window[position - 1]
        least = _LEAST_LASTING * seen.change
        earlier = itertools.islice(self._window, max(0, position - _LOOK_AHEAD), position)
        later = itertools.islice(self._window, position, position + _LOOK_AHEAD + 1)
        return all(_change(one, seen) >= least for one in earlier) and all(
            _change(before, one) >= least for one in later
        )


def _change(a: _Seen, b: _Seen) -> float:
    """Change between two pictures, in [0, 1]."""
    pixels = float(np.abs(a.luma - b.luma).mean())
    # Earth mover's distance of the histograms, as a share of the whole range of brightness.
    moved = float(np.abs(a.cumulative - b.cumulative).mean())
    return (pixels + moved) / 2
