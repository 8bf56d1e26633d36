"""Pictures for the screen: quick, and near enough to the exact ones that nobody sees a difference."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from tests.videos import texture
from videxplore.video.reading.reader import VideoReader


@pytest.mark.parametrize("size_px", [(320, 180), (160, 90), (500, 281)])
def test_screen_pictures_are_the_exact_ones_but_for_a_few_levels(
    make_video: Callable[..., Path], size_px: tuple[int, int]
) -> None:
    with VideoReader(make_video(pictures=[texture(4)])) as reader:
        picture = next(reader.frames())
        screen, exact = picture.to_screen(*size_px), picture.to_rgb(*size_px)
    assert screen.shape == (size_px[1], size_px[0], 4)
    assert screen.flags.c_contiguous
    assert np.all(screen[..., 3] == 255)
    apart = np.abs(screen[..., 2::-1].astype(int) - exact)
    assert apart.mean() < 3


@pytest.mark.parametrize("name", ["rot_90.mov", "fire2.mp4", "transparent.webm"])
def test_they_stand_upright_and_transparent_parts_are_black(real_videos: Path, name: str) -> None:
    with VideoReader(real_videos / name) as reader:
        picture = next(reader.frames())
        width_px, height_px = reader.properties.width_px, reader.properties.height_px
        screen, exact = picture.to_screen(width_px, height_px), picture.to_rgb()
    assert screen.shape[:2] == exact.shape[:2]
    assert np.abs(screen[..., 2::-1].astype(int) - exact).mean() < 3
