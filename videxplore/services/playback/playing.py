"""Frames in the order in which a player or a filmstrip needs them, from a file that is opened once."""

from collections import deque
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from videxplore.core.limits import BACKWARD_BYTES
from videxplore.core.task import Task
from videxplore.core.types import Pixels

if TYPE_CHECKING:
    from videxplore.video.frames.decoded_frame import DecodedFrame
    from videxplore.video.reading.reader import VideoReader

BACKWARD_FRAMES = 64
"""Held at once while playing backwards; longer stretches between sync frames are decoded in parts."""

COVERS_TRIED = 3
BLANK_SPREAD = 10.0
"""Standard deviation of the levels of a frame below which there is nothing to see in it."""

SAME_TIME_S = 1e-6
_JUST_BEFORE_S = 1e-5


class OpenVideo:
    """Keeps the file that was played last open, for one thread."""

    def __init__(self) -> None:
        self._held: tuple[Path, int | None] | None = None
        self._reader: VideoReader | None = None

    def frames(
        self, path: Path, start_s: float, *, backwards: bool = False, track: int | None = None
    ) -> "Iterator[DecodedFrame]":
        """Frames from the one on screen at ``start_s`` to the last, or down to the first.

        Args:
            path: The file.
            start_s: Where to begin.
            backwards: Whether the frames before follow.
            track: Index of the video stream; None for the film.

        Raises:
            UnreadableVideoError: If the video is gone or cannot be read.
        """
        reader = self._opened(path, track)
        return frames_backwards(reader, start_s) if backwards else reader.frames(start_s)

    def close(self) -> None:
        """Close the file."""
        if self._reader is not None:
            self._reader.close()
            self._reader = None

    def _opened(self, path: Path, track: int | None) -> "VideoReader":
        if self._reader is None or self._held != (path, track):
            self.close()
            self._reader, self._held = open_reader(path, track), (path, track)
        return self._reader


def frames_at(path: Path, times_s: Sequence[float], task: Task) -> "Iterator[tuple[DecodedFrame, float]]":
    """The frames that are on screen at some times, each once, with the time at which the next one follows.

    Args:
        path: The video.
        times_s: Ascending; at least one.
        task: Cancels it between frames.

    Raises:
        UnreadableVideoError: If the video is gone or cannot be read.
        Cancelled: If the task was cancelled.
    """
    wanted = deque(times_s)
    held: DecodedFrame | None = None
    with open_reader(path, thread_count=1) as reader:
        for frame in reader.frames(wanted[0]):
            task.checkpoint()
            if held is not None and wanted[0] < frame.time_s - SAME_TIME_S:
                yield held, frame.time_s
                while wanted and wanted[0] < frame.time_s - SAME_TIME_S:
                    wanted.popleft()
            if not wanted:
                return
            held = frame
        if held is not None:
            yield held, float("inf")


def cover_picture(path: Path, within_px: int) -> Pixels:
    """A frame that stands for a video of which nothing is known yet: uint8 (H, W, 3) RGB.

    Args:
        path: The video.
        within_px: The most that its width and its height may be.

    Returns:
        The first sync frame, or one soon after it where that is blank.

    Raises:
        UnreadableVideoError: If the video is gone or cannot be read.
    """
    with open_reader(path, thread_count=1) as reader:
        properties = reader.properties
        scale = within_px / max(within_px, properties.width_px, properties.height_px)
        size_px = [max(1, round(side_px * scale)) for side_px in (properties.width_px, properties.height_px)]
        frames = islice(reader.sync_frames(), COVERS_TRIED)
        shown = next(frames)
        while shown.to_small().std() < BLANK_SPREAD and (later := next(frames, None)) is not None:
            shown = later
        return shown.to_rgb(*size_px)


def frames_backwards(reader: "VideoReader", start_s: float) -> "Iterator[DecodedFrame]":
    """Frames from the one on screen at ``start_s`` down to the first.

    Decoders only run forwards: each stretch from a sync frame is decoded whole and handed out from its end.
    """
    before_s = start_s + _JUST_BEFORE_S
    while before_s > 0:
        kept: deque[DecodedFrame] = deque()
        for frame in reader.frames(max(0.0, before_s - _JUST_BEFORE_S), lead_in="all"):
            if frame.time_s >= before_s:
                break
            if len(kept) >= _room(frame):
                kept.popleft()
            kept.append(frame)
        if not kept:
            return
        before_s = kept[0].time_s
        while kept:
            yield kept.pop()


def _room(frame: "DecodedFrame") -> int:
    """How many frames of this size are held at once."""
    return max(2, min(BACKWARD_FRAMES, BACKWARD_BYTES // max(1, frame.size_bytes)))


def open_reader(path: Path, track: int | None = None, thread_count: int = 0) -> "VideoReader":
    """A reader of a video; PyAV is loaded by the thread that first decodes, after the window is on screen."""
    from videxplore.video.reading.reader import VideoReader

    return VideoReader(path, thread_count=thread_count, track=track)
