"""The passes over a video, and the backfill of a model that was added later.

The quick pass decodes sync frames only, so that a video is searchable at about a hundred times real time. The
full pass decodes every frame once, for exact cuts, the sharpest keyframes and, where a video model was
chosen, the clips of every shot. The clip pass runs a video model that was chosen later over the stored shots.
A backfill of an image model decodes only the stored keyframes.
"""

import bisect
import itertools
from collections.abc import Sequence
from dataclasses import replace

from videxplore.backbones.runtime.base import Backbone
from videxplore.core.errors import SeekError
from videxplore.core.task import Task
from videxplore.core.types import ClipAnalysis, KeyframeAnalysis, ShotAnalysis, Thumbnail
from videxplore.services.indexing.analysis.clips import (
    ClipCollector,
    ClipParts,
    ClipSampling,
    clip_analyses,
    gather_clips,
)
from videxplore.services.indexing.analysis.inference import InferenceLane
from videxplore.services.indexing.analysis.keyframes import (
    FrameCollector,
    KeyframeChooser,
    ThumbnailSizes,
    analysis_pixels,
)
from videxplore.services.indexing.analysis.scene_measures import SceneMeasures, measured_sharpness
from videxplore.services.indexing.analysis.shot_finder import ShotFinder, TimeSpan
from videxplore.services.indexing.messages import StoredShot
from videxplore.video.reading.reader import VideoReader

KEYFRAME_EVERY_S = 2.0
# Neighbouring keyframes at least this similar are one shot until the full pass finds the cuts.
SAME_SHOT_COSINE = 0.8


