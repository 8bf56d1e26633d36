"""Pictures between Qt and arrays of pixels."""

import numpy as np
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage

from videxplore.core.types import Pixels


def to_pixels(image: QImage) -> Pixels:
    """A Qt picture as uint8 (H, W, 3) RGB."""
    rgb = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(rgb.constBits(), np.uint8).reshape(rgb.height(), rgb.bytesPerLine())
    return rows[:, : rgb.width() * 3].reshape(rgb.height(), rgb.width(), 3).copy()


def limited(image: QImage, most_px: int) -> QImage:
    """The picture, scaled down where it is wider or higher than ``most_px``; never less than a pixel."""
    if max(image.width(), image.height()) <= most_px:
        return image
    mode = Qt.AspectRatioMode.KeepAspectRatio
    size = image.size().scaled(most_px, most_px, mode).expandedTo(QSize(1, 1))
    return image.scaled(
        size, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
    )


def to_image(pixels: Pixels) -> QImage:
    """uint8 (H, W, 3) RGB as a Qt picture with its own memory."""
    height, width, _ = pixels.shape
    data = np.ascontiguousarray(pixels)
    return QImage(data.data, width, height, width * 3, QImage.Format.Format_RGB888).copy()
