"""Sentences of the layers below the window are shown in its language."""

import errno
import os
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PySide6.QtWidgets import QApplication

from tests.ui.look.shown_sentences import PACKAGE, TRANSLATIONS, shown_templates
from videxplore.core.errors import VidexploreError
from videxplore.core.types import Video, VideoState
from videxplore.services.library_folder import LibraryFolder
from videxplore.settings import load_settings
from videxplore.ui.look.sentences import reason_beside_name, translated
from videxplore.ui.look.texts import LANGUAGES, apply_language, video_words
from videxplore.ui.work.jobs import failure_sentence
from videxplore.video.reading.reader import VideoReader

LANGUAGES_TO_TRANSLATE = sorted(set(LANGUAGES) - {"en"})


def messages(language: str) -> dict[str, str]:
    tree = ElementTree.parse(TRANSLATIONS / f"sentences_{language}.ts")  # noqa: S314 - our own file.
    return {
        message.findtext("source", ""): message.findtext("translation", "")
        for message in tree.iter("message")
    }


@pytest.mark.parametrize("language", LANGUAGES_TO_TRANSLATE)
def test_every_sentence_below_the_window_is_translated(language: str) -> None:
    known = messages(language)
    missing = sorted(template for template in shown_templates() if not known.get(template))
    advice = "run `python -m tests.ui.look.shown_sentences` and translate what is unfinished"
    assert not missing, "\n".join([advice, *missing])


@pytest.mark.parametrize("language", LANGUAGES_TO_TRANSLATE)
def test_no_translation_is_left_of_a_sentence_that_went(language: str) -> None:
    assert not sorted(set(messages(language)) - shown_templates())


@pytest.mark.parametrize("language", LANGUAGES_TO_TRANSLATE)
def test_a_translated_sentence_keeps_every_value(language: str) -> None:
    def places(text: str) -> set[str]:
        return set(re.findall(r"%\d", text))

    lost = {
        source
        for source, translation in messages(language).items()
        if places(source) != places(translation)
        # The number of an error of the system says less than its words; a table is counted in its plural.
        and not source.startswith(("[Errno", "%1 damaged %2 of the table"))
    }
    assert not lost


def test_a_sentence_with_names_and_values_is_german(german: None) -> None:
    assert translated("“a.mp4” is not a video, or is damaged beyond reading.") == (
        "„a.mp4“ ist kein Video oder so beschädigt, dass es sich nicht lesen lässt."
    )
    assert translated("a: b.mp4 has no frame at 12.000 s: it is 8.000 s long.") == (
        "a: b.mp4 hat kein Bild bei 12.000 s: Das Video ist 8.000 s lang."
    )


def test_what_a_sentence_quotes_is_german_too(german: None) -> None:
    no_room = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "/there/x.json")
    assert translated(f"The settings cannot be saved in /there/x.json: {no_room}.") == (
        "Die Einstellungen lassen sich nicht in /there/x.json speichern: "
        "Auf dem Laufwerk ist kein Platz mehr: /there/x.json."
    )
    skipped = "That happened twice, so the video is skipped until its file changes."
    assert translated(f"The decoder crashed on this video (signal SIGSEGV). {skipped}") == (
        "Der Decoder ist an diesem Video abgestürzt (Signal SIGSEGV). "
        "Das geschah zweimal, darum wird das Video übergangen, bis sich die Datei ändert."
    )


def test_a_sentence_without_its_full_stop_is_german_within_another(german: None) -> None:
    how = "download them with `videxplore models fetch x3d-m`, or import a file with"
    assert translated(f"/a.pt is damaged, truncated, or not a file of weights: {how} `b`.") == (
        "/a.pt ist beschädigt, abgeschnitten oder keine Modelldatei: "
        "laden Sie sie mit `videxplore models fetch x3d-m` herunter, oder importieren Sie eine Datei mit `b`."
    )


@pytest.mark.parametrize(
    "sentence",
    ["", " ", ".", "%1", "No such sentence: 100%1.", "a\nb", "[Errno", "%1 cannot be read.", "x" * 100_000],
)
def test_what_is_not_known_stays_as_it_is(german: None, sentence: str) -> None:
    assert translated(sentence) == sentence


def test_names_that_look_like_places_stay(german: None) -> None:
    assert translated("%2 %1.mp4 is empty.") == "%2 %1.mp4 ist leer."
    assert translated("100% holds no video.") == "100% enthält kein Video."


def test_a_name_that_stands_beside_its_reason_is_left_out(german: None) -> None:
    assert reason_beside_name("“a.mp4” is empty.", Path("/v/a.mp4")) == "Die Datei ist leer."


def test_english_sentences_stay_in_an_english_window(qapp: QApplication) -> None:
    apply_language(qapp, "de")
    apply_language(qapp, "en")
    assert translated("a.mp4 is empty.") == "a.mp4 is empty."


def test_failures_of_the_program_are_german(german: None, tmp_path: Path) -> None:
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(b"not a video" * 200)
    settings = tmp_path / "settings.json"
    settings.write_text("[1]")
    said = []
    for fails in (
        lambda: VideoReader(broken),
        lambda: VideoReader(tmp_path / "gone.mp4"),
        lambda: LibraryFolder(tmp_path).require_library(writable=True),
        lambda: load_settings(settings),
    ):
        with pytest.raises(VidexploreError) as failure:
            fails()
        said.append((str(failure.value), failure_sentence(failure.value)))
    assert not [english for english, german in said if english == german]


def test_a_failed_video_gives_its_stored_reason_in_german(german: None, tmp_path: Path) -> None:
    sentence = "“a.mp4” is not a video, or is damaged beyond reading."
    video = Video(1, tmp_path / "a.mp4", "", 1, 1, VideoState.FAILED, error=sentence)
    assert (
        video_words(video).state
        == "Die Datei ist kein Video oder so beschädigt, dass es sich nicht lesen lässt."
    )


def test_the_window_shows_no_error_untranslated() -> None:
    error = re.compile(r"(?<!translated\()str\(error\)")
    files = [*sorted((PACKAGE / "ui").rglob("*.py")), PACKAGE / "app.py"]
    untranslated = [
        f"{file.relative_to(PACKAGE)}:{number}"
        for file in files
        # It runs before there is a window.
        if file.name != "display_check.py"
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if error.search(line) and "translated(why or" not in line
    ]
    assert not untranslated, "show it with `failure_sentence` or `translated`"
