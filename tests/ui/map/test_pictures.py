"""Which scenes of the map are shown as pictures."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPointF

from videxplore.ui.map.plane import LARGE_PX, SMALL_PX, MapPictures, chosen_pictures
from videxplore.ui.map.points import MapPoints, MapPort, PointFinder


def crowd(count: int, seed: int = 1) -> MapPoints:
    generator = np.random.default_rng(seed)
    ids = np.arange(1, count + 1)
    positions = (0.5 + generator.normal(0, 0.15, (count, 2))).clip(0, 1).astype(np.float32)
    return MapPoints(positions, ids, ids, ids, np.zeros(count), ids % 3)


def pictures_of(points: MapPoints, port: MapPort, highlighted: list[int] | None = None) -> MapPictures:
    chosen = None if highlighted is None else np.isin(np.arange(len(points)), highlighted)
    return chosen_pictures(points, PointFinder(points), port, chosen)


@given(st.integers(1, 800), st.floats(1, 60), st.floats(0.3, 0.7), st.integers(120, 1500))
@settings(max_examples=30)
def test_no_picture_lies_over_another(count: int, zoom: float, centre: float, width_px: int) -> None:
    port = MapPort(width_px, 400, zoom, centre, 0.5)
    pictures = pictures_of(crowd(count), port)
    assert len(set(pictures.numbers.tolist())) == len(pictures.numbers)
    for one, other in itertools.combinations(pictures.boxes(port), 2):
        assert not one.intersects(other)


def test_a_closer_view_has_more_pictures_of_the_same_part() -> None:
    points = crowd(20_000)
    far, near = MapPort(800, 500), MapPort(800, 500, 4.0)
    shown = [set(pictures_of(points, port).numbers.tolist()) for port in (far, near)]
    in_both = set(PointFinder(points).in_sight(near).tolist())
    assert len(shown[1] & in_both) > 3 * len(shown[0] & in_both)
    assert pictures_of(points, far).size_px == SMALL_PX


def test_pictures_stay_while_the_view_moves() -> None:
    points, port = crowd(20_000), MapPort(800, 500, 3.0)
    moved = port.panned(-37, 21)
    before, after = (set(pictures_of(points, one).numbers.tolist()) for one in (port, moved))
    finder = PointFinder(points)
    in_both = set(finder.in_sight(port, -100).tolist()) & set(finder.in_sight(moved, -100).tolist())
    assert len(before & in_both) > 15
    assert len(before & after & in_both) >= 0.95 * len(before & in_both)


def test_few_scenes_have_large_pictures_where_they_lie() -> None:
    points = crowd(5)
    port = MapPort(2000, 2000)
    pictures = pictures_of(points, port)
    assert pictures.size_px == LARGE_PX
    assert sorted(pictures.numbers.tolist()) == [0, 1, 2, 3, 4]
    for number, place in enumerate(port.to_px(points.positions).tolist()):
        assert pictures.at(QPointF(*place), port) == number
    assert pictures.at(QPointF(1, 1), port) == -1


def test_highlighted_scenes_have_their_pictures_before_others() -> None:
    points, port = crowd(5000), MapPort(800, 500)
    usual = pictures_of(points, port).numbers.tolist()
    hidden = next(number for number in range(5000) if number not in usual)
    assert hidden in pictures_of(points, port, [hidden]).numbers.tolist()


def test_pictures_shrink_while_the_view_zooms_out() -> None:
    points, port = crowd(3000), MapPort(800, 500, 4.0)
    (box, *_) = pictures_of(points, port).boxes(MapPort(800, 500, 2.0))
    assert box.width() == pytest.approx(SMALL_PX[0] / 2)