def quick_pass(
    reader: VideoReader, lane: InferenceLane, task: Task
) -> tuple[tuple[ShotAnalysis, ...], tuple[Thumbnail, ...]]:
    """Analyse a video's sync frames.

    Args:
        reader: The open video.
        lane: Embeds the keyframes; it is finished here.
        task: Receives how many seconds of the video are done.

    Returns:
        Shots that cover the video, each with its keyframes, and the strip.

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
    shots = _quick_shots(collector.finish(reader.path), lane.backbone.space.name, duration_s)
    return shots, tuple(collector.strip)


def _quick_shots(
    keyframes: Sequence[KeyframeAnalysis], space: str, duration_s: float
) -> tuple[ShotAnalysis, ...]:
    """Join similar keyframes; a shot starts at its first keyframe, the first one at zero."""
    groups: list[list[KeyframeAnalysis]] = []
    for keyframe in keyframes:
        last = groups[-1][-1] if groups else None
        if last is not None and _cosine(last, keyframe, space) >= SAME_SHOT_COSINE:
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
# the first frame of the video from the next one,
LEAST_AFTER_FIRST_S = 0.5
# and one that looks like the one before it (cosine) is left out,
SAME_FRAME_COSINE = 0.97
# though seldom for longer than this.
LONGEST_GAP_S = 10.0
# Frames this near a cut may be blended with the other shot; there is no cut before the first frame.
CUT_MARGIN_S = 0.1


def full_pass(
    reader: VideoReader,
    finder: ShotFinder,
    keyframes: InferenceLane,
    clips: InferenceLane | None,
    task: Task,
) -> tuple[tuple[ShotAnalysis, ...], tuple[Thumbnail, ...]]:
    """Analyse every frame of a video.

    Args:
        reader: The open video.
        finder: Finds its shots; of its frames, the clips need all that :func:`.needs_every_frame` says.
        keyframes: Embeds the keyframes; it is finished here.
        clips: Runs a video model over the clips of each shot; it is finished here. None without clips.
        task: Receives how many seconds of the video are done.

    Returns:
        The shots, which cover the video, each with its keyframes and clips, and the strip.

    Raises:
        Cancelled: If the task was cancelled.
        UnreadableVideoError: If the file cannot be read to its end.
        DeviceMemoryError: If the device has no room for one frame or clip.
        DiskFullError: If there is no room for the thumbnails.
    """
    frames = FrameCollector(keyframes, ThumbnailSizes.of(reader.properties))
    sampling = None if clips is None else ClipSampling(clips.backbone.spec, clips, reader.properties)
    collector = None if sampling is None else ClipCollector(sampling)
    with SceneMeasures(reader, task) as measures:
        chooser = KeyframeChooser(measures.sharpness, frames.add_candidate)
        for frame, pixels in finder.frames():
            chooser.push(frame, pixels)
            measures.push(frame, pixels)
            frames.add_strip(frame)
            if collector is not None:
                collector.push(frame, finder.cuts_s, finder.decided_s)
        chooser.finish()
        spans_s = finder.finish()
        _fill_gaps(reader, spans_s, frames)
        shots = _full_shots(spans_s, frames.finish(reader.path), keyframes.backbone.space.name)
        facts = measures.finish([(shot.start_s, shot.end_s) for shot in shots])
    shots = tuple(replace(shot, facts=own) for shot, own in zip(shots, facts, strict=True))
    if sampling is not None and collector is not None:
        gathered = _clips_of_shots(finder, spans_s, shots, collector)
        shots = _with_clips(reader, shots, gathered, sampling, task)
    return shots, tuple(frames.strip)


def _with_clips(
    reader: VideoReader,
    shots: Sequence[ShotAnalysis],
    gathered: Sequence[ClipParts | None],
    sampling: ClipSampling,
    task: Task,
) -> tuple[ShotAnalysis, ...]:
    """Give every shot its clips; what could not be gathered of them is decoded again."""
    spans_s = [(shot.start_s, shot.end_s) for shot in shots]
    found = clip_analyses(spans_s, gather_clips(reader, spans_s, sampling, task, gathered), sampling.lane)
    return tuple(replace(shot, clips=clips) for shot, clips in zip(shots, found, strict=True))


def _fill_gaps(reader: VideoReader, spans_s: Sequence[TimeSpan], collector: FrameCollector) -> None:
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
    spans_s: Sequence[TimeSpan], keyframes: Sequence[KeyframeAnalysis], space: str
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
        similarity = _cosine(chosen[-1], one, space)
        if gap_s >= LEAST_APART_S and (similarity < SAME_FRAME_COSINE or gap_s > LONGEST_GAP_S):
            chosen.append(one)
    first, second = own[0], chosen[0]
    if (
        start_s == 0
        and second.time_s - first.time_s >= LEAST_AFTER_FIRST_S
        and _cosine(first, second, space) < SAME_FRAME_COSINE
    ):
        chosen.insert(0, first)
    return tuple(chosen)


def _cosine(one: KeyframeAnalysis, other: KeyframeAnalysis, space: str) -> float:
    return float(one.embeddings[space] @ other.embeddings[space])


CLIPS_AT_ONCE = 1
"""A clip loads the device as much as a batch of frames does."""


def _clips_of_shots(
    finder: ShotFinder,
    spans_s: Sequence[TimeSpan],
    shots: Sequence[ShotAnalysis],
    collector: ClipCollector,
) -> list[ClipParts | None]:
    """What was gathered of each shot, by the spans it was detected as.

    Args:
        finder: Found the shots.
        spans_s: Its shots, in their exact places.
        shots: The shots to be stored; some of them have joined others.
        collector: Gathered the clips.
    """
    detected_s = finder.detected_spans_s
    collector.finish([start_s for start_s, _ in detected_s[1:]], detected_s[-1][1])
    numbers = {start_s: number for number, (start_s, _) in enumerate(spans_s)}
    firsts = [0, *(numbers[shot.start_s] for shot in shots[1:]), len(spans_s)]
    return [
        collector.parts(*detected_s[first]) if after == first + 1 else None
        for first, after in itertools.pairwise(firsts)
    ]


def clip_pass(
    reader: VideoReader, shots: Sequence[StoredShot], backbone: Backbone, task: Task
) -> tuple[tuple[int, ClipAnalysis], ...]:
    """Run a video backbone over clips of every stored shot.

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
    spans_s = [(shot.start_s, shot.end_s) for shot in shots]
    with InferenceLane(backbone, CLIPS_AT_ONCE) as lane:
        sampling = ClipSampling(backbone.spec, lane, reader.properties)
        gathered = gather_clips(reader, spans_s, sampling, task)
        found = clip_analyses(spans_s, gathered, lane)
    return tuple((shot.shot_id, clip) for shot, clips in zip(shots, found, strict=True) for clip in clips)


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
