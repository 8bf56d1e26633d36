"""Files that went and came back are noticed, without being read."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from videxplore.core.task import Cancelled, Task
from videxplore.core.types import Video, VideoState
from videxplore.services.indexing.finding.disk_changes import Presence, check_presence
from videxplore.services.library import Library

AddVideo = Callable[..., Video]


@pytest.fixture
def add_video(library: Library, tmp_path: Path) -> AddVideo:
    def add(name: str, state: VideoState = VideoState.WAITING, error: str = "") -> Video:
        file = tmp_path / "videos" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(name)
        status = file.stat()
        video = library.catalogue.add_video(file, name, status.st_size, status.st_mtime_ns)
        library.catalogue.set_state(video.id, state, error)
        return library.catalogue.video(video.id)

    return add


def look(library: Library, folder: Path | None = None) -> Presence:
    return check_presence(library, Task(), folder)


def states(library: Library) -> dict[str, VideoState]:
    return {video.path.name: video.state for video in library.catalogue.videos()}


def test_nothing_is_noted_while_every_file_is_there(library: Library, add_video: AddVideo) -> None:
    add_video("a.mp4")
    version = library.catalogue.version()
    assert look(library) == Presence((), ())
    assert library.catalogue.version() == version


def test_a_deleted_file_is_gone_and_one_of_a_folder_that_is_away_is_offline(
    library: Library, add_video: AddVideo, tmp_path: Path
) -> None:
    for name in ("a/1.mp4", "a/2.mp4", "b/3.mp4", "b.2024/4.mp4"):
        add_video(name)
    (tmp_path / "videos" / "a" / "1.mp4").unlink()
    for name in ("b", "b.2024"):
        shutil.rmtree(tmp_path / "videos" / name)
    found = look(library)
    assert {video.path.name for video in found.changed} == {"1.mp4", "3.mp4", "4.mp4"}
    assert found.to_index == ()
    assert states(library) == {
        "1.mp4": VideoState.GONE,
        "2.mp4": VideoState.WAITING,
        "3.mp4": VideoState.OFFLINE,
        "4.mp4": VideoState.OFFLINE,
    }
    assert look(library).changed == ()


def test_a_mount_point_left_empty_is_away(library: Library, add_video: AddVideo, tmp_path: Path) -> None:
    for name in ("a/1.mp4", "a/2.mp4"):
        add_video(name)
        (tmp_path / "videos" / name).unlink()
    look(library)
    assert set(states(library).values()) == {VideoState.OFFLINE}


def test_what_comes_back_is_what_it_was_and_goes_on_where_it_was(
    library: Library, add_video: AddVideo, tmp_path: Path
) -> None:
    video = add_video("a/1.mp4")
    away = tmp_path / "away"
    (tmp_path / "videos" / "a").rename(away)
    look(library)
    away.rename(tmp_path / "videos" / "a")
    assert look(library) == Presence((video,), (video.path,))
    assert library.catalogue.video(video.id) == video


def test_what_comes_back_changed_is_left_to_indexing(
    library: Library, add_video: AddVideo, tmp_path: Path
) -> None:
    video = add_video("a/1.mp4")
    video.path.unlink()
    look(library)
    video.path.write_text("something else")
    os.utime(video.path, ns=(0, 0))
    assert look(library) == Presence((), (video.path,))
    assert states(library) == {"1.mp4": VideoState.GONE}


def test_a_failed_video_keeps_its_sentence(library: Library, add_video: AddVideo) -> None:
    video = add_video("a.mp4", VideoState.FAILED, "It is cut off.")
    video.path.unlink()
    assert look(library).changed == ()
    assert library.catalogue.video(video.id) == video


def test_one_folder_is_looked_at_by_itself(library: Library, add_video: AddVideo, tmp_path: Path) -> None:
    for name in ("a/1.mp4", "a/b/2.mp4"):
        add_video(name).path.unlink()
    look(library, tmp_path / "videos" / "a")
    assert states(library) == {"1.mp4": VideoState.GONE, "2.mp4": VideoState.WAITING}


def test_a_look_is_cancelled_before_anything_is_noted(library: Library, add_video: AddVideo) -> None:
    add_video("a.mp4").path.unlink()
    task = Task()
    task.cancel()
    with pytest.raises(Cancelled):
        check_presence(library, task)
    assert states(library) == {"a.mp4": VideoState.WAITING}


def test_what_moved_while_it_was_looked_for_stays(
    library: Library, add_video: AddVideo, tmp_path: Path
) -> None:
    video = add_video("a.mp4")
    library.catalogue.update_file(video.id, path=tmp_path / "elsewhere.mp4")
    assert library.catalogue.set_states([(video, VideoState.GONE)]) == []
    assert states(library) == {"elsewhere.mp4": VideoState.WAITING}
