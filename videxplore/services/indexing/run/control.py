"""Commands to an index run, from any thread."""

import threading
from collections.abc import Sequence
from pathlib import Path


class IndexControl:
    """Commands that the index run collects between two messages of its analysis process.

    Only the run's own thread may touch the process and the catalogue; all methods here may be called from any
    thread, while a run works or before it.
    """

    def __init__(self) -> None:
        """Start without commands."""
        self._lock = threading.Lock()
        self._paths: list[Path] = []
        self._cancelled_ids: set[int] = set()
        self._prioritised_id: int | None = None
        self._paused = False
        self._low_priority = False

    @property
    def is_paused(self) -> bool:
        """Whether the work is paused."""
        with self._lock:
            return self._paused

    @property
    def is_low_priority(self) -> bool:
        """Whether the work is throttled."""
        with self._lock:
            return self._low_priority

    def pause(self) -> None:
        """Pause the work, within a fraction of a second, until :meth:`resume`."""
        with self._lock:
            self._paused = True

    def resume(self) -> None:
        """Continue after :meth:`pause`."""
        with self._lock:
            self._paused = False

    def set_low_priority(self, wanted: bool) -> None:
        """Throttle the work while the user plays or scrubs, or do it at full speed."""
        with self._lock:
            self._low_priority = wanted

    def add(self, paths: Sequence[Path]) -> None:
        """Index these files and folders as well, in the run that is going on or the next one."""
        with self._lock:
            self._paths.extend(paths)

    def prioritise(self, video_id: int) -> None:
        """Analyse this video before all others: the user looks at it."""
        with self._lock:
            self._prioritised_id = video_id

    def cancel_video(self, video_id: int) -> None:
        """Do not analyse this video in this run; what is stored of it stays."""
        with self._lock:
            self._cancelled_ids.add(video_id)

    def take_paths(self) -> list[Path]:
        """The files and folders added since the last call; after a run, those that it did not get to."""
        with self._lock:
            paths, self._paths = self._paths, []
            return paths

    def take_cancelled(self) -> set[int]:
        """The videos cancelled since the last call."""
        with self._lock:
            cancelled, self._cancelled_ids = self._cancelled_ids, set()
            return cancelled

    def take_prioritised(self) -> int | None:
        """The video prioritised since the last call; None when none was."""
        with self._lock:
            prioritised, self._prioritised_id = self._prioritised_id, None
            return prioritised
