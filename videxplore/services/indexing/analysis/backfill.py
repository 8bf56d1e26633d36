"""Running an image model over a video that was analysed before: only its keyframes are decoded."""

from collections.abc import Sequence

from videxplore.core.errors import SeekError
from videxplore.core.task import Task
from videxplore.core.types import KeyframeAnalysis
from videxplore.services.indexing.analysis.inference import InferenceLane
from videxplore.services.indexing.analysis.keyframes import ThumbnailSizes, analysis_pixels
from videxplore.services.indexing.messages import StoredShot
from videxplore.video.reader import VideoReader


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
            frame = reader.picture_at(time_s)
        except SeekError:
            continue
        lane.submit(analysis_pixels(frame, sizes))
        embedded.append((keyframe_id, time_s))
    return tuple(
        (keyframe_id, output.keyframe(time_s, 0.0, b"", space))
        for (keyframe_id, time_s), output in zip(embedded, lane.finish(), strict=True)
    )
