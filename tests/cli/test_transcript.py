"""``videxplore transcript``: lists and writes the text of a video."""

import json
from pathlib import Path

import pytest

from tests.analyses import KnownShot, known_analysis, store
from videxplore.cli import main
from videxplore.core.texts import TextLine, TextReading, TextTrack
from videxplore.services.library import Library


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A library of a video with subtitles in two languages and speech, and one without text."""
    with Library.open(tmp_path / "library") as library:
        video = store(library, tmp_path / "a.mp4", known_analysis([KnownShot(group=1, length_s=9.0)]))
        store(library, tmp_path / "b.mp4", known_analysis([KnownShot(group=2, length_s=9.0)]))
        tracks = tuple(
            TextTrack("subtitle", language, "a", (TextLine(1.0, 2.0, text),))
            for language, text in {"en": "Good morning", "de": "Guten Morgen"}.items()
        )
        spoken = TextTrack("speech", "en", "tiny", (TextLine(1.0, 2.0, "morning", (1.25,)),))
        readings = [TextReading("subtitle", "[]", tracks), TextReading("speech", "tiny", (spoken,))]
        library.catalogue.texts.store(video.id, readings)
    return tmp_path


def run(folder: Path, *arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(["transcript", *arguments, "--library", str(folder / "library")])
    code = ended.value.code
    assert isinstance(code, int)
    return code


def test_text_is_listed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(folder, "a.mp4") == 0
    assert "Good morning" in capsys.readouterr().out
    assert run(folder, "a.mp4", "--language", "DE", "--json") == 0
    document = json.loads(capsys.readouterr().out)
    assert (document["kind"], document["language"]) == ("subtitle", "de")
    assert document["lines"] == [
        {"start_s": 1.0, "end_s": 2.0, "text": "Guten Morgen", "word_times_s": [], "box": None}
    ]
    assert run(folder, "a.mp4", "--kind", "speech", "--json") == 0
    assert json.loads(capsys.readouterr().out)["lines"][0]["word_times_s"] == [1.25]


def test_text_is_written(folder: Path) -> None:
    target = folder / "out.vtt"
    assert run(folder, "a.mp4", str(target)) == 0
    assert "00:00:01.000 --> 00:00:02.000" in target.read_text()
    assert run(folder, "a.mp4", str(target)) == 3
    assert run(folder, "a.mp4", str(target), "--replace", "--language", "de") == 0
    assert "Guten Morgen" in target.read_text("utf-8")


def test_what_is_not_there_is_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(folder, "b.mp4") == 3
    assert "no subtitles" in capsys.readouterr().err
    assert run(folder, "a.mp4", "--kind", "screen") == 3
    assert "speech en" in capsys.readouterr().err
    assert run(folder, "a.mp4", "--kind", "song") == 2
    assert run(folder, "a.mp4", str(folder / "a.doc")) == 2
