"""Following folders, also on drives that come and go: what is new there is found once, and as it comes."""

import contextlib
import queue
import stat
import time
from collections.abc import Callable, Generator, Sequence
from pathlib import Path

from videxplore.core.task import Cancelled, Task
from videxplore.services.indexing.scanning import full_path
from videxplore.services.indexing.watching import FolderWatcher
from videxplore.services.indexing.whats_new import whats_new
from videxplore.services.library import Library

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
