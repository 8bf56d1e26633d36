"""Exact frames of the open video, with a cache of those around the playhead."""

import math
import threading
from bisect import bisect_right, insort
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from videxplore.core.errors import SeekError
from videxplore.core.task import Task
from videxplore.core.types import Pixels, VideoProperties
from videxplore.services.playback.playing import open_reader

if TYPE_CHECKING:
    from videxplore.video.frames.decoded_frame import DecodedFrame
    from videxplore.video.reading.reader import VideoReader

CAPACITY_BYTES = 400 * 1024 * 1024
"""Memory of the cache: about 130 frames of 1920 x 1080."""

AHEAD_FRAMES = 12
"""Decoded beyond the playhead while idle, so that steps forward are instant too."""

BEHIND_FRAMES = 58
"""Kept before the playhead while the user steps backwards: about as many as a key that is held down asks for
while ten seconds between two sync frames are decoded."""

_TOLERANCE_S = 1e-6
_NEAR_S = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class ShownFrame:
    """A frame and the time it is on screen: [start_s, end_s); the last one of a video has no end."""

    start_s: float
    end_s: float
    frame: "DecodedFrame"

    def is_shown_at(self, time_s: float) -> bool:
        """Whether this is the frame on screen at a moment."""
        return self.start_s <= time_s + _TOLERANCE_S < self.end_s

    def to_rgb(self, width_px: int | None = None, height_px: int | None = None) -> Pixels:
        """The frame as uint8 (H, W, 3), in its own size where none is given."""
        return self.frame.to_rgb(width_px, height_px)


class FrameCache:
    """Decoded frames by time; those farthest from the playhead are evicted. Safe from any thread."""

    def __init__(self, capacity_bytes: int) -> None:
        """Hold frames of at most so many bytes, but at least two."""
        self._capacity_bytes = capacity_bytes
        self._bytes = 0
        self._starts_s: list[float] = []
        self._frames: dict[float, ShownFrame] = {}
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._starts_s)

    def add(self, shown: ShownFrame, around_s: float) -> None:
        """Add a frame; beyond the capacity, those farthest from ``around_s`` are evicted."""
        with self._lock:
            if shown.start_s not in self._frames:
                insort(self._starts_s, shown.start_s)
                self._bytes += shown.frame.size_bytes
            self._frames[shown.start_s] = shown
            while self._bytes > self._capacity_bytes and len(self._starts_s) > 2:
                first_s, last_s = self._starts_s[0], self._starts_s[-1]
                number = 0 if around_s - first_s > last_s - around_s else -1
                self._bytes -= self._frames.pop(self._starts_s.pop(number)).frame.size_bytes

    def at(self, time_s: float) -> ShownFrame | None:
        """The frame on screen at a time; None where it is not cached."""
        with self._lock:
            number = bisect_right(self._starts_s, time_s + _TOLERANCE_S) - 1
            if number < 0:
                return None
            shown = self._frames[self._starts_s[number]]
        return shown if shown.is_shown_at(time_s) else None


