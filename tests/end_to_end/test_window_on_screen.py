"""The real program in a real X server, driven as a person would: from a dropped folder to an export."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.videos import shots, write_video
from videxplore.core.errors import DisplayUnavailableError
from videxplore.services.library import Library
from videxplore.ui.window.display_check import require_display
from videxplore.video.reading.reader import probe

PATIENCE_S = 240.0
WIDTH_PX, HEIGHT_PX = 1280, 800
PROGRAM = """
import sys
from pathlib import Path
from videxplore import app
from videxplore.composition import Configuration

if __name__ == "__main__":
    sys.exit(app.run(Configuration.load(data_dir=Path(sys.argv[1])), [Path(name) for name in sys.argv[2:]]))
"""

FILE_MANAGER = """
import sys
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QDrag
from PySide6.QtWidgets import QApplication, QLabel


class File(QLabel):
    def mouseMoveEvent(self, event):
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(sys.argv[1])])
        drag = QDrag(self)
        drag.setMimeData(data)
        drag.exec(Qt.DropAction.CopyAction)


application = QApplication(sys.argv)
file = File("folder")
file.setWindowTitle("files")
file.setWindowFlags(Qt.WindowType.WindowStaysOnTopHint | Qt.WindowType.X11BypassWindowManagerHint)
file.setGeometry(1190, 720, 80, 60)
file.show()
application.exec()
"""

LATE_FILE = """
import sys
import threading
from pathlib import Path

from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication, QLabel
from videxplore.ui.drag_and_drop import MomentMimeData
from videxplore.ui.look.drag_out import drag_out

path = Path(sys.argv[1])


class Tile(QLabel):
    def mouseMoveEvent(self, event):
        data = MomentMimeData([], [path])

        def finish():
            path.write_text("whole")
            data.done.set()

        threading.Timer(2.0, finish).start()
        drag_out(self, data, QPixmap(20, 20), lambda: None)


application = QApplication(sys.argv)
tile = Tile("tile")
tile.setWindowTitle("tile")
tile.setGeometry(50, 50, 200, 200)
tile.show()
application.exec()
"""

FOLDER = """
import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication, QLabel


class Folder(QLabel):
    def dragEnterEvent(self, event):
        # As file managers of GTK do, it wants to know what comes before it says whether it may.
        self.named = event.mimeData().urls()
        if self.named:
            event.acceptProposedAction()

    def dropEvent(self, event):
        event.acceptProposedAction()
        Path(sys.argv[1]).write_text(Path(self.named[0].toLocalFile()).read_text())


