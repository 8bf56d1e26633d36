"""The shots of a video file, from every frame or, of large videos, from the reference frames."""

import bisect
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from videxplore.backbones.runtime.devices import Device
from videxplore.core.errors import WeightsUnavailableError
from videxplore.core.task import Task
from videxplore.core.types import Pixels, VideoProperties
from videxplore.video.cuts import ShotDetector, TransitionJudge
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


JUDGE = "TransNetV2"
TOO_SLOW = (
    "TransNetV2 settles doubtful places beside a graphics processor only: "
    "here each would take longer than decoding several seconds of film."
)


@dataclass(frozen=True, slots=True)
class Judging:
    """How doubtful shot boundaries are settled.

    Attributes:
        name: The network; empty where there is none.
        reason: A sentence: why it is this.
        judge: Asked about doubtful places; None where the likelier answer is taken.
    """

    name: str
    reason: str
    judge: TransitionJudge | None = None

    def detector(self) -> ShotDetector:
        """A detector for one video."""
        return ShotDetector(self.judge, judged_share=1.0)


def choose_judging(device: Device) -> Judging:
    """The network that judges on a device: all doubtful places on a graphics processor, none elsewhere."""
    if device.name == "cpu":
        return Judging("", TOO_SLOW)
    # Late: a machine without a graphics processor never loads it.
    from videxplore.backbones.zoo.transnet import TransNet

    try:
        network = TransNet(device=device.name)
    except WeightsUnavailableError as error:
        return Judging("", str(error))
    return Judging(JUDGE, f"{JUDGE} judges every doubtful place on {device.name}.", network.judge)


SKIPPING_AREA_PX = 1280 * 720
SKIPPING_RATE_HZ = 20


def find_shots(path: Path, task: Task | None = None) -> Sequence[Span]:
    """Start and end in seconds of every shot of a video; together they cover it.

    Raises:
        UnreadableVideoError: If the file cannot be read.
        Cancelled: If the task was cancelled.
    """
    with VideoReader(path) as reader:
        finder = ShotFinder(reader, ShotDetector(), task or Task())
        for _ in finder.frames():
            pass
        return finder.finish()


class ShotFinder:
    """Detects the shots of one video while its frames go by."""

    def __init__(self, reader: VideoReader, detector: ShotDetector, task: Task) -> None:
        """Look at nothing yet.

        Args:
            reader: The open video.
            detector: A new one.
            task: Learns how many seconds of the video are done; cancels.
        """
        self._reader = reader
        self._detector = detector
        self._task = task
        self._skips = _may_skip(reader.properties)
        self._looked_at = LookedAt()
        self._end_s = reader.properties.duration_s

    def frames(self) -> Iterator[tuple[DecodedFrame, Pixels]]:
        """The frames that are looked at, each with its small pixels, uint8 (27, 48, 3).

        Raises:
            Cancelled: If the task was cancelled.
            UnreadableVideoError: If the file cannot be read to its end.
        """
        reader = self._reader
        for picture in reader.reference_frames() if self._skips else reader.frames():
            self._task.checkpoint(picture.time_s, reader.properties.duration_s)
            pixels = small_pixels(picture)
            self._detector.push(pixels, picture.time_s)
            self._looked_at.add(picture)
            self._end_s = max(self._end_s, picture.time_s)
            yield picture, pixels

    def finish(self) -> Sequence[Span]:
        """The shots [start_s, end_s), which together cover the video; ask when all frames went by.

        Raises:
            Cancelled: If the task was cancelled.
        """
        spans_s = self._detector.finish(self._end_s)
        return placed(self._reader, spans_s, self._looked_at, self._task) if self._skips else spans_s


def _may_skip(properties: VideoProperties) -> bool:
    """Whether a video is so large that pictures no other is predicted from are left out.

    They are half of modern video, and decoding takes nearly all of the time of large pictures. On known shots
    the boundaries found on the others are as good but for one in forty; small videos are looked at whole.
    """
    area_px = properties.width_px * properties.height_px
    return area_px >= SKIPPING_AREA_PX and properties.frame_rate_hz >= SKIPPING_RATE_HZ
