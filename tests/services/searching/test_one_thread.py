"""Libraries of matrices are held to one thread, and let go again."""

import sys
from types import ModuleType

import numpy as np
import pytest
from threadpoolctl import threadpool_info

from videxplore.services.searching.one_thread import OneThread


def threads() -> list[int]:
    return [library["num_threads"] for library in threadpool_info()]


def test_libraries_have_one_thread_inside_and_theirs_again_outside(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert np.ones((2, 2)) @ np.ones(2) == pytest.approx([2, 2])
    before = threads()
    assert before
    one_thread = OneThread()
    for _ in range(2):
        with one_thread():
            assert set(threads()) == {1}
        assert threads() == before
    monkeypatch.setitem(sys.modules, "a library that was loaded later", ModuleType("later"))
    with one_thread():
        assert set(threads()) == {1}
    assert threads() == before
