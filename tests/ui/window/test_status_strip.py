"""What the strip at the bottom says of indexing, and what can be done there."""

import sqlite3
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QProgressBar, QWidget

from tests.ui.exploring import LEFT, Exploring, files
from tests.ui.searched_paths import START_MS, searches
from tests.ui.steps import remove
from videxplore.core.types import Video, VideoState
from videxplore.services.indexing.index_types import IndexEvent, IndexEventKind, IndexProgress
from videxplore.services.statistics import RuntimeInfo
from videxplore.ui.window.run_news import RunNews
from videxplore.ui.window.status_strip import StatusStrip


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
    """Its words, without those on how long nothing was heard."""
    labels = [one for one in strip.findChildren(QLabel) if one.objectName() != "busy"]
    return " | ".join(label.text() for label in labels if label.isVisible() and label.text())


def share(strip: StatusStrip) -> float:
    [bar] = strip.findChildren(QProgressBar)
    return bar.value() / bar.maximum()


def test_the_task_bar_shows_the_progress_and_the_end_of_a_long_run(
    exploring: Exploring, run: threading.Event
) -> None:
    window = exploring.window
    heard: list[tuple[str, str]] = []
    exploring.open("beach")

    def notify(_window: QWidget, title: str, words: str) -> None:
        heard.append((title, words))

    for long_run_s in (0.0, 1000.0):
        news = RunNews(window, window.parts.work, lambda _words: None, notify, long_run_s)
        news._begin()
    report(exploring, IndexProgress(done=1, total=4, quick_done=1, full_done=1, motion_done=1))
    assert window.windowTitle() == "25% \u00b7 beach - videxplore"
    window.setWindowState(Qt.WindowState.WindowMinimized)
    window.clearFocus()
    other = QWidget()
    exploring.qtbot.addWidget(other)
    other.show()
    other.activateWindow()
    exploring.until(lambda: not window.isActiveWindow())
    end(exploring, run)
    assert window.windowTitle() == "beach - videxplore"
    assert heard == [("Indexing is done", "1 video indexed")]


def test_the_percentage_in_the_title_never_falls(exploring: Exploring, run: threading.Event) -> None:
    shown = []
    for quick, full, whole, total in ((1, 0, 0, 2), (2, 0, 0, 4), (4, 0, 0, 4), (4, 3, 2, 4), (4, 4, 4, 4)):
        progress = IndexProgress(whole, total, quick_done=quick, full_done=full, motion_done=whole)
        report(exploring, replace(progress, running_fraction=0.1))
        shown.append(int(exploring.window.windowTitle().partition("%")[0]))
    assert shown == sorted(shown)
    assert shown[0] > 0
    assert shown[-1] == 100
    end(exploring, run)


def test_one_sentence_and_one_bar_for_each_pass(exploring: Exploring, run: threading.Event) -> None:
    strip = exploring.window.parts.status
    for progress, words, shown in (
        (IndexProgress(0, 6, searchable=2, quick_done=2), "2 of 6 videos searchable", 2 / 6),
        (
            IndexProgress(0, 6, searchable=2, quick_done=2, left_s=61.0),
            "2 of 6 videos searchable · about 2 min left",
            2 / 6,
        ),
        (
            IndexProgress(0, 6, searchable=6, quick_done=6, full_done=1, running_fraction=0.5),
            "All searchable · refining scenes 1 of 6",
            1.5 / 6,
        ),
        (
            IndexProgress(2, 6, searchable=6, quick_done=6, full_done=6, motion_done=2, left_s=3 * 3600.0),
            "Learning 2 of 6 · about 3.0 h left",
            2 / 6,
        ),
        (
            IndexProgress(1, 6, searchable=5, quick_done=6, full_done=1),
            "Refining scenes 1 of 6",
            1 / 6,
        ),
    ):
        report(exploring, progress)
        assert said(strip) == words
        assert share(strip) == pytest.approx(shown, abs=1 / 220)
    end(exploring, run)


def test_loading_models_and_long_steps_show_the_seconds(exploring: Exploring, run: threading.Event) -> None:
    strip = exploring.window.parts.status
    [busy] = strip.findChildren(QLabel, "busy")
    [bar] = strip.findChildren(QProgressBar)
    report(exploring, IndexProgress(0, 6, is_loading=True))
    assert said(strip) == "Loading the models\u2026"
    assert bar.maximum() == 0
    report(exploring, IndexProgress(0, 6, searchable=2, quick_done=2))
    assert not busy.isVisible()
    exploring.until(busy.isVisible)
    # Shorter steps are not worth a figure that comes and goes.
    assert busy.text() in ("busy for 2 s", "busy for 3 s")
    # What moves the bar by less than can be seen is no news.
    report(exploring, IndexProgress(0, 6, searchable=2, quick_done=2, running_fraction=2e-3))
    assert busy.isVisible()
    assert share(strip) == pytest.approx(2 / 6, abs=1 / 220)
    report(exploring, IndexProgress(0, 6, searchable=3, quick_done=3))
    assert not busy.isVisible()
    QTest.mouseClick(strip.pause_button, LEFT)
    assert not busy.isVisible()
    end(exploring, run)
    assert not busy.isVisible()


