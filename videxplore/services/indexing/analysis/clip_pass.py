"""Clips for a video backbone: motion embeddings and action predictions, shot by shot.

A pass of its own, because clips lie within shots and shots are known only when the full pass is done; beside
the cost of a video network, decoding once more is small. It comes after all other passes of a run.
"""

import bisect
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from videxplore.backbones.runtime.base import Backbone
from videxplore.core.task import Task
from videxplore.core.types import ClipAnalysis, Pixels
from videxplore.services.indexing.analysis.inference import ForwardLane
from videxplore.services.indexing.analysis.keyframes import PictureSizes, analysis_pixels
from videxplore.services.indexing.messages import StoredShot
from videxplore.video.decoded_frame import DecodedFrame
from videxplore.video.reader import VideoReader

CLIPS_AT_ONCE = 1
"""A clip of a video network fills the processor as a batch of pictures does."""


@dataclass(slots=True)
class _Span:
    """A clip that is being collected.

    Attributes:
        shot_id: Its shot.
        times_s: Times of the pictures it is made of, ascending.
        pictures: Those collected so far; a picture that stays on screen is the same object each time.
    """

    shot_id: int
    start_s: float
    end_s: float
    times_s: tuple[float, ...]
    pictures: list[Pixels] = field(default_factory=list)

    @property
    def still(self) -> Pixels | None:
        """The picture that is on screen all the time; None where there are several."""
        first = self.pictures[0]
        return first if all(picture is first for picture in self.pictures) else None


def clip_pass(
    reader: VideoReader, scenes: Sequence[StoredShot], backbone: Backbone, task: Task
) -> tuple[tuple[int, ClipAnalysis], ...]:
    """Run a video backbone over clips of every shot.

    A picture that stays on screen is one clip, however long: its parts are alike, and a slide shown for an
    hour would fill thousands of clips.

    Args:
        reader: The open video; its place is moved.
        scenes: The stored shots.
        backbone: A video backbone.
        task: Learns how many seconds of the video are done.

    Returns:
        The clips in time order, each after the id of its shot.

    Raises:
        Cancelled: If the task was cancelled.
        DeviceMemoryError: If the device has no room for one clip.
    """
    spans = _Spans(scenes, backbone)
    duration_s = reader.properties.duration_s
    collected: list[_Span] = []
    still: Pixels | None = None
    with ForwardLane(backbone, CLIPS_AT_ONCE) as lane:
        for span in _collected(reader, spans, task, duration_s):
            task.checkpoint(span.start_s, duration_s)
            before, still = still, span.still
            if still is not None and still is before and span.shot_id == collected[-1].shot_id:
                collected[-1].end_s = span.end_s
                continue
            lane.submit(np.stack(span.pictures))
            span.pictures.clear()
            collected.append(span)
        judgements = lane.finish()
    space = backbone.space.name
    return tuple(
        (span.shot_id, ClipAnalysis(span.start_s, span.end_s, {space: said.vector}, said.predictions))
        for span, said in zip(collected, judgements, strict=True)
    )


@dataclass(frozen=True, slots=True)
class _Cutting:
    """A shot cut evenly into ``count`` clips of about the backbone's own length; a short shot is one clip."""

    scene: StoredShot
    count: int
    frames: int

    @classmethod
    def of(cls, scene: StoredShot, backbone: Backbone) -> "_Cutting":
        """Cut a shot."""
        length_s = scene.end_s - scene.start_s
        count = max(1, round(length_s / backbone.spec.clip_s))
        rate_hz = backbone.spec.rate_hz
        return cls(scene, count, min(backbone.spec.frames, max(1, math.ceil(length_s / count * rate_hz))))

    def edge_s(self, number: int) -> float:
        """The start of a clip, which is the end of the one before."""
        return self.scene.start_s + (self.scene.end_s - self.scene.start_s) * number / self.count

    def times_s(self, number: int) -> tuple[float, ...]:
        """Times of the pictures a clip is made of: the middles of equal parts, so that none lies on a cut."""
        start_s, end_s = self.edge_s(number), self.edge_s(number + 1)
        return tuple((start_s + (np.arange(self.frames) + 0.5) * (end_s - start_s) / self.frames).tolist())

    def last_before(self, time_s: float) -> int:
        """The last clip all of whose pictures are asked for before a moment; -1 where there is none."""
        return bisect.bisect_left(range(self.count), time_s, key=lambda number: self.times_s(number)[-1]) - 1


class _Spans:
    """The clips of all shots in time order, made when their pictures come: of years there are many."""

    def __init__(self, scenes: Sequence[StoredShot], backbone: Backbone) -> None:
        """Begin with the first clip of the first shot."""
        self._cuttings = (_Cutting.of(scene, backbone) for scene in scenes)
        self._cutting = next(self._cuttings, None)
        self._number = 0
        self._current: _Span | None = None

    def completed(self, picture: DecodedFrame, shown_until_s: float, sizes: PictureSizes) -> Iterator[_Span]:
        """Show the clips a picture that is on screen until then; those that are complete with it."""
        shown: Pixels | None = None
        while (span := self._take(shown_until_s)) is not None:
            count = bisect.bisect_left(span.times_s, shown_until_s)
            if count > len(span.pictures):
                shown = analysis_pixels(picture, sizes) if shown is None else shown
                span.pictures.extend([shown] * (count - len(span.pictures)))
            if len(span.pictures) < len(span.times_s):
                return
            self._current = None
            yield span

    def _take(self, shown_until_s: float) -> _Span | None:
        """The clip to be completed next; None after the last.

        Clips that show nothing but a picture that stays until ``shown_until_s`` are taken as one: what a
        picture costs does not depend on how long a file says that it stays.
        """
        if self._current is None and self._cutting is not None:
            first = self._number
            last = max(first, self._cutting.last_before(shown_until_s))
            start_s, end_s = self._cutting.edge_s(first), self._cutting.edge_s(last + 1)
            self._current = _Span(self._cutting.scene.shot_id, start_s, end_s, self._cutting.times_s(last))
            self._number = last + 1
            if self._number >= self._cutting.count:
                self._cutting, self._number = next(self._cuttings, None), 0
        return self._current


def _collected(reader: VideoReader, spans: _Spans, task: Task, duration_s: float) -> Iterator[_Span]:
    """Decode once and give every span when its pictures are complete."""
    sizes = PictureSizes.of(reader.properties)
    last: DecodedFrame | None = None
    for picture in reader.frames():
        task.checkpoint(picture.time_s, duration_s)
        # A picture is on screen until the next one comes: each asked-for time before it gets the last one.
        if last is not None:
            yield from spans.completed(last, picture.time_s, sizes)
        last = picture
    if last is not None:
        yield from spans.completed(last, math.inf, sizes)
