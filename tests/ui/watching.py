"""A window with a player over a timeline, as a person has it, for tests of both."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QCloseEvent, QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.barcode import read_number
from videxplore.core.types import Video
from videxplore.services.library import Library
from videxplore.ui.library.library_edits import UndoStack
from videxplore.ui.look.theme import apply_theme
from videxplore.ui.player.player import Player
from videxplore.ui.player.sound_output import Silence, Sound
from videxplore.ui.selects.selects_work import SelectsWork
from videxplore.ui.session import Session
from videxplore.ui.timeline.timeline_panel import Timeline
from videxplore.ui.work.jobs import Lane

PATIENCE_MS = 30_000


class ClosingWindow(QWidget):
    """Ends work when it is closed, as the program's window does."""

    def __init__(self, *ends: Callable[[], object]) -> None:
        super().__init__()
        self._ends = ends

    def closeEvent(self, event: QCloseEvent) -> None:
        for end in self._ends:
            end()
        self._ends = ()


class Watching:
    """Player and timeline of one library, driven by real events."""

    def __init__(self, qtbot: QtBot, folder: Path, sound: Sound | None = None) -> None:
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        apply_theme(application, "dark")
        self.qtbot = qtbot
        self.library = Library.open(folder)
        self.make_window(sound or Silence())
        qtbot.addWidget(self.window)
        self.window.show()
        qtbot.waitExposed(self.window)

    def make_window(self, sound: Sound) -> None:
        """Make the widgets and put them together."""
        self.session = Session()
        self.lanes = (Lane("preview"), Lane("timeline"))
        self.player = Player(self.session, self.library, self.lanes[0], sound=sound)
        self.timeline = Timeline(self.session, self.library, self.lanes[1])
        self.keeping = SelectsWork(self.session, self.library, self.lanes[1], UndoStack(self.session))
        self.keeping.load()
        self.window = ClosingWindow(self.player.shut_down, self.timeline.close_files, *self._lane_ends())
        column = QVBoxLayout(self.window)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.player, 1)
        column.addWidget(self.timeline)
        self.window.resize(800, 640)

    def _lane_ends(self) -> list[Callable[[], object]]:
        return [lane.close for lane in self.lanes]

    def open(self, video: Video) -> None:
        """Open a video and wait for its strip and its first picture."""
        self.session.open_video(video)
        self.until(lambda: self.timeline.feed.strip is not None and not self.player.frame_view.image.isNull())
        self.until_settled()

    def close(self) -> None:
        """What the window does when it closes."""
        # Hidden while it still lives: garbage collected in the middle of its own painting, it would crash.
        self.window.close()
        self.library.close()

    def until(self, condition: Callable[[], bool]) -> None:
        """Let events run until something holds."""
        self.qtbot.waitUntil(condition, timeout=PATIENCE_MS)

    def until_settled(self) -> None:
        """Let events run until all that was asked for has arrived."""
        self.until(lambda: all(lane.is_idle for lane in self.lanes))

    @property
    def frame(self) -> int | None:
        """The number that the picture on the screen bears."""
        image = self.player.frame_view.image
        return None if image.isNull() else read_number(pixels_of(image))

    def x_px(self, time_s: float) -> int:
        """The pixel of the timeline at a moment."""
        return round(self.timeline.mapping.x_px(time_s))

    def move(self, x_px: int, y_px: int, buttons: Qt.MouseButton = Qt.MouseButton.NoButton) -> None:
        """Move the pointer over the timeline."""
        QTest.mouseMove(self.timeline, QPoint(x_px, y_px))

    def press(self, x_px: int, y_px: int) -> None:
        QTest.mousePress(self.timeline, Qt.MouseButton.LeftButton, pos=QPoint(x_px, y_px))

    def release(self, x_px: int, y_px: int) -> None:
        QTest.mouseRelease(self.timeline, Qt.MouseButton.LeftButton, pos=QPoint(x_px, y_px))

    def click(self, x_px: int, y_px: int) -> None:
        QTest.mouseClick(self.timeline, Qt.MouseButton.LeftButton, pos=QPoint(x_px, y_px))

    def wheel(
        self, x_px: int, steps: int, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        """Turn the wheel over the timeline."""
        position = QPointF(x_px, self.timeline.rows.film.top_px + 5)
        event = QWheelEvent(
            position,
            self.timeline.mapToGlobal(position),
            QPoint(),
            QPoint(0, 120 * steps),
            Qt.MouseButton.NoButton,
            keys,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(self.timeline, event)

    def key(self, key: Qt.Key, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key in the window."""
        QTest.keyClick(self.window, key, keys)


def pixels_of(image: QImage) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """An image as uint8 (H, W, 4)."""
    copy = image.convertToFormat(QImage.Format.Format_RGB32)
    array = np.frombuffer(copy.constBits(), dtype=np.uint8)
    return array.reshape(copy.height(), copy.bytesPerLine() // 4, 4)[:, : copy.width()].copy()
