"""The filmstrip: thumbnails of a video's strip, and single frames where the zoom shows more than it holds."""

import functools
import math
from bisect import bisect_right, insort
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QCoreApplication, QObject, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPixmap

from videxplore.core.task import Task
from videxplore.core.types import Thumbnail
from videxplore.services.playback.playing import SAME_TIME_S, frames_at
from videxplore.ui.look.images import cut_out, jpeg_image, screen_image
from videxplore.ui.look.theme import THUMBNAIL_RADIUS_PX, Palette, caption_font
from videxplore.ui.timeline.time_mapping import Row, TimeMapping
from videxplore.ui.work.jobs import Lane, LaneJob, Waker

LONGEST_SPAN_S = 30.0
"""More than this is never decoded for the filmstrip; so wide a view has the strip."""

KEPT_FRAMES = 600
REST_MS = 120
"""The view must rest this long before anything is decoded for it."""


class FilmFrames(QObject):
    """Thumbnails of single frames, decoded on a lane once the view rests.

    Signals:
        arrivedChanged: More of the wanted frames are there.
    """

    arrivedChanged = Signal()

    def __init__(self, lane: Lane, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lane = lane
        self._path: Path | None = None
        self._starts_s: list[float] = []
        self._frames: dict[float, tuple[float, QImage]] = {}
        self._wanted: tuple[float, ...] = ()
        self._size_px = QSize(92, 52)
        self._job: LaneJob | None = None
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self._decode)
        self._news: deque[tuple[Path, float, float, QImage]] = deque()
        self._waker = Waker(self._deliver, self)

    def open(self, path: Path | None) -> None:
        """Turn to another video."""
        self.cancel_pending()
        self._path = path
        self._starts_s.clear()
        self._frames.clear()

    def cancel_pending(self) -> None:
        """Decode nothing more."""
        self._rest.stop()
        self._wanted = ()
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def image_at(self, time_s: float) -> QImage | None:
        """The frame on screen at a moment, where it was decoded."""
        number = bisect_right(self._starts_s, time_s + SAME_TIME_S) - 1
        if number < 0:
            return None
        end_s, image = self._frames[self._starts_s[number]]
        return image if time_s < end_s else None

    def want(self, times_s: Sequence[float], size_px: QSize) -> None:
        """Say which moments are in sight without their own frame; what was wanted before is dropped."""
        wanted = tuple(times_s)
        if wanted == self._wanted:
            return
        self.cancel_pending()
        self._wanted, self._size_px = wanted, size_px
        if wanted and wanted[-1] - wanted[0] <= LONGEST_SPAN_S:
            self._rest.start()

    def _decode(self) -> None:
        path, wanted, size_px = self._path, self._wanted, self._size_px
        if path is None or not wanted:
            return

        def work(task: Task) -> None:
            for frame, end_s in frames_at(path, wanted, task):
                self._news.append((path, frame.time_s, end_s, screen_image(frame, size_px)))
                self._waker.wake()

        self._job = self._lane.submit_latest(work, "film frames")

    def close(self) -> None:
        """Decode and deliver nothing more."""
        self.cancel_pending()
        self._waker.close()

    def _deliver(self) -> None:
        while self._news:
            self._keep(*self._news.popleft())
        self.arrivedChanged.emit()

    def _keep(self, path: Path, start_s: float, end_s: float, image: QImage) -> None:
        if path != self._path:
            return
        if start_s not in self._frames:
            insort(self._starts_s, start_s)
        self._frames[start_s] = (end_s, image)
        if len(self._starts_s) > KEPT_FRAMES:
            farthest = 0 if start_s - self._starts_s[0] > self._starts_s[-1] - start_s else -1
            del self._frames[self._starts_s.pop(farthest)]


KEPT_IMAGES = 512
KEPT_CELLS = 512


class Archive(Protocol):
    """Thumbnails by time, such as a library's strip."""

    @property
    def times_s(self) -> npt.NDArray[np.float64]:
        """Times of the thumbnails, float64 (N,), ascending."""

    def nearest(self, time_s: float) -> Thumbnail:
        """The thumbnail nearest to a moment."""

    def close(self) -> None:
        """Close the file."""


