"""The sizes in which a pass keeps pictures, and what it collects of them."""

import math
from dataclasses import dataclass

import numpy as np

from videxplore.core.types import Pixels, VideoProperties
from videxplore.video.decoded_frame import DecodedFrame, sharpness
from videxplore.video.thumbnails import encode_jpeg

# Four times the area the networks see: their own resizing, not the decoder's, decides what they see.
ANALYSIS_AREA_PX = 448 * 448
STRIP_AREA_PX = 160 * 90
STRIP_EVERY_S = 0.5
KEYFRAME_QUALITY = 85
STRIP_QUALITY = 70
SHARPNESS_WIDTH_PX, SHARPNESS_HEIGHT_PX = 320, 180


@dataclass(frozen=True, slots=True)
class PictureSizes:
    """Width and height in px of the pictures a pass converts frames to; never larger than the video.

    Attributes:
        analysis: What is embedded, and shown on tiles.
        strip: What is shown while a person scrubs.
    """

    analysis: tuple[int, int]
    strip: tuple[int, int]

    @classmethod
    def of(cls, properties: VideoProperties) -> "PictureSizes":
        """The sizes for a video."""
        return cls(_within(properties, ANALYSIS_AREA_PX), _within(properties, STRIP_AREA_PX))


def analysis_pixels(picture: DecodedFrame, sizes: PictureSizes) -> Pixels:
    """The picture as it is embedded: uint8 (H, W, 3)."""
    return picture.to_rgb(*sizes.analysis)


def strip_jpeg(picture: DecodedFrame, sizes: PictureSizes) -> bytes:
    """The picture as it is shown while a person scrubs."""
    # By the quickest conversion, four times as quick: nothing is computed from these pixels.
    blue_green_red = picture.to_screen(*sizes.strip)
    return encode_jpeg(np.ascontiguousarray(blue_green_red[..., 2::-1]), STRIP_QUALITY)


def measured_sharpness(picture: DecodedFrame) -> float:
    """Sharpness of a picture, from a small version of its brightness; comparable within one video."""
    return sharpness(picture.to_luma(SHARPNESS_WIDTH_PX, SHARPNESS_HEIGHT_PX))


def _within(properties: VideoProperties, area_px: int) -> tuple[int, int]:
    """The video's size, made smaller to this area where it is larger."""
    width_px, height_px = properties.width_px, properties.height_px
    scale = min(1.0, math.sqrt(area_px / (width_px * height_px)))
    return max(1, round(width_px * scale)), max(1, round(height_px * scale))
