"""Files and folders that macOS hands to the program: it sends events where other systems pass arguments."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Signal
from PySide6.QtGui import QFileOpenEvent

from videxplore.ui.look.qt_override import qt_override


class OpenedFiles(QObject):
    """Watches for what is opened with the program, from the Finder or the Dock.

    Signals:
        opened: A list with the path.
    """

    opened = Signal(list)

    def __init__(self, application: QCoreApplication, parent: QObject | None = None) -> None:
        super().__init__(parent)
        application.installEventFilter(self)

    @qt_override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the events that name a file."""
        if isinstance(event, QFileOpenEvent) and event.file():
            self.opened.emit([Path(event.file())])
            return True
        return super().eventFilter(watched, event)
