"""A watched folder and the library in the whole window: what is removed stays away until it is wanted."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.exploring import Exploring, files
from tests.ui.steps import remove
from videxplore.core.selects import MomentMark
from videxplore.settings import Settings
from videxplore.ui.look.theme import ThemeController
from videxplore.ui.window.main_window import MainWindow
from videxplore.ui.window.settings_controller import SettingsController

# The analysis process loads its engines before it can say what is missing.
START_MS = 120_000

Open = Callable[[], Exploring]


@pytest.fixture
def inbox(tmp_path: Path, footage: Path) -> Path:
    """A folder with two videos."""
    folder = tmp_path / "inbox"
    folder.mkdir()
    for name in ("beach.mp4", "trips/night.mp4"):
        shutil.copy(footage / name, folder)
    return folder


@pytest.fixture
def worn(qapp: QApplication) -> Iterator[ThemeController]:
    theme = ThemeController(qapp, "dark")
    yield theme
    theme.deleteLater()


@pytest.fixture
def opened(qtbot: QtBot, tmp_path: Path, inbox: Path, worn: ThemeController) -> Iterator[Open]:
    """Opens the window, as often as it is asked for, on a library beside the folder, which is watched."""
    windows: list[Exploring] = []

    def start() -> Exploring:
        if windows:
            windows.pop().close()
        settings = Settings(backbone="not-here", watched_folders=(str(inbox),))
        exploring = Exploring(qtbot, tmp_path / "data", settings)
        windows.append(exploring)
        if not exploring.library.catalogue.videos():
            exploring.add(inbox / "beach.mp4", (1, 2, 3))
            exploring.add(inbox / "night.mp4", (5, 6, 7))
        exploring.show(lambda window: SettingsController(window, settings, exploring.paths, worn))
        exploring.window.start([])
        return exploring

    yield start
    for window in windows:
        window.close()


def known(exploring: Exploring) -> set[str]:
    return {video.path.stem for video in exploring.library.catalogue.videos()}


def shown(exploring: Exploring) -> set[str]:
    return {video.path.stem for video in exploring.window.parts.videos.videos}


def wait_for(exploring: Exploring, *names: str) -> None:
    """Until the window shows just these videos, and nothing goes on any more."""
    parts = exploring.window.parts
    exploring.qtbot.waitUntil(lambda: shown(exploring) == set(names), timeout=START_MS)
    exploring.qtbot.waitUntil(lambda: not parts.work.is_running, timeout=START_MS)
    exploring.until(lambda: parts.watched.is_settled)
    exploring.settle()
    assert shown(exploring) == known(exploring) == set(names)


def test_a_removed_video_stays_away_until_its_folder_is_dropped(
    opened: Open, inbox: Path, footage: Path
) -> None:
    exploring = opened()
    wait_for(exploring, "beach", "night")
    remove(exploring, exploring.click_video("night"))
    wait_for(exploring, "beach")

    shutil.copy(footage / "trips" / "hills.mp4", inbox)
    wait_for(exploring, "beach", "hills")

    exploring = opened()
    wait_for(exploring, "beach", "hills")
    (inbox / "night.mp4").touch()
    shutil.copy(footage / "trips" / "hills.mp4", inbox / "again.mp4")
    wait_for(exploring, "beach", "hills", "again")

    assert exploring.drop(files(inbox))
    wait_for(exploring, "beach", "hills", "again", "night")


def test_what_came_while_the_window_was_closed_is_taken_in(opened: Open, inbox: Path, footage: Path) -> None:
    wait_for(opened(), "beach", "night")
    opened().close()
    shutil.copy(footage / "trips" / "hills.mp4", inbox)
    (inbox / "notes.txt").write_text("notes")
    exploring = opened()
    wait_for(exploring, "beach", "night", "hills")
    assert exploring.window.parts.work.failures == ()


def test_an_overwritten_video_stays_with_its_marks_and_can_be_removed_and_brought_back(
    opened: Open, inbox: Path, footage: Path
) -> None:
    exploring = opened()
    wait_for(exploring, "beach", "night")
    night = exploring.open("night")
    exploring.library.catalogue.marks.replace(night.id, [MomentMark(night.id, 1.0, 1.0, note="the moon")])
    shutil.copy(footage / "trips" / "hills.mp4", inbox / "night.mp4")
    wait_for(exploring, "beach", "night", "night (replaced)")
    kept = exploring.library.catalogue.video(night.id)
    assert kept.path.stem == "night (replaced)"
    # The scenes that are on screen are still those of the open video.
    assert exploring.window.parts.session.video == kept
    remove(exploring, kept)
    wait_for(exploring, "beach", "night")
    exploring.window.parts.edits.stack.undo()
    wait_for(exploring, "beach", "night", "night (replaced)")
    assert [mark.note for mark in exploring.library.catalogue.marks.all()] == ["the moon"]


def test_the_library_is_shown_before_folders_are_looked_through(
    qtbot: QtBot, tmp_path: Path, inbox: Path, worn: ThemeController
) -> None:
    settings = Settings(backbone="not-here", watched_folders=(str(inbox),))
    exploring = Exploring(qtbot, tmp_path / "data", settings)
    happened: list[str] = []

    def keep(window: MainWindow) -> None:
        window.parts.videos.filled.connect(lambda: happened.append("shown"))
        window.parts.watched.changed.connect(lambda _paths: happened.append("looked"))
        SettingsController(window, settings, exploring.paths, worn)

    exploring.show(keep)
    exploring.until(lambda: len(happened) == 2)
    exploring.close()
    assert happened == ["shown", "looked"]
