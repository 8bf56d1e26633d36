"""Heat over the picture: asked for by a key, laid where it belongs."""

import threading
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.red_action import RED_ACTION, add_flag, write_red_weights
from tests.ui.exploring import Exploring
from videxplore.core.task import Task
from videxplore.services.heat_maps import ExplainedFrame, Explanation
from videxplore.services.searching.query.query import Query
from videxplore.settings import Settings


def test_h_asks_and_says_what_is_missing(exploring: Exploring) -> None:
    exploring.open("beach")
    heard: list[str] = []
    exploring.window.parts.session.noticed.connect(heard.append)
    exploring.key(Qt.Key.Key_H)
    exploring.qtbot.waitUntil(lambda: bool(heard), timeout=120_000)
    assert "not-here" in heard[0]
    exploring.key(Qt.Key.Key_H)
    assert not exploring.window.parts.session.is_heat_shown


class HeldExplanations:
    """Explains nothing until it is let; the first answer may come long after it was asked for."""

    def __init__(self) -> None:
        self.asked = threading.Semaphore(0)
        self.gate = threading.Semaphore(0)
        self._count = 0
        self.shown = ""

    def __call__(self, _frame: ExplainedFrame, _query: Query | None, shown: str, _task: Task) -> Explanation:
        self.shown = shown
        self._count += 1
        label = f"answer {self._count}"
        self.asked.release()
        self.gate.acquire(timeout=10)
        return Explanation(np.ones((9, 16), np.float32), label)


@pytest.fixture
def held(exploring: Exploring) -> HeldExplanations:
    held = HeldExplanations()
    exploring.window.parts.heat._explain = held
    exploring.open("beach")
    exploring.key(Qt.Key.Key_H)
    exploring.until(lambda: held.asked.acquire(blocking=False))
    return held


def shown_heat(exploring: Exploring) -> str:
    picture = exploring.window.parts.player.frame_view
    return "" if picture.heat.isNull() else picture.heat_words


def answer_both(exploring: Exploring, held: HeldExplanations) -> None:
    """Let what was asked for first be answered, and then what is asked for now; only that is shown."""
    held.gate.release()
    exploring.until(lambda: held.asked.acquire(blocking=False))
    assert shown_heat(exploring) == ""
    held.gate.release()
    exploring.until(lambda: "answer 2" in shown_heat(exploring))
    exploring.settle()


def test_the_heat_of_one_video_is_not_laid_over_another(exploring: Exploring, held: HeldExplanations) -> None:
    assert exploring.window.parts.session.time_s == 0.0
    exploring.click_video("night")
    answer_both(exploring, held)
    assert exploring.window.parts.session.time_s == 0.0


def test_the_heat_of_one_search_is_not_laid_over_the_next(
    exploring: Exploring, held: HeldExplanations
) -> None:
    session = exploring.window.parts.session
    exploring.key(Qt.Key.Key_S)
    exploring.until(lambda: session.ranking is not None)
    answer_both(exploring, held)
    exploring.key(Qt.Key.Key_Escape)
    assert shown_heat(exploring) == "", "what resembles a search goes with it"
    held.gate.release()
    exploring.settle()


def test_what_is_explained_is_the_label_on_screen(exploring: Exploring, held: HeldExplanations) -> None:
    exploring.key(Qt.Key.Key_L, Qt.KeyboardModifier.ShiftModifier)
    held.gate.release()
    exploring.settle()
    assert held.shown == "thing1"
    assert exploring.window.parts.player.frame_view.label.startswith("thing1")


def test_where_no_label_is_certain_nothing_is_explained(exploring: Exploring) -> None:
    exploring.open("beach")
    player, session = exploring.window.parts.player, exploring.window.parts.session
    player._feed.content = replace(player._feed.content, ribbon=())
    heard: list[str] = []
    session.noticed.connect(heard.append)
    exploring.key(Qt.Key.Key_H)
    exploring.until(lambda: bool(heard))
    exploring.key(Qt.Key.Key_Right)
    exploring.settle()
    assert heard == ["No label is certain here. Search for a scene to see what matches."]
    assert shown_heat(exploring) == ""


def test_the_heat_of_an_action_lies_on_it_and_names_when(qtbot: QtBot, tmp_path: Path) -> None:
    exploring = Exploring(qtbot, tmp_path, Settings(device="cpu"))
    try:
        write_red_weights(exploring.paths.weights)
        add_flag(exploring.library, tmp_path)
        exploring.show()
        exploring.open("flag")
        exploring.window.parts.session.seek(3.6)
        exploring.key(Qt.Key.Key_H)
        exploring.qtbot.waitUntil(lambda: bool(shown_heat(exploring)), timeout=120_000)
        heat = exploring.window.parts.player.frame_view.heat
        assert shown_heat(exploring) == f"Why \u201c{RED_ACTION}\u201d \u00b7 strongest at 00:00:03:05"
        place = [(0.81, 0.78), (0.2, 0.2)]
        warmth = [heat.pixelColor(int(x * heat.width()), int(y * heat.height())).alpha() for x, y in place]
        assert warmth[0] > 10 * (warmth[1] + 1)
    finally:
        exploring.close()
