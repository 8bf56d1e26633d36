"""The window as it was left: its docks, its tab, the video that was open and where it stood."""

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QByteArray, QObject, QSettings, QSize, Qt
from PySide6.QtWidgets import QDockWidget, QMainWindow, QSplitter

from videxplore.ui.window.parts import WindowParts

STATE_VERSION = 1
LEAST_LIBRARY_PX = 232
LEAST_EXPLORE_PX = 300
MOST_LIBRARY_PX = 320
MOST_EXPLORE_PX = 560
USUAL_SIZE = QSize(1440, 900)
SHARE_OF_SCREEN = 0.8
# Nothing that is kept comes near it, and Qt's numbers end soon after.
MOST_KEPT = 2.0**31 - 1


class WindowLayout(QObject):
    """Keeps what can be lost without harm in a file of its own."""

    def __init__(
        self,
        window: QMainWindow,
        parts: WindowParts,
        docks: Mapping[str, QDockWidget],
        splitter: QSplitter,
        file: Path,
    ) -> None:
        """Keep the layout of ``window``, whose middle is ``splitter``, in ``file``."""
        super().__init__(window)
        self._window = window
        self._parts = parts
        self._docks = docks
        self._splitter = splitter
        self._file = file
        self._usual = QByteArray()

    def save(self) -> None:
        """Write everything down."""
        state = self._state()
        state.setValue("geometry", self._window.saveGeometry())
        state.setValue("docks", self._window.saveState(STATE_VERSION))
        state.setValue("centre", self._splitter.saveState())
        state.setValue("tab", self._parts.tabs.current)
        session = self._parts.session
        state.setValue("library", str(self._parts.library.folder))
        state.setValue("video", session.video.id if session.video is not None else 0)
        state.setValue("time", session.time_s)

    def restore(self) -> None:
        """Give the window the shape it had."""
        state = self._state()
        geometry, docks, centre = (state.value(name) for name in ("geometry", "docks", "centre"))
        screen = self._window.screen().availableSize()
        self._window.resize(USUAL_SIZE.expandedTo(screen * SHARE_OF_SCREEN).boundedTo(screen))
        if isinstance(geometry, QByteArray):
            self._window.restoreGeometry(geometry)
        self._share_out_width()
        self._usual = self._window.saveState(STATE_VERSION)
        if isinstance(docks, QByteArray):
            self._window.restoreState(docks, STATE_VERSION)
        self._docks["failures"].hide()
        if not (isinstance(centre, QByteArray) and self._splitter.restoreState(centre)):
            self._splitter.setSizes([560, 150, 210])
        self._parts.tabs.show_page(_whole(state.value("tab")))

    def reset(self) -> None:
        """Put the panels back where they are when the program starts for the first time."""
        is_failures_shown = self._docks["failures"].isVisible()
        # All out of the layout first: the tabs of panels that lay over each other would stay on screen.
        for dock in self._docks.values():
            self._window.removeDockWidget(dock)
        if (layout := self._window.layout()) is not None:
            layout.activate()
        self._window.restoreState(self._usual, STATE_VERSION)
        self._share_out_width()
        self._docks["failures"].setVisible(is_failures_shown)

    def reopen(self) -> None:
        """Show the video that was open, where it stood, unless another one is open by now."""
        state, session = self._state(), self._parts.session
        if session.video is not None or state.value("library") != str(self._parts.library.folder):
            return
        video = self._parts.videos.by_id(_whole(state.value("video")))
        if video is not None:
            session.open_video(video, _number(state.value("time")))

    def _state(self) -> QSettings:
        return QSettings(str(self._file), QSettings.Format.IniFormat)

    def _share_out_width(self) -> None:
        """On a small screen the docks leave the player's controls their room."""
        width = self._window.width()
        library = min(MOST_LIBRARY_PX, max(LEAST_LIBRARY_PX, round(width * 0.165)))
        explore = min(MOST_EXPLORE_PX, max(LEAST_EXPLORE_PX, round(width * 0.235)))
        docks = [self._docks["library"], self._docks["explore"]]
        self._window.resizeDocks(docks, [library, explore], Qt.Orientation.Horizontal)


def _whole(value: object) -> int:
    return int(_number(value))


def _number(value: object) -> float:
    """A number that was kept; 0 where the file is damaged."""
    try:
        number = float(str(value))
    except ValueError:
        return 0.0
    return number if 0 <= number <= MOST_KEPT else 0.0
