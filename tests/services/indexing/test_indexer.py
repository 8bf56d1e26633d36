"""A watched folder's videos are indexed as they come, go, and come back."""

import errno
import shutil
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from tests.conftest import MakeVideo
from tests.services.indexed import index, quick_indexer
from videxplore.core.task import Task
from videxplore.core.types import Depth
from videxplore.services.indexing.finding.disk_changes import find_changes
from videxplore.services.indexing.finding.watched_folders import FolderWatcher
from videxplore.services.indexing.index_types import IndexEvent, IndexEventKind, IndexReport, IndexStatus
from videxplore.services.indexing.indexer import index_and_watch
from videxplore.services.library import Library

PATIENCE_S = 300.0
SETTLING_SOON = partial(FolderWatcher, settled_s=0.4)
Kind = IndexEventKind


class Story:
    """Does the next step when the event it waits for happens."""

    def __init__(self) -> None:
        self.events: list[IndexEvent] = []
        self._condition = threading.Condition()

    def note(self, event: IndexEvent) -> None:
        with self._condition:
            self.events.append(event)
            self._condition.notify_all()

    def wait(self, kind: Kind, path: Path) -> None:
        def happened() -> bool:
            return any(event.kind is kind and event.path == path for event in self.events)

        with self._condition:
            assert self._condition.wait_for(happened, PATIENCE_S), f"{path.name} never became {kind}"


def refuse(folder: Path, reason: str) -> None:
    pytest.fail(f"{folder} is not watched: {reason}")


def watch(library: Library, folder: Path, story: Story, live: Callable[[], None]) -> IndexReport:
    """Index a folder and watch it while somebody lives in it."""
    task = Task()

    def person() -> None:
        try:
            live()
        finally:
            task.cancel()

    thread = threading.Thread(target=person)
    thread.start()
    indexer = quick_indexer(library, depth=Depth.QUICK)
    report = index_and_watch(indexer, [folder], task, story.note, refuse, SETTLING_SOON)
    thread.join()
    return report


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "watched"
    folder.mkdir()
    return folder


def test_a_watched_folder_is_kept_up_with(
    library: Library, make_video: MakeVideo, tmp_path: Path, folder: Path
) -> None:
    first = make_video("watched/first.mp4", seeds=[1], frames_per_shot=10)
    elsewhere = make_video("second.mp4", seeds=[2], frames_per_shot=10)
    second = folder / "second.mp4"
    story = Story()

    def live() -> None:
        story.wait(Kind.SEARCHABLE, first)
        elsewhere.rename(second)
        story.wait(Kind.SEARCHABLE, second)
        second.unlink()
        story.wait(Kind.GONE, second)
        folder.rename(tmp_path / "unplugged")
        story.wait(Kind.OFFLINE, first)
        (tmp_path / "unplugged").rename(folder)
        story.wait(Kind.UNCHANGED, first)

    report = watch(library, folder, story, live)
    statuses = {video.path: video.status for video in report.videos}
    assert statuses == {first: IndexStatus.INDEXED, second: IndexStatus.INDEXED}


def test_nothing_is_said_of_files_that_nobody_chose(
    library: Library, make_video: MakeVideo, tmp_path: Path, folder: Path
) -> None:
    first = make_video("watched/first.mp4", seeds=[1], frames_per_shot=10)
    elsewhere = make_video("second.mp4", seeds=[2], frames_per_shot=10)
    renamed, second = folder / "renamed.mp4", folder / "second.mp4"
    story = Story()

    def live() -> None:
        story.wait(Kind.SEARCHABLE, first)
        for name in ("note.txt", "film.mp4"):
            (folder / name).write_text("for a moment")
            (folder / name).unlink()
        (folder / "notes.txt").write_text("notes")
        shutil.copy(elsewhere, folder / "second.mp4.part")
        first.rename(renamed)
        story.wait(Kind.MOVED, renamed)
        (folder / "second.mp4.part").rename(second)
        story.wait(Kind.SEARCHABLE, second)

    report = watch(library, folder, story, live)
    statuses = {video.path: video.status for video in report.videos}
    assert statuses == {
        first: IndexStatus.INDEXED,
        renamed: IndexStatus.MOVED,
        second: IndexStatus.INDEXED,
    }
    assert {event.path for event in story.events} == set(statuses)


def test_unwatched_folder_is_reported(library: Library, folder: Path) -> None:
    class LimitedWatcher(FolderWatcher):
        def watch(self, folder: Path) -> None:
            raise OSError(errno.ENOSPC, "inotify watch limit reached")

    told: list[tuple[Path, str]] = []
    task = Task()

    def refuse_and_end(folder: Path, reason: str) -> None:
        told.append((folder, reason))
        task.cancel()

    indexer = quick_indexer(library, depth=Depth.QUICK)
    report = index_and_watch(indexer, [folder], task, Story().note, refuse_and_end, LimitedWatcher)
    assert told == [(folder, "inotify watch limit reached")]
    assert report.videos == ()


def test_what_the_person_took_out_comes_back_only_when_it_is_chosen(
    library: Library, make_video: MakeVideo, folder: Path
) -> None:
    out = make_video("watched/out.mp4", seeds=[1], frames_per_shot=10)
    index(library, [out], depth=Depth.QUICK)
    [video] = library.catalogue.videos()
    library.remove_video(video.id)
    other = make_video("watched/other.mp4", seeds=[2], frames_per_shot=10)
    new = find_changes(library, [folder, out], Task())
    assert new == [other]
    index(library, new, depth=Depth.QUICK)
    assert [video.path for video in library.catalogue.videos()] == [other]
    index(library, [folder], depth=Depth.QUICK)
    assert {video.path for video in library.catalogue.videos()} == {other, out}
    assert library.catalogue.exclusions.all() == []
