"""Marks of videos whose files get other content under the same name."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

import numpy as np
import pytest

from tests.services.indexed import Run, index
from tests.videos import Encoding, shots, write_video
from videxplore.catalogue.taught_records import TaughtAction, TaughtExample
from videxplore.core.selects import Bin, BinItem, MomentMark
from videxplore.core.task import Task
from videxplore.core.types import Depth, Video, VideoState
from videxplore.services.indexing.index_types import IndexEventKind
from videxplore.services.library import Library
from videxplore.services.library_upkeep import purge_long_gone
from videxplore.services.missing_videos import purge

FILM, OTHER = (1, 2, 3), (7, 8, 9)
GOOD, CODED_AGAIN = Encoding(), Encoding(options={"crf": "34", "preset": "ultrafast"})


def film(path: Path, seeds: tuple[int, ...], encoding: Encoding = GOOD, first: int = 0) -> Path:
    """A film of three scenes of a second each, from one of its frames on."""
    return write_video(path, islice(shots(seeds, 25), first, None), encoding)


def run(library: Library, folder: Path) -> Run:
    return index(library, [folder], depth=Depth.QUICK)


@pytest.fixture(scope="module")
def indexed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder ``card`` with one video; ``known`` holds its copy and a library that knows it."""
    place = tmp_path_factory.mktemp("indexed")
    (place / "card").mkdir()
    film(place / "card" / "C1.mp4", FILM)
    with Library.open(place / "known" / "library") as library:
        run(library, place / "card")
    shutil.copytree(place / "card", place / "known" / "card")
    return place


@pytest.fixture
def folder(indexed: Path) -> Iterator[Path]:
    """The folder of the indexed video, as it was indexed."""
    yield indexed / "card"
    shutil.rmtree(indexed / "card")
    shutil.copytree(indexed / "known" / "card", indexed / "card")


@pytest.fixture
def library(indexed: Path, tmp_path: Path) -> Iterator[Library]:
    """The library that knows the video."""
    shutil.copytree(indexed / "known" / "library", tmp_path / "library")
    with Library.open(tmp_path / "library") as opened:
        yield opened


@pytest.fixture
def marked(library: Library) -> Video:
    """The indexed video, which has a mark and is in a bin."""
    (video,) = library.catalogue.videos()
    mark(library, video, "the jump")
    library.catalogue.bins.store(Bin("Best", (BinItem(video.id, 1.0, 2.0, "cut here", 4),)))
    return video


def mark(library: Library, video: Video, note: str) -> None:
    library.catalogue.marks.replace(video.id, [MomentMark(video.id, 1.2, 1.2, note=note)])


def notes(library: Library) -> dict[str, list[str]]:
    """The notes of all marks and items, by the names of their videos."""
    catalogue = library.catalogue
    names = {video.id: video.path.name for video in catalogue.videos()}
    found: dict[str, list[str]] = {}
    said = [(one.video_id, one.note) for one in catalogue.marks.all()]
    said += [(item.video_id, item.note) for one in catalogue.bins.all() for item in one.items]
    for video_id, note in said:
        found.setdefault(names[video_id], []).append(note)
    return found


def test_marks_of_an_overwritten_film_are_kept_with_it_as_a_missing_video(
    library: Library, folder: Path, marked: Video
) -> None:
    film(marked.path, OTHER)
    report = run(library, folder).report
    (kept,) = report.kept
    assert (kept.id, kept.path.name, kept.state) == (marked.id, "C1 (replaced).mp4", VideoState.GONE)
    assert notes(library) == {"C1 (replaced).mp4": ["the jump", "cut here"]}
    assert library.strip_file(marked.id).exists()
    now = library.catalogue.video_by_path(marked.path)
    assert now is not None
    assert now.state is VideoState.SEARCHABLE
    # The next film of this name, and a look whether files are there, change nothing of it.
    mark(library, now, "the fall")
    film(marked.path, (4, 5))
    run(library, folder)
    assert notes(library) == {
        "C1 (replaced).mp4": ["the jump", "cut here"],
        "C1 (replaced 2).mp4": ["the fall"],
    }
    assert run(library, folder).report.kept == ()
    assert [video.id for video in purge_long_gone(library, 1e-9)] == []
    assert {video.id for video in purge(library, Task())} == {marked.id, now.id}


