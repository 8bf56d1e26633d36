"""The quick pass: sync frames only, so that a video is searchable at about a hundred times real time."""

from collections.abc import Sequence

from videxplore.core.task import Task
from videxplore.core.types import KeyframeAnalysis, ShotAnalysis, StripPicture
from videxplore.services.indexing.analysis.inference import InferenceLane
from videxplore.services.indexing.analysis.keyframes import FrameCollector, ThumbnailSizes, measured_sharpness
from videxplore.video.reader import VideoReader

KEYFRAME_EVERY_S = 2.0
# Neighbouring keyframes at least this similar are one shot until the full pass finds the cuts.
SAME_SHOT_COSINE = 0.8


def quick_pass(
    reader: VideoReader, lane: InferenceLane, space: str, task: Task
) -> tuple[tuple[ShotAnalysis, ...], tuple[StripPicture, ...]]:
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
    for frame in reader.sync_pictures():
        task.checkpoint(frame.time_s, duration_s)
        collector.add_strip(frame)
        candidates = collector.candidates
        if not candidates or frame.time_s - candidates[-1].time_s >= KEYFRAME_EVERY_S:
            collector.add_candidate(frame, measured_sharpness(frame))
    return _shots(collector.finish(reader.path, space), space, duration_s), tuple(collector.strip)


def _shots(keyframes: Sequence[KeyframeAnalysis], space: str, duration_s: float) -> tuple[ShotAnalysis, ...]:
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
