"""The shots of a video file: detected on every frame or, in large videos, on the reference frames.

Where only some of the frames are analysed, boundaries are placed to the exact frame afterwards.
"""

import bisect
import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from videxplore.core.limits import MOST_ANALYSED_HZ
from videxplore.core.task import Task
from videxplore.core.types import Pixels, VideoProperties
from videxplore.video.cuts import ShotDetector, TransitionJudge
from videxplore.video.frames.decoded_frame import DecodedFrame
from videxplore.video.reading.reader import VideoReader

TimeSpan = tuple[float, float]

# At most this share of the video is decoded a second time. Encoders put sync frames at most hard cuts, and
# those boundaries are exact already.
REFINEMENT_SHARE = 0.25

SKIPPING_AREA_PX = 1280 * 720
SKIPPING_RATE_HZ = 20

# A little less, because times are rounded.
_LEAST_STEP_S = 0.999 / MOST_ANALYSED_HZ


def small_pixels(frame: DecodedFrame) -> Pixels:
    """The frame as boundaries are detected in it: uint8 (27, 48, 3), by the fastest conversion."""
    return frame.to_small()


@dataclass(slots=True)
class AnalysedFrames:
    """The frames a pass has analysed.

    Attributes:
        times_s: Their times, ascending.
        sync_times_s: Those of sync frames among them, ascending.
    """

    times_s: list[float] = field(default_factory=list)
    sync_times_s: list[float] = field(default_factory=list)

    def add(self, frame: DecodedFrame) -> None:
        """Add a frame."""
        self.times_s.append(frame.time_s)
        if frame.is_sync:
            self.sync_times_s.append(frame.time_s)

    def before(self, time_s: float) -> float:
        """The time of the frame before the one at ``time_s``."""
        return self.times_s[max(0, bisect.bisect_left(self.times_s, time_s) - 1)]

    def sync_before(self, time_s: float) -> float:
        """The time of the sync frame at or before ``time_s``."""
        position = bisect.bisect_right(self.sync_times_s, time_s) - 1
        return self.sync_times_s[position] if position >= 0 else 0.0


def place_boundaries(
    reader: VideoReader, spans_s: Sequence[TimeSpan], analysed: AnalysedFrames, task: Task
) -> list[TimeSpan]:
    """Move boundaries to the exact frame, cheapest first, within a budget of decoding.

    Args:
        reader: The open video; its position is moved.
        spans_s: Shots found on the analysed frames.
        analysed: Those frames.
        task: Cancels.

    Returns:
        The shots; a boundary beyond the budget stays at the analysed frame, a few frames late at most.

    Raises:
        Cancelled: If the task was cancelled.
    """
    starts_s = [start_s for start_s, _ in spans_s]
    budget_s = REFINEMENT_SHARE * spans_s[-1][1]
    known = set(analysed.sync_times_s)
    inexact = [number for number, start_s in enumerate(starts_s) if number and start_s not in known]
    costs = sorted((starts_s[number] - analysed.sync_before(starts_s[number]), number) for number in inexact)
    for cost_s, number in costs:
        budget_s -= cost_s
        if budget_s < 0:
            break
        task.checkpoint(starts_s[number], spans_s[-1][1])
        starts_s[number] = _largest_change_s(reader, analysed.before(starts_s[number]), starts_s[number])
    return list(itertools.pairwise([*starts_s, spans_s[-1][1]]))


def _largest_change_s(reader: VideoReader, from_s: float, until_s: float) -> float:
    """The time of the frame in (from_s, until_s] that differs most from the one before it."""
    best_change, best_s, last = -1.0, until_s, None
    for frame in reader.frames(from_s):
        if frame.time_s > until_s:
            break
        pixels = small_pixels(frame).astype(np.int16)
        if last is not None:
            change = float(np.abs(pixels - last).mean())
            if change > best_change:
                best_change, best_s = change, frame.time_s
        last = pixels
    return best_s


