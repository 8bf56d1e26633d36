"""Codecs and pixel formats as people call them."""

import av
import av.video.format as formats
import pytest

from videxplore.ui.look.format_names import codec_name, sampling
from videxplore.ui.look.format_words import pixel_words


@pytest.mark.parametrize(
    ("pixel_format", "words"),
    [
        ("yuv420p", "4:2:0 \u00b7 8 bit"),
        ("yuvj422p", "4:2:2 \u00b7 8 bit"),
        ("yuv444p12le", "4:4:4 \u00b7 12 bit"),
        ("yuva444p10le", "4:4:4 \u00b7 10 bit \u00b7 transparency"),
        ("nv12", "4:2:0 \u00b7 8 bit"),
        ("p010le", "4:2:0 \u00b7 10 bit"),
        ("p210le", "4:2:2 \u00b7 10 bit"),
        ("uyvy422", "4:2:2 \u00b7 8 bit"),
        ("gbrp10le", "RGB \u00b7 10 bit"),
        ("rgba", "RGB \u00b7 8 bit \u00b7 transparency"),
        ("rgb48le", "RGB \u00b7 16 bit"),
        ("gray10le", "greyscale \u00b7 10 bit"),
        ("pal8", "pal8"),
        ("", ""),
    ],
)
def test_pixel_formats(pixel_format: str, words: str) -> None:
    assert pixel_words(pixel_format, None) == words


def test_unknown_formats_keep_their_names_and_the_measured_depth() -> None:
    assert pixel_words("bayer_rggb8", 8) == "bayer_rggb8 \u00b7 8 bit"


def test_depth_and_transparency_are_those_of_ffmpeg() -> None:
    known = 0
    for name in sorted(vars(formats)["names"]):
        kind, bits, has_alpha = sampling(name)
        if not kind:
            continue
        known += 1
        components = av.VideoFormat(name).components
        assert bits == components[0].bits, name
        assert has_alpha == any(one.is_alpha for one in components), name
    assert known > 80


def test_codecs() -> None:
    names = ("h264", "hevc", "prores", "pcm_s24le", "aac", "something new", "")
    assert [codec_name(name) for name in names] == [
        "H.264", "H.265 (HEVC)", "ProRes", "PCM 24 bit", "AAC", "something new", "",
    ]  # fmt: skip