def test_a_film_that_was_encoded_again_keeps_its_marks(library: Library, folder: Path, marked: Video) -> None:
    other = film(folder.parent / "other.mp4", OTHER)
    run(library, other)
    (elsewhere,) = (video for video in library.catalogue.videos() if video.path == other)
    library.catalogue.duplicates.dismiss(marked.fingerprint, elsewhere.fingerprint)
    film(marked.path, FILM, CODED_AGAIN)
    told = run(library, folder)
    assert told.report.kept == ()
    now = library.catalogue.video(marked.id)
    status = marked.path.stat()
    assert now == replace(
        marked,
        fingerprint=now.fingerprint,
        size_bytes=status.st_size,
        modified_ns=status.st_mtime_ns,
        properties=now.properties,
    )
    assert notes(library) == {"C1.mp4": ["the jump", "cut here"]}
    assert library.catalogue.video_ids() == {marked.id, elsewhere.id}
    assert told.kinds(marked.path)[-2:] == [IndexEventKind.PURGED, IndexEventKind.RETURNED]
    pair = tuple(sorted((now.fingerprint, elsewhere.fingerprint)))
    assert pair in library.catalogue.duplicates.dismissed()
    (keyframe, *_) = library.catalogue.keyframes(marked.id)
    assert library.keyframe_picture(keyframe.id) is not None
    assert run(library, folder).kinds(marked.path) == [IndexEventKind.UNCHANGED]


def test_a_film_encoded_again_gets_the_marks_even_after_another_had_its_name(
    library: Library, folder: Path, marked: Video
) -> None:
    film(marked.path, OTHER)
    run(library, folder)
    film(marked.path, FILM, CODED_AGAIN)
    run(library, folder)
    assert notes(library) == {"C1.mp4": ["the jump", "cut here"]}
    assert library.catalogue.video_ids() == {marked.id}


def test_a_copy_of_an_overwritten_film_gets_the_marks(library: Library, folder: Path, marked: Video) -> None:
    copy = folder / "copy.mp4"
    copy.write_bytes(marked.path.read_bytes())
    run(library, folder)
    film(marked.path, OTHER)
    assert run(library, folder).report.kept == ()
    assert notes(library) == {"copy.mp4": ["the jump", "cut here"]}
    assert {video.path for video in library.catalogue.videos()} == {copy, marked.path}


def test_what_a_quick_pass_cannot_tell_is_compared_after_the_full_pass(
    library: Library, folder: Path, marked: Video
) -> None:
    index(library, [folder])
    film(marked.path, FILM, replace(CODED_AGAIN, gop_frames=1000))
    run(library, folder)
    told = index(library, [folder])
    assert notes(library) == {"C1.mp4": ["the jump", "cut here"]}
    assert library.catalogue.video(marked.id).state is VideoState.COMPLETE
    assert told.report.kept == ()


def test_a_trimmed_film_leaves_the_marks_with_the_whole_one(
    library: Library, folder: Path, marked: Video
) -> None:
    film(marked.path, FILM, first=30)
    run(library, folder)
    assert notes(library) == {"C1 (replaced).mp4": ["the jump", "cut here"]}


@pytest.mark.parametrize(
    "others",
    [
        pytest.param((1, 2, 8), id="intro", marks=pytest.mark.slow),
        pytest.param((1, 8, 3), id="middle"),
    ],
)
def test_another_film_with_some_of_the_same_scenes_does_not_get_the_marks(
    library: Library, folder: Path, marked: Video, others: tuple[int, ...]
) -> None:
    film(marked.path, others, CODED_AGAIN)
    run(library, folder)
    index(library, [folder])
    assert notes(library) == {"C1 (replaced).mp4": ["the jump", "cut here"]}


