"""Files that come into the window and leave it, whatever bytes their names are made of."""

import os
from pathlib import Path
from urllib.parse import unquote_to_bytes

import pytest
from PySide6.QtCore import QMimeData

from videxplore.ui.drag_and_drop import dropped_paths, url_of

NAMES = [b"plain.mp4", b"caf\xe9.mp4", "ü 100% #1?.mp4".encode(), b"new\nline (1) ~.mp4"]


@pytest.mark.skipif(os.name == "nt", reason="names are text there")
@pytest.mark.parametrize("name", NAMES)
def test_a_file_dropped_is_the_file_on_disk(tmp_path: Path, name: bytes) -> None:
    path = tmp_path / os.fsdecode(name)
    path.write_bytes(b"")
    data = QMimeData()
    # As file managers write it: each byte that is no plain letter by its number.
    data.setData("text/uri-list", path.as_uri().encode() + b"\r\n")
    assert dropped_paths(data) == [path]


@pytest.mark.skipif(os.name == "nt", reason="names are text there")
@pytest.mark.parametrize("name", NAMES)
def test_a_file_dragged_out_is_named_byte_by_byte(tmp_path: Path, name: bytes) -> None:
    path = tmp_path / os.fsdecode(name)
    data = QMimeData()
    data.setUrls([url_of(path)])
    carried = bytes(data.data("text/uri-list").data()).decode().strip()
    assert unquote_to_bytes(carried) == b"file://" + os.fsencode(path)
    assert dropped_paths(data) == [path]


def test_what_is_no_file_is_left_out() -> None:
    data = QMimeData()
    data.setData("text/uri-list", b"https://example.org/a.mp4\r\n")
    assert dropped_paths(data) == []
