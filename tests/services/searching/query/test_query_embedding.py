"""Black bars around pictures."""

import numpy as np
import pytest

from tests.videos import texture
from videxplore.services.searching.query.query_embedding import without_bars


@pytest.mark.parametrize("bars", [(20, 0), (0, 35), (12, 30)])
def test_bars_are_cut_off(bars: tuple[int, int]) -> None:
    shown = texture(3)
    high, wide = bars
    noise = np.random.default_rng(1).integers(
        0, 12, (shown.shape[0] + 2 * high, shown.shape[1] + 2 * wide, 3)
    )
    picture = noise.astype(np.uint8)
    picture[high : high + shown.shape[0], wide : wide + shown.shape[1]] = shown
    inside = without_bars(picture)
    assert inside is not None
    np.testing.assert_array_equal(inside, shown)


def test_what_is_no_bar_stays() -> None:
    shown = texture(3)
    assert without_bars(shown) is None
    assert without_bars(np.zeros((90, 160, 3), np.uint8)) is None
    # Dark on one side only: a part of the picture, as a night sky is.
    sky = shown.copy()
    sky[:40] = 0
    assert without_bars(sky) is None
    # A small light in the dark.
    lamp = np.zeros((90, 160, 3), np.uint8)
    lamp[40:50, 70:90] = 255
    assert without_bars(lamp) is None
