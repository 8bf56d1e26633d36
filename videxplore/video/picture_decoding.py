"""Opening picture files whose pixels fit into memory; a few bytes can claim a gigapixel."""

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image

from videxplore.core.files import open_regular
from videxplore.core.limits import MOST_PICTURE_ASPECT, MOST_PICTURE_PX, MOST_PICTURE_SIDE_PX

# Pillow reads forty more; some of them start other programs (EPS).
_FORMATS = ("BMP", "GIF", "JPEG", "PNG", "TIFF", "WEBP")


class LargePictureError(ValueError):
    """The picture has more pixels than are decoded, or a shape that no picture has."""


@contextmanager
def open_picture(source: Path | bytes, formats: tuple[str, ...] = _FORMATS) -> Iterator[Image.Image]:
    """Open a picture, not decoded yet, and close it afterwards.

    A large JPEG is going to be decoded at a smaller scale, of about ``MOST_PICTURE_SIDE_PX``.

    Raises:
        LargePictureError: If it is too large to be decoded.
        OSError: If it is no picture, or cannot be read.
    """
    with io.BytesIO(source) if isinstance(source, bytes) else open_regular(source, follow_links=True) as file:
        try:
            with warnings.catch_warnings():
                # The limit here is lower, and said in a sentence.
                warnings.simplefilter("ignore", Image.DecompressionBombWarning)
                picture = Image.open(file, formats=formats)
        except Image.DecompressionBombError as error:
            raise LargePictureError("more than a hundred million pixels") from error
        picture.draft("", (MOST_PICTURE_SIDE_PX, MOST_PICTURE_SIDE_PX))
        _check_size(*picture.size)
        if isinstance(source, Path):
            _check_shape(*picture.size)
        yield picture


def _check_size(width_px: int, height_px: int) -> None:
    if width_px * height_px > MOST_PICTURE_PX:
        raise LargePictureError(f"{width_px} x {height_px} pixels")


def _check_shape(width_px: int, height_px: int) -> None:
    """Only for files of the user: thumbnails of a video can be as narrow as the video."""
    if max(width_px, height_px) > MOST_PICTURE_ASPECT * min(width_px, height_px):
        raise LargePictureError(f"{width_px} x {height_px} pixels")
