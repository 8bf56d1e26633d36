"""Cyclic garbage is collected, and by the thread of the window only."""

import gc
import sys
import threading
import weakref
from collections.abc import Iterator
from types import ModuleType

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from videxplore.ui.work.garbage import FULL_EVERY_S, MANY_MODULES, GarbageKeeper


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
    # Twice as many as it takes: what is freed meanwhile is subtracted.
    kept = [[number] for number in range(2 * gc.get_threshold()[0])]
    keeper.collect()
    assert gone_in == [threading.get_ident()]
    assert len(kept) > gc.get_threshold()[0]


class Cycle:
    """What only a collection can free."""

    def __init__(self) -> None:
        self.myself = self


def test_a_burst_of_garbage_goes_too(keeper: GarbageKeeper) -> None:
    frozen = gc.get_freeze_count()
    seen = [weakref.ref(Cycle()) for _ in range(60_000)]
    keeper.collect()
    assert not any(one() is not None for one in seen)
    assert gc.get_freeze_count() == frozen


def test_what_lived_through_a_collection_goes_with_a_later_full_one(qtbot: QtBot) -> None:
    now_s = 0.0
    keeper = GarbageKeeper(clock=lambda: now_s)
    # What other tests have imported and kept would take long to look at.
    gc.freeze()
    cycle = Cycle()
    seen = weakref.ref(cycle)
    kept: list[list[int]] = []

    def collect() -> None:
        kept.extend([number] for number in range(gc.get_threshold()[0] + 1))
        keeper.collect()

    collect()
    collect()
    del cycle
    collect()
    assert seen() is not None
    now_s += FULL_EVERY_S
    collect()
    assert seen() is None
    assert kept
    keeper.close()
    gc.unfreeze()


def test_what_is_imported_is_not_looked_at(keeper: GarbageKeeper, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(MANY_MODULES + 1):
        monkeypatch.setitem(sys.modules, f"imported{number}", ModuleType("imported"))
    kept = [[number] for number in range(gc.get_threshold()[0] + 1)]
    frozen = gc.get_freeze_count()
    keeper.collect()
    assert gc.get_freeze_count() > frozen + len(kept)
    gc.unfreeze()


def test_python_collects_again_afterwards(keeper: GarbageKeeper) -> None:
    assert not gc.isenabled()
    keeper.close()
    assert gc.isenabled()
