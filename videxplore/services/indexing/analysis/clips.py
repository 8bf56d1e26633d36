"""Clips for a video model, gathered while the frames of a video go by.

A video is sampled at the model's own frame rate from its start, whatever its shots: at each of these *ticks*
a clip has the frame that is on screen. A frame belongs to the shot in which it begins. A shot is split into
clips of the model's length; its last clip has what remains, half a clip to one and a half. So clips can be
completed before their shot ends, and it makes no difference whether the shots are known beforehand: the full
pass, which finds them, and a later pass over stored shots give the same clips.
"""

import bisect
import math
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np

from videxplore.backbones.specs import BackboneSpec
from videxplore.core.errors import SeekError
from videxplore.core.limits import MOST_UNDECIDED_CLIP_BYTES
from videxplore.core.task import Task
from videxplore.core.types import ClipAnalysis, Pixels, VideoProperties
from videxplore.services.indexing.analysis.inference import InferenceLane
from videxplore.services.indexing.analysis.keyframes import ThumbnailSizes, analysis_pixels
from videxplore.services.indexing.analysis.shot_finder import TimeSpan, analysed_frames
from videxplore.video.frames.decoded_frame import DecodedFrame
from videxplore.video.reading.reader import VideoReader

# Reference frames, of which large videos are analysed, come about ten times a second or more.
_MOST_SPARSE_RATE_HZ = 10.0


@dataclass(frozen=True, slots=True)
class ClipPart:
    """One clip of a shot.

    Attributes:
        ticks: How many ticks it covers.
        number: Its number in the inference lane.
    """

    ticks: int
    number: int


ClipParts: TypeAlias = tuple[ClipPart, ...]


def needs_every_frame(spec: BackboneSpec) -> bool:
    """Whether a model's clips need more than the reference frames of large videos."""
    return spec.rate_hz > _MOST_SPARSE_RATE_HZ


class ClipSampling:
    """How a video is sampled for one video model.

    Attributes:
        lane: Runs the model.
        rate_hz: Ticks per second.
        clip_ticks: Ticks of a whole clip.
        every_frame: Whether clips are made of every frame; see :func:`needs_every_frame`.
    """

    def __init__(self, spec: BackboneSpec, lane: InferenceLane, properties: VideoProperties) -> None:
        self.lane = lane
        self.rate_hz = spec.rate_hz
        self.clip_ticks = spec.frames
        self.every_frame = needs_every_frame(spec)
        self._sizes = ThumbnailSizes.of(properties)
        self._squashed_px: tuple[int, int] | None = None
        if spec.preprocessing.shape == "square":
            # The model sees no more than this, and a direct conversion takes an eighth of the time.
            side_px = spec.input_px
            self._squashed_px = min(side_px, properties.width_px), min(side_px, properties.height_px)

    def ticks_before(self, time_s: float) -> int:
        """How many ticks lie before a time."""
        return max(0, math.ceil(time_s * self.rate_hz - 0.5))

    def pixels(self, frame: DecodedFrame) -> Pixels:
        """A frame as the model gets it: uint8 (H, W, 3)."""
        if self._squashed_px is None:
            return analysis_pixels(frame, self._sizes)
        return np.ascontiguousarray(frame.to_screen(*self._squashed_px)[..., 2::-1])


@dataclass(slots=True)
class _Sample:
    """A frame that is on screen at some ticks.

    Attributes:
        time_s: When it begins.
        last_s: The same; of several that were dropped, when the last of them begins.
        pixels: uint8 (H, W, 3); None where they were dropped.
    """

    time_s: float
    last_s: float
    ticks: int
    pixels: Pixels | None


