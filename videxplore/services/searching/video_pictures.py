"""Pictures that stand for a video from outside the library."""

from pathlib import Path

from videxplore.core.errors import UnreadableVideoError
from videxplore.core.task import Task
from videxplore.core.types import Frame
from videxplore.video.reader import VideoReader

_EVERY_S = 2.0
_MOST = 32
_TALLEST_PX = 480


def sample_frames(path: Path, task: Task) -> list[Frame]:
    """A picture about every two seconds, at most 32, evenly over the whole video.

    Raises:
        UnreadableVideoError: If the file holds no video that can be decoded.
        Cancelled: If the task was cancelled.
    """
    with VideoReader(path) as reader:
        properties = reader.properties
        count = int(min(max(properties.duration_s / _EVERY_S, 1), _MOST))
        shrink = min(1.0, _TALLEST_PX / min(properties.width_px, properties.height_px))
        size = max(1, round(properties.width_px * shrink)), max(1, round(properties.height_px * shrink))
        frames: list[Frame] = []
        for number in range(count):
            task.checkpoint(number, count, path.name)
            picture = reader.picture_at((number + 0.5) * properties.duration_s / count)
            if not frames or picture.time_s > frames[-1].time_s:
                frames.append(Frame(picture.to_rgb(*size), picture.time_s))
    if not frames:
        raise UnreadableVideoError(f"No picture of {path.name} can be decoded.")
    return frames
