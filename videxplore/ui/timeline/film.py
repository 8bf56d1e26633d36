"""The filmstrip: small pictures from a video's preview strip, decoded as they come into sight."""

import math
from collections import OrderedDict
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QCoreApplication, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPixmap

from videxplore.core.types import Thumbnail
from videxplore.ui.look.images import jpeg_image
from videxplore.ui.look.theme import PICTURE_RADIUS_PX, Palette, caption_font
from videxplore.ui.timeline.film_frames import FilmFrames
from videxplore.ui.timeline.mapping import Row, TimeMapping

KEPT_IMAGES = 512
KEPT_CELLS = 512


class Archive(Protocol):
    """Pictures by time, such as a a library's preview strip."""

    @property
    def times_s(self) -> npt.NDArray[np.float64]:
        """Times of the pictures, float64 (N,), ascending."""

    def nearest(self, time_s: float) -> Thumbnail:
        """The picture nearest to a moment."""

    def close(self) -> None:
        """Close the file."""


class StripPictures:
    """The pictures of one preview strip, each decoded once while it is in use."""

    def __init__(self, archive: Archive) -> None:
        """Take over an open archive with at least one picture."""
        self._archive = archive
        self._images: OrderedDict[int, QImage] = OrderedDict()
        self._cells: OrderedDict[tuple[int, int, int], QPixmap] = OrderedDict()

    def close(self) -> None:
        """Close the archive."""
        self._archive.close()

    def number_at(self, time_s: float) -> int:
        """The number of the picture nearest to a moment."""
        times_s = self._archive.times_s
        after = int(np.searchsorted(times_s, time_s))
        if after == 0:
            return 0
        if after == len(times_s):
            return after - 1
        return after if times_s[after] - time_s < time_s - times_s[after - 1] else after - 1

    def behind_s(self, time_s: float) -> float:
        """How long before a moment the picture nearest to it was shown; negative when it comes later."""
        return time_s - float(self._archive.times_s[self.number_at(time_s)])

    def image_at(self, time_s: float) -> QImage:
        """The picture nearest to a moment, in the strip's own size."""
        number = self.number_at(time_s)
        image = self._images.pop(number, None)
        if image is None:
            picture = self._archive.nearest(float(self._archive.times_s[number]))
            image = jpeg_image(bytes(picture.picture_jpeg))
        self._images[number] = image
        if len(self._images) > KEPT_IMAGES:
            self._images.popitem(last=False)
        return image

    def cell_at(self, time_s: float, size_px: QSize) -> QPixmap:
        """The picture nearest to a moment, filling a box of device pixels, cropped and never stretched."""
        key = (self.number_at(time_s), size_px.width(), size_px.height())
        cell = self._cells.pop(key, None)
        if cell is None:
            cell = QPixmap.fromImage(filled(self.image_at(time_s), size_px))
        self._cells[key] = cell
        if len(self._cells) > KEPT_CELLS:
            self._cells.popitem(last=False)
        return cell


def filled(image: QImage, size_px: QSize) -> QImage:
    """An image scaled to cover a box of device pixels, its middle kept."""
    scaled = image.scaled(
        size_px, Qt.AspectRatioMode.KeepAspectRatioByExpanding, Qt.TransformationMode.SmoothTransformation
    )
    left_px = (scaled.width() - size_px.width()) // 2
    top_px = (scaled.height() - size_px.height()) // 2
    return scaled.copy(left_px, top_px, size_px.width(), size_px.height())


def cell_length_s(mapping: TimeMapping, row: Row, aspect: float) -> float:
    """How much time a filmstrip cell stands for: whole frames, about as wide as a picture.

    Very wide and very tall pictures are held within reason.
    """
    width_px = min(max(row.height_px * aspect, 32.0), 160.0)
    return max(1, round(width_px / mapping.px_per_s / mapping.frame_s)) * mapping.frame_s


@dataclass(frozen=True, slots=True)
class Film:
    """Where the pictures of the filmstrip come from.

    Attributes:
        strip: The preview strip; None while the video has none.
        frames: Single frames, for where the strip is too coarse.
        aspect: Width of the video by its height.
        is_coming: Whether a strip is to be expected.
    """

    strip: StripPictures | None
    frames: FilmFrames
    aspect: float
    is_coming: bool


def paint_film(painter: QPainter, mapping: TimeMapping, row: Row, film: Film, palette: Palette) -> None:
    """Paint the cells in sight. Cells are counted from the start of the video, so panning slides them.

    Args:
        painter: Where to paint.
        mapping: What is in sight.
        row: The row to fill.
        film: The pictures.
        palette: Colours.
    """
    track = QRectF(mapping.left_px, row.top_px, mapping.width_px, row.height_px)
    outline = QPainterPath()
    outline.addRoundedRect(track, PICTURE_RADIUS_PX, PICTURE_RADIUS_PX)
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
    painter: QPainter, mapping: TimeMapping, row: Row, sources: tuple[Film, StripPictures]
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
        cell = (
            strip.cell_at(middle_s, size_px) if frame is None else QPixmap.fromImage(filled(frame, size_px))
        )
        cell.setDevicePixelRatio(ratio)
        left_px = round(mapping.x_px(number * cell_s) * ratio) / ratio
        painter.drawPixmap(QPointF(left_px, row.top_px), cell)
    film.frames.want(missing, size_px)
