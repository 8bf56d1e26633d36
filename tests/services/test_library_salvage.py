"""What can still be read of a damaged library goes into a new one."""

import shutil
import sqlite3
from pathlib import Path

import pytest

from tests.analyses import KnownShot, known_analysis, store
from tests.library_damage import tampered
from videxplore.core.errors import CatalogueDamagedError, CatalogueMissingError, LibraryRefusedError
from videxplore.core.task import Task
from videxplore.services.library import Library
from videxplore.services.library_check import LibraryChecker
from videxplore.services.library_salvage import salvage

VIDEOS = 40


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of many videos, each with a bookmark."""
    folder = tmp_path_factory.mktemp("known")
    with Library.open(folder / "library") as library:
        for number in range(VIDEOS):
            shots = [KnownShot(place, 1.0, object="cat", motion=place) for place in range(3)]
            video = store(library, folder / f"{number}.mp4", known_analysis(shots, strip_per_shot=1))
            library.catalogue.bookmarks.replace(video.id, [0.5])
    return folder / "library"


@pytest.fixture
def old(tmp_path: Path, known: Path) -> Path:
    """A copy of that library, which a test may damage."""
    return Path(shutil.copytree(known, tmp_path / "old"))


def page_of(file: Path, table: str) -> int:
    """The number, from 0, of a page in the middle of a table."""
    connection = sqlite3.connect(file)
    try:
        pages = connection.execute(
            "SELECT pageno FROM dbstat WHERE name = ? AND pagetype = 'leaf' ORDER BY pageno", (table,)
        ).fetchall()
    except sqlite3.OperationalError:
        pytest.skip("this SQLite does not say where a table is")
    finally:
        connection.close()
    return int(pages[len(pages) // 2][0]) - 1


def test_a_sound_library_is_copied_whole(old: Path, tmp_path: Path) -> None:
    before = (old / "catalogue.sqlite3").read_bytes()
    report = salvage(old, tmp_path / "new", Task())
    assert (report.videos, report.to_analyse, report.lost, report.unreadable) == (VIDEOS, (), {}, ())
    with Library.open(tmp_path / "new") as library, Library.open(old, writable=False) as source:
        assert library.catalogue.videos() == source.catalogue.videos()
        assert library.catalogue.bookmarks.times_s(1) == (0.5,)
        assert LibraryChecker(library).problems(Task()) == []
    assert (old / "catalogue.sqlite3").read_bytes() == before


@pytest.mark.parametrize("table", ["keyframe_embedding", "shot", "video"])
def test_all_but_what_a_damaged_page_held(old: Path, tmp_path: Path, table: str) -> None:
    file = old / "catalogue.sqlite3"
    place = page_of(file, table) * 8192
    content = bytearray(file.read_bytes())
    content[place : place + 8192] = bytes(8192)
    file.write_bytes(content)
    report = salvage(old, tmp_path / "new", Task())
    assert table in report.unreadable
    with Library.open(tmp_path / "new") as library:
        assert LibraryChecker(library).problems(Task()) == []
        if table != "video":
            assert report.videos == VIDEOS
        complete = [video for video in library.catalogue.videos() if video.depth is not None]
        assert all(len(library.catalogue.shots(video.id)) == 3 for video in complete)


def test_damaged_rows_are_left_out(old: Path, tmp_path: Path) -> None:
    connection = tampered(old / "catalogue.sqlite3")
    connection.execute("UPDATE shot SET end_s = 9e999 WHERE id = 4")
    connection.execute("UPDATE video SET size_bytes = -1 WHERE id = 7")
    connection.close()
    report = salvage(old, tmp_path / "new", Task())
    # With the video went its three scenes.
    assert (report.videos, report.lost["video"], report.lost["shot"]) == (VIDEOS - 1, 1, 4)
    assert [path.name for path in report.to_analyse] == ["1.mp4"]
    with Library.open(tmp_path / "new") as library:
        assert LibraryChecker(library).problems(Task()) == []


def test_a_cut_file(old: Path, tmp_path: Path) -> None:
    file = old / "catalogue.sqlite3"
    content = file.read_bytes()
    file.write_bytes(content[: len(content) * 19 // 20])
    with pytest.raises(CatalogueDamagedError, match="salvage"):
        Library.open(old, writable=False)
    report = salvage(old, tmp_path / "new", Task())
    assert report.videos > 0
    assert report.unreadable


def test_what_is_refused(old: Path, tmp_path: Path) -> None:
    with pytest.raises(LibraryRefusedError, match="with videos"):
        salvage(old, old.parent / "old", Task())
    with pytest.raises(CatalogueMissingError):
        salvage(tmp_path / "none", tmp_path / "new", Task())
    (old / "catalogue.sqlite3").write_bytes(b"words" * 1000)
    with pytest.raises(CatalogueDamagedError, match="not a catalogue any more"):
        salvage(old, tmp_path / "new", Task())
