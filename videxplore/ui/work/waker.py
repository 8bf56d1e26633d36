"""Waking the GUI thread: from another thread without any of Qt's locks, and by Ctrl+C in the terminal.

A signal emitted by a working thread waits for a lock of Qt while it holds Python's; the GUI thread, deleting
a widget, holds that lock of Qt and waits for Python's. A byte through a socket pair cannot end that way.

Python acts on Ctrl+C when it next runs something, and while the window is idle that may be seconds away: Qt
waits for events without it. A byte through the same socket, written where the signal arrives, is one.
"""

import contextlib
import signal
import socket
from collections.abc import Callable
from types import FrameType

from PySide6.QtCore import QObject, QSocketNotifier


class Waker(QObject):
    """Calls a function in the GUI thread soon after any thread asked; requests may be merged."""

    def __init__(self, call: Callable[[], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._call = call
        self._inbox, self._outbox = socket.socketpair()
        self._inbox.setblocking(False)
        self._outbox.setblocking(False)
        self._notifier = QSocketNotifier(self._inbox.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._on_byte)

    @property
    def file_number(self) -> int:
        """Writing a byte to it asks for a call too; for a handler that cannot call :meth:`wake`."""
        return self._outbox.fileno()

    def wake(self) -> None:
        """Ask for a call; from any thread."""
        # A full socket already holds a request; a closed one has no function to call.
        with contextlib.suppress(OSError):
            self._outbox.send(b"\0")

    def close(self) -> None:
        """Call no more."""
        self._notifier.setEnabled(False)
        self._inbox.close()
        self._outbox.close()

    def _on_byte(self) -> None:
        with contextlib.suppress(OSError):
            while self._inbox.recv(4096):
                pass
        self._call()


class InterruptHandler:
    """Calls a function in the GUI thread at once when the program is to end, until it is closed.

    The user interrupts it with Ctrl+C, or the system ends it when the user logs out.
    """

    def __init__(self, call: Callable[[], None]) -> None:
        """Take the signals over from Python; belongs to the main thread, as signals and the window do."""
        self._call = call
        self._is_asked = False
        self._waker = Waker(self._look)
        self._previous_file = signal.set_wakeup_fd(self._waker.file_number, warn_on_full_buffer=False)
        self._previous = {one: signal.signal(one, self._note) for one in (signal.SIGINT, signal.SIGTERM)}

    def close(self) -> None:
        """Give the signals back: sent once more, they end what is still being closed."""
        for one, previous in self._previous.items():
            signal.signal(one, previous)
        signal.set_wakeup_fd(self._previous_file)
        self._waker.close()

    def _note(self, number: int, frame: FrameType | None) -> None:
        """Only noted: this is called in the middle of whatever the window is doing."""
        self._is_asked = True

    def _look(self) -> None:
        if self._is_asked:
            self._is_asked = False
            self._call()
