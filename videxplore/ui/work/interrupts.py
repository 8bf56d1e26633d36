"""Ctrl+C in the terminal the window was started from.

Python acts on a signal when it next runs something, and while the window is idle that may be seconds away:
Qt waits for events without it. A byte through a socket, written where the signal arrives, is such an event.
"""

import signal
from collections.abc import Callable
from types import FrameType

from videxplore.ui.work.waker import Waker


class InterruptKeeper:
    """Calls a function in the GUI thread at once when the person interrupts, until it is closed."""

    def __init__(self, call: Callable[[], None]) -> None:
        """Take Ctrl+C over from Python; belongs to the main thread, as signals and the window do."""
        self._call = call
        self._is_asked = False
        self._waker = Waker(self._look)
        self._previous_file = signal.set_wakeup_fd(self._waker.file_number, warn_on_full_buffer=False)
        self._previous = signal.signal(signal.SIGINT, self._note)

    def close(self) -> None:
        """Give Ctrl+C back: pressed once more, it ends what is still being closed."""
        signal.signal(signal.SIGINT, self._previous)
        signal.set_wakeup_fd(self._previous_file)
        self._waker.close()

    def _note(self, number: int, frame: FrameType | None) -> None:
        """Only noted: this is called in the middle of whatever the window is doing."""
        self._is_asked = True

    def _look(self) -> None:
        if self._is_asked:
            self._is_asked = False
            self._call()
