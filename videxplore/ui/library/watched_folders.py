"""Folders that are looked after: what is new in them is indexed by itself."""

from collections import deque
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver

from videxplore.core.file_names import shown_name
from videxplore.core.task import Task
from videxplore.ui.work.jobs import Lane
from videxplore.ui.work.waker import Waker

# Files are often written for a while before they are whole.
QUIET_MS = 2_000
_TELLING = frozenset({"created", "moved", "modified", "closed"})


class _Handler(FileSystemEventHandler):
    """Notes the folder in which something changed."""

    def __init__(self, owner: "WatchedFolders", folder: Path) -> None:
        self._owner = owner
        self._folder = folder

    def on_any_event(self, event: FileSystemEvent) -> None:
        if event.event_type in _TELLING and not event.is_directory:
            self._owner.note(self._folder)


class WatchedFolders(QObject):
    """Watches folders in threads of its own.

    Signals:
        changed: A list of folders in which something is new, once it has been quiet for a while.
        failed: A sentence about a folder that the system does not watch.
    """

    changed = Signal(list)
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        """Watch nothing yet."""
        super().__init__(parent)
        self._observer: BaseObserver | None = None
        self._waiting: set[Path] = set()
        self._timer = QTimer(self, singleShot=True, interval=QUIET_MS)
        self._timer.timeout.connect(self._tell)
        self._noted: deque[Path] = deque()
        self._waker = Waker(self._take_notes, self)
        # All folders below are walked before a folder is watched, and a disk in the network may be asleep.
        self._lane = Lane("watching", self)

    @property
    def is_settled(self) -> bool:
        """Whether all that was to be watched is watched by now."""
        return self._lane.is_idle

    def watch(self, folders: Sequence[Path]) -> None:
        """Watch these folders soon, and no others; those that are not there are passed over."""
        self._timer.stop()
        wanted = tuple(folders)
        job = self._lane.submit_latest(lambda task: self._watch(wanted, task))
        job.succeeded.connect(self._tell_failures)

    def close(self) -> None:
        """Stop and join every thread, for good."""
        self._timer.stop()
        self._lane.close()
        self._stop()
        self._waker.close()

    def _watch(self, folders: Sequence[Path], task: Task) -> list[tuple[Path, str]]:
        """On the lane: watch; what could not be watched, and why."""
        self._stop()
        there = [folder for folder in folders if folder.is_dir()]
        if not there:
            return []
        self._observer = observer = Observer()
        # Each folder is walked as it is added to an observer that runs: where the system has had enough of
        # one, the others are still watched.
        observer.start()
        failures = []
        for folder in there:
            task.checkpoint()
            try:
                observer.schedule(_Handler(self, folder), str(folder), recursive=True)
            except OSError as error:
                failures.append((folder, error.strerror or str(error)))
        return failures

    def _tell_failures(self, failures: list[tuple[Path, str]]) -> None:
        sentence = self.tr("What is new in %1 will not be noticed: %2.")
        for folder, why in failures:
            self.failed.emit(sentence.replace("%1", shown_name(folder)).replace("%2", why))

    def _stop(self) -> None:
        if self._observer is not None:
            self._observer.stop()
            self._observer.join()
            self._observer = None

    def note(self, folder: Path) -> None:
        """In a watching thread: something changed."""
        self._noted.append(folder)
        self._waker.wake()

    def _take_notes(self) -> None:
        while self._noted:
            self._waiting.add(self._noted.popleft())
        self._timer.start()

    def _tell(self) -> None:
        folders, self._waiting = sorted(self._waiting), set()
        self.changed.emit(folders)
