"""The grid of tiles is as quick with a hundred thousand as with ten."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.ui.exploring import LEFT, Exploring
from tests.ui.steps import search_scene
from videxplore.ui.look.theme import colours
from videxplore.ui.tiles.delegate import Tile
from videxplore.ui.tiles.grid import TileGrid, TileModel
from videxplore.ui.tiles.thumbnail_cache import ThumbnailKey

TILES = 100_000
COLUMNS = 3


class Made:
    """Which tiles were made to be painted."""

    def __init__(self) -> None:
        self.numbers: list[int] = []

    def tile(self, number: int) -> Tile:
        self.numbers.append(number)
        return Tile(ThumbnailKey("keyframe", 0), 0, 0.0, 0.0, f"{number}", "", f"tile {number}")


@pytest.fixture
def made() -> Made:
    return Made()


@pytest.fixture
def grid(exploring: Exploring, made: Made) -> Iterator[TileGrid]:
    """A hundred thousand tiles in three columns."""
    model = TileModel(made.tile)
    grid = TileGrid(model, exploring.window.parts.thumbnails, columns=COLUMNS)
    model.set_items(range(TILES))
    grid.resize(500, 600)
    grid.show()
    height_px = -(-TILES // COLUMNS) * grid.tiles.tile_size.height()
    exploring.until(lambda: grid.verticalScrollBar().maximum() >= height_px - grid.viewport().height())
    exploring.settle()
    yield grid
    grid.close()
    grid.deleteLater()


def turn(grid: TileGrid, notches: int) -> None:
    point = QPoint(10, 10).toPointF()
    event = QWheelEvent(
        point, grid.viewport().mapToGlobal(point), QPoint(), QPoint(0, -120 * notches),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(grid.viewport(), event)


def first_row_shown(grid: TileGrid) -> int:
    return grid.indexAt(QPoint(20, grid.tiles.tile_size.height() // 2)).row() // COLUMNS


def test_a_notch_of_the_wheel_is_about_a_row(grid: TileGrid) -> None:
    turn(grid, 1)
    assert first_row_shown(grid) == 1
    turn(grid, 4)
    assert first_row_shown(grid) == 5
    turn(grid, -5)
    assert first_row_shown(grid) == 0


def test_only_what_comes_into_view_is_painted(exploring: Exploring, grid: TileGrid, made: Made) -> None:
    for _ in range(2):
        made.numbers.clear()
        turn(grid, 1)
        exploring.until(lambda: bool(made.numbers))
        exploring.settle()
    in_view = COLUMNS * (grid.viewport().height() // grid.tiles.tile_size.height())
    # Rows come into view in part, and the tile under the pointer is another one now.
    assert len(set(made.numbers)) <= 3 * COLUMNS < in_view


def test_what_was_moved_looks_as_if_painted_anew(exploring: Exploring, grid: TileGrid, made: Made) -> None:
    def shown() -> QImage:
        return grid.screen().grabWindow(grid.winId()).toImage()

    before = shown()
    for notches in (1, 2):
        made.numbers.clear()
        turn(grid, notches)
        exploring.until(lambda: bool(made.numbers))
    moved = shown()
    assert moved != before
    made.numbers.clear()
    grid.viewport().update()
    exploring.until(lambda: bool(made.numbers))
    assert shown() == moved
    assert moved.pixelColor(1, 1) == QColor(colours().panel)


def test_a_tile_whose_thumbnail_comes_looks_as_if_painted_anew(exploring: Exploring) -> None:
    keyframes = [
        one.id
        for video in exploring.library.catalogue.videos()
        for one in exploring.library.catalogue.keyframes(video.id)
    ]
    model: TileModel[int] = TileModel(
        lambda id_: Tile(ThumbnailKey("keyframe", id_), 0, 0.0, 9.0, f"{id_}", "", f"tile {id_}", match_s=4.0)
    )
    thumbnails = exploring.window.parts.thumbnails
    grid = TileGrid(model, thumbnails, columns=COLUMNS)
    model.set_items(keyframes)
    grid.resize(500, 600)
    grid.show()

    def shown() -> QImage:
        return grid.screen().grabWindow(grid.winId()).toImage()

    middle = grid.tiles.thumbnail_rect(grid.visualRect(model.index(1))).center()
    exploring.until(lambda: not shown().isNull() and shown().pixelColor(middle) != colours().background)
    exploring.settle()
    as_they_came = shown()
    assert grid.grab().toImage() == as_they_came
    grid.close()
    grid.deleteLater()


@pytest.fixture
def scenes(exploring: Exploring) -> TileGrid:
    """The scenes of a video."""
    exploring.open("night")
    return exploring.window.parts.scenes.grid


def opened_by(grid: TileGrid) -> list[int]:
    """Collects the rows that are opened."""
    rows: list[int] = []
    grid.opened.connect(lambda index, _time_s: rows.append(index.row()))
    return rows


def test_a_press_on_one_tile_and_a_release_on_another_opens_neither(
    exploring: Exploring, scenes: TileGrid
) -> None:
    rows = opened_by(scenes)
    view = scenes.viewport()
    QTest.mousePress(view, LEFT, pos=exploring.tile_point(scenes, 0))
    QTest.mouseMove(view, exploring.tile_point(scenes, 1))
    QTest.mouseRelease(view, LEFT, pos=exploring.tile_point(scenes, 2))
    assert rows == []
    exploring.click_tile(scenes, 2)
    assert rows == [2]
    exploring.settle()


def test_feedback_is_given_only_on_the_tile_that_was_pressed(exploring: Exploring) -> None:
    grid = search_scene(exploring, "beach", 0)
    marked: list[int] = []
    grid.marked.connect(lambda index, _mark: marked.append(index.row()))
    plus = [grid.tiles.button_rects(exploring.visual_rect(grid, row))[0].center() for row in (0, 1)]
    QTest.mousePress(grid.viewport(), LEFT, pos=plus[0])
    QTest.mouseRelease(grid.viewport(), LEFT, pos=plus[1])
    assert marked == []
    QTest.mousePress(grid.viewport(), LEFT, pos=plus[0])
    QTest.mouseRelease(grid.viewport(), LEFT, pos=plus[0])
    assert marked == [0]
    exploring.settle()


def test_each_of_two_quick_clicks_counts(exploring: Exploring, scenes: TileGrid) -> None:
    rows = opened_by(scenes)
    point = exploring.tile_point(scenes, 1)
    QTest.mouseClick(scenes.viewport(), LEFT, pos=point)
    # The second press of two quick ones is a double click to Qt.
    QTest.mouseDClick(scenes.viewport(), LEFT, pos=point)
    QTest.mouseRelease(scenes.viewport(), LEFT, pos=point)
    assert rows == [1, 1]
    exploring.settle()


def test_every_tile_that_waits_for_a_thumbnail_is_painted_when_it_comes(exploring: Exploring) -> None:
    key = ThumbnailKey("keyframe", 999)
    model: TileModel[int] = TileModel(lambda number: Tile(key, 0, 0.0, 0.0, "", "", f"tile {number}"))
    grid = TileGrid(model, exploring.window.parts.thumbnails, columns=COLUMNS)
    model.set_items(range(2))
    grid.resize(500, 300)
    grid.show()
    exploring.settle()
    grid.viewport().grab()
    assert grid.tiles.rows_waiting_for([key]) == {0, 1}
    exploring.settle()
    grid.close()
    grid.deleteLater()
