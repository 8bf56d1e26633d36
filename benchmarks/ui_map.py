"""How quickly the map of scenes answers: python -m benchmarks.ui_map [--scenes N].

On the real widget with its pictures, offscreen, 1280 x 720. Each step of panning, zooming and pointing is
timed from the event until it is painted; 60 frames a second leave 16.7 ms. Also the time until the sharp
layer is there after a movement, and the time to choose what was circled.
"""

import argparse
import os
import time
from collections.abc import Callable, Sequence
from functools import partial

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QPixmap, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from benchmarks.results import PERCENTILES, Row, Table, percentile_row
from videxplore.ui.look.theme import apply_theme
from videxplore.ui.map.map_view import MapView
from videxplore.ui.map.points import MapPoints
from videxplore.ui.work.jobs import Lane

AIM_MS = 1000 / 60
SEED = 7
CLUSTERS = 60
PICTURES = 400


def scattered(count: int) -> MapPoints:
    """Points in clusters, as projections give them."""
    generator = np.random.default_rng(SEED)
    groups = generator.integers(0, CLUSTERS, count)
    centres = generator.random((CLUSTERS, 2))
    positions = centres[groups] + generator.normal(0, 0.02, (count, 2))
    ids = np.arange(1, count + 1)
    times_s = np.zeros(count, np.float64)
    return MapPoints(positions.clip(0, 1).astype(np.float32), ids, groups, ids, times_s, groups)


class Thumbnails:
    """Pictures in different colours, as if all had been read."""

    def __init__(self) -> None:
        """Make them."""
        self._pixmaps = [QPixmap(480, 270) for _ in range(PICTURES)]
        for number, pixmap in enumerate(self._pixmaps):
            pixmap.fill(QColor.fromHsv(number % 360, 120, 160))

    def of_keyframe(self, keyframe_id: int) -> QPixmap:
        """The picture of a scene."""
        return self._pixmaps[keyframe_id % PICTURES]


class Stopwatch:
    """Times what happens from an event until it is painted."""

    def __init__(self, application: QApplication, view: MapView, lane: Lane) -> None:
        """Use this widget and its lane."""
        self._application, self._view, self._lane = application, view, lane

    def painted_ms(self, act: Callable[[], None]) -> tuple[float, float]:
        """Milliseconds until what an action changed is on the screen: by the clock, and of computing."""
        started, computed = time.perf_counter(), time.thread_time()
        act()
        self._view.repaint()
        took_ms = (time.perf_counter() - started) * 1000
        computed_ms = (time.thread_time() - computed) * 1000
        self._application.processEvents()
        return took_ms, computed_ms

    def sharp_ms(self) -> tuple[float, float]:
        """Milliseconds until the newest layer is there, by the clock; and none of the window's computing."""
        started = time.perf_counter()
        while not self._lane.is_idle:
            self._application.processEvents()
        return (time.perf_counter() - started) * 1000, 0.0


def report(name: str, timings: list[tuple[float, float]], aim_ms: float = AIM_MS) -> Row:
    """Print and return a row of figures: wall time, and CPU time of the GUI thread."""
    clock, computing = zip(*timings, strict=True)
    p50, p95 = np.percentile(clock, [50, 95])
    verdict = "ok" if p95 <= aim_ms else "MISSED"
    figures = f"p50 {p50:6.1f}  p95 {p95:6.1f}  max {max(clock):6.1f} ms"
    print(
        f"{name:26} {figures}   p95 <= {aim_ms:.1f} ms: {verdict}   "
        f"computing p95 {np.percentile(computing, 95):.1f} ms"
    )
    return percentile_row(name, clock, aim_ms)


def wheel(view: MapView, position: QPointF, steps: int) -> None:
    """Turn the wheel over the map."""
    event = QWheelEvent(
        position, view.mapToGlobal(position), QPoint(), QPoint(0, 120 * steps), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(view, event)


def run(view: MapView, watch: Stopwatch) -> list[Row]:
    """Measure everything: a row for each gesture."""
    rows: list[Row] = []
    sharp = [watch.sharp_ms()]
    middle = QPoint(640, 360)
    shift = Qt.KeyboardModifier.ShiftModifier
    turns = [partial(wheel, view, QPointF(middle), steps) for steps in [1] * 12 + [-1] * 12]
    rows.append(report("zoom", [watch.painted_ms(turn) for turn in turns]))
    sharp.append(watch.sharp_ms())
    wheel(view, QPointF(middle), 4)
    QTest.mousePress(view, Qt.MouseButton.LeftButton, shift, middle)
    steps = [middle + QPoint(number % 40 * 4, number % 30 * 3) for number in range(120)]
    pans = [watch.painted_ms(partial(QTest.mouseMove, view, point)) for point in steps]
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, shift, middle)
    rows.append(report("pan", pans))
    sharp.append(watch.sharp_ms())
    generator = np.random.default_rng(SEED)
    points = [QPoint(int(x), int(y)) for x, y in generator.integers(10, 700, (100, 2))]
    hovers = [watch.painted_ms(partial(QTest.mouseMove, view, point)) for point in points]
    rows.append(report("point", hovers))
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=QPoint(300, 200))
    lasso = [
        QPoint(round(640 + 300 * np.cos(a)), round(360 + 200 * np.sin(a))) for a in np.linspace(0, 6.2, 200)
    ]
    moves = [watch.painted_ms(partial(QTest.mouseMove, view, point)) for point in lasso]
    rows.append(report("circle", moves))
    end = lasso[-1]
    chosen = watch.painted_ms(lambda: QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=end))
    rows.append(report("choose what was circled", [chosen], 50.0))
    sharp.append(watch.sharp_ms())
    rows.append(report("sharp after a movement", sharp, 200.0))
    return rows


def main(arguments: Sequence[str] | None = None) -> Table:
    """Make the points, open the widget, measure, print, and return the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--scenes", type=int, default=100_000)
    count = parser.parse_args(arguments).scenes
    application = QApplication(["ui_map"])
    apply_theme(application, "dark")
    lane = Lane("map")
    view = MapView(lane, Thumbnails())
    view.resize(1280, 720)
    view.show()
    application.processEvents()
    view.set_points(scattered(count))
    print(f"{count} scenes")
    rows = run(view, Stopwatch(application, view, lane))
    view.close()
    lane.close()
    return Table((f"{count:,} scenes", *PERCENTILES[1:]), tuple(rows))


if __name__ == "__main__":
    main()
