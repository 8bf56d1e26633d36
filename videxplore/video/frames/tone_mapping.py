"""Tone mapping: HDR and wide gamuts as an SDR screen shows them, by tables of colours."""

import struct
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Final, cast

import av
import numpy as np
import numpy.typing as npt
from av.filter import Graph
from av.sidedata.sidedata import Type
from av.video.reformatter import ColorPrimaries, ColorTrc

if TYPE_CHECKING:
    from av.sidedata.sidedata import SideDataContainer

Floats = npt.NDArray[np.float64]

SDR_WHITE_NITS: Final = 203.0
"""Luminance of reference white in HDR, which becomes the white of SDR. Source: ITU-R BT.2408."""

_USUAL_PEAK_NITS = 1000.0
"""Peak of the display a video was mastered on, where it does not say: also that of reference HLG."""

_MOST_NITS = 10000.0
_SDR_GAMMA = 2.4
_LEVEL = 8
"""A table has 64 steps of each colour; a hald image of level 8 is 512 pixels wide and high."""

FILTERED_FORMATS: Final = {False: "gbrpf32le", True: "gbrapf32le"}
"""Pixel format for :class:`ToneMapper`, without and with transparency.

libavfilter's ``haldclut`` takes the planes of integer formats for one another.
"""

# Chromaticities x and y of red, green, blue; all with white D65.
_CHROMATICITIES = {
    ColorPrimaries.BT709: ((0.640, 0.330), (0.300, 0.600), (0.150, 0.060)),
    ColorPrimaries.BT2020: ((0.708, 0.292), (0.170, 0.797), (0.131, 0.046)),
    ColorPrimaries.SMPTE432: ((0.680, 0.320), (0.265, 0.690), (0.150, 0.060)),
}
_WHITE = (0.3127, 0.3290)
_HDR_TRANSFERS = (ColorTrc.SMPTE2084, ColorTrc.ARIB_STD_B67)
_WIDE = (ColorPrimaries.BT2020, ColorPrimaries.SMPTE431, ColorPrimaries.SMPTE432)


@dataclass(frozen=True, slots=True)
class ColourCoding:
    """How colours of HDR or of a wide gamut are coded.

    Attributes:
        transfer: ``SMPTE2084`` (PQ), ``ARIB_STD_B67`` (HLG), or any other, which is taken for gamma 2.4.
        primaries: ``BT709``, ``BT2020`` or ``SMPTE432`` (P3).
        peak_nits: The brightest that occurs.
    """

    transfer: ColorTrc
    primaries: ColorPrimaries
    peak_nits: float = SDR_WHITE_NITS


def coding_to_map(frame: av.VideoFrame) -> ColourCoding | None:
    """How the colours of a frame are coded; None where an SDR screen shows them as they are."""
    transfer, primaries = frame.color_trc, frame.color_primaries
    if transfer not in _HDR_TRANSFERS:
        return ColourCoding(ColorTrc.BT709, _known(primaries)) if primaries in _WIDE else None
    # P3 is mastered within BT.2020, which is meant where HDR names no primaries.
    named = _known(primaries) if primaries != ColorPrimaries.UNSPECIFIED else ColorPrimaries.BT2020
    peak_nits = _peak_nits(frame) if transfer == ColorTrc.SMPTE2084 else _USUAL_PEAK_NITS
    return ColourCoding(ColorTrc(transfer), named, peak_nits)


def is_hdr(frame: av.VideoFrame) -> bool:
    """Whether the frame is coded with the transfer function of PQ or HLG."""
    return frame.color_trc in _HDR_TRANSFERS


def _known(primaries: int) -> ColorPrimaries:
    if primaries == ColorPrimaries.SMPTE431:
        # The white of cinemas is adapted to by the eye: only D65 differs.
        return ColorPrimaries.SMPTE432
    named = [one for one in _CHROMATICITIES if one == primaries]
    return named[0] if named else ColorPrimaries.BT709


def _peak_nits(frame: av.VideoFrame) -> float:
    """The brightest a PQ frame may be, by its content light level or else its mastering display."""
    peaks = [_MOST_NITS]
    for item in cast("SideDataContainer", frame.side_data):
        if item.type is Type.CONTENT_LIGHT_LEVEL:
            peaks.append(float(struct.unpack_from("=I", bytes(item))[0]))
        elif item.type is Type.MASTERING_DISPLAY_METADATA:
            # AVMasteringDisplayMetadata: ten rational numbers, the last of which is the maximum; two flags.
            numbers = struct.unpack_from("=22i", bytes(item))
            if numbers[21] and numbers[19] > 0:
                peaks.append(numbers[18] / numbers[19])
    # What is no more than white says nothing: such values are written by mistake.
    told = min((peak for peak in peaks if peak >= SDR_WHITE_NITS), default=_MOST_NITS)
    return told if told < _MOST_NITS else _USUAL_PEAK_NITS


def sdr_colours(coded: Floats, coding: ColourCoding) -> Floats:
    """Colours of BT.709 with gamma 2.4 for colours in another coding.

    HDR is compressed by the EETF of ITU-R BT.2390-11, section 5.4.1, on the brightest of the three colours,
    so that hues stay; HLG first becomes display light by the reference OOTF of ITU-R BT.2100. What the gamut
    of BT.709 lacks is desaturated as little as needed.

    Args:
        coded: Red, green, blue in [0, 1], (N, 3).
        coding: How they are coded.

    Returns:
        Red, green, blue in [0, 1], float64 (N, 3).
    """
    to_xyz = _to_xyz(coding.primaries)
    light = _display_light_nits(coded, coding.transfer, to_xyz[1])
    if coding.peak_nits > SDR_WHITE_NITS:
        brightest = light.max(axis=1, keepdims=True)
        compressed = _eetf_nits(brightest, coding.peak_nits)
        light = light * np.divide(compressed, brightest, out=np.ones_like(brightest), where=brightest > 0)
    bt709 = _to_xyz(ColorPrimaries.BT709)
    linear = light / SDR_WHITE_NITS @ (np.linalg.inv(bt709) @ to_xyz).T
    return np.asarray(_into_gamut(linear, bt709[1]) ** (1 / _SDR_GAMMA))


