"""Folders that are looked after: beside the window, and where the system refuses, with a sentence."""

import errno
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver

from videxplore.services.indexing.finding.watched_folders import FolderWatcher
from videxplore.services.library import Library
from videxplore.ui.library.disk_work import WatchedFolders

PATIENCE_MS = 15_000
SETTLED_S = 0.5
QUIET_MS = 3_000


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library") as library:
        yield library


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    return folder


class Heard:
    """Watched folders, and what they tell."""

    def __init__(
        self, qtbot: QtBot, library: Library, new_observer: Callable[[], BaseObserver] = Observer
    ) -> None:
        self.qtbot = qtbot
        new_watcher = partial(FolderWatcher, settled_s=SETTLED_S, new_observer=new_observer)
        self.watched = WatchedFolders(library, new_watcher=new_watcher)
        self.changed: list[list[Path]] = []
        self.failed: list[str] = []
        self.watched.changed.connect(self.changed.append)
        self.watched.failed.connect(self.failed.append)

    def watch(self, *folders: Path) -> None:
        self.watched.watch(folders)
        self.qtbot.waitUntil(lambda: self.watched.is_settled, timeout=PATIENCE_MS)

    def close(self) -> None:
        self.watched.close()

    def next(self) -> list[Path]:
        self.qtbot.waitUntil(lambda: bool(self.changed), timeout=PATIENCE_MS)
        return self.changed.pop(0)


@pytest.fixture
def heard(qtbot: QtBot, library: Library) -> Iterator[Heard]:
    with closing(Heard(qtbot, library)) as heard:
        yield heard


def test_a_file_that_appears_is_reported_once_it_is_whole(folder: Path, heard: Heard) -> None:
    heard.watch(folder, folder / "not there")
    with (folder / "new.mp4").open("wb") as file:
        for _ in range(30):
            file.write(b"part")
            file.flush()
            heard.qtbot.wait(50)
    assert heard.changed == []
    assert heard.next() == [folder / "new.mp4"]


def test_what_lies_in_a_folder_when_it_is_set_is_told(folder: Path, heard: Heard, tmp_path: Path) -> None:
    (folder / "there.mp4").write_bytes(b"whole")
    (folder / "notes.txt").write_bytes(b"words")
    heard.watch(folder)
    assert heard.changed == [[folder / "there.mp4"]]
    other = tmp_path / "other"
    other.mkdir()
    heard.changed.clear()
    heard.watch(other)
    (folder / "later.mp4").write_bytes(b"whole")
    heard.qtbot.wait(QUIET_MS)
    assert heard.changed == [], "the first one is not watched any more"
    heard.watch()
    (other / "later.mp4").write_bytes(b"whole")
    heard.qtbot.wait(QUIET_MS)
    assert heard.changed == []


def test_a_drive_that_was_unplugged_is_watched_again_when_it_is_back(folder: Path, heard: Heard) -> None:
    heard.watch(folder)
    away = folder.rename(folder.with_name("away"))
    heard.qtbot.wait(QUIET_MS)
    (away / "new.mp4").write_bytes(b"whole")
    away.rename(folder)
    assert heard.next() == [folder / "new.mp4"]
    (folder / "later.mp4").write_bytes(b"whole")
    assert folder / "later.mp4" in heard.next()


def test_unwatched_folder_is_reported_and_others_are_watched(
    qtbot: QtBot, library: Library, folder: Path
) -> None:
    class Limited(Observer):  # type: ignore[misc, valid-type]
        """Has no room for one of the folders."""

        def schedule(self, handler: object, path: str, **options: object) -> object:
            if Path(path).name == "many":
                raise OSError(errno.EMFILE, "inotify instance limit reached")
            return super().schedule(handler, path, **options)

    many, few = folder / "many", folder / "few"
    for one in (many, few):
        one.mkdir()
    with closing(Heard(qtbot, library, Limited)) as heard:
        heard.watch(many, few)
        [informed] = heard.failed
        assert "many" in informed
        assert "inotify instance limit reached" in informed
        (few / "new.mp4").write_bytes(b"whole")
        assert heard.next() == [few / "new.mp4"]
        assert heard.failed == [informed]


def test_folder_that_takes_long_to_walk_does_not_block(qtbot: QtBot, library: Library, folder: Path) -> None:
    gate, walking = threading.Event(), threading.Event()

    class Slow(Observer):  # type: ignore[misc, valid-type]
        """Walks a large tree."""

        def schedule(self, handler: object, path: str, **options: object) -> object:
            walking.set()
            gate.wait(5)
            return super().schedule(handler, path, **options)

    with closing(Heard(qtbot, library, Slow)) as heard:
        heard.watched.watch([folder])
        assert not heard.watched.is_settled
        qtbot.waitUntil(walking.is_set)
        gate.set()
        qtbot.waitUntil(lambda: heard.watched.is_settled)


def test_a_library_that_cannot_be_read_is_told(folder: Path, heard: Heard, library: Library) -> None:
    heard.watch(folder)
    library.close()
    (folder / "new.mp4").write_bytes(b"whole")
    heard.qtbot.waitUntil(lambda: bool(heard.failed), timeout=PATIENCE_MS)
    assert heard.failed == ["The library is closed."]
