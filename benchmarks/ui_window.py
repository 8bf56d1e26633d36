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
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QPoint, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from benchmarks.results import PERCENTILES, Row, Table, percentile_row
from benchmarks.ui_library import make_library
from benchmarks.ui_start import start
from tests.ui.promptness import Watch
from videxplore.app import make_window
from videxplore.core.types import Moment, Video
from videxplore.paths import AppPaths
from videxplore.services.library import Library
from videxplore.services.searching.query.query import Query, Ranking
from videxplore.settings import Settings
from videxplore.ui.look.theme import apply_theme
from videxplore.ui.player.sound_output import Silence
from videxplore.ui.window.main_window import MainWindow

STARTS = 5
PICTURE_S = 1 / 60
BLOCK_MS = 50.0
QUIET_STEPS = 3


def report(name: str, seconds: Sequence[float], limit_ms: float | None = None) -> Row:
    """Print and return one figure."""
    row = percentile_row(name.strip(), [1000 * one for one in seconds], limit_ms)
    limit = f"  (limit p95 {limit_ms:g})" if limit_ms else ""
    print(f"{name:58} {row[1]:>8} / {row[2]:>8} / {row[3]:>8} ms{limit}")
    return row


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
            # Asking more often than the window would takes Python from the work that is waited for.
            time.sleep(0.002)
        return time.perf_counter() - started

    def settle(self) -> None:
        """Wait until every lane is idle, and what came of its last job is painted."""
        quiet_steps = 0
        while quiet_steps < QUIET_STEPS:
            is_idle = all(lane.is_idle for lane in self.window.parts.lanes)
            self.step("settling")
            quiet_steps = quiet_steps + 1 if is_idle else 0
            time.sleep(0.002)

    def tick(self, act: Callable[[], None], what: str) -> tuple[float, float]:
        """One sixtieth of a second: act, paint, and take in what arrives.

        Returns:
            How long the window worked by the clock, and how much of it was computing, which a busy machine
            leaves as it is; both in seconds.
        """
        started, computed_s = time.perf_counter(), time.thread_time()
        act()
        busy_s = time.perf_counter() - started + self.step(what)
        while time.perf_counter() - started < PICTURE_S:
            time.sleep(0.003)
            busy_s += self.step(what)
        return busy_s, time.thread_time() - computed_s


def click_to_tiles(bench: Bench, times: int) -> list[float]:
    """From a search being asked, of a window at rest, to its tiles being painted."""
    parts = bench.window.parts
    seconds = []
    videos = parts.videos.videos
    for number in range(times):
        bench.settle()
        video = videos[(number * 37) % len(videos)]
        before = parts.session.ranking
        started = time.perf_counter()
        parts.search.search(Query.scene(video.id, 2.0))
        bench.until(lambda before=before: parts.session.ranking is not before, "searching")  # type: ignore[misc]
        bench.step("painting tiles")
        seconds.append(time.perf_counter() - started)
    bench.settle()
    return seconds


def fill_grid(bench: Bench, tiles: int) -> None:
    """Show so many tiles."""
    parts = bench.window.parts
    videos = list(parts.videos.videos)
    moments = _moments(parts.library, videos, tiles)
    parts.session.set_ranking(Ranking(Query.scene(videos[0].id, 2.0), moments, 1.0))
    bench.settle()


def leap(bench: Bench, steps: int) -> list[tuple[float, float]]:
    """From end to end by the scroll bar: every picture shows other tiles than the one before."""
    bar = bench.window.parts.similar.grid.verticalScrollBar()
    places = [round(bar.maximum() * number / steps) for number in range(steps)]
    return [bench.tick(partial(bar.setValue, place), "leaping") for place in places]


