"""What the window does to a library, done by commands, on real videos."""

import re
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest
import typer.main

from tests.analyses import KnownShot, known_analysis, store
from tests.cli.conftest import Done
from tests.conftest import MakeVideo
from tests.services.indexed import index
from tests.videos import Encoding, shots, write_video
from videxplore.cli.application import make_application
from videxplore.core.types import VideoState
from videxplore.services.library import Library
from videxplore.services.searching.query.query import Query
from videxplore.services.searching.query_history import HistoryService

DAY_S = 86400


@pytest.fixture(scope="module")
def indexed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of two real films, and the library that knows them."""
    folder = tmp_path_factory.mktemp("indexed")
    (folder / "films").mkdir()
    files = [
        write_video(folder / "films" / f"{name}.mp4", shots(seeds, 25))
        for name, seeds in (("a", (1, 2)), ("b", (3, 4)))
    ]
    with Library.open(folder / "library") as library:
        index(library, files)
    return folder


@pytest.fixture
def films(tmp_path: Path, indexed: Path) -> list[Path]:
    """Copies of the films, and of the library, which knows them where they are."""
    shutil.copytree(indexed, tmp_path, dirs_exist_ok=True)
    with Library.open(tmp_path / "library") as library:
        for video in library.catalogue.videos():
            library.catalogue.update_file(video.id, path=tmp_path / "films" / video.path.name)
        return [video.path for video in library.catalogue.videos()]


def archives(folder: Path) -> set[str]:
    return {str(file.relative_to(folder / "library")) for file in (folder / "library").rglob("*.zip")}


def states(folder: Path) -> dict[str, str]:
    with Library.open(folder / "library", writable=False) as library:
        return {video.path.name: video.state.value for video in library.catalogue.videos()}


def test_removing(films: list[Path], tmp_path: Path, done: Done) -> None:
    content = films[0].read_bytes()
    assert done("bookmarks", films[0], "--add", 0.5)[0] == 0
    assert len(archives(tmp_path)) == 4
    code, document = done("remove", "a.mp4", "nosuch.mp4")
    assert code == 1
    assert document == {
        "removed": [{"video": str(films[0]), "bookmarks": [0.5]}],
        "failed": [{"video": "nosuch.mp4", "error": "There is no video nosuch.mp4 in the library."}],
    }
    assert films[0].read_bytes() == content
    assert archives(tmp_path) == {"previews/2.zip", "keyframes/2.zip"}
    assert states(tmp_path) == {"b.mp4": "complete"}
    with Library.open(tmp_path / "library", writable=False) as library:
        assert [one.path for one in library.catalogue.exclusions.all()] == [films[0]]
    assert done("index", films[0], "--actions", "none")[0] == 0
    assert states(tmp_path) == {"a.mp4": "complete", "b.mp4": "complete"}


def test_relinking(films: list[Path], tmp_path: Path, done: Done) -> None:
    done("bookmarks", films[0], "--add", 0.5)
    moved = films[0].rename(tmp_path / "elsewhere.mp4")
    done("purge", "--older-than", 1)
    assert states(tmp_path)["a.mp4"] == "gone"
    assert done("relink", films[0], tmp_path / "nosuch.mp4") == (
        3,
        f"There is no file {tmp_path / 'nosuch.mp4'}.",
    )
    assert done("relink", films[0], films[1])[1].endswith("remove that one first.")
    code, document = done("relink", "a.mp4", moved)
    assert (code, document) == (0, {"video": str(moved), "was": str(films[0]), "state": "complete"})
    assert done("bookmarks", moved)[1]["bookmarks"] == [0.5]
    assert done("index", moved, "--actions", "none")[1]["videos"][0]["status"] == "unchanged"


def test_videos_of_a_moved_folder_are_relinked_together(
    films: list[Path], tmp_path: Path, done: Done
) -> None:
    moved = (tmp_path / "films").rename(tmp_path / "archive")
    (moved / "b.mp4").rename(moved / "c.mp4")
    # Another video by the name of a missing one is left alone.
    (moved / "b.mp4").write_bytes((moved / "c.mp4").read_bytes()[:-1] + b"x")
    code, document = done("relink", "a.mp4", moved / "a.mp4", "--others")
    assert (code, document["others"]) == (0, [])
    (moved / "c.mp4").replace(moved / "b.mp4")
    code, document = done("relink", moved / "a.mp4", moved / "a.mp4", "--others")
    assert (code, document["others"]) == (
        0,
        [{"video": str(moved / "b.mp4"), "was": str(films[1]), "state": "complete"}],
    )


def test_other_content_is_linked_by_force_where_it_is_as_long(
    films: list[Path], tmp_path: Path, done: Done, make_video: MakeVideo
) -> None:
    again = make_video("again.mp4", seeds=(1, 2), encoding=Encoding(options={"crf": "40"}))
    longer = make_video("longer.mp4", seeds=(1, 2, 3, 4))
    films[0].unlink()
    code, said = done("relink", "a.mp4", again)
    assert code == 3
    assert said.endswith("Index it, or add --force.")
    assert done("relink", "a.mp4", longer, "--force")[1].endswith("it is another video; index it.")
    assert done("relink", "a.mp4", again, "--force")[0] == 0
    assert done("shots", again)[1]["video"] == str(again)
    assert states(tmp_path) == {"again.mp4": "complete", "b.mp4": "complete"}


def test_purging_deletes_what_is_known_of_gone_videos_and_nothing_else(
    films: list[Path], tmp_path: Path, done: Done
) -> None:
    with Library.open(tmp_path / "library") as library:
        store(
            library, tmp_path / "unplugged" / "c.mp4", known_analysis([KnownShot(1, 1.0)], strip_per_shot=1)
        )
        other = library.strip_file(99)
        other.write_bytes(library.strip_file(library.catalogue.videos()[1].id).read_bytes())
    content = films[1].read_bytes()
    films[0].unlink()
    assert done("purge", "--older-than", 1) == (0, {"purged": []})
    assert states(tmp_path) == {"a.mp4": "gone", "b.mp4": "complete", "c.mp4": "offline"}
    connection = sqlite3.connect(tmp_path / "library" / "catalogue.sqlite3")
    with connection:
        connection.execute("UPDATE gone SET since_s = since_s - ?", (2 * DAY_S,))
    connection.close()
    assert done("purge", "--older-than", 3) == (0, {"purged": []})
    before = archives(tmp_path)
    assert done("purge", "--older-than", 1) == (0, {"purged": [str(films[0])]})
    assert before - archives(tmp_path) == {"previews/1.zip", "keyframes/1.zip"}
    assert films[1].read_bytes() == content
    assert states(tmp_path) == {"b.mp4": "complete", "c.mp4": "offline"}


def test_a_file_that_came_back_is_not_purged(films: list[Path], tmp_path: Path, done: Done) -> None:
    with Library.open(tmp_path / "library") as library:
        library.catalogue.set_state(library.catalogue.videos()[0].id, VideoState.GONE)
    assert done("purge") == (0, {"purged": []})
    assert states(tmp_path) == {"a.mp4": "complete", "b.mp4": "complete"}


def test_bookmarks(films: list[Path], done: Done) -> None:
    assert done("bookmarks", "a.mp4") == (0, {"video": str(films[0]), "bookmarks": []})
    assert done("bookmarks", "a.mp4", "--add", 1.5, "--add", 0.25)[1]["bookmarks"] == [0.25, 1.5]
    assert done("bookmarks", "a.mp4", "--remove", 1.5, "--add", 1)[1]["bookmarks"] == [0.25, 1.0]
    for wrong, code in (
        (("--add", 99), 3),
        (("--add", -1), 2),
        (("--add", "nan"), 2),
        (("--remove", 7), 3),
        (("--remove", "nan"), 2),
        (("--add", 0.5, "--remove", 7), 3),
    ):
        assert done("bookmarks", "a.mp4", *wrong)[0] == code, wrong
    assert done("bookmarks", "a.mp4")[1]["bookmarks"] == [0.25, 1.0]


def test_searches(films: list[Path], tmp_path: Path, done: Done) -> None:
    with Library.open(tmp_path / "library") as library:
        video = library.catalogue.videos()[0]
        history = HistoryService(library)
        first = history.remember(Query.scene(video.id, 0.5))
        second = history.remember(Query(words="b"), first.id)
    code, document = done("searches", "--name", first.id, "stripes")
    assert code == 0
    assert [(one["id"], one["parent"], one["name"]) for one in document["searches"]] == [
        (second.id, first.id, ""),
        (first.id, None, "stripes"),
    ]
    assert document["searches"][1]["query"]["like"] == [f"{films[0]}@0.5"]
    assert [one["id"] for one in done("searches", "--named")[1]["searches"]] == [first.id]
    assert done("searches", "--again", second.id)[1]["moments"][0]["video"] == str(films[1])
    assert [one["id"] for one in done("searches", "--forget", first.id)[1]["searches"]] == [second.id]
    assert done("searches", "--forget", first.id)[0] == 3
    assert done("searches", "--name", first.id, "x")[0] == 3
    assert done("searches", "--forget", 1, "--again", 1)[0] == 2


CHANGING = [
    ("remove", "a.mp4"),
    ("relink", "a", "b"),
    ("purge",),
    ("bookmarks", "a", "--add", 1),
    ("searches", "--forget", 1),
    ("selects", "add", "best", "a@1"),
    ("mark", "set", "a@1"),
    ("selects", "import", "a.csv"),
    ("mark", "import", "a.csv"),
]


@pytest.mark.parametrize("command", CHANGING)
def test_no_library_is_made(tmp_path: Path, done: Done, command: tuple[object, ...]) -> None:
    assert done(*command)[0] == 3
    assert not (tmp_path / "library").exists()


def test_the_contract_names_every_command() -> None:
    contract = (Path(__file__).parents[2] / "docs" / "contract.md").read_text(encoding="utf-8")
    program: Any = typer.main.get_command(make_application())
    named = set(re.findall(r"^videxplore (?:\[(\w+)\]|(\w+))", contract, re.MULTILINE))
    assert {one or other for one, other in named} == set(program.commands)
    table = contract.partition("| In the window")[2].partition("\n\n")[0]
    of_window = set(re.findall(r"`(\w+)[^`]*`", table))
    assert of_window <= set(program.commands)
