"""The passes over a video, and the backfill of a model that was added later.

The quick pass decodes sync frames only, so that a video is searchable at about a hundred times real time. The
full pass decodes every frame once, for exact cuts and the sharpest keyframes. The clip pass runs a video
model over the clips of each shot: it is a pass of its own, because clips lie within shots, and shots are
known only when the full pass is done; beside the cost of a video model, decoding once more is small. A
backfill decodes only the stored keyframes.
"""

import bisect
import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from videxplore.backbones.runtime.base import Backbone
from videxplore.core.errors import SeekError
from videxplore.core.task import Task
from videxplore.core.types import ClipAnalysis, KeyframeAnalysis, Pixels, ShotAnalysis, Thumbnail
from videxplore.services.indexing.analysis.inference import InferenceLane
from videxplore.services.indexing.analysis.keyframes import (
    FrameCollector,
    KeyframeChooser,
    ThumbnailSizes,
    analysis_pixels,
    measured_sharpness,
)
from videxplore.services.indexing.analysis.shot_finder import ShotFinder
from videxplore.services.indexing.messages import StoredShot
from videxplore.video.cuts import ShotDetector
from videxplore.video.frames.decoded_frame import DecodedFrame
from videxplore.video.reading.reader import VideoReader

KEYFRAME_EVERY_S = 2.0
# Neighbouring keyframes at least this similar are one shot until the full pass finds the cuts.
SAME_SHOT_COSINE = 0.8


def quick_pass(
    reader: VideoReader, lane: InferenceLane, space: str, task: Task
) -> tuple[tuple[ShotAnalysis, ...], tuple[Thumbnail, ...]]:
    """Analyse a video's sync frames.

    Args:
        reader: The open video.
        lane: Embeds the keyframes; it is finished here.
        space: Name of the space of its embeddings.
        task: Receives how many seconds of the video are done.

    Returns:
        Shots that cover the video, each with its keyframes, and the preview strip.

    Raises:
        Cancelled: If the task was cancelled.
        UnreadableVideoError: If the file cannot be read to its end.
        DeviceMemoryError: If the device has no room for one frame.
        DiskFullError: If there is no room for the thumbnails.
    """
    duration_s = reader.properties.duration_s
    collector = FrameCollector(lane, ThumbnailSizes.of(reader.properties))
    for frame in reader.sync_frames():
        task.checkpoint(frame.time_s, duration_s)
        collector.add_strip(frame)
        candidates = collector.candidates
        if not candidates or frame.time_s - candidates[-1].time_s >= KEYFRAME_EVERY_S:
            collector.add_candidate(frame, measured_sharpness(frame))
    return _quick_shots(collector.finish(reader.path, space), space, duration_s), tuple(collector.strip)


def _quick_shots(
    keyframes: Sequence[KeyframeAnalysis], space: str, duration_s: float
) -> tuple[ShotAnalysis, ...]:
    """Join similar keyframes; a shot starts at its first keyframe, the first one at zero."""
    groups: list[list[KeyframeAnalysis]] = []
    for keyframe in keyframes:
        last = groups[-1][-1] if groups else None
        if (
            last is not None
            and float(last.embeddings[space] @ keyframe.embeddings[space]) >= SAME_SHOT_COSINE
        ):
            groups[-1].append(keyframe)
        else:
            groups.append([keyframe])
    starts_s = [0.0, *(group[0].time_s for group in groups[1:])]
    ends_s = [*starts_s[1:], max(duration_s, keyframes[-1].time_s)]
    return tuple(
        ShotAnalysis(start_s, end_s, tuple(group))
        for start_s, end_s, group in zip(starts_s, ends_s, groups, strict=True)
    )


# Keyframes of one shot lie at least this far apart,
LEAST_APART_S = 1.0
# and one that looks like the one before it (cosine) is left out,
SAME_FRAME_COSINE = 0.97
# though seldom for longer than this.
LONGEST_GAP_S = 10.0
# Frames this near a cut may be blended with the other shot.
CUT_MARGIN_S = 0.1


def full_pass(
    reader: VideoReader, lane: InferenceLane, space: str, task: Task, detector: ShotDetector
) -> tuple[tuple[ShotAnalysis, ...], tuple[Thumbnail, ...]]:
    """Analyse every frame of a video.

    Args:
        reader: The open video.
        lane: Embeds the keyframes; it is finished here.
        space: Name of the space of its embeddings.
        task: Receives how many seconds of the video are done.
        detector: Finds the shots; a new one for every video.

    Returns:
        The shots, which cover the video, each with its keyframes, and the preview strip.

    Raises:
        Cancelled: If the task was cancelled.
        UnreadableVideoError: If the file cannot be read to its end.
        DeviceMemoryError: If the device has no room for one frame.
        DiskFullError: If there is no room for the thumbnails.
    """
    collector = FrameCollector(lane, ThumbnailSizes.of(reader.properties))
    chooser = KeyframeChooser(measured_sharpness, collector.add_candidate)
    finder = ShotFinder(reader, detector, task)
    for frame, pixels in finder.frames():
        chooser.push(frame, pixels)
        collector.add_strip(frame)
    chooser.finish()
    spans_s = finder.finish()
    _fill_gaps(reader, spans_s, collector)
    return _full_shots(spans_s, collector.finish(reader.path, space), space), tuple(collector.strip)


