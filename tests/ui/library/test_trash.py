"""Files are moved back from the trash, wherever a system has it."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from videxplore.core.errors import FileWriteError
from videxplore.ui.library.trash import TrashedFile

OTHER_DISK = Path("/dev/shm")  # noqa: S108 - a folder of its own is made there.


@pytest.fixture
def other_disk(tmp_path: Path) -> Iterator[Path]:
    """A folder on another disk than ``tmp_path``."""
    if not OTHER_DISK.is_dir() or OTHER_DISK.stat().st_dev == tmp_path.stat().st_dev:
        pytest.skip("there is no other disk")
    with tempfile.TemporaryDirectory(dir=OTHER_DISK) as folder:
        yield Path(folder)


def test_a_file_comes_back_from_a_trash_on_another_disk(tmp_path: Path, other_disk: Path) -> None:
    trashed = other_disk / "beach.mp4"
    trashed.write_bytes(b"frames")
    TrashedFile(tmp_path / "beach.mp4", trashed).move_back()
    assert (tmp_path / "beach.mp4").read_bytes() == b"frames"
    assert not trashed.exists()


def test_only_the_note_of_a_trash_is_deleted(tmp_path: Path) -> None:
    note = tmp_path / "info" / "beach.mp4.trashinfo"
    for folder, is_trash in ((tmp_path / ".Trash", False), (tmp_path / "files", True)):
        for inner in (folder, note.parent):
            inner.mkdir(exist_ok=True)
        (folder / "beach.mp4").write_bytes(b"frames")
        note.write_text("of the user")
        TrashedFile(tmp_path / f"{folder.name}.mp4", folder / "beach.mp4").move_back()
        assert note.exists() is not is_trash


def test_a_file_in_its_place_is_not_replaced(tmp_path: Path) -> None:
    trashed, place = tmp_path / "trashed.mp4", tmp_path / "beach.mp4"
    for file in (trashed, place):
        file.write_text(file.name)
    with pytest.raises(FileWriteError, match="another file is in its place"):
        TrashedFile(place, trashed).move_back()
    assert place.read_text() == place.name
    assert trashed.exists()
