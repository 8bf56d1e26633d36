"""HDR videos synthesised from SDR images, by the formulas of the standards."""

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import numpy.typing as npt
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc

Floats = npt.NDArray[np.float64]

# ITU-R BT.2087, table 1.
BT709_TO_BT2020 = np.array([[0.6274, 0.3293, 0.0433], [0.0691, 0.9195, 0.0114], [0.0164, 0.0880, 0.8956]])
BT2020_LUMINANCE = np.array([0.2627, 0.6780, 0.0593])
WHITE_NITS = 203

MASTERED = "master-display=G(13250,34500)B(7500,3000)R(34000,16000)WP(15635,16450)L(40000000,50)"
"""Parameter of x265 for a display of 4000 nits."""


def display_light(rgb: npt.NDArray[np.uint8]) -> Floats:
    """Light of BT.2020 in nits for SDR colours."""
    return np.asarray((rgb / 255) ** 2.4 @ BT709_TO_BT2020.T * WHITE_NITS)


def pq(nits: Floats) -> Floats:
    """SMPTE ST 2084."""
    power = (nits / 10000) ** 0.1593017578125
    return np.asarray(((0.8359375 + 18.8515625 * power) / (1 + 18.6875 * power)) ** 78.84375)


def hlg(nits: Floats) -> Floats:
    """ITU-R BT.2100 for a display of 1000 nits."""
    light = nits / 1000
    luminance = (light @ BT2020_LUMINANCE)[..., None]
    scene = light * luminance ** (1 / 1.2 - 1)
    bright = 0.17883277 * np.log(np.maximum(12 * scene - 0.28466892, 1e-9)) + 0.55991073
    return np.asarray(np.where(scene <= 1 / 12, np.sqrt(3 * scene), bright))


HDR = {
    "PQ": (pq, ColorTrc.SMPTE2084, ColorRange.MPEG),
    "PQ full range": (pq, ColorTrc.SMPTE2084, ColorRange.JPEG),
    "HLG": (hlg, ColorTrc.ARIB_STD_B67, ColorRange.MPEG),
}


def write_hdr(path: Path, rgb: npt.NDArray[np.uint8], kind: str, *, is_mastered: bool = False) -> Path:
    """One second of a still image in a kind of ``HDR``; HEVC with mastering data, or without loss."""
    curve, transfer, colour_range = HDR[kind]
    coded = np.rint(curve(display_light(rgb)) * 65535).astype(np.uint16)
    options = {
        "x265-params": f"{MASTERED}:max-cll=1200,300:log-level=none",
        "preset": "ultrafast",
        "crf": "8",
    }
    with av.open(str(path), "w") as container:
        stream = container.add_stream(
            "libx265" if is_mastered else "ffv1", 5, options=options if is_mastered else {}
        )
        assert isinstance(stream, av.VideoStream)
        stream.height, stream.width = rgb.shape[:2]
        stream.pix_fmt = "yuv420p10le"
        context = stream.codec_context
        context.color_range, context.colorspace = colour_range, 9
        context.color_trc, context.color_primaries = transfer, ColorPrimaries.BT2020
        for number in range(5):
            frame = av.VideoFrame.from_ndarray(coded, format="rgb48le").reformat(
                format="yuv420p10le", dst_colorspace=Colorspace.BT2020, dst_color_range=colour_range
            )
            frame.pts, frame.time_base = number, Fraction(1, 5)
            frame.color_trc, frame.color_primaries = transfer, ColorPrimaries.BT2020
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return path