def analysed_frames(reader: VideoReader, task: Task, *, every_frame: bool = False) -> Iterator[DecodedFrame]:
    """The frames a pass analyses: of large videos the reference frames only, unless every one is needed.

    Args:
        reader: The open video; its position is moved.
        task: Receives how many seconds of the video are done.
        every_frame: Whether every frame of a large video is needed, too.

    Raises:
        Cancelled: If the task was cancelled.
        UnreadableVideoError: If the file cannot be read to its end.
    """
    next_s = -math.inf
    skips = _may_skip(reader.properties) and not every_frame
    for frame in reader.reference_frames() if skips else reader.frames():
        task.checkpoint(frame.time_s, reader.properties.duration_s)
        if frame.time_s >= next_s:
            next_s = frame.time_s + _LEAST_STEP_S
            yield frame


def shot_detector(
    properties: VideoProperties,
    judge: TransitionJudge | None = None,
    judged_share: float = 0.25,
    *,
    every_frame: bool = False,
) -> ShotDetector:
    """A detector for the frames of :func:`analysed_frames`."""
    if _may_skip(properties) and not every_frame:
        return ShotDetector(judge, judged_share)
    return ShotDetector(judge, judged_share, float(properties.frame_rate_hz))


def find_shots(path: Path) -> Sequence[TimeSpan]:
    """Start and end in seconds of every shot of a video; together they cover it.

    Raises:
        UnreadableVideoError: If the file cannot be read.
    """
    with VideoReader(path) as reader:
        finder = ShotFinder(reader, shot_detector(reader.properties), Task())
        for _ in finder.frames():
            pass
        return finder.finish()


class ShotFinder:
    """Detects the shots of one video while its frames go by."""

    def __init__(
        self, reader: VideoReader, detector: ShotDetector, task: Task, *, every_frame: bool = False
    ) -> None:
        """Prepare.

        Args:
            reader: The open video.
            detector: A new one for every video.
            task: Receives how many seconds of the video are done; cancels.
            every_frame: Whether every frame of a large video is analysed, too.
        """
        self._reader = reader
        self._detector = detector
        self._task = task
        self._every_frame = every_frame
        self._skips = _may_skip(reader.properties) and not every_frame
        self._analysed = AnalysedFrames()
        self._end_s = reader.properties.duration_s
        self._spans_s: Sequence[TimeSpan] = ()

    @property
    def cuts_s(self) -> Sequence[float]:
        """The boundaries found so far, on the analysed frames; see :attr:`.ShotDetector.cuts_s`."""
        return self._detector.cuts_s

    @property
    def decided_s(self) -> float:
        """No boundary before this time will be found any more."""
        return self._detector.decided_s

    @property
    def detected_spans_s(self) -> Sequence[TimeSpan]:
        """After :meth:`finish`: its shots before their boundaries were placed to the exact frame."""
        return self._spans_s

    def frames(self) -> Iterator[tuple[DecodedFrame, Pixels]]:
        """The analysed frames, each with its small pixels, uint8 (27, 48, 3).

        Raises:
            Cancelled: If the task was cancelled.
            UnreadableVideoError: If the file cannot be read to its end.
        """
        for frame in analysed_frames(self._reader, self._task, every_frame=self._every_frame):
            pixels = small_pixels(frame)
            self._detector.push(pixels, frame.time_s)
            self._analysed.add(frame)
            self._end_s = max(self._end_s, frame.time_s)
            yield frame, pixels

    def finish(self) -> Sequence[TimeSpan]:
        """The shots [start_s, end_s), which together cover the video; call it after the last frame.

        Raises:
            Cancelled: If the task was cancelled.
        """
        self._spans_s = spans_s = self._detector.finish(self._end_s)
        return place_boundaries(self._reader, spans_s, self._analysed, self._task) if self._skips else spans_s


def _may_skip(properties: VideoProperties) -> bool:
    """Whether a video is so large that non-reference frames are left out.

    They are half of modern video, and decoding takes nearly all of the time of large frames. On known shots
    the boundaries found on the others are as good but for one in forty; small videos are analysed completely.
    """
    area_px = properties.width_px * properties.height_px
    return area_px >= SKIPPING_AREA_PX and properties.frame_rate_hz >= SKIPPING_RATE_HZ
