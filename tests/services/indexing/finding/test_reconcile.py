"""What has become of known videos whose files are asked for by name."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from videxplore.core.types import Video, VideoState
from videxplore.services.indexing.finding.reconcile import Reconciler
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
