"""A library is looked through, and mended, after each kind of damage."""

import os
import shutil
import sqlite3
import sys
import threading
import zipfile
from pathlib import Path

import numpy as np
import pytest

from tests.analyses import KnownShot, known_analysis, store
from tests.conftest import MakeVideo
from tests.library_damage import tampered
from tests.services.stored import SPACE, add
from videxplore.core.errors import CatalogueDamagedError, CatalogueMissingError, LibraryRefusedError
from videxplore.core.task import Task
from videxplore.core.types import Depth, KeyframeAnalysis, ShotAnalysis, Thumbnail, VideoAnalysis, VideoState
from videxplore.services.library import Library
from videxplore.services.library_check import LibraryChecker, Remedy, salvage
from videxplore.services.statistics import RuntimeInfo
from videxplore.services.summarising.scene_map import SceneMapService
from videxplore.video.reading.reader import probe


def problems(library: Library) -> list[tuple[str, Remedy]]:
    return [(one.sentence, one.remedy) for one in LibraryChecker(library).problems(Task())]


def test_a_sound_library_has_no_problems(library: Library, make_video: MakeVideo) -> None:
    add(library, make_video(seeds=[1, 2]))
    assert problems(library) == []


@pytest.mark.parametrize("damage", ["delete", "cut", "empty"])
def test_lost_pictures_are_made_again_the_same(library: Library, make_video: MakeVideo, damage: str) -> None:
    video_id = add(library, make_video(seeds=[1, 2]))
    before = [library.keyframe_picture(one.id) for one in library.catalogue.keyframes(video_id)]
    for file in (library.strip_file(video_id), library.keyframes_file(video_id)):
        if damage == "delete":
            file.unlink()
        else:
            file.write_bytes(b"" if damage == "empty" else file.read_bytes()[: file.stat().st_size // 2])
    checker = LibraryChecker(library)
    found = checker.problems(Task())
    assert [one.remedy for one in found] == [Remedy.PICTURES] * 2
    assert checker.repair(found, Task()) == []
    assert problems(library) == []
    assert [library.keyframe_picture(one.id) for one in library.catalogue.keyframes(video_id)] == before


def test_pictures_of_a_video_that_is_away_are_left_with_the_reason(
    library: Library, make_video: MakeVideo
) -> None:
    path = make_video(seeds=[1, 2])
    library.strip_file(add(library, path)).unlink()
    path.unlink()
    checker = LibraryChecker(library)
    (left,) = checker.repair(checker.problems(Task()), Task())
    assert left.remedy is Remedy.NONE


@pytest.mark.parametrize(
    ("spans_s", "length", "words"),
    [
        (((0, 0.9), (1, 2)), 1.0, "leave gaps"),
        (((0, 1),), 1.0, "do not reach its end"),
        (((0, 1), (1, 2)), 0.0, "vectors in test@1 are damaged"),
    ],
)
def test_rows_that_contradict_each_other_are_dropped_and_the_video_waits(
    library: Library,
    make_video: MakeVideo,
    spans_s: tuple[tuple[float, float], ...],
    length: float,
    words: str,
) -> None:
    add(library, make_video(seeds=[1, 2]), spans_s=spans_s, length=length)
    checker = LibraryChecker(library)
    found = checker.problems(Task())
    assert words in found[0].sentence
    assert checker.repair(found, Task()) == []
    assert problems(library) == []
    (video,) = library.catalogue.videos()
    assert video.state is VideoState.WAITING


def test_pictures_of_no_video_are_deleted_and_foreign_files_stay(
    library: Library, make_video: MakeVideo
) -> None:
    video_id = add(library, make_video(seeds=[1, 2]))
    stray = library.folder / "previews" / "99.zip"
    shutil.copyfile(library.strip_file(video_id), stray)
    foreign = [
        library.folder / name
        for name in (
            "previews/98.zip",
            "previews/notes.txt",
            "previews/.1.zip.ab12",
            "keyframes/097.zip",
            "keyframes/backup.zip",
            "indexes/notes.txt",
        )
    ]
    for file in foreign:
        file.write_bytes(b"x")
    shutil.copyfile(stray, library.folder / "keyframes" / "097.zip")
    with zipfile.ZipFile(library.folder / "keyframes" / "96.zip", "w") as archive:
        archive.writestr("1.jpg", b"mine")
    foreign.append(library.folder / "keyframes" / "96.zip")
    album = library.folder / "previews" / "95.zip"
    album.mkdir()
    checker = LibraryChecker(library)
    found = checker.problems(Task())
    assert [(one.sentence, one.remedy) for one in found] == [
        ("previews/99.zip belongs to no video.", Remedy.DELETE)
    ]
    assert sorted(checker.foreign_files()) == sorted(
        f"{file.parent.name}/{file.name} was not made by videxplore; left untouched."
        for file in (*foreign, album)
    )
    assert checker.repair(found, Task()) == []
    assert not stray.exists()
    assert all(file.exists() for file in (*foreign, album))
    assert problems(library) == []


def test_what_an_indexer_writes_meanwhile_is_no_problem(library: Library, make_video: MakeVideo) -> None:
    video_id = add(library, make_video(seeds=[1, 2]))
    for name in (f".{video_id}.6752e398.zip", ".59.zip.6752e398"):
        (library.folder / "previews" / name).write_bytes(b"half")
    with Library.open(library.folder, writable=False) as reader:
        # The pictures of the next analysis are written before its rows.
        pictures = [Thumbnail(0.25, b"next")]
        library.write_caches(video_id, pictures, pictures)
        timer = threading.Timer(0.2, lambda: store_again(library, video_id, 0.25))
        timer.start()
        assert problems(reader) == []
        assert LibraryChecker(reader).foreign_files() == []
        timer.join()


def store_again(library: Library, video_id: int, time_s: float) -> None:
    """Store an analysis of one scene."""
    path = library.catalogue.video(video_id).path
    vector = np.array([1, 0, 0, 0], np.float32)
    shot = ShotAnalysis(0, 2, (KeyframeAnalysis(time_s, 1.0, b"", {SPACE.name: vector}),))
    library.catalogue.store_analysis(video_id, VideoAnalysis(probe(path), Depth.FULL, (shot,), (SPACE,)))


def test_a_file_in_the_place_of_pictures_is_set_aside(library: Library, make_video: MakeVideo) -> None:
    video_id = add(library, make_video(seeds=[1, 2]))
    mine = {library.strip_file(video_id): b"my zip", library.keyframes_file(video_id): b"PK\x03\x04 mine"}
    for file, content in mine.items():
        file.unlink()
        file.write_bytes(content)
    checker = LibraryChecker(library)
    assert checker.repair(checker.problems(Task()), Task()) == []
    assert problems(library) == []
    for file, content in mine.items():
        (aside,) = file.parent.glob(f"{file.name}.set-aside-*")
        assert aside.read_bytes() == content


@pytest.mark.skipif(sys.platform == "win32", reason="there are no named pipes in folders")
def test_a_pipe_in_the_place_of_a_cache_is_not_waited_for(library: Library, make_video: MakeVideo) -> None:
    video_id = add(library, make_video(seeds=[1, 2]))
    for file in (
        library.strip_file(video_id),
        library.folder / "keyframes" / "99.zip",
        library.folder / "engine.json",
        library.folder / "indexes" / "map.npz",
    ):
        file.unlink(missing_ok=True)
        os.mkfifo(file)
    assert library.statistics().engine == RuntimeInfo()
    library.note_engine(RuntimeInfo(device="cpu"))
    assert library.statistics().engine.device == "cpu"
    SceneMapService(library).current()
    checker = LibraryChecker(library)
    assert checker.repair(checker.problems(Task()), Task()) == []
    assert problems(library) == []


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