@pytest.mark.parametrize(
    ("mark_s", "is_taken"),
    [
        ((11.4, 11.4), False),
        pytest.param((11.2, 11.9), False, marks=pytest.mark.slow),
        pytest.param((1.0, 1.4), True, marks=pytest.mark.slow),
    ],
)
def test_marks_at_moments_that_an_almost_equal_film_does_not_show_are_not_given_to_it(
    library: Library, folder: Path, mark_s: tuple[float, float], is_taken: bool
) -> None:
    path = film(folder / "C1.mp4", tuple(range(1, 13)))
    index(library, [folder])
    (video,) = library.catalogue.videos()
    library.catalogue.marks.replace(video.id, [MomentMark(video.id, *mark_s, note="the end")])
    film(path, (*range(1, 12), 99), CODED_AGAIN)
    index(library, [folder])
    assert notes(library) == {"C1.mp4" if is_taken else "C1 (replaced).mp4": ["the end"]}


def test_marks_do_not_lie_behind_the_end_of_a_film_that_is_a_little_shorter(
    library: Library, folder: Path, marked: Video
) -> None:
    library.catalogue.marks.replace(marked.id, [MomentMark(marked.id, 2.0, 2.9, note="the jump")])
    write_video(marked.path, islice(shots(FILM, 25), 60), CODED_AGAIN)
    index(library, [folder])
    assert notes(library) == {"C1 (replaced).mp4": ["the jump", "cut here"]}


def test_an_overwritten_film_that_is_found_elsewhere_has_its_marks_there(
    library: Library, folder: Path, marked: Video
) -> None:
    content = marked.path.read_bytes()
    film(marked.path, OTHER)
    run(library, folder)
    (folder / "saved.mp4").write_bytes(content)
    run(library, folder)
    assert notes(library) == {"saved.mp4": ["the jump", "cut here"]}
    # Back under its own name, the other one makes way.
    (folder / "saved.mp4").rename(marked.path)
    run(library, folder)
    assert notes(library) == {"C1.mp4": ["the jump", "cut here"]}
    assert library.catalogue.video_ids() == {marked.id}


def test_what_the_user_said_of_the_new_film_meanwhile_is_not_mixed_with_the_old(
    library: Library, folder: Path, marked: Video
) -> None:
    film(marked.path, FILM, CODED_AGAIN)

    def say(event: object, *_: object) -> None:
        video = library.catalogue.video_by_path(marked.path)
        if video is not None and video.id != marked.id:
            mark(library, video, "new")

    index(library, [folder], depth=Depth.QUICK, on_event=say)
    assert notes(library) == {"C1 (replaced).mp4": ["the jump", "cut here"], "C1.mp4": ["new"]}


def test_taught_examples_are_kept_too_and_removal_of_a_kept_video_can_be_undone(
    library: Library, folder: Path, marked: Video
) -> None:
    library.catalogue.marks.replace(marked.id, [])
    library.catalogue.bins.delete(library.catalogue.bins.all()[0].id)
    (space,) = library.catalogue.spaces()
    example = TaughtExample(marked.id, 0.0, 1.0)
    action = TaughtAction("jump", (example,), "keyframe", (space.name,), np.zeros(space.dim, np.float32), 0.0)
    library.catalogue.taught.store(action)
    film(marked.path, OTHER)
    run(library, folder)
    assert library.catalogue.taught.all()[0].examples == (example,)
    removed = library.remove_video(marked.id)
    assert library.catalogue.taught.all()[0].examples == ()
    assert library.restore_video(removed).id == marked.id
    assert library.catalogue.taught.all()[0].examples == (example,)


def test_removal_is_undone_with_the_marks_though_another_file_is_there_by_now(
    library: Library, folder: Path, marked: Video
) -> None:
    content = marked.path.read_bytes()
    removed = library.remove_video(marked.id)
    film(marked.path, OTHER)
    run(library, folder)
    assert library.restore_video(removed).id == marked.id
    assert notes(library) == {"C1 (replaced).mp4": ["the jump", "cut here"]}
    # Added again as it was: the next run gives it its file.
    removed = library.remove_video(marked.id)
    marked.path.write_bytes(content)
    run(library, folder)
    assert library.restore_video(removed).state is VideoState.GONE
    run(library, folder)
    assert notes(library) == {"C1.mp4": ["the jump", "cut here"]}
    assert library.catalogue.video_ids() == {marked.id}


def test_a_video_of_which_nothing_was_said_is_replaced(library: Library, folder: Path) -> None:
    path = film(folder / "C1.mp4", OTHER)
    assert run(library, folder).report.kept == ()
    assert [video.path for video in library.catalogue.videos()] == [path]
