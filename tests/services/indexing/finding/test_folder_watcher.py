"""Changes in watched folders are told together, once they have settled."""

import errno
import queue
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver

from videxplore.services.indexing.finding.watched_folders import FolderWatcher

PATIENCE_S = 15.0
SETTLED_S = 0.4
MAX_WAIT_S = 0.8
QUIET_S = 2 * SETTLED_S


class FaultyObserver(Observer):  # type: ignore[misc, valid-type]
    """Asks a system that has no room for some folders, or cannot be asked at all."""

    refused = "\0"

    def cannot_start(self) -> bool:
        return False

    def start(self) -> None:
        if self.cannot_start():
            raise RuntimeError("can't start new thread")
        super().start()

    def schedule(self, handler: object, path: str, **options: object) -> object:
        if self.refused in path:
            raise OSError(errno.ENOSPC, "inotify watch limit reached")
        return super().schedule(handler, path, **options)


class Watched:
    """A watcher, and what it tells."""

    def __init__(self, watcher: FolderWatcher, changes: "queue.Queue[Sequence[Path]]") -> None:
        self.watcher = watcher
        self.changes = changes

    def until(self, *wanted: Path) -> set[Path]:
        """What is told until everything wanted was."""
        seen: set[Path] = set()
        while not set(wanted) <= seen:
            seen |= set(self.changes.get(timeout=PATIENCE_S))
        return seen

    def for_a_while(self) -> set[Path]:
        """What is told in the next moments."""
        seen: set[Path] = set()
        end_s = time.monotonic() + QUIET_S
        while (left_s := end_s - time.monotonic()) > 0:
            try:
                seen |= set(self.changes.get(timeout=left_s))
            except queue.Empty:
                break
        return seen


@pytest.fixture
def watched() -> Iterator[Watched]:
    with watching() as watched:
        yield watched


@contextmanager
def watching(new_observer: Callable[[], BaseObserver] = Observer) -> Iterator[Watched]:
    """A watcher for which files settle quickly."""
    changes: queue.Queue[Sequence[Path]] = queue.Queue()
    with FolderWatcher(
        changes.put, settled_s=SETTLED_S, max_wait_s=MAX_WAIT_S, new_observer=new_observer
    ) as watcher:
        yield Watched(watcher, changes)


def test_new_moved_and_removed_files_are_told(tmp_path: Path, watched: Watched) -> None:
    below = tmp_path / "below"
    below.mkdir()
    watched.watcher.watch(tmp_path)
    new = below / "new.mp4"
    new.write_bytes(b"x" * 1000)
    watched.until(new)
    moved = new.rename(tmp_path / "moved.mp4")
    watched.until(new, moved)
    moved.unlink()
    watched.until(moved)


def test_hidden_files_and_what_lies_in_hidden_folders_is_not_told(tmp_path: Path, watched: Watched) -> None:
    folder = tmp_path / ".videos"
    trash = folder / ".trash" / "below"
    trash.mkdir(parents=True)
    watched.watcher.watch(folder)
    for file in (folder / ".hidden.mp4", trash / "x.mp4"):
        file.write_bytes(b"x")
    seen = folder / "seen.mp4"
    seen.write_bytes(b"x")
    assert watched.until(seen) == {seen}, "the folder itself may be hidden"
    back = (trash / "x.mp4").rename(folder / "back.mp4")
    assert watched.until(back) == {back}


def test_a_burst_of_changes_is_told_at_once(tmp_path: Path, watched: Watched) -> None:
    watched.watcher.watch(tmp_path)
    files = {tmp_path / f"{number}.mp4" for number in range(20)}
    for file in files:
        file.write_bytes(b"x")
    assert files <= set(watched.changes.get(timeout=PATIENCE_S))
    assert watched.for_a_while() == set()


def grow(file: Path, until: Callable[[], bool]) -> None:
    """Write to a file as a slow copy does."""
    with file.open("ab") as stream:
        while not until():
            stream.write(b"part")
            stream.flush()
            time.sleep(0.02)


def test_growing_file_is_reported_when_complete(tmp_path: Path, watched: Watched) -> None:
    watched.watcher.watch(tmp_path)
    folder = tmp_path / "coming"
    folder.mkdir()
    growing, whole = folder / "growing.mp4", tmp_path / "whole.mp4"
    whole.write_bytes(b"x")
    grow(growing, lambda: not watched.changes.empty())
    assert watched.changes.get_nowait() == [whole], "nor is a folder told while something in it grows"
    grow(growing, iter([False] * 30 + [True]).__next__)
    assert watched.changes.empty()
    assert watched.until(growing) == {growing, folder}


def test_a_link_to_a_folder_is_watched_as_the_folder(tmp_path: Path, watched: Watched) -> None:
    (tmp_path / "folder" / "below").mkdir(parents=True)
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "folder", target_is_directory=True)
    watched.watcher.watch(link)
    names = {link / "a.mp4", link / "below" / "b.mp4"}
    for name in names:
        name.write_bytes(b"x")
    assert watched.until(*names) == names


def test_a_folder_that_is_not_watched_any_more_is_not_told_of(tmp_path: Path, watched: Watched) -> None:
    folders = [tmp_path / name for name in ("left", "kept")]
    for folder in folders:
        folder.mkdir()
        watched.watcher.watch(folder)
    watched.watcher.unwatch(folders[0])
    watched.watcher.unwatch(tmp_path)
    files = [folder / "new.mp4" for folder in folders]
    for file in files:
        file.write_bytes(b"x")
    assert watched.until(files[1]) == {files[1]}


def test_a_folder_that_went_is_watched_again_when_it_comes_back(tmp_path: Path, watched: Watched) -> None:
    folder, away = tmp_path / "drive", tmp_path / "away"
    folder.mkdir()
    watched.watcher.watch(folder)
    folder.rename(away)
    watched.watcher.unwatch(folder)
    with pytest.raises(FileNotFoundError):
        watched.watcher.watch(folder)
    away.rename(folder)
    watched.watcher.watch(folder)
    new = folder / "new.mp4"
    new.write_bytes(b"x")
    assert watched.until(new) == {new}


def test_a_folder_that_the_system_refuses_stops_no_other(tmp_path: Path) -> None:
    class Limited(FaultyObserver):
        refused = "many"

    first, many, last = (tmp_path / name for name in ("first", "many", "last"))
    for folder in (first, many, last):
        folder.mkdir()
    with watching(Limited) as watched:
        watched.watcher.watch(first)
        with pytest.raises(OSError, match="limit reached"):
            watched.watcher.watch(many)
        watched.watcher.watch(last)
        files = [folder / "new.mp4" for folder in (first, last)]
        for file in files:
            file.write_bytes(b"x")
        watched.until(*files)


def test_a_system_that_watches_nothing_at_first_is_asked_again(tmp_path: Path) -> None:
    starts = iter([True, False])

    class Broken(FaultyObserver):
        def cannot_start(self) -> bool:
            return next(starts)

    with watching(Broken) as watched:
        with pytest.raises(RuntimeError):
            watched.watcher.watch(tmp_path)
        watched.watcher.watch(tmp_path)
        new = tmp_path / "new.mp4"
        new.write_bytes(b"x")
        watched.until(new)
