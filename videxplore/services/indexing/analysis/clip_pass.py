"""Clips for a video backbone: motion embeddings and action predictions, shot by shot.

A pass of its own, because clips lie within shots and shots are known only when the full pass is done; beside
the cost of a video model, decoding once more is small. It comes after all other passes of a run.
"""

import bisect
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from videxplore.backbones.runtime.base import Backbone
from videxplore.core.task import Task
from videxplore.core.types import ClipAnalysis, Pixels
from videxplore.services.indexing.analysis.inference import InferenceLane
from videxplore.services.indexing.analysis.keyframes import ThumbnailSizes, analysis_pixels
from videxplore.services.indexing.messages import StoredShot
from videxplore.video.picture import Picture
from videxplore.video.reader import VideoReader

CLIPS_AT_ONCE = 1
"""A clip loads the device as much as a batch of frames does."""


@dataclass(slots=True)
class _Clip:
    """A clip that is being collected.

    Attributes:
        shot_id: Its shot.
        times_s: Times of its frames, ascending.
        frames: Those collected so far; a frame that stays on screen is the same object each time.
    """

    shot_id: int
    start_s: float
    end_s: float
    times_s: tuple[float, ...]
    frames: list[Pixels] = field(default_factory=list)

    @property
    def still_frame(self) -> Pixels | None:
        """The frame that is on screen all the time; None where there are several."""
        first = self.frames[0]
        return first if all(frame is first for frame in self.frames) else None


def clip_pass(
    reader: VideoReader, shots: Sequence[StoredShot], backbone: Backbone, task: Task
) -> tuple[tuple[int, ClipAnalysis], ...]:
    """Run a video backbone over clips of every shot.

    A frame that stays on screen is one clip, however long: its parts are equal, and a slide shown for an hour
    would fill thousands of clips.

    Args:
        reader: The open video; its position is moved.
        shots: The stored shots.
        backbone: A video backbone.
        task: Receives how many seconds of the video are done.

    Returns:
        The clips in time order, each after the id of its shot.

    Raises:
        Cancelled: If the task was cancelled.
        DeviceMemoryError: If the device has no room for one clip.
    """
    clips = _ClipQueue(shots, backbone)
    duration_s = reader.properties.duration_s
    collected: list[_Clip] = []
    still_frame: Pixels | None = None
    with InferenceLane(backbone, CLIPS_AT_ONCE) as lane:
        for clip in _collected(reader, clips, task, duration_s):
            task.checkpoint(clip.start_s, duration_s)
            before, still_frame = still_frame, clip.still_frame
            if still_frame is not None and still_frame is before and clip.shot_id == collected[-1].shot_id:
                collected[-1].end_s = clip.end_s
                continue
            lane.submit(np.stack(clip.frames))
            clip.frames.clear()
            collected.append(clip)
        outputs = lane.finish()
    space = backbone.space.name
    return tuple(
        (clip.shot_id, ClipAnalysis(clip.start_s, clip.end_s, {space: output.embedding}, output.predictions))
        for clip, output in zip(collected, outputs, strict=True)
    )


@dataclass(frozen=True, slots=True)
class _ShotClips:
    """A shot split evenly into ``count`` clips of about the backbone's clip length; at least one."""

    shot: StoredShot
    count: int
    frames: int

    @classmethod
    def of(cls, shot: StoredShot, backbone: Backbone) -> "_ShotClips":
        length_s = shot.end_s - shot.start_s
        count = max(1, round(length_s / backbone.spec.clip_s))
        rate_hz = backbone.spec.rate_hz
        return cls(shot, count, min(backbone.spec.frames, max(1, math.ceil(length_s / count * rate_hz))))

    def edge_s(self, number: int) -> float:
        """The start of a clip, which is the end of the one before."""
        return self.shot.start_s + (self.shot.end_s - self.shot.start_s) * number / self.count

    def times_s(self, number: int) -> tuple[float, ...]:
        """Times of the frames of a clip: the middles of equal parts, so that none lies on a cut."""
        start_s, end_s = self.edge_s(number), self.edge_s(number + 1)
        return tuple((start_s + (np.arange(self.frames) + 0.5) * (end_s - start_s) / self.frames).tolist())

    def last_before(self, time_s: float) -> int:
        """The last clip whose frames all lie before a time; -1 where there is none."""
        return bisect.bisect_left(range(self.count), time_s, key=lambda number: self.times_s(number)[-1]) - 1


class _ClipQueue:
    """The clips of all shots in time order, made one by one: a video of years has many."""

    def __init__(self, shots: Sequence[StoredShot], backbone: Backbone) -> None:
        self._following = (_ShotClips.of(shot, backbone) for shot in shots)
        self._shot_clips = next(self._following, None)
        self._number = 0
        self._current: _Clip | None = None

    def completed(self, frame: Picture, shown_until_s: float, sizes: ThumbnailSizes) -> Iterator[_Clip]:
        """Add a frame that is on screen until then; yield the clips that it completes."""
        shown: Pixels | None = None
        while (clip := self._take(shown_until_s)) is not None:
            count = bisect.bisect_left(clip.times_s, shown_until_s)
            if count > len(clip.frames):
                shown = analysis_pixels(frame, sizes) if shown is None else shown
                clip.frames.extend([shown] * (count - len(clip.frames)))
            if len(clip.frames) < len(clip.times_s):
                return
            self._current = None
            yield clip

    def _take(self, shown_until_s: float) -> _Clip | None:
        """The clip to be completed next; None after the last.

        Clips that show only a frame that stays until ``shown_until_s`` are taken as one: the cost of a frame
        does not depend on how long a file says that it stays.
        """
        if self._current is None and self._shot_clips is not None:
            first = self._number
            last = max(first, self._shot_clips.last_before(shown_until_s))
            start_s, end_s = self._shot_clips.edge_s(first), self._shot_clips.edge_s(last + 1)
            self._current = _Clip(
                self._shot_clips.shot.shot_id, start_s, end_s, self._shot_clips.times_s(last)
            )
            self._number = last + 1
            if self._number >= self._shot_clips.count:
                self._shot_clips, self._number = next(self._following, None), 0
        return self._current


def _collected(reader: VideoReader, clips: _ClipQueue, task: Task, duration_s: float) -> Iterator[_Clip]:
    """Decode once, and yield every clip when its frames are complete."""
    sizes = ThumbnailSizes.of(reader.properties)
    last: Picture | None = None
    for frame in reader.pictures():
        task.checkpoint(frame.time_s, duration_s)
        # A frame is on screen until the next one comes: each requested time before that gets the last one.
        if last is not None:
            yield from clips.completed(last, frame.time_s, sizes)
        last = frame
    if last is not None:
        yield from clips.completed(last, math.inf, sizes)
