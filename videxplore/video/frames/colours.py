"""The one rule for colours that a file leaves open; still images in the colours of an SDR screen.

A frame that does not name its matrix is taken for BT.2020 if it is HDR, for BT.709 from 1280 columns or 577
rows up, and for BT.601 below, as players do. Without a range it is limited. Red, green and blue have full
range and the primaries of BT.709. Transparent parts are shown on black.
"""

import io
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, cast

import av
import numpy as np
import numpy.typing as npt
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc, VideoReformatter
from PIL import Image, ImageCms

from videxplore.core.files import open_regular
from videxplore.core.types import Pixels
from videxplore.video.frames.tone_mapping import (
    FILTERED_FORMATS,
    ColourCoding,
    ToneMapper,
    coding_to_map,
    is_hdr,
)

_UNSPECIFIED: Final = 2
"""A matrix, primaries and transfer function that are not named; ITU-T H.273."""

_BT470BG_PRIMARIES: Final = 5
_MATRIX_NUMBERS = {Colorspace.ITU709: 1, Colorspace.ITU601: 6, Colorspace.BT2020: 9}


def named_matrix(frame: av.VideoFrame) -> Colorspace | None:
    """The matrix to read a frame with; None leaves it to what the frame itself says."""
    if frame.colorspace != _UNSPECIFIED:
        return None
    if is_hdr(frame):
        return Colorspace.BT2020
    return Colorspace.ITU709 if frame.width >= 1280 or frame.height > 576 else Colorspace.ITU601


def has_alpha(frame: av.VideoFrame) -> bool:
    """Whether parts of a frame may be transparent."""
    return any(part.is_alpha for part in frame.format.components)


def on_black(rgba: npt.NDArray[np.uint8]) -> Pixels:
    """Red, green, blue, uint8 (H, W, 3), of pixels with transparency, (H, W, 4), on black."""
    alpha = rgba[..., 3:].astype(np.uint16)
    return ((rgba[..., :3] * alpha + 127) // 255).astype(np.uint8)


def frame_on_black(frame: av.VideoFrame) -> av.VideoFrame:
    """A frame without transparency, ``rgb48le``, in the same colours."""
    rgba = VideoReformatter().reformat(
        frame, format="rgba64le", src_colorspace=named_matrix(frame), threads=1
    )
    pixels = cast("npt.NDArray[np.uint16]", rgba.to_ndarray())
    alpha = pixels[..., 3:].astype(np.uint32)
    opaque = av.VideoFrame.from_ndarray(
        ((pixels[..., :3] * alpha + 32767) // 65535).astype(np.uint16), "rgb48le"
    )
    opaque.color_trc, opaque.color_primaries = frame.color_trc, frame.color_primaries
    return opaque


@dataclass(frozen=True, slots=True)
class ColourTags:
    """What a written file says of its colours, in the numbers of ITU-T H.273; all of it is always known.

    Attributes:
        matrix: Matrix coefficients, for the scaler.
        matrix_number: The same, for the file.
        colour_range: Limited or full.
        primaries: Colour primaries.
        transfer: Transfer characteristics.
    """

    matrix: Colorspace | int
    matrix_number: int
    colour_range: int
    primaries: int
    transfer: int

    @classmethod
    def of_frame(cls, frame: av.VideoFrame) -> "ColourTags":
        """The tags for frames encoded as YCbCr that look as this one does."""
        is_rgb = frame.format.is_rgb
        matrix = named_matrix(frame)
        if is_rgb:
            matrix = Colorspace.BT2020 if is_hdr(frame) else Colorspace.ITU709
        number = frame.colorspace if matrix is None else _MATRIX_NUMBERS[matrix]
        full = frame.color_range == ColorRange.JPEG and not is_rgb and frame.format.name not in _GREY
        primaries, transfer = frame.color_primaries, frame.color_trc
        usual_primaries, usual_transfer = _usual(number, frame.height)
        return cls(
            matrix=number if matrix is None else matrix,
            matrix_number=number,
            colour_range=ColorRange.JPEG if full else ColorRange.MPEG,
            primaries=usual_primaries if primaries in _NOT_NAMED else primaries,
            transfer=usual_transfer if transfer in _NOT_NAMED else transfer,
        )


SDR_TAGS: Final = ColourTags(Colorspace.ITU709, 1, ColorRange.MPEG, ColorPrimaries.BT709, ColorTrc.BT709)
"""The tags of ordinary high-definition video."""

_NOT_NAMED = {0, _UNSPECIFIED, 3}
"""Unspecified and reserved numbers."""

_GREY = {"gray", "gray9le", "gray10le", "gray12le", "gray14le", "gray16le"}


def _usual(matrix: int, height_px: int) -> tuple[int, int]:
    """Primaries and transfer function that go with a matrix."""
    if matrix in (5, 6):
        primaries = _BT470BG_PRIMARIES if height_px == 576 else ColorPrimaries.SMPTE170M
        return primaries, ColorTrc.SMPTE170M
    if matrix in (9, 10):
        return ColorPrimaries.BT2020, ColorTrc.BT2020_10
    return ColorPrimaries.BT709, ColorTrc.BT709


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
