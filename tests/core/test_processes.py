"""Functions in processes of their own: what comes back, and how they end."""

import multiprocessing
import os
import threading
import time
from collections.abc import Callable

import pytest

from videxplore.core.errors import ProcessError, UsageError
from videxplore.core.processes import run_isolated
from videxplore.core.task import Cancelled, Task


def counting(until: int, say: Callable[[object], None]) -> tuple[int, int]:
    for number in range(until):
        say(number)
    return os.getpid(), os.nice(0)


def refusing() -> None:
    raise UsageError("That makes no sense.")


def test_messages_come_before_the_result_and_others_go_first() -> None:
    heard: list[int] = []
    process_id, niceness = run_isolated(counting, 3, task=Task(), on_message=heard.append)
    assert heard == [0, 1, 2]
    assert process_id != os.getpid()
    assert niceness > os.nice(0)
    assert not multiprocessing.active_children()


def test_errors_of_the_function_are_raised_here() -> None:
    with pytest.raises(UsageError, match=r"That makes no sense\."):
        run_isolated(refusing, task=Task())


def test_a_process_that_ends_by_itself_is_an_error() -> None:
    with pytest.raises(ProcessError):
        run_isolated(os._exit, 3, task=Task())


def test_a_cancelled_process_ends_at_once() -> None:
    task = Task()
    timer = threading.Timer(0.2, task.cancel)
    timer.start()
    begun = time.monotonic()
    with pytest.raises(Cancelled):
        run_isolated(time.sleep, 600, task=task)
    assert time.monotonic() - begun < 60
    assert not multiprocessing.active_children()
    timer.join()
