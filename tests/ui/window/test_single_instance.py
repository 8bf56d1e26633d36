"""A second start of the program on a library whose window is open."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtNetwork import QLocalSocket
from pytestqt.qtbot import QtBot

from tests.ui.exploring import Exploring
from videxplore.ui.window.single_instance import InstanceServer, address_of, forward_to_running_instance

PATIENCE_MS = 60_000


@pytest.fixture
def asked(exploring: Exploring) -> Iterator[list[list[Path]]]:
    """What other starts asked for."""
    heard: list[list[Path]] = []
    starts = InstanceServer(exploring.paths.library)
    starts.asked.connect(heard.append)
    starts.asked.connect(exploring.window.come_forward)
    yield heard
    starts.close()
    starts.deleteLater()


def test_a_second_start_ends_at_once_and_its_files_go_to_the_window(
    exploring: Exploring, asked: list[list[Path]], tmp_path: Path
) -> None:
    folder = tmp_path / os.fsdecode(b"more \xe9")
    folder.mkdir()
    exploring.window.showMinimized()
    started: list[bool] = []
    exploring.window.parts.work.started.connect(lambda: started.append(True))
    command = [sys.executable, "-m", "videxplore", "gui", "--data-dir", str(tmp_path), str(folder)]
    second = subprocess.Popen(command, stderr=subprocess.PIPE)
    exploring.qtbot.waitUntil(lambda: bool(asked), timeout=PATIENCE_MS)
    assert asked == [[folder]]
    exploring.qtbot.waitUntil(lambda: second.poll() is not None, timeout=PATIENCE_MS)
    assert second.communicate()[1] == b""
    assert second.returncode == 0
    assert not exploring.window.isMinimized()
    exploring.until(lambda: bool(started))
    exploring.qtbot.waitUntil(lambda: not exploring.window.parts.work.is_running, timeout=PATIENCE_MS)


def test_where_no_window_is_open_nobody_is_asked(tmp_path: Path) -> None:
    assert not forward_to_running_instance(tmp_path / "library", [])


def test_what_is_no_list_of_files_is_left_alone(
    qtbot: QtBot, exploring: Exploring, asked: list[list[Path]]
) -> None:
    for said in (b"", b"{", b"[1]", b'["zz"]', b'{"a": 1}'):
        socket = QLocalSocket()
        socket.connectToServer(address_of(exploring.paths.library))
        assert socket.waitForConnected(2000)
        socket.write(said)
        socket.flush()
        socket.disconnectFromServer()
        qtbot.wait(50)
    assert asked == []
    assert forward_to_running_instance(exploring.paths.library, [])
    exploring.until(lambda: asked == [[]])
