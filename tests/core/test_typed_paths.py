"""Paths as a person types them."""

from pathlib import Path

import pytest

from videxplore.core.typed_paths import expanded, is_file, is_folder, is_there


def test_the_sign_for_a_home_is_taken_where_somebody_has_one() -> None:
    assert expanded(Path("~/a.mp4")) == Path.home() / "a.mp4"
    assert expanded(Path("~no-such-person/a.mp4")) == Path("~no-such-person/a.mp4")


def test_files_and_folders_are_told_apart(tmp_path: Path) -> None:
    file = tmp_path / "a.mp4"
    file.write_bytes(b"")
    assert (is_file(file), is_folder(file), is_there(file)) == (True, False, True)
    assert (is_file(tmp_path), is_folder(tmp_path), is_there(tmp_path)) == (False, True, True)


@pytest.mark.parametrize("text", ["nowhere", "x" * 300, "a\0b", "a.mp4/b"])
def test_a_text_that_is_no_path_is_nothing(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.mp4").write_bytes(b"")
    path = tmp_path / text
    assert (is_file(path), is_folder(path), is_there(path)) == (False, False, False)
