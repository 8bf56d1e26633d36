"""The map in the window: its colours, its legend, and what a circle limits."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from tests.ui.exploring import Exploring
from tests.ui.steps import remove, search_scene
from tests.videos import shots, write_video
from videxplore.ui.map.map_legend import EntryButton, coloured
from videxplore.ui.map.map_tab import MapTab, MapWork, ShownMap
from videxplore.ui.map.points import MapPort
from videxplore.ui.tiles.thumbnail_cache import ThumbnailKey

LEFT = Qt.MouseButton.LeftButton


def open_map(exploring: Exploring) -> MapTab:
    exploring.key(Qt.Key.Key_3)
    tab = exploring.window.parts.map
    exploring.until(lambda: bool(tab.legend.buttons))
    exploring.settle()
    return tab


def colour_by(exploring: Exploring, by: str) -> list[tuple[str, int]]:
    tab = exploring.window.parts.map
    QTest.mouseClick(tab.controls.buttons[by], LEFT)
    exploring.settle()
    return [(button.entry.name, button.entry.count) for button in tab.legend.buttons]


def entry(tab: MapTab, name: str) -> EntryButton:
    [button] = [button for button in tab.legend.buttons if button.entry.name == name]
    return button


def test_colours_are_chosen_and_explained(exploring: Exploring) -> None:
    tab = open_map(exploring)
    assert tab.controls.buttons["video"].isChecked()
    entries = [(button.entry.name, button.entry.count) for button in tab.legend.buttons]
    assert entries == [("beach", 3), ("night", 3), ("hills", 2)]
    by_action = colour_by(exploring, "action")
    assert by_action[0] == ("thing1", 2)
    assert {name for name, _ in by_action} == {f"thing{seed}" for seed in range(1, 8)}
    by_look = colour_by(exploring, "cluster")
    assert sum(count for _, count in by_look) == 8
    assert tab.view.points is not None
    same = [
        group
        for group, video, time_s in zip(
            tab.view.points.groups, tab.view.points.video_ids, tab.view.points.times_s, strict=True
        )
        if time_s < 0.8 and exploring.library.catalogue.video(int(video)).path.stem in ("beach", "hills")
    ]
    assert same[0] == same[1], "scenes of one look share a colour"


def test_a_colour_of_the_legend_limits_the_moments_like_a_circle(exploring: Exploring) -> None:
    tab = open_map(exploring)
    panel = exploring.window.parts.similar
    QTest.mouseClick(entry(tab, "hills"), LEFT)
    exploring.settle()
    tiles = [panel.grid.tile_model.tile(exploring.index(panel.grid, row)) for row in range(2)]
    assert panel.grid.tile_model.rowCount() == 2
    assert [tile.title for tile in tiles] == ["hills", "hills"]
    assert [(tile.right, tile.match_s) for tile in tiles] == [("", None)] * 2, "nothing was asked"
    assert tab.clear_button.isVisible()
    QTest.mouseClick(entry(tab, "night"), LEFT)
    exploring.settle()
    assert panel.grid.tile_model.rowCount() == 3
    assert not entry(tab, "hills").isChecked()
    QTest.mouseClick(entry(tab, "hills"), LEFT, Qt.KeyboardModifier.ControlModifier)
    exploring.settle()
    assert panel.grid.tile_model.rowCount() == 5
    QTest.mouseClick(entry(tab, "hills"), LEFT, Qt.KeyboardModifier.ControlModifier)
    QTest.mouseClick(entry(tab, "night"), LEFT)
    exploring.settle()
    assert exploring.window.parts.session.lasso is None
    assert panel.grid.tile_model.rowCount() == 0


class Paints(QObject):
    """Counts how often a widget is painted."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.count = 0
        widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        self.count += event.type() == QEvent.Type.Paint
        return False


def test_thumbnails_of_scenes_are_painted_as_they_arrive(exploring: Exploring) -> None:
    view, pictures = open_map(exploring).view, exploring.window.parts.thumbnails
    points = view.points
    assert points is not None
    exploring.until(lambda: all(pictures.of_keyframe(int(one)) is not None for one in points.keyframe_ids))
    exploring.settle()
    arrived: list[int] = []
    paints = Paints(view)
    # Nothing but the arrival of one more calls for painting.
    pictures.loaded.connect(lambda _keys: arrived.append(paints.count))
    pictures.get(ThumbnailKey("strip", int(points.video_ids[0]), 0.123))
    exploring.until(lambda: bool(arrived))
    exploring.until(lambda: paints.count > arrived[0])


def test_groups_beyond_the_colours_are_shown_as_one() -> None:
    numbers = np.array([0, 0, 0, 1, 1, 2, 3, -1])
    groups, entries = coloured(numbers, ("a", "", "c", "d"), 2)
    assert groups.tolist() == [0, 0, 0, 1, 1, -1, -1, -1]
    assert [(one.number, one.count) for one in entries] == [(0, 3), (1, 2), (-1, 2), (-1, 1)]
    assert [one.name for one in entries] == ["a", "group 2", "others", "nothing recognised"]


def test_points_are_large_where_there_are_few_or_one_looks_closely() -> None:
    far, near = MapPort(800, 400), MapPort(800, 400, zoom=40)
    radii = [far.dot_px(count) for count in (10, 200, 5000, 1_000_000)]
    assert radii == sorted(radii, reverse=True)
    assert radii[0] > 3 * radii[-1]
    assert near.dot_px(5000) > far.dot_px(5000)


