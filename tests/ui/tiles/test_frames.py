"""The frames laid over tiles: clear in the middle, round at the corners, made once for a size."""

import pytest
from PySide6.QtCore import QSizeF
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from videxplore.ui.tiles.frames import MOST_FRAMES, TileFrames

OUTSIDE, LINE = QColor("#102030"), QColor("#40c0ff")
SIZE = QSizeF(120, 90)


@pytest.fixture
def frames(qapp: QApplication) -> TileFrames:
    return TileFrames()


@pytest.mark.parametrize("ratio", [1.0, 2.0])
def test_it_hides_the_corners_and_shows_the_tile(frames: TileFrames, ratio: float) -> None:
    pixmap = frames.frame(SIZE, ratio, OUTSIDE, LINE, 2)
    image = pixmap.toImage()
    assert (image.width(), image.height()) == (round(120 * ratio), round(90 * ratio))
    assert pixmap.deviceIndependentSize() == SIZE
    right, bottom = image.width() - 1, image.height() - 1
    for corner in ((0, 0), (right, 0), (0, bottom), (right, bottom)):
        assert image.pixelColor(*corner) == OUTSIDE
    assert image.pixelColor(right // 2, bottom // 2).alpha() == 0
    for edge in ((right // 2, 0), (0, bottom // 2), (right, bottom // 2), (right // 2, bottom)):
        assert image.pixelColor(*edge) == LINE


def test_tiles_that_look_alike_share_one(frames: TileFrames) -> None:
    first = frames.frame(SIZE, 1.0, OUTSIDE, LINE, 1)
    assert frames.frame(SIZE, 1.0, OUTSIDE, LINE, 1) is first
    assert frames.frame(SIZE, 1.0, OUTSIDE, LINE, 2) is not first


def test_sizes_that_are_gone_are_forgotten(frames: TileFrames) -> None:
    first = frames.frame(SIZE, 1.0, OUTSIDE, LINE, 1)
    for width in range(MOST_FRAMES):
        frames.frame(QSizeF(60 + width, 60), 1.0, OUTSIDE, LINE, 1)
    again = frames.frame(SIZE, 1.0, OUTSIDE, LINE, 1)
    assert again is not first
    assert again.toImage() == first.toImage()
