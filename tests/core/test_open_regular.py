"""Regular files are opened; nothing else is, and nothing blocks."""

import os
from pathlib import Path

import pytest

from videxplore.core.files import NotRegularFileError, open_regular


def test_a_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"line\r\nline\x1a")
    with open_regular(tmp_path / "a", follow_links=True) as file:
        assert file.read() == b"line\r\nline\x1a"


def test_a_link_to_a_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"abc")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    with open_regular(tmp_path / "b", follow_links=True) as file:
        assert file.read() == b"abc"


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotRegularFileError):
        open_regular(tmp_path, follow_links=True)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="named pipes are a Unix thing")
def test_a_named_pipe_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(NotRegularFileError):
        open_regular(tmp_path / "pipe", follow_links=True)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        open_regular(tmp_path / "a", follow_links=True)