def test_the_last_seconds_are_not_counted(exploring: Exploring, run: threading.Event) -> None:
    report(exploring, IndexProgress(5, 6, left_s=1.0))
    assert "less than a minute left" in said(exploring.window.parts.status)
    end(exploring, run)


def test_a_paused_run_is_just_paused(exploring: Exploring, run: threading.Event) -> None:
    strip = exploring.window.parts.status
    report(exploring, IndexProgress(0, 6, searchable=2, quick_done=2, left_s=100.0, x_realtime=4))
    QTest.mouseClick(strip.pause_button, LEFT)
    assert said(strip) == "Paused"
    QTest.mouseClick(strip.pause_button, LEFT)
    assert said(strip).startswith("2 of 6 videos searchable")
    end(exploring, run)


def test_figures_of_the_machine_are_in_the_details(exploring: Exploring, run: threading.Event) -> None:
    strip = exploring.window.parts.status
    engine = RuntimeInfo("cpu")
    report(
        exploring,
        IndexProgress(0, 6, 2, searchable_s=3600.0, x_realtime=84.2, limited_by="decode", engine=engine),
    )
    QTest.mouseClick(strip.details_button, LEFT)
    assert strip.details.isVisible()
    words = [label.text() for label in strip.details.findChildren(QLabel)]
    assert {"84\u00d7 real time", "cpu", "decoding", "1.0 h"} <= set(words)
    QTest.keyClick(strip.details, Qt.Key.Key_Escape)
    assert not strip.details.isVisible()
    assert not strip.failures_button.isVisible()
    end(exploring, run)
    assert not strip.details_button.isVisible()


@pytest.fixture
def searched(monkeypatch: pytest.MonkeyPatch) -> list[list[Path]]:
    """The paths that runs look for; they find nothing."""
    return searches(monkeypatch)


@pytest.fixture
def stopped(exploring: Exploring, searched: list[list[Path]]) -> list[Video]:
    """Videos that wait, as their indexing was stopped when the program ran before; the window has started."""
    parts, catalogue = exploring.window.parts, exploring.library.catalogue
    videos = list(parts.videos.videos[:2])
    for video in videos:
        catalogue.set_state(video.id, VideoState.WAITING)
        with sqlite3.connect(catalogue.file) as connection:
            connection.execute("UPDATE video SET depth = NULL WHERE id = ?", (video.id,))
        parts.session.update_video(catalogue.video(video.id))
    catalogue.stopped.add(video.id for video in videos)
    exploring.window.start([])
    exploring.until(lambda: parts.work.can_continue)
    return videos


def test_what_was_stopped_is_not_indexed_by_itself_at_the_next_start(
    exploring: Exploring, stopped: list[Video], searched: list[list[Path]]
) -> None:
    parts = exploring.window.parts
    exploring.qtbot.waitUntil(lambda: not parts.work.is_running, timeout=START_MS)
    assert not {one.path for one in stopped} & {path for paths in searched for path in paths}
    assert said(parts.status) == "Stopped. 2 videos are not indexed yet."
    [name] = {parts.videos.words_of(parts.videos.by_id(one.id) or one).state for one in stopped}
    assert name == "not indexed"


def test_continue_indexes_what_was_stopped_and_not_what_was_removed(
    exploring: Exploring, stopped: list[Video], searched: list[list[Path]]
) -> None:
    parts = exploring.window.parts
    removed, kept = stopped
    remove(exploring, removed)
    exploring.until(lambda: said(parts.status).startswith("Stopped. 1 video"))
    exploring.qtbot.waitUntil(lambda: not parts.work.is_running, timeout=START_MS)
    searched.clear()
    QTest.mouseClick(parts.status.continue_button, LEFT)
    exploring.until(lambda: bool(searched))
    assert searched == [[kept.path]]
    exploring.qtbot.waitUntil(lambda: not parts.work.is_running, timeout=START_MS)


def test_cancelled_videos_stay_stopped_until_they_are_asked_for(exploring: Exploring) -> None:
    """A run over a waiting video is cancelled before its model is there; the catalogue remembers it."""
    parts, catalogue = exploring.window.parts, exploring.library.catalogue
    video = parts.videos.videos[0]
    with sqlite3.connect(catalogue.file) as connection:
        connection.execute("UPDATE video SET depth = NULL, state = 'waiting' WHERE id = ?", (video.id,))
    # The model of these tests does not exist: the run would fail before it is cancelled.
    parts.work.pause()
    parts.work.add([video.path])
    exploring.until(lambda: parts.work.progress.total == 1)
    assert not catalogue.stopped.ids()
    QTest.mouseClick(parts.status.cancel_button, LEFT)
    exploring.qtbot.waitUntil(lambda: not parts.work.is_running, timeout=START_MS)
    exploring.until(lambda: parts.work.stopped_ids == {video.id})
    assert catalogue.stopped.ids() == {video.id}
    assert said(parts.status) == "Stopped. 1 video is not indexed yet."
    QTest.mouseClick(parts.status.continue_button, LEFT)
    exploring.until(lambda: not catalogue.stopped.ids())
    exploring.qtbot.waitUntil(lambda: not parts.work.is_running, timeout=START_MS)


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
