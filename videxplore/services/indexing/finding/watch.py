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
from types import TracebackType

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver, ObservedWatch

from videxplore.core.task import Cancelled, Task
from videxplore.services.indexing.finding.disk_changes import whats_new
from videxplore.services.indexing.finding.scan import full_path
from videxplore.services.library import Library

# A file is told once it has not changed for this long: until then it is hardly whole.
SETTLED_S = 1.0
# Those that have settled wait for the others of their burst, but not longer than this.
LONGEST_S = 10.0
_CHANGES = frozenset({"created", "modified", "moved", "deleted", "closed"})


class FolderWatcher:
    """Watches folders, subfolders included, from threads of its own.

    Hidden files and what lies in hidden subfolders is not told, nor what lies behind links in a folder. All
    methods belong to one thread.
    """

    def __init__(
        self,
        on_changed: Callable[[Sequence[Path]], None],
        *,
        settled_s: float = SETTLED_S,
        longest_s: float = LONGEST_S,
        new_observer: Callable[[], BaseObserver] = Observer,
    ) -> None:
        """Watch nothing yet.

        Args:
            on_changed: Called in a thread of the watcher with the files and folders that came, changed, moved
                (both names) or went.
            settled_s: A file is told once it has not changed for this long.
            longest_s: How long one that has settled waits for the others of its burst.
            new_observer: Makes what asks the system for changes.
        """
        self._on_changed = on_changed
        self._new_observer = new_observer
        self._observer: BaseObserver | None = None
        self._watches: dict[Path, ObservedWatch] = {}
        self._gathering = _Gathering(settled_s, longest_s)
        self._teller = threading.Thread(target=self._tell, name="folder watcher")

    def __enter__(self) -> "FolderWatcher":
        """Start to tell what changes."""
        self._teller.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop watching; what has not settled is not told."""
        self._gathering.close()
        if self._observer is not None:
            self._observer.stop()
            self._observer.join()
        self._teller.join()

    def watch(self, folder: Path) -> None:
        """Watch one more folder, which is walked now; the others stay watched whatever comes of it.

        Args:
            folder: An absolute path.

        Raises:
            OSError: If it is not there, or the system has no room for so many folders.
        """
        if self._observer is None:
            self._observer = _started(self._new_observer())
        # With a separator at its end, a link to a folder is the folder.
        path = os.path.join(folder, "")  # noqa: PTH118 - a Path would take the separator away.
        handler = _Handler(folder, self._gathering)
        self._watches[folder] = self._observer.schedule(handler, path, recursive=True)

    def unwatch(self, folder: Path) -> None:
        """Watch a folder no longer; one that is not watched is passed over."""
        watch = self._watches.pop(folder, None)
        if watch is not None and self._observer is not None:
            self._observer.unschedule(watch)

    def _tell(self) -> None:
        """The telling thread."""
        while paths := self._gathering.take():
            self._on_changed(paths)


def _started(observer: BaseObserver) -> BaseObserver:
    """An observer that runs: only then is it known of each folder whether the system watches it."""
    try:
        observer.start()
    except BaseException:
        # It has opened what it reads from already.
        observer.stop()
        raise
    return observer


class _Handler(FileSystemEventHandler):
    """Takes the changes of one folder down."""

    def __init__(self, folder: Path, gathering: "_Gathering") -> None:
        self._folder = folder
        self._gathering = gathering

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Watchdog's call, in its thread."""
        if event.event_type not in _CHANGES or (event.is_directory and event.event_type == "modified"):
            return
        paths = [Path(os.fsdecode(name)) for name in (event.src_path, event.dest_path) if name]
        self._gathering.add(path for path in paths if not self._is_hidden(path))

    def _is_hidden(self, path: Path) -> bool:
        """Whether a scan of the folder leaves a path out; the folder itself may lie anywhere."""
        below = path.relative_to(self._folder) if path.is_relative_to(self._folder) else Path(path.name)
        return any(part.startswith(".") for part in below.parts)


