"""The badge of a video is true of its file, while the window is open and before it was."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.ui.exploring import Exploring
from videxplore.core.types import VideoState
from videxplore.ui.window.main_window import MainWindow


@pytest.fixture
def movable(qtbot: QtBot, tmp_path: Path, footage: Path) -> Iterator[Exploring]:
    """The whole window over a library of two folders that may be moved away; nothing is indexed again."""
    shutil.copytree(footage, tmp_path / "films")
    exploring = Exploring(qtbot, tmp_path / "program")
    try:
        exploring.add(tmp_path / "films" / "beach.mp4", (1, 2, 3))
        exploring.add(tmp_path / "films" / "trips" / "hills.mp4", (1, 4))
        exploring.add(tmp_path / "films" / "trips" / "night.mp4", (5, 6, 7))
        yield exploring
    finally:
        exploring.close()


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """What is given to be indexed; nothing is."""
    taken: list[Path] = []
    monkeypatch.setattr(
        "videxplore.ui.library.indexing_work.IndexingWork.add", lambda _work, paths: taken.extend(paths)
    )
    return taken


def look_at_once(window: MainWindow) -> None:
    window.parts.presence.look_again_after_s = 0.0


def badges(exploring: Exploring) -> dict[str, VideoState]:
    return {video.path.stem: video.state for video in exploring.window.parts.videos.videos}


def look_away_and_back(exploring: Exploring) -> None:
    """Go to another window and come back."""
    other = QWidget()
    exploring.qtbot.addWidget(other)
    other.show()
    other.activateWindow()
    exploring.until(other.isActiveWindow)
    exploring.window.activateWindow()
    exploring.until(exploring.window.isActiveWindow)
    other.hide()
    exploring.until(lambda: exploring.window.parts.presence.is_settled)


def test_what_went_before_the_window_opened_is_noticed_at_its_start(
    movable: Exploring, tmp_path: Path
) -> None:
    (tmp_path / "films" / "beach.mp4").unlink()
    shutil.move(tmp_path / "films" / "trips", tmp_path / "moved")
    movable.show(look_at_once)
    movable.window.start([])
    movable.until(lambda: badges(movable)["beach"] is VideoState.GONE)
    assert badges(movable) == {
        "beach": VideoState.GONE,
        "hills": VideoState.OFFLINE,
        "night": VideoState.OFFLINE,
    }
    movable.settle()


def test_what_goes_and_comes_back_is_noticed_when_the_person_comes_back(
    movable: Exploring, tmp_path: Path, taken: list[Path]
) -> None:
    movable.show(look_at_once)
    before = badges(movable)
    shutil.move(tmp_path / "films" / "trips", tmp_path / "moved")
    look_away_and_back(movable)
    assert badges(movable) == before | {"hills": VideoState.OFFLINE, "night": VideoState.OFFLINE}
    shutil.move(tmp_path / "moved", tmp_path / "films" / "trips")
    look_away_and_back(movable)
    assert badges(movable) == before
    assert set(before.values()) == {VideoState.COMPLETE}
    assert taken == []


def test_what_comes_back_as_another_file_is_indexed(
    movable: Exploring, tmp_path: Path, taken: list[Path]
) -> None:
    movable.show(look_at_once)
    file = tmp_path / "films" / "beach.mp4"
    file.unlink()
    look_away_and_back(movable)
    shutil.copy(tmp_path / "films" / "trips" / "night.mp4", file)
    look_away_and_back(movable)
    assert badges(movable)["beach"] is VideoState.GONE
    assert taken == [file]


def test_a_file_the_player_misses_is_gone_and_shown_again_when_it_is_back(
    movable: Exploring, tmp_path: Path
) -> None:
    movable.show()
    file = tmp_path / "films" / "beach.mp4"
    file.rename(tmp_path / "elsewhere.mp4")
    movable.click_video("beach")
    movable.until(lambda: badges(movable)["beach"] is VideoState.GONE)
    assert badges(movable)["hills"] is VideoState.COMPLETE
    movable.settle()
    (tmp_path / "elsewhere.mp4").rename(file)
    shown: list[object] = []
    movable.window.parts.player.transport.shown.connect(shown.append)
    look_at_once(movable.window)
    look_away_and_back(movable)
    assert badges(movable)["beach"] is VideoState.COMPLETE
    movable.until(lambda: bool(shown))
    movable.settle()


def test_who_comes_back_soon_wakes_no_drive(movable: Exploring, tmp_path: Path) -> None:
    movable.show()
    (tmp_path / "films" / "beach.mp4").unlink()
    look_away_and_back(movable)
    assert badges(movable)["beach"] is VideoState.COMPLETE


def test_what_comes_back_is_noticed_while_the_window_stays_in_front(
    movable: Exploring, tmp_path: Path, taken: list[Path]
) -> None:
    movable.show(look_at_once)
    before = badges(movable)
    shutil.move(tmp_path / "films" / "trips", tmp_path / "moved")
    look_away_and_back(movable)
    assert badges(movable)["hills"] is VideoState.OFFLINE
    shutil.move(tmp_path / "moved", tmp_path / "films" / "trips")
    movable.window.parts.presence.retry_timer.setInterval(50)
    movable.until(lambda: badges(movable) == before)
    assert taken == []
