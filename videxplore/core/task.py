"""Progress and cancellation of long work, with no thread or toolkit in sight."""

import threading
from collections.abc import Callable
from dataclasses import dataclass


class Cancelled(Exception):  # noqa: N818 - not an error: the user asked for it.
    """The work was cancelled at a checkpoint."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far long work has come.

    Attributes:
        done: Units finished so far.
        total: Units in all; 0 while unknown.
        message: What is being worked on now, for the user.
    """

    done: float
    total: float
    message: str

    @property
    def fraction(self) -> float:
        """Share finished, in [0, 1]; 0 while the total is unknown."""
        return min(1.0, self.done / self.total) if self.total > 0 else 0.0


class Task:
    """What a long function reports to, and learns from that it should stop.

    A long function takes a task as its last argument and calls :meth:`checkpoint` often. Any thread may
    call :meth:`cancel`.
    """

    def __init__(self, on_progress: Callable[[Progress], None] | None = None) -> None:
        """Make a task.

        Args:
            on_progress: Called in the working thread at each checkpoint.
        """
        self._on_progress = on_progress
        self._cancelled = threading.Event()

    @property
    def is_cancelled(self) -> bool:
        """Whether someone has asked for the work to stop."""
        return self._cancelled.is_set()

    def cancel(self) -> None:
        """Ask the work to stop at its next checkpoint."""
        self._cancelled.set()

    def checkpoint(self, done: float = 0, total: float = 0, message: str = "") -> None:
        """Report progress and stop here if the work was cancelled.

        Raises:
            Cancelled: If :meth:`cancel` was called.
        """
        if self._cancelled.is_set():
            raise Cancelled
        if self._on_progress is not None:
            self._on_progress(Progress(done, total, message))

    def wait(self, timeout_s: float) -> bool:
        """Sleep up to ``timeout_s`` seconds, waking at once when cancelled; return whether it was."""
        return self._cancelled.wait(timeout_s)
