"""Lanes: order, newest wins, failures, bugs, closing."""

import os
import sys
import threading
import time
import weakref
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QObject, QThread
from pytestqt.qtbot import QtBot

from videxplore.core.errors import SeekError
from videxplore.core.task import Progress, Task
from videxplore.ui.work.jobs import THREAD_NAME, Lane, stuck_lanes


def answering(number: int) -> Callable[[Task], int]:
    return lambda _task: number


@pytest.fixture
def lane(qtbot: QtBot) -> Iterator[Lane]:
    lane = Lane("test")
    yield lane
    lane.close()


def test_results_come_in_order_and_on_the_gui_thread(qtbot: QtBot, lane: Lane) -> None:
    seen: list[tuple[int, bool]] = []
    gui = QThread.currentThread()
    for number in range(20):
        job = lane.submit(answering(number))
        job.succeeded.connect(lambda value: seen.append((value, QThread.currentThread() is gui)))
    qtbot.waitUntil(lambda: lane.is_idle)
    assert seen == [(number, True) for number in range(20)]


def test_work_runs_beside_the_gui_thread(qtbot: QtBot, lane: Lane) -> None:
    job = lane.submit(lambda _task: threading.current_thread().name)
    with qtbot.waitSignal(job.succeeded) as blocker:
        pass
    assert blocker.args == ["lane-test"]


class Asking(QObject):
    """Asks a lane for something and is let go of before the answer."""

    def __init__(self) -> None:
        super().__init__()
        self.gate = threading.Event()

    def answer(self, _task: Task) -> int:
        self.gate.wait(5)
        return 1

    def fail(self, _task: Task) -> int:
        self.gate.wait(5)
        raise SeekError("There is no picture there.")


def test_the_thread_starts_with_the_first_job(qtbot: QtBot) -> None:
    idle, name = Lane("idle"), f"{THREAD_NAME}idle"
    assert idle.is_idle
    assert idle.has_ended
    idle.close()
    idle.submit(lambda _task: None)
    assert name not in [thread.name for thread in threading.enumerate()]
    lane = Lane("idle")
    with qtbot.waitSignal(lane.submit(lambda _task: threading.current_thread().name).succeeded) as answer:
        assert not lane.has_ended
    assert answer.args == [name]
    lane.close()


@pytest.mark.parametrize("kind", ["answer", "fail"])
def test_who_asked_is_let_go_of_by_the_gui_thread(qtbot: QtBot, lane: Lane, kind: str) -> None:
    asking = Asking()
    gate, gone_in = asking.gate, list[str]()
    weakref.finalize(asking, lambda: gone_in.append(threading.current_thread().name))
    lane.submit(getattr(asking, kind))
    del asking
    gate.set()
    time.sleep(0.1)  # The working thread has done its part; the window has not heard of it.
    assert gone_in == []
    qtbot.waitUntil(lambda: lane.is_idle)
    assert gone_in == [threading.current_thread().name]


def test_the_newest_of_a_subject_wins(qtbot: QtBot, lane: Lane) -> None:
    gate = threading.Event()
    lane.submit(lambda _task: gate.wait(5))
    shown: list[int] = []
    finished: list[int] = []
    for number in range(5):
        job = lane.submit_latest(answering(number), "scene")
        job.succeeded.connect(shown.append)
        job.finished.connect(lambda number=number: finished.append(number))
    other = lane.submit_latest(lambda _task: 99, "other")
    other.succeeded.connect(shown.append)
    gate.set()
    qtbot.waitUntil(lambda: lane.is_idle)
    assert shown == [4, 99]
    assert finished == [0, 1, 2, 3, 4]


def test_what_a_subject_no_longer_needs_is_cancelled(qtbot: QtBot, lane: Lane) -> None:
    gate = threading.Event()
    lane.submit(lambda _task: gate.wait(5))
    shown: list[int] = []
    for subject in ("scene", "other"):
        lane.submit_latest(answering(len(subject)), subject).succeeded.connect(shown.append)
    lane.cancel("scene")
    lane.cancel("never asked for")
    gate.set()
    qtbot.waitUntil(lambda: lane.is_idle)
    assert shown == [len("other")]


