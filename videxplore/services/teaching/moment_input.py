"""What a network is shown of one moment of a video."""

from pathlib import Path

import numpy as np

from videxplore.backbones.specs import BackboneSpec
from videxplore.core.errors import SeekError
from videxplore.core.types import Pixels
from videxplore.video.reader import VideoReader


def moment_input(video: Path, time_s: float | None, spec: BackboneSpec) -> Pixels:
    """The picture uint8 (H, W, 3) at a time, or the clip uint8 (T, H, W, 3) around it.

    Args:
        video: The file.
        time_s: In seconds; the middle of the video when None.
        spec: The network: whether it sees pictures or clips, how long and at which rate.

    Raises:
        VideoError: If the video cannot be read, or has no such time.
    """
    with VideoReader(video) as reader:
        duration_s = reader.properties.duration_s
        at_s = duration_s / 2 if time_s is None else time_s
        if spec.kind == "image":
            return reader.frame_at(at_s).to_rgb()
        last_s = max(0.0, duration_s - 1e-3)
        start_s = max(0.0, at_s - spec.clip_s / 2)
        if start_s > last_s:
            raise SeekError(f"{video.name} has no picture at {time_s} s.")
        wanted = [min(start_s + (number + 0.5) / spec.rate_hz, last_s) for number in range(spec.frames)]
        return np.stack([reader.frame_at(one_s).to_rgb() for one_s in wanted])
