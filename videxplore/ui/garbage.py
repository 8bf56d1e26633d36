"""Cyclic garbage, collected in the GUI thread only, and never for long.

Python's collector runs in whichever thread allocates at the wrong moment. When it finds widgets or other Qt
objects there, they are destroyed there: Qt then waits for a lock that the GUI thread holds while it waits for
Python's, and the window stands still for good, or the program crashes.
"""

import gc
import time

from PySide6.QtCore import QObject, QTimer

CHECK_MS = 1_000
YOUNG_PER_FULL = 60
"""Collections of young objects between two of all objects."""

IMPORTED = 50_000
"""So many new objects within a second are a library being imported: they stay, and looking takes long."""

SLOW_S = 0.02
"""After a collection that took this long, what survived is not looked at again."""


class GarbageKeeper(QObject):
    """Takes collection over from Python, for the thread it is made in, until it is closed."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Switch automatic collection off."""
        super().__init__(parent)
        self._young_collections = 0
        self._timer = QTimer(self)
        self._timer.setInterval(CHECK_MS)
        self._timer.timeout.connect(self.collect)
        self._timer.start()
        gc.disable()

    def close(self) -> None:
        """Let Python collect by itself again."""
        self._timer.stop()
        gc.enable()

    def collect(self) -> None:
        """Collect what is due."""
        new_objects = gc.get_count()[0]
        if new_objects <= gc.get_threshold()[0]:
            return
        if new_objects > IMPORTED:
            gc.freeze()
            return
        self._young_collections += 1
        started_s = time.perf_counter()
        if self._young_collections % YOUNG_PER_FULL:
            gc.collect(0)
        else:
            gc.collect()
        if time.perf_counter() - started_s > SLOW_S:
            gc.freeze()
