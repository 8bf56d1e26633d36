"""Text by which a search found a scene: framed on the picture, quoted by Why?, marked in the transcript."""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.ui.exploring import Exploring
from tests.ui.steps import click_tab
from tests.videos import Encoding, texture, write_video
from videxplore.core.texts import TextBox, TextLine, TextReading, TextTrack
from videxplore.ui.look.theme import colours

MENU: TextBox = (0.5, 0.25, 0.25, 0.125)
SHOWN = (
    TextLine(0.2, 0.6, "Menu of the day", box=MENU),
    TextLine(0.2, 0.6, "Exit", box=(0.0, 0.0, 0.1, 0.1)),
    TextLine(1.0, 1.4, "the MENU again", box=(0.1, 0.5, 0.3, 0.2)),
)
SAID = (
    *(TextLine(number / 40, (number + 1) / 40, f"line {number}") for number in range(34)),
    TextLine(0.9, 1.5, "We saw Zoë's dog, a dog.", (0.9, 1.0, 1.1, 1.2, 1.3, 1.4)),
)


@pytest.fixture
def exploring(qtbot: QtBot, tmp_path: Path) -> Iterator[Exploring]:
    """A window over a video that was recorded upright: it is turned, and its pixels are no squares."""
    exploring = Exploring(qtbot, tmp_path)
    pictures = (texture(1 + number // 20, 120, 200) for number in range(40))
    encoding = Encoding(rotation_deg=90, pixel_aspect=Fraction(3, 2))
    video = exploring.add(write_video(tmp_path / "street.mp4", pictures, encoding), (1, 2))
    screen = TextReading("screen", "x", (TextTrack("screen", "", "x", SHOWN),))
    speech = TextReading("speech", "tiny", (TextTrack("speech", "en", "tiny", SAID),))
    exploring.library.catalogue.texts.store(video.id, (screen, speech))
    exploring.show()
    yield exploring
    exploring.close()


def find(exploring: Exploring, words: str) -> None:
    """Search for words, and open the first result."""
    parts = exploring.window.parts
    edit = parts.query_bar.edit
    edit.setFocus()
    edit.clear()
    QTest.keyClicks(edit, words)
    QTest.keyClick(edit, Qt.Key.Key_Return)
    exploring.until(lambda: parts.session.ranking is not None)
    exploring.settle()
    exploring.click_tile(parts.similar.grid, 0)
    exploring.settle()


def pixel(exploring: Exploring, place: QPoint) -> str:
    return exploring.window.parts.player.frame_view.grab().toImage().pixelColor(place).name()


def test_text_on_screen_is_framed_while_it_is_there(exploring: Exploring) -> None:
    find(exploring, "menu")
    session, view = exploring.window.parts.session, exploring.window.parts.player.frame_view
    session.seek(0.4)
    exploring.settle()
    [framed] = view.text_areas
    area = view.frame_area
    # Turned, it is higher than wide, and black at its sides.
    assert area.width() < area.height() < view.width()
    left, top, width, height = MENU
    assert framed.left() == pytest.approx(area.left() + left * area.width())
    assert framed.top() == pytest.approx(area.top() + top * area.height())
    assert framed.size().toTuple() == pytest.approx((width * area.width(), height * area.height()))
    edge = QPoint(round(framed.center().x()), round(framed.top() - 3))
    assert pixel(exploring, edge) == colours().accent.name()
    session.seek(0.8)
    exploring.settle()
    assert view.text_areas == []
    session.seek(1.2)
    exploring.settle()
    assert len(view.text_areas) == 1


def test_the_frames_go_with_the_search_and_the_video(exploring: Exploring) -> None:
    find(exploring, "menu")
    session, view = exploring.window.parts.session, exploring.window.parts.player.frame_view
    session.seek(0.4)
    exploring.settle()
    assert view.text_areas
    exploring.window.resize(1000, 700)
    exploring.settle()
    [framed] = view.text_areas
    assert framed.left() == pytest.approx(view.frame_area.left() + MENU[0] * view.frame_area.width())
    find(exploring, "exit")
    session.seek(0.4)
    exploring.settle()
    [framed] = view.text_areas
    assert framed.topLeft() == view.frame_area.topLeft()
    session.open_video(None)
    exploring.settle()
    assert view.text_areas == []


def test_said_words_are_marked_and_in_sight(exploring: Exploring) -> None:
    parts = exploring.window.parts
    click_tab(parts.explore.bar, "Transcript")
    exploring.settle()
    click_tab(parts.explore.bar, "Similar")
    find(exploring, "dogs")
    click_tab(parts.explore.bar, "Transcript")
    exploring.settle()
    panel = parts.transcript
    assert panel.tracks_box.currentText() == "Speech · en"
    marked = [one.cursor.selectedText() for one in panel.view.extraSelections() if one.cursor.hasSelection()]
    assert marked == ["dog", "dog"]
    assert parts.session.time_s == pytest.approx(1.2)
    assert (
        panel.view.viewport()
        .rect()
        .intersects(panel.view.cursorRect(panel.view.extraSelections()[-1].cursor))
    )
    find(exploring, "zoe")
    marked = [one.cursor.selectedText() for one in panel.view.extraSelections() if one.cursor.hasSelection()]
    assert marked == ["Zoë"]


def test_why_quotes_what_is_said_with_its_words(exploring: Exploring) -> None:
    find(exploring, "dog")
    assert quoted(exploring) == ("", [])
    exploring.key(Qt.Key.Key_H)
    assert quoted(exploring) == ("We saw Zoë's dog, a dog.", ["dog", "dog"])
    exploring.window.parts.session.seek(0.1)
    exploring.settle()
    assert quoted(exploring) == ("", [])
    exploring.window.parts.session.seek(1.2)
    assert quoted(exploring)[0]
    exploring.key(Qt.Key.Key_H)
    assert quoted(exploring) == ("", [])


def quoted(exploring: Exploring) -> tuple[str, list[str]]:
    """The line that is quoted on the picture, and its words that are marked."""
    view = exploring.window.parts.player.frame_view
    if view.quote is None:
        return "", []
    text = view.accessibleDescription()
    return text, [text[start:end] for start, end in view.quote.places]