class StripThumbnails:
    """The thumbnails of one strip, each decoded once while it is in use."""

    def __init__(self, archive: Archive) -> None:
        """Take over an open archive with at least one thumbnail."""
        self._archive = archive
        # Neither refers to the strip: with its last reference the file is closed.
        image = self._image = functools.lru_cache(KEPT_IMAGES)(lambda number: _decoded(archive, number))
        self._cell = functools.lru_cache(KEPT_CELLS)(
            lambda number, width_px, height_px: cut_out(
                QPixmap.fromImage(image(number)), QSize(width_px, height_px)
            )
        )

    def close(self) -> None:
        """Close the archive, and release what was decoded."""
        self._archive.close()
        self._image.cache_clear()
        self._cell.cache_clear()

    def number_at(self, time_s: float) -> int:
        """The number of the thumbnail nearest to a moment."""
        return int(np.abs(self._archive.times_s - time_s).argmin())

    def behind_s(self, time_s: float) -> float:
        """How long before a moment the thumbnail nearest to it was shown; negative when it comes later."""
        return time_s - float(self._archive.times_s[self.number_at(time_s)])

    def image_at(self, time_s: float) -> QImage:
        """The thumbnail nearest to a moment, in the strip's own size."""
        return self._image(self.number_at(time_s))

    def cell_at(self, time_s: float, size_px: QSize) -> QPixmap:
        """The thumbnail nearest to a moment, filling a box of device pixels, cropped and never stretched."""
        return self._cell(self.number_at(time_s), size_px.width(), size_px.height())


def _decoded(archive: Archive, number: int) -> QImage:
    """A thumbnail; a black one where the cache is damaged."""
    try:
        thumbnail = archive.nearest(float(archive.times_s[number]))
    except ValueError:
        black = QImage(16, 9, QImage.Format.Format_RGB32)
        black.fill(0)
        return black
    return jpeg_image(bytes(thumbnail.picture_jpeg))


def cell_length_s(mapping: TimeMapping, row: Row, aspect: float) -> float:
    """How much time a filmstrip cell stands for: whole frames, about as wide as a thumbnail.

    Very wide and very tall thumbnails are held within reason.
    """
    width_px = min(max(row.height_px * aspect, 32.0), 160.0)
    return max(1, round(width_px / mapping.px_per_s / mapping.frame_s)) * mapping.frame_s


@dataclass(frozen=True, slots=True)
class Film:
    """Where the thumbnails of the filmstrip come from.

    Attributes:
        strip: The strip; None while the video has none.
        frames: Single frames, for where the strip is too coarse.
        aspect: Width of the video by its height.
        is_coming: Whether a strip is to be expected.
    """

    strip: StripThumbnails | None
    frames: FilmFrames
    aspect: float
    is_coming: bool


_STAND_IN = 0.45
"""Opacity of a thumbnail that is not of the moment it stands at."""


def paint_film(painter: QPainter, mapping: TimeMapping, row: Row, film: Film, palette: Palette) -> None:
    """Paint the cells in sight. Cells are counted from the start of the video, so panning slides them.

    Args:
        painter: Where to paint.
        mapping: What is in sight.
        row: The row to fill.
        film: The thumbnails.
        palette: Colours.
    """
    track = QRectF(mapping.left_px, row.top_px, mapping.width_px, row.height_px)
    outline = QPainterPath()
    outline.addRoundedRect(track, THUMBNAIL_RADIUS_PX, THUMBNAIL_RADIUS_PX)
    painter.save()
    painter.setClipPath(outline)
    painter.fillRect(track, palette.raised)
    if film.strip is None and film.is_coming:
        painter.setFont(caption_font())
        painter.setPen(palette.dim)
        words = QCoreApplication.translate("Timeline", "Pictures appear here as the video is indexed.")
        painter.drawText(track, Qt.AlignmentFlag.AlignCenter, words)
    elif film.strip is not None:
        _paint_cells(painter, mapping, row, (film, film.strip))
    painter.restore()


def _paint_cells(
    painter: QPainter, mapping: TimeMapping, row: Row, sources: tuple[Film, StripThumbnails]
) -> None:
    film, strip = sources
    device = painter.device()
    ratio = device.devicePixelRatioF() if device is not None else 1.0
    cell_s = cell_length_s(mapping, row, film.aspect)
    width_px = cell_s * mapping.px_per_s
    size_px = QSize(math.ceil(width_px * ratio), round(row.height_px * ratio))
    last_s = min(mapping.end_s, mapping.duration_s)
    missing = []
    for number in range(math.floor(mapping.start_s / cell_s), math.ceil(last_s / cell_s)):
        middle_s = min((number + 0.5) * cell_s, mapping.duration_s)
        frame = None
        if not -0.25 * cell_s <= strip.behind_s(middle_s) <= 0.55 * cell_s:
            frame = film.frames.image_at(middle_s)
            if frame is None:
                missing.append(middle_s)
        if frame is None:
            cell = strip.cell_at(middle_s, size_px)
        else:
            cell = cut_out(QPixmap.fromImage(frame), size_px)
        # A thumbnail of another moment stands in until its frame is decoded.
        painter.setOpacity(_STAND_IN if missing and missing[-1] == middle_s else 1.0)
        cell.setDevicePixelRatio(ratio)
        left_px = round(mapping.x_px(number * cell_s) * ratio) / ratio
        painter.drawPixmap(QPointF(left_px, row.top_px), cell)
    film.frames.want(missing, size_px)
