"""Cyclic garbage, collected in the GUI thread only, and never for long.

Python's collector runs in whichever thread allocates at the wrong moment. When it finds widgets or other Qt
objects there, they are destroyed there: Qt then waits for a lock that the GUI thread holds while it waits for
Python's, and the window freezes, or the program crashes.
"""

import gc
import sys
import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

CHECK_MS = 1_000
FULL_EVERY_S = 60.0
"""No two collections of all objects come sooner after each other."""

MANY_MODULES = 100
"""This many new modules are an engine such as torch: its objects stay, and looking at them takes long."""

GROWN = 0.25
"""All objects are looked at once this share more of them has survived: Python's own rule."""

MOST_SHARE = 0.002
"""No more of the time is spent on collections: one that took long is not soon followed by another."""


class GarbageKeeper(QObject):
    """Takes collection over from Python, for the thread it is made in, until it is closed."""

    def __init__(
        self, parent: QObject | None = None, *, clock: Callable[[], float] = time.perf_counter
    ) -> None:
        super().__init__(parent)
        self._clock = clock
        self._modules = len(sys.modules)
        self._old_objects = 0
        self._survived = 0
        self._rests_until_s = clock()
        self._full_due_s = clock() + FULL_EVERY_S
        self._timer = QTimer(self, interval=CHECK_MS)
        self._timer.timeout.connect(self.collect)
        self._timer.start()
        gc.disable()

    def close(self) -> None:
        """Let Python collect by itself again."""
        self._timer.stop()
        gc.enable()

    def collect(self) -> None:
        """Collect what is due: young objects often, all of them rarely."""
        new_objects = gc.get_count()[0]
        if new_objects <= gc.get_threshold()[0]:
            return
        if len(sys.modules) - self._modules > MANY_MODULES:
            # Only then: what is frozen is never looked at again, garbage that came together before included.
            self._modules = len(sys.modules)
            gc.freeze()
            self._old_objects = self._survived = 0
            return
        started_s = self._clock()
        if started_s < self._rests_until_s:
            return
        is_full = started_s >= self._full_due_s and self._survived > GROWN * self._old_objects
        if is_full:
            gc.collect()
            self._old_objects, self._survived = len(gc.get_objects(generation=2)), 0
        else:
            self._survived += max(0, new_objects - gc.collect(1))
        ended_s = self._clock()
        self._rests_until_s = ended_s + (ended_s - started_s) / MOST_SHARE
        if is_full:
            self._full_due_s = max(ended_s + FULL_EVERY_S, self._rests_until_s)
