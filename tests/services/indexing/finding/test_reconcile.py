"""What has become of known videos whose files are asked for by name."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from videxplore.core.task import Task
from videxplore.core.types import Video, VideoState
from videxplore.services.indexing.finding.reconcile import IndexIntake, MatchedFile, Reconciler
from videxplore.services.indexing.finding.scan import FoundFile
from videxplore.services.library import Library

AddVideo = Callable[[str], Video]


@pytest.fixture
def add_video(library: Library, tmp_path: Path) -> AddVideo:
    """Lets the library know a file that is not there; its folder is."""

    def add(name: str) -> Video:
        path = tmp_path / "videos" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        return library.catalogue.add_video(path, name, 1, 1)

    return add


def states(library: Library) -> dict[str, VideoState]:
    return {video.path.name: video.state for video in library.catalogue.videos()}


def test_a_removed_file_is_gone_whatever_its_name_looks_like(library: Library, add_video: AddVideo) -> None:
    videos = [add_video(name) for name in ("video.mp4", "no_ending")]
    Reconciler(library).missing_under([video.path for video in videos])
    assert states(library) == {"video.mp4": VideoState.GONE, "no_ending": VideoState.GONE}


def test_a_folder_that_is_away_is_offline_whatever_its_name_looks_like(
    library: Library, add_video: AddVideo, tmp_path: Path
) -> None:
    folder = add_video("trip.2024/video.mp4").path.parent
    folder.rmdir()
    Reconciler(library).missing_under([folder])
    assert states(library) == {"video.mp4": VideoState.OFFLINE}


def test_a_file_of_a_folder_that_is_away_is_offline(library: Library, add_video: AddVideo) -> None:
    path = add_video("drive/video.mp4").path
    path.parent.rmdir()
    Reconciler(library).missing_under([path])
    assert states(library) == {"video.mp4": VideoState.OFFLINE}


def test_of_two_paths_that_hold_a_video_the_first_says_what_became_of_it(
    library: Library, add_video: AddVideo, tmp_path: Path
) -> None:
    path = add_video("drive/video.mp4").path
    path.parent.rmdir()
    missing = Reconciler(library).missing_under([tmp_path / "videos", path.parent, path])
    assert [(video.path, video.state) for video in missing] == [(path, VideoState.GONE)]


def test_what_was_found_is_not_missing(library: Library, add_video: AddVideo) -> None:
    video = add_video("video.mp4")
    reconciler = Reconciler(library)
    reconciler.match(FoundFile(video.path, video.size_bytes, video.modified_ns))
    assert reconciler.missing_under([video.path.parent]) == []


def test_very_many_files_may_be_asked_for_by_name(library: Library, add_video: AddVideo) -> None:
    paths = [add_video(f"{number}.mp4").path for number in range(500)]
    for path in paths:
        path.touch()
    reconciler = Reconciler(library)
    started_s = time.perf_counter()
    assert reconciler.missing_under(paths) == []
    assert time.perf_counter() - started_s < 1.0


def write_files(folder: Path, contents: dict[str, str]) -> None:
    """Make these the only files of a folder; an index run does not read them further than their content."""
    for file in folder.rglob("*.mp4"):
        file.unlink()
    for name, content in contents.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content * 1000)


def matched(library: Library, folder: Path) -> dict[str, MatchedFile]:
    """What one search of a folder finds, by name."""
    intake = IndexIntake(library, Task())
    intake.add([folder])
    items = []
    while not intake.is_exhausted:
        items += list(intake.take())
    found = [item for item in items if isinstance(item, MatchedFile)]
    return {item.file.path.relative_to(folder).as_posix(): item for item in found}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"a.mp4": "A", "b.mp4": "B"}, {"a.mp4": "B", "b.mp4": "A"}),
        ({"a.mp4": "A", "b.mp4": "BB", "c.mp4": "CCC"}, {"a.mp4": "CCC", "b.mp4": "A", "c.mp4": "BB"}),
        ({"a.mp4": "A"}, {"a.mp4": "New", "b.mp4": "A"}),
        ({"b.mp4": "A"}, {"b.mp4": "New", "a.mp4": "A"}),
        ({"1.mp4": "A", "2.mp4": "B"}, {"1.mp4": "New", "2.mp4": "A", "3.mp4": "B"}),
        ({"1.mp4": "A", "2.mp4": "B"}, {"1.mp4": "B", "2.mp4": "New"}),
        ({"day1/C1.mp4": "A", "day2/C1.mp4": "B"}, {"day1/C1.mp4": "B", "day2/C1.mp4": "A"}),
    ],
)
def test_a_video_follows_its_content_when_files_take_each_others_names(
    library: Library, tmp_path: Path, before: dict[str, str], after: dict[str, str]
) -> None:
    folder = tmp_path / "videos"
    write_files(folder, before)
    known = {before[name]: item.result.video.id for name, item in matched(library, folder).items()}
    write_files(folder, after)
    found = matched(library, folder)
    for name, content in after.items():
        result = found[name].result
        assert result.moved == (content in known)
        assert result.video.id == known.get(content, result.video.id)
        assert result.video.path == folder / name
    assert {video.id: video.path for video in library.catalogue.videos()} == {
        item.result.video.id: item.file.path for item in found.values()
    }
    replaced = {item.result.replaced.id for item in found.values() if item.result.replaced is not None}
    assert replaced == {video_id for content, video_id in known.items() if content not in after.values()}


def test_a_copy_that_was_overwritten_takes_nothing_from_the_one_that_is_there(
    library: Library, tmp_path: Path
) -> None:
    folder = tmp_path / "videos"
    write_files(folder, {"a.mp4": "A", "b.mp4": "A"})
    known = {name: item.result.video.id for name, item in matched(library, folder).items()}
    write_files(folder, {"a.mp4": "A", "b.mp4": "New"})
    found = matched(library, folder)
    assert found["a.mp4"].result.video.id == known["a.mp4"]
    replaced = found["b.mp4"].result.replaced
    assert replaced is not None
    assert replaced.id == known["b.mp4"]
