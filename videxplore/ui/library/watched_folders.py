"""Folders that are looked after: what is new in them is indexed by itself."""

import contextlib
from collections import deque
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver

from videxplore.ui.waker import Waker

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
    """

    changed = Signal(list)

    def __init__(self, parent: QObject | None = None) -> None:
        """Watch nothing yet."""
        super().__init__(parent)
        self._observer: BaseObserver | None = None
        self._waiting: set[Path] = set()
        self._timer = QTimer(self, singleShot=True, interval=QUIET_MS)
        self._timer.timeout.connect(self._tell)
        self._noted: deque[Path] = deque()
        self._waker = Waker(self._take_notes, self)

    def watch(self, folders: Sequence[Path]) -> None:
        """Watch these folders, and no others; those that are not there are passed over."""
        self._stop()
        there = [folder for folder in folders if folder.is_dir()]
        if not there:
            return
        observer = Observer()
        for folder in there:
            with contextlib.suppress(OSError):
                observer.schedule(_Handler(self, folder), str(folder), recursive=True)
        observer.start()
        self._observer = observer

    def close(self) -> None:
        """Stop and join every thread, for good."""
        self._stop()
        self._waker.close()

    def _stop(self) -> None:
        if self._observer is not None:
            self._observer.stop()
            self._observer.join()
            self._observer = None
        self._timer.stop()

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
