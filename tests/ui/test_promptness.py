"""The watch itself: it names what blocks, and nothing else."""

import threading
import time

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.ui.promptness import Watch
from videxplore.core.task import Task
from videxplore.ui.work.jobs import Lane, Waker


@pytest.fixture(autouse=True)
def prompt_window() -> None:
    """No watch but the one under test."""


def test_a_handler_that_takes_long_is_named(qtbot: QtBot) -> None:
    watch = Watch(0.05)
    waker = Waker(lambda: time.sleep(0.08))
    waker._on_byte()
    watch.close()
    waker.close()
    [block] = watch.blocks
    assert block.seconds > 0.05
    assert "jobs.py" in block.entry
    assert "_on_byte" in block.entry
    assert "<lambda>" in block.inside


def test_many_quick_steps_of_one_call_are_long_together(qtbot: QtBot) -> None:
    def step_by_step() -> None:
        end_s = time.thread_time() + 0.08
        while time.thread_time() < end_s:
            pass

    watch = Watch(0.05)
    waker = Waker(step_by_step)
    waker._on_byte()
    watch.close()
    waker.close()
    [block] = watch.blocks
    assert "step_by_step" in block.inside


def test_waiting_for_events_does_not_count(qtbot: QtBot) -> None:
    watch = Watch(0.05)
    called: list[int] = []
    waker = Waker(lambda: called.append(1))
    QTimer.singleShot(150, waker._on_byte)
    QTest.qWait(200)
    watch.close()
    waker.close()
    assert called
    assert watch.blocks == []


def test_what_is_quick_or_outside_the_window_is_not_named(qtbot: QtBot) -> None:
    watch = Watch(0.05)
    time.sleep(0.08)
    lane = Lane("quick")
    lane.close()
    watch.close()
    assert watch.blocks == []


def test_what_is_excused_does_not_count(qtbot: QtBot) -> None:
    def apply_theme() -> None:
        time.sleep(0.08)

    watch = Watch(0.05)
    waker = Waker(apply_theme)
    waker._on_byte()
    watch.close()
    waker.close()
    assert watch.blocks == []


def test_the_end_of_one_part_may_wait_for_its_thread(qtbot: QtBot) -> None:
    watch = Watch(0.05)
    lane = Lane("slow")
    has_begun = threading.Event()

    def sleep(_task: Task) -> None:
        has_begun.set()
        time.sleep(0.3)

    lane.submit(sleep)
    assert has_begun.wait(5)
    lane.close()
    watch.close()
    assert watch.blocks == []
