"""Playing: frames decoded ahead on a lane, shown when the clock of the playback says so."""

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage

from videxplore.core.task import Task
from videxplore.services.playback.playing import OpenVideo
from videxplore.ui.look.images import screen_image
from videxplore.ui.player.sound_output import Sound
from videxplore.ui.work.jobs import Lane, LaneJob

RATES = (0.25, 0.5, 1.0, 1.5, 2.0, 4.0, 8.0)
"""The speeds a user can choose."""

JUMP_S = 0.040
"""Beyond this, sound and picture are noticeably apart (ITU-R BT.1359 allows 45 ms of leading sound)."""

_SLEW = 0.1


class PlaybackClock:
    """A moment that advances at ``rate`` seconds of video per second, and can be held to the sound.

    The sound device reports its position in steps of its own buffers. Following it directly would make
    the picture stutter, so the clock runs on the system's time and is drawn towards the sound.
    """

    def __init__(self, now_s: Callable[[], float] = time.monotonic) -> None:
        """Make a stopped clock at moment zero.

        Args:
            now_s: The system's time in seconds; only differences matter.
        """
        self._now_s = now_s
        self._base_s = 0.0
        self._since_s = 0.0
        self._rate = 0.0

    @property
    def rate(self) -> float:
        """Seconds of video per second; negative plays backwards, 0 stands still."""
        return self._rate

    @property
    def position_s(self) -> float:
        """The moment that should be on screen now."""
        return self._base_s + (self._now_s() - self._since_s) * self._rate

    def start(self, position_s: float, rate: float) -> None:
        """Run on from a moment."""
        self._base_s = position_s
        self._since_s = self._now_s()
        self._rate = rate

    def stop(self) -> float:
        """Stand still and return where."""
        position_s = self.position_s
        self.start(position_s, 0.0)
        return position_s

    def follow(self, sound_s: float) -> None:
        """Draw near the moment that is being heard: at once when far, gently when close."""
        apart_s = sound_s - self.position_s
        share = 1.0 if abs(apart_s) > JUMP_S else _SLEW
        self.start(self.position_s + share * apart_s, self._rate)


QUEUED_FRAMES = 8
TICK_MS = 7
SCREEN_RATE_HZ = 60.0
LATE_S = 0.06
"""Frames later than this are not worth converting."""

HOPELESS_S = 0.5
"""Behind by this much, the clock waits for the frames."""

_STARVED_S = 0.15
_TOLERANCE_S = 1e-6


@dataclass(frozen=True, slots=True)
class DueFrame:
    """A frame that was decoded ahead, and when it is due."""

    time_s: float
    image: QImage


class FrameQueue:
    """Frames on their way from the decoding thread to the window.

    Attributes:
        size_px: The size in device pixels in which the window wants them now.
    """

    def __init__(self, size_px: QSize) -> None:
        self.size_px = size_px
        self._waiting: deque[DueFrame] = deque()
        self._condition = threading.Condition()
        self._is_over = False

    def put(self, due: DueFrame, task: Task) -> None:
        """Add a frame once there is room.

        Raises:
            Cancelled: If playing was stopped meanwhile.
        """
        with self._condition:
            while len(self._waiting) >= QUEUED_FRAMES:
                self._condition.wait(0.05)
                task.checkpoint()
            self._waiting.append(due)

    def finish(self) -> None:
        """Say that no frame follows."""
        with self._condition:
            self._is_over = True

    @property
    def is_over(self) -> bool:
        """Whether the last frame has been taken."""
        with self._condition:
            return self._is_over and not self._waiting

    @property
    def is_ready(self) -> bool:
        """Whether there is a frame to begin with."""
        with self._condition:
            return self._is_over or bool(self._waiting)

    def take_due(self, position_s: float, *, backwards: bool) -> DueFrame | None:
        """The newest frame that is due, those before it dropped; None while the present one stays."""
        taken: DueFrame | None = None
        with self._condition:
            while self._waiting and _is_due(self._waiting[0].time_s, position_s, backwards=backwards):
                taken = self._waiting.popleft()
            if taken is not None:
                self._condition.notify()
        return taken


def _is_due(time_s: float, position_s: float, *, backwards: bool) -> bool:
    return time_s >= position_s - _TOLERANCE_S if backwards else time_s <= position_s + _TOLERANCE_S


