"""The time left, on simulated runs whose speed is known."""

import itertools

import numpy as np
import pytest

from videxplore.services.indexing.index_types import IndexPass
from videxplore.services.indexing.run.time_left import FIRST_ESTIMATE_S, PassWork, RunningWork, TimeLeft

LENGTHS = {
    "alike": [30.0] * 60,
    "from seconds to an hour": list(np.geomspace(2.0, 3600.0, 62)),
    "many short and one long": [*np.linspace(4.0, 12.0, 61), 900.0],
    "one": [5400.0],
    "small and large": [*np.linspace(3.0, 6.0, 40)] + [400.0, 500.0] * 5,
}


def estimates(lengths_s: list[float], *, each_s: float, x_realtime: float) -> list[tuple[float, float]]:
    """Every second of a run over videos, shortest first: seconds that are left, and the estimate."""
    costs_s = [each_s + length_s / x_realtime for length_s in sorted(lengths_s)]
    ends_s = list(itertools.accumulate(costs_s))
    works = [PassWork(1, length_s) for length_s in sorted(lengths_s)]
    time_left, done, said = TimeLeft(), 0, []
    for now_s in np.arange(0.0, ends_s[-1], 1.0):
        while ends_s[done] <= now_s:
            time_left.costs[IndexPass.FULL].note(works[done], works[done].amount, costs_s[done])
            done += 1
        active_s = float(now_s) - (ends_s[done] - costs_s[done])
        running = RunningWork(works[done], active_s / costs_s[done], active_s)
        left_s = time_left.left_s(IndexPass.FULL, sum(works[done + 1 :], PassWork()), (running,))
        assert (left_s is None) == (now_s < FIRST_ESTIMATE_S)
        if left_s is not None:
            said.append((ends_s[-1] - float(now_s), left_s))
    return said


@pytest.mark.parametrize("lengths", LENGTHS)
@pytest.mark.parametrize(("each_s", "x_realtime"), [(0.0, 4.0), (0.3, 4.0), (1.0, 20.0)])
def test_the_time_left_is_right_and_does_not_grow(lengths: str, each_s: float, x_realtime: float) -> None:
    said = estimates(LENGTHS[lengths], each_s=each_s, x_realtime=x_realtime)
    lowest_s = float("inf")
    for real_s, estimate_s in said:
        assert abs(estimate_s - real_s) <= max(0.3 * real_s, 1.0)
        assert estimate_s <= max(1.1 * lowest_s, lowest_s + 1.0)
        lowest_s = min(lowest_s, estimate_s)


def test_scattered_costs_of_alike_videos_are_extended_in_proportion() -> None:
    time_left = TimeLeft()
    random = np.random.default_rng(1)
    for length_s in random.uniform(9.5, 10.5, 40):
        cost_s = length_s * random.uniform(0.7, 1.3)
        time_left.costs[IndexPass.FULL].note(PassWork(1, length_s), length_s, cost_s)
    left_s = time_left.left_s(IndexPass.FULL, PassWork(5, 3000.0), ())
    assert left_s == pytest.approx(3000.0, rel=0.2)


def test_a_video_that_is_about_to_end_is_counted() -> None:
    """Nothing waits any more, and half of the last video is left."""
    time_left = TimeLeft()
    time_left.costs[IndexPass.QUICK].note(PassWork(1, 1e6), 10.0, 30.0)
    running = RunningWork(PassWork(1, 4e6), 0.5, 60.0)
    assert time_left.left_s(IndexPass.QUICK, PassWork(), (running,)) == pytest.approx(60.0)


def test_nothing_is_said_before_anything_is_known() -> None:
    running = RunningWork(PassWork(1, 4e6), 0.0, 100.0)
    assert TimeLeft().left_s(IndexPass.QUICK, PassWork(3, 1e7), (running,)) is None
