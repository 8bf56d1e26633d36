"""The program as a whole, where a window of its own process is needed."""

import subprocess
import sys
from pathlib import Path

from videxplore.paths import AppPaths
from videxplore.services.library import Library

ASK_FOR_HANDLER = """
import sys
from pathlib import Path
from PySide6.QtCore import qInstallMessageHandler
from videxplore.app import render_picture
from videxplore.core.errors import VidexploreError
from videxplore.paths import AppPaths

folder = Path(sys.argv[1])
try:
    render_picture(AppPaths.under(folder), folder / "window.png")
except VidexploreError as error:
    print(error)
print("handler:", qInstallMessageHandler(None))
"""


def test_no_message_of_qt_has_to_wait_for_python(tmp_path: Path) -> None:
    # Plugins write messages while the loader is held; who imports a library holds Python and waits for it.
    command = [sys.executable, "-c", ASK_FOR_HANDLER, str(tmp_path)]
    told = subprocess.run(command, check=True, capture_output=True, text=True, timeout=120)
    assert told.stdout.splitlines()[-1] == "handler: None", told.stderr


RESTART = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from videxplore.cli.window import run_window
from videxplore.composition import Configuration
from videxplore.ui.dialogs.settings_dialog import SettingsDialog
from videxplore.ui.window.main_window import MainWindow

data = Path(sys.argv[1])
languages = []

def window():
    return next((one for one in QApplication.topLevelWidgets() if isinstance(one, MainWindow)), None)

def act():
    if window() is None:
        QTimer.singleShot(200, act)
    elif len(languages) == 1:
        window().settingsRequested.emit()
        [dialog] = window().findChildren(SettingsDialog)
        assert not dialog.restart_button.isVisible()
        dialog.language_box.setCurrentIndex(dialog.language_box.findData("de"))
        assert dialog.restart_button.isVisible()
        QTimer.singleShot(1000, act)
        dialog.restart_button.click()
    else:
        window().close()

def load():
    configuration = Configuration.load(data_dir=data)
    languages.append(configuration.settings.language)
    return configuration, ""

application = QApplication(sys.argv[:1])
QTimer.singleShot(500, act)
code = run_window(load, [])
print(languages)
sys.exit(code)
"""


def test_the_window_starts_again_with_settings_that_are_read_at_the_start(tmp_path: Path) -> None:
    command = [sys.executable, "-c", RESTART, str(tmp_path)]
    told = subprocess.run(command, check=True, capture_output=True, text=True, timeout=120)
    assert told.stdout.splitlines()[-1] == "['', 'de']", told.stderr


CLOSE_WHILE_BLOCKED = """
import os, sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from videxplore.app import run
from videxplore.composition import Configuration
from videxplore.paths import AppPaths
from videxplore.settings import Settings
from videxplore.ui.window.main_window import MainWindow

def block_and_close():
    window = next(one for one in QApplication.topLevelWidgets() if isinstance(one, MainWindow))
    # What a decoder does on a drive that does not answer.
    reading, _ = os.pipe()
    for lane in (window.parts.preview, window.parts.reading):
        lane.submit(lambda _task: os.read(reading, 1))
    QTimer.singleShot(500, window.close)

application = QApplication(sys.argv[:1])
QTimer.singleShot(1000, block_and_close)
sys.exit(run(Configuration.load(data_dir=Path(sys.argv[1])), []))
"""


def test_the_program_ends_although_a_thread_is_blocked(tmp_path: Path) -> None:
    command = [sys.executable, "-c", CLOSE_WHILE_BLOCKED, str(tmp_path)]
    ended = subprocess.run(command, check=False, capture_output=True, text=True, timeout=60)
    assert ended.returncode == 0, ended.stderr
    assert "Traceback" not in ended.stderr
    with Library.open(AppPaths.under(tmp_path).library) as library:
        assert library.catalogue.videos() == []


CRASH = """
import faulthandler, sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from videxplore.app import run
from videxplore.composition import Configuration

application = QApplication(sys.argv[:1])
QTimer.singleShot(200, faulthandler._sigsegv)
sys.exit(run(Configuration.load(data_dir=Path(sys.argv[1])), []))
"""


def test_a_crash_of_a_library_leaves_a_report(tmp_path: Path) -> None:
    command = [sys.executable, "-c", CRASH, str(tmp_path)]
    assert subprocess.run(command, check=False, capture_output=True, timeout=120).returncode != 0
    report = (tmp_path / "crashes.log").read_text(encoding="utf-8")
    assert report.startswith("Fatal Python error: Segmentation fault")
    assert "_run_window" in report
