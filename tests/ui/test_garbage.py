"""Cyclic garbage is collected, and by the thread of the window only."""

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from videxplore.ui.garbage import GarbageKeeper


@pytest.fixture
def keeper(qtbot: QtBot) -> Iterator[GarbageKeeper]:
    gc.enable()
    keeper = GarbageKeeper()
    yield keeper
    keeper.close()


class Knot(QWidget):
    """A widget that only a collection can destroy."""

    def __init__(self) -> None:
        super().__init__()
        self.myself = self


def test_another_thread_never_destroys_a_widget(keeper: GarbageKeeper) -> None:
    gone_in: list[int] = []
    knot = Knot()
    weakref.finalize(knot, lambda: gone_in.append(threading.get_ident()))
    del knot
    other = threading.Thread(target=lambda: [[number] for number in range(200_000)])
    other.start()
    other.join()
    assert gone_in == []


def test_garbage_goes_when_enough_has_come_together(keeper: GarbageKeeper) -> None:
    gone_in: list[int] = []
    knot = Knot()
    weakref.finalize(knot, lambda: gone_in.append(threading.get_ident()))
    del knot
    kept = [[number] for number in range(gc.get_threshold()[0] + 1)]
    keeper.collect()
    assert gone_in == [threading.get_ident()]
    assert len(kept) > gc.get_threshold()[0]


def test_python_collects_again_afterwards(keeper: GarbageKeeper) -> None:
    assert not gc.isenabled()
    keeper.close()
    assert gc.isenabled()