def _display_light_nits(coded: Floats, transfer: ColorTrc, luminance: Floats) -> Floats:
    if transfer == ColorTrc.SMPTE2084:
        return _pq_to_nits(coded)
    if transfer == ColorTrc.ARIB_STD_B67:
        a, b, c = 0.17883277, 0.28466892, 0.55991073
        scene = np.where(coded <= 0.5, coded**2 / 3, (np.exp((coded - c) / a) + b) / 12)
        return np.asarray(_USUAL_PEAK_NITS * (scene @ luminance)[:, None] ** 0.2 * scene)
    return np.asarray(SDR_WHITE_NITS * coded**_SDR_GAMMA)


def _eetf_nits(nits: Floats, peak_nits: float) -> Floats:
    """Luminance on a display of ``SDR_WHITE_NITS`` for luminance on one of ``peak_nits``."""
    peak = _nits_to_pq(np.array(peak_nits))
    most = float(_nits_to_pq(np.array(SDR_WHITE_NITS)) / peak)
    knee = 1.5 * most - 0.5
    signal = np.clip(_nits_to_pq(nits) / peak, 0, 1)
    t = (signal - knee) / (1 - knee)
    spline = (
        (2 * t**3 - 3 * t**2 + 1) * knee + (t**3 - 2 * t**2 + t) * (1 - knee) + (-2 * t**3 + 3 * t**2) * most
    )
    return _pq_to_nits(np.where(signal < knee, signal, spline) * peak)


# The constants of SMPTE ST 2084.
_M1, _M2 = 2610 / 16384, 2523 / 4096 * 128
_C1, _C2, _C3 = 3424 / 4096, 2413 / 4096 * 32, 2392 / 4096 * 32


def _pq_to_nits(signal: Floats) -> Floats:
    power = np.clip(signal, 0, 1) ** (1 / _M2)
    return np.asarray(_MOST_NITS * (np.maximum(power - _C1, 0) / (_C2 - _C3 * power)) ** (1 / _M1))


def _nits_to_pq(nits: Floats) -> Floats:
    power = (nits / _MOST_NITS) ** _M1
    return np.asarray(((_C1 + _C2 * power) / (1 + _C3 * power)) ** _M2)


def _to_xyz(primaries: ColorPrimaries) -> Floats:
    """Matrix (3, 3) from linear RGB to CIE XYZ; its second row gives luminance."""
    columns = np.array([(x / y, 1, (1 - x - y) / y) for x, y in _CHROMATICITIES[primaries]]).T
    white = np.array([_WHITE[0] / _WHITE[1], 1, (1 - sum(_WHITE)) / _WHITE[1]])
    return np.asarray(columns * np.linalg.solve(columns, white))


def _into_gamut(linear: Floats, luminance: Floats) -> Floats:
    """Move colours (N, 3) towards grey of the same luminance until all three parts are in [0, 1]."""
    grey = np.clip(linear @ luminance, 0, 1)[:, None]
    most, least = linear.max(axis=1, keepdims=True), linear.min(axis=1, keepdims=True)
    above = np.divide(1 - grey, most - grey, out=np.ones_like(grey), where=most > 1)
    below = np.divide(grey, grey - least, out=np.ones_like(grey), where=least < 0)
    return np.asarray(np.clip(grey + np.minimum(above, below) * (linear - grey), 0, 1))


@lru_cache(maxsize=4)
def _hald_image(coding: ColourCoding) -> npt.NDArray[np.float32]:
    """The table of a coding as an image, float32 (512, 512, 3): red changes fastest, blue slowest."""
    steps = np.linspace(0, 1, _LEVEL**2)
    blue, green, red = np.meshgrid(steps, steps, steps, indexing="ij")
    colours = sdr_colours(np.stack([red, green, blue], axis=-1).reshape(-1, 3), coding)
    return colours.astype(np.float32).reshape(_LEVEL**3, _LEVEL**3, 3)


_CLOCK = Fraction(1, 1000)


class ToneMapper:
    """Maps frames of one coding, size and pixel format to SDR; used by one thread at a time."""

    def __init__(self, frame: av.VideoFrame, coding: ColourCoding) -> None:
        """Prepare for frames like this one, in a format of ``FILTERED_FORMATS``."""
        table = av.VideoFrame.from_ndarray(_hald_image(coding), format="gbrpf32le")
        self._graph = Graph()
        source, colours = (
            self._graph.add_buffer(width=one.width, height=one.height, format=one.format, time_base=_CLOCK)
            for one in (frame, table)
        )
        mapping, sink = self._graph.add("haldclut", "clut=first"), self._graph.add("buffersink")
        source.link_to(mapping, 0, 0)
        colours.link_to(mapping, 0, 1)
        mapping.link_to(sink)
        self._graph.configure()
        table.pts, table.time_base = 0, _CLOCK
        self._graph.vpush(table, at=1)
        self._graph.vpush(None, at=1)
        self._count = 0

    def mapped(self, frame: av.VideoFrame) -> av.VideoFrame:
        """The frame in SDR; its time stamps are changed."""
        # The two inputs are matched by time.
        frame.pts, frame.time_base, self._count = self._count, _CLOCK, self._count + 1
        self._graph.vpush(frame, at=0)
        return self._graph.vpull()
