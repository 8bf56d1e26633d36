"""In and out points and the playhead of each video."""

from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.ui.exploring import LEFT, Exploring
from videxplore.core.spans import PlayerPosition
from videxplore.ui.dialogs.export_dialog import ExportDialog
from videxplore.ui.session import Marks
from videxplore.video.reading.reader import VideoReader

FRAME_S = 0.04


def mark(exploring: Exploring, time: str, key: Qt.Key) -> None:
    """Go to a time and press a key there."""
    exploring.key(Qt.Key.Key_G)
    field = exploring.window.parts.player.controls.time_field
    QTest.keyClicks(field, time)
    QTest.keyClick(field, Qt.Key.Key_Return)
    exploring.settle()
    exploring.key(key)


def test_in_out_and_playhead_are_there_again_after_a_look_at_another_video(exploring: Exploring) -> None:
    exploring.open("beach")
    mark(exploring, "0.4", Qt.Key.Key_I)
    mark(exploring, "1.2", Qt.Key.Key_O)
    session = exploring.window.parts.session
    marks = session.marks
    exploring.open("night")
    assert session.marks == Marks()
    assert session.time_s == 0
    exploring.open("beach")
    assert session.marks == marks
    assert session.time_s == pytest.approx(1.2)


def test_the_frame_of_the_out_point_is_part_of_the_clip(exploring: Exploring, tmp_path: Path) -> None:
    exploring.open("beach")
    mark(exploring, "0.4", Qt.Key.Key_I)
    mark(exploring, "1.2", Qt.Key.Key_O)
    exploring.key(Qt.Key.Key_E)
    [dialog] = [one for one in exploring.window.findChildren(ExportDialog) if one.isVisible()]
    dialog.target_edit.selectAll()
    QTest.keyClicks(dialog.target_edit, str(tmp_path / "span.mp4"))
    QTest.mouseClick(dialog.export_button, LEFT)
    exploring.until(lambda: bool(dialog.outcome.text()))
    with VideoReader(tmp_path / "span.mp4") as reader:
        assert sum(1 for _ in reader.frames()) == 21
    QTest.mouseClick(dialog.close_button, LEFT)


def test_in_and_out_on_one_frame_mark_that_frame(exploring: Exploring) -> None:
    exploring.open("beach")
    mark(exploring, "0.4", Qt.Key.Key_I)
    exploring.key(Qt.Key.Key_O)
    marks = exploring.window.parts.session.marks
    assert [marks.in_s, marks.out_s] == pytest.approx([0.4, 0.4 + FRAME_S])


def test_the_out_point_of_the_last_frame_is_the_end(exploring: Exploring) -> None:
    video = exploring.open("beach")
    exploring.key(Qt.Key.Key_End)
    exploring.settle()
    exploring.key(Qt.Key.Key_O)
    assert exploring.window.parts.session.marks.out_s == pytest.approx(video.duration_s)


def test_in_out_and_playhead_are_there_again_after_a_restart(exploring: Exploring) -> None:
    exploring.open("beach")
    mark(exploring, "0.4", Qt.Key.Key_I)
    mark(exploring, "1.2", Qt.Key.Key_O)
    marks = exploring.window.parts.session.marks
    video = exploring.open("night")
    mark(exploring, "0.8", Qt.Key.Key_I)
    exploring.settle()
    catalogue = exploring.library.catalogue
    exploring.window.close()
    assert catalogue.places.all()[video.id] == PlayerPosition(0.8, 0.8, None)
    exploring.show()
    session = exploring.window.parts.session
    exploring.open("beach")
    assert session.marks == marks
    assert session.time_s == pytest.approx(1.2)


def test_playing_in_a_loop_stays_between_in_and_out(exploring: Exploring) -> None:
    exploring.open("beach")
    mark(exploring, "0.4", Qt.Key.Key_I)
    mark(exploring, "0.8", Qt.Key.Key_O)
    parts = exploring.window.parts
    seen: list[float] = []
    parts.session.timeChanged.connect(seen.append)
    exploring.key(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    exploring.key(Qt.Key.Key_Space)
    exploring.until(lambda: any(later < earlier for earlier, later in pairwise(seen)))
    exploring.until(lambda: len(seen) > 20)
    assert parts.session.is_playing
    exploring.key(Qt.Key.Key_Space)
    exploring.settle()
    assert min(seen) > 0.3
    assert max(seen) < 0.8 + 3 * FRAME_S


def test_in_out_and_length_are_written_and_gone_to(exploring: Exploring) -> None:
    exploring.open("beach")
    parts = exploring.window.parts
    assert parts.player.controls.marks_label.text() == ""
    mark(exploring, "0.4", Qt.Key.Key_I)
    mark(exploring, "1.2", Qt.Key.Key_O)
    assert parts.player.controls.marks_label.text() == "0.8 s \u00b7 00:00:00:10\u201300:00:01:05"
    exploring.key(Qt.Key.Key_I, Qt.KeyboardModifier.ShiftModifier)
    exploring.settle()
    assert parts.session.time_s == pytest.approx(0.4)
    exploring.key(Qt.Key.Key_O, Qt.KeyboardModifier.ShiftModifier)
    exploring.settle()
    assert parts.session.time_s == pytest.approx(1.2)


def test_without_a_video_there_is_nothing_to_mark(exploring: Exploring) -> None:
    session = exploring.window.parts.session
    assert session.video is None
    exploring.key(Qt.Key.Key_I)
    exploring.key(Qt.Key.Key_O)
    assert (session.marks.in_s, session.marks.out_s) == (None, None)
