"""HDR and wide gamuts look as the same shot does in SDR."""

from pathlib import Path

import av
import numpy as np
import pytest
from av.video.reformatter import ColorPrimaries, ColorTrc

from tests.hdr import BT709_TO_BT2020, HDR, pq, write_hdr
from tests.videos import texture
from videxplore.video.frames.tone_mapping import ColourCoding, coding_to_map, sdr_colours
from videxplore.video.reading.reader import VideoReader


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


def test_content_light_level_gives_the_peak(tmp_path: Path) -> None:
    path = write_hdr(tmp_path / "mastered.mp4", texture(3, 64, 64), "PQ", is_mastered=True)
    with av.open(str(path)) as container:
        coding = coding_to_map(next(container.decode(video=0)))
    assert coding == ColourCoding(ColorTrc.SMPTE2084, ColorPrimaries.BT2020, 1200)


def test_sdr_is_left_as_it_is() -> None:
    frame = av.VideoFrame(64, 64, "yuv420p")
    assert coding_to_map(frame) is None
    frame.color_trc, frame.color_primaries = ColorTrc.BT709, ColorPrimaries.BT709
    assert coding_to_map(frame) is None
