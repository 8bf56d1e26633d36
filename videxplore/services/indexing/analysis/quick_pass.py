"""The quick pass: sync frames only, so that a video is searchable at about a hundred times real time."""

from collections.abc import Sequence
from dataclasses import dataclass

from videxplore.core.errors import UnreadableVideoError
from videxplore.core.file_names import display_name
from videxplore.core.files import Spool, Spooled
from videxplore.core.task import Task
from videxplore.core.types import KeyframeAnalysis, ShotAnalysis, Thumbnail
from videxplore.services.indexing.analysis.inference import ForwardLane, Judgement
from videxplore.services.indexing.analysis.keyframes import (
    KEYFRAME_QUALITY,
    STRIP_EVERY_S,
    PictureSizes,
    analysis_pixels,
    measured_sharpness,
    strip_jpeg,
)
from videxplore.video.reader import VideoReader
from videxplore.video.thumbnails import encode_jpeg

KEYFRAME_EVERY_S = 2.0
# Neighbouring pictures at least this alike (cosine) are one scene until the full pass finds the cuts.
ONE_SCENE_COSINE = 0.8


@dataclass(frozen=True, slots=True)
class _Seen:
    """A keyframe without what the network says of it."""

    time_s: float
    sharpness: float
    picture: Spooled


def quick_pass(
    reader: VideoReader, lane: ForwardLane, space: str, task: Task
) -> tuple[tuple[ShotAnalysis, ...], tuple[Thumbnail, ...]]:
    """Look at a video's sync frames.

    Args:
        reader: The open video.
        lane: Embeds the keyframes; it is finished here.
        space: Name of the space of its embeddings.
        task: Learns how many seconds of the video are done.

    Returns:
        Scenes that cover the video, each with its keyframes, and the preview strip.

    Raises:
        Cancelled: If the task was cancelled.
        UnreadableVideoError: If the file cannot be read to its end.
        DeviceMemoryError: If the device has no room for one picture.
        DiskFullError: If there is no room for the pictures.
    """
    sizes = PictureSizes.of(reader.properties)
    duration_s = reader.properties.duration_s
    spool = Spool()
    strip: list[Thumbnail] = []
    seen: list[_Seen] = []
    for picture in reader.sync_frames():
        task.checkpoint(picture.time_s, duration_s)
        if not strip or picture.time_s - strip[-1].time_s >= STRIP_EVERY_S:
            strip.append(Thumbnail(picture.time_s, spool.add(strip_jpeg(picture, sizes))))
        if not seen or picture.time_s - seen[-1].time_s >= KEYFRAME_EVERY_S:
            pixels = analysis_pixels(picture, sizes)
            lane.submit(pixels)
            kept = spool.add(encode_jpeg(pixels, KEYFRAME_QUALITY))
            seen.append(_Seen(picture.time_s, measured_sharpness(picture), kept))
    if not seen:
        raise UnreadableVideoError(f"Not one picture of {display_name(reader.path)} can be decoded.")
    return _scenes(seen, lane.finish(), space, duration_s), tuple(strip)


def _scenes(
    seen: Sequence[_Seen], judgements: Sequence[Judgement], space: str, duration_s: float
) -> tuple[ShotAnalysis, ...]:
    """Join keyframes that look alike; a scene begins at its first keyframe, the first one at zero."""
    keyframes = [
        KeyframeAnalysis(
            one.time_s,
            one.sharpness,
            one.picture,
            {space: said.vector},
            said.predictions,
            said.regions(space),
        )
        for one, said in zip(seen, judgements, strict=True)
    ]
    groups: list[list[KeyframeAnalysis]] = []
    for number, keyframe in enumerate(keyframes):
        if number and float(judgements[number - 1].vector @ judgements[number].vector) >= ONE_SCENE_COSINE:
            groups[-1].append(keyframe)
        else:
            groups.append([keyframe])
    starts_s = [0.0, *(group[0].time_s for group in groups[1:])]
    ends_s = [*starts_s[1:], max(duration_s, keyframes[-1].time_s)]
    return tuple(
        ShotAnalysis(start_s, end_s, tuple(group))
        for start_s, end_s, group in zip(starts_s, ends_s, groups, strict=True)
    )
