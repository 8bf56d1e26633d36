"""Placing shot boundaries to the frame, where only some of the frames were looked at."""

import bisect
import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from videxplore.core.task import Task
from videxplore.core.types import Pixels
from videxplore.video.decoded_frame import DecodedFrame
from videxplore.video.reader import VideoReader

Span = tuple[float, float]

# At most this share of the video is decoded a second time. Encoders put sync frames at most hard cuts, and
# those boundaries are exact already.
SECOND_LOOK_SHARE = 0.25


def small_pixels(picture: DecodedFrame) -> Pixels:
    """The picture as boundaries are looked for in it: uint8 (27, 48, 3), by the quickest conversion."""
    return picture.to_small()


@dataclass(slots=True)
class LookedAt:
    """Which pictures a pass has looked at.

    Attributes:
        times_s: Their times, ascending.
        sync_times_s: Those of sync frames among them, ascending.
    """

    times_s: list[float] = field(default_factory=list)
    sync_times_s: list[float] = field(default_factory=list)

    def add(self, picture: DecodedFrame) -> None:
        """Note a picture."""
        self.times_s.append(picture.time_s)
        if picture.is_sync:
            self.sync_times_s.append(picture.time_s)

    def before(self, time_s: float) -> float:
        """The picture before the one at ``time_s``."""
        return self.times_s[max(0, bisect.bisect_left(self.times_s, time_s) - 1)]

    def sync_before(self, time_s: float) -> float:
        """The sync frame at or before ``time_s``."""
        position = bisect.bisect_right(self.sync_times_s, time_s) - 1
        return self.sync_times_s[position] if position >= 0 else 0.0


def placed(reader: VideoReader, spans_s: Sequence[Span], looked_at: LookedAt, task: Task) -> list[Span]:
    """Move boundaries to the very frame, cheapest first, within a budget of decoding.

    Args:
        reader: The open video; its place is moved.
        spans_s: Shots found on the pictures that were looked at.
        looked_at: Those pictures.
        task: Cancels.

    Returns:
        The shots; a boundary beyond the budget stays at the picture that was looked at, a few frames late at
        most.

    Raises:
        Cancelled: If the task was cancelled.
    """
    starts_s = [start_s for start_s, _ in spans_s]
    budget_s = SECOND_LOOK_SHARE * spans_s[-1][1]
    known = set(looked_at.sync_times_s)
    inexact = [number for number, start_s in enumerate(starts_s) if number and start_s not in known]
    costs = sorted((starts_s[number] - looked_at.sync_before(starts_s[number]), number) for number in inexact)
    for cost_s, number in costs:
        budget_s -= cost_s
        if budget_s < 0:
            break
        task.checkpoint(starts_s[number], spans_s[-1][1])
        starts_s[number] = _largest_change_s(reader, looked_at.before(starts_s[number]), starts_s[number])
    return list(itertools.pairwise([*starts_s, spans_s[-1][1]]))


def _largest_change_s(reader: VideoReader, from_s: float, until_s: float) -> float:
    """The picture in (from_s, until_s] that differs most from the one before it."""
    best_change, best_s, last = -1.0, until_s, None
    for picture in reader.frames(from_s):
        if picture.time_s > until_s:
            break
        pixels = small_pixels(picture).astype(np.int16)
        if last is not None:
            change = float(np.abs(pixels - last).mean())
            if change > best_change:
                best_change, best_s = change, picture.time_s
        last = pixels
    return best_s
