"""Files written whole, and places where none is to be written."""

import os
import stat
from pathlib import Path

import pytest

from videxplore.core.errors import ExportError
from videxplore.core.export_files import write_export
from videxplore.core.file_names import fitted_name


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


def test_an_older_file_is_replaced(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(b"older")
    write_export(file, b"newer")
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
    file.write_bytes(b"content")
    with pytest.raises(ExportError, match=r"\.$"):
        write_export(file, b"content")
