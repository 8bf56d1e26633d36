"""Picture files as they look on screen."""

from pathlib import Path

import numpy as np
from PIL import Image, ImageOps

from videxplore.core.errors import UnknownMomentError
from videxplore.core.limits import MOST_PICTURE_SIDE_PX
from videxplore.core.types import Pixels
from videxplore.video.thumbnails import LargePictureError, open_picture


def read_picture(file: Path) -> Pixels:
    """The pixels of a picture file, uint8 (H, W, 3) RGB, turned upright, what is transparent on black.

    Pictures larger than ``MOST_PICTURE_SIDE_PX`` are made smaller to it.

    Raises:
        UnknownMomentError: If it cannot be read as a picture, or is too large.
    """
    try:
        with open_picture(file) as opened:
            opened.thumbnail((MOST_PICTURE_SIDE_PX, MOST_PICTURE_SIDE_PX))
            upright = ImageOps.exif_transpose(opened)
            if upright.has_transparency_data:
                seen = upright.convert("RGBA")
                upright = Image.alpha_composite(Image.new("RGBA", seen.size, (0, 0, 0, 255)), seen)
            return np.array(upright.convert("RGB"), dtype=np.uint8)
    except LargePictureError as error:
        raise UnknownMomentError(f"The picture {file.name} is too large: {error}.") from error
    except (OSError, ValueError, SyntaxError) as error:
        raise UnknownMomentError(f"The picture {file.name} cannot be read.") from error
