"""Videos of a library and its own folder are never written over, however a path is spelled."""

import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.analyses import KnownShot, add_video
from videxplore.core.errors import ExistingFileError, ExportError
from videxplore.core.export_files import write_export
from videxplore.services.exporting.protection import export_rules
from videxplore.services.library import Library

NFC = unicodedata.normalize("NFC", "Müller Café.mp4")
NFD = unicodedata.normalize("NFD", NFC)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    (tmp_path / "videos").mkdir()
    with Library.open(tmp_path / "library") as opened:
        yield opened


def add(library: Library, file: Path) -> Path:
    """A video of the library at a path; its file, if it is to exist, is made by the caller."""
    add_video(library, file, [KnownShot(1, 1.0)])
    return file


def refuse(library: Library, target: Path, words: str) -> None:
    """See that nothing is written at ``target``, even if the user agreed."""
    older = target.read_bytes() if target.exists() else None
    with pytest.raises(ExportError, match=words):
        write_export(target, b"newer", export_rules(library, [target]))
    assert (target.read_bytes() if target.exists() else None) == older


@pytest.fixture
def film(library: Library, tmp_path: Path) -> Path:
    file = add(library, tmp_path / "videos" / "film.mp4")
    file.write_bytes(b"footage")
    return file


def test_a_video_stays_by_whatever_path(
    library: Library, film: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(film.parent)
    (tmp_path / "link.mp4").symlink_to(film)
    (tmp_path / "folder").symlink_to(film.parent)
    (tmp_path / "hard.mp4").hardlink_to(film)
    (tmp_path / "to hard.mp4").symlink_to(tmp_path / "hard.mp4")
    for target in (
        film,
        Path("film.mp4"),
        film.parent / ".." / "videos" / "film.mp4",
        tmp_path / "link.mp4",
        tmp_path / "folder" / "film.mp4",
        tmp_path / "hard.mp4",
        tmp_path / "to hard.mp4",
    ):
        refuse(library, target, "is a video of the library, and stays")
    assert film.read_bytes() == b"footage"


def test_a_video_that_is_known_by_a_link_stays(library: Library, tmp_path: Path) -> None:
    file = tmp_path / "film.mp4"
    file.write_bytes(b"footage")
    add(library, tmp_path / "link.mp4").symlink_to(file)
    refuse(library, file, "is a video of the library")
    refuse(library, tmp_path / "link.mp4", "is a video of the library")


@pytest.mark.parametrize(
    ("known", "written"),
    [
        ("film.mp4", "film.mp4"),
        ("film.mp4", "FILM.mp4"),
        (NFC, NFD),
        (NFD, NFC),
        ("Straße.mp4", "STRASSE.MP4"),
    ],
)
@pytest.mark.parametrize("folder", ["videos", "other"])
def test_nothing_takes_the_place_of_a_missing_video(
    library: Library, tmp_path: Path, known: str, written: str, folder: str
) -> None:
    add(library, tmp_path / "videos" / known)
    (tmp_path / "other").symlink_to("videos")
    refuse(library, tmp_path / folder / written, "is a video of the library")
    assert list((tmp_path / "videos").iterdir()) == []
    written_file = write_export(tmp_path / written, b"new", export_rules(library))
    assert written_file.read_bytes() == b"new"


def test_names_that_differ_are_free_where_the_file_system_tells_them_apart(
    library: Library, film: Path
) -> None:
    target = film.with_name("FILM.mp4")
    if target.exists():
        refuse(library, target, "is a video of the library")
    else:
        assert write_export(target, b"new", export_rules(library)) == target
    assert film.read_bytes() == b"footage"


def test_other_files_are_replaced_if_the_user_agreed(library: Library, film: Path) -> None:
    target = film.with_name("other.mp4")
    write_export(target, b"first", export_rules(library))
    with pytest.raises(ExistingFileError):
        write_export(target, b"second", export_rules(library))
    with pytest.raises(ExistingFileError):
        write_export(target, b"second", export_rules(library, [film, film.parent]))
    write_export(target, b"second", export_rules(library, [target]))
    assert target.read_bytes() == b"second"


def test_nothing_is_written_in_the_folder_of_the_library(library: Library, tmp_path: Path) -> None:
    own = {file: file.read_bytes() for file in library.folder.rglob("*") if file.is_file()}
    (tmp_path / "folder").symlink_to(library.folder)
    (tmp_path / "link.json").symlink_to(library.folder / "catalogue.sqlite3")
    for target in (
        library.folder / "catalogue.sqlite3",
        library.folder / "engine.json",
        library.folder / "new.csv",
        library.folder / "previews" / "1.zip",
        tmp_path / "videos" / ".." / "library" / "keyframes" / "1.zip",
        tmp_path / "folder" / "new.csv",
        tmp_path / "link.json",
    ):
        with pytest.raises(ExportError, match="would lie in the folder of the library"):
            write_export(target, b"newer", export_rules(library, [target]))
    assert {file: file.read_bytes() for file in library.folder.rglob("*") if file.is_file()} == own
    assert (tmp_path / "link.json").readlink() == library.folder / "catalogue.sqlite3"
