"""Where a library may be made, and which files in its folder are touched."""

import os
import shutil
import sqlite3
import sys
from pathlib import Path

import pytest

from tests.catalogue.planted import everything
from tests.conftest import MakeVideo
from tests.services.stored import add
from videxplore.core.errors import CatalogueError, CatalogueMissingError, LibraryRefusedError
from videxplore.core.task import Task
from videxplore.core.types import Thumbnail
from videxplore.services.library import Library
from videxplore.services.library_check import LibraryChecker
from videxplore.services.missing_videos import purge
from videxplore.video.thumbnails import write_thumbnail_archive

UNIX = pytest.mark.skipif(sys.platform == "win32", reason="needs symbolic links")
FOLDERS = ["previews", "keyframes", "indexes", "removed"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with Library.open(tmp_path / "library"):
        pass
    return tmp_path / "library"


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A folder of videos, with names that a library uses as well."""
    folder = tmp_path / "Videos"
    for name in (
        "removed/2019/wedding.mov",
        "removed/previews-1.zip.mov",
        "previews/cover.jpg",
        "previews/edit.new",
        "previews/.cover.zip.old",
        "keyframes/a.png",
        "holiday.mp4",
    ):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(name.encode())
    return folder


@pytest.mark.parametrize("writable", [True, False])
def test_a_folder_that_holds_other_things_does_not_become_a_library(own: Path, writable: bool) -> None:
    before = everything(own)
    with pytest.raises(
        LibraryRefusedError,
        match=r"Videos is not empty and is not a videxplore library: choose a new or an empty folder\.$",
    ):
        Library.open(own, writable=writable)
    assert everything(own) == before
    assert sorted(each.name for each in own.iterdir()) == ["holiday.mp4", "keyframes", "previews", "removed"]


@pytest.mark.parametrize("name", ["a.txt", ".hidden", "previews/a.jpg", "catalogue.sqlite3.bak", "empty/"])
def test_one_entry_is_enough_to_refuse(tmp_path: Path, name: str) -> None:
    target = tmp_path / "mine" / name
    target.parent.mkdir(parents=True, exist_ok=True)
    if name.endswith("/"):
        target.mkdir()
    else:
        target.write_bytes(b"mine")
    with pytest.raises(LibraryRefusedError, match="is not empty"):
        Library.open(tmp_path / "mine")


def test_a_file_is_no_library(tmp_path: Path) -> None:
    file = tmp_path / "film.mp4"
    file.write_bytes(b"mine")
    for writable in (True, False):
        with pytest.raises(CatalogueError, match="is not a folder"):
            Library.open(file, writable=writable)
    assert file.read_bytes() == b"mine"


def test_what_the_system_puts_into_folders_does_not_count(tmp_path: Path) -> None:
    folder = tmp_path / "drive"
    (folder / "lost+found").mkdir(parents=True)
    for name in (".DS_Store", "desktop.ini", "Thumbs.db"):
        (folder / name).write_bytes(b"system")
    before = everything(folder)
    with pytest.raises(CatalogueMissingError):
        Library.open(folder, writable=False)
    with Library.open(folder):
        pass
    assert before.items() <= everything(folder).items()


def test_an_empty_folder_and_one_that_is_not_there_become_libraries(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for name in ("empty", "new", "deep/er/new"):
        with Library.open(tmp_path / name):
            pass
        with Library.open(tmp_path / name, writable=False) as library:
            assert library.catalogue.videos() == []


@pytest.mark.parametrize(
    "names",
    [
        ["catalogue.sqlite3.lock"],
        ["catalogue.sqlite3.lock", ".catalogue.0123abcd.sqlite3"],
        ["previews/"],
        ["previews/", "keyframes/", "indexes/"],
        ["previews/", "keyframes/", "indexes/", "catalogue.sqlite3.lock"],
        ["previews/", "keyframes/", "indexes/", "catalogue.sqlite3.lock", "catalogue.sqlite3"],
        ["previews/", "catalogue.sqlite3", "catalogue.sqlite3-journal"],
        ["previews/", "catalogue.sqlite3-wal", "catalogue.sqlite3-shm"],
    ],
)
def test_a_library_whose_making_was_interrupted_is_made(tmp_path: Path, names: list[str]) -> None:
    folder = tmp_path / "library"
    folder.mkdir()
    for name in names:
        if name.endswith("/"):
            (folder / name).mkdir()
        else:
            content = b"SQLite format 3" if name.startswith(".") else b""
            (folder / name).write_bytes(content)
    with pytest.raises(CatalogueMissingError):
        Library.open(folder, writable=False)
    with Library.open(folder) as library:
        assert LibraryChecker(library).problems(Task()) == []
    assert not list(folder.glob(".catalogue*"))


def test_a_library_without_the_folders_of_its_caches_opens(folder: Path) -> None:
    for name in ("previews", "keyframes", "indexes"):
        (folder / name).rmdir()
    with Library.open(folder, writable=False):
        pass
    with Library.open(folder):
        assert all((folder / name).is_dir() for name in ("previews", "keyframes", "indexes"))


def test_a_database_of_the_same_name_is_not_taken_over(tmp_path: Path) -> None:
    folder = tmp_path / "theirs"
    folder.mkdir()
    connection = sqlite3.connect(folder / "catalogue.sqlite3")
    connection.execute("CREATE TABLE theirs (x)")
    connection.close()
    before = everything(folder)
    for writable in (True, False):
        with pytest.raises(CatalogueError, match="another program"):
            Library.open(folder, writable=writable)
    assert everything(folder) == before
    assert len(list(folder.iterdir())) == 1


def test_an_older_library_in_a_folder_of_videos_opens_and_leaves_them_alone(
    own: Path, folder: Path, make_video: MakeVideo
) -> None:
    for file in folder.glob("catalogue.sqlite3*"):
        shutil.move(file, own / file.name)
    before = everything(own)
    with Library.open(own) as library:
        video_id = add(library, make_video(seeds=[1, 2]))
        checker = LibraryChecker(library)
        assert checker.repair(checker.problems(Task()), Task()) == []
        library.restore_video(library.remove_video(video_id))
        library.remove_video(video_id)
        library.delete_removed_caches()
        purge(library, Task())
    with Library.open(own):
        pass
    after = everything(own)
    changing = {name for name in before if name.startswith("catalogue.")}
    assert {name: after.get(name) for name in before.keys() - changing} == {
        name: before[name] for name in before.keys() - changing
    }


def test_only_exact_names_of_regular_files_are_swept(folder: Path) -> None:
    ours = [
        "previews/.7.zip.0123abcd",
        "previews/.7.0123abcd.zip",
        "keyframes/7.new",
        "removed/previews-7.zip",
        ".engine.0123abcd.json",
    ]
    theirs = [
        "previews/.7.zip.old",
        "previews/.7.zip.0123ABCD",
        "previews/.07.zip.0123abcd",
        "previews/draft.new",
        "previews/7.new.txt",
        "keyframes/.7.0123abcd.zip.txt",
        "removed/posters-7.zip",
        "removed/7.zip",
        "removed/2019/previews-7.zip",
        "indexes/old.new",
    ]
    for name in (*ours, *theirs):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"half")
    (folder / "previews" / "8.new").mkdir()
    with Library.open(folder):
        pass
    assert not [name for name in ours if (folder / name).exists()]
    assert [name for name in theirs if (folder / name).exists()] == theirs
    assert (folder / "previews" / "8.new").is_dir()


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """Somebody's documents, with names that a library uses as well."""
    folder = tmp_path / "Documents"
    folder.mkdir()
    for name in ("photo.jpg", "7.ZIP", "draft.new", ".x.zip.y", "1.zip", "7.new", ".7.zip.0123abcd"):
        (folder / name).write_bytes(name.encode())
    write_thumbnail_archive(folder / "99.zip", [Thumbnail(0.5, b"picture")])
    write_thumbnail_archive(folder / "previews-1.zip", [Thumbnail(0.5, b"picture")])
    return folder


@UNIX
@pytest.mark.parametrize("writable", [True, False])
@pytest.mark.parametrize("name", FOLDERS)
def test_a_folder_that_is_a_link_is_refused(folder: Path, outside: Path, name: str, writable: bool) -> None:
    if (folder / name).exists():
        (folder / name).rmdir()
    (folder / name).symlink_to(outside)
    before = everything(outside)
    with pytest.raises(
        LibraryRefusedError, match=rf"The folder {name} in the library {folder} is a symbolic link"
    ):
        Library.open(folder, writable=writable)
    assert everything(outside) == before


@UNIX
def test_links_in_a_new_folder_are_refused(tmp_path: Path, outside: Path) -> None:
    folder = tmp_path / "sent"
    folder.mkdir()
    (folder / "previews").symlink_to(outside)
    with pytest.raises(LibraryRefusedError):
        Library.open(folder)
    (folder / "previews").unlink()
    (folder / "keyframes").symlink_to(tmp_path / "not there")
    with pytest.raises(LibraryRefusedError):
        Library.open(folder)
    assert not (tmp_path / "not there").exists()


@UNIX
@pytest.mark.parametrize("name", FOLDERS)
def test_a_folder_that_becomes_a_link_while_the_library_is_open_is_not_followed(
    folder: Path, outside: Path, make_video: MakeVideo, name: str
) -> None:
    with Library.open(folder) as library:
        video_id = add(library, make_video(seeds=[1, 2]))
        other_id = add(library, make_video("other.mp4", seeds=[3, 4]))
        removed = library.remove_video(other_id)
        shutil.rmtree(folder / name)
        (folder / name).symlink_to(outside)
        before = everything(outside)
        pictures = [Thumbnail(0.5, b"new")]
        for change in (
            lambda: library.write_caches(video_id, pictures, pictures),
            lambda: library.copy_caches(video_id, 1),
            lambda: library.remove_video(video_id),
            lambda: library.delete_video(video_id),
            lambda: library.restore_video(removed),
        ):
            with pytest.raises(LibraryRefusedError):
                change()
        library.delete_removed_caches()
        assert len(library.catalogue.videos()) == 1
    assert everything(outside) == before


@UNIX
def test_single_files_that_are_links_are_replaced_themselves(
    folder: Path, outside: Path, make_video: MakeVideo
) -> None:
    with Library.open(folder) as library:
        video_id = add(library, make_video(seeds=[1, 2]))
        for file in (library.strip_file(video_id), library.keyframes_file(video_id)):
            file.unlink()
            file.symlink_to(outside / "99.zip")
        (folder / "previews" / "12.zip").symlink_to(outside / "99.zip")
        (folder / "previews" / "12.new").symlink_to(outside / "99.zip")
        before = everything(outside)
        checker = LibraryChecker(library)
        assert checker.repair(checker.problems(Task()), Task()) == []
        assert not library.strip_file(video_id).is_symlink()
        library.delete_video(video_id)
    with Library.open(folder):
        pass
    assert everything(outside) == before
    assert (folder / "previews" / "12.zip").is_symlink()


@UNIX
def test_a_library_reached_through_a_link_works(folder: Path, tmp_path: Path, make_video: MakeVideo) -> None:
    link = tmp_path / "lib"
    link.symlink_to(folder)
    with Library.open(link) as library:
        video_id = add(library, make_video(seeds=[1, 2]))
        library.restore_video(library.remove_video(video_id))
        assert LibraryChecker(library).problems(Task()) == []
    with Library.open(folder, writable=False) as library:
        assert len(library.catalogue.videos()) == 1


@UNIX
def test_a_pipe_in_the_place_of_a_folder_is_refused(folder: Path) -> None:
    (folder / "previews").rmdir()
    os.mkfifo(folder / "previews")
    with pytest.raises(LibraryRefusedError, match="The file previews"):
        Library.open(folder)
