"""Folders that are looked after: beside the window, and where the system refuses, with a sentence."""

import errno
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from watchdog.observers import Observer

from videxplore.ui.library import watched_folders
from videxplore.ui.library.watched_folders import WatchedFolders


@pytest.fixture
def watched(qtbot: QtBot) -> Iterator[WatchedFolders]:
    watched = WatchedFolders()
    yield watched
    watched.close()


def test_a_file_that_appears_is_told_once_it_is_whole(
    qtbot: QtBot, tmp_path: Path, watched: WatchedFolders
) -> None:
    heard: list[list[Path]] = []
    watched.changed.connect(heard.append)
    watched.watch([tmp_path, tmp_path / "not there"])
    qtbot.waitUntil(lambda: watched.is_settled)
    with (tmp_path / "new.mp4").open("wb") as file:
        for _ in range(5):
            file.write(b"part")
            file.flush()
            qtbot.wait(50)
    assert heard == []
    qtbot.waitUntil(lambda: bool(heard), timeout=8000)
    assert heard == [[tmp_path]]


def test_a_folder_that_the_system_does_not_watch_is_told_and_the_others_are_watched(
    qtbot: QtBot, tmp_path: Path, watched: WatchedFolders, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Limited(Observer):  # type: ignore[misc, valid-type]
        """Has no room for one of the folders."""

        def schedule(self, handler: object, path: str, **options: object) -> object:
            if path.endswith("many"):
                raise OSError(errno.EMFILE, "inotify instance limit reached")
            return super().schedule(handler, path, **options)

    monkeypatch.setattr(watched_folders, "Observer", Limited)
    many, few = tmp_path / "many", tmp_path / "few"
    for folder in (many, few):
        folder.mkdir()
    told: list[str] = []
    changed: list[list[Path]] = []
    watched.failed.connect(told.append)
    watched.changed.connect(changed.append)
    watched.watch([many, few])
    qtbot.waitUntil(lambda: bool(told))
    assert "many" in told[0]
    assert "inotify instance limit reached" in told[0]
    (few / "new.mp4").write_bytes(b"whole")
    qtbot.waitUntil(lambda: bool(changed), timeout=8000)
    assert changed == [[few]]


def test_a_folder_that_takes_long_to_walk_holds_nobody_up(
    qtbot: QtBot, tmp_path: Path, watched: WatchedFolders, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate, walking = threading.Event(), threading.Event()

    class Slow(Observer):  # type: ignore[misc, valid-type]
        """Walks a large tree."""

        def schedule(self, handler: object, path: str, **options: object) -> object:
            walking.set()
            gate.wait(5)
            return super().schedule(handler, path, **options)

    monkeypatch.setattr(watched_folders, "Observer", Slow)
    watched.watch([tmp_path])
    assert not gate.is_set()
    qtbot.waitUntil(walking.is_set)
    gate.set()
    qtbot.waitUntil(lambda: watched.is_settled)
