"""Progress and cancellation."""

import pytest

from videxplore.core.task import Cancelled, Progress, Task


def test_checkpoint_reports_progress() -> None:
    seen: list[Progress] = []
    Task(seen.append).checkpoint(1, 4, "reading")
    assert seen == [Progress(1, 4, "reading")]
    assert seen[0].fraction == 0.25


def test_checkpoint_stops_cancelled_work() -> None:
    task = Task()
    task.checkpoint()
    task.cancel()
    with pytest.raises(Cancelled):
        task.checkpoint()
    assert task.wait(timeout_s=60)


def test_fraction_is_zero_while_the_total_is_unknown() -> None:
    assert Progress(3, 0, "").fraction == 0.0