def circle_everything(exploring: Exploring) -> None:
    """Drag around all points."""
    view = exploring.window.parts.map.view
    corners = [QPoint(2, 2), QPoint(view.width() - 3, 2), view.rect().bottomRight() - QPoint(2, 2)]
    corners += [QPoint(2, view.height() - 3), QPoint(3, 3)]
    QTest.mousePress(view, LEFT, pos=corners[0])
    for corner in corners[1:]:
        QTest.mouseMove(view, corner)
    QTest.mouseRelease(view, LEFT, pos=corners[-1])
    exploring.settle()


def test_a_circle_outlives_a_change_of_the_library_and_can_be_let_go_of(
    exploring: Exploring, tmp_path: Path
) -> None:
    tab = open_map(exploring)
    session = exploring.window.parts.session
    circle_everything(exploring)
    lassoed = session.lasso
    assert lassoed is not None
    assert len(lassoed) == 8
    path = tmp_path / "late.mp4"
    write_video(path, shots((9,), 5))
    late = exploring.add(path, (9,))
    session.update_video(late)
    exploring.key(Qt.Key.Key_1)
    open_map(exploring)
    assert tab.view.points is not None
    assert len(tab.view.points) == 9
    assert session.lasso == lassoed
    QTest.mouseClick(tab.clear_button, LEFT)
    exploring.settle()
    assert exploring.window.parts.session.lasso is None


def test_what_is_circled_is_shown_again_when_nothing_is_asked_any_more(exploring: Exploring) -> None:
    open_map(exploring)
    circle_everything(exploring)
    model = exploring.window.parts.similar.grid.tile_model
    assert model.rowCount() == 8
    search_scene(exploring, "beach", 0)
    assert model.rowCount() < 8
    exploring.key(Qt.Key.Key_Escape)
    exploring.settle()
    assert exploring.window.parts.session.query is None
    assert model.rowCount() == 8


def test_a_removed_video_leaves_the_map(exploring: Exploring) -> None:
    video = exploring.open("hills")
    tab = open_map(exploring)
    circle_everything(exploring)
    remove(exploring, video)
    exploring.until(lambda: len(exploring.window.parts.videos.videos) == 2)
    exploring.settle()
    assert tab.view.points is not None
    assert video.id not in tab.view.points.video_ids
    assert exploring.window.parts.session.lasso is not None
    assert len(exploring.window.parts.session.lasso) == 6


def test_a_click_on_a_point_opens_its_scene_and_keys_move_the_map(exploring: Exploring) -> None:
    tab = open_map(exploring)
    view, session = tab.view, exploring.window.parts.session
    assert view.points is not None
    pixels = view.port.to_px(view.points.positions)
    distances = np.linalg.norm(pixels[:, None] - pixels[None], axis=2) + 1e9 * np.eye(len(pixels))
    loneliest = int(distances.min(axis=1).argmax())
    place = QPoint(round(float(pixels[loneliest, 0])), round(float(pixels[loneliest, 1])))
    QTest.mouseClick(view, LEFT, pos=place)
    exploring.settle()
    assert session.video is not None
    assert session.video.id == view.points.video_ids[loneliest]
    assert session.time_s == pytest.approx(float(view.points.times_s[loneliest]), abs=0.05)
    assert view.hasFocus()
    before = view.port
    QTest.keyClick(view, Qt.Key.Key_Plus)
    assert view.port.zoom > before.zoom
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert view.port.centre_x > before.centre_x
    for back, there in ((Qt.Key.Key_Left, Qt.Key.Key_Right), (Qt.Key.Key_Up, Qt.Key.Key_Down)):
        centre = view.port.centre_x, view.port.centre_y
        QTest.keyClick(view, back)
        assert (view.port.centre_x, view.port.centre_y) != centre
        QTest.keyClick(view, there)
        assert (view.port.centre_x, view.port.centre_y) == pytest.approx(centre)
    zoom = view.port.zoom
    QTest.keyClick(view, Qt.Key.Key_Minus)
    assert view.port.zoom < zoom
    time_s = session.time_s
    QTest.keyClick(view, Qt.Key.Key_0)
    assert view.port == before
    assert session.time_s == time_s, "the arrows move the map, not the player"
    exploring.settle()


def test_a_lasso_is_shown_beside_the_moments_and_cleared_there(exploring: Exploring) -> None:
    tab = open_map(exploring)
    panel = exploring.window.parts.similar
    assert not panel.lasso_button.isVisible()
    circle_everything(exploring)
    exploring.key(Qt.Key.Key_1)
    assert panel.lasso_button.isVisible()
    QTest.mouseClick(panel.lasso_button, LEFT)
    exploring.settle()
    assert exploring.window.parts.session.lasso is None
    assert not panel.lasso_button.isVisible()
    assert tab.view.chosen is None


def test_work_stops_when_it_is_paused_and_goes_on_afterwards(exploring: Exploring) -> None:
    parts = exploring.window.parts
    work = MapWork(parts.services, parts.arranging)
    shown: list[ShownMap] = []
    finished: list[bool] = []
    work.shown.connect(shown.append)
    work.finished.connect(lambda: finished.append(True))
    work.refresh()
    work.pause()
    exploring.settle()
    assert not shown
    work.refresh()
    exploring.until(lambda: bool(finished))
    assert shown[-1].is_arranged
    assert len(shown[-1].points) == 8
    before = len(shown)
    work.refresh()
    exploring.settle()
    assert len(shown) == before, "the library is as it was"


def test_the_controls_of_the_map_leave_the_tabs_their_words(exploring: Exploring) -> None:
    tab = open_map(exploring)
    bar = exploring.window.parts.tabs.bar
    exploring.until(lambda: tab.facts.text() == "8 scenes")
    assert bar.width() >= bar.sizeHint().width()
