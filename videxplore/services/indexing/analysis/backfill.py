"""Asking another image network about a video that is already analysed: only its keyframes are decoded."""

from collections.abc import Sequence

from videxplore.core.errors import SeekError
from videxplore.core.task import Task
from videxplore.core.types import KeyframeAnalysis
from videxplore.services.indexing.analysis.inference import ForwardLane
from videxplore.services.indexing.analysis.keyframes import PictureSizes, analysis_pixels
from videxplore.services.indexing.messages import StoredShot
from videxplore.video.reader import VideoReader


def embed_keyframes(
    reader: VideoReader, scenes: Sequence[StoredShot], lane: ForwardLane, space: str, task: Task
) -> tuple[tuple[int, KeyframeAnalysis], ...]:
    """Embed the stored keyframes of a video in one more space.

    Args:
        reader: The open video; it is decoded only around the keyframes.
        scenes: The stored shots.
        lane: Embeds; it is finished here.
        space: Name of the space.
        task: Learns how many seconds of the video are done.

    Returns:
        Embeddings and predictions by keyframe id; a picture that can no longer be decoded is left out.

    Raises:
        Cancelled: If the task was cancelled.
        DeviceMemoryError: If the device has no room for one picture.
    """
    sizes = PictureSizes.of(reader.properties)
    embedded: list[tuple[int, float]] = []
    for keyframe_id, time_s in (keyframe for scene in scenes for keyframe in scene.keyframes):
        task.checkpoint(time_s, reader.properties.duration_s)
        try:
            picture = reader.frame_at(time_s)
        except SeekError:
            continue
        lane.submit(analysis_pixels(picture, sizes))
        embedded.append((keyframe_id, time_s))
    return tuple(
        (
            keyframe_id,
            KeyframeAnalysis(time_s, 0.0, b"", {space: said.vector}, said.predictions, said.regions(space)),
        )
        for (keyframe_id, time_s), said in zip(embedded, lane.finish(), strict=True)
    )
