"""Clips for a video backbone: motion embeddings and action predictions, shot by shot.

A pass of its own, because clips lie within shots and shots are known only when the full pass is done; beside
the cost of a video network, decoding once more is small. It comes after all other passes of a run.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from videxplore.backbones.base import Backbone
from videxplore.core.task import Task
from videxplore.core.types import ClipAnalysis, Pixels
from videxplore.services.indexing.forwarding import ForwardLane
from videxplore.services.indexing.keyframe_pictures import PictureSizes, analysis_pixels
from videxplore.services.indexing.scenes import Scene
from videxplore.video.picture import Picture
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
    reader: VideoReader, scenes: Sequence[Scene], backbone: Backbone, task: Task
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
    # One by one: of a video of days that holds few pictures there would be a great many.
    spans = (span for scene in scenes for span in _spans(scene, backbone))
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


def _spans(scene: Scene, backbone: Backbone) -> Iterator[_Span]:
    """Cut a shot into clips of about the backbone's own length, evenly; a short shot is one clip."""
    spec = backbone.spec
    length_s = scene.end_s - scene.start_s
    count = max(1, round(length_s / spec.clip_s))
    frames = min(spec.frames, max(1, math.ceil(length_s / count * spec.rate_hz)))
    for clip in range(count):
        start_s = scene.start_s + length_s * clip / count
        end_s = scene.start_s + length_s * (clip + 1) / count
        # The middles of equal parts: no picture lies on a cut.
        times = start_s + (np.arange(frames) + 0.5) * (end_s - start_s) / frames
        yield _Span(scene.shot_id, start_s, end_s, tuple(times.tolist()))


def _collected(reader: VideoReader, spans: Iterator[_Span], task: Task, duration_s: float) -> Iterator[_Span]:
    """Decode once and give every span when its pictures are complete."""
    sizes = PictureSizes.of(reader.properties)
    span = next(spans, None)
    last: Picture | None = None
    for picture in reader.pictures():
        task.checkpoint(picture.time_s, duration_s)
        # A picture is on screen until the next one comes: each asked-for time before it gets the last one.
        shown: Pixels | None = None
        while span is not None and last is not None and span.times_s[len(span.pictures)] < picture.time_s:
            shown = analysis_pixels(last, sizes) if shown is None else shown
            span.pictures.append(shown)
            if len(span.pictures) == len(span.times_s):
                yield span
                span = next(spans, None)
        last = picture
    if last is not None:
        shown = analysis_pixels(last, sizes)
        while span is not None:
            missing = len(span.times_s) - len(span.pictures)
            span.pictures.extend([shown] * missing)
            yield span
            span = next(spans, None)
