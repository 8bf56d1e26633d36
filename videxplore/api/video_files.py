"""Single video files, without a library. Importing this module imports PyAV."""

import itertools
from collections.abc import Iterator

from videxplore.api.arguments import PathLike, as_path
from videxplore.api.layouts import DETECTED_SHOTS
from videxplore.api.results import Results
from videxplore.core.types import Frame, Shot
from videxplore.services.indexing.analysis.shot_finder import find_shots
from videxplore.video.frames.decoded_frame import DecodedFrame
from videxplore.video.reading.reader import VideoReader
from videxplore.video.thumbnails import encode_jpeg

LEAST_STEP_S = 0.001
"""For steps near zero, counting them would take longer than decoding."""


def detect_shots(path: PathLike) -> Results[Shot, None]:
    """The shots of a video file, in time order; together they cover it. Their ids are 0.

    Cuts, dissolves and fades are found at decoding speed, exactly as indexing finds them.

    Raises:
        UnreadableVideoError: If the file cannot be read.
    """
    file = as_path(path)

    def thumbnail(shot: Shot) -> bytes:
        with VideoReader(file) as reader:
            scale = min(1.0, 320 / reader.properties.width_px)
            size_px = round(reader.properties.width_px * scale), round(reader.properties.height_px * scale)
            return encode_jpeg(reader.frame_at((shot.start_s + shot.end_s) / 2).to_rgb(*size_px))

    shots = [Shot(0, 0, start_s, end_s) for start_s, end_s in find_shots(file)]
    return Results(shots, DETECTED_SHOTS, None, thumbnail)


def frames(
    path: PathLike, *, every_s: float | None = None, start_s: float = 0.0, end_s: float | None = None
) -> Iterator[Frame]:
    """The frames of a video file with their exact times, upright, uint8 (H, W, 3) RGB.

    Args:
        path: The file.
        every_s: Only the frames on screen at ``start_s`` and every so many seconds later; each frame once.
            Every frame when None; at least ``LEAST_STEP_S``.
        start_s: The first frame is the one on screen at this time.
        end_s: Only what is on screen before; the end of the video when None.

    Raises:
        UnreadableVideoError: If the file cannot be read.
        SeekError: If a frame cannot be decoded, or ``start_s`` lies outside the video.
        ValueError: If ``every_s`` is less.
    """
    if every_s is not None and not every_s >= LEAST_STEP_S:
        raise ValueError(f"every_s is {every_s}; it must be at least {LEAST_STEP_S}")
    until_s = float("inf") if end_s is None else end_s
    with VideoReader(as_path(path)) as reader:
        if start_s >= until_s:
            return
        reader.frame_at(start_s)
        shown = reader.frames(start_s) if every_s is None else _at_steps(reader, start_s, every_s)
        for picture in shown:
            if picture.time_s >= until_s:
                return
            yield Frame(picture.to_rgb(), picture.time_s)


def _at_steps(reader: VideoReader, start_s: float, every_s: float) -> Iterator[DecodedFrame]:
    """The frames on screen at ``start_s`` and every so many seconds later, each once."""
    last_s: float | None = None
    for number in itertools.count():
        time_s = start_s + number * every_s
        if number and time_s >= reader.properties.duration_s:
            return
        picture = reader.frame_at(time_s)
        if picture.time_s != last_s:
            last_s = picture.time_s
            yield picture
