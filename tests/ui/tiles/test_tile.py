"""What a tile says where there is little room."""

import pytest
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QApplication

from videxplore.ui.look import theme
from videxplore.ui.tiles.delegate import Tile
from videxplore.ui.tiles.thumbnails import ThumbnailKey

WHOLE, BEGINNING = "2:15:13.0-2:16:14.5", "2:15:13.0"


@pytest.mark.usefixtures("qapp")
def test_a_span_that_does_not_fit_is_told_by_its_beginning() -> None:
    assert QApplication.instance() is not None
    font = theme.figures_font(11)
    room_px = QFontMetricsF(font).horizontalAdvance(WHOLE)
    key = ThumbnailKey("keyframe", 1)
    tile = Tile(key, 1, 0.0, 1.0, left=WHOLE, right="", spoken="", brief=BEGINNING)
    assert tile.left_words(font, room_px) == WHOLE
    assert tile.left_words(font, room_px - 1) == BEGINNING
    named = Tile(key, 1, 0.0, 1.0, left=WHOLE, right="", spoken="")
    assert named.left_words(font, room_px - 1).endswith("…")
