"""Sharpness orders pictures as eyes do."""

import numpy as np
import pytest

from tests.videos import texture
from videxplore.video.frames.decoded_frame import sharpness


def checks(size_px: int) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """A chequered RGB picture."""
    rows, columns = np.indices((128, 128)) // size_px
    return np.repeat((((rows + columns) % 2) * 255).astype(np.uint8)[..., None], 3, axis=2)


def test_blur_lowers_sharpness() -> None:
    crisp = checks(8)
    values = [sharpness(crisp)]
    blurred = crisp.astype(np.float64)
    for _ in range(4):
        blurred = (
            blurred + np.roll(blurred, 1, 0) + np.roll(blurred, 1, 1) + np.roll(blurred, (1, 1), (0, 1))
        ) / 4
        values.append(sharpness(blurred.astype(np.uint8)))
    assert values == sorted(values, reverse=True)
    assert values[0] > 10 * values[-1]


def test_a_blank_picture_is_not_sharp() -> None:
    assert sharpness(np.full((40, 40, 3), 90, np.uint8)) == 0


def test_grey_and_colour_agree() -> None:
    grey = np.repeat(texture(4)[..., :1], 3, axis=2)
    assert sharpness(grey) == pytest.approx(sharpness(grey[..., 0]), rel=1e-6)


def test_against_the_definition() -> None:
    luma = texture(2)[..., 1]
    middle = luma.astype(np.float64)
    laplacian = (
        middle[:-2, 1:-1] + middle[2:, 1:-1] + middle[1:-1, :-2] + middle[1:-1, 2:] - 4 * middle[1:-1, 1:-1]
    )
    assert sharpness(luma) == pytest.approx(laplacian.var(), rel=1e-5)


def test_the_smallest_pictures() -> None:
    assert sharpness(np.zeros((2, 9, 3), np.uint8)) == 0
