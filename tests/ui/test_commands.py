"""What controls say of the keys that do the same, as the keys are changed."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QToolButton

from tests.ui.exploring import LEFT, Exploring
from videxplore.ui.commands import change_keys


def advice(exploring: Exploring) -> str:
    """What the empty place for similar moments says."""
    similar = exploring.window.parts.similar
    return " ".join(label.text() for label in similar.findChildren(QLabel) if label.isVisible())


def test_controls_name_the_keys_that_were_chosen(exploring: Exploring) -> None:
    controls, actions = exploring.window.parts.player.controls, exploring.window.all_actions()
    assert controls.time_label.toolTip() == "Go to time  (G)"
    assert controls.rate_button.toolTip() == "Speed  (J, K, L)"
    assert "Or press S for the current frame." in advice(exploring)
    change_keys(actions, {"go to time": "X", "faster": "Y", "search scene": "Ctrl+R"})
    assert controls.time_label.toolTip() == "Go to time  (X)"
    assert controls.rate_button.toolTip() == "Speed  (J, K, Y)"
    assert "Or press Ctrl+R for the current frame." in advice(exploring)
    change_keys(actions, {"go to time": "", "slower": "", "pause": "", "faster": "", "search scene": ""})
    assert controls.time_label.toolTip() == "Go to time"
    assert controls.rate_button.toolTip() == "Speed"
    assert "press" not in advice(exploring)


def test_the_keys_are_named_again_after_a_search(exploring: Exploring) -> None:
    change_keys(exploring.window.all_actions(), {"search scene": "X"})
    exploring.open("beach")
    exploring.key(Qt.Key.Key_X)
    exploring.settle()
    assert "press" not in advice(exploring)
    exploring.key(Qt.Key.Key_Escape)
    assert "Or press X for the current frame." in advice(exploring)


def test_the_play_button_is_called_what_it_does(exploring: Exploring) -> None:
    exploring.open("beach")
    parts = exploring.window.parts
    play = parts.player.actions_by_name["play"]
    [button] = [one for one in parts.player.controls.findChildren(QToolButton) if one.defaultAction() is play]
    assert button.accessibleName() == "Play"
    QTest.mouseClick(button, LEFT)
    exploring.until(lambda: parts.session.is_playing)
    assert button.accessibleName() == "Pause"
    QTest.mouseClick(button, LEFT)
    exploring.until(lambda: not parts.session.is_playing)
    assert button.accessibleName() == "Play"
    exploring.settle()
