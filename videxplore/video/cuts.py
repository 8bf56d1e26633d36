"""Shot boundaries at decode speed: hard cuts, dissolves and fades through black.

A cheap measure on every small frame decides nearly all; a slower one, such as a model, decides the rest.
"""

import itertools
import math
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from videxplore.core.types import Pixels
from videxplore.video.frame_measures import FrameSignature, FrameWindow, highest_correlation

LEAST_SHOT_S = 0.25
"""No shot is shorter: two boundaries nearer than this are one."""

TransitionJudge = Callable[[Pixels], npt.NDArray[np.float32]]
"""Says for frames uint8 (N, 27, 48, 3) how likely each belongs to a transition, float32 (N,) in [0, 1]."""

# Frames nearer than this are not measured: faster video is measured at 17 to 34 frames a second.
_LEAST_STEP_S = 0.0295
# Numbers of frames below belong to this rate; for a faster measured rate they grow with it.
_RATE_HZ = 25.0

# A hard cut separates this many seconds before it from as many after it. Shorter things are flashes.
_SIDE_S = 0.16
# The two sides differ at least by this much, and by this many times the largest change next to the cut.
_LEAST_DISTANCE_ACROSS = 0.06
_SURE_RATIO = 3.0
_LIKELY_RATIO = 2.0
_UNSURE_RATIO = 1.6
# Added to the changes next to a cut, so that noise in still shots does not make ratios.
_STILLNESS = 0.02

# Half lengths of dissolves.
_REACHES_S = np.array([0.16, 0.24, 0.36, 0.6, 0.96])
_LEAST_DISSOLVED = 0.12
_SURE_CURVATURE = 0.07
_LIKELY_CURVATURE = 0.13
_UNSURE_CURVATURE = 0.2
# Unless the path is that straight, its two sides differ in the middle, too.
_LEAST_DISSOLVE_RATIO = 0.3
# The best place within this distance is the middle of the dissolve.
_DISSOLVE_SIDE_S = 0.32
# A straight path this near a cut, or a black or white frame, belongs to that.
_APART_S = 0.56

_BLACK_BRIGHTNESS = 0.06
_WHITE_BRIGHTNESS = 0.9
_EVEN_CONTRAST = 0.02
# Frames before and after white that correlate less belong to different shots.
_SAME_SHOT = 0.7

_JUDGED_SIDE = 30
_JUDGED_NEAR_CUT = 3
_JUDGED_NEAR_DISSOLVE = 10
_LEAST_PROBABILITY = 0.3
# The judge's share is counted as if this many frames had gone by before the first one.
_HEAD_START = 2400


@dataclass(slots=True, eq=False)
class _Seen:
    """What is kept of a frame until it is decided whether a shot begins with it.

    Attributes:
        time_s: When it is shown.
        pixels: uint8 (27, 48, 3).
        skipped: Frames between the one before and it that are not measured, with their times.
        distances: From the frames 1, 2, ... before it, float32 (up to twice the frames of a side, less one).
        min_distance_across: The least distance of any frame before from any from here on.
        ratio: The same, divided by the largest change next to it.
        path_curvature: As :meth:`FrameWindow.path_curvature`; small in a dissolve.
        is_black: Whether nothing can be seen on it.
        is_white: The same, in white.
    """

    time_s: float
    pixels: Pixels
    skipped: list[tuple[float, Pixels]]
    is_black: bool
    is_white: bool
    distances: npt.NDArray[np.float32]
    min_distance_across: float = 0.0
    ratio: float = 0.0
    path_curvature: float = np.inf


