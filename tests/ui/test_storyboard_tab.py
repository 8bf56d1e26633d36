"""The storyboard: its slider, what a double click opens, and that it is about the video that is open."""

import threading

import pytest
from PySide6.QtCore import QPoint, QRect, Qt

from tests.ui.exploring import Exploring
from videxplore.ui.storyboard_tab import StoryboardTab


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
