"""Scenes described in the search box of the real window, once a model for that was got by a click."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from tests.ui.exploring import Exploring
from tests.ui.models.models_page import opened, press, shown_page, words
from tests.ui.searched_paths import START_MS
from tests.weights_server import serving, write_random_weights
from videxplore.backbones.tables.image import is_text_installed
from videxplore.services.searching.query.query import Query, Ranking, SceneExample, TextExample
from videxplore.settings import load_settings
from videxplore.ui.dialogs.settings_dialog import SettingsDialog

CLIP = "clip-vit-b-32"
SENTENCE = "a boat on the beach"


@pytest.fixture
def mirror(tmp_path: Path) -> Path:
    """A folder that is served as a mirror."""
    folder = tmp_path / "mirror"
    folder.mkdir()
    return folder


@pytest.fixture
def exploring(qtbot: QtBot, tmp_path: Path, footage: Path, mirror: Path) -> Iterator[Exploring]:
    """A window over one video that nothing is known of but their look."""
    with serving(mirror) as server, opened(qtbot, tmp_path, footage, server.address) as exploring:
        yield exploring


def type_into_search(exploring: Exploring, text: str) -> None:
    edit = exploring.window.parts.query_bar.edit
    edit.setFocus()
    QTest.keyClicks(edit, text)
    QTest.keyClick(edit, Qt.Key.Key_Return)


def close_settings(exploring: Exploring) -> None:
    for dialog in exploring.window.findChildren(SettingsDialog):
        dialog.reject()
    exploring.until(lambda: not exploring.window.findChildren(SettingsDialog))


def answer(exploring: Exploring, is_asked: Callable[[Query], bool]) -> Ranking:
    """The answer to a query, once it is there."""
    session = exploring.window.parts.session
    exploring.until(lambda: session.ranking is not None and is_asked(session.ranking.query))
    assert session.ranking is not None
    return session.ranking


def test_without_a_model_a_sentence_is_words_and_a_model_is_one_click_away(exploring: Exploring) -> None:
    parts = exploring.window.parts
    exploring.settle()
    assert not parts.search.describes
    type_into_search(exploring, SENTENCE)
    exploring.until(lambda: parts.search.query is not None and parts.search.query.words == SENTENCE)
    exploring.until(parts.similar.word_help.isVisible)
    assert "get a model" in parts.similar.word_help.text()
    parts.similar.word_help.linkActivated.emit("settings:models")
    exploring.until(
        lambda: any(one.isVisible() and one.text() == "Describe in words" for one in _labels(exploring))
    )


def _labels(exploring: Exploring) -> list[QLabel]:
    return exploring.window.findChildren(QLabel)


@pytest.mark.slow
@pytest.mark.skipif(not is_text_installed(), reason="open_clip (extra `text`) is not installed")
def test_a_click_gets_a_model_and_sentences_are_answered(exploring: Exploring, mirror: Path) -> None:
    # Random numbers of the true shapes: what they answer means nothing.
    write_random_weights(CLIP, mirror)
    parts = exploring.window.parts
    row = shown_page(exploring).rows[CLIP]
    press(row, "Get")
    exploring.qtbot.waitUntil(lambda: parts.search.describes, timeout=6 * START_MS)
    exploring.qtbot.waitUntil(lambda: not parts.work.is_running, timeout=START_MS)
    assert "In use" in words(row)
    settings = load_settings(exploring.paths.settings_file)
    assert (settings.backbone, settings.description_backbone) == ("efficientnet-lite0", CLIP)
    catalogue = exploring.library.catalogue
    assert {one.backbone for one in catalogue.spaces()} == {"efficientnet-lite0", CLIP}
    [video] = catalogue.videos()
    assert {one.prediction.label for one in catalogue.predictions(video.id)} >= {"thing1", "thing3"}

    close_settings(exploring)
    assert parts.query_bar.edit.placeholderText().startswith("Describe")
    type_into_search(exploring, SENTENCE)
    ranking = answer(exploring, lambda query: query.positives == (TextExample(SENTENCE),))
    assert len(ranking.moments) == 3
    assert [chip.text() for chip in parts.query_bar.chips] == [f"\u201c{SENTENCE}\u201d"]
    # A label is found as before, and a scene narrows what was described.
    type_into_search(exploring, "thing2")
    ranking = answer(exploring, lambda query: query.positives == (TextExample("thing2"),))
    assert ranking.moments[0].reasons[0].text == "thing2"
    parts.search.like(SceneExample(video.id, 0.5))
    ranking = answer(exploring, lambda query: len(query.positives) == 2)
    assert all(moment.start_s > 0.5 for moment in ranking.moments)

    press(shown_page(exploring).rows[CLIP], "Remove")
    exploring.qtbot.waitUntil(lambda: not parts.search.describes, timeout=START_MS)
    assert {one.backbone for one in catalogue.spaces()} == {"efficientnet-lite0"}
    assert load_settings(exploring.paths.settings_file).description_backbone == ""


@pytest.mark.skipif(is_text_installed(), reason="open_clip is installed")
def test_a_model_whose_package_is_missing_cannot_be_used(exploring: Exploring) -> None:
    weights = exploring.paths.weights
    weights.mkdir(parents=True)
    (weights / f"{CLIP}.safetensors").write_bytes((2).to_bytes(8, "little") + b"{}")
    row = shown_page(exploring).rows[CLIP]
    assert "Needs the package open-clip-torch" in words(row)
    assert words(row).endswith("| Remove")
    assert "Use" not in words(row).split(" | ")
