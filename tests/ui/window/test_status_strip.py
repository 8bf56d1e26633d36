"""What the strip at the bottom says of indexing, and what can be done there."""

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QProgressBar

from tests.ui.exploring import LEFT, Exploring, files
from tests.ui.library.test_indexing_work import START_MS, searches
from videxplore.services.indexing.index_types import IndexEvent, IndexEventKind, IndexProgress
from videxplore.ui.window.bars import StatusStrip


@pytest.fixture
def run(exploring: Exploring, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> threading.Event:
    """A run that goes on until the event is set."""
    gate = threading.Event()
    searched = searches(monkeypatch, gate)
    folder = tmp_path / "dropped"
    folder.mkdir()
    exploring.drop(files(folder))
    exploring.until(lambda: len(searched) == 1)
    return gate


def end(exploring: Exploring, run: threading.Event) -> None:
    run.set()
    work = exploring.window.parts.work
    exploring.qtbot.waitUntil(lambda: not work.is_running, timeout=START_MS)


def report(exploring: Exploring, progress: IndexProgress) -> None:
    """Let the window hear of progress as the indexing thread would report it."""
    work = exploring.window.parts.work
    video = exploring.window.parts.videos.videos[0]
    work._on_event(IndexEvent(IndexEventKind.PROGRESSED, video.path, video, progress))
    exploring.until(lambda: work.progress == progress)


def said(strip: StatusStrip) -> str:
    return " | ".join(label.text() for label in strip.findChildren(QLabel) if label.isVisible())


def share(strip: StatusStrip) -> float:
    [bar] = strip.findChildren(QProgressBar)
    return bar.value() / bar.maximum()


def test_the_strip_says_which_pass_goes_on_and_the_bar_moves_in_each(
    exploring: Exploring, run: threading.Event
) -> None:
    strip = exploring.window.parts.status
    shares = []
    for progress, words in (
        (IndexProgress(0, 6, searchable=2, quick_done=2), "2 of 6 searchable"),
        (IndexProgress(0, 6, searchable=6, quick_done=6, full_done=1), "Refining scenes · 1 of 6"),
        (IndexProgress(0, 6, searchable=6, quick_done=6, full_done=4), "Refining scenes · 4 of 6"),
        (IndexProgress(2, 6, searchable=6, quick_done=6, full_done=6), "Analysing motion · 2 of 6"),
    ):
        report(exploring, progress)
        assert words in said(strip)
        shares.append(share(strip))
    assert shares == sorted(set(shares))
    end(exploring, run)


def test_the_last_seconds_are_not_counted(exploring: Exploring, run: threading.Event) -> None:
    report(exploring, IndexProgress(5, 6, left_s=1.0))
    assert "less than a minute left" in said(exploring.window.parts.status)
    end(exploring, run)


def test_details_are_offered_only_where_something_failed(exploring: Exploring, run: threading.Event) -> None:
    assert not exploring.window.parts.status.details_button.isVisible()
    end(exploring, run)


def test_a_cancelled_run_says_so_and_can_be_continued(
    exploring: Exploring, run: threading.Event, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    strip = exploring.window.parts.status
    report(exploring, IndexProgress(2, 6, searchable=3, quick_done=3, full_done=2))
    assert not strip.continue_button.isVisible()
    QTest.mouseClick(strip.cancel_button, Qt.MouseButton.LeftButton)
    end(exploring, run)
    assert "Stopped · 4 videos not finished" in said(strip)
    again = searches(monkeypatch)
    QTest.mouseClick(strip.continue_button, LEFT)
    exploring.until(lambda: len(again) == 1)
    assert again == [[tmp_path / "dropped"]]
    exploring.qtbot.waitUntil(lambda: not exploring.window.parts.work.is_running, timeout=START_MS)
    assert not strip.continue_button.isVisible()
    assert "Stopped" not in said(strip)


def test_a_cancelled_run_can_still_be_continued_after_another_one(
    exploring: Exploring, run: threading.Event, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    parts = exploring.window.parts
    QTest.mouseClick(parts.status.cancel_button, LEFT)
    end(exploring, run)
    assert said(parts.status).startswith("Stopped")
    searches(monkeypatch)
    other = tmp_path / "other"
    other.mkdir()
    exploring.drop(files(other))
    exploring.until(lambda: parts.work.is_running)
    exploring.qtbot.waitUntil(lambda: not parts.work.is_running, timeout=START_MS)
    assert parts.status.continue_button.isVisible()
