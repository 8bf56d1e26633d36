"""The transcript follows the playhead; a click jumps, and selected words become a span and an item."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest

from tests.ui.exploring import LEFT, Exploring
from tests.ui.steps import click_tab
from videxplore.core.texts import TextLine, TextReading, TextTrack
from videxplore.core.types import Video
from videxplore.ui.session import Marks
from videxplore.ui.transcript_panel import TranscriptPanel

LINES = (
    TextLine(0.25, 1.0, "we saw the dog", (0.25, 0.5, 0.75, 0.875)),
    TextLine(1.25, 2.0, "in the garden", (1.25, 1.5, 1.75)),
)


@pytest.fixture
def video(exploring: Exploring) -> Video:
    """A video with speech and a subtitle, which is open."""
    video = exploring.open("night")
    readings = [
        TextReading("speech", "tiny", (TextTrack("speech", "en", "tiny", LINES),)),
        TextReading("subtitle", "x", (TextTrack("subtitle", "de", "n.srt", (TextLine(0, 1, "hallo"),)),)),
    ]
    exploring.window.parts.library.catalogue.texts.store(video.id, readings)
    exploring.window.parts.session.update_video(video)
    click_tab(exploring.window.parts.explore.bar, "Transcript")
    exploring.settle()
    return video


def panel_of(exploring: Exploring) -> TranscriptPanel:
    panel = exploring.window.parts.transcript
    panel.tracks_box.setCurrentIndex(1)
    return panel


def select(panel: TranscriptPanel, first: str, last: str) -> None:
    """Select from a word to another with the keyboard."""
    text = panel.view.toPlainText()
    cursor = panel.view.textCursor()
    cursor.setPosition(text.index(first))
    cursor.setPosition(text.index(last) + len(last) - 1, QTextCursor.MoveMode.KeepAnchor)
    panel.view.setTextCursor(cursor)
    QTest.keyClick(panel.view, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)


def test_every_text_of_the_video_can_be_chosen(exploring: Exploring, video: Video) -> None:
    panel = exploring.window.parts.transcript
    names = [panel.tracks_box.itemText(row) for row in range(panel.tracks_box.count())]
    assert names == ["Subtitles · de · n.srt", "Speech · en"]
    assert "hallo" in panel.view.toPlainText()
    panel.tracks_box.setCurrentIndex(1)
    assert "in the garden" in panel.view.toPlainText()
    exploring.window.parts.session.open_video(None)
    exploring.settle()
    assert panel.view.toPlainText() == ""


def test_the_line_that_is_said_is_marked(exploring: Exploring, video: Video) -> None:
    panel = panel_of(exploring)
    for time_s, row in ((0.5, 0), (1.3, 1), (1.1, 0)):
        exploring.window.parts.session.seek(time_s)
        (mark,) = panel.view.extraSelections()
        assert mark.cursor.blockNumber() == row
    exploring.window.parts.session.seek(0.0)
    assert panel.view.extraSelections() == []


def test_a_click_jumps_to_the_word(exploring: Exploring, video: Video) -> None:
    panel = panel_of(exploring)
    cursor = panel.view.textCursor()
    cursor.setPosition(panel.view.toPlainText().index("garden") + 2)
    QTest.mouseClick(panel.view.viewport(), LEFT, pos=panel.view.cursorRect(cursor).center())
    assert exploring.window.parts.session.time_s == 1.75


def test_selected_words_are_a_span_and_an_item(exploring: Exploring, video: Video) -> None:
    panel, session = panel_of(exploring), exploring.window.parts.session
    assert not panel.keep_button.isEnabled()
    select(panel, "dog", "the garden")
    assert session.marks == Marks(0.875, 2.0)
    assert panel.keep_button.isEnabled()
    panel.keep_button.click()
    exploring.settle()
    (kept,) = exploring.window.parts.library.catalogue.bins.all()
    (item,) = kept.items
    assert (item.video_id, item.start_s, item.end_s) == (video.id, 0.875, 2.0)


def test_a_text_is_written(exploring: Exploring, video: Video, tmp_path: Path) -> None:
    panel = panel_of(exploring)
    panel.export(TextTrack("speech", "en", "tiny", LINES), tmp_path / "a.srt")
    exploring.settle()
    assert "we saw the dog" in (tmp_path / "a.srt").read_text()


def test_a_video_without_text_leads_to_the_models(exploring: Exploring) -> None:
    exploring.open("beach")
    click_tab(exploring.window.parts.explore.bar, "Transcript")
    panel, asked = exploring.window.parts.transcript, []
    exploring.window.modelsRequested.connect(lambda: asked.append(True))
    QTest.mouseClick(panel.models_button, LEFT)
    assert asked == [True]
