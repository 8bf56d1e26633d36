"""What is recognised: in the video that is open, and asked for everywhere by a click."""

import threading

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from tests.ui.exploring import LEFT, RIGHT, Exploring, choose
from tests.ui.steps import click_tab, remove, search_scene
from videxplore.ui.actions_panel import PredictionBars
from videxplore.ui.dialogs.teach_dialog import TeachDialog


def bars(exploring: Exploring) -> list[PredictionBars]:
    """Those of the Actions tab: at the playhead, and in the whole video."""
    click_tab(exploring.window.parts.explore.bar, "Actions")
    found = exploring.window.parts.actions.findChildren(PredictionBars)
    assert len(found) == 2
    return found


def test_what_was_recognised_leaves_with_its_video(exploring: Exploring) -> None:
    video = exploring.open("night")
    here, overall = bars(exploring)
    assert "thing5" in here.accessibleDescription()
    assert "thing5" in overall.accessibleDescription()
    remove(exploring, video)
    exploring.until(lambda: exploring.window.parts.session.video is None)
    exploring.settle()
    assert here.accessibleDescription() == "No video is open."
    assert overall.accessibleDescription() == "No video is open."


def test_labels_on_their_way_are_not_shown_when_no_video_is_open(exploring: Exploring) -> None:
    parts = exploring.window.parts
    here, overall = bars(exploring)
    gate = threading.Event()
    parts.interactive.submit(lambda _task: gate.wait(10))
    exploring.click_video("night")
    parts.session.open_video(None)
    gate.set()
    exploring.settle()
    assert here.accessibleDescription() == "No video is open."
    assert overall.accessibleDescription() == "No video is open."


def test_a_label_is_asked_for_alone_by_the_left_button(exploring: Exploring) -> None:
    search_scene(exploring, "night", 1)
    session = exploring.window.parts.session
    here, _ = bars(exploring)
    asked = session.query
    for button in (RIGHT, Qt.MouseButton.MiddleButton):
        QTest.mouseClick(here, button, pos=QPoint(30, 10))
        assert session.query is asked
    QTest.mouseClick(here, LEFT, pos=QPoint(30, 10))
    assert session.query is not None
    assert session.query.words == "thing6"
    assert session.query.positives == ()
    exploring.settle()
    assert session.ranking is not None
    assert session.ranking.moments[0].video.path.stem == "night"


def test_a_taught_label_leaves_the_others_in_the_lists(exploring: Exploring) -> None:
    # Loading an engine holds Python up, whichever thread does it.
    pytest.importorskip("sklearn.linear_model")
    grid = search_scene(exploring, "beach", 0)
    parts = exploring.window.parts
    choose(exploring.menu_at(grid.viewport(), exploring.tile_point(grid, 0)), "Teach an action…")
    [dialog] = [one for one in exploring.window.findChildren(TeachDialog) if one.isVisible()]
    QTest.keyClicks(dialog.label_edit, "waving")
    QTest.mouseClick(dialog.teach_button, LEFT)
    exploring.until(lambda: bool(dialog.outcome.text()))
    QTest.mouseClick(dialog.close_button, LEFT)
    exploring.settle()
    exploring.open("hills")
    click_tab(parts.explore.bar, "Actions")
    said = " ".join(bars.accessibleDescription() for bars in parts.actions.findChildren(PredictionBars))
    assert all(label in said for label in ("waving", "thing1", "thing4"))


def test_the_picture_names_a_label_without_a_second_score(exploring: Exploring) -> None:
    exploring.open("night")
    view = exploring.window.parts.player.frame_view
    assert view.label == "thing5"