class Playback(QObject):
    """Plays one video at a time.

    Signals:
        shown: A frame is due: the image and its time in seconds.
        ended: The end (or, backwards, the start) was reached.
        failed: An exception stopped the frames.

    Attributes:
        film_track: Index of the video stream that is played next; None for the film.
    """

    shown = Signal(object, float)
    ended = Signal()
    failed = Signal(object)

    def __init__(self, sound: Sound, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.clock = PlaybackClock()
        self.sound = sound
        self._lane: Lane | None = None
        self._job: LaneJob | None = None
        self._queue = FrameQueue(QSize(960, 540))
        self._source = OpenVideo()
        self.film_track: int | None = None
        self._start_s = 0.0
        self._rate = 0.0
        self._is_waiting = False
        self._shown_s = 0.0
        self._timer = QTimer(self, timerType=Qt.TimerType.PreciseTimer, interval=TICK_MS)
        self._timer.timeout.connect(self._tick)

    @property
    def rate(self) -> float:
        """The chosen speed; 0 while standing still."""
        return self._rate

    def play(self, path: Path, start_s: float, rate: float, size_px: QSize) -> None:
        """Play from a moment.

        Args:
            path: The video.
            start_s: Where to begin.
            rate: Seconds of video per second; negative plays backwards, without sound.
            size_px: Size of the wanted images in device pixels.
        """
        self.stop()
        if self._lane is None:
            self._lane = Lane("playback", self)
        self._queue = queue = FrameQueue(size_px)
        self._rate, self._start_s, self._is_waiting = rate, start_s, True
        self._shown_s = start_s
        feed = _Feed(self._source, queue, self.clock, path, self.film_track, start_s, rate)
        self._job = self._lane.submit_latest(feed.run)
        self._job.failed.connect(self._on_failed)
        self.sound.prepare(path, start_s, rate)
        self._timer.start()

    def resize(self, size_px: QSize) -> None:
        """Ask for images of another size from now on."""
        self._queue.size_px = size_px

    def stop(self) -> float:
        """Stand still; return the time of the frame on screen."""
        self._timer.stop()
        if self._job is not None:
            self._job.cancel()
            self._job = None
        self.sound.stop()
        self.clock.stop()
        self._rate = 0.0
        return self._shown_s

    def close(self) -> None:
        """Stop, and join every thread."""
        self.stop()
        if self._lane is not None:
            self._lane.close()
        if self._lane is None or self._lane.has_ended:
            self._source.close()
        self._lane = None
        self.sound.close()

    def _tick(self) -> None:
        if self._is_waiting:
            if not self._queue.is_ready or not self.sound.is_ready:
                return
            self._is_waiting = False
            self.clock.start(self._start_s, self._rate)
            self.sound.start()
        heard_s = self.sound.position_s
        if heard_s is not None:
            self.clock.follow(heard_s)
        due = self._queue.take_due(self.clock.position_s, backwards=self._rate < 0)
        if due is not None:
            self._shown_s = due.time_s
            self._wait_if_hopeless(due.time_s)
            self.shown.emit(due.image, due.time_s)
        elif self._queue.is_over:
            self.stop()
            self.ended.emit()

    def _wait_if_hopeless(self, time_s: float) -> None:
        behind_s = (self.clock.position_s - time_s) * (1 if self._rate > 0 else -1)
        if behind_s > HOPELESS_S * max(1.0, abs(self._rate)) and self.sound.position_s is None:
            self.clock.start(time_s, self._rate)

    def _on_failed(self, error: object) -> None:
        self.stop()
        self.failed.emit(error)


@dataclass(frozen=True, slots=True)
class _Feed:
    """Fills a queue, leaving out the frames that would not be seen."""

    source: OpenVideo
    queue: FrameQueue
    clock: PlaybackClock
    path: Path
    track: int | None
    start_s: float
    rate: float

    def run(self, task: Task) -> None:
        sent_s: float | None = None
        sent_at_s = time.monotonic()
        source, backwards = self.source, self.rate < 0
        for frame in source.frames(self.path, self.start_s, backwards=backwards, track=self.track):
            task.checkpoint()
            now_s = time.monotonic()
            if sent_s is not None and now_s - sent_at_s < _STARVED_S and self._is_spare(frame.time_s, sent_s):
                continue
            self.queue.put(DueFrame(frame.time_s, screen_image(frame, self.queue.size_px)), task)
            sent_s, sent_at_s = frame.time_s, time.monotonic()
        self.queue.finish()

    def _is_spare(self, time_s: float, sent_s: float) -> bool:
        """Whether a frame comes too late, or sooner after the last than the screen is drawn."""
        if abs(time_s - sent_s) < abs(self.rate) / SCREEN_RATE_HZ * 0.9:
            return True
        behind_s = (self.clock.position_s - time_s) * (1 if self.rate > 0 else -1)
        return self.clock.rate != 0 and behind_s > LATE_S * max(1.0, abs(self.rate))
