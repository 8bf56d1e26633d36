"""Numbers and times as the window writes them."""

from fractions import Fraction
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from videxplore.core.metadata import VideoMetadata
from videxplore.core.timecode import SourceTimecode
from videxplore.core.types import Video, VideoProperties, VideoState
from videxplore.ui.look.texts import (
    apply_language,
    clock_text,
    hours_words,
    number_words,
    parse_time,
    position_words,
    round_words,
)


def test_a_frame_is_named_by_the_timecode_that_was_recorded(tmp_path: Path) -> None:
    metadata = VideoMetadata(start_timecode="10:00:00:00")
    properties = VideoProperties(8.0, Fraction(25), 320, 180, 0, "h264", "yuv420p", False, metadata)
    video = Video(1, tmp_path / "a.mov", "", 1, 1, VideoState.COMPLETE, properties=properties)
    assert position_words(1.2, video) == "10:00:01:05"
    unread = Video(1, tmp_path / "a.mov", "", 1, 1, VideoState.WAITING)
    assert position_words(1.2, unread) == "00:00:01:05"


@pytest.mark.usefixtures("german")
def test_numbers_are_written_as_the_language_writes_them() -> None:
    assert number_words(0.114, 2) == "0,11"
    assert round_words(1.5) == "1,5"
    assert hours_words(9000) == "2,5 h"
    assert [clock_text(78.5, decimals) for decimals in (0, 1)] == ["1:18", "1:18,5"]
    timecode = SourceTimecode(Fraction(25))
    assert [parse_time(words, Fraction(25), timecode) for words in ("1:18,5", "1:18.5")] == [78.5, 78.5]


def test_a_round_number_has_no_decimals(qapp: QApplication) -> None:
    apply_language(qapp, "en")
    rates = (24.0, 24000 / 1001, 12.5)
    assert [round_words(rate) for rate in rates] == ["24", "23.976", "12.5"]
