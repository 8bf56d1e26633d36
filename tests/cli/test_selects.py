"""Bins and marks by commands, on a library whose content is known."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.analyses import KnownShot, add_video
from tests.cli.conftest import Done
from tests.cli.running import run
from videxplore.services.library import Library


@pytest.fixture(autouse=True)
def known_library(tmp_path: Path) -> None:
    """Two films of two scenes."""
    with Library.open(tmp_path / "library") as library:
        for name in ("a", "b"):
            add_video(library, Path(f"/films/{name}.mp4"), [KnownShot(1, 4.0), KnownShot(2, 4.0)])


def starts(answer: tuple[int, Any]) -> list[float]:
    code, document = answer
    assert code == 0, document
    return [item["start_s"] for item in document["items"]]


def test_a_bin_from_its_first_item_to_its_end(done: Done) -> None:
    code, document = done("selects", "add", "Best", "a.mp4@5", "b.mp4@1-2.5", "--note", "hut", "--rating", 3)
    assert code == 0
    item = {"place": 2, "video": "/films/b.mp4", "start_s": 1.0, "end_s": 2.5, "note": "hut", "rating": 3}
    assert document["items"][1] == {**item, "rejected": False}
    assert document["duration_s"] == 5.5
    assert starts(done("selects", "add", "best", "b.mp4@3-4", "--at", 1)) == [3, 4, 1]
    assert starts(done("selects", "move", "Best", 1, 3)) == [4, 1, 3]
    assert starts(done("selects", "move", "Best", 3, 1)) == [3, 4, 1]
    assert starts(done("selects", "move", "Best", 2, 2)) == [3, 4, 1]
    assert done("selects", "trim", "Best", 2, "--in", 4.5, "--out", 99)[1]["items"][1]["end_s"] == 8.0
    assert done("selects", "note", "Best", 1, "Tür")[1]["items"][0]["note"] == "Tür"
    rated = done("selects", "rate", "Best", 1, 5, "--reject")[1]
    assert (rated["items"][0]["rating"], rated["items"][0]["rejected"]) == (5, True)
    assert rated["duration_s"] == 5.0
    assert done("selects", "rate", "Best", 1, "--keep")[1]["items"][0]["rating"] == 5
    assert starts(done("selects", "remove", "Best", 1, 3)) == [4.5]
    assert done("selects", "rename", "Best", "Rest")[1]["name"] == "Rest"
    assert done("selects") == (0, {"selects": [{"name": "Rest", "items": 1, "duration_s": 3.5}]})
    assert starts(done("selects", "show", "REST")) == [4.5]
    assert starts(done("selects", "delete", "Rest")) == [4.5]
    assert done("selects", "list") == (0, {"selects": []})


WRONG = [
    (("show", "nosuch"), 3, "There is no bin nosuch"),
    (("add", "", "a.mp4@1"), 2, "A bin needs a name"),
    (("add", "\0", "a.mp4@1"), 2, "A bin needs a name"),
    (("rename", "x", "\udcff\u200b"), 2, "A bin needs a name"),
    (("add", "x", "a.mp4@99"), 3, "a.mp4 has no moment at 99 s"),
    (("add", "x", "a.mp4@1", "--rating", 6), 2, ""),
    (("remove", "x", 9), 3, "x has no item 9"),
    (("move", "x", 9, 1), 3, "x has no item 9"),
    (("trim", "x", 1), 2, ""),
    (("trim", "x", 1, "--in", 3, "--out", 2), 2, "The span 3-2 ends before it starts"),
    (("trim", "x", 1, "--in", 8), 3, "a.mp4 is over after 8.000 s"),
    (("rate", "x", 1), 2, ""),
    (("rename", "x", "y"), 3, "There is a bin y already"),
]


@pytest.mark.parametrize(("command", "code", "words"), WRONG)
def test_what_a_bin_cannot_do_is_said(done: Done, command: tuple[object, ...], code: int, words: str) -> None:
    for name in ("x", "y"):
        done("selects", "add", name, "a.mp4@1")
    before = done("selects", "show", "x")
    ended, said = done("selects", *command)
    assert ended == code, said
    assert said.startswith(words) or code == 2
    assert done("selects", "show", "x") == before


def test_options_before_the_name_of_a_subcommand_are_its_own(
    done: Done, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    where = ["--library", str(tmp_path / "library"), "--data-dir", str(tmp_path / "data")]
    code, out, _ = run(capsys, "selects", *where, "--json", "add", "Best", "a.mp4@1-2")
    assert (code, json.loads(out)["name"]) == (0, "Best")
    assert starts(done("selects", "show", "Best")) == [1.0]
    # Those after its name count more.
    code, out, _ = run(capsys, "selects", "--library", str(tmp_path / "none"), "show", *where, "Best")
    assert (code, "a.mp4" in out) == (0, True)


def test_marks(done: Done) -> None:
    assert done("mark", "set", "a.mp4@1", "--favourite", "--tag", "Tür", "--tag", "Tür")[0] == 0
    mark = done("mark", "set", "a.mp4@1", "--note", "knock", "--rating", 4)[1]["marks"][0]
    said = {"verdict": "favourite", "note": "knock", "tags": ["Tür"], "rating": 4}
    assert mark == {"video": "/films/a.mp4", "start_s": 1.0, "end_s": 1.0, **said}
    assert done("bookmarks", "a.mp4")[1]["bookmarks"] == [1.0]
    assert done("mark", "set", "b.mp4@5-6", "--reject")[1]["marks"][0]["verdict"] == "rejected"
    assert len(done("mark")[1]["marks"]) == 2
    assert done("mark", "list", "a.mp4") == (0, {"marks": [mark]})
    [found] = done("find", "knocks")[1]["moments"]
    assert found["time_s"] == 1.0
    assert found["reasons"] == [{"word": "knocks", "place": "mark", "text": "knock"}]
    assert done("find", "tür")[1]["moments"][0]["video"] == "/films/a.mp4"
    assert done("mark", "set", "a.mp4@1", "--neither", "--untag", "Tür")[1]["marks"][0]["tags"] == []
    assert done("mark", "remove", "a.mp4@1") == (0, {"marks": []})
    assert done("mark", "remove", "a.mp4@1") == (3, "a.mp4 has no mark at 0:01.000.")
    assert done("mark", "set", "a.mp4@1", "--favourite", "--reject")[0] == 2
    assert done("mark", "set", "a.mp4@1", "--tag", " ")[0] == 2
