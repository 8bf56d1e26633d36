"""How long nothing was heard of work that goes on: shown, so that a long step is not taken for the end."""

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal

STEP_MS = 500


class SilenceClock(QObject):
    """Counts the seconds since the last news of work.

    Signals:
        ticked: Twice a second while it runs, and nothing is heard.
    """

    ticked = Signal()

    def __init__(self, parent: QObject) -> None:
        """Stand still until the first news."""
        super().__init__(parent)
        self._since = QElapsedTimer()
        self._timer = QTimer(self, interval=STEP_MS)
        self._timer.timeout.connect(self.ticked)

    @property
    def silent_s(self) -> float:
        """Half seconds without news; 0 while it stands still."""
        if not self._timer.isActive():
            return 0.0
        return self._since.elapsed() // STEP_MS * STEP_MS / 1000

    def restart(self) -> None:
        """There is news: count from now."""
        self._since.start()
        self._timer.start()

    def stop(self) -> None:
        """Nothing is expected any more."""
        self._timer.stop()
