"""Watching folders for new videos, also on drives that come and go.

Changes reported by the operating system are collected until the files have settled: a video that is being
copied changes many times a second.
"""

import contextlib
import os
import queue
import stat
import threading
import time
from collections.abc import Callable, Generator, Iterable, Sequence
from pathlib import Path

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver, ObservedWatch

from videxplore.core.task import Cancelled, Task
from videxplore.services.indexing.finding.disk_changes import find_changes
from videxplore.services.indexing.finding.scan import full_path
from videxplore.services.indexing.finding.video_detection import is_left_out_in
from videxplore.services.library import Library

# A file is reported once it has not changed for this long: until then it is probably not complete.
SETTLED_S = 1.0
# Settled files wait for the others of their burst, but not longer than this.
MAX_WAIT_S = 10.0
_CHANGES = frozenset({"created", "modified", "moved", "deleted", "closed"})

# How often folders are checked for having come or gone.
CHECK_EVERY_S = 2.0
# Longest wait of a cancellation, and of a change.
POLL_S = 0.1

ChangeQueue = queue.SimpleQueue[Sequence[Path]]


class FolderWatcher:
    """Watches folders, subfolders included, from threads of its own.

    Changes of files and in subfolders that a search leaves out, such as hidden ones, and behind symbolic
    links are not reported. All methods belong to one thread.
    """

    def __init__(
        self,
        on_changed: Callable[[Sequence[Path]], None],
        *,
        settled_s: float = SETTLED_S,
        max_wait_s: float = MAX_WAIT_S,
        new_observer: Callable[[], BaseObserver] = Observer,
    ) -> None:
        """Watch nothing yet.

        Args:
            on_changed: Called in a thread of the watcher with the files and folders that came, changed, moved
                (both names) or went.
            settled_s: A file is reported once it has not changed for this long.
            max_wait_s: How long a settled file waits for the others of its burst.
            new_observer: Makes the watchdog observer.
        """
        self._on_changed = on_changed
        self._new_observer = new_observer
        self._observer: BaseObserver | None = None
        self._watches: dict[Path, ObservedWatch] = {}
        self._buffer = _ChangeBuffer(settled_s, max_wait_s)
        self._reporter = threading.Thread(target=self._report_changes, name="folder watcher")

    def __enter__(self) -> "FolderWatcher":
        self._reporter.start()
        return self

    def __exit__(self, *exception: object) -> None:
        # What has not settled is not reported.
        self._buffer.close()
        if self._observer is not None:
            self._observer.stop()
            self._observer.join()
        self._reporter.join()

    def watch(self, folder: Path) -> None:
        """Watch one more folder, which is walked now; the others stay watched even if this fails.

        Args:
            folder: An absolute path.

        Raises:
            OSError: If it is not there, or the system cannot watch so many folders.
        """
        if self._observer is None:
            self._observer = _started(self._new_observer())
        # With a trailing separator, a symbolic link to a folder is followed.
        path = os.path.join(folder, "")  # noqa: PTH118 - a Path would remove the separator.
        handler = _Handler(folder, self._buffer)
        self._watches[folder] = self._observer.schedule(handler, path, recursive=True)

    def unwatch(self, folder: Path) -> None:
        """Stop watching a folder; one that is not watched is ignored."""
        watch = self._watches.pop(folder, None)
        if watch is not None and self._observer is not None:
            self._observer.unschedule(watch)

    def _report_changes(self) -> None:
        while paths := self._buffer.take():
            self._on_changed(paths)


def _started(observer: BaseObserver) -> BaseObserver:
    """Start an observer: only a running one reports which folders cannot be watched."""
    try:
        observer.start()
    except BaseException:
        # It has already opened its file descriptors.
        observer.stop()
        raise
    return observer


