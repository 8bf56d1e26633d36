"""Opening a library."""

from pathlib import Path

import pytest

from videxplore.services.library import Library


@pytest.fixture
def killed(tmp_path: Path) -> Path:
    """A library whose writer was killed while it wrote pictures."""
    folder = tmp_path / "library"
    with Library.open(folder):
        pass
    for name in (".3.zip.344d7058", "3.zip", "3.new"):
        (folder / "keyframes" / name).write_bytes(b"half")
    return folder


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in (folder / "keyframes").iterdir())


def test_a_writer_removes_what_was_half_written(killed: Path) -> None:
    with Library.open(killed):
        assert names(killed) == ["3.zip"]


def test_a_reader_removes_nothing(killed: Path) -> None:
    with Library.open(killed, writable=False):
        assert len(names(killed)) == 3


def test_a_writer_lets_go_of_what_a_killed_program_kept_for_undoing(killed: Path) -> None:
    (killed / "removed").mkdir()
    (killed / "removed" / "keyframes-4.zip").write_bytes(b"pictures")
    with Library.open(killed):
        assert not (killed / "removed").exists()
