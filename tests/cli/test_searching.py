"""Searching from the command line: every way it cannot be done is one sentence."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from tests.analyses import analysis, unit
from tests.cli.running import run
from videxplore.services.library import Library


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with Library.open(tmp_path / "library") as library:
        for name in ("kept", "gone"):
            video = library.catalogue.add_video(Path(f"/videos/{name}.mp4"), name, 1, 2)
            made = analysis([[unit(7)], [unit(8)]])
            unlabelled = tuple(
                replace(shot, keyframes=tuple(replace(one, predictions=()) for one in shot.keyframes))
                for shot in made.shots
            )
            library.catalogue.store_analysis(video.id, replace(made, shots=unlabelled))
    return tmp_path / "library"


def test_what_was_deleted(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Library.open(folder) as library:
        library.delete_video(library.catalogue.videos()[1].id)
    code, out, said = run(capsys, "similar", "gone.mp4@1", "--library", str(folder))
    assert (code, out, said) == (3, "", "There is no video gone.mp4 in the library.")


@pytest.mark.parametrize("region", ["0,0,2,1", "0.1,0.2,0.3", "a,b,c,d", "0,0,0,1", "nan,0,1,1"])
def test_a_malformed_region(folder: Path, capsys: pytest.CaptureFixture[str], region: str) -> None:
    code, out, said = run(capsys, "similar", "kept.mp4@1", "--region", region, "--library", str(folder))
    assert (code, out) == (2, "")
    assert said.startswith(f"The region {region} ")
    assert len(said.splitlines()) == 1


def test_a_gone_index_is_made_again(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.rmtree(folder / "indexes")
    code, out, _ = run(capsys, "similar", "kept.mp4@1", "--library", str(folder), "--json")
    assert code == 0
    assert json.loads(out)["moments"][0]["video"] == "/videos/gone.mp4"


def test_an_unreachable_store(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    address = "milvus:http://secret@127.0.0.1:9"
    for command in (("similar", "kept.mp4@1", "--index", address), ("migrate", address)):
        code, out, said = run(capsys, *command, "--library", str(folder))
        assert (code, out) == (3, "")
        assert "milvus" in said.lower()
        assert "secret" not in said
        assert len(said.splitlines()) == 1


def test_words_where_nothing_has_labels(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, said = run(capsys, "find", "kitchen", "--library", str(folder))
    assert (code, out) == (0, "")
    assert said.startswith("Nothing that may answer is labelled or named “kitchen”; no scene")
    code, out, _ = run(capsys, "find", "kitchen", "--library", str(folder), "--json")
    assert "no scene of this library has labels" in json.loads(out)["note"]
    code, out, _ = run(capsys, "find", "kept", "--library", str(folder), "--json")
    assert len(json.loads(out)["moments"]) == 2
    code, out, _ = run(capsys, "find", "kept", "--library", str(folder))
    assert out.split()[:6] == ["rank", "video", "from", "to", "score", "again"], "words have no likeness"
