"""How soon the window is there, in a process of its own: the imports count, in the order of the program."""

import os
import subprocess
import sys
from pathlib import Path

START = """
import sys, time
started = time.perf_counter()
from pathlib import Path
from videxplore.cli.window import import_app
app = import_app()
from PySide6.QtWidgets import QApplication
from videxplore.paths import AppPaths
from videxplore.services.library import Library
from videxplore.settings import Settings
from videxplore.ui.player.sound_output import Silence
from videxplore.ui.look.theme import apply_theme
paths = AppPaths.under(Path(sys.argv[1]))
application = QApplication([])
with Library.open(paths.library) as library:
    apply_theme(application, "dark")
    window = app.make_window(library, Settings(), paths, Silence())
    window.show()
    application.processEvents()
    window.grab()
    print("shown", time.perf_counter() - started)
    while not window.parts.videos.videos:
        application.processEvents()
        time.sleep(0.001)
    application.processEvents()
    print("filled", time.perf_counter() - started)
    window.close()
"""


def start(folder: Path) -> tuple[float, float]:
    """Seconds until the first window is painted and until the library is listed, in a fresh process."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", START, str(folder)],
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
        env=environment,
    )
    values = dict(line.split() for line in done.stdout.splitlines())
    return float(values["shown"]), float(values["filled"])
