"""Decoded frames, converted only when somebody looks at them."""

import threading
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from typing import cast

import av
import numpy as np
import numpy.typing as npt
from av.sidedata.sidedata import SideDataContainer, Type
from av.video.reformatter import Interpolation, VideoReformatter

from videxplore.core.errors import UnreadableVideoError
from videxplore.core.types import Pixels
from videxplore.video.frame_measures import SMALL_HEIGHT_PX, SMALL_WIDTH_PX
from videxplore.video.frames.colours import has_alpha, named_matrix, on_black
from videxplore.video.frames.interlacing import Deinterlacer, Neighbours
from videxplore.video.frames.tone_mapping import FILTERED_FORMATS, ColourCoding, ToneMapper, coding_to_map

_SAMPLES = 4
_MOST_FILTERS = 8
"""Tables for HDR that are kept: one for each size that is asked for."""

_FAITHFUL = Interpolation.BICUBIC | Interpolation.ACCURATE_RND | Interpolation.FULL_CHR_H_INT
_SANE_PIXEL_ASPECT = (Fraction(1, 16), Fraction(16))


@dataclass(frozen=True, slots=True)
class Orientation:
    """How a stored frame becomes upright: mirrored left to right first, then turned clockwise.

    Attributes:
        rotation_deg: 0, 90, 180 or 270 clockwise.
        is_mirrored: Whether left and right change places before the turn.
    """

    rotation_deg: int = 0
    is_mirrored: bool = False

    @classmethod
    def of_frame(cls, frame: av.VideoFrame) -> "Orientation":
        """What the display matrix of a decoded frame asks for, to the nearest quarter turn."""
        matrix = display_matrix(frame)
        return cls() if matrix is None else cls.of_display_matrix(matrix)

    @classmethod
    def of_display_matrix(cls, matrix: npt.NDArray[np.int32]) -> "Orientation":
        """Read FFmpeg's display matrix, int32 (9,), which maps (x, y) to (a x + c y, b x + d y)."""
        a, b, _, c, d = (float(value) for value in matrix[:5])
        is_mirrored = a * d - b * c < 0
        if is_mirrored:
            a, b = -a, -b
        return cls(round(float(np.degrees(np.arctan2(b, a))) / 90) * 90 % 360, is_mirrored)

    @property
    def swaps_sides(self) -> bool:
        """Whether width and height change places."""
        return self.rotation_deg in (90, 270)

    def apply(self, pixels: Pixels) -> Pixels:
        """Turn a stored frame (H, W, ...) upright."""
        if self.is_mirrored:
            pixels = pixels[:, ::-1]
        if self.rotation_deg:
            pixels = np.rot90(pixels, k=-self.rotation_deg // 90)
        return np.ascontiguousarray(pixels)


def display_matrix(frame: av.VideoFrame) -> npt.NDArray[np.int32] | None:
    """The display matrix a frame carries, int32 (9,), if any.

    PyAV's own ``frame.rotation`` does not tell a mirrored frame from a turned one.
    """
    for item in cast("SideDataContainer", frame.side_data):
        if item.type is Type.DISPLAYMATRIX:
            return np.frombuffer(bytes(item), dtype=np.int32)
    return None


def display_size(
    width_px: int, height_px: int, pixel_aspect: Fraction | None, orientation: Orientation
) -> tuple[int, int]:
    """Width and height of the upright frame with square pixels; the shorter-pixelled side is enlarged."""
    if pixel_aspect and _SANE_PIXEL_ASPECT[0] <= pixel_aspect <= _SANE_PIXEL_ASPECT[1]:
        if pixel_aspect >= 1:
            width_px = round(width_px * pixel_aspect)
        else:
            height_px = round(height_px / pixel_aspect)
    return (height_px, width_px) if orientation.swaps_sides else (width_px, height_px)


class FrameConverter:
    """Turns decoded frames into arrays; shared by the frames of one reader, from any thread.

    Colours that a frame leaves open follow the rule of :mod:`.colours`. HDR and wide gamuts are
    shown as on an SDR screen.
    """

    def __init__(self, width_px: int, height_px: int, orientation: Orientation) -> None:
        """Make a converter to upright frames of ``width_px`` x ``height_px`` by default."""
        self.width_px = width_px
        self.height_px = height_px
        self.orientation = orientation
        # A reformatter keeps its scaling tables while its parameters stay the same.
        self._reformatters: dict[tuple[int, int, str], VideoReformatter] = {}
        self._tone_mappers: dict[tuple[int, int, str, ColourCoding], ToneMapper] = {}
        self._deinterlacer = Deinterlacer()
        self._lock = threading.Lock()

    def progressive(self, frame: av.VideoFrame, neighbours: Neighbours) -> av.VideoFrame:
        """What is shown instead of an interlaced frame."""
        with self._lock:
            return self._deinterlacer.progressive(frame, neighbours)

    def rgb(self, frame: av.VideoFrame, width_px: int | None, height_px: int | None) -> Pixels:
        """Upright RGB, uint8 (H, W, 3); a size left out follows from the other by the aspect."""
        width_px, height_px = self._size(width_px, height_px)
        stored = (height_px, width_px) if self.orientation.swaps_sides else (width_px, height_px)
        if has_alpha(frame):
            pixels = on_black(self._convert(frame, *stored, "rgba", _FAITHFUL))
        else:
            pixels = self._convert(frame, *stored, "rgb24", _FAITHFUL)
        return self.orientation.apply(pixels)

    def screen(self, frame: av.VideoFrame, width_px: int, height_px: int) -> npt.NDArray[np.uint8]:
        """Upright blue, green, red and an unused byte, uint8 (H, W, 4), by the quickest conversion."""
        if has_alpha(frame):
            rgb = self.rgb(frame, width_px, height_px)
            return np.concatenate([rgb[..., ::-1], np.full_like(rgb[..., :1], 255)], axis=2)
        stored = (height_px, width_px) if self.orientation.swaps_sides else (width_px, height_px)
        shrinks = stored[0] < frame.width
        how = Interpolation.AREA if shrinks else Interpolation.BICUBIC
        return self.orientation.apply(self._convert(frame, *stored, "bgra", how))

    def luma(self, frame: av.VideoFrame, width_px: int, height_px: int) -> npt.NDArray[np.uint8]:
        """Brightness, uint8 (H, W), not turned upright."""
        return self._convert(frame, width_px, height_px, "gray", Interpolation.AREA)

    def small(self, frame: av.VideoFrame) -> Pixels:
        """RGB, uint8 (27, 48, 3), not turned upright, for measuring change.

        The decoder's frame is sampled quickly at four points in each direction, which are then averaged.
        """
        width_px, height_px = _SAMPLES * SMALL_WIDTH_PX, _SAMPLES * SMALL_HEIGHT_PX
        sampled = self._convert(frame, width_px, height_px, "rgb24", Interpolation.FAST_BILINEAR)
        # One direction after the other: ten times as fast as a sum over both.
        rows = sampled.reshape(SMALL_HEIGHT_PX, _SAMPLES, -1).sum(1, dtype=np.uint16)
        parts = rows.reshape(SMALL_HEIGHT_PX, SMALL_WIDTH_PX, _SAMPLES, 3)
        sums = reduce(np.add, (parts[:, :, number] for number in range(_SAMPLES)))
        return np.asarray(sums // _SAMPLES**2, np.uint8)

    def _size(self, width_px: int | None, height_px: int | None) -> tuple[int, int]:
        if height_px is None:
            width_px = self.width_px if width_px is None else width_px
            return width_px, max(1, round(width_px * self.height_px / self.width_px))
        if width_px is None:
            width_px = max(1, round(height_px * self.width_px / self.height_px))
        return width_px, height_px

    def _convert(
        self, frame: av.VideoFrame, width_px: int, height_px: int, pixel_format: str, how: Interpolation
    ) -> npt.NDArray[np.uint8]:
        with self._lock:
            try:
                coding = coding_to_map(frame)
                if coding is not None:
                    frame = self._sdr(frame, coding, width_px, height_px, how)
                converted = self._reformat(frame, width_px, height_px, pixel_format, how)
            except av.FFmpegError as error:
                # The scaler has limits of its own, about the shape of a frame.
                size = f"{frame.width} x {frame.height} pixels"
                raise UnreadableVideoError(f"A frame of {size} cannot be converted.") from error
        return cast("npt.NDArray[np.uint8]", converted.to_ndarray())

    def _reformat(
        self, frame: av.VideoFrame, width_px: int, height_px: int, pixel_format: str, how: Interpolation
    ) -> av.VideoFrame:
        reformatter = self._reformatters.setdefault((width_px, height_px, pixel_format), VideoReformatter())
        return reformatter.reformat(
            frame,
            width_px,
            height_px,
            pixel_format,
            src_colorspace=named_matrix(frame),
            interpolation=how,
            threads=1,
        )

    def _sdr(
        self, frame: av.VideoFrame, coding: ColourCoding, width_px: int, height_px: int, how: Interpolation
    ) -> av.VideoFrame:
        """A frame of HDR or of a wide gamut as it looks in SDR."""
        pixel_format = FILTERED_FORMATS[has_alpha(frame)]
        scaled = self._reformat(frame, width_px, height_px, pixel_format, how)
        key = (width_px, height_px, pixel_format, coding)
        if key not in self._tone_mappers:
            if len(self._tone_mappers) == _MOST_FILTERS:
                self._tone_mappers.clear()
            self._tone_mappers[key] = ToneMapper(scaled, coding)
        return self._tone_mappers[key].mapped(scaled)


class DecodedFrame:
    """One decoded frame and when it is shown."""

    __slots__ = ("_converter", "_frame", "_neighbours", "is_sync", "time_s")

    def __init__(
        self,
        frame: av.VideoFrame,
        time_s: float,
        converter: FrameConverter,
        neighbours: Neighbours | None = None,
    ) -> None:
        """Wrap a decoded frame shown at ``time_s``; an interlaced one comes with its neighbours."""
        self._frame = frame
        self._neighbours = neighbours
        self._converter = converter
        self.time_s = time_s
        self.is_sync = frame.key_frame

    @property
    def size_bytes(self) -> int:
        """What it takes of the memory."""
        return sum(plane.buffer_size for plane in self._frame.planes)

    def to_rgb(self, width_px: int | None = None, height_px: int | None = None) -> Pixels:
        """The frame as the user sees it: uint8 (H, W, 3), upright, square pixels, without combing.

        With neither size given it has the video's own; with one, the other keeps the aspect.
        """
        return self._converter.rgb(self._progressive(), width_px, height_px)

    def to_screen(self, width_px: int, height_px: int) -> npt.NDArray[np.uint8]:
        """The frame for playing: uint8 (H, W, 4) as 0xffRRGGBB words, upright, a level or two from exact.

        Many times quicker than :meth:`to_rgb`, whose pixels are those to compute with.
        """
        return self._converter.screen(self._progressive(), width_px, height_px)

    def to_small(self) -> Pixels:
        """A tiny version for measuring change: RGB, uint8 (27, 48, 3), not turned upright."""
        return self._converter.small(self._frame)

    def to_luma(self, width_px: int, height_px: int) -> npt.NDArray[np.uint8]:
        """Brightness for measuring change: uint8 (H, W), full range, not turned upright."""
        return self._converter.luma(self._progressive(), width_px, height_px)

    def _progressive(self) -> av.VideoFrame:
        """The frame, deinterlaced once it is looked at."""
        if self._neighbours is not None:
            self._frame = self._converter.progressive(self._frame, self._neighbours)
            self._neighbours = None
        return self._frame


# ITU-R BT.601 luma in 256ths.
_LUMA_WEIGHTS = (77, 150, 29)


def sharpness(pixels: Pixels | npt.NDArray[np.uint8]) -> float:
    """Variance of the Laplacian of a frame's luma: high for crisp edges, low for blur and blankness.

    Comparable between frames of one size only.

    Source: J. L. Pech-Pacheco et al., "Diatom autofocusing in brightfield microscopy: a comparative study",
    ICPR 2000.

    Args:
        pixels: RGB, uint8 (H, W, 3), or luma, uint8 (H, W).

    Returns:
        The variance, in squared grey levels; 0 for frames of less than 3 x 3 pixels.
    """
    luma = _luma(pixels)
    if min(luma.shape) < 3:
        return 0.0
    laplacian = luma[:-2, 1:-1] + luma[2:, 1:-1] + luma[1:-1, :-2] + luma[1:-1, 2:] - 4 * luma[1:-1, 1:-1]
    # float32 halves the memory that is walked through; the variance itself is summed in float64.
    return float(laplacian.astype(np.float32).var(dtype=np.float64))


def _luma(pixels: npt.NDArray[np.uint8]) -> npt.NDArray[np.int16]:
    """Luma as signed integers, int16 (H, W)."""
    if pixels.ndim == 2:
        return pixels.astype(np.int16)
    red, green, blue = _LUMA_WEIGHTS
    total = pixels[..., 0] * np.uint16(red)
    total += pixels[..., 1] * np.uint16(green)
    total += pixels[..., 2] * np.uint16(blue)
    return (total >> 8).astype(np.int16)
