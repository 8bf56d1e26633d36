"""Background work: lanes with one thread each, jobs that report on the GUI thread, and waking that thread.

A :class:`Lane` runs plain functions one after the other in its own thread. What a job has to say (progress,
result, failure) is carried to the thread the lane was made in, the GUI thread, before any signal is emitted:
slots of a job's signals may use widgets.

The GUI thread holds a job, and with it all that its function refers to, until the working thread no longer
refers to it: a Qt object whose last reference is dropped in the working thread would be destroyed there,
under locks of Qt that the GUI thread may hold while it waits for Python's.

A signal emitted by a working thread waits for a lock of Qt while it holds Python's; the GUI thread, deleting
a widget, holds that lock of Qt and waits for Python's. A byte through a socket pair cannot end that way.

Python acts on Ctrl+C when it next runs something, and while the window is idle that may be seconds away: Qt
waits for events without it. A byte through the same socket, written where the signal arrives, is one.
"""

import contextlib
import itertools
import logging
import signal
import socket
import sys
import threading
import time
from collections import deque
from collections.abc import Callable
from types import FrameType
from typing import Any

from PySide6.QtCore import QElapsedTimer, QObject, QSocketNotifier, QTimer, Signal

from videxplore.core.errors import VidexploreError
from videxplore.core.limits import CLOSING_S
from videxplore.core.task import Cancelled, Progress, Task
from videxplore.ui.look.sentences import translated


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


logger = logging.getLogger(__name__)

THREAD_NAME = "lane-"

Work = Callable[[Task], Any]


def failure_sentence(error: Exception, otherwise: str = "") -> str:
    """What to show of a failed job: its :class:`VidexploreError`, in the language of the window.

    Args:
        error: From :attr:`LaneJob.failed`.
        otherwise: Shown for a bug, which is logged and reported elsewhere.
    """
    return translated(str(error)) if isinstance(error, VidexploreError) else otherwise


def stuck_lanes() -> list[str]:
    """Names of the threads of closed lanes that have not ended; to be asked when all are closed."""
    return [thread.name for thread in threading.enumerate() if thread.name.startswith(THREAD_NAME)]


class LaneJob(QObject):
    """One piece of work on a lane.

    Signals, all emitted on the GUI thread:
        progressed: A :class:`~videxplore.core.task.Progress`; only the newest since the last time.
        succeeded: What the function returned.
        failed: The exception; a :class:`VidexploreError` carries a sentence for the user.
        finished: Always last, also after cancellation.
    """

    progressed = Signal(object)
    succeeded = Signal(object)
    failed = Signal(object)
    finished = Signal()

    def __init__(self, work: Work, task: Task) -> None:
        """Wrap ``work``, which ``task`` controls; only lanes make jobs."""
        super().__init__()
        self.work = work
        self.task = task

    def cancel(self) -> None:
        """Ask the work to stop; ``finished`` follows, ``succeeded`` does not."""
        self.task.cancel()


