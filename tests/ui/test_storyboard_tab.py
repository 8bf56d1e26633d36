"""The storyboard: its slider, what a double click opens, and that it is about the video that is open."""

import threading

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton

from tests.ui.exploring import LEFT, Exploring
from videxplore.ui.storyboard_tab import StoryboardTab
from videxplore.ui.storyboard_view import lay_out


@pytest.fixture
def waiting(exploring: Exploring) -> str:
    """The name of a video that is not analysed yet."""
    [night] = [video for video in exploring.window.parts.videos.videos if video.path.stem == "night"]
    new = exploring.library.catalogue.add_video(night.path.with_name("new.mp4"), "fp-new", 1, 1)
    exploring.window.parts.session.update_video(new)
    return "new"


def show_storyboard(exploring: Exploring, name: str) -> StoryboardTab:
    exploring.open(name)
    exploring.key(Qt.Key.Key_2)
    exploring.settle()
    tab = exploring.window.parts.storyboard
    assert tab.view.isVisible()
    return tab


def picture(tab: StoryboardTab, row: int) -> QPoint:
    """A point of a cluster's picture."""
    rect = cluster_rect(tab, row)
    return QPoint(rect.left() + 20, rect.bottom() - 40)


def cluster_rect(tab: StoryboardTab, row: int) -> QRect:
    return tab.view.visualRect(tab.view.cluster_model.index(row, 0))


def test_a_summary_on_its_way_is_not_shown_for_a_video_that_has_none_yet(
    exploring: Exploring, waiting: str
) -> None:
    exploring.key(Qt.Key.Key_2)
    gate = threading.Event()
    exploring.window.parts.interactive.submit(lambda _task: gate.wait(10))
    exploring.click_video("night")
    exploring.click_video(waiting)
    gate.set()
    exploring.settle()
    tab = exploring.window.parts.storyboard
    assert not tab.view.isVisible()
    assert tab.view.cluster_model.clusters == ()
    assert not tab.slider.isEnabled()


def test_the_slider_goes_from_one_keyframe_to_all(exploring: Exploring) -> None:
    tab = show_storyboard(exploring, "night")
    assert tab.slider.isEnabled()
    tab.slider.setFocus()
    counts = []
    for key in (Qt.Key.Key_Home, Qt.Key.Key_Right, Qt.Key.Key_End):
        QTest.keyClick(tab.slider, key)
        wanted = tab.slider.value()
        exploring.until(lambda wanted=wanted: len(tab.view.cluster_model.clusters) == wanted)  # type: ignore[misc]
        exploring.settle()
        assert tab.slider.value() == wanted
        counts.append(wanted)
    assert counts == [1, 2, 3]
    assert exploring.window.parts.session.time_s == 0.0, "the arrow keys belong to the slider"


def test_pictures_are_in_the_order_of_their_time_and_counted_beside_the_slider(
    exploring: Exploring,
) -> None:
    tab = show_storyboard(exploring, "night")
    tab.slider.setFocus()
    QTest.keyClick(tab.slider, Qt.Key.Key_End)
    assert tab.count.text() == "3 pictures"
    exploring.until(lambda: len(tab.view.cluster_model.clusters) == 3)
    times_s = [cluster.representative.time_s for cluster in tab.view.cluster_model.clusters]
    assert times_s == sorted(times_s)
    QTest.mouseClick(tab.slider, LEFT, pos=QPoint(2, tab.slider.height() // 2))
    assert tab.slider.value() == 1, "it goes where its groove is clicked"
    assert tab.count.text() == "1 picture"
    exploring.settle()


def test_the_pictures_fill_the_view_in_rows(exploring: Exploring) -> None:
    tab = show_storyboard(exploring, "night")
    tab.slider.setFocus()
    QTest.keyClick(tab.slider, Qt.Key.Key_End)
    exploring.until(lambda: len(tab.view.cluster_model.clusters) == 3)
    exploring.settle()
    rects = [cluster_rect(tab, row) for row in range(3)]
    view = tab.view.viewport().rect()
    assert all(view.contains(rect) for rect in rects)
    assert not any(one.intersects(other) for one in rects for other in rects if one is not other)
    assert sum(rect.width() * rect.height() for rect in rects) > 0.4 * view.width() * view.height()


@pytest.mark.parametrize("count", [1, 2, 5, 12, 30, 500])
@pytest.mark.parametrize("size", [(900, 240), (400, 420), (1600, 700), (90, 300)])
def test_no_picture_is_wider_than_the_view_or_too_small(count: int, size: tuple[int, int]) -> None:
    room = QSize(*size)
    sizes = lay_out([1 / (1 + number % 7) for number in range(count)], room, 16 / 9)
    assert len(sizes) == count
    assert all(0 < one.width() <= room.width() and one.height() <= room.height() for one in sizes)
    if size[0] > 400:
        assert min(one.height() for one in sizes) >= 40


def test_storyboard_map_and_library_get_more_room_while_they_are_in_front(exploring: Exploring) -> None:
    window = exploring.window
    splitter = window._splitter
    exploring.open("night")
    before = splitter.sizes()
    for key in (Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_4):
        exploring.key(key)
        *_, tabs = splitter.sizes()
        assert tabs >= 0.44 * sum(splitter.sizes())
    exploring.key(Qt.Key.Key_1)
    assert splitter.sizes() == before
    exploring.settle()


def test_a_double_click_opens_a_group_whose_keyframes_jump_and_there_is_a_way_back(
    exploring: Exploring,
) -> None:
    tab = show_storyboard(exploring, "night")
    QTest.keyClick(tab.slider, Qt.Key.Key_Home)
    exploring.until(lambda: len(tab.view.cluster_model.clusters) == 1)
    exploring.settle()
    # The test library sends the second half of a double click only.
    QTest.mouseClick(tab.view.viewport(), LEFT, pos=picture(tab, 0))
    QTest.mouseDClick(tab.view.viewport(), LEFT, pos=picture(tab, 0))
    assert tab.members.isVisible()
    members = tab.members.tile_model.items
    assert len(members) == 3
    exploring.click_tile(tab.members, 2)
    assert exploring.window.parts.session.time_s == members[2].time_s
    [back] = [one for one in tab.findChildren(QToolButton) if one.text() == "Back to the storyboard"]
    QTest.mouseClick(back, LEFT)
    assert tab.view.isVisible()
    assert not tab.members.isVisible()
    exploring.settle()