application = QApplication(sys.argv)
folder = Folder("folder", acceptDrops=True)
folder.setWindowTitle("folder")
folder.setGeometry(600, 50, 200, 200)
folder.show()
application.exec()
"""


def until(condition: Callable[[], bool], what: str) -> None:
    give_up_at = time.monotonic() + PATIENCE_S
    while not condition():
        if time.monotonic() > give_up_at:
            pytest.fail(f"in vain for {PATIENCE_S:.0f} s: {what}")
        time.sleep(0.2)


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """An X server of its own."""
    for program in ("Xvfb", "xdotool"):
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed")
    read_end, write_end = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write_end), "-screen", "0", f"{WIDTH_PX}x{HEIGHT_PX}x24"],
        pass_fds=[write_end],
        stderr=subprocess.DEVNULL,
    )
    os.close(write_end)
    try:
        with os.fdopen(read_end) as numbers:
            display = f":{numbers.readline().strip()}"
        monkeypatch.setenv("DISPLAY", display)
        monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
        monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
        try:
            require_display()
        except DisplayUnavailableError as error:
            pytest.skip(str(error))
        yield display
    finally:
        server.terminate()
        server.wait(10)


class Person:
    """Mouse and keyboard."""

    def __init__(self, log: Path) -> None:
        self._log = log

    def do(self, *words: str) -> str:
        done = subprocess.run(["xdotool", *words], capture_output=True, text=True, check=False, timeout=30)
        return done.stdout.strip()

    def click(self, x_px: int, y_px: int) -> None:
        self.do("mousemove", str(x_px), str(y_px), "click", "1")

    def window(self, name: str) -> str:
        """The newest visible window whose title matches."""
        until(lambda: bool(self.do("search", "--onlyvisible", "--name", name)), f"a window {name}")
        return self.do("search", "--onlyvisible", "--name", name).splitlines()[-1]

    def title(self, window: str) -> str:
        return self.do("getwindowname", window)


@pytest.fixture
def footage(tmp_path: Path) -> Path:
    folder = tmp_path / "footage"
    folder.mkdir()
    write_video(folder / "beach.mp4", shots((1, 2, 3), 25))
    write_video(folder / "hills.mp4", shots((1, 4), 25))
    (folder / "broken.mp4").write_bytes(b"\x00\x00\x00\x18ftypmp42 this is no video")
    return folder


def test_from_a_dropped_folder_to_an_exported_clip(screen: str, tmp_path: Path, footage: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(PROGRAM, encoding="utf-8")
    home = tmp_path / "home"
    environment = {**os.environ, "PYTHONPATH": str(Path.cwd()), "OMP_NUM_THREADS": "1"}
    log = (tmp_path / "output.log").open("wb")
    running = subprocess.Popen(
        [sys.executable, str(program), str(home)], env=environment, stdout=log, stderr=log
    )
    person = Person(tmp_path / "output.log")
    try:
        window = person.window("^videxplore$")
        person.do("windowsize", "--sync", window, str(WIDTH_PX), str(HEIGHT_PX))
        person.do("windowfocus", "--sync", window)
        drop(person, footage)
        until(lambda: is_indexed(home), "both videos to be complete and the broken one to have failed")
        open_first_video(person, window)
        person.do("key", "s")
        time.sleep(2.0)
        export_scene(person, window, tmp_path / "scene.mp4")
        until((tmp_path / "scene.mp4").is_file, "the exported clip")
        assert probe(tmp_path / "scene.mp4").duration_s == pytest.approx(1.0, abs=0.05)
        person.do("key", "Escape")
        time.sleep(0.5)
        person.do("windowfocus", "--sync", window)
        person.do("key", "ctrl+q")
        assert running.wait(60) == 0, (tmp_path / "output.log").read_text(errors="replace")
    finally:
        if running.poll() is None:
            running.send_signal(signal.SIGKILL)
            running.wait(10)
        log.close()
    output = (tmp_path / "output.log").read_text(encoding="utf-8", errors="replace")
    assert not re.search(r"Traceback|QThread: Destroyed", output), output


def test_a_file_still_being_written_is_whole_when_it_is_dropped(screen: str, tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(Path.cwd())}
    programs = [
        subprocess.Popen([sys.executable, "-c", program, str(tmp_path / name)], env=environment)
        for program, name in ((LATE_FILE, "late.mp4"), (FOLDER, "dropped.mp4"))
    ]
    person = Person(tmp_path)
    try:
        person.window("^tile$")
        person.window("^folder$")
        time.sleep(0.5)
        person.do("mousemove", "150", "150", "mousedown", "1")
        for x_px in (160, 300, 500, 650, 690, 700, 702):
            person.do("mousemove", str(x_px), "150")
            time.sleep(0.1)
        person.do("mouseup", "1")
        until((tmp_path / "dropped.mp4").is_file, "the dropped file")
        assert (tmp_path / "dropped.mp4").read_text(encoding="utf-8") == "whole"
    finally:
        for program in programs:
            program.terminate()
            program.wait(10)


def drop(person: Person, folder: Path) -> None:
    """Drag a folder out of another program and drop it on the middle of the window."""
    other = subprocess.Popen([sys.executable, "-c", FILE_MANAGER, str(folder)])
    try:
        person.window("^files$")
        time.sleep(1.0)
        person.do("mousemove", "1220", "750", "mousedown", "1")
        for x_px, y_px in ((1200, 740), (1100, 650), (900, 500), (700, 420), (640, 400), (638, 398)):
            person.do("mousemove", str(x_px), str(y_px))
            time.sleep(0.2)
        person.do("mouseup", "1")
        time.sleep(1.0)
    finally:
        other.terminate()
        other.wait(10)


def is_indexed(home: Path) -> bool:
    if not (home / "library" / "catalogue.sqlite3").is_file():
        return False
    with Library.open(home / "library", writable=False) as library:
        states = {video.path.name: video.state.value for video in library.catalogue.videos()}
    return states.get("beach.mp4") == states.get("hills.mp4") == "complete" and (
        states.get("broken.mp4", "failed") == "failed"
    )


def open_first_video(person: Person, window: str) -> None:
    """Click down the list of the library until a video is open."""

    def is_open() -> bool:
        for y_px in (150, 190, 230):
            person.click(110, y_px)
            time.sleep(0.5)
            if person.title(window).startswith("beach"):
                return True
        return False

    until(is_open, "the video to open")
    time.sleep(1.0)


def export_scene(person: Person, window: str, target: Path) -> None:
    """E, type the name, Enter."""
    person.do("key", "e")
    dialog = person.window("^Export$")
    person.do("windowfocus", "--sync", dialog)
    time.sleep(0.5)
    # From what is exported over the kind of file to the file's name.
    person.do("key", "Tab", "Tab")
    person.do("key", "ctrl+a")
    person.do("type", "--delay", "5", str(target))
    person.do("key", "Return")