class Lane(QObject):
    """A queue of jobs with one thread."""

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        """The thread ``name`` starts with the first job; the lane belongs to the calling (GUI) thread."""
        super().__init__(parent)
        self._name = name
        self._waiting: deque[int] = deque()
        self._news: deque[tuple[int, str, object]] = deque()
        self._is_progress_unseen = False
        self._numbers = itertools.count()
        self._jobs: dict[int, LaneJob] = {}
        self._newest: dict[str, LaneJob] = {}
        self._condition = threading.Condition()
        self._is_closing = False
        self._stopped_s = 0.0
        self._waker = Waker(self._deliver, self)
        self._thread = threading.Thread(target=self._run, name=f"{THREAD_NAME}{name}", daemon=True)

    @property
    def is_idle(self) -> bool:
        """Whether every job has finished and been delivered."""
        return not self._jobs

    def submit(self, work: Work) -> LaneJob:
        """Queue ``work(task)``; its result arrives by the job's signals."""
        number = next(self._numbers)
        task = Task(lambda progress: self._report(number, progress))
        job = self._jobs[number] = LaneJob(work, task)
        with self._condition:
            self._waiting.append(number)
            self._condition.notify()
        if self._thread.ident is None and not self._is_closing:
            self._thread.start()
        return job

    def submit_latest(self, work: Work, subject: str = "") -> LaneJob:
        """Queue ``work(task)`` and cancel the one before it for the same ``subject``: newest wins."""
        self.cancel(subject)
        job = self.submit(work)
        self._newest[subject] = job
        return job

    def cancel(self, subject: str) -> None:
        """Cancel what :meth:`submit_latest` queued for ``subject``: its answer is not wanted any more."""
        older = self._newest.pop(subject, None)
        if older is not None:
            older.cancel()

    def stop(self) -> None:
        """Cancel everything, begin and deliver nothing any more; :meth:`close` is to follow."""
        with self._condition:
            if not self._is_closing:
                self._stopped_s = time.monotonic()
            self._is_closing = True
            self._condition.notify()
        for job in self._jobs.values():
            job.cancel()

    @property
    def has_ended(self) -> bool:
        """Whether no thread runs, as should be once the lane is closed."""
        return not self._thread.is_alive()

    def close(self, patience_s: float = CLOSING_S) -> None:
        """Cancel everything and join the thread; nothing is delivered afterwards.

        A thread that does not end may be blocked by a drive that does not answer: see :func:`stuck_lanes`.

        Args:
            patience_s: How long after the lane was stopped its thread may take to end.
        """
        self.stop()
        if self._thread.ident is not None:
            self._thread.join(max(0.0, self._stopped_s + patience_s - time.monotonic()))
        self._waker.close()
        if not self.has_ended:
            # What its job refers to stays alive with it.
            logger.warning("%s: a job does not end", self._name)
            return
        self._waiting.clear()
        self._news.clear()
        self._jobs.clear()
        self._newest.clear()

    def _run(self) -> None:
        while True:
            with self._condition:
                while not self._waiting and not self._is_closing:
                    self._condition.wait()
                if self._is_closing:
                    return
                number = self._waiting.popleft()
            # Nothing but the news refers to the outcome (an error holds the frames it went through) when the
            # GUI thread is woken.
            self._news.append((number, *self._perform(number)))
            self._wake()

    def _perform(self, number: int) -> tuple[str, object]:
        """Do a job; how it ended, and its result or exception."""
        job = self._jobs[number]
        try:
            job.task.checkpoint()
            return "succeeded", job.work(job.task)
        except Cancelled:
            return "cancelled", None
        except Exception as error:  # noqa: BLE001 - delivered to the GUI thread, which reports bugs.
            return "failed", error

    def _report(self, number: int, progress: Progress) -> None:
        is_last = 0 < progress.total <= progress.done
        if self._is_progress_unseen and not is_last:
            return  # The GUI thread has not yet seen the one before; the next checkpoint reports again.
        self._is_progress_unseen = True
        self._news.append((number, "progressed", progress))
        self._wake()

    def _wake(self) -> None:
        if not self._is_closing:
            self._waker.wake()

    def _deliver(self) -> None:
        # What was on its way when the lane closed is not delivered.
        while self._news and not self._is_closing:
            number, kind, value = self._news.popleft()
            if kind == "progressed":
                self._is_progress_unseen = False
                self._jobs[number].progressed.emit(value)
            else:
                self._finish(self._jobs.pop(number), kind, value)

    def _finish(self, job: LaneJob, kind: str, value: object) -> None:
        for subject in [key for key, newest in self._newest.items() if newest is job]:
            del self._newest[subject]
        # A result that was overtaken while it was on its way is as good as cancelled.
        if kind == "succeeded" and not job.task.is_cancelled:
            job.succeeded.emit(value)
        elif kind == "failed" and not job.task.is_cancelled:
            if isinstance(value, VidexploreError):
                # The sentence, not the error: who keeps log records would keep the frames it went through.
                logger.warning("%s: a job failed: %s", self._name, str(value))
            elif isinstance(value, Exception):
                sys.excepthook(type(value), value, value.__traceback__)
            job.failed.emit(value)
        elif kind == "failed":
            logger.info("%s: a cancelled job failed: %s", self._name, value)
        job.finished.emit()


STEP_MS = 500


class SilenceClock(QObject):
    """Counts the seconds since the last news of work.

    Signals:
        ticked: Twice a second while it runs, and nothing is heard.
    """

    ticked = Signal()

    def __init__(self, parent: QObject) -> None:
        """Stand still until the first news."""
        super().__init__(parent)
        self._since = QElapsedTimer()
        self._timer = QTimer(self, interval=STEP_MS)
        self._timer.timeout.connect(self.ticked)

    @property
    def silent_s(self) -> float:
        """Half seconds without news; 0 while it stands still."""
        if not self._timer.isActive():
            return 0.0
        return self._since.elapsed() // STEP_MS * STEP_MS / 1000

    def restart(self) -> None:
        """There is news: count from now."""
        self._since.start()
        self._timer.start()

    def stop(self) -> None:
        """Nothing is expected any more."""
        self._timer.stop()
