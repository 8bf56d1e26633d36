"""The one rule for colours that a file leaves open: matrix, range and what is behind transparent parts.

A frame that does not name its matrix is taken for BT.2020 if it is HDR, for BT.709 from 1280 columns or 577
rows up, and for BT.601 below, as players do. Without a range it is limited. Red, green and blue have full
range and the primaries of BT.709. Transparent parts are shown on black.
"""

from dataclasses import dataclass
from typing import Final, cast

import av
import numpy as np
import numpy.typing as npt
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc, VideoReformatter

from videxplore.core.types import Pixels
from videxplore.video.frames.tone_mapping import is_hdr

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
