"""Images between decoded frames, arrays of pixels, and what Qt paints."""

from typing import Protocol

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QGuiApplication, QImage, QImageReader, QPainter, QPixmap

from videxplore.core.types import Pixels
from videxplore.services.heat_maps import heat_colours

Heat = npt.NDArray[np.float32]
"""How much each part of a frame matters, float32 (H, W) in [0, 1]."""

JPEG_START = b"\xff\xd8"


class PaintableFrame(Protocol):
    """A decoded frame."""

    def to_screen(self, width_px: int, height_px: int) -> Pixels:
        """uint8 (H, W, 4), as Qt's RGB32."""


def screen_image(frame: PaintableFrame, size_px: QSize) -> QImage:
    """A frame in device pixels, ready to be painted; made in any thread."""
    pixels = frame.to_screen(size_px.width(), size_px.height())
    height_px, width_px = pixels.shape[:2]
    wrapped = QImage(pixels.data, width_px, height_px, 4 * width_px, QImage.Format.Format_RGB32)
    return wrapped.copy()


def fitting_size(content_px: QSize, box_px: QSize) -> QSize:
    """The largest size with the content's aspect within a box; at least 1 x 1."""
    return content_px.scaled(box_px, Qt.AspectRatioMode.KeepAspectRatio).expandedTo(QSize(1, 1))


def fitting_area(content_px: QSize, box: QRectF) -> QRectF:
    """Where content of some aspect is in a box: as large as it fits, in the middle."""
    size = QSizeF(content_px).scaled(box.size(), Qt.AspectRatioMode.KeepAspectRatio)
    area = QRectF(box.topLeft(), size)
    area.moveCenter(box.center())
    return area


def covering_part(content_px: QSize, box: QSizeF) -> QRectF:
    """The middle part of content that fills a box without being stretched."""
    size = box.scaled(QSizeF(content_px), Qt.AspectRatioMode.KeepAspectRatio)
    part = QRectF(QPointF(0, 0), size)
    part.moveCenter(QRectF(QPointF(0, 0), QSizeF(content_px)).center())
    return part


def draw_filling(painter: QPainter, box: QRectF, pixmap: QPixmap) -> None:
    """Draw ``pixmap`` so that it fills ``box``: cropped at its sides, never stretched."""
    if not pixmap.isNull():
        painter.drawPixmap(box, pixmap, covering_part(pixmap.size(), box.size()))


def cut_out(pixmap: QPixmap, size_px: QSize) -> QPixmap:
    """The middle of an image in another size: cropped at its sides, stretched only where it is a line."""
    scale = max(size_px.width() / pixmap.width(), size_px.height() / pixmap.height())
    width_px = min(pixmap.width(), max(1, round(size_px.width() / scale)))
    height_px = min(pixmap.height(), max(1, round(size_px.height() / scale)))
    left_px, top_px = (pixmap.width() - width_px) // 2, (pixmap.height() - height_px) // 2
    is_whole = (width_px, height_px) == (pixmap.width(), pixmap.height())
    part = pixmap if is_whole else pixmap.copy(left_px, top_px, width_px, height_px)
    mode = Qt.TransformationMode.SmoothTransformation
    return part.scaled(size_px, Qt.AspectRatioMode.IgnoreAspectRatio, mode)


def heat_image(heat: Heat) -> QImage:
    """Heat, float32 (H, W) in [0, 1], as an image to draw over a frame."""
    rgb, alpha = heat_colours(heat)
    pixels = np.concatenate([rgb[..., ::-1] * alpha, 255 * alpha], axis=2).round().astype(np.uint8)
    height_px, width_px = heat.shape
    form = QImage.Format.Format_ARGB32_Premultiplied
    return QImage(pixels.tobytes(), width_px, height_px, 4 * width_px, form).copy()


def copy_to_clipboard(pixels: Pixels) -> None:
    """Put an image, uint8 (H, W, 3) RGB, on the clipboard."""
    height_px, width_px = pixels.shape[:2]
    image = QImage(pixels.data, width_px, height_px, 3 * width_px, QImage.Format.Format_RGB888)
    QGuiApplication.clipboard().setImage(image.copy())


def to_pixels(image: QImage) -> Pixels:
    """A Qt image as uint8 (H, W, 3) RGB."""
    rgb = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(rgb.constBits(), np.uint8).reshape(rgb.height(), rgb.bytesPerLine())
    return rows[:, : rgb.width() * 3].reshape(rgb.height(), rgb.width(), 3).copy()


def limited(image: QImage, most_px: int) -> QImage:
    """The image, scaled down where it is wider or higher than ``most_px``; never less than a pixel."""
    if max(image.width(), image.height()) <= most_px:
        return image
    mode = Qt.AspectRatioMode.KeepAspectRatio
    size = image.size().scaled(most_px, most_px, mode).expandedTo(QSize(1, 1))
    return image.scaled(
        size, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
    )


def to_image(pixels: Pixels) -> QImage:
    """uint8 (H, W, 3) RGB as a Qt image with its own memory."""
    height, width, _ = pixels.shape
    data = np.ascontiguousarray(pixels)
    return QImage(data.data, width, height, width * 3, QImage.Format.Format_RGB888).copy()


def jpeg_image(data: bytes, widest_px: int = 0) -> QImage:
    """Decode a JPEG, scaled down to ``widest_px`` where it is wider and the limit is not 0; null if damaged.

    A reader releases the GIL while it decodes; ``QImage.fromData`` does not. The format is not detected: that
    would ask every plugin while the GIL is held, and the plugin of SVG waits for a lock of Qt whose holder,
    such as a signal that is being disconnected, may be waiting for the GIL.
    """
    if not data.startswith(JPEG_START):
        return QImage()
    buffer = QBuffer()
    buffer.setData(data)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, QByteArray(b"jpeg"))
    reader.setAutoDetectImageFormat(False)
    size_px = reader.size()
    if 0 < widest_px < size_px.width():
        reader.setScaledSize(size_px.scaled(widest_px, size_px.height(), Qt.AspectRatioMode.KeepAspectRatio))
    image: QImage = reader.read()
    return image