def turn_wheel(bench: Bench, notches: int) -> list[tuple[float, float]]:
    """One notch of the wheel for every picture on the screen."""
    grid = bench.window.parts.similar.grid
    point = grid.viewport().rect().center().toPointF()

    def turn() -> None:
        event = QWheelEvent(
            point, grid.viewport().mapToGlobal(point), QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(grid.viewport(), event)

    return [bench.tick(turn, "turning the wheel") for _ in range(notches)]


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


def main(arguments: Sequence[str] | None = None) -> Table:
    """Measure, print, and return the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "videxplore-ui-library")
    parser.add_argument("--videos", type=int, default=10_000)
    parser.add_argument("--scenes", type=int, default=1_000_000)
    parser.add_argument("--tiles", type=int, default=100_000)
    parser.add_argument("--footage", type=Path, help="real videos to index while the window is watched")
    options = parser.parse_args(arguments)
    paths = make_library(options.folder, options.videos, options.scenes)
    starts = [start(options.folder) for _ in range(STARTS)]
    rows = [
        report(f"start: first window painted, {options.videos} videos", [shown for shown, _ in starts], 2000),
        report("start: library listed", [filled for _, filled in starts]),
    ]
    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)
    apply_theme(application, "dark")
    with Library.open(paths.library) as library, tempfile.TemporaryDirectory() as state:
        own = replace(paths, state=Path(state))
        rows += _measure(make_window(library, Settings(), own, Silence()), options)
    if options.footage:
        rows.append(_measure_indexing(options.footage))
    return Table(PERCENTILES, tuple(rows))


def _measure(window: MainWindow, options: argparse.Namespace) -> list[Row]:
    bench = Bench(window)
    started = time.perf_counter()
    window.parts.interactive.submit(window.parts.warm_search)
    bench.settle()
    print(f"{'index loaded':58} {(time.perf_counter() - started) * 1000:8.1f} ms")
    click_to_tiles(bench, 1)
    rows = [report(f"click to tiles among {options.scenes} scenes", click_to_tiles(bench, 60), 100)]
    fill_grid(bench, options.tiles)
    for words, ticks in (("wheel", turn_wheel(bench, 600)), ("scroll bar", leap(bench, 600))):
        name = f"{words} over {options.tiles} tiles, work per frame"
        rows.append(report(name, [busy for busy, _ in ticks], 16.7))
        rows.append(report(f"{words}: CPU time of it", [computing for _, computing in ticks]))
    before = _resident_mib()
    leap(bench, 300)
    print(f"{'memory grown in a second round':58} {_resident_mib() - before:8.1f} MiB")
    rows.append(report("pointer to picture inside a tile", hover(bench, 300), 16))
    rows.append(report(f"letter to filtered list of {options.videos}", type_filter(bench), BLOCK_MS))
    _print_blocks(bench.blocks)
    watch = Watch(BLOCK_MS / 1000)
    click_to_tiles(bench, 10)
    turn_wheel(bench, 60)
    type_filter(bench)
    watch.close()
    for block in watch.blocks:
        print(f"  watched: {block}")
    window.close()
    return rows


def _measure_indexing(footage: Path) -> Row:
    """How late the GUI thread is while real videos are indexed into a library of their own."""
    with tempfile.TemporaryDirectory() as scratch:
        paths = AppPaths.under(Path(scratch))
        with Library.open(paths.library) as library:
            window = make_window(library, Settings(), paths, Silence())
            bench = Bench(window)
            row = report("GUI thread at a time while indexing", index_beside(bench, footage), BLOCK_MS)
            _print_blocks(bench.blocks)
            window.close()
    return row


def _print_blocks(blocks: Sequence[tuple[str, float]]) -> None:
    """Print how often each cause blocked the GUI thread for more than 50 ms, and how long at most."""
    if not blocks:
        print("no block over 50 ms")
    for what in sorted({what for what, _ in blocks}):
        seconds = [one for cause, one in blocks if cause == what]
        print(f"blocks over 50 ms while {what}: {len(seconds)}, at most {max(seconds) * 1000:.0f} ms")


if __name__ == "__main__":
    main()
