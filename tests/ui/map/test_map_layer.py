"""The layer of all points: the same as stamping one point after the other."""

import dataclasses

import numpy as np
import numpy.typing as npt
import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication

from videxplore.ui.map.map_layer import MapInk, paint_layer
from videxplore.ui.map.points import MapPoints, MapPort

COUNT = 4000
COLOURS = [QColor("#ff0000"), QColor("#00ff00"), QColor("#0000ff")]
QUIET = QColor("#808080")
CORE = [(0, 0), (1, 0), (-1, 0), (0, 1), (0, -1)]
RIM = [(1, 1), (-1, 1), (1, -1), (-1, -1), (2, 0), (-2, 0), (0, 2), (0, -2)]


def crowd(seed: int) -> MapPoints:
    generator = np.random.default_rng(seed)
    ids = np.arange(1, COUNT + 1)
    positions = generator.random((COUNT, 2)).astype(np.float32)
    groups = generator.integers(-1, 5, COUNT)
    return MapPoints(positions, ids, ids, ids, np.zeros(COUNT), groups)


def stamped_one_by_one(points: MapPoints, port: MapPort, ink: MapInk, ratio: float) -> list[list[str]]:
    """The name of the colour at each pixel; empty where there is no point."""
    width, height = round(port.width_px * ratio), round(port.height_px * ratio)
    shown = [[""] * width for _ in range(height)]
    places = np.rint(port.to_px(points.positions) * np.float32(ratio)).astype(int)
    is_chosen = np.ones(COUNT, np.bool_) if ink.chosen is None else ink.chosen
    order = np.argsort(is_chosen, kind="stable")
    for alpha, offsets in ((0.35, RIM), (0.9, CORE)):
        for across, down in offsets:
            for row in order.tolist():
                x, y = places[row]
                if 2 <= x < width - 2 and 2 <= y < height - 2:
                    group = int(points.groups[row])
                    is_quiet = group < 0 or not is_chosen[row]
                    colour = QColor(ink.quiet if is_quiet else ink.colours[group % len(ink.colours)])
                    parts = (round(part * alpha) for part in (colour.red(), colour.green(), colour.blue()))
                    shown[y + down][x + across] = f"{round(255 * alpha)}:{':'.join(map(str, parts))}"
    return shown


def shown_by(image: QImage) -> npt.NDArray[np.uint8]:
    """Blue, green, red and alpha as they are kept, premultiplied; uint8 (H, W, 4)."""
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : 4 * image.width()].reshape(image.height(), image.width(), 4).copy()


@pytest.mark.parametrize("ratio", [1.0, 2.0])
@pytest.mark.parametrize("chooses", [False, True])
def test_many_points_look_as_if_stamped_one_by_one(qapp: QApplication, ratio: float, chooses: bool) -> None:
    points, port = crowd(3), MapPort(70, 50, 1.5, 0.45, 0.5)
    ink = MapInk(COLOURS, QUIET, QColor("black"), points.shot_ids % 3 == 0 if chooses else None)
    pixels = shown_by(paint_layer(points, port, ink, ratio))
    expected = stamped_one_by_one(points, port, ink, ratio)
    said = [
        ["" if not alpha else f"{alpha}:{red}:{green}:{blue}" for blue, green, red, alpha in row]
        for row in pixels.tolist()
    ]
    assert said == expected
    assert any(word for row in expected for word in row)


def test_nothing_in_sight_is_an_empty_layer(qapp: QApplication) -> None:
    points = crowd(1)
    far = dataclasses.replace(points, positions=points.positions * np.float32(0.001))
    ink = MapInk(COLOURS, QUIET, QColor("black"))
    image = paint_layer(far, MapPort(60, 40, 50.0, 0.9, 0.9), ink, 1.0)
    assert not shown_by(image).any()
