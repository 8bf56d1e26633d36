"""A library of version 0.1.0 opens, and gives what it gave that version.

``library_of_version_0_1_0.zip`` was made by that version, at commit e90e847, from two synthesised videos in
``/films``, with a taught action, two bookmarks, and two searches, one of them named. ``answers.json`` is what
the commands of that version printed; the videos are beside it.
"""

import json
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest

from videxplore.cli.application import main
from videxplore.services.library import Library

ARCHIVE = Path(__file__).parent / "library_of_version_0_1_0.zip"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The library and its videos, which are not where it says."""
    with zipfile.ZipFile(ARCHIVE) as archive:
        archive.extractall(tmp_path)
    return tmp_path


@pytest.fixture
def answers(folder: Path) -> dict[str, Any]:
    """What the commands of the older version printed, by command."""
    stored: dict[str, Any] = json.loads((folder / "answers.json").read_text())
    return stored


def printed(capsys: pytest.CaptureFixture[str], folder: Path, command: str) -> dict[str, Any]:
    """The JSON document of a command."""
    with pytest.raises(SystemExit) as ended:
        main([*command.split(), "--json", "--library", str(folder / "library"), "--data-dir", str(folder)])
    assert not ended.value.code
    document: dict[str, Any] = json.loads(capsys.readouterr().out)
    return document


def times_s(document: dict[str, Any]) -> list[tuple[float, float, float]]:
    return [(one["start_s"], one["end_s"], one["keyframe_s"]) for one in document["shots"]]


def test_contents(folder: Path, answers: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> None:
    status, known = printed(capsys, folder, "status"), answers["status"]
    for key in ("videos", "hours", "shots", "keyframes", "clips", "spaces", "states", "queued", "failed"):
        assert status[key] == known[key], key
    for command in ("shots one.mp4", "shots two.mp4"):
        document = printed(capsys, folder, command)
        assert times_s(document) == times_s(answers[command])
        assert document["frame_rate"] == "25/1"


@pytest.mark.parametrize("command", ["similar one.mp4@1.2", "similar one.mp4@1.2 --by motion", "find waving"])
def test_searches_find_the_same(
    folder: Path, answers: dict[str, Any], capsys: pytest.CaptureFixture[str], command: str
) -> None:
    found, known = printed(capsys, folder, command)["moments"], answers[command]["moments"]
    assert [one["video"] for one in found] == [one["video"] for one in known]
    assert [one["time_s"] for one in found] == [one["time_s"] for one in known]
    assert [one["similarity"] for one in found] == pytest.approx(
        [one["similarity"] for one in known], abs=1e-3
    )


def test_labels(folder: Path, answers: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> None:
    document, known = printed(capsys, folder, "actions one.mp4"), answers["actions one.mp4"]
    assert document["models"] == known["models"]
    assert [one["label"] for one in document["overall"]] == [one["label"] for one in known["overall"]]
    assert printed(capsys, folder, "teach --list") == answers["teach --list"]


def test_bookmarks_and_searches_of_the_user(
    folder: Path, answers: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    for name, known in answers["bookmarks"].items():
        assert printed(capsys, folder, f"bookmarks {name}")["bookmarks"] == known
    searches = printed(capsys, folder, "searches")["searches"]
    assert [[one["id"], one["parent"], one["name"]] for one in searches] == answers["searches"]
    assert [one["query"]["like"] for one in searches] == [["/films/two.mp4@1.2"], ["/films/one.mp4@0.9"]]
    assert printed(capsys, folder, "searches --again 2")["moments"]


def test_thumbnails_and_strips(folder: Path) -> None:
    with Library.open(folder / "library") as library:
        for video in library.catalogue.videos():
            assert library.strip(video.id) is not None
            for keyframe in library.catalogue.keyframes(video.id):
                assert (library.keyframe_picture(keyframe.id) or b"").startswith(b"\xff\xd8")


def test_moved_videos_are_linked_and_not_analysed_again(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # What versions since then compute anew is computed once.
    printed(capsys, folder, f"relink one.mp4 {folder / 'one.mp4'}")
    printed(capsys, folder, f"relink two.mp4 {folder / 'two.mp4'}")
    printed(capsys, folder, f"index {folder / 'one.mp4'} {folder / 'two.mp4'} --device cpu")
    shutil.copyfile(folder / "two.mp4", folder / "renamed.mp4")
    printed(capsys, folder, f"relink one.mp4 {folder / 'one.mp4'}")
    printed(capsys, folder, f"relink two.mp4 {folder / 'renamed.mp4'}")
    report = printed(capsys, folder, f"index {folder / 'one.mp4'} {folder / 'renamed.mp4'} --device cpu")
    assert [one["status"] for one in report["videos"]] == ["unchanged", "unchanged"]
    assert printed(capsys, folder, "bookmarks one.mp4 --add 2.0")["bookmarks"] == [0.4, 1.5, 2.0]
    assert printed(capsys, folder, "check")["problems"] == []
