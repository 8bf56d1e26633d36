"""The services of the window: one is made while another is still loading."""

import threading

import pytest
from PySide6.QtCore import Qt

from tests.ui.exploring import Exploring
from tests.ui.steps import answers
from videxplore.core.errors import BackboneError
from videxplore.services import heat_maps


def test_a_search_is_answered_while_the_model_is_loaded(
    exploring: Exploring, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, answered = threading.Event(), threading.Event()
    in_time: list[bool] = []

    def load(*_arguments: object) -> None:
        begun.set()
        in_time.append(answered.wait(5))
        raise BackboneError("This model is slow and then not here.")

    monkeypatch.setattr(heat_maps, "load", load)
    exploring.open("beach")
    exploring.key(Qt.Key.Key_H)
    exploring.until(begun.is_set)
    exploring.click_tile(exploring.window.parts.scenes.grid, 0)
    exploring.until(lambda: exploring.window.parts.session.ranking is not None)
    answered.set()
    exploring.settle()
    assert all(in_time)
    assert answers(exploring)[0] == ("hills", 0.0)
