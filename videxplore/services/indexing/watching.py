"""Watching folders: what changes in them is told when it has settled."""

import os
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

# A burst of changes is told once nothing has changed for this long,
SETTLED_S = 1.0
# or after this long, however much still changes.
LONGEST_S = 10.0
_CHANGES = frozenset({"created", "modified", "moved", "deleted", "closed"})


class FolderWatcher:
    """Watches folders, subfolders included, from threads of its own."""

    def __init__(self, folders: Sequence[Path], on_changed: Callable[[Sequence[Path]], None]) -> None:
        """Prepare to watch.

        Args:
            folders: Those that are not there are left out.
            on_changed: Called in a thread of the watcher with the files and folders that came, changed, moved
                (both names) or went.
        """
        self._folders = [folder.absolute() for folder in folders if folder.is_dir()]
        self._on_changed = on_changed
        self._observer = Observer()
        self._gathering = _Gathering()
        self._teller = threading.Thread(target=self._tell, name="folder watcher")

    def __enter__(self) -> "FolderWatcher":
        """Start to watch."""
        for folder in self._folders:
            self._observer.schedule(self._gathering, str(folder), recursive=True)
        self._observer.start()
        self._teller.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop watching; what has not settled is not told."""
        self._observer.stop()
        self._gathering.close()
        self._observer.join()
        self._teller.join()

    def _tell(self) -> None:
        """The telling thread."""
        while paths := self._gathering.take():
            self._on_changed(paths)


class _Gathering(FileSystemEventHandler):
    """Gathers changed paths until they settle."""

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._paths: set[Path] = set()
        self._first_s = 0.0
        self._last_s = 0.0
        self._closed = False

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Watchdog's call, in its thread."""
        if event.event_type not in _CHANGES or (event.is_directory and event.event_type == "modified"):
            return
        names = [os.fsdecode(name) for name in (event.src_path, event.dest_path) if name]
        paths = {Path(name) for name in names if not Path(name).name.startswith(".")}
        with self._condition:
            if paths:
                self._last_s = time.monotonic()
                self._first_s = self._first_s if self._paths else self._last_s
                self._paths |= paths
                self._condition.notify_all()

    def close(self) -> None:
        """Let :meth:`take` return nothing."""
        with self._condition:
            self._closed = True
            self._condition.notify_all()

    def take(self) -> list[Path]:
        """Wait for changes to settle and take them; nothing once closed."""
        with self._condition:
            while not self._closed:
                now_s = time.monotonic()
                ready_s = min(self._last_s + SETTLED_S, self._first_s + LONGEST_S)
                if self._paths and now_s >= ready_s:
                    paths, self._paths = sorted(self._paths), set()
                    return paths
                self._condition.wait(ready_s - now_s if self._paths else None)
        return []
