"""One window a library: it gets the files of a second start, and on macOS those that the system opens."""

import hashlib
import json
import logging
import os
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Signal
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from videxplore.ui.look.qt_override import qt_override

logger = logging.getLogger(__name__)

ANSWER_TIMEOUT_MS = 2000
"""How long a window may take to receive the files of another start."""


class InstanceServer(QObject):
    """Listens for other starts of the program on the same library.

    Signals:
        asked: The window is wanted; with a list of the files and folders to index.
    """

    asked = Signal(list)

    def __init__(self, library: Path, parent: QObject | None = None) -> None:
        """Listen; the caller holds the library, so nobody else uses its address."""
        super().__init__(parent)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_connection)
        QLocalServer.removeServer(address_of(library))
        if not self._server.listen(address_of(library)):
            logger.info("cannot listen for other starts: %s", self._server.errorString())

    def close(self) -> None:
        """Listen no more."""
        self._server.close()

    def _on_connection(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.disconnected.connect(lambda socket=socket: self._take(socket))
            socket.disconnected.connect(socket.deleteLater)
            if socket.state() == QLocalSocket.LocalSocketState.UnconnectedState:
                self._take(socket)

    def _take(self, socket: QLocalSocket) -> None:
        try:
            paths = [
                Path(os.fsdecode(bytes.fromhex(name))) for name in json.loads(bytes(socket.readAll().data()))
            ]
        except (ValueError, TypeError):
            logger.info("another program sent something other than a list of files")
            return
        self.asked.emit(paths)


def forward_to_running_instance(library: Path, paths: Sequence[Path]) -> bool:
    """Ask the window that is open on ``library`` to come forward and add ``paths``; whether there was one."""
    socket = QLocalSocket()
    socket.connectToServer(address_of(library))
    if not socket.waitForConnected(ANSWER_TIMEOUT_MS):
        return False
    names = [os.fsencode(path.absolute()).hex() for path in paths]
    socket.write(json.dumps(names).encode())
    socket.flush()
    socket.disconnectFromServer()
    is_open = socket.state() != QLocalSocket.LocalSocketState.UnconnectedState
    return not is_open or socket.waitForDisconnected(ANSWER_TIMEOUT_MS)


def address_of(library: Path) -> str:
    """The name by which the window on ``library`` is reached on this machine."""
    return f"videxplore-{hashlib.sha256(os.fsencode(library.resolve())).hexdigest()[:24]}"


class OpenedFiles(QObject):
    """Watches for what is opened with the program on macOS, from the Finder or the Dock: it comes as events.

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
