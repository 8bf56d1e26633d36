"""Files written whole, and places where none is to be written."""

import os
import stat
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from videxplore.core.errors import ExistingFileError, ExportError
from videxplore.core.export_files import (
    NEW_FILES_ONLY,
    NUMBERED_FILES,
    ExportRules,
    export_file,
    write_export,
)
from videxplore.core.file_names import fitted_name
from videxplore.core.task import Cancelled, Task


def write_slowly(target: Path, rules: ExportRules, meanwhile: Callable[[], object]) -> Path:
    """Write a file; something happens before it is finished."""
    with export_file(target, rules) as draft:
        draft.scratch.write_bytes(b"mine")
        meanwhile()
    return draft.target


@pytest.mark.parametrize("name", ["x" * 300 + ".csv", "a\0b.csv", "nowhere/a.csv"])
def test_a_name_that_no_file_can_have_is_refused_with_a_sentence(tmp_path: Path, name: str) -> None:
    with pytest.raises(ExportError, match=r"cannot be written.*\.$"):
        write_export(tmp_path / name, b"content")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes among files here")
def test_what_is_no_plain_file_is_not_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.csv"
    os.mkfifo(pipe)
    with pytest.raises(ExportError, match="is not a regular file and stays"):
        write_export(pipe, b"content")
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    folder = tmp_path / "folder.csv"
    folder.mkdir()
    with pytest.raises(ExportError, match="is not a regular file and stays"):
        write_export(folder, b"content")
    assert {entry.name for entry in tmp_path.iterdir()} == {"pipe.csv", "folder.csv"}


def test_an_older_file_is_replaced_only_if_the_user_agreed(tmp_path: Path) -> None:
    file, other = tmp_path / "a.csv", tmp_path / "b.csv"
    file.write_bytes(b"older")
    for rules in (NEW_FILES_ONLY, ExportRules(replaceable=frozenset([other]))):
        with pytest.raises(ExistingFileError, match=r"exists already and stays: choose another name\.$"):
            write_export(file, b"newer", rules)
    assert file.read_bytes() == b"older"
    assert write_export(file, b"newer", ExportRules(replaceable=frozenset([file]))) == file
    assert file.read_bytes() == b"newer"
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize("letter", ["x", "\u5f71", "\U0001f600"])
def test_the_longest_names_can_be_written(tmp_path: Path, letter: str) -> None:
    file = tmp_path / fitted_name(letter * 255, ".csv")
    write_export(file, b"content")
    assert file.read_bytes() == b"content"


def test_a_path_that_is_too_long_for_the_scratch_file_is_answered_with_a_sentence(tmp_path: Path) -> None:
    folder = tmp_path
    while len(str(folder)) < 3850:
        folder /= "d" * 100
    folder /= "d" * (4085 - len(str(folder)) - 1)
    folder.mkdir(parents=True)
    file = folder / "f.csv"
    with pytest.raises(ExportError, match=r"\.$"):
        write_export(file, b"content")


def test_a_link_is_an_older_file_wherever_it_leads(tmp_path: Path) -> None:
    link = tmp_path / "a.csv"
    link.symlink_to(tmp_path / "nowhere")
    with pytest.raises(ExistingFileError):
        write_export(link, b"newer")
    assert write_export(link, b"newer", NUMBERED_FILES) == tmp_path / "a (2).csv"
    assert link.is_symlink()
    assert not link.exists()


def test_a_taken_name_is_numbered(tmp_path: Path) -> None:
    (tmp_path / "a (3).csv").mkdir()
    files = [write_export(tmp_path / "a.csv", content, NUMBERED_FILES) for content in (b"1", b"2", b"3")]
    assert [file.name for file in files] == ["a.csv", "a (2).csv", "a (4).csv"]
    assert [file.read_bytes() for file in files] == [b"1", b"2", b"3"]


def test_a_file_that_appears_while_another_is_written_stays(tmp_path: Path) -> None:
    target = tmp_path / "a.csv"
    with pytest.raises(ExistingFileError):
        write_slowly(target, NEW_FILES_ONLY, lambda: target.write_bytes(b"another program's"))
    second = tmp_path / "a (2).csv"
    third = write_slowly(target, NUMBERED_FILES, lambda: second.write_bytes(b"another program's"))
    assert third == tmp_path / "a (3).csv"
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == {
        "a.csv": b"another program's",
        "a (2).csv": b"another program's",
        "a (3).csv": b"mine",
    }


def test_a_video_that_appears_while_it_is_replaced_stays(tmp_path: Path) -> None:
    target, videos = tmp_path / "a.mp4", set[Path]()
    target.write_bytes(b"older")
    rules = ExportRules(replaceable=frozenset([target]), is_library_video=videos.__contains__)
    with pytest.raises(ExportError, match="is a video of the library"):
        write_slowly(target, rules, lambda: videos.add(target))
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == {"a.mp4": b"older"}


def test_what_fails_leaves_the_older_file(tmp_path: Path) -> None:
    target = tmp_path / "a.csv"
    target.write_bytes(b"older")
    rules = ExportRules(replaceable=frozenset([target]))
    task = Task()
    task.cancel()
    with pytest.raises(Cancelled):
        write_slowly(target, rules, task.checkpoint)
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == {"a.csv": b"older"}


def test_exports_at_the_same_moment_each_get_a_name(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        contents = [str(number).encode() for number in range(64)]
        files = list(
            pool.map(lambda content: write_export(tmp_path / "a.csv", content, NUMBERED_FILES), contents)
        )
    assert [file.read_bytes() for file in files] == contents
    assert set(tmp_path.iterdir()) == set(files)
