"""Ending a process that takes too much memory, before the system ends another one or stands still.

The resident memory is looked at, not limited beforehand: limits of address space fail with CUDA, which
reserves far more than it uses.
"""

import os
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from videxplore.core.limits import LEAST_WORKER_BYTES, WORKER_MEMORY_SHARE
from videxplore.core.typed_paths import is_there

OUT_OF_MEMORY_EXIT_CODE = 77
_LOOK_EVERY_S = 0.2
_STATM = Path("/proc/self/statm")


def watch_memory() -> None:
    """End this process with ``OUT_OF_MEMORY_EXIT_CODE`` once it takes too much.

    On Linux by its memory now, on macOS by the most it has ever had; Windows has no such figure without
    further libraries, and there the bounds of frames and threads alone hold.
    """
    measure = _measure()
    if measure is None:
        return
    most_bytes = max(LEAST_WORKER_BYTES, round(WORKER_MEMORY_SHARE * _machine_bytes()))
    threading.Thread(target=_watch, args=(measure, most_bytes), name="memory", daemon=True).start()


def _watch(measure: Callable[[], int], most_bytes: int) -> None:
    while measure() <= most_bytes:
        time.sleep(_LOOK_EVERY_S)
    # Not sys.exit: the working thread is deep in a decoder.
    os._exit(OUT_OF_MEMORY_EXIT_CODE)


def _measure() -> Callable[[], int] | None:
    """What tells the resident memory of this process in bytes; None where nothing does."""
    if is_there(_STATM):
        page_bytes = os.sysconf("SC_PAGE_SIZE")
        return lambda: int(_STATM.read_text().split()[1]) * page_bytes
    if sys.platform == "darwin":
        import resource

        return lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return None


def _machine_bytes() -> int:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
