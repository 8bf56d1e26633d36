"""A stuck job is noticed; time in which nobody looked is not put down to it."""

from videxplore.core.limits import (
    JOB_S,
    JOB_S_PER_STEP,
    LONGEST_JOB_S,
    OPENING_S,
    STALL_S,
    UNHURRIED_FACTOR,
)
from videxplore.services.indexing.run.worker import StallWatch, opening_s


class Clock:
    """A clock that is put forward by hand."""

    def __init__(self) -> None:
        self.now_s = 1000.0

    def __call__(self) -> float:
        return self.now_s


def stuck_after_s(
    watch: StallWatch, clock: Clock, look_every_s: float = 1.0, *, steps_each: int = -1
) -> float:
    """How long it takes until the job counts as stuck; it passes ``steps_each`` checkpoints a look."""
    begun_s, steps = clock.now_s, 0
    while True:
        clock.now_s += look_every_s
        if steps_each >= 0:
            steps += steps_each
            watch.note_steps(steps)
        if watch.is_stuck():
            return clock.now_s - begun_s


def test_a_silent_job_is_stuck() -> None:
    clock = Clock()
    assert stuck_after_s(StallWatch(1.0, clock), clock) == STALL_S


def test_a_job_that_reports_but_decodes_nothing_is_stuck() -> None:
    clock = Clock()
    assert stuck_after_s(StallWatch(1.0, clock), clock, steps_each=0) == JOB_S


def test_a_job_may_go_on_as_long_as_it_decodes_pictures() -> None:
    clock = Clock()
    watch = StallWatch(1.0, clock)
    for second in range(1, 20_000):
        clock.now_s += 1
        watch.note_steps(second)
        assert not watch.is_stuck()
    assert JOB_S + JOB_S_PER_STEP < 20_000


def test_but_not_for_ever() -> None:
    clock = Clock()
    assert stuck_after_s(StallWatch(1.0, clock), clock, 5.0, steps_each=100) == LONGEST_JOB_S


def test_time_in_which_nobody_looked_does_not_count() -> None:
    clock = Clock()
    watch = StallWatch(1.0, clock)
    for stopped_s in (124.0, 8 * 3600.0, 1e9):
        clock.now_s += stopped_s
        assert not watch.is_stuck()
    assert stuck_after_s(watch, clock) == STALL_S


def test_the_second_attempt_has_more_patience() -> None:
    clock = Clock()
    assert stuck_after_s(StallWatch(UNHURRIED_FACTOR, clock), clock) == UNHURRIED_FACTOR * STALL_S


def test_the_size_of_a_file_limits_how_long_it_is_opened() -> None:
    clock = Clock()
    for size_bytes, limit_s in ((1000, OPENING_S), (10_000_000_000, 1000)):
        watch = StallWatch(1.0, clock, opening_s(size_bytes))
        # Said before the file is opened.
        watch.note_steps(1)
        assert abs(stuck_after_s(watch, clock) - limit_s) < 50
        watch = StallWatch(1.0, clock, opening_s(size_bytes))
        watch.note_steps(2)
        assert stuck_after_s(watch, clock) == STALL_S


def test_a_job_that_was_held_begins_anew() -> None:
    clock = Clock()
    watch = StallWatch(1.0, clock)
    for _ in range(100):
        clock.now_s += 1
        assert not watch.is_stuck()
    watch.restart()
    assert stuck_after_s(watch, clock) == STALL_S
