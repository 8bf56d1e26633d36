"""Indexing where the desktop shows it: the progress in the title of the window, a notification at the end."""

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QSystemTrayIcon, QWidget

from videxplore.services.indexing.index_types import IndexProgress
from videxplore.ui.library.indexing_work import IndexingWork
from videxplore.ui.look.texts import percent_words

LONG_RUN_S = 20.0
"""The end of a shorter run is seen by who waits for it."""

SHOWN_MS = 10_000
Notify = Callable[[QWidget, str, str], None]


def notify_desktop(window: QWidget, title: str, words: str) -> None:
    """Mark the window's entry in the task bar, and show a notification where the desktop has a tray."""
    QApplication.alert(window)
    if QSystemTrayIcon.isSystemTrayAvailable() and QSystemTrayIcon.supportsMessages():
        tray = QSystemTrayIcon(window.windowIcon(), window)
        tray.show()
        tray.showMessage(title, words, window.windowIcon(), SHOWN_MS)
        QTimer.singleShot(SHOWN_MS, tray, tray.deleteLater)


class RunNews(QObject):
    """Follows indexing for someone who looks at another window."""

    def __init__(
        self,
        window: QWidget,
        work: IndexingWork,
        show_progress: Callable[[str], None],
        notify: Notify = notify_desktop,
        long_run_s: float = LONG_RUN_S,
    ) -> None:
        """Follow ``work``.

        Args:
            window: Whose entry in the task bar is marked.
            work: What is followed.
            show_progress: Puts words before the title of the window; empty ones for none.
            notify: Tells the user of the end of a run.
            long_run_s: How long a run takes at least for that, in seconds.
        """
        super().__init__(window)
        self._window, self._work = window, work
        self._show_progress, self._notify, self._long_run_s = show_progress, notify, long_run_s
        self._began_s = self._most = 0.0
        work.started.connect(self._begin)
        work.progressChanged.connect(self._on_progress)
        work.finished.connect(self._end)

    def _begin(self) -> None:
        self._began_s, self._most = time.monotonic(), 0.0

    def _on_progress(self, progress: IndexProgress) -> None:
        # Videos that are found later leave less of the whole done; the figure then waits.
        self._most = max(self._most, progress.overall_fraction)
        self._show_progress(percent_words(self._most) if progress.total else "")

    def _end(self) -> None:
        self._show_progress("")
        work, progress = self._work, self._work.progress
        is_long = time.monotonic() - self._began_s >= self._long_run_s
        if not progress.total or not is_long or self._window.isActiveWindow() or work.can_continue:
            return
        words = self.tr("%n video(s) indexed", "", progress.done)
        if work.failures:
            words += " \u00b7 " + self.tr("%n failed", "", len(work.failures))
        self._notify(self._window, self.tr("Indexing is done"), words)