class ExactFrames:
    """Finds the exact frame on screen at any time of one video.

    Used by one thread at a time. Two decoders read the file: one for the requested frame and those that
    follow it, one for those before it, so that stepping back never loses the position to continue from.
    """

    def __init__(self, path: Path, track: int | None = None) -> None:
        """Open a video.

        Args:
            path: The file.
            track: Index of the video stream; None for the film.

        Raises:
            UnreadableVideoError: With one sentence that names the file's fault.
        """
        self._path = path
        self._track = track
        self._reader = open_reader(path, track)
        self.cache = FrameCache(CAPACITY_BYTES)
        self._onward = _Walk(self._reader, self.cache)
        self._back: _Walk | None = None

    @property
    def properties(self) -> VideoProperties:
        """What the file holds."""
        return self._reader.properties

    def close(self) -> None:
        """Close the file and drop every frame."""
        self._onward.close()
        if self._back is not None:
            self._back.close()

    def frame_at(self, time_s: float, task: Task) -> ShownFrame:
        """The frame on screen at a moment; times outside the video mean its first or last frame.

        Raises:
            Cancelled: Between two frames, when a newer request has come.
            SeekError: If the video has no frame there.
        """
        time_s = min(max(time_s, 0.0), self.properties.duration_s)
        shown = self.cache.at(time_s)
        return shown if shown is not None else self._onward.reach(time_s, time_s, task)

    def frame_after(self, shown: ShownFrame, task: Task) -> ShownFrame:
        """The next frame; the last one has itself.

        Raises:
            Cancelled: When a newer request has come.
            SeekError: If the video has no frame there.
        """
        return shown if math.isinf(shown.end_s) else self.frame_at(shown.end_s, task)

    def frame_before(self, shown: ShownFrame, task: Task) -> ShownFrame:
        """The frame before; the first one has itself. Those that lie before it are kept with it.

        Raises:
            Cancelled: When a newer request has come.
            SeekError: If the video has no frame there.
            UnreadableVideoError: If the file is gone.
        """
        time_s = max(shown.start_s - 10 * _TOLERANCE_S, 0.0)
        before = self.cache.at(time_s)
        if before is not None:
            return before
        if self._back is None:
            self._back = _Walk(open_reader(self._path, self._track), self.cache)
        behind_s = self._room_behind(shown) / float(self.properties.frame_rate_hz)
        return self._back.reach(time_s, time_s - behind_s, task)

    def decode_ahead(self, shown: ShownFrame, task: Task) -> None:
        """Decode the frames that follow, which the user is likely to step to.

        Raises:
            Cancelled: When a newer request has come. The next call continues where this one stopped: keys may
                come faster than a stretch is decoded, and do not start it again.
        """
        for _ in range(AHEAD_FRAMES):
            following = self.frame_after(shown, task)
            if following is shown:
                return
            shown = following

    def decode_before(self, shown: ShownFrame, task: Task) -> None:
        """Decode the frames that lie before, which the user is likely to step back to.

        Raises:
            Cancelled: When a newer request has come; the next call continues where this one stopped.
            UnreadableVideoError: If the file is gone.
        """
        for _ in range(self._room_behind(shown)):
            if shown.start_s <= 0:
                return
            shown = self.frame_before(shown, task)

    def _room_behind(self, shown: ShownFrame) -> int:
        """How many frames are kept before one, while as many again may be decoded that lie before them."""
        capacity = CAPACITY_BYTES // max(1, shown.frame.size_bytes)
        return max(1, min(BEHIND_FRAMES, capacity * 9 // 20))


class _Walk:
    """A decoder that reads on from a position; every frame whose span it knows is cached."""

    def __init__(self, reader: "VideoReader", cache: FrameCache) -> None:
        """Walk where ``reader`` is not used by anyone else."""
        self._reader = reader
        self._cache = cache
        self._run: Iterator[DecodedFrame] | None = None
        self._held: DecodedFrame | None = None
        self._begun_for_s = 0.0
        # Up to here frames are left out, and where one ends is not known from the one that comes next.
        self._gaps_until_s = -math.inf
        self._first_s = 0.0
        self._sync_s: float | None = None
        self._gop_s = 0.0

    def close(self) -> None:
        """Close the file."""
        self._run = self._held = None
        self._reader.close()

    def reach(self, time_s: float, whole_from_s: float, task: Task) -> ShownFrame:
        """Walk to the frame on screen at a moment.

        Args:
            time_s: The moment.
            whole_from_s: Every frame from here on is kept; before it, only what is needed is decoded.
            task: May be cancelled between two frames.

        Raises:
            Cancelled: Between two frames, when a newer request has come.
            SeekError: If the video has no frame there.
        """
        if not self._goes_on_to(time_s):
            self._begin(time_s, whole_from_s)
        last: ShownFrame | None = None
        for frame in self._run or ():
            last = self._keep_held(frame.time_s, time_s)
            if self._held is None and frame.time_s > time_s:
                # The first frame is on screen from time zero, although its own time may be later.
                self._first_s = frame.time_s
            self._take(frame)
            if last is not None and last.is_shown_at(time_s):
                return last
            task.checkpoint()
        last = self._keep_held(math.inf, time_s) or last
        self._run = self._held = None
        if last is None:
            raise SeekError(f"The frame at {time_s:.3f} s cannot be decoded.")
        return last

    def _begin(self, time_s: float, whole_from_s: float) -> None:
        self._begun_for_s = time_s
        self._gaps_until_s = whole_from_s - 5 * _TOLERANCE_S
        begin_s = max(0.0, whole_from_s - 10 * _TOLERANCE_S)
        self._run = self._reader.frames(begin_s, lead_in="references")
        self._held, self._sync_s = None, None

    def _goes_on_to(self, time_s: float) -> bool:
        """Whether decoding on reaches a moment sooner than starting from the sync frame before it."""
        if self._run is None or self._held is None or time_s + _TOLERANCE_S < self._held.time_s:
            return False
        if time_s < self._gaps_until_s:
            return False
        # A stretch that was begun for a later frame, and was abandoned when something else was requested.
        is_on_the_way = time_s <= self._begun_for_s
        same_gop = self._sync_s is not None and self._gop_s > 0 and time_s < self._sync_s + self._gop_s
        return is_on_the_way or same_gop or time_s - self._held.time_s <= min(_NEAR_S, self._gop_s or _NEAR_S)

    def _keep_held(self, end_s: float, around_s: float) -> ShownFrame | None:
        if self._held is None or end_s <= self._gaps_until_s:
            return None
        start_s = 0.0 if self._held.time_s == self._first_s else self._held.time_s
        shown = ShownFrame(start_s, end_s, self._held)
        self._cache.add(shown, around_s)
        return shown

    def _take(self, frame: "DecodedFrame") -> None:
        if frame.is_sync:
            if self._sync_s is not None:
                self._gop_s = frame.time_s - self._sync_s
            self._sync_s = frame.time_s
        self._held = frame
