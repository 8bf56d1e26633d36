"""How promptly the window answers, measured on the real widgets without a screen.

    python -m benchmarks.ui_window [--folder FOLDER] [--videos 10000] [--scenes 1000000] [--tiles 100000]
                                   [--footage FOLDER]

A library is made up and kept in the folder. Every figure is printed as p50 / p95 / max in milliseconds.
Blocks of the GUI thread over 50 ms are listed by what was going on; a shorter round at the end, in which
every call is watched, names the code.
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtCore import QEventLoop, QPoint
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from benchmarks.ui_library import make_library
from tests.ui.promptness import Watch
from videxplore.app import make_window
from videxplore.core.types import (
    Moment,
    Video,
)
from videxplore.paths import AppPaths
from videxplore.services.library import Library
from videxplore.services.searching.queries import Query
from videxplore.services.searching.ranking import Ranking
from videxplore.settings import Settings
from videxplore.ui.main_window import MainWindow
from videxplore.ui.player.sound import Silence
from videxplore.ui.theme import apply_theme

STARTS = 5
BLOCK_MS = 50.0
START = """
import sys, time
started = time.perf_counter()
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from videxplore.app import make_window
from videxplore.paths import AppPaths
from videxplore.services.library import Library
from videxplore.settings import Settings
from videxplore.ui.player.sound import Silence
from videxplore.ui.theme import apply_theme
paths = AppPaths.under(Path(sys.argv[1]))
application = QApplication([])
with Library.open(paths.library) as library:
    apply_theme(application, "dark")
    window = make_window(library, Settings(), paths, Silence())
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


def report(name: str, seconds: Sequence[float], limit_ms: float | None = None) -> None:
    """Print one figure."""
    values = np.array(seconds) * 1000
    p50, p95, most = np.percentile(values, 50), np.percentile(values, 95), values.max()
    limit = f"  (limit p95 {limit_ms:g})" if limit_ms else ""
    print(f"{name:58} {p50:8.1f} / {p95:8.1f} / {most:8.1f} ms{limit}")


class Bench:
    """Drives the window and times it."""

    def __init__(self, window: MainWindow) -> None:
        """Show ``window``."""
        self.window = window
        self.blocks: list[tuple[str, float]] = []
        window.resize(1600, 1000)
        window.show()
        self.settle()

    def step(self, what: str) -> float:
        """Handle what is waiting; the seconds it took. Long ones are noted."""
        started = time.perf_counter()
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 0)
        seconds = time.perf_counter() - started
        if seconds * 1000 > BLOCK_MS:
            self.blocks.append((what, seconds))
        return seconds

    def until(self, condition: Callable[[], bool], what: str) -> float:
        """Handle events until ``condition``; the seconds it took."""
        started = time.perf_counter()
        while not condition():
            self.step(what)
            time.sleep(0.0005)
        return time.perf_counter() - started

    def settle(self) -> None:
        """Wait until every lane is idle."""
        self.until(lambda: all(lane.is_idle for lane in self.window.parts.lanes), "settling")

    def paint(self, what: str) -> float:
        """Paint what changed, as the next picture on the screen would."""
        return self.step(what)


def click_to_tiles(bench: Bench, times: int) -> list[float]:
    """From a search being asked to its tiles being painted."""
    parts = bench.window.parts
    seconds = []
    videos = parts.videos.videos
    for number in range(times):
        video = videos[(number * 37) % len(videos)]
        before = parts.session.ranking
        started = time.perf_counter()
        parts.search.search(Query.scene(video.id, 2.0))
        bench.until(lambda before=before: parts.session.ranking is not before, "searching")  # type: ignore[misc]
        bench.step("painting tiles")
        seconds.append(time.perf_counter() - started)
    bench.settle()
    return seconds


def scroll(bench: Bench, tiles: int, steps: int) -> tuple[list[float], float]:
    """Paint times while scrolling a grid of so many tiles, and how many MiB the process grew."""
    parts = bench.window.parts
    videos = list(parts.videos.videos)
    moments = _moments(parts.library, videos, tiles)
    parts.session.set_ranking(Ranking(Query.scene(videos[0].id, 2.0), moments, 1.0))
    grid = parts.similar.grid
    bar = grid.verticalScrollBar()
    bench.settle()
    seconds = []
    before = _resident_mib()
    for number in range(steps):
        bar.setValue(round(bar.maximum() * number / steps))
        seconds.append(bench.paint("scrolling"))
    return seconds, _resident_mib() - before


def _moments(library: Library, videos: Sequence[Video], count: int) -> tuple[Moment, ...]:
    found: list[Moment] = []
    for video in videos:
        keyframes = {one.shot_id: one for one in library.catalogue.keyframes(video.id)}
        found += [
            Moment(video, shot, shot.start_s + 2, 0.5, 0.5, keyframes[shot.id].id)
            for shot in library.catalogue.shots(video.id)
        ]
        if len(found) >= count:
            break
    while len(found) < count:
        found += found[: count - len(found)]
    return tuple(found[:count])