class ShotDetector:
    """Finds shot boundaries in a stream of small frames; its memory does not grow with the video.

    - A *hard cut* separates the frames before it from those after it by several times the changes around
      it, as in PySceneDetect's adaptive detector, and both sides stay apart: a flash does not.
    - In a *dissolve* each frame is the mixture of its two ends that is due at its place.
    - A *fade* goes through black; its boundary is the middle of the black. A fade through white has other
      frames after it than before, a flash the same.

    All of them are defined by their length in seconds, so that a video has the same shots at 24 and at 240
    frames a second. Of a fast video only some frames are measured; a cut is placed to the frame all the same.
    """

    def __init__(
        self,
        judge: TransitionJudge | None = None,
        judged_share: float = 0.25,
        frame_rate_hz: float = _RATE_HZ,
    ) -> None:
        """Start before the first frame.

        Args:
            judge: Decides where the cheap measure is unsure; without one the likelier answer is taken.
            judged_share: At most this share of the frames so far goes to the judge, more at the beginning.
            frame_rate_hz: Of the frames that are pushed. Below 25 as many frames count as at 25.
        """
        rate_hz = _measured_rate_hz(frame_rate_hz)
        self._side = math.ceil(_SIDE_S * rate_hz - 0.01)
        self._reaches = np.rint(_REACHES_S * rate_hz).astype(np.int64)
        self._dissolve_side = round(_DISSOLVE_SIDE_S * rate_hz)
        self._apart = round(_APART_S * rate_hz)
        self._lag = int(self._reaches[-1]) + 2 * self._dissolve_side
        self._judge = judge
        self._judged_share = judged_share
        self._judged_frames = 0
        self._window = FrameWindow(2 * self._lag)
        self._seen: deque[_Seen] = deque(maxlen=2 * self._lag + 1)
        self._skipped: list[tuple[float, Pixels]] = []
        self._cuts_s: list[float] = []
        self._last_cut = -self._apart
        self._last_dissolve = -self._lag
        self._black_run: list[float] = []
        self._white_run: list[float] = []
        self._before_white = np.zeros((0, 0), np.float32)
        self._has_content = False

    def push(self, pixels: Pixels, time_s: float) -> None:
        """Add the next frame.

        Args:
            pixels: RGB, uint8 (27, 48, 3); see :meth:`.DecodedFrame.to_small`.
            time_s: When it is shown; later than the one before.
        """
        if self._seen and time_s - self._seen[-1].time_s < _LEAST_STEP_S:
            self._skipped.append((time_s, pixels))
            return
        signature = FrameSignature.of(pixels)
        self._window.append(signature)
        is_even = signature.contrast < _EVEN_CONTRAST
        is_black = is_even and signature.brightness < _BLACK_BRIGHTNESS
        is_white = is_even and signature.brightness > _WHITE_BRIGHTNESS
        end = self._window.end
        before = np.arange(end - 2, max(-1, end - 1 - 2 * self._side), -1)
        distances = self._window.distances(end - 1, before)
        self._seen.append(_Seen(time_s, pixels, self._skipped, is_black, is_white, distances))
        self._skipped = []
        self._measure_cut(end - self._side, self._side)
        self._measure_dissolve(end - 1 - int(self._reaches[-1]))
        self._decide(end - 1 - self._lag)

    @property
    def cuts_s(self) -> Sequence[float]:
        """The boundaries found so far, ascending; those within ``LEAST_SHOT_S / 2`` of the start are none."""
        return self._cuts_s

    @property
    def decided_s(self) -> float:
        """No boundary before this time will be added to :attr:`cuts_s`.

        It follows the frames by less than two seconds, but for long black or white stretches, whose boundary
        is in their middle.
        """
        number = self._window.end - 1 - self._lag
        if number < 0:
            return 0.0
        runs = [self._white_run, self._black_run if self._has_content else []]
        return min([self._at(number).time_s, *(run[len(run) // 2] for run in runs if run)])

    def finish(self, duration_s: float) -> list[tuple[float, float]]:
        """The shots [start_s, end_s), which together cover [0, duration_s)."""
        end = self._window.end
        for number in range(max(1, end - self._side + 1), end):
            self._measure_cut(number, end - number)
        for number in range(max(0, end - self._lag), end):
            self._decide(number)
        starts_s = [0.0, *(cut_s for cut_s in self._cuts_s if LEAST_SHOT_S / 2 < cut_s < duration_s)]
        return list(itertools.pairwise([*starts_s, duration_s]))

    def _at(self, number: int) -> _Seen:
        return self._seen[number - self._window.end]

    def _around(self, number: int, side: int) -> range:
        """Numbers of the frames at most ``side`` away that are still kept."""
        end = self._window.end
        return range(max(0, end - len(self._seen), number - side), min(end, number + side + 1))

    def _measure_cut(self, number: int, after: int) -> None:
        """Measure how far a frame and those after it are from those before it."""
        if number < 1:
            return
        seen = self._at(number)
        later = [self._at(number + step).distances for step in range(after)]
        # From each later frame to those before this one, which lie beyond those between.
        seen.min_distance_across = min(
            float(one[step : step + self._side].min()) for step, one in enumerate(later)
        )
        near = [*range(max(1, number - self._side + 1), number), *range(number + 1, number + after)]
        largest = max((float(self._at(other).distances[0]) for other in near), default=0.0)
        seen.ratio = seen.min_distance_across / (largest + _STILLNESS)

    def _measure_dissolve(self, number: int) -> None:
        if number < self._reaches[-1]:
            return
        reaches = self._reaches[self._window.across(number, self._reaches) >= _LEAST_DISSOLVED]
        if len(reaches):
            reaches = reaches[~self._window.is_brightening(number, reaches)]
        if len(reaches):
            self._at(number).path_curvature = float(self._window.path_curvature(number, reaches).min())

    def _decide(self, number: int) -> None:
        """Decide whether a shot begins with a frame."""
        if number < 0:
            return
        seen = self._at(number)
        self._follow_black(number, seen)
        self._follow_white(number, seen)
        if number == 0 or number - self._last_cut < 2:
            return
        if self._is_cut(number, seen):
            self._add(number, _largest_change_s(self._at(number - 1).pixels, seen))
        elif self._is_dissolve(number, seen):
            if not self._goes_on(number):
                self._add(number, seen.time_s)
            self._last_dissolve = number

    def _add(self, number: int, time_s: float) -> None:
        self._last_cut = number
        if not self._cuts_s or time_s - self._cuts_s[-1] >= LEAST_SHOT_S:
            self._cuts_s.append(time_s)

    def _follow_black(self, number: int, seen: _Seen) -> None:
        """Put a boundary into the middle of a black run that has something before and after it."""
        if seen.is_black:
            self._black_run.append(seen.time_s)
        elif self._black_run:
            if self._has_content:
                self._add(number, self._black_run[len(self._black_run) // 2])
            self._black_run = []
        self._has_content |= not seen.is_black

    def _follow_white(self, number: int, seen: _Seen) -> None:
        """Put a boundary into the middle of a white run, unless the same shot goes on after it."""
        if seen.is_white:
            if not self._white_run:
                self._before_white = self._window.blocks(
                    np.arange(max(0, number - int(self._reaches[-1])), number)
                )
            self._white_run.append(seen.time_s)
        elif self._white_run:
            run, self._white_run = self._white_run, []
            after = np.arange(number, min(self._window.end, number + int(self._reaches[-1])))
            is_cut = number - self._last_cut <= len(run) + self._side or self._cut_follows(number)
            if (
                not is_cut
                and highest_correlation(self._before_white, self._window.blocks(after)) < _SAME_SHOT
            ):
                self._add(number, run[len(run) // 2])

    def _is_cut(self, number: int, seen: _Seen) -> bool:
        if (
            seen.min_distance_across < _LEAST_DISTANCE_ACROSS
            or seen.ratio < _UNSURE_RATIO
            or self._touches_black(number)
        ):
            return False
        if any(self._at(other).ratio > seen.ratio for other in self._around(number, self._side)):
            return False
        if seen.ratio >= _SURE_RATIO:
            return True
        return self._judged(number, _JUDGED_NEAR_CUT, seen.ratio >= _LIKELY_RATIO)

    def _is_dissolve(self, number: int, seen: _Seen) -> bool:
        if seen.path_curvature > _UNSURE_CURVATURE:
            return False
        if number - self._last_cut < self._apart:
            return False
        around = self._around(number, self._dissolve_side)
        if any(self._at(other).path_curvature < seen.path_curvature for other in around):
            return False
        if self._touches_even(number) or self._cut_follows(number):
            return False
        if seen.path_curvature <= _SURE_CURVATURE:
            return True
        if seen.ratio < _LEAST_DISSOLVE_RATIO:
            return False
        return self._judged(number, _JUDGED_NEAR_DISSOLVE, seen.path_curvature <= _LIKELY_CURVATURE)

    def _goes_on(self, number: int) -> bool:
        """Whether a dissolve is the one found before: the path between both is straight, too."""
        reach = (number - self._last_dissolve) // 2
        if reach > self._reaches[-1]:
            return False
        middle = self._last_dissolve + reach
        return float(self._window.path_curvature(middle, np.array([reach]))[0]) <= _LIKELY_CURVATURE

    def _touches_black(self, number: int) -> bool:
        return any(self._at(other).is_black for other in self._around(number, 2))

    def _touches_even(self, number: int) -> bool:
        around = self._around(number, self._apart)
        return any(self._at(other).is_black or self._at(other).is_white for other in around)

    def _cut_follows(self, number: int) -> bool:
        following = range(number, min(number + self._apart, self._window.end))
        return any(
            self._at(other).ratio >= _SURE_RATIO
            and self._at(other).min_distance_across >= _LEAST_DISTANCE_ACROSS
            for other in following
        )

    def _judged(self, number: int, near: int, otherwise: bool) -> bool:
        """The judge's answer at a frame, or ``otherwise`` where there is none or its share is used up."""
        around = self._around(number, _JUDGED_SIDE)
        allowed = self._judged_share * (_HEAD_START + self._window.end)
        if self._judge is None or self._judged_frames + len(around) > allowed:
            return otherwise
        self._judged_frames += len(around)
        probabilities = self._judge(np.stack([self._at(other).pixels for other in around]))
        at = number - around.start
        return float(probabilities[max(0, at - near) : at + near + 1].max()) >= _LEAST_PROBABILITY


def _measured_rate_hz(frame_rate_hz: float) -> float:
    """How many frames a second are measured of a video, counted as 25 at least."""
    step = max(1, math.ceil(_LEAST_STEP_S * frame_rate_hz))
    return max(_RATE_HZ, frame_rate_hz / step)


def _largest_change_s(before: Pixels, seen: _Seen) -> float:
    """When the frame is shown, of ``seen`` and those skipped before it, that differs most from the last."""
    frames = [*seen.skipped, (seen.time_s, seen.pixels)]
    pixels = np.stack([before, *(one for _, one in frames)]).astype(np.int16)
    return frames[int(np.abs(np.diff(pixels, axis=0)).mean((1, 2, 3)).argmax())][0]
