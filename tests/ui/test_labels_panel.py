"""What is recognised: in the video that is open, and asked for everywhere by a click."""

import threading

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from tests.ui.exploring import LEFT, RIGHT, Exploring, choose
from tests.ui.steps import click_tab, remove, search_scene
from videxplore.ui.dialogs.teach_dialog import TeachDialog
from videxplore.ui.labels_panel import LabelList
from videxplore.ui.look import theme


def bars(exploring: Exploring) -> list[LabelList]:
    """Those of the Labels tab: at the playhead, and in the whole video."""
    click_tab(exploring.window.parts.explore.bar, "Labels")
    found = exploring.window.parts.labels.findChildren(LabelList)
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
    assert overall.accessibleDescription() == ""


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
    assert overall.accessibleDescription() == ""


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
    click_tab(parts.explore.bar, "Labels")
    said = " ".join(bars.accessibleDescription() for bars in parts.labels.findChildren(LabelList))
    assert all(label in said for label in ("waving", "thing1", "thing4"))


def test_the_picture_names_its_label_only_when_asked_to(lasting: Exploring) -> None:
    lasting.open("night")
    view = lasting.window.parts.player.frame_view
    assert view.label == ""
    QTest.keyClick(lasting.window, Qt.Key.Key_L, Qt.KeyboardModifier.ShiftModifier)
    assert view.label == "thing5"
    QTest.keyClick(lasting.window, Qt.Key.Key_L, Qt.KeyboardModifier.ShiftModifier)
    assert view.label == ""


def test_whether_labels_are_on_the_picture_is_remembered(exploring: Exploring) -> None:
    exploring.open("night")
    QTest.keyClick(exploring.window, Qt.Key.Key_L, Qt.KeyboardModifier.ShiftModifier)
    exploring.window.close()
    exploring.show()
    exploring.open("night")
    assert exploring.window.parts.player.frame_view.label == "thing5"


def test_a_label_is_sure_or_likely(lasting: Exploring) -> None:
    lasting.open("night")
    here, overall = bars(lasting)
    assert here.accessibleDescription() == "thing5 sure"
    assert "thing5 0:0" in overall.accessibleDescription()


def test_a_label_has_one_colour_whatever_others_there_are() -> None:
    palette = theme.DARK
    assert palette.label_colour("dog") == palette.label_colour("dog")
    assert len({palette.label_colour(f"label {number}").rgb() for number in range(200)}) == 21
