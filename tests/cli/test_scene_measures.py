"""Limits on measures of scenes, and lists of videos without content, from the command line."""

import json
from pathlib import Path

import pytest

from tests.analyses import KnownShot, known_analysis, store
from tests.cli.running import run
from videxplore.core.scene_facts import SceneFacts
from videxplore.services.library import Library

NOTHING = SceneFacts(still=1, movement=0, light=0.4, camera="static")
BLACK = SceneFacts(black=1, still=1, movement=0.0, light=0.01)
ANIMAL = SceneFacts(still=0.2, movement=0.2, light=0.5, camera="static")


VIDEOS: dict[str, list[SceneFacts | None]] = {
    "wind": [NOTHING, BLACK],
    "fox": [NOTHING, ANIMAL],
    "new": [None],
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with Library.open(tmp_path / "library") as library:
        for name, scenes in VIDEOS.items():
            shots = [KnownShot(number, 2.0, facts=facts) for number, facts in enumerate(scenes)]
            store(library, Path(f"/videos/{name}.mp4"), known_analysis(shots))
    return tmp_path / "library"


def document(capsys: pytest.CaptureFixture[str], folder: Path, *arguments: str) -> dict[str, object]:
    code, out, _ = run(capsys, *arguments, "--library", str(folder), "--json")
    assert code == 0
    read: dict[str, object] = json.loads(out)
    return read


def names(found: object) -> list[str]:
    assert isinstance(found, list)
    return [Path(one["video"]).stem for one in found]


def test_videos_in_which_nothing_happens_are_listed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    listed = document(capsys, folder, "videos", "--empty")["videos"]
    assert names(listed) == ["wind"]
    assert listed[0]["facts"]["still"] == 1  # type: ignore[index]


def test_videos_are_limited_to_and_sorted_by_measures(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert names(document(capsys, folder, "videos", "--where", "movement>0.1")["videos"]) == ["fox"]
    assert names(document(capsys, folder, "videos", "--sort", "light")["videos"]) == ["fox", "wind", "new"]
    turned = document(capsys, folder, "videos", "--sort", "light", "--reverse")["videos"]
    assert names(turned) == ["wind", "fox", "new"]


def test_scenes_are_found_by_measures_alone(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    moments = document(capsys, folder, "find", "--where", "still<0.5")["moments"]
    assert names(moments) == ["fox"]
    code, out, _ = run(capsys, "find", "--sort", "light", "-k", "1", "--library", str(folder))
    assert code == 0
    assert "0.50" in out


def test_scenes_are_listed_with_what_was_measured(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, facts in VIDEOS.items():
        shots = document(capsys, folder, "shots", f"{name}.mp4")["shots"]
        assert isinstance(shots, list)
        assert [shot["facts"] for shot in shots] == [one and one.to_json() for one in facts]


@pytest.mark.parametrize("command", [("find", "--where", "hue<1"), ("videos", "--sort", "hue"), ("find",)])
def test_what_cannot_be_done_is_said_in_a_sentence(
    folder: Path, capsys: pytest.CaptureFixture[str], command: tuple[str, ...]
) -> None:
    code, out, said = run(capsys, *command, "--library", str(folder))
    assert (code, out) == (2, "")
    assert len(said.splitlines()) == 1


def test_a_skim_shows_only_what_moves(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = document(capsys, folder, "summarize", "fox.mp4", "--seconds", "3", "--only-moving")
    assert made["skim"] == [{"start_s": 2.0, "end_s": 4.0}]
    code, _, said = run(
        capsys, "summarize", "wind.mp4", "--seconds", "3", "--only-moving", "--library", str(folder)
    )
    assert code == 3
    assert "nothing can be shown" in said
