"""The front of an index run: files are found and settled bit by bit, and work on the first begins at once."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from videxplore.core.task import Task
from videxplore.core.types import Video
from videxplore.services.indexing.reconciling import Reconciler, Standing
from videxplore.services.indexing.scanning import (
    FoundFile,
    MissingRoot,
    RejectedPath,
    find_videos,
    full_path,
)
from videxplore.services.library import Library

# How long the run looks for files before it looks at its analysis process again.
SLICE_S = 0.05


@dataclass(frozen=True, slots=True)
class Settled:
    """A file that is there, and its row."""

    file: FoundFile
    standing: Standing


@dataclass(frozen=True, slots=True)
class Missing:
    """A known video whose file is not there; its state says ``OFFLINE`` or ``GONE``."""

    video: Video


Intake = Settled | RejectedPath | Missing


class IndexIntake:
    """Takes paths, gives settled files."""

    def __init__(self, library: Library, task: Task) -> None:
        """Read what the library knows.

        Args:
            library: Opened for writing.
            task: Cancels the search.
        """
        self._reconciler = Reconciler(library)
        self._task = task
        self._work: Iterator[Intake] = iter(())
        self._waiting: list[Path] = []
        self.is_exhausted = True

    def add(self, paths: Sequence[Path]) -> None:
        """Search these files and folders as well."""
        self._waiting.extend(paths)
        self.is_exhausted = self.is_exhausted and not self._waiting

    def take(self) -> Iterator[Intake]:
        """What comes up within a short while."""
        until_s = time.monotonic() + SLICE_S
        while time.monotonic() < until_s:
            found = next(self._work, None)
            if found is not None:
                yield found
            elif self._waiting:
                roots, self._waiting = self._waiting, []
                self._work = self._search(roots)
            else:
                self.is_exhausted = True
                return

    def settle_again(self, file: FoundFile) -> Standing:
        """Settle a file that changed after it was settled.

        Raises:
            OSError: If the file cannot be read.
        """
        return self._reconciler.settle(file)

    def _search(self, paths: Sequence[Path]) -> Iterator[Intake]:
        roots = [full_path(path) for path in paths]
        absent = []
        for finding in find_videos(paths, self._task):
            if isinstance(finding, MissingRoot):
                absent.append(finding.path)
            elif isinstance(finding, RejectedPath):
                yield finding
            else:
                yield self._settle(finding)
        missing = self._reconciler.missing_under(roots)
        yield from map(Missing, missing)
        # Who saw a file go and come asks for it by both its names.
        known = self._reconciler.moved_from.union(video.path for video in missing)
        explained = {above for path in known for above in (path, *path.parents)}
        for path in absent:
            if path not in explained:
                yield RejectedPath(path, "There is no such file or folder.")

    def _settle(self, file: FoundFile) -> Intake:
        try:
            return Settled(file, self._reconciler.settle(file))
        except OSError as error:
            return RejectedPath(file.path, f"It cannot be read: {error.strerror}.")
