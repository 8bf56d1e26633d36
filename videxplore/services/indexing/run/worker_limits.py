"""Ending an analysis process whose job is stuck, or that takes too much memory.

The resident memory is watched, not limited beforehand: limits of address space fail with CUDA, which reserves
far more than it uses. It is checked before the system kills another process or starts to swap.
"""

import os
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from videxplore.core.file_names import exists_safely
from videxplore.core.limits import (
    JOB_S,
    JOB_S_PER_STEP,
    LEAST_WORKER_BYTES,
    LONGEST_JOB_S,
    LOOP_GAP_S,
    STALL_S,
    WORKER_MEMORY_SHARE,
)

OUT_OF_MEMORY_EXIT_CODE = 77
_CHECK_EVERY_S = 0.2
_STATM = Path("/proc/self/statm")


class StallWatch:
    """Counts how long a job in another process has worked and been silent, while its supervisor was running.

    Where the supervisor itself did not run (the whole group was stopped with Ctrl+Z, the machine slept on a
    system whose clock goes on), the job did not either: that time is not counted.
    """

    def __init__(self, patience: float = 1.0, clock_s: Callable[[], float] = time.monotonic) -> None:
        """Start when the job starts.

        Args:
            patience: Factor on the usual limits.
            clock_s: A monotonic clock.
        """
        self._patience = patience
        self._clock_s = clock_s
        self._checked_s = clock_s()
        self._worked_s = self._silent_s = 0.0
        self._steps = 0

    def restart(self) -> None:
        """Count from now: until now, the job was not expected to work."""
        self._checked_s = self._clock_s()
        self._worked_s = self._silent_s = 0.0

    def note_steps(self, steps: int) -> None:
        """Note that the job has passed so many checkpoints, about one for each frame."""
        self._steps = steps
        self._silent_s = 0.0

    def is_stuck(self) -> bool:
        """Whether the job has been silent, or at work, for too long; to be called several times a second."""
        now_s = self._clock_s()
        elapsed_s = now_s - self._checked_s
        self._checked_s = now_s
        if elapsed_s <= LOOP_GAP_S:
            self._worked_s += elapsed_s
            self._silent_s += elapsed_s
        # By the decoded frames, never by the length that the file claims.
        longest_s = min(JOB_S + JOB_S_PER_STEP * self._steps, LONGEST_JOB_S)
        return self._silent_s >= STALL_S * self._patience or self._worked_s >= longest_s * self._patience


def watch_memory() -> None:
    """End this process with ``OUT_OF_MEMORY_EXIT_CODE`` once it takes too much.

    On Linux by its current memory, on macOS by its peak. Windows has no such figure without further
    libraries; only the limits on frames and threads hold there.
    """
    measure = _measure()
    if measure is None:
        return
    most_bytes = max(LEAST_WORKER_BYTES, round(WORKER_MEMORY_SHARE * _machine_bytes()))
    threading.Thread(target=_watch, args=(measure, most_bytes), name="memory", daemon=True).start()


def _watch(measure: Callable[[], int], most_bytes: int) -> None:
    while measure() <= most_bytes:
        time.sleep(_CHECK_EVERY_S)
    # Not sys.exit: the working thread is deep in a decoder.
    os._exit(OUT_OF_MEMORY_EXIT_CODE)


def _measure() -> Callable[[], int] | None:
    """A function that returns the resident memory of this process in bytes; None where there is none."""
    if exists_safely(_STATM):
        page_bytes = os.sysconf("SC_PAGE_SIZE")
        return lambda: int(_STATM.read_text().split()[1]) * page_bytes
    if sys.platform == "darwin":
        import resource

        return lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return None


def _machine_bytes() -> int:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
