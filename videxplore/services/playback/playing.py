"""Pictures in the order in which they are needed while a video plays backwards."""

from collections import deque
from collections.abc import Iterator

from videxplore.core.limits import BACKWARD_BYTES
from videxplore.video.picture import Picture
from videxplore.video.reader import VideoReader

BACKWARD_PICTURES = 64
"""Held at once while playing backwards; longer stretches between sync frames are decoded in parts."""

_JUST_BEFORE_S = 1e-5


def pictures_backwards(reader: VideoReader, start_s: float) -> Iterator[Picture]:
    """Pictures from the one on screen at ``start_s`` down to the first.

    Decoders only run forwards: each stretch from a sync frame is decoded whole and handed out from its end.
    """
    before_s = start_s + _JUST_BEFORE_S
    while before_s > 0:
        kept: deque[Picture] = deque()
        for picture in reader.pictures(max(0.0, before_s - _JUST_BEFORE_S), lead_in="all"):
            if picture.time_s >= before_s:
                break
            if len(kept) >= _room(picture):
                kept.popleft()
            kept.append(picture)
        if not kept:
            return
        before_s = kept[0].time_s
        while kept:
            yield kept.pop()


def _room(picture: Picture) -> int:
    """How many pictures of this size are held at once."""
    return max(2, min(BACKWARD_PICTURES, BACKWARD_BYTES // max(1, picture.size_bytes)))
