"""Folders that are looked after: what is new in them is indexed by itself."""

from collections import deque
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from videxplore.core.file_names import display_name
from videxplore.core.task import Task
from videxplore.services.indexing.finding.watched_folders import FolderWatcher, NewWatcher, watch_folders
from videxplore.services.library import Library
from videxplore.ui.work.jobs import Lane, failure_sentence
from videxplore.ui.work.waker import Waker


class WatchedFolders(QObject):
    """Watches folders in the background.

    Signals:
        changed: A list of paths worth indexing: what is new in the folders when they are set, and what comes.
        failed: A sentence about a folder that the system does not watch, or about the library.
    """

    changed = Signal(list)
    failed = Signal(str)

    def __init__(
        self, library: Library, parent: QObject | None = None, new_watcher: NewWatcher = FolderWatcher
    ) -> None:
        """Watch nothing yet; what is new is what ``library`` does not know."""
        super().__init__(parent)
        self._library = library
        self._new_watcher = new_watcher
        self._has_looked = False
        self._found: deque[tuple[Task, list[Path]]] = deque()
        self._refused: deque[tuple[Task, Path, str]] = deque()
        self._waker = Waker(self._deliver, self)
        # All folders below are walked before a folder is watched, and a disk in the network may be asleep.
        self._lane = Lane("watching", self)

    @property
    def is_settled(self) -> bool:
        """Whether all that was to be watched is watched by now, and what is new there was reported."""
        return self._has_looked or self._lane.is_idle

    def watch(self, folders: Sequence[Path]) -> None:
        """Watch these folders soon, and no others; one that is not there is watched once it is."""
        self._has_looked = False
        wanted = tuple(folders)
        job = self._lane.submit_latest(lambda task: self._follow(wanted, task))
        job.failed.connect(self._say)

    def close(self) -> None:
        """Stop and join every thread, for good."""
        self._lane.close()
        self._waker.close()

    def _follow(self, folders: Sequence[Path], task: Task) -> None:
        """On the lane, until the task is cancelled."""

        def refuse(folder: Path, reason: str) -> None:
            self._refused.append((task, folder, reason))
            self._waker.wake()

        if folders:
            for paths in watch_folders(self._library, folders, task, refuse, self._new_watcher):
                self._found.append((task, paths))
                self._waker.wake()

    def _deliver(self) -> None:
        """Tell what was found, unless other folders are watched by now."""
        while self._refused:
            task, folder, reason = self._refused.popleft()
            if not task.is_cancelled:
                sentence = self.tr("What is new in %1 will not be noticed: %2.")
                self.failed.emit(sentence.replace("%1", display_name(folder)).replace("%2", reason))
        while self._found:
            task, paths = self._found.popleft()
            if not task.is_cancelled:
                self._has_looked = True
                if paths:
                    self.changed.emit(paths)

    def _say(self, error: Exception) -> None:
        if sentence := failure_sentence(error):
            self.failed.emit(sentence)
