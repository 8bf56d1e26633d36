"""Files dropped anywhere on the window, and what indexing says of itself."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from tests.ui.exploring import Exploring, files
from videxplore.core.types import VideoState
from videxplore.services.indexing.values import IndexEvent, IndexEventKind, IndexProgress
from videxplore.services.searching.queries import SpanExample
from videxplore.ui.status_strip import StatusStrip

# The analysis process loads its engines before it can say what is missing.
START_MS = 120_000


@pytest.fixture
def unindexed(tmp_path: Path, footage: Path) -> Path:
    folder = tmp_path / "dropped"
    folder.mkdir()
    (folder / "beach.mp4").write_bytes((footage / "beach.mp4").read_bytes())
    return folder


def test_the_first_window_is_one_place_to_drop_on(first_run: Exploring) -> None:
    assert first_run.window._pages.currentIndex() == 1
    assert not first_run.window.parts.player.isVisible()


def test_a_dropped_folder_is_taken_and_words_dropped_are_not(first_run: Exploring, unindexed: Path) -> None:
    words = QMimeData()
    words.setText("just words")
    assert not first_run.drop(words)
    started: list[bool] = []
    first_run.window.parts.work.started.connect(lambda: started.append(True))
    assert first_run.drop(files(unindexed))
    first_run.until(lambda: bool(started))
    first_run.qtbot.waitUntil(lambda: not first_run.window.parts.work.is_running, timeout=START_MS)


@pytest.fixture
def taken(exploring: Exploring, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """What is given to be indexed; nothing is."""
    taken: list[Path] = []
    monkeypatch.setattr(exploring.window.parts.work, "add", taken.extend)
    return taken


def test_what_the_library_does_not_know_is_taken_in_when_it_is_dropped_on_the_search_box(
    exploring: Exploring, taken: list[Path], unindexed: Path
) -> None:
    parts = exploring.window.parts
    file = unindexed / "beach.mp4"
    for paths in ([unindexed], [file], [file, unindexed]):
        taken.clear()
        assert exploring.drop(files(*paths), parts.query_bar)
        exploring.until(lambda: bool(taken))
        exploring.settle()
        assert taken == paths
    assert parts.session.query is None


def test_a_video_of_the_library_dropped_on_the_search_box_is_searched_for(
    exploring: Exploring, taken: list[Path], unindexed: Path, footage: Path
) -> None:
    parts = exploring.window.parts
    known = [footage / "beach.mp4", footage / "trips" / "night.mp4"]
    assert exploring.drop(files(*known, unindexed), parts.query_bar)
    exploring.until(lambda: parts.session.query is not None)
    exploring.settle()
    assert parts.session.query is not None
    videos = [exploring.library.catalogue.video_by_path(path) for path in known]
    assert parts.session.query.likes == tuple(
        SpanExample(video.id, 0.0, video.duration_s) for video in videos if video is not None
    )
    assert taken == [unindexed]


def test_what_keeps_indexing_from_starting_is_said_in_the_window(
    first_run: Exploring, unindexed: Path
) -> None:
    heard: list[str] = []
    first_run.window.parts.session.noticed.connect(heard.append)
    first_run.drop(files(unindexed))
    first_run.qtbot.waitUntil(lambda: bool(heard), timeout=START_MS)
    assert "not-here" in heard[0]
    assert first_run.window.isVisible()


def show(exploring: Exploring, *events: IndexEvent) -> StatusStrip:
    """Let the window hear events as the indexing thread would tell them."""
    work = exploring.window.parts.work
    for event in events:
        work._on_event(event)
    exploring.until(lambda: work.progress == events[-1].progress)
    return exploring.window.parts.status


def test_a_failure_is_counted_and_its_sentence_can_be_read(exploring: Exploring) -> None:
    parts = exploring.window.parts
    catalogue = exploring.library.catalogue
    [hills] = [video for video in parts.videos.videos if video.path.stem == "hills"]
    catalogue.set_state(hills.id, VideoState.FAILED, "hills.mp4 is cut off.")
    failed = catalogue.video(hills.id)
    event = IndexEvent(
        IndexEventKind.FAILED, hills.path, failed, IndexProgress(1, 3), error="hills.mp4 is cut off."
    )
    strip = show(exploring, event)
    assert strip.details_button.isVisible()
    assert strip.details_button.text() == "1 failed"
    QTest.mouseClick(strip.details_button, Qt.MouseButton.LeftButton)
    assert parts.failures.isVisible()
    sentences = [label.text() for label in parts.failures.findChildren(QLabel)]
    assert "hills.mp4 is cut off." in sentences
    exploring.open("hills")
    assert parts.session.video is not None
    assert parts.session.video.error == "hills.mp4 is cut off."


def test_the_progress_of_a_video_is_shown_in_its_row(exploring: Exploring) -> None:
    parts = exploring.window.parts
    [night] = [video for video in parts.videos.videos if video.path.stem == "night"]
    event = IndexEvent(
        IndexEventKind.PROGRESSED, night.path, night, IndexProgress(0, 3, x_realtime=84), fraction=0.64
    )
    show(exploring, event)
    assert parts.videos.fraction(night.id) == 0.64
