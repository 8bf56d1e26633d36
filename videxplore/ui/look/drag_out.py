"""Drags out of the window, also of files that are still being written."""

import threading
import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QEventLoop, QMimeData, QObject, Qt, QTimer
from PySide6.QtGui import QDrag, QGuiApplication, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from videxplore.ui.look.qt_override import qt_override

WAIT_S = 60.0
"""How long a drop waits for its data at most."""


class UnfinishedMimeData(QMimeData):
    """Data of a drag that are still being made when it begins.

    Attributes:
        done: Is set when they are there.
        is_held: Whether the button is certainly still down, so that nothing can have been dropped yet.
        is_promised: Whether their names were given out before they were there.
    """

    def __init__(self) -> None:
        super().__init__()
        self.done = threading.Event()
        self.is_held = False
        self.is_promised = False

    def wait(self) -> bool:
        """Wait until the data are there; return whether they are."""
        return self.done.wait(WAIT_S)


class _ButtonWatch(QObject):
    """Finishes the data when the button is released, before anybody hears of the drop.

    File managers of GTK ask for the data as soon as the pointer is over them, and refuse a drop until
    they have them. While the button is down, they are told the names of what will be there.
    """

    def __init__(self, data: UnfinishedMimeData) -> None:
        super().__init__(data)
        self._data = data
        # Qt's own filter, which takes the release, is installed when the drag begins; the newest comes first.
        QTimer.singleShot(0, self, self._begin)

    def _begin(self) -> None:
        self._data.is_held = True
        QApplication.instance().installEventFilter(self)  # type: ignore[union-attr]

    @qt_override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.MouseButtonRelease and self._data.is_held:
            self._data.is_held = False
            if self._data.is_promised:
                self._wait()
        return super().eventFilter(watched, event)

    def _wait(self) -> None:
        """Keep the window painted and the desktop sure that it is alive."""
        give_up_s = time.monotonic() + WAIT_S
        while not self._data.done.wait(0.02) and time.monotonic() < give_up_s:
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)


def drag_out(source: QWidget, data: QMimeData, picture: QPixmap, cancel: Callable[[], None]) -> None:
    """Let the user drag data away from a widget.

    Args:
        source: Where the drag begins.
        data: What is dragged.
        picture: Follows the pointer.
        cancel: Called when it was dropped nowhere.
    """
    drag = QDrag(source)
    drag.setMimeData(data)
    drag.setPixmap(picture)
    watch = None
    # Elsewhere the system moves the pointer during a drag, and Qt sees no release.
    if isinstance(data, UnfinishedMimeData) and QGuiApplication.platformName() == "xcb":
        watch = _ButtonWatch(data)
    done = drag.exec(Qt.DropAction.CopyAction)
    if watch is not None:
        QApplication.instance().removeEventFilter(watch)  # type: ignore[union-attr]
        data.is_held = False  # type: ignore[attr-defined]
    if done == Qt.DropAction.IgnoreAction:
        cancel()
