"""What the person asks of a running index run, from any thread."""

import threading
from collections.abc import Sequence
from pathlib import Path


class IndexControl:
    """Wishes that the index run collects between two looks at its analysis process."""

    def __init__(self) -> None:
        """Start with no wishes."""
        self._lock = threading.Lock()
        self._paths: list[Path] = []
        self._cancelled_ids: set[int] = set()
        self._current_id: int | None = None
        self._paused = False
        self._giving_way = False

    @property
    def is_paused(self) -> bool:
        """Whether the work is held."""
        with self._lock:
            return self._paused

    @property
    def is_giving_way(self) -> bool:
        """Whether the work goes at a low pace."""
        with self._lock:
            return self._giving_way

    def set_paused(self, paused: bool) -> None:
        """Hold the work, or let it go on."""
        with self._lock:
            self._paused = paused

    def set_giving_way(self, wanted: bool) -> None:
        """Work at a low pace, or at full speed."""
        with self._lock:
            self._giving_way = wanted

    def add(self, paths: Sequence[Path]) -> None:
        """Ask for more files or folders."""
        with self._lock:
            self._paths.extend(paths)

    def prioritise(self, video_id: int) -> None:
        """Name the video that goes first."""
        with self._lock:
            self._current_id = video_id

    def cancel_video(self, video_id: int) -> None:
        """Name a video that is to be left alone."""
        with self._lock:
            self._cancelled_ids.add(video_id)

    def take_paths(self) -> list[Path]:
        """The files and folders asked for since the last call."""
        with self._lock:
            paths, self._paths = self._paths, []
            return paths

    def take_cancelled(self) -> set[int]:
        """The videos cancelled since the last call."""
        with self._lock:
            cancelled, self._cancelled_ids = self._cancelled_ids, set()
            return cancelled

    def take_current(self) -> int | None:
        """The video named first since the last call; None when none was."""
        with self._lock:
            current, self._current_id = self._current_id, None
            return current