@dataclass(slots=True)
class _ShotClips:
    """The clips of one shot while its frames go by.

    Attributes:
        end_s: Where it ends; infinite until that is known.
        parts: Its clips so far.
        is_whole: Whether no frame was dropped.
    """

    sampling: ClipSampling
    end_s: float = math.inf
    parts: list[ClipPart] = field(default_factory=list)
    is_whole: bool = True
    _waiting: deque[tuple[Pixels, int]] = field(default_factory=deque)
    _waiting_ticks: int = 0
    _still: Pixels | None = None

    def add(self, pixels: Pixels, ticks: int) -> None:
        """Add a frame, and submit the clips whose length no longer depends on where the shot ends."""
        self._waiting.append((pixels, ticks))
        self._waiting_ticks += ticks
        clip_ticks = self.sampling.clip_ticks
        while 2 * self._waiting_ticks >= 3 * clip_ticks:
            # Clips that show one frame are one clip, however many: a slide may stay for hours.
            most = (2 * self._waiting_ticks - clip_ticks) // (2 * clip_ticks)
            self._submit(clip_ticks * max(1, min(most, self._waiting[0][1] // clip_ticks)))

    def close(self, end_s: float) -> None:
        """End the shot; what remains is its last clip."""
        self.end_s = end_s
        if self._waiting_ticks:
            self._submit(self._waiting_ticks)

    def drop(self) -> None:
        """Gather nothing of this shot."""
        self.is_whole = False
        self._waiting.clear()
        self._waiting_ticks = 0

    def _submit(self, ticks: int) -> None:
        taken = list(self._take(ticks))
        still = taken[0][0] if len(taken) == 1 else None
        if still is not None and still is self._still:
            last = self.parts[-1]
            self.parts[-1] = ClipPart(last.ticks + ticks, last.number)
            return
        self._still = still
        frames = [pixels for pixels, count in taken for _ in range(1 if still is not None else count)]
        self.parts.append(ClipPart(ticks, self.sampling.lane.submit(np.stack(frames))))

    def _take(self, ticks: int) -> Iterator[tuple[Pixels, int]]:
        self._waiting_ticks -= ticks
        while ticks:
            pixels, count = self._waiting.popleft()
            if count > ticks:
                self._waiting.appendleft((pixels, count - ticks))
            yield pixels, min(count, ticks)
            ticks -= min(count, ticks)


class ClipCollector:
    """Gathers the clips of one video while its frames go by.

    Frames wait, scaled down, until it is decided which shot they belong to. Where that takes too long, as in
    minutes of black, they are dropped, and the shots around are not gathered.
    """

    def __init__(self, sampling: ClipSampling, wanted_s: frozenset[float] | None = None) -> None:
        """Start before the first frame.

        Args:
            sampling: How the video is sampled.
            wanted_s: The shots to be gathered, by their start; None for all.
        """
        self._sampling = sampling
        self._wanted_s = wanted_s
        self._last: DecodedFrame | None = None
        self._ticks = 0
        self._undecided: deque[_Sample] = deque()
        self._undecided_bytes = 0
        self._start_s = 0.0
        self._shots: dict[float, _ShotClips] = {0.0: _ShotClips(sampling)}

    def push(self, frame: DecodedFrame, cuts_s: Sequence[float], decided_s: float) -> None:
        """Take the next frame.

        Args:
            frame: The frame.
            cuts_s: The starts of shots known so far, ascending.
            decided_s: Before this time no other shot starts.

        Raises:
            DeviceMemoryError: If the device has no room for an earlier clip.
        """
        # A frame is on screen until the next one comes.
        self._sample(frame.time_s)
        self._last = frame
        self._decide(cuts_s, decided_s)

    def finish(self, cuts_s: Sequence[float], end_s: float) -> None:
        """Take the starts of all shots, and the end of the last one."""
        self._sample(end_s)
        self._decide(cuts_s, math.inf)
        # A shot between two ticks has no frame here.
        self._enter_shot_at(math.inf, cuts_s)
        self._shots[self._start_s].close(end_s)

    def parts(self, start_s: float, end_s: float) -> ClipParts | None:
        """The clips of a shot, none where it lies between two ticks; None where it was not gathered."""
        shot = self._shots.get(start_s)
        is_gathered = shot is not None and shot.is_whole and shot.end_s == end_s
        return tuple(shot.parts) if shot is not None and is_gathered else None

    def _sample(self, shown_until_s: float) -> None:
        last, ticks = self._last, self._sampling.ticks_before(shown_until_s) - self._ticks
        if last is None or ticks <= 0:
            return
        self._ticks += ticks
        pixels = self._sampling.pixels(last)
        self._undecided.append(_Sample(last.time_s, last.time_s, ticks, pixels))
        self._undecided_bytes += pixels.nbytes
        if self._undecided_bytes > MOST_UNDECIDED_CLIP_BYTES:
            self._drop_undecided()

    def _drop_undecided(self) -> None:
        first, last = self._undecided[0], self._undecided[-1]
        self._undecided.clear()
        self._undecided.append(_Sample(first.time_s, last.last_s, 0, None))
        self._undecided_bytes = 0

    def _decide(self, cuts_s: Sequence[float], decided_s: float) -> None:
        while self._undecided and self._undecided[0].last_s < decided_s:
            sample = self._undecided.popleft()
            self._enter_shot_at(sample.time_s, cuts_s)
            if sample.pixels is None:
                self._drop_shots_until(sample.last_s, cuts_s)
                continue
            self._undecided_bytes -= sample.pixels.nbytes
            shot = self._shots[self._start_s]
            if shot.is_whole and (self._wanted_s is None or self._start_s in self._wanted_s):
                shot.add(sample.pixels, sample.ticks)

    def _enter_shot_at(self, time_s: float, cuts_s: Sequence[float]) -> None:
        for cut_s in cuts_s[bisect.bisect_right(cuts_s, self._start_s) : bisect.bisect_right(cuts_s, time_s)]:
            self._shots[self._start_s].close(cut_s)
            self._start_s = cut_s
            self._shots[cut_s] = _ShotClips(self._sampling)

    def _drop_shots_until(self, time_s: float, cuts_s: Sequence[float]) -> None:
        self._shots[self._start_s].drop()
        for cut_s in cuts_s[bisect.bisect_right(cuts_s, self._start_s) : bisect.bisect_right(cuts_s, time_s)]:
            self._enter_shot_at(cut_s, cuts_s)
            self._shots[cut_s].drop()


def gather_clips(
    reader: VideoReader,
    spans_s: Sequence[TimeSpan],
    sampling: ClipSampling,
    task: Task,
    gathered: Sequence[ClipParts | None] = (),
) -> list[ClipParts]:
    """Gather the clips of known shots.

    Args:
        reader: The open video; its position is moved.
        spans_s: The shots, which cover the video.
        sampling: How the video is sampled.
        task: Receives how many seconds of the video are done.
        gathered: What is gathered of each shot already; nothing is decoded where that is everything.

    Returns:
        The clips of each shot.

    Raises:
        Cancelled: If the task was cancelled.
        DeviceMemoryError: If the device has no room for one clip.
    """
    found: list[ClipParts | None] = list(gathered) or [None] * len(spans_s)
    missing = frozenset(span_s[0] for span_s, parts in zip(spans_s, found, strict=True) if parts is None)
    if missing:
        collector = _collected(reader, spans_s, sampling, task, missing)
        found = [
            collector.parts(*span_s) if parts is None else parts
            for span_s, parts in zip(spans_s, found, strict=True)
        ]
    return [
        parts or _middle_frame(reader, *span_s, sampling)
        for span_s, parts in zip(spans_s, found, strict=True)
    ]


def _collected(
    reader: VideoReader,
    spans_s: Sequence[TimeSpan],
    sampling: ClipSampling,
    task: Task,
    missing: frozenset[float],
) -> ClipCollector:
    cuts_s = [start_s for start_s, _ in spans_s if start_s > 0]
    until_s = max(end_s for start_s, end_s in spans_s if start_s in missing)
    collector = ClipCollector(sampling, missing)
    for frame in analysed_frames(reader, task, every_frame=sampling.every_frame):
        collector.push(frame, cuts_s, math.inf)
        if frame.time_s >= until_s:
            break
    collector.finish(cuts_s, spans_s[-1][1])
    return collector


def _middle_frame(reader: VideoReader, start_s: float, end_s: float, sampling: ClipSampling) -> ClipParts:
    """The clip of a shot between two ticks: the frame in its middle; none where that cannot be decoded."""
    try:
        frame = reader.frame_at((start_s + end_s) / 2)
    except SeekError:
        return ()
    return (ClipPart(1, sampling.lane.submit(sampling.pixels(frame)[None])),)


def clip_analyses(
    spans_s: Sequence[TimeSpan], gathered: Sequence[ClipParts], lane: InferenceLane
) -> list[tuple[ClipAnalysis, ...]]:
    """Wait for the model; return the clips of each shot with its outputs, in time order.

    Args:
        spans_s: The shots.
        gathered: The clips of each.
        lane: Ran the model; it is finished here.

    Raises:
        DeviceMemoryError: If the device has no room for one clip.
    """
    outputs, space = lane.finish(), lane.backbone.space.name
    return [
        tuple(
            ClipAnalysis(
                clip_start_s,
                clip_end_s,
                {space: outputs[part.number].embedding},
                outputs[part.number].predictions,
            )
            for part, clip_start_s, clip_end_s in _placed(*span_s, parts)
        )
        for span_s, parts in zip(spans_s, gathered, strict=True)
    ]


def _placed(start_s: float, end_s: float, parts: ClipParts) -> Iterator[tuple[ClipPart, float, float]]:
    """Each clip with its start and end; together they cover the shot."""
    total, before = sum(part.ticks for part in parts), 0
    for part in parts:
        after = before + part.ticks
        yield (
            part,
            start_s + (end_s - start_s) * before / total,
            end_s if after == total else start_s + (end_s - start_s) * after / total,
        )
        before = after
