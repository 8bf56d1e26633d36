"""The menu of the player: other angles and other sound tracks of the open video."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QAction, QContextMenuEvent
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from tests.track_videos import Track, write_tracks
from tests.ui.explored import add_explored
from tests.ui.watching import Watching
from videxplore.ui.player.controls import TrackMenu
from videxplore.ui.player.sound_output import Silence


@pytest.fixture
def watching(qtbot: QtBot, tmp_path: Path) -> Iterator[Watching]:
    watching = Watching(qtbot, tmp_path / "library", Silence())
    yield watching
    watching.close()


def submenus(watching: Watching) -> list[QMenu]:
    """Those of picture and sound, after a right click on the frame."""
    view = watching.player.frame_view
    place = QPoint(20, 20)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, view.mapToGlobal(place))
    QApplication.sendEvent(view, event)
    owner = view.findChild(TrackMenu)
    assert isinstance(owner, TrackMenu)
    menu = owner.menu
    watching.until(menu.isVisible)
    menu.close()
    return [submenu for action in menu.actions() if isinstance(submenu := action.menu(), QMenu)]


def marked(menu: QMenu) -> list[bool]:
    return [action.isChecked() for action in menu.actions()]


def trigger(action: QAction) -> None:
    action.trigger()


def test_another_angle_is_shown_and_another_sound_heard(watching: Watching, tmp_path: Path) -> None:
    tracks = [Track(count=50, first=0), Track(count=50, first=1000)]
    path = write_tracks(tmp_path / "angles.mkv", tracks, [440, 1760])
    watching.open(add_explored(watching.library, path, (), ("walking",), 0.4))
    watching.session.seek(0.5)
    watching.until(lambda: watching.frame == 12)
    pictures, sounds = submenus(watching)
    assert (marked(pictures), marked(sounds)) == ([True, False], [True, False])
    assert pictures.actions()[1].text() == "2 · 160 × 96"  # noqa: RUF001
    trigger(pictures.actions()[1])
    watching.until(lambda: watching.frame == 1012)
    watching.player.transport.step(1)
    watching.until(lambda: watching.frame == 1013)
    trigger(sounds.actions()[1])
    pictures, sounds = submenus(watching)
    assert (marked(pictures), marked(sounds)) == ([False, True], [False, True])
    watching.player.transport.play(1.0)
    watching.until(lambda: (watching.frame or 0) > 1015)
    watching.player.transport.pause()
    assert watching.player.transport.playback.sound.track == 3


def test_choice_ends_with_the_video(watching: Watching, tmp_path: Path) -> None:
    angles = write_tracks(tmp_path / "angles.mkv", [Track(count=50, first=0), Track(count=50, first=1000)])
    other = write_tracks(tmp_path / "other.mkv", [Track(count=50, first=500)])
    videos = [add_explored(watching.library, path, (), ("walking",), 0.4) for path in (angles, other)]
    watching.open(videos[0])
    pictures, _ = submenus(watching)
    trigger(pictures.actions()[1])
    watching.until(lambda: (watching.frame or 0) >= 1000)
    watching.open(videos[1])
    watching.until(lambda: watching.frame == 500)
    pictures, sounds = submenus(watching)
    assert not pictures.isEnabled()
    assert not sounds.isEnabled()
    watching.open(videos[0])
    watching.until(lambda: watching.frame == 0)
