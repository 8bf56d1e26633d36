"""The clock of playing: it runs at its rate, and is drawn to the sound without leaps."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from videxplore.ui.player.playback import JUMP_S, PlaybackClock


class Wrist:
    """A watch that is set by hand."""

    def __init__(self) -> None:
        self.now_s = 1000.0

    def __call__(self) -> float:
        return self.now_s


@pytest.mark.parametrize("rate", [-4.0, -1.0, 0.25, 1.0, 4.0])
def test_it_advances_at_its_rate_and_stops_where_it_is(rate: float) -> None:
    watch = Wrist()
    clock = PlaybackClock(watch)
    clock.start(50.0, rate)
    watch.now_s += 3.0
    assert clock.position_s == pytest.approx(50.0 + 3 * rate)
    assert clock.stop() == pytest.approx(50.0 + 3 * rate)
    watch.now_s += 10.0
    assert clock.position_s == pytest.approx(50.0 + 3 * rate)


@given(
    drift=st.floats(0.97, 1.03),
    jitter_s=st.lists(st.floats(-0.01, 0.01), min_size=50, max_size=50),
    rate=st.sampled_from([0.5, 1.0, 2.0]),
)
def test_it_keeps_within_40_ms_of_a_sound_card_that_runs_wrong(
    drift: float, jitter_s: list[float], rate: float
) -> None:
    watch = Wrist()
    clock = PlaybackClock(watch)
    clock.start(0.0, rate)
    heard_s = 0.0
    for round_ in range(10):
        for tremble_s in jitter_s:
            watch.now_s += 0.015
            heard_s += 0.015 * drift * rate
            clock.follow(heard_s + tremble_s)
            if round_:
                assert abs(clock.position_s - heard_s) <= 0.040


def test_it_is_drawn_gently_to_a_sound_that_is_near_and_leaps_to_one_that_is_far() -> None:
    watch = Wrist()
    clock = PlaybackClock(watch)
    clock.start(10.0, 1.0)
    clock.follow(10.0 + JUMP_S * 0.9)
    assert 10.0 < clock.position_s < 10.0 + JUMP_S * 0.2
    clock.follow(11.0)
    assert clock.position_s == pytest.approx(11.0)
