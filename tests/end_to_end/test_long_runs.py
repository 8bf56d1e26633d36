"""Long runs: programs that are killed at random, and weeks of use in half an hour."""

import sys
from pathlib import Path

import pytest

from tests.end_to_end.chaos import run_chaos
from tests.end_to_end.soak import run_soak

CHAOS_S, SOAK_S = 600.0, 1800.0


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="kills by signal")
def test_chaos_loses_nothing(tmp_path: Path) -> None:
    chaos = run_chaos(tmp_path, CHAOS_S, seed=1)
    assert (chaos.lost, chaos.done_twice, chaos.faults, chaos.inconsistent) == (0, 0, [], [])
    assert chaos.kills


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="reads figures of Linux")
def test_a_program_that_runs_for_long_does_not_grow(tmp_path: Path) -> None:
    growth = run_soak(tmp_path, SOAK_S, seed=1).growth()
    assert all(share <= 0.05 for share in growth.values()), growth
