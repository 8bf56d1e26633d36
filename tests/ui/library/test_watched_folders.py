"""Folders that are looked after: beside the window, and where the system refuses, with a sentence."""

import errno
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from watchdog.observers import Observer

from videxplore.services.indexing import watching
from videxplore.services.library import Library
from videxplore.ui.library.watched_folders import WatchedFolders

PATIENCE_MS = 15_000
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

    def __init__(self, qtbot: QtBot, library: Library) -> None:
        self.qtbot = qtbot
        self.watched = WatchedFolders(library)
        self.changed: list[list[Path]] = []
        self.failed: list[str] = []
        self.watched.changed.connect(self.changed.append)
        self.watched.failed.connect(self.failed.append)

    def watch(self, *folders: Path) -> None:
        self.watched.watch(folders)
        self.qtbot.waitUntil(lambda: self.watched.is_settled, timeout=PATIENCE_MS)

    def next(self) -> list[Path]:
        self.qtbot.waitUntil(lambda: bool(self.changed), timeout=PATIENCE_MS)
        return self.changed.pop(0)


@pytest.fixture
def heard(qtbot: QtBot, library: Library) -> Iterator[Heard]:
    heard = Heard(qtbot, library)
    yield heard
    heard.watched.close()


def test_a_file_that_appears_is_told_once_it_is_whole(folder: Path, heard: Heard) -> None:
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


def test_a_folder_that_the_system_does_not_watch_is_told_and_the_others_are_watched(
    folder: Path, heard: Heard, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Limited(Observer):  # type: ignore[misc, valid-type]
        """Has no room for one of the folders."""

        def schedule(self, handler: object, path: str, **options: object) -> object:
            if Path(path).name == "many":
                raise OSError(errno.EMFILE, "inotify instance limit reached")
            return super().schedule(handler, path, **options)

    monkeypatch.setattr(watching, "Observer", Limited)
    many, few = folder / "many", folder / "few"
    for one in (many, few):
        one.mkdir()
    heard.watch(many, few)
    [told] = heard.failed
    assert "many" in told
    assert "inotify instance limit reached" in told
    (few / "new.mp4").write_bytes(b"whole")
    assert heard.next() == [few / "new.mp4"]
    assert heard.failed == [told]


def test_a_folder_that_takes_long_to_walk_holds_nobody_up(
    folder: Path, heard: Heard, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate, walking = threading.Event(), threading.Event()

    class Slow(Observer):  # type: ignore[misc, valid-type]
        """Walks a large tree."""

        def schedule(self, handler: object, path: str, **options: object) -> object:
            walking.set()
            gate.wait(5)
            return super().schedule(handler, path, **options)

    monkeypatch.setattr(watching, "Observer", Slow)
    heard.watched.watch([folder])
    assert not heard.watched.is_settled
    heard.qtbot.waitUntil(walking.is_set)
    gate.set()
    heard.qtbot.waitUntil(lambda: heard.watched.is_settled)


def test_a_library_that_cannot_be_read_is_told(folder: Path, heard: Heard, library: Library) -> None:
    heard.watch(folder)
    library.close()
    (folder / "new.mp4").write_bytes(b"whole")
    heard.qtbot.waitUntil(lambda: bool(heard.failed), timeout=PATIENCE_MS)
    assert heard.failed == ["The library is closed."]