class _Gathering:
    """Gathers changed paths until they settle."""

    def __init__(self, settled_s: float, longest_s: float) -> None:
        self._settled_s = settled_s
        self._longest_s = longest_s
        self._condition = threading.Condition()
        # When each path changed last, the one that has been still the longest first.
        self._changed_s: dict[Path, float] = {}
        self._waiting_since_s = 0.0
        self._closed = False

    def add(self, paths: Iterable[Path]) -> None:
        """Take changes down."""
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
        """Let :meth:`take` return nothing."""
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
        """When there is something to tell: all has settled, or some has and waited long enough."""
        if not self._changed_s:
            return None
        first_s, last_s = next(iter(self._changed_s.values())), next(reversed(self._changed_s.values()))
        settled_s = first_s + self._settled_s
        return min(last_s + self._settled_s, max(settled_s, self._waiting_since_s + self._longest_s))

    def _take_settled(self, now_s: float) -> list[Path]:
        settled = [
            path for path, changed_s in self._changed_s.items() if changed_s + self._settled_s <= now_s
        ]
        for path in settled:
            del self._changed_s[path]
        self._waiting_since_s = now_s
        return sorted(settled)


# How often it is looked whether a folder came or went.
LOOK_EVERY_S = 2.0
# So long may somebody who cancels wait, and what has changed.
POLL_S = 0.1

Changes = queue.SimpleQueue[Sequence[Path]]
# Makes a watcher from what it calls with the changes.
NewWatcher = Callable[[Callable[[Sequence[Path]], None]], FolderWatcher]


def follow(
    library: Library,
    folders: Sequence[Path],
    task: Task,
    on_refused: Callable[[Path, str], None],
    new_watcher: NewWatcher = FolderWatcher,
    look_every_s: float = LOOK_EVERY_S,
) -> Generator[list[Path], None, None]:
    """What is worth indexing in folders: first what is there now, then whatever comes.

    Args:
        library: Opened for writing.
        folders: One that is not there is watched once it is.
        task: Ends it when it is cancelled; nothing is raised then.
        on_refused: Called with a folder that the system does not watch, and the reason. What is new in that
            one is found now, and again when it was away and is back.
        new_watcher: Makes the watcher of the folders.
        look_every_s: How often it is looked whether a folder came or went.

    Yields:
        Paths, as of :func:`whats_new`. The first time it may be none: all is watched from then on.

    Raises:
        CatalogueError: If the library cannot be read.
    """
    changes = Changes()
    with contextlib.suppress(Cancelled), new_watcher(changes.put) as watcher:
        drives = _Drives([full_path(folder) for folder in folders], watcher, on_refused)
        changed: list[Path] = []
        is_first = True
        while True:
            wanted = [*drives.look(task), *changed]
            new = whats_new(library, wanted, task) if wanted else []
            if new or is_first:
                yield new
            is_first = False
            changed = _next_changes(changes, task, look_every_s)


class _Drives:
    """Folders that come and go; those that are there are watched."""

    def __init__(
        self, folders: Sequence[Path], watcher: FolderWatcher, on_refused: Callable[[Path, str], None]
    ) -> None:
        self._folders = folders
        self._watcher = watcher
        self._on_refused = on_refused
        self._there: dict[Path, tuple[int, int] | None] = {}

    def look(self, task: Task) -> list[Path]:
        """The folders that came or went since the last look, all of them the first time."""
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
            # It went a moment ago; the next look sees that.
            pass
        except OSError as error:
            self._on_refused(folder, error.strerror or str(error))


def _identity(folder: Path) -> tuple[int, int] | None:
    """What tells a folder from another one in its place, such as an empty mount point; None without one."""
    try:
        status = folder.stat()
    except (OSError, ValueError):
        return None
    return (status.st_dev, status.st_ino) if stat.S_ISDIR(status.st_mode) else None


def _next_changes(changes: Changes, task: Task, look_every_s: float) -> list[Path]:
    """What changed, as soon as something has; nothing after a while.

    Raises:
        Cancelled: If the task is cancelled.
    """
    until_s = time.monotonic() + look_every_s
    while changes.empty() and time.monotonic() < until_s:
        task.wait(POLL_S)
        task.checkpoint()
    paths: list[Path] = []
    while not changes.empty():
        paths.extend(changes.get())
    return paths
