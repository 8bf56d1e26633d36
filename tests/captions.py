"""Pictures with captions, drawn with the fonts of the program."""

from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from tests.videos import Picture

FONTS = Path(__file__).resolve().parents[1] / "resources" / "fonts"


def captioned(
    picture: Picture, text: str, size_px: int, place: tuple[float, float] = (0.08, 0.75)
) -> Picture:
    """A picture uint8 (H, W, 3) with white text with a dark edge; ``place`` is its upper left, as shares."""
    image = Image.fromarray(picture)
    is_latin = all(ord(letter) < 0x250 for letter in text)
    file = FONTS / "Inter-Medium.otf" if is_latin else FONTS / "fallback" / "NotoSansCJK-Subset.otf"
    font = ImageFont.truetype(str(file), size_px)
    at = (place[0] * image.width, place[1] * image.height)
    edge_px = max(1, size_px // 14)
    ImageDraw.Draw(image).text(at, text, "white", font, stroke_width=edge_px, stroke_fill="black")
    return np.asarray(image)
