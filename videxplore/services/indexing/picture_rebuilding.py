"""Making a video's cached pictures again, without any network."""

from collections.abc import Sequence
from pathlib import Path

from videxplore.core.files import Spool
from videxplore.core.task import Task
from videxplore.core.types import Thumbnail
from videxplore.services.indexing.keyframe_pictures import (
    KEYFRAME_QUALITY,
    STRIP_EVERY_S,
    PictureSizes,
    analysis_pixels,
    strip_jpeg,
)
from videxplore.video.reader import VideoReader
from videxplore.video.thumbnails import encode_jpeg


def rebuild_pictures(
    path: Path, keyframe_times_s: Sequence[float], task: Task | None = None
) -> tuple[list[Thumbnail], list[Thumbnail]]:
    """The preview strip and the pictures of the keyframes, in one decode.

    Args:
        path: The video.
        keyframe_times_s: Times of its keyframes.
        task: Learns how many seconds of the video are done.

    Returns:
        Both in time order; the pictures wait on disk.

    Raises:
        Cancelled: If the task was cancelled.
        DiskFullError: If there is no room for the pictures.
        UnreadableVideoError: If the file cannot be read.
        OSError: If it is not there.
    """
    wanted_s = sorted(keyframe_times_s)
    task = task or Task()
    spool = Spool()
    strip: list[Thumbnail] = []
    keyframes: list[Thumbnail] = []
    with VideoReader(path) as reader:
        sizes = PictureSizes.of(reader.properties)
        last = None
        for picture in reader.frames():
            task.checkpoint(picture.time_s, reader.properties.duration_s)
            if not strip or picture.time_s - strip[-1].time_s >= STRIP_EVERY_S:
                strip.append(Thumbnail(picture.time_s, spool.add(strip_jpeg(picture, sizes))))
            # Stored times are rounded: of the two pictures around one, the nearer is meant.
            while len(keyframes) < len(wanted_s) and picture.time_s >= (at_s := wanted_s[len(keyframes)]):
                nearer = last if last and at_s - last.time_s < picture.time_s - at_s else picture
                jpeg = encode_jpeg(analysis_pixels(nearer, sizes), KEYFRAME_QUALITY)
                keyframes.append(Thumbnail(at_s, spool.add(jpeg)))
            last = picture
        for at_s in wanted_s[len(keyframes) :]:
            if last is not None:
                jpeg = encode_jpeg(analysis_pixels(last, sizes), KEYFRAME_QUALITY)
                keyframes.append(Thumbnail(at_s, spool.add(jpeg)))
    return strip, keyframes
