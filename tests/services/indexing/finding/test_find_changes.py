"""Of what a watcher names, only what the library does not know as it is is worth indexing."""

import os
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from tests.services.indexed import quick_indexer
from videxplore.core.task import Cancelled, Task
from videxplore.core.types import Depth, Video, VideoState
from videxplore.services.indexing.finding.disk_changes import find_changes
from videxplore.services.indexing.finding.reconcile import Reconciler
from videxplore.services.indexing.finding.scan import FoundFile
from videxplore.services.library import Library


class Place:
    """A library, and a folder of files that only need the names of videos."""

    def __init__(self, library: Library, folder: Path) -> None:
        self.library = library
        self.folder = folder

    def file(self, name: str, content: str = "") -> Path:
        """A file that holds its name, or something else."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content or name)
        return path

    def known(self, name: str, state: VideoState = VideoState.COMPLETE) -> Video:
        """A file that the library knows."""
        return self.know(self.file(name), state)

    def know(self, path: Path, state: VideoState = VideoState.COMPLETE) -> Video:
        """Let the library know a file, as indexing does."""
        status = path.stat()
        result = Reconciler(self.library).match(FoundFile(path, status.st_size, status.st_mtime_ns))
        self.library.catalogue.set_state(result.video.id, state)
        return self.library.catalogue.video(result.video.id)

    def excluded(self, name: str) -> Path:
        """A file whose video the person took out of the library."""
        video = self.known(name)
        self.library.remove_video(video.id)
        return video.path

    def exclusions(self) -> list[Path]:
        return [one.path for one in self.library.catalogue.exclusions.all()]

    def new(self, *paths: Path) -> list[Path]:
        return find_changes(self.library, paths or [self.folder], Task())

    def run(self, paths: Sequence[Path]) -> dict[str, VideoState]:
        """Index paths that need no network; where every video stands then."""
        report = quick_indexer(self.library, depth=Depth.QUICK).run(paths)
        assert report.failed == ()
        return {video.path.name: video.state for video in self.library.catalogue.videos()}


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    folder = tmp_path / "videos"
    folder.mkdir()
    with Library.open(tmp_path / "library") as library:
        yield Place(library, folder)


def test_what_is_not_known_is_new_and_what_is_no_video_is_not(place: Place) -> None:
    place.known("known.mp4")
    new = [place.file("a.mp4"), place.file("below/b.mkv")]
    others = [place.file(name) for name in ("notes.txt", ".hidden.mp4", "film.mp4.part", ".trash/x.mp4")]
    assert place.new() == new
    assert place.new(*new, place.folder / "known.mp4", *others[:-1], place.folder / "never.mp4") == new
    assert place.new(new[1], new[1].parent, new[1]) == [new[1]]


def test_what_changed_or_came_back_is_new(place: Place) -> None:
    longer, touched = place.known("longer.mp4"), place.known("touched.mp4")
    longer.path.write_text("another content")
    os.utime(touched.path, ns=(1, 1))
    back = [place.known(state.value, state) for state in (VideoState.GONE, VideoState.OFFLINE)]
    for number, video in enumerate(back):
        moved = video.path.rename(video.path.with_suffix(".mp4"))
        back[number] = place.library.catalogue.update_file(video.id, path=moved)
    for state in (VideoState.WAITING, VideoState.SEARCHABLE, VideoState.COMPLETE):
        place.known(f"{state.value}.mp4", state)
    assert sorted(place.new()) == sorted([longer.path, touched.path, *(video.path for video in back)])


def test_what_failed_is_tried_again_only_when_its_file_changed(place: Place) -> None:
    failed = place.known("failed.mp4", VideoState.FAILED)
    assert place.new(failed.path) == place.new() == []
    failed.path.write_text("mended")
    assert place.new(failed.path) == place.new() == [failed.path]


def test_a_known_file_that_went_is_marked(place: Place) -> None:
    gone, failed = place.known("gone.mp4"), place.known("failed.mp4", VideoState.FAILED)
    place.known("kept.mp4")
    for video in (gone, failed):
        video.path.unlink()
    assert sorted(place.new()) == sorted(place.new(gone.path, failed.path)) == [failed.path, gone.path]
    assert place.run(place.new()) == {
        "gone.mp4": VideoState.GONE,
        "failed.mp4": VideoState.GONE,
        "kept.mp4": VideoState.COMPLETE,
    }
    assert place.new() == place.new(gone.path) == [], "once"


@pytest.mark.parametrize("is_mount_point_left", [False, True])
def test_a_folder_that_is_away_stands_for_its_videos(place: Place, is_mount_point_left: bool) -> None:
    videos = [place.known(f"drive/{name}.mp4") for name in "ab"]
    drive = videos[0].path.parent
    shutil.rmtree(drive)
    if is_mount_point_left:
        drive.mkdir()
    assert place.new(drive) == [drive]
    assert place.run(place.new(drive)) == {"a.mp4": VideoState.OFFLINE, "b.mp4": VideoState.OFFLINE}
    assert place.new(drive) == []


def test_what_is_no_longer_there_when_a_drive_is_back_is_gone(place: Place) -> None:
    drive, elsewhere = place.folder / "drive", place.folder / "elsewhere"
    place.known("drive/kept.mp4")
    for name in ("drive/gone.mp4", "elsewhere/away.mp4"):
        place.known(name, VideoState.OFFLINE)
    (drive / "gone.mp4").unlink()
    shutil.rmtree(elsewhere)
    states = place.run(place.new())
    assert (states["gone.mp4"], states["away.mp4"]) == (VideoState.GONE, VideoState.OFFLINE)
    assert place.new(drive) == place.new() == []


def test_what_the_person_took_out_is_not_new_until_it_is_wanted_again(place: Place) -> None:
    path = place.excluded("out.mp4")
    assert place.new() == place.new(path) == []
    video = place.know(path)
    removed = place.library.remove_video(video.id)
    assert place.new() == []
    place.library.restore_video(removed)
    path.write_text("another content")
    assert place.new() == [path]


def test_exclusion_survives_touch_but_not_new_content(place: Place) -> None:
    touched, longer, other = (place.excluded(f"{name}.mp4") for name in ("touched", "longer", "other"))
    os.utime(touched, ns=(1, 1))
    longer.write_text("another content")
    other.write_text("rehto.mp4")
    assert place.new() == [longer, other]
    assert [one.modified_ns for one in place.library.catalogue.exclusions.all() if one.path == touched] == [1]


def test_a_file_that_was_moved_is_still_left_out(place: Place) -> None:
    renamed, below = place.excluded("old name.mp4"), place.excluded("old folder/below.mp4")
    new = renamed.rename(renamed.with_name("new name.mp4"))
    below.parent.rename(place.folder / "new folder")
    assert place.new(renamed, new) == []
    assert place.new() == []
    assert place.exclusions() == [place.folder / "new folder" / "below.mp4", new]
    copy = Path(shutil.copy(new, place.folder / "copy.mp4"))
    assert place.new() == [copy]


def test_one_of_two_copies_of_a_file_that_went_is_left_out(place: Place) -> None:
    path = place.excluded("out.mp4")
    moved = path.rename(path.with_name("a.mp4"))
    copy = Path(shutil.copy(moved, path.with_name("b.mp4")))
    assert place.new() == place.new() == [copy]


def test_a_copy_of_what_was_taken_out_of_a_drive_that_is_away_is_new(place: Place) -> None:
    original = place.excluded("drive/out.mp4")
    copy = place.file("disk/out.mp4", original.read_text())
    shutil.rmtree(original.parent)
    assert place.new(copy.parent) == [copy]


def test_a_file_that_cannot_be_read_is_left_to_indexing(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError

    path = place.excluded("out.mp4")
    os.utime(path, ns=(1, 1))
    monkeypatch.setattr(os, "open", refuse)
    assert place.new() == [path]


def test_a_look_can_be_cancelled(place: Place) -> None:
    task = Task()
    task.cancel()
    with pytest.raises(Cancelled):
        find_changes(place.library, [place.file("a.mp4")], task)
