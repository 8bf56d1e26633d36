"""Commands and the window connect to no other computer, as docs/privacy.md promises."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.videos import shots, write_video

PROGRAM = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from videxplore.cli.application import main

def run(*arguments):
    try:
        main([*arguments, "--data-dir", sys.argv[2]])
    except SystemExit as end:
        assert not end.code, (arguments, end.code)

if __name__ == "__main__":
    video = sys.argv[1]
    run("index", video)
    run("similar", video + "@0.5")
    run("find", "daisy")
    run("find", "waves")
    run("transcript", video)
    run("duplicates")
    run("status")
    run("check")
    run("models", "list")
    application = QApplication([])
    QTimer.singleShot(1500, lambda: application.exit(0))
    run("gui", video)
    print("done")
"""


def traced(program: list[str], log: Path) -> subprocess.CompletedProcess[str]:
    strace = shutil.which("strace")
    if strace is None:
        pytest.skip("strace is not installed")
    command = [strace, "-f", "--seccomp-bpf", "-e", "trace=connect", "-o", str(log), *program]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=300)
    if "ptrace" in done.stderr and done.returncode:
        pytest.skip(f"strace may not trace here: {done.stderr.splitlines()[0]}")
    return done


def connections(log: Path) -> list[str]:
    """Connections to the internet; those to a program of this computer are not among them."""
    return re.findall(r".*connect\(.*AF_INET6?.*", log.read_text(encoding="utf-8", errors="replace"))


def test_commands_and_the_window_connect_to_no_other_computer(tmp_path: Path) -> None:
    video = tmp_path / "beach.mp4"
    write_video(video, shots((1, 2), 10))
    subtitles = "1\n00:00:00,100 --> 00:00:00,400\nListen to the waves.\n"
    (tmp_path / "beach.srt").write_text(subtitles, encoding="utf-8")
    log = tmp_path / "connections.log"
    done = traced([sys.executable, "-c", PROGRAM, str(video), str(tmp_path / "data")], log)
    assert done.returncode == 0, done.stderr
    assert done.stdout.rstrip().endswith("done")
    assert not connections(log)


def test_a_connection_would_be_noticed(tmp_path: Path) -> None:
    log = tmp_path / "connections.log"
    program = "import socket; socket.socket().connect_ex(('127.0.0.1', 9))"
    done = traced([sys.executable, "-c", program], log)
    assert done.returncode == 0, done.stderr
    assert connections(log)