def test_work_that_is_overtaken_stops_at_its_next_checkpoint(qtbot: QtBot, lane: Lane) -> None:
    begun, stopped = threading.Event(), threading.Event()

    def long_work(task: Task) -> None:
        begun.set()
        try:
            while True:
                task.checkpoint()
                task.wait(0.01)
        finally:
            stopped.set()

    lane.submit_latest(long_work)
    assert begun.wait(5)
    newer = lane.submit_latest(lambda _task: "new")
    with qtbot.waitSignal(newer.succeeded) as blocker:
        pass
    assert stopped.is_set()
    assert blocker.args == ["new"]


def test_the_worlds_faults_are_told_and_leave_the_lane_running(qtbot: QtBot, lane: Lane) -> None:
    def fail(_task: Task) -> None:
        raise SeekError("There is no picture there.")

    job = lane.submit(fail)
    with qtbot.waitSignal(job.failed) as blocker:
        pass
    assert [str(error) for error in blocker.args or ()] == ["There is no picture there."]
    after = lane.submit(lambda _task: 1)
    with qtbot.waitSignal(after.succeeded):
        pass


def test_a_fault_that_nobody_listens_for_is_in_the_log(
    qtbot: QtBot, lane: Lane, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_task: Task) -> None:
        raise SeekError("There is no picture there.")

    lane.submit(fail)
    qtbot.waitUntil(lambda: lane.is_idle)
    assert [(one.levelname, one.getMessage()) for one in caplog.records] == [
        ("WARNING", "test: a job failed: There is no picture there.")
    ]


def test_bugs_go_to_the_report_and_leave_the_lane_running(
    qtbot: QtBot, lane: Lane, monkeypatch: pytest.MonkeyPatch
) -> None:
    reported: list[type[BaseException]] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, _error, _trace: reported.append(kind))

    def bug(_task: Task) -> None:
        raise ZeroDivisionError

    job = lane.submit(bug)
    with qtbot.waitSignal(job.finished):
        pass
    assert reported == [ZeroDivisionError]


def test_the_last_progress_always_arrives(qtbot: QtBot, lane: Lane) -> None:
    def work(task: Task) -> None:
        for number in range(1, 501):
            task.checkpoint(number, 500)

    seen: list[Progress] = []
    job = lane.submit(work)
    job.progressed.connect(seen.append)
    with qtbot.waitSignal(job.finished):
        pass
    assert seen[-1].done == 500
    assert [one.done for one in seen] == sorted(one.done for one in seen)


def test_closing_stops_the_work_and_nothing_arrives_afterwards(qtbot: QtBot) -> None:
    lane = Lane("closing")
    begun = threading.Event()

    def endless(task: Task) -> None:
        begun.set()
        while True:
            task.checkpoint()
            task.wait(0.01)

    heard: list[str] = []
    job = lane.submit(endless)
    job.finished.connect(lambda: heard.append("finished"))
    assert begun.wait(5)
    lane.close()
    qtbot.wait(20)
    assert heard == []
    assert not any(thread.name == "lane-closing" for thread in threading.enumerate())


def test_a_job_that_is_blocked_by_the_system_does_not_keep_the_lane_from_closing(qtbot: QtBot) -> None:
    reading, writing = os.pipe()
    begun = threading.Event()

    def read_nothing(_task: Task) -> None:
        begun.set()
        os.read(reading, 1)

    blocked = Lane("blocked")
    blocked.submit(read_nothing)
    quick = Lane("quick")
    try:
        assert begun.wait(10)
        for lane in (blocked, quick):
            lane.stop()
        blocked.close(0.05)
        quick.close()
        assert not blocked.has_ended
        assert quick.has_ended
        assert stuck_lanes() == ["lane-blocked"]
    finally:
        os.write(writing, b"x")
        qtbot.waitUntil(lambda: not stuck_lanes())
        os.close(reading)
        os.close(writing)
