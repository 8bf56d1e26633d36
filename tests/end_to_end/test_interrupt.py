"""Ctrl+C in the terminal the window was started from."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

IDLE_WINDOW = """
import sys
import time
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from videxplore.app import run
from videxplore.composition import Configuration

def turn():
    time.sleep(0.01)
    application.processEvents()

application = QApplication([])
application.aboutToQuit.connect(lambda: print("ending", flush=True))
QTimer.singleShot(2500, lambda: print("idle", flush=True))
print("code", run(Configuration.load(data_dir=Path(sys.argv[1])), []))
"""
FOREIGN_LOOP = IDLE_WINDOW.replace(
    'print("idle", flush=True)',
    '(print("idle", flush=True), [turn() for _ in iter(int, 1)])',
)
PROMPT_S = 0.5


@pytest.mark.skipif(sys.platform == "win32", reason="a terminal interrupts by other means there")
@pytest.mark.parametrize("sent", [signal.SIGINT, pytest.param(signal.SIGTERM, marks=pytest.mark.slow)])
def test_an_idle_window_closes_at_once(tmp_path: Path, sent: signal.Signals) -> None:
    command = [sys.executable, "-c", IDLE_WINDOW, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        assert running.stdout.readline() == "idle\n"
        sent_s = time.monotonic()
        running.send_signal(sent)
        assert running.stdout.readline() == "ending\n"
        assert time.monotonic() - sent_s < PROMPT_S
        assert running.stdout.read() == "code 0\n"
        assert "Traceback" not in running.stderr.read()
    assert running.returncode == 0


@pytest.mark.skipif(sys.platform == "win32", reason="a system ends programs by other means there")
def test_a_window_whose_dialog_has_a_loop_of_its_own_ends(tmp_path: Path) -> None:
    command = [sys.executable, "-c", FOREIGN_LOOP, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        assert running.stdout.readline() == "idle\n"
        running.send_signal(signal.SIGTERM)
        assert running.wait(60) == 0
    assert list(tmp_path.rglob("window.ini"))
