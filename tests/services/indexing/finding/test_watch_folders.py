"""Followed folders tell what is new now and as it comes, also when they are away for a while."""

import errno
import os
import queue
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest

from videxplore.core.errors import CatalogueError
from videxplore.core.task import Task
from videxplore.services.indexed_files import fingerprint
from videxplore.services.indexing.finding.watched_folders import FolderWatcher, watch_folders
from videxplore.services.library import Library

PATIENCE_S = 20.0
SETTLED_S = 0.4
LOOK_EVERY_S = 0.5
QUIET_S = 1.2


class Following:
    """Folders that are followed in a thread."""

    def __init__(self, library: Library, watcher: type[FolderWatcher] = FolderWatcher) -> None:
        self.library = library
        self._new_watcher = partial(watcher, settled_s=SETTLED_S)
        self.task = Task()
        self.refused: list[tuple[Path, str]] = []
        self.error: Exception | None = None
        self._news: queue.Queue[list[Path]] = queue.Queue()
        self._thread: threading.Thread | None = None

    def start(self, *folders: Path) -> list[Path]:
        """Follow folders; what is new in them now."""
        self._thread = threading.Thread(target=self._run, args=(folders,))
        self._thread.start()
        return self.next()

    def next(self) -> list[Path]:
        """What is told next."""
        return self._news.get(timeout=PATIENCE_S)

    def is_quiet(self) -> bool:
        """Whether nothing more is told for a while."""
        time.sleep(QUIET_S)
        return self._news.empty()

    def end(self) -> None:
        self.task.cancel()
        if self._thread is not None:
            self._thread.join()

    def know(self, path: Path) -> int:
        """Let the library know a file as it is; its id."""
        status = path.stat()
        known = self.library.catalogue.video_by_path(path)
        if known is not None:
            self.library.delete_video(known.id)
        print_now = fingerprint(path, status.st_size)
        return self.library.catalogue.add_video(path, print_now, status.st_size, status.st_mtime_ns).id

    def _refuse(self, folder: Path, reason: str) -> None:
        self.refused.append((folder, reason))

    def _run(self, folders: Sequence[Path]) -> None:
        try:
            news = watch_folders(
                self.library, folders, self.task, self._refuse, self._new_watcher, LOOK_EVERY_S
            )
            for new in news:
                self._news.put(new)
        except CatalogueError as error:
            self.error = error


@contextmanager
def following_into(folder: Path, watcher: type[FolderWatcher] = FolderWatcher) -> Iterator[Following]:
    """Follow for a library in a folder."""
    with Library.open(folder) as library:
        following = Following(library, watcher)
        yield following
        following.end()
        assert following.error is None


@pytest.fixture
def following(tmp_path: Path) -> Iterator[Following]:
    with following_into(tmp_path / "library") as following:
        yield following


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "videos"
    folder.mkdir()
    return folder


def test_what_is_there_is_told_once_and_then_what_comes(following: Following, folder: Path) -> None:
    there = folder / "there.mp4"
    there.write_text("there")
    assert following.start(folder) == [there]
    following.know(there)
    comes = folder / "below" / "comes.mp4"
    comes.parent.mkdir()
    (folder / "notes.txt").write_text("notes")
    comes.write_text("comes")
    assert following.next() == [comes]


def test_what_comes_and_goes_again_and_what_is_no_video_is_not_told(
    following: Following, folder: Path
) -> None:
    assert following.start(folder) == []
    for name in ("note.txt", "film.mp4"):
        (folder / name).write_text(name)
        (folder / name).unlink()
    (folder / "notes.txt").write_text("notes")
    (folder / ".trash").mkdir()
    (folder / ".trash" / "x.mp4").write_text("x")
    assert following.is_quiet()


def test_removed_file_is_reported_and_read_file_is_not(following: Following, folder: Path) -> None:
    files = [folder / name for name in ("a.mp4", "b.mp4")]
    for file in files:
        file.write_text(file.name)
        following.know(file)
    assert following.start(folder) == []
    files[1].read_bytes()
    files[0].unlink()
    assert following.next() == [files[0]]
    assert following.is_quiet()


def test_excluded_file_is_not_reported(following: Following, folder: Path) -> None:
    out = folder / "out.mp4"
    out.write_text("out")
    following.library.remove_video(following.know(out))
    assert following.start(folder) == []
    renamed = out.rename(folder / "renamed.mp4")
    os.utime(renamed, ns=(5, 5))
    other = folder / "other.mp4"
    other.write_text("other")
    assert following.next() == [other]


def test_a_drive_is_noticed_when_it_goes_and_when_it_comes_back(following: Following, folder: Path) -> None:
    known = folder / "known.mp4"
    known.write_text("known")
    following.know(known)
    assert following.start(folder) == []
    away = folder.rename(folder.with_name("away"))
    assert following.next() == [folder]
    new = away / "new.mp4"
    new.write_text("new")
    away.rename(folder)
    assert following.next() == [folder / "new.mp4"]
    later = folder / "later.mp4"
    later.write_text("later")
    assert later in following.next()


def test_a_folder_in_the_place_of_another_is_noticed(following: Following, folder: Path) -> None:
    assert following.start(folder) == []
    folder.rename(folder.with_name("away"))
    (folder.with_name("mounted")).mkdir()
    (folder.with_name("mounted") / "new.mp4").write_text("new")
    folder.with_name("mounted").rename(folder)
    assert following.next() == [folder / "new.mp4"]


def test_a_folder_that_is_made_later_is_followed_from_then_on(following: Following, folder: Path) -> None:
    folder.rmdir()
    assert following.start(folder) == []
    folder.mkdir()
    (folder / "new.mp4").write_text("new")
    assert following.next() == [folder / "new.mp4"]


class LimitedWatcher(FolderWatcher):
    """The system has no room to watch some folders."""

    def watch(self, folder: Path) -> None:
        if folder.name == "many":
            raise OSError(errno.ENOSPC, "inotify watch limit reached")
        super().watch(folder)


def test_unwatched_folder_is_reported_and_scanned(tmp_path: Path, folder: Path) -> None:
    many, few = folder / "many", folder / "few"
    for one in (many, few):
        one.mkdir()
        (one / "there.mp4").write_text(one.name)
    there = [many / "there.mp4", few / "there.mp4"]
    with following_into(tmp_path / "library", LimitedWatcher) as following:
        assert following.start(many, few) == there
        assert following.refused == [(many, "inotify watch limit reached")]
        for file in there:
            following.know(file)
        (few / "new.mp4").write_text("new")
        assert following.next() == [few / "new.mp4"]
        few.rename(folder / "away")
        assert following.next() == [few]
        assert len(following.refused) == 1, "once"


def test_following_ends_soon_after_it_is_cancelled(following: Following, folder: Path) -> None:
    following.start(folder)
    started_s = time.monotonic()
    following.end()
    assert time.monotonic() - started_s < 1.0


def test_a_library_that_cannot_be_read_any_more_ends_the_following(tmp_path: Path, folder: Path) -> None:
    with Library.open(tmp_path / "library") as library:
        following = Following(library)
        assert following.start(folder) == []
    (folder / "new.mp4").write_text("new")
    deadline_s = time.monotonic() + PATIENCE_S
    while following.error is None and time.monotonic() < deadline_s:
        time.sleep(0.05)
    following.end()
    assert "closed" in str(following.error)