def hover(bench: Bench, steps: int) -> list[float]:
    """From a pointer movement over a tile to the tile painted."""
    grid = bench.window.parts.similar.grid
    grid.verticalScrollBar().setValue(0)
    bench.settle()
    rect = grid.tiles.tile_rect(grid.visualRect(grid.model().index(0, 0)))
    seconds = []
    for number in range(steps):
        point = QPoint(rect.left() + (number * 13) % rect.width(), rect.center().y())
        started = time.perf_counter()
        QTest.mouseMove(grid.viewport(), point)
        bench.step("hovering")
        seconds.append(time.perf_counter() - started)
    return seconds


def type_filter(bench: Bench) -> list[float]:
    """From a letter typed into the library's filter to the list painted."""
    box = bench.window.parts.library_panel.filter_box
    seconds = []
    for letter in "clip-0123":
        started = time.perf_counter()
        QTest.keyClicks(box, letter)
        bench.step("filtering")
        seconds.append(time.perf_counter() - started)
    box.clear()
    bench.settle()
    return seconds


def index_beside(bench: Bench, footage: Path) -> list[float]:
    """How late the GUI thread is while real videos are indexed."""
    work = bench.window.parts.work
    work.add([footage])
    seconds = []
    while work.is_running:
        seconds.append(bench.step("indexing"))
        time.sleep(0.002)
    return seconds


def _resident_mib() -> float:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 2**20


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "videxplore-ui-library")
    parser.add_argument("--videos", type=int, default=10_000)
    parser.add_argument("--scenes", type=int, default=1_000_000)
    parser.add_argument("--tiles", type=int, default=100_000)
    parser.add_argument("--footage", type=Path, help="real videos to index while the window is watched")
    options = parser.parse_args()
    paths = make_library(options.folder, options.videos, options.scenes)
    starts = [_start(options.folder) for _ in range(STARTS)]
    report(f"start: first window painted, {options.videos} videos", [shown for shown, _ in starts], 2000)
    report("start: library listed", [filled for _, filled in starts])
    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)
    apply_theme(application, "dark")
    with Library.open(paths.library) as library, tempfile.TemporaryDirectory() as state:
        own = replace(paths, state=Path(state))
        _measure(make_window(library, Settings(), own, Silence()), options)
    if options.footage:
        _measure_indexing(options.footage)


def _measure(window: MainWindow, options: argparse.Namespace) -> None:
    bench = Bench(window)
    started = time.perf_counter()
    window.parts.interactive.submit(window.parts.engines.warm)
    bench.settle()
    print(f"{'index loaded':58} {(time.perf_counter() - started) * 1000:8.1f} ms")
    click_to_tiles(bench, 1)
    report(f"click to tiles among {options.scenes} scenes", click_to_tiles(bench, 60), 100)
    seconds, grown = scroll(bench, options.tiles, 600)
    report(f"scroll step in a grid of {options.tiles} tiles", seconds, 16.7)
    _, grown = scroll(bench, options.tiles, 600)
    print(f"{'memory grown in a second round of scrolling':58} {grown:8.1f} MiB")
    report("pointer to picture inside a tile", hover(bench, 300), 16)
    report(f"letter to filtered list of {options.videos}", type_filter(bench))
    _print_blocks(bench.blocks)
    watch = Watch(BLOCK_MS / 1000)
    click_to_tiles(bench, 10)
    scroll(bench, options.tiles, 60)
    type_filter(bench)
    watch.close()
    for block in watch.blocks:
        print(f"  watched: {block}")
    window.close()


def _measure_indexing(footage: Path) -> None:
    """How late the GUI thread is while real videos are indexed into a library of their own."""
    with tempfile.TemporaryDirectory() as scratch:
        paths = AppPaths.under(Path(scratch))
        with Library.open(paths.library) as library:
            window = make_window(library, Settings(), paths, Silence())
            bench = Bench(window)
            report("GUI thread at a time while indexing", index_beside(bench, footage), BLOCK_MS)
            _print_blocks(bench.blocks)
            window.close()


def _print_blocks(blocks: Sequence[tuple[str, float]]) -> None:
    """Print how often each cause blocked the GUI thread for more than 50 ms, and how long at most."""
    if not blocks:
        print("no block over 50 ms")
    for what in sorted({what for what, _ in blocks}):
        seconds = [one for cause, one in blocks if cause == what]
        print(f"blocks over 50 ms while {what}: {len(seconds)}, at most {max(seconds) * 1000:.0f} ms")


def _start(folder: Path) -> tuple[float, float]:
    """Seconds until the first window is painted and until the library is listed, in a fresh process."""
    done = subprocess.run(
        [sys.executable, "-c", START, str(folder)], capture_output=True, text=True, check=True, timeout=300
    )
    values = dict(line.split() for line in done.stdout.splitlines())
    return float(values["shown"]), float(values["filled"])


if __name__ == "__main__":
    main()
