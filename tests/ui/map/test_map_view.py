"""The map through real events: circling, pointing, zooming and moving, with its points in known places."""

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QPixmap, QPolygonF, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.watching import pixels_of
from videxplore.core.types import Ids
from videxplore.ui.look.hover_thumbnail import HoverThumbnail
from videxplore.ui.look.theme import DARK, apply_theme
from videxplore.ui.map.map_layer import MapInk, paint_layer
from videxplore.ui.map.map_view import MapView
from videxplore.ui.map.points import MapPoints, MapPort, PointFinder, within
from videxplore.ui.work.jobs import Lane

SIDE_PX = 500


def points_at(*places: tuple[float, float]) -> MapPoints:
    count = len(places)
    return MapPoints(
        positions=np.array(places, np.float32).reshape(-1, 2),
        shot_ids=np.arange(100, 100 + count),
        video_ids=np.ones(count, np.int64),
        keyframe_ids=np.arange(1, count + 1),
        times_s=np.arange(count, dtype=np.float64) * 10,
        groups=np.arange(count),
    )


class OneThumbnail:
    """Every keyframe has the same picture."""

    def __init__(self) -> None:
        self._pixmap = QPixmap(64, 36)
        self._pixmap.fill(QColor("#123456"))

    def of_keyframe(self, keyframe_id: int) -> QPixmap | None:
        return self._pixmap if keyframe_id else None


class LateThumbnail(OneThumbnail):
    """The picture is on its way until it is there."""

    is_there = False

    def of_keyframe(self, keyframe_id: int) -> QPixmap | None:
        return super().of_keyframe(keyframe_id) if self.is_there else None


@pytest.fixture
def view(qtbot: QtBot) -> Iterator[MapView]:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    apply_theme(application, "dark")
    lane = Lane("map")
    window = QWidget()
    window.resize(SIDE_PX, SIDE_PX)
    view = MapView(lane, parent=window)
    view.resize(SIDE_PX, SIDE_PX)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    view.set_points(points_at((0.2, 0.2), (0.25, 0.22), (0.8, 0.8), (0.5, 0.5)))
    qtbot.waitUntil(lambda: lane.is_idle)
    yield view
    window.close()
    lane.close()


def place(view: MapView, number: int) -> QPoint:
    assert view.points is not None
    x_px, y_px = view.port.to_px(view.points.positions)[number]
    return QPoint(round(float(x_px)), round(float(y_px)))


def drag(
    view: MapView, corners: list[QPoint], keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    QTest.mousePress(view, Qt.MouseButton.LeftButton, keys, corners[0])
    for corner in corners[1:]:
        QTest.mouseMove(view, corner)
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, keys, corners[-1])


def around(point: QPoint, reach_px: int) -> list[QPoint]:
    shifts = [(-1, -1), (0, -1), (1, -1), (1, 1), (-1, 1), (-1, 0)]
    return [point + QPoint(x * reach_px, y * reach_px) for x, y in shifts]


def test_circling_chooses_the_scenes_within(view: MapView, qtbot: QtBot) -> None:
    lassoed: list[Ids | None] = []
    view.lassoChanged.connect(lassoed.append)
    middle = (place(view, 0) + place(view, 1)) / 2
    drag(view, around(middle, 40))
    [ids] = lassoed
    assert ids is not None
    assert ids.tolist() == [100, 101]
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert lassoed[-1] is None
    qtbot.waitUntil(lambda: view._lane.is_idle)


def test_a_click_opens_the_scene_and_one_beside_lets_go_of_the_circle(view: MapView, qtbot: QtBot) -> None:
    selected: list[int] = []
    lassoed: list[object] = []
    view.pointSelected.connect(selected.append)
    view.lassoChanged.connect(lassoed.append)
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=place(view, 2) + QPoint(3, 2))
    assert selected == [2]
    drag(view, around(place(view, 2), 30))
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(250, 60))
    assert lassoed[-1] is None
    assert selected == [2]
    qtbot.waitUntil(lambda: view._lane.is_idle)


def test_the_pointer_shows_the_scene_under_it(view: MapView) -> None:
    QTest.mouseMove(view, place(view, 3))
    [floating] = view.window().findChildren(HoverThumbnail)
    assert floating.isVisible()
    assert floating.caption == "0:30.0"
    QTest.mouseMove(view, QPoint(5, 250))
    assert not floating.isVisible()


