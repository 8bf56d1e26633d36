"""The menu of the player: what is done with the frame, which angle and which sound track it plays."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from videxplore.ui.player.transport import PlayerTransport
from videxplore.ui.session import Session
from videxplore.ui.work.jobs import Lane

if TYPE_CHECKING:  # PyAV is loaded by the thread that first decodes.
    from videxplore.services.playback.track_list import Track, Tracks


class TrackMenu(QObject):
    """Opens on a right click. The choice holds until another video is opened; nothing is stored."""

    def __init__(
        self,
        owner: QWidget,
        session: Session,
        transport: PlayerTransport,
        lane: Lane,
        actions: Sequence[QAction],
    ) -> None:
        """Open over ``owner`` with ``actions`` first; read on ``lane`` what a file holds."""
        super().__init__(owner)
        self._owner = owner
        self._session = session
        self._transport = transport
        self._lane = lane
        self.menu = QMenu(owner)
        self._actions = actions
        owner.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        owner.customContextMenuRequested.connect(self._on_requested)

    def _on_requested(self, place: QPoint) -> None:
        video = self._session.video
        if video is None:
            return
        path = video.path
        job = self._lane.submit(lambda _: _read(path))
        job.succeeded.connect(lambda tracks: self._show(path, tracks, place))
        job.failed.connect(self._session.notice_failure)

    def _show(self, path: Path, tracks: "Tracks", place: QPoint) -> None:
        video = self._session.video
        if video is None or video.path != path:
            return
        transport = self._transport
        for submenu in self.menu.findChildren(QMenu):
            submenu.deleteLater()
        self.menu.clear()
        self.menu.addActions(self._actions)
        self.menu.addSeparator()
        self._add(self.tr("Picture"), tracks.films, transport.film_track, transport.choose_film)
        self._add(self.tr("Sound"), tracks.sounds, transport.sound_track, transport.choose_sound)
        self.menu.popup(self._owner.mapToGlobal(place))

    def _add(
        self, title: str, tracks: "Sequence[Track]", chosen: int | None, choose: Callable[[int], None]
    ) -> None:
        """A submenu of the tracks of one kind; the one that is used has a mark."""
        submenu = self.menu.addMenu(title)
        submenu.setEnabled(len(tracks) > 1)
        group = QActionGroup(submenu)
        used = chosen if chosen is not None else next((one.index for one in tracks if one.is_best), None)
        for number, track in enumerate(tracks, start=1):
            action = submenu.addAction(self._words(number, track))
            action.setCheckable(True)
            action.setChecked(track.index == used)
            action.triggered.connect(lambda _=False, index=track.index: choose(index))
            group.addAction(action)

    def _words(self, number: int, track: "Track") -> str:
        size = f"{track.width_px} × {track.height_px}" if track.width_px else ""  # noqa: RUF001
        channels = self.tr("%n channel(s)", "", track.channels) if track.channels else ""
        known = [track.title, track.language, size, channels]
        return " · ".join([str(number), *(one for one in known if one)]).replace("&", "&&")


def _read(path: Path) -> "Tracks":
    from videxplore.services.playback.track_list import read_tracks

    return read_tracks(path)
