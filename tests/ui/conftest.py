"""What every test of the window gets: a thread of control that nothing may block."""

import gc
import multiprocessing
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.exploring import Exploring, add_seeded
from tests.ui.promptness import Watch
from tests.videos import shots, write_video
from videxplore.paths import AppPaths
from videxplore.services.library import Library

LONGEST_BLOCK_S = 0.25


def longest_block_s() -> float:
    """On a machine with more to do than processors, each call takes longer by as much."""
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 1.0
    return LONGEST_BLOCK_S * max(1.0, load / (os.cpu_count() or 1))


@pytest.fixture(autouse=True)
def prompt_window() -> Iterator[None]:
    """Fails a test in which one call kept the window from answering too long, and names it."""
    watch = Watch(longest_block_s())
    yield
    watch.close()
    if watch.blocks:
        pytest.fail("the window was blocked: " + "; ".join(map(str, watch.blocks)))


@pytest.fixture(autouse=True, scope="session")
def ready_server_of_processes() -> None:
    """The first process that starts waits until what all share is imported; that is not the window's wait."""
    first = multiprocessing.Process(target=gc.collect)
    first.start()
    first.join()


@pytest.fixture(autouse=True, scope="session")
def no_data_of_python_on_the_clipboard(qapp: QApplication) -> Iterator[None]:
    """Qt lets go of the clipboard after Python has ended; data made in Python would bring the end down."""
    yield
    qapp.clipboard().setText("")


@pytest.fixture(autouse=True)
def garbage_of_this_thread() -> Iterator[None]:
    """Collects as the program does: Qt objects are destroyed by the thread they belong to."""
    gc.collect(1)
    gc.disable()
    yield
    gc.collect(1)
    gc.enable()


@pytest.fixture(scope="session")
def footage(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """``beach`` and ``hills`` share the look of their first scenes; ``night`` is like neither."""
    folder = tmp_path_factory.mktemp("footage")
    (folder / "trips").mkdir()
    write_video(folder / "beach.mp4", shots((1, 2, 3), 20))
    write_video(folder / "trips" / "hills.mp4", shots((1, 4), 20))
    write_video(folder / "trips" / "night.mp4", shots((5, 6, 7), 20))
    return folder


@pytest.fixture(scope="session")
def known_library(tmp_path_factory: pytest.TempPathFactory, footage: Path) -> Path:
    """The folder of a closed library that knows the three videos; each test copies it."""
    folder = tmp_path_factory.mktemp("known") / "library"
    with Library.open(folder) as library:
        add_seeded(library, footage / "beach.mp4", (1, 2, 3))
        add_seeded(library, footage / "trips" / "hills.mp4", (1, 4))
        add_seeded(library, footage / "trips" / "night.mp4", (5, 6, 7))
    return folder


@pytest.fixture
def exploring(qtbot: QtBot, tmp_path: Path, known_library: Path) -> Iterator[Exploring]:
    """The whole window over a library that knows the three videos."""
    shutil.copytree(known_library, AppPaths.under(tmp_path).library)
    exploring = Exploring(qtbot, tmp_path)
    try:
        exploring.show()
        yield exploring
    finally:
        exploring.close()


@pytest.fixture(scope="module")
def lasting(
    request: pytest.FixtureRequest,
    qapp: QApplication,
    tmp_path_factory: pytest.TempPathFactory,
    known_library: Path,
) -> Iterator[Exploring]:
    """One window over a library that knows the three videos, for tests that only look."""
    folder = tmp_path_factory.mktemp("lasting")
    shutil.copytree(known_library, AppPaths.under(folder).library)
    exploring = Exploring(QtBot(request), folder)
    try:
        exploring.show()
        # Each lane starts its thread with its first job: no test is to be the one that leaves it running.
        for lane in exploring.window.parts.lanes:
            lane.submit(lambda _task: None)
        exploring.settle()
        yield exploring
    finally:
        exploring.close()


@pytest.fixture
def searching(lasting: Exploring) -> Exploring:
    """That window with nothing asked for and no video open, for tests of which each begins a search."""
    lasting.window.parts.search.clear()
    lasting.window.parts.session.open_video(None)
    lasting.settle()
    return lasting


@pytest.fixture
def first_run(qtbot: QtBot, tmp_path: Path) -> Iterator[Exploring]:
    """The whole window over an empty library."""
    exploring = Exploring(qtbot, tmp_path)
    try:
        exploring.show()
        yield exploring
    finally:
        exploring.close()
