"""How the window starts: nothing heavy first, and a sentence where it cannot start at all."""

import subprocess
import sys
from pathlib import Path

import pytest

from videxplore.cli.window import import_app
from videxplore.core.errors import DisplayUnavailableError
from videxplore.ui.window.display_check import missing_library, require_display

SHOW = """
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from videxplore.app import make_window
from videxplore.paths import AppPaths
from videxplore.services.library import Library
from videxplore.settings import Settings
from videxplore.ui.look.theme import apply_theme

paths = AppPaths.under(Path(sys.argv[1]))
application = QApplication([])
with Library.open(paths.library) as library:
    apply_theme(application, "dark")
    window = make_window(library, Settings(), paths)
    window.show()
    application.processEvents()
    print("loaded", *sorted({"torch", "faiss", "av", "sklearn", "pymilvus"} & set(sys.modules)))
    window.close()
"""


OPEN_AND_QUIT = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from videxplore.cli.application import main

application = QApplication([])

def look():
    words = [widget.text() for widget in application.allWidgets() if hasattr(widget, "text")]
    print(any("settings file" in str(one) for one in words), flush=True)
    application.exit(0)

QTimer.singleShot(1500, look)
main(["gui", "--data-dir", sys.argv[1]])
"""


def test_unreadable_settings_do_not_hinder_the_window(tmp_path: Path) -> None:
    (tmp_path / "settings.json").write_text("[" * 100_000)
    command = [sys.executable, "-c", OPEN_AND_QUIT, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout == "True\n"


def test_no_heavy_engine_is_loaded_before_the_first_window(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", SHOW, str(tmp_path)], capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["loaded"]


def test_without_a_screen_there_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    if not sys.platform.startswith("linux"):
        pytest.skip("only Linux has programs without a screen")
    for name in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(DisplayUnavailableError, match="no screen here"):
        require_display()


def test_a_screen_that_cannot_be_reached_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    if not sys.platform.startswith("linux"):
        pytest.skip("only Linux has X servers by name")
    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setenv("DISPLAY", ":4711")
    with pytest.raises(DisplayUnavailableError, match=r":4711 cannot be reached|libxcb"):
        require_display()


def test_a_missing_system_library_is_named() -> None:
    error = ImportError("libEGL.so.1: cannot open shared object file: No such file or directory")
    sentence = str(missing_library(error))
    assert "libEGL.so.1" in sentence
    assert "libegl1" in sentence


def test_a_fault_of_our_own_modules_is_not_taken_for_a_missing_library(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "videxplore.app", None)
    with pytest.raises(ModuleNotFoundError, match=r"videxplore\.app"):
        import_app()
