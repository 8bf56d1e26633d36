"""Exact frames for the player, found on a lane; a newer request replaces the one before."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from PySide6.QtCore import QObject, QRectF, QSize, Signal
from PySide6.QtGui import QImage

from videxplore.core.task import Task
from videxplore.core.types import Pixels, VideoProperties
from videxplore.services.playback.exact_frames import ExactFrames, FrameCache, ShownFrame
from videxplore.ui.look.images import fitting_size, screen_image
from videxplore.ui.work.jobs import Lane, LaneJob

JUST_BEFORE_S = 1e-5
"""Shorter than any frame, longer than any rounding of times."""

READY_IMAGES = 2
"""Made for the screen beyond the shown one, so that a step only has to be painted."""


@dataclass(frozen=True, slots=True)
class ExactImage:
    """The frame on screen at a requested time.

    Attributes:
        shown: The frame and its span, to step on from.
        image: In the requested size.
        properties: What the file holds.
        neighbours: The frames kept around it; safe from any thread.
    """

    shown: ShownFrame
    image: QImage
    properties: VideoProperties
    neighbours: FrameCache


class PlayerExact(QObject):
    """Finds exact frames of one video at a time, newest first.

    Signals:
        found: An :class:`ExactImage`.
        failed: The exception that stood in the way.
    """

    found = Signal(object)
    failed = Signal(object)

    def __init__(self, lane: Lane, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lane = lane
        self._file = _ExactFile()
        self._path: Path | None = None
        self._track: int | None = None
        self._box_px = QSize(960, 540)
        self._found: ExactImage | None = None
        self._base: float | ShownFrame = 0.0
        self._steps = 0
        self._ready = _ReadyImages()
        self._prepares = _prepare_around
        self._job: LaneJob | None = None
        self._is_preparing = False

    def set_box(self, box_px: QSize) -> None:
        """Say how large the player is, in device pixels."""
        self._box_px = box_px

    def open(self, path: Path | None) -> None:
        """Forget the video before; the new one is opened with the first request."""
        self._drop_job()
        self._ready = _ReadyImages()
        self._path, self._track, self._found = path, None, None
        self._base, self._steps = 0.0, 0
        if path is None:
            self._lane.submit(lambda _: self._file.close())

    def choose_track(self, track: int) -> None:
        """Show frames of another stream of the video from the next request on."""
        self._drop_job()
        self._ready = _ReadyImages()
        self._track, self._found = track, None

    def request(self, time_s: float) -> None:
        """Ask for the frame on screen at a moment."""
        self._base, self._steps, self._prepares = time_s, 0, _prepare_around
        self._ask()

    def step(self, frames: int) -> None:
        """Ask for the frame some frames after (or before) the last one found or requested."""
        self._prepares = _prepare_back if frames < 0 else _prepare_ahead
        near = self._neighbour(frames)
        if near is not None:
            self._drop_job()
            self._on_found(near)
            return
        self._steps += frames
        self._ask()

    def _neighbour(self, frames: int) -> ExactImage | None:
        """The frame next to the one that is shown, if it is at hand: quicker converted than asked for."""
        found = self._found
        if found is None or self._steps or self._base is not found.shown or abs(frames) != 1:
            return None
        time_s = found.shown.end_s if frames > 0 else found.shown.start_s - JUST_BEFORE_S
        shown = found.neighbours.at(time_s)
        if shown is None:
            return None
        ready = self._ready.of(shown, self._box_px)
        return ready or _image_of(shown, found.properties, found.neighbours, self._box_px)

    def crop(self, time_s: float, region: QRectF) -> LaneJob | None:
        """Cut a part, given as shares of width and height in [0, 1], out of the frame at a moment.

        Returns:
            A job that succeeds with uint8 (H, W, 3) RGB in the frame's own size; None without a video.
        """
        path, track, file = self._path, self._track, self._file
        if path is None:
            return None
        if self._is_preparing:
            self._drop_job()
        return self._lane.submit(
            lambda task: _cropped(file.opened(path, track).frame_at(time_s, task), region)
        )

    def drop(self) -> None:
        """Drop the request that is under way."""
        self._drop_job()

    def close(self) -> None:
        """Close the file; the lane must still run."""
        self._drop_job()
        self._lane.submit(lambda _: self._file.close())

    def _ask(self) -> None:
        path, track, box_px, file = self._path, self._track, self._box_px, self._file
        base, steps = self._base, self._steps
        if path is None:
            return

        def work(task: Task) -> ExactImage:
            exact = file.opened(path, track)
            shown = exact.frame_at(base, task) if isinstance(base, float) else base
            shown = _stepped(exact, shown, steps, task)
            return _image_of(shown, exact.properties, exact.cache, box_px)

        self._is_preparing = False
        self._job = self._lane.submit_latest(work, "exact frame")
        self._job.succeeded.connect(self._on_found)
        self._job.failed.connect(self.failed)

    def _on_found(self, found: ExactImage) -> None:
        self._found, self._base, self._steps = found, found.shown, 0
        self._job = None
        self.found.emit(found)
        if self._job is None and self._path is not None:
            self._prepare_steps(self._path, found.shown)

    def _prepare_steps(self, path: Path, shown: ShownFrame) -> None:
        file, prepare, ready, box_px = self._file, self._prepares, self._ready, self._box_px
        track = self._track

        def work(task: Task) -> None:
            exact = file.opened(path, track)
            prepare(exact, shown, lambda near: ready.make(near, exact, box_px), task)

        self._is_preparing = True
        self._job = self._lane.submit_latest(work, "exact frame")

    def _drop_job(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self._job = None


_Keep: TypeAlias = "Callable[[ShownFrame], None]"
"""Makes the image of a frame that is likely to be stepped to."""


def _prepare_ahead(exact: ExactFrames, shown: ShownFrame, keep: _Keep, task: Task) -> None:
    _keep_nearest(exact.frame_after, shown, keep, task)
    exact.decode_ahead(shown, task)


def _prepare_back(exact: ExactFrames, shown: ShownFrame, keep: _Keep, task: Task) -> None:
    _keep_nearest(exact.frame_before, shown, keep, task)
    exact.decode_before(shown, task)


def _prepare_around(exact: ExactFrames, shown: ShownFrame, keep: _Keep, task: Task) -> None:
    """After a seek the user may step either way; stepping back takes longer to decode."""
    _prepare_back(exact, shown, keep, task)
    _prepare_ahead(exact, shown, keep, task)


def _image_of(
    shown: ShownFrame, properties: VideoProperties, neighbours: FrameCache, box_px: QSize
) -> ExactImage:
    size_px = fitting_size(QSize(properties.width_px, properties.height_px), box_px)
    return ExactImage(shown, screen_image(shown.frame, size_px), properties, neighbours)


def _stepped(exact: ExactFrames, shown: ShownFrame, frames: int, task: Task) -> ShownFrame:
    for _ in range(abs(frames)):
        shown = exact.frame_after(shown, task) if frames > 0 else exact.frame_before(shown, task)
    return shown


def _cropped(shown: ShownFrame, region: QRectF) -> Pixels:
    pixels = shown.to_rgb()
    height_px, width_px = pixels.shape[:2]
    left, top = int(region.left() * width_px), int(region.top() * height_px)
    right = max(left + 1, round(region.right() * width_px))
    bottom = max(top + 1, round(region.bottom() * height_px))
    return pixels[top:bottom, left:right].copy()


def _keep_nearest(
    step: Callable[[ShownFrame, Task], ShownFrame], shown: ShownFrame, keep: _Keep, task: Task
) -> None:
    for _ in range(READY_IMAGES):
        shown = step(shown, task)
        keep(shown)


class _ReadyImages:
    """Images of a few frames, made on a lane before they are asked for. Safe from any thread."""

    def __init__(self) -> None:
        self._images: dict[ShownFrame, tuple[QSize, ExactImage]] = {}
        self._lock = threading.Lock()

    def of(self, shown: ShownFrame, box_px: QSize) -> ExactImage | None:
        """The image for a box of this size, if it was made."""
        with self._lock:
            made_for_px, image = self._images.get(shown, (None, None))
        return image if made_for_px == box_px else None

    def make(self, shown: ShownFrame, exact: ExactFrames, box_px: QSize) -> None:
        """Make the image unless it is there; the oldest ones are dropped."""
        if self.of(shown, box_px) is not None:
            return
        image = _image_of(shown, exact.properties, exact.cache, box_px)
        with self._lock:
            self._images[shown] = (box_px, image)
            while len(self._images) > 4 * READY_IMAGES:
                del self._images[next(iter(self._images))]


class _ExactFile:
    """The open video; used on the lane only."""

    def __init__(self) -> None:
        self._opened: tuple[Path, int | None] | None = None
        self._exact: ExactFrames | None = None

    def opened(self, path: Path, track: int | None) -> ExactFrames:
        if self._exact is None or self._opened != (path, track):
            self.close()
            self._exact, self._opened = ExactFrames(path, track), (path, track)
        return self._exact

    def close(self) -> None:
        if self._exact is not None:
            self._exact.close()
            self._exact = None
