"""From the click on *Get* to a library that has learned the model, in the real window without a screen.

    python -m benchmarks.get_model --footage FOLDER [--folder FOLDER] [--model x3d-s]

The videos of FOLDER are indexed first, with the models that come with the program. Then a server on this
machine offers random weights of the true shapes, which give labels that mean nothing, and the button is
pressed. Blocks are calls into the window that kept it from answering; what the thread waited for a processor
does not count.
"""

import argparse
import itertools
import os
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QProgressBar

from benchmarks.results import Table, print_table
from tests.ui.promptness import Watch
from tests.weights_server import serving, write_random_weights
from videxplore.app import make_window
from videxplore.composition import Configuration
from videxplore.paths import AppPaths
from videxplore.services.indexing.indexer import Indexer
from videxplore.services.library import Library
from videxplore.settings import Settings
from videxplore.ui.dialogs.settings_dialog import SettingsDialog
from videxplore.ui.look.theme import ThemeController
from videxplore.ui.models.models_work import ModelsWork
from videxplore.ui.models.understanding_page import ModelRow
from videxplore.ui.player.sound_output import Silence
from videxplore.ui.window.main_window import MainWindow
from videxplore.ui.window.settings_controller import SettingsController

BLOCK_S = 0.05
_STEP_S = 0.002


class Progress:
    """The moments at which what the window shows of a model changed: words, or the figure of a bar."""

    def __init__(self, window: MainWindow, row: ModelRow) -> None:
        """Look at the strip at the bottom and at the row of the model."""
        self.times_s: list[float] = []
        self._widgets = (window.parts.status, row)
        self._seen: list[str] = []

    def look(self) -> None:
        """Note the moment if something else is shown than before."""
        labels = [one for widget in self._widgets for one in widget.findChildren(QLabel)]
        bars = [one for widget in self._widgets for one in widget.findChildren(QProgressBar)]
        words = [one.text() for one in labels if one.isVisible()]
        words += [str(one.value()) for one in bars if one.isVisible()]
        if words != self._seen:
            self._seen = words
            self.times_s.append(time.perf_counter())

    def longest_s(self, from_s: float, until_s: float) -> float:
        """The longest time without progress between two moments."""
        times_s = [from_s, *(one for one in self.times_s if from_s < one < until_s), until_s]
        return max(later - earlier for earlier, later in itertools.pairwise(times_s))


def until(condition: Callable[[], bool], look: Callable[[], None] = lambda: None) -> float:
    """Handle events, and look at the window, until something holds; the time at which it did."""
    while not condition():
        look()
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 0)
        time.sleep(_STEP_S)
    return time.perf_counter()


def indexed(library: Library, paths: AppPaths, settings: Settings, footage: Path) -> int:
    """Index the videos; how many there are."""
    Indexer(library, Configuration(paths, settings).index_options()).run([footage])
    return len(library.catalogue.videos())


def open_window(library: Library, paths: AppPaths, settings: Settings) -> MainWindow:
    """The window, with the settings that its dialog changes."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    window = make_window(library, settings, paths, Silence())
    SettingsController(window, settings, paths, ThemeController(application, "dark"))
    window.resize(1600, 1000)
    window.show()
    until(lambda: len(window.parts.videos.videos) == len(library.catalogue.videos()))
    until(lambda: all(lane.is_idle for lane in window.parts.lanes))
    return window


def row_of(window: MainWindow, name: str) -> ModelRow:
    """Open the settings at the row of a model."""
    models: ModelsWork = window.parts.models
    window.modelsRequested.emit()
    until(lambda: name in models.offers)
    [dialog] = window.findChildren(SettingsDialog)
    [row] = [one for one in dialog.findChildren(ModelRow) if one.name == name]
    return row


def measured(footage: Path, folder: Path, name: str) -> Table:
    """Click and wait; the table."""
    paths = AppPaths.under(folder / "data")
    write_random_weights(name, folder / "mirror")
    with serving(folder / "mirror") as server, Library.open(paths.library, writable=True) as library:
        settings = Settings(device="cpu", mirror=server.address)
        count = indexed(library, paths, settings, footage)
        window = open_window(library, paths, settings)
        parts, row = window.parts, row_of(window, name)
        shown = Progress(window, row)
        watch, started_s = Watch(BLOCK_S), time.perf_counter()
        try:
            QTest.mouseClick(row.get_button, Qt.MouseButton.LeftButton)
            got_s = until(lambda: parts.models.is_chosen(name), shown.look)
            learned_s = until(lambda: not parts.work.is_running and knows(library, name) == count, shown.look)
        finally:
            watch.close()
        window.close()
    longest = max(watch.blocks, key=lambda block: block.seconds, default=None)
    for block in watch.blocks:
        print(block)
    return print_table(
        ("figure", "value"),
        [
            ("videos", str(count)),
            ("downloaded after, seconds", f"{got_s - started_s:.1f}"),
            ("learned after, seconds", f"{learned_s - started_s:.0f}"),
            (
                "longest without progress while downloaded, seconds",
                f"{shown.longest_s(started_s, got_s):.2f}",
            ),
            ("longest without progress while learned, seconds", f"{shown.longest_s(got_s, learned_s):.2f}"),
            (
                "longest block of the window, ms",
                "none over 50" if longest is None else f"{longest.seconds * 1000:.0f}",
            ),
        ],
    )


def knows(library: Library, name: str) -> int:
    """How many videos the library knows by a model."""
    spaces = [one.name for one in library.catalogue.spaces() if one.backbone == name]
    return len(set[int]().union(*(library.catalogue.videos_in_space(one) for one in spaces)))


def main(arguments: Sequence[str] | None = None) -> Table:
    """Print the table, and return it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--footage", type=Path, required=True)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--model", default="x3d-s")
    options = parser.parse_args(arguments)
    application = QApplication.instance() or QApplication([])
    with tempfile.TemporaryDirectory() as scratch:
        table = measured(options.footage, options.folder or Path(scratch), options.model)
    application.processEvents()
    return table


if __name__ == "__main__":
    main()