def _fill_gaps(
    reader: VideoReader, spans_s: Sequence[tuple[float, float]], collector: FrameCollector
) -> None:
    """Add the middle frame of each shot that no window fell into."""
    times_s = [candidate.time_s for candidate in collector.candidates]
    for start_s, end_s in spans_s:
        if bisect.bisect_left(times_s, start_s) == bisect.bisect_left(times_s, end_s):
            try:
                frame = reader.frame_at((start_s + end_s) / 2)
            except SeekError:
                # The decoder cannot seek to what it decoded once: the shot joins its neighbour.
                continue
            if start_s <= frame.time_s < end_s:
                collector.add_candidate(frame, measured_sharpness(frame))


def _full_shots(
    spans_s: Sequence[tuple[float, float]], keyframes: Sequence[KeyframeAnalysis], space: str
) -> tuple[ShotAnalysis, ...]:
    """Give every shot its keyframes; a shot too short to hold a frame joins the one before."""
    times_s = [keyframe.time_s for keyframe in keyframes]
    shots: list[ShotAnalysis] = []
    for number, (start_s, end_s) in enumerate(spans_s):
        last = len(times_s) if number == len(spans_s) - 1 else bisect.bisect_left(times_s, end_s)
        own = keyframes[bisect.bisect_left(times_s, start_s) : last]
        if own:
            shots.append(ShotAnalysis(start_s, end_s, _chosen(own, start_s, end_s, space)))
        elif shots:
            shots[-1] = ShotAnalysis(shots[-1].start_s, end_s, shots[-1].keyframes)
    if shots and shots[0].start_s > 0:
        shots[0] = ShotAnalysis(0.0, shots[0].end_s, shots[0].keyframes)
    return tuple(shots)


def _chosen(
    own: Sequence[KeyframeAnalysis], start_s: float, end_s: float, space: str
) -> tuple[KeyframeAnalysis, ...]:
    """The keyframes of a shot that differ enough from each other."""
    inner = [one for one in own if start_s + CUT_MARGIN_S <= one.time_s <= end_s - CUT_MARGIN_S] or list(own)
    chosen = [inner[0]]
    for one in itertools.islice(inner, 1, None):
        gap_s = one.time_s - chosen[-1].time_s
        similarity = float(one.embeddings[space] @ chosen[-1].embeddings[space])
        if gap_s >= LEAST_APART_S and (similarity < SAME_FRAME_COSINE or gap_s > LONGEST_GAP_S):
            chosen.append(one)
    return tuple(chosen)


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

    def completed(self, frame: DecodedFrame, shown_until_s: float, sizes: ThumbnailSizes) -> Iterator[_Clip]:
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
    last: DecodedFrame | None = None
    for frame in reader.frames():
        task.checkpoint(frame.time_s, duration_s)
        # A frame is on screen until the next one comes: each requested time before that gets the last one.
        if last is not None:
            yield from clips.completed(last, frame.time_s, sizes)
        last = frame
    if last is not None:
        yield from clips.completed(last, math.inf, sizes)


def embed_keyframes(
    reader: VideoReader, shots: Sequence[StoredShot], lane: InferenceLane, space: str, task: Task
) -> tuple[tuple[int, KeyframeAnalysis], ...]:
    """Embed the stored keyframes of a video in one more space.

    Args:
        reader: The open video; it is decoded only around the keyframes.
        shots: The stored shots.
        lane: Embeds; it is finished here.
        space: Name of the space.
        task: Receives how many seconds of the video are done.

    Returns:
        Embeddings and predictions by keyframe id; a frame that can no longer be decoded is left out.

    Raises:
        Cancelled: If the task was cancelled.
        DeviceMemoryError: If the device has no room for one frame.
    """
    sizes = ThumbnailSizes.of(reader.properties)
    embedded: list[tuple[int, float]] = []
    for keyframe_id, time_s in (keyframe for shot in shots for keyframe in shot.keyframes):
        task.checkpoint(time_s, reader.properties.duration_s)
        try:
            frame = reader.frame_at(time_s)
        except SeekError:
            continue
        lane.submit(analysis_pixels(frame, sizes))
        embedded.append((keyframe_id, time_s))
    return tuple(
        (keyframe_id, output.keyframe(time_s, 0.0, b"", space))
        for (keyframe_id, time_s), output in zip(embedded, lane.finish(), strict=True)
    )