def test_the_wheel_zooms_around_the_pointer_and_shift_moves(view: MapView, qtbot: QtBot) -> None:
    at = place(view, 2)
    event = QWheelEvent(
        QPointF(at), view.mapToGlobal(QPointF(at)), QPoint(), QPoint(0, 360), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(view, event)
    assert view.port.zoom == pytest.approx(1.25**3)
    assert (place(view, 2) - at).manhattanLength() <= 2
    drag(view, [QPoint(250, 250), QPoint(280, 260), QPoint(310, 290)], Qt.KeyboardModifier.ShiftModifier)
    assert place(view, 2) == at + QPoint(60, 40)
    QTest.keyClick(view, Qt.Key.Key_0)
    assert view.port == MapPort(SIDE_PX, SIDE_PX)
    qtbot.waitUntil(lambda: view._lane.is_idle)


def test_points_are_painted_where_they_lie_in_the_colours_of_their_groups(view: MapView) -> None:
    shot = pixels_of(view.grab().toImage())
    for number in range(4):
        at = place(view, number)
        blue, green, red = (int(value) for value in shot[at.y(), at.x(), :3])
        colour = DARK.actions[number]
        assert abs(red - colour.red()) + abs(green - colour.green()) + abs(blue - colour.blue()) < 90


def test_few_scenes_in_sight_are_shown_as_thumbnails(view: MapView, qtbot: QtBot) -> None:
    view._thumbnails = OneThumbnail()
    view.update()
    at = place(view, 3)
    shot = pixels_of(view.grab().toImage())
    assert shot[at.y() - 20, at.x() - 40, :3].tolist() == [0x56, 0x34, 0x12]
    qtbot.waitUntil(lambda: view._lane.is_idle)


def test_no_scenes_is_said_in_words_and_nothing_fails(view: MapView, qtbot: QtBot) -> None:
    view.set_points(points_at())
    QTest.mouseMove(view, QPoint(50, 50))
    drag(view, around(QPoint(200, 200), 50))
    assert pixels_of(view.grab().toImage()).max() > 100
    qtbot.waitUntil(lambda: view._lane.is_idle)


@given(
    st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=1, max_size=60),
    st.floats(1, 50),
    st.tuples(st.integers(0, 380), st.integers(0, 280), st.integers(5, 200), st.integers(5, 200)),
)
def test_a_rectangular_circle_agrees_with_comparing_numbers(
    qapp: QApplication, places: list[tuple[float, float]], zoom: float, box: tuple[int, int, int, int]
) -> None:
    points, port = points_at(*places), MapPort(400, 300, zoom)
    left, top, width, height = box
    right, bottom = left + width, top + height
    corners = [QPointF(left, top), QPointF(right, top), QPointF(right, bottom), QPointF(left, bottom)]
    chosen = within(points, port, QPolygonF(corners))
    x_px, y_px = port.to_px(points.positions).T
    inner = (
        (x_px > left + 1) & (x_px < min(right, 399) - 1) & (y_px > top + 1) & (y_px < min(bottom, 299) - 1)
    )
    outer = (x_px > left - 2) & (x_px < right + 2) & (y_px > top - 2) & (y_px < bottom + 2)
    assert np.all(chosen[inner])
    assert not np.any(chosen[~outer])


@pytest.mark.parametrize(("width_px", "height_px"), [(600, 170), (170, 600), (240, 200), (2000, 100)])
def test_a_view_of_any_shape_is_filled_and_near_is_what_is_near_on_it(width_px: int, height_px: int) -> None:
    port = MapPort(width_px, height_px)
    corners = port.to_px(np.array([[0, 0], [1, 1]], np.float32))
    assert corners.min() >= 0
    assert np.all(corners[1] <= (width_px, height_px))
    spans = corners[1] - corners[0]
    most = 2.5 * min(width_px, height_px)
    assert spans == pytest.approx([0.88 * min(side, most) for side in (width_px, height_px)], rel=1e-4)
    points = points_at((0.5, 0.5), (0.5, 0.6))
    across_px, down_px = port.scale_px
    x_px, y_px = port.to_px(points.positions[:1])[0]
    finder = PointFinder(points)
    for by_px, found in ((5, 0), (9, -1)):
        for by_x, by_y in ((-by_px, 0), (0, -by_px)):
            place = port.to_plane(float(x_px) + by_x, float(y_px) + by_y)
            assert finder.nearest(*place, (7 / across_px, 7 / down_px)) == found


def test_chosen_points_lie_over_the_others(qapp: QApplication) -> None:
    points = points_at(*[(0.5, 0.5)] * 50)
    chosen = np.zeros(50, np.bool_)
    chosen[7] = True
    ink = MapInk([QColor("red")], QColor("blue"), QColor("black"), chosen)
    image = paint_layer(points, MapPort(100, 100), ink, 2.0)
    assert image.width() == 200
    assert image.pixelColor(100, 100).red() > 200


def test_the_thumbnail_at_the_pointer_is_shown_when_it_arrives(view: MapView) -> None:
    late = LateThumbnail()
    view._thumbnails = late
    QTest.mouseMove(view, place(view, 3))
    [floating] = view.window().findChildren(HoverThumbnail)
    assert floating.image.isNull()
    late.is_there = True
    view.show_loaded()
    assert floating.image.width() == 64
    QTest.mouseMove(view, QPoint(5, 250))
    view.show_loaded()
    assert not floating.isVisible()
