"""Picture files as they look on screen."""

from pathlib import Path

import numpy as np
from PIL import Image, ImageOps

from videxplore.core.errors import UnknownMomentError
from videxplore.core.types import Pixels


def read_picture(file: Path) -> Pixels:
    """The pixels of a picture file, uint8 (H, W, 3) RGB, turned upright, what is transparent on black.

    Raises:
        UnknownMomentError: If it cannot be read as a picture.
    """
    try:
        with Image.open(file) as opened:
            upright = ImageOps.exif_transpose(opened)
            if upright.has_transparency_data:
                seen = upright.convert("RGBA")
                upright = Image.alpha_composite(Image.new("RGBA", seen.size, (0, 0, 0, 255)), seen)
            return np.array(upright.convert("RGB"), dtype=np.uint8)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise UnknownMomentError(f"The picture {file.name} cannot be read.") from error