class _Handler(FileSystemEventHandler):
    def __init__(self, folder: Path, buffer: "_ChangeBuffer") -> None:
        self._folder = folder
        self._buffer = buffer

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Called by watchdog in its thread."""
        if event.event_type not in _CHANGES or (event.is_directory and event.event_type == "modified"):
            return
        paths = [Path(os.fsdecode(name)) for name in (event.src_path, event.dest_path) if name]
        self._buffer.add(path for path in paths if not self._is_left_out(path))

    def _is_left_out(self, path: Path) -> bool:
        """Whether a scan of the folder would leave a path out; that does not go by its own name."""
        below = path.relative_to(self._folder) if path.is_relative_to(self._folder) else Path(path.name)
        return is_left_out_in(below.parts)


class _ChangeBuffer:
    def __init__(self, settled_s: float, max_wait_s: float) -> None:
        self._settled_s = settled_s
        self._max_wait_s = max_wait_s
        self._condition = threading.Condition()
        # When each path changed last, the one that has been still the longest first.
        self._changed_s: dict[Path, float] = {}
        self._waiting_since_s = 0.0
        self._closed = False

    def add(self, paths: Iterable[Path]) -> None:
        """Add changes, with the current time."""
        now_s = time.monotonic()
        with self._condition:
            for path in paths:
                if not self._changed_s:
                    self._waiting_since_s = now_s
                # A folder has not settled while something in it changes.
                for changed in (path, *(above for above in path.parents if above in self._changed_s)):
                    self._changed_s.pop(changed, None)
                    self._changed_s[changed] = now_s
                self._condition.notify_all()

    def close(self) -> None:
        """Make :meth:`take` return nothing."""
        with self._condition:
            self._closed = True
            self._condition.notify_all()

    def take(self) -> list[Path]:
        """Wait for changes to settle and take them; nothing once closed."""
        with self._condition:
            while not self._closed:
                now_s = time.monotonic()
                ready_s = self._ready_s()
                if ready_s is not None and now_s >= ready_s:
                    return self._take_settled(now_s)
                self._condition.wait(None if ready_s is None else ready_s - now_s)
        return []

    def _ready_s(self) -> float | None:
        """When there is something to report: all has settled, or some has and waited long enough."""
        if not self._changed_s:
            return None
        first_s, last_s = next(iter(self._changed_s.values())), next(reversed(self._changed_s.values()))
        settled_s = first_s + self._settled_s
        return min(last_s + self._settled_s, max(settled_s, self._waiting_since_s + self._max_wait_s))

    def _take_settled(self, now_s: float) -> list[Path]:
        settled = [
            path for path, changed_s in self._changed_s.items() if changed_s + self._settled_s <= now_s
        ]
        for path in settled:
            del self._changed_s[path]
        self._waiting_since_s = now_s
        return sorted(settled)


# Makes a watcher from what it calls with the changes.
NewWatcher = Callable[[Callable[[Sequence[Path]], None]], FolderWatcher]


def watch_folders(
    library: Library,
    folders: Sequence[Path],
    task: Task,
    on_unwatchable: Callable[[Path, str], None],
    new_watcher: NewWatcher = FolderWatcher,
    check_every_s: float = CHECK_EVERY_S,
) -> Generator[list[Path], None, None]:
    """Find what to index in folders: first what is there now, then whatever comes.

    Args:
        library: Opened for writing.
        folders: One that is not there is watched once it is.
        task: Cancelling it ends the generator; nothing is raised.
        on_unwatchable: Called with a folder that the system cannot watch, and the reason. What is new in it
            is found now, and again whenever it comes back.
        new_watcher: Makes the watcher of the folders.
        check_every_s: How often folders are checked for having come or gone.

    Yields:
        Paths, as of :func:`find_changes`. The first list may be empty: from then on everything is watched.

    Raises:
        CatalogueError: If the library cannot be read.
    """
    changes = ChangeQueue()
    with contextlib.suppress(Cancelled), new_watcher(changes.put) as watcher:
        roots = _WatchedRoots([full_path(folder) for folder in folders], watcher, on_unwatchable)
        changed: list[Path] = []
        is_first = True
        while True:
            wanted = [*roots.update(task), *changed]
            new = find_changes(library, wanted, task) if wanted else []
            if new or is_first:
                yield new
            is_first = False
            changed = _next_changes(changes, task, check_every_s)


class _WatchedRoots:
    """Folders that come and go; existing ones are watched."""

    def __init__(
        self, folders: Sequence[Path], watcher: FolderWatcher, on_unwatchable: Callable[[Path, str], None]
    ) -> None:
        self._folders = folders
        self._watcher = watcher
        self._on_unwatchable = on_unwatchable
        self._there: dict[Path, tuple[int, int] | None] = {}

    def update(self, task: Task) -> list[Path]:
        """Watch existing folders; return those that came or went since the last call, at first all."""
        changed = []
        for folder in self._folders:
            task.checkpoint()
            there = _identity(folder)
            if folder not in self._there or there != self._there[folder]:
                self._there[folder] = there
                changed.append(folder)
                self._watcher.unwatch(folder)
                if there is not None:
                    self._watch(folder)
        return changed

    def _watch(self, folder: Path) -> None:
        try:
            self._watcher.watch(folder)
        except FileNotFoundError:
            # It was removed a moment ago, which the next update notices.
            pass
        except OSError as error:
            self._on_unwatchable(folder, error.strerror or str(error))


def _identity(folder: Path) -> tuple[int, int] | None:
    """What distinguishes a folder from another one in its place, such as an empty mount point."""
    try:
        status = folder.stat()
    except (OSError, ValueError):
        return None
    return (status.st_dev, status.st_ino) if stat.S_ISDIR(status.st_mode) else None


def _next_changes(changes: ChangeQueue, task: Task, check_every_s: float) -> list[Path]:
    """The changed paths, as soon as there are some; none after ``check_every_s``.

    Raises:
        Cancelled: If the task is cancelled.
    """
    until_s = time.monotonic() + check_every_s
    while changes.empty() and time.monotonic() < until_s:
        task.wait(POLL_S)
        task.checkpoint()
    paths: list[Path] = []
    while not changes.empty():
        paths.extend(changes.get())
    return paths
