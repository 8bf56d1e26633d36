"""The program as a whole, where a window of its own process is needed."""

import subprocess
import sys
from pathlib import Path

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
