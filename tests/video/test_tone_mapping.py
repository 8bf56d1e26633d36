"""HDR and wide gamuts look as the same shot does in SDR."""

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import numpy.typing as npt
import pytest
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc

from tests.videos import texture
from videxplore.video.reader import VideoReader
from videxplore.video.tone_mapping import ColourCoding, coding_to_map, sdr_colours

Floats = npt.NDArray[np.float64]

# ITU-R BT.2087, table 1.
BT709_TO_BT2020 = np.array([[0.6274, 0.3293, 0.0433], [0.0691, 0.9195, 0.0114], [0.0164, 0.0880, 0.8956]])
BT2020_LUMINANCE = np.array([0.2627, 0.6780, 0.0593])
WHITE_NITS = 203


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
    "PQ": (pq, ColorTrc.SMPTE2084, ColorRange.MPEG, Colorspace.BT2020),
    "PQ full range": (pq, ColorTrc.SMPTE2084, ColorRange.JPEG, Colorspace.BT2020),
    "HLG": (hlg, ColorTrc.ARIB_STD_B67, ColorRange.MPEG, Colorspace.BT2020),
}


def write_hdr(path: Path, rgb: npt.NDArray[np.uint8], kind: str, codec: str = "ffv1") -> Path:
    """One second of a still image."""
    curve, transfer, colour_range, matrix = HDR[kind]
    coded = np.rint(curve(display_light(rgb)) * 65535).astype(np.uint16)
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, 5)
        assert isinstance(stream, av.VideoStream)
        stream.height, stream.width = rgb.shape[:2]
        stream.pix_fmt = "yuv420p10le"
        context = stream.codec_context
        context.color_range, context.colorspace = colour_range, 9
        context.color_trc, context.color_primaries = transfer, ColorPrimaries.BT2020
        for number in range(5):
            frame = av.VideoFrame.from_ndarray(coded, format="rgb48le")
            frame = frame.reformat(format="yuv420p10le", dst_colorspace=matrix, dst_color_range=colour_range)
            frame.pts, frame.time_base = number, Fraction(1, 5)
            frame.color_trc, frame.color_primaries = transfer, ColorPrimaries.BT2020
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return path


@pytest.mark.parametrize("kind", HDR)
def test_hdr_looks_as_the_same_shot_in_sdr(tmp_path: Path, kind: str) -> None:
    picture = texture(3)
    with VideoReader(write_hdr(tmp_path / "hdr.mkv", picture, kind)) as reader:
        frame = reader.frame_at(0.5)
        rgb, screen, small = frame.to_rgb(), frame.to_screen(320, 180), frame.to_small()
        luma = frame.to_luma(320, 180)
    # Only what is nearly white is darker, to make room for highlights.
    assert np.abs(rgb.astype(int) - picture).mean() < 4
    assert np.abs(screen[..., 2::-1].astype(int) - picture).mean() < 4
    assert np.abs(small.mean((0, 1)) - picture.mean((0, 1))).max() < 5
    # Video range, as of SDR.
    assert abs(luma.mean() - 16 - 219 / 255 * (picture @ [0.299, 0.587, 0.114]).mean()) < 6


def test_reference_white_and_highlights() -> None:
    coding = ColourCoding(ColorTrc.SMPTE2084, ColorPrimaries.BT2020, 1000)
    levels_nits = np.array([0, 26, 90, 203, 400, 1000])
    grey = pq(np.repeat(levels_nits[:, None], 3, axis=1))
    # Up to the knee of 92 nits as in SDR; above by the spline of BT.2390, up to white at 1000 nits.
    assert 255 * sdr_colours(grey, coding)[:, 1] == pytest.approx(
        [0, 108.3, 181.7, 230.3, 250.0, 255], abs=0.2
    )
    hlg_coding = ColourCoding(ColorTrc.ARIB_STD_B67, ColorPrimaries.BT2020, 1000)
    # Reference white of HLG is at 75 %.
    assert 255 * sdr_colours(np.full((1, 3), 0.75), hlg_coding)[0, 1] == pytest.approx(230.3, abs=0.5)


def test_colours_outside_the_gamut_keep_their_hue() -> None:
    coding = ColourCoding(ColorTrc.BT709, ColorPrimaries.BT2020)
    red, green, blue = sdr_colours(np.eye(3), coding)
    assert [one.argmax() for one in (red, green, blue)] == [0, 1, 2]
    inside = np.array([[0.5, 0.4, 0.3], [1, 1, 1], [0, 0, 0]])
    back = sdr_colours(((inside**2.4) @ BT709_TO_BT2020.T) ** (1 / 2.4), coding)
    assert back == pytest.approx(inside, abs=0.003)


def test_mastering_data_of_a_stream_give_the_peak(tmp_path: Path) -> None:
    path = tmp_path / "mastered.mp4"
    with av.open(str(path), "w") as container:
        master = "master-display=G(13250,34500)B(7500,3000)R(34000,16000)WP(15635,16450)L(40000000,50)"
        tags = "colorprim=bt2020:transfer=smpte2084:colormatrix=bt2020nc:log-level=none"
        stream = container.add_stream(
            "libx265", 5, options={"x265-params": f"{tags}:{master}", "preset": "ultrafast"}
        )
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height, stream.pix_fmt = 64, 64, "yuv420p10le"
        container.mux(stream.encode(av.VideoFrame(64, 64, "yuv420p10le")))
        container.mux(stream.encode())
    with av.open(str(path)) as container:
        coding = coding_to_map(next(container.decode(video=0)))
    assert coding == ColourCoding(ColorTrc.SMPTE2084, ColorPrimaries.BT2020, 4000)


def test_sdr_is_left_as_it_is() -> None:
    frame = av.VideoFrame(64, 64, "yuv420p")
    assert coding_to_map(frame) is None
    frame.color_trc, frame.color_primaries = ColorTrc.BT709, ColorPrimaries.BT709
    assert coding_to_map(frame) is None
