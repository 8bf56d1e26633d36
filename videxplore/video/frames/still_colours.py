"""Still images in the colours of an SDR screen: those that name an ICC profile, and HDR in PNG."""

import io
import struct
from pathlib import Path
from typing import Any

import av
import numpy as np
from PIL import Image, ImageCms

from videxplore.core.files import open_regular
from videxplore.core.types import Pixels
from videxplore.video.frames.tone_mapping import FILTERED_FORMATS, ColourCoding, ToneMapper, coding_to_map

_PNG = b"\x89PNG\r\n\x1a\n"
_MOST_CHUNKS = 64


def png_coding(file: Path) -> ColourCoding | None:
    """How the colours of a PNG are coded, by its ``cICP`` chunk; None where they are those of SDR.

    Raises:
        OSError: If the file cannot be read.
    """
    with open_regular(file, follow_links=True) as stream:
        if stream.read(len(_PNG)) != _PNG:
            return None
        for _ in range(_MOST_CHUNKS):
            head = stream.read(8)
            if len(head) < 8 or head[4:] == b"IDAT":
                return None
            (length,) = struct.unpack_from(">I", head)
            if head[4:] == b"cICP":
                return _coding(stream.read(4))
            stream.seek(length + 4, io.SEEK_CUR)
    return None


def _coding(numbers: bytes) -> ColourCoding | None:
    """The coding for the numbers of ITU-T H.273: primaries, transfer function, matrix, range."""
    if len(numbers) < 4:
        return None
    frame = av.VideoFrame(2, 2, "rgb24")
    frame.color_primaries, frame.color_trc = numbers[0], numbers[1]
    return coding_to_map(frame)


def sdr_pixels(pixels: Pixels, coding: ColourCoding) -> Pixels:
    """Pixels of another coding, uint8 (H, W, 3), as an SDR screen shows them."""
    frame = av.VideoFrame.from_ndarray(pixels, format="rgb24").reformat(format=FILTERED_FORMATS[False])
    return np.asarray(ToneMapper(frame, coding).mapped(frame).reformat(format="rgb24").to_ndarray(), np.uint8)


def srgb_image(image: Image.Image) -> Image.Image:
    """An image in the colours of sRGB, if it names another ICC profile that can be used."""
    data: Any = image.info.get("icc_profile")
    if not isinstance(data, bytes) or image.mode not in ("RGB", "RGBA", "CMYK", "L"):
        return image
    mode = "RGBA" if image.mode == "RGBA" else "RGB"
    try:
        profile = ImageCms.ImageCmsProfile(io.BytesIO(data))
        if "srgb" in ImageCms.getProfileDescription(profile).casefold():
            return image
        srgb = ImageCms.createProfile("sRGB")
        converted = ImageCms.profileToProfile(image, profile, srgb, outputMode=mode)
    except (ImageCms.PyCMSError, OSError, ValueError):
        # Damaged, or for another kind of image: the colours stay as they are.
        return image
    return image if converted is None else converted
