"""Opening a library."""

from pathlib import Path

import pytest

from tests.analyses import KnownShot, add_video
from tests.conftest import MakeVideo
from videxplore.core.errors import ExportError
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


def test_nothing_is_written_where_a_video_of_the_library_is(tmp_path: Path, make_video: MakeVideo) -> None:
    path = make_video("film.mp4")
    link = tmp_path / "link.mp4"
    link.symlink_to(path)
    with Library.open(tmp_path / "library") as library:
        add_video(library, path, [KnownShot(1, 1.0)])
        for target in (path, link, path.parent / "." / "film.mp4"):
            with pytest.raises(ExportError, match="is a video of the library"):
                library.refuse_to_replace(target)
        library.refuse_to_replace(tmp_path / "other.mp4")
