"""Files dropped anywhere on the window, and what indexing says of itself."""

import threading
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea, QToolButton

from tests.ui.exploring import LEFT, Exploring, files
from tests.ui.searched_paths import START_MS, searches
from tests.ui.steps import answers, remove, search_scene
from videxplore.core.types import Video, VideoState
from videxplore.services.indexing.finding import reconcile
from videxplore.services.indexing.index_types import IndexEvent, IndexEventKind, IndexProgress
from videxplore.services.searching.query.query import SpanExample
from videxplore.ui.window.status_strip import StatusStrip


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


def test_unknown_file_dropped_on_search_is_indexed(
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
    assert parts.session.query.positives == tuple(
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


def test_a_late_word_of_a_removed_video_does_not_bring_it_back(exploring: Exploring) -> None:
    parts = exploring.window.parts
    [hills] = [video for video in parts.videos.videos if video.path.stem == "hills"]
    remove(exploring, hills)
    exploring.until(lambda: len(parts.videos.videos) == 2)
    late = IndexEvent(IndexEventKind.CANCELLED, hills.path, hills, IndexProgress(1, 3))
    show(exploring, late)
    assert len(parts.videos.videos) == 2
    exploring.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    exploring.until(lambda: len(parts.videos.videos) == 3)
    exploring.library.catalogue.set_state(hills.id, VideoState.FAILED, "It is cut off.")
    failed = exploring.library.catalogue.video(hills.id)
    show(exploring, IndexEvent(IndexEventKind.FAILED, hills.path, failed, IndexProgress(2, 3)))
    again = parts.videos.by_id(hills.id)
    assert again is not None
    assert again.state is VideoState.FAILED
    exploring.settle()


def test_what_the_window_knows_of_unchanged_files_stays(exploring: Exploring) -> None:
    parts = exploring.window.parts
    videos = parts.videos.videos
    exploring.until(lambda: all(parts.counts.get(video.id) is not None for video in videos))
    changed: list[str] = []
    parts.videos.dataChanged.connect(lambda *_: changed.append("row"))
    for number, video in enumerate(videos, start=1):
        found = exploring.library.catalogue.video(video.id)
        show(exploring, IndexEvent(IndexEventKind.UNCHANGED, video.path, found, IndexProgress(number, 9)))
        assert parts.counts.get(video.id) is not None
    assert changed == []
    assert parts.videos.videos == videos


def test_an_unchanged_file_is_shown_anew_where_the_window_knows_another_state_of_it(
    exploring: Exploring,
) -> None:
    parts = exploring.window.parts
    beach, hills, night = sorted(parts.videos.videos, key=lambda video: video.path.stem)
    failed = replace(beach, state=VideoState.FAILED)
    show(exploring, IndexEvent(IndexEventKind.FAILED, beach.path, failed, IndexProgress(1, 9)))
    show(exploring, IndexEvent(IndexEventKind.UNCHANGED, beach.path, beach, IndexProgress(2, 9)))
    assert parts.videos.by_id(beach.id) == beach
    # Something was read of it meanwhile, such as its subtitles.
    show(exploring, IndexEvent(IndexEventKind.STARTED, hills.path, hills, IndexProgress(3, 9)))
    assert parts.videos.fraction(hills.id) == 0.0
    show(exploring, IndexEvent(IndexEventKind.UNCHANGED, hills.path, hills, IndexProgress(4, 9)))
    assert parts.videos.fraction(hills.id) is None
    parts.session.open_video(night)
    read_again: list[Video] = []
    parts.session.openVideoStateChanged.connect(read_again.append)
    show(exploring, IndexEvent(IndexEventKind.UNCHANGED, night.path, night, IndexProgress(5, 9)))
    assert read_again == [night]


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
    assert strip.failures_button.isVisible()
    assert strip.failures_button.text() == "1 failed"
    QTest.mouseClick(strip.failures_button, Qt.MouseButton.LeftButton)
    assert parts.failures.isVisible()
    sentences = [label.text() for label in parts.failures.findChildren(QLabel)]
    assert "hills.mp4 is cut off." in sentences
    exploring.open("hills")
    assert parts.session.video is not None
    assert parts.session.video.error == "hills.mp4 is cut off."


def fail(exploring: Exploring, name: str) -> Video:
    """Let a video fail and open the list of failures."""
    parts = exploring.window.parts
    catalogue = exploring.library.catalogue
    [video] = [video for video in parts.videos.videos if video.path.stem == name]
    sentence = f"{name} is cut off."
    catalogue.set_state(video.id, VideoState.FAILED, sentence)
    failed = catalogue.video(video.id)
    done = parts.work.progress.done + 1
    show(
        exploring,
        IndexEvent(IndexEventKind.FAILED, video.path, failed, IndexProgress(done, 3), error=sentence),
    )
    if not parts.failures.isVisible():
        QTest.mouseClick(parts.status.failures_button, LEFT)
    return failed


def listed(exploring: Exploring) -> list[str]:
    """The sentences of the list of failures."""
    labels = exploring.window.parts.failures.findChildren(QLabel)
    return [label.text() for label in labels if label.text().endswith(" is cut off.")]


def test_a_failure_is_forgotten_when_the_file_can_be_indexed_after_all(exploring: Exploring) -> None:
    hills, night = fail(exploring, "hills"), fail(exploring, "night")
    assert listed(exploring) == ["night is cut off.", "hills is cut off."]
    show(exploring, IndexEvent(IndexEventKind.COMPLETE, hills.path, hills, IndexProgress(3, 3)))
    exploring.until(lambda: listed(exploring) == ["night is cut off."])
    assert exploring.window.parts.status.failures_button.text() == "1 failed"
    moved = replace(night, path=night.path.with_name("dawn.mp4"))
    show(exploring, IndexEvent(IndexEventKind.MOVED, moved.path, moved, IndexProgress(3, 4)))
    exploring.until(lambda: listed(exploring) == [])


def test_the_list_of_failures_says_the_name_of_a_file_once(exploring: Exploring) -> None:
    [hills] = [video for video in exploring.window.parts.videos.videos if video.path.stem == "hills"]
    sentence = "\u201chills.mp4\u201d is cut off."
    show(exploring, IndexEvent(IndexEventKind.FAILED, hills.path, hills, IndexProgress(1, 3), error=sentence))
    QTest.mouseClick(exploring.window.parts.status.failures_button, LEFT)
    labels = exploring.window.parts.failures.findChildren(QLabel)
    assert [label.text() for label in labels if "hills" in label.text()] == ["hills.mp4"]
    assert "The file is cut off." in [label.text() for label in labels]


def test_a_failure_is_forgotten_with_its_video(exploring: Exploring) -> None:
    hills = fail(exploring, "hills")
    remove(exploring, hills)
    exploring.until(lambda: listed(exploring) == [])
    assert not exploring.window.parts.status.failures_button.isVisible()


def test_a_list_without_failures_says_so_and_offers_nothing(exploring: Exploring) -> None:
    exploring.window.toggle_failures()
    exploring.settle()
    panel = exploring.window.parts.failures
    assert any(label.text().startswith("Nothing failed") for label in panel.findChildren(QLabel))
    [area] = panel.findChildren(QScrollArea)
    assert not area.verticalScrollBar().isVisible()
    names = [
        button.accessibleName() for button in panel.heading.findChildren(QToolButton) if button.isVisible()
    ]
    assert names == ["Close this list"]


def test_the_list_of_failures_is_tried_again_copied_and_closed(
    exploring: Exploring, monkeypatch: pytest.MonkeyPatch
) -> None:
    searched = searches(monkeypatch)
    hills = fail(exploring, "hills")
    panel = exploring.window.parts.failures
    buttons = {button.accessibleName(): button for button in panel.heading.findChildren(QToolButton)}
    QTest.mouseClick(buttons["Copy the list"], LEFT)
    assert QApplication.clipboard().text() == f"{hills.path}\thills is cut off."
    QTest.mouseClick(buttons["Try again"], LEFT)
    work = exploring.window.parts.work
    assert work.is_running
    exploring.qtbot.waitUntil(lambda: not work.is_running, timeout=START_MS)
    assert searched[0] == [hills.path]
    QTest.mouseClick(buttons["Close this list"], LEFT)
    assert not panel.isVisible()


def test_what_failed_is_still_listed_after_a_restart(
    exploring: Exploring, monkeypatch: pytest.MonkeyPatch
) -> None:
    searched = searches(monkeypatch)
    parts, catalogue = exploring.window.parts, exploring.library.catalogue
    failed = [video.path for video in parts.videos.videos[:2]]
    for video in parts.videos.videos[:2]:
        catalogue.set_state(video.id, VideoState.FAILED, f"{video.path.stem} is cut off.")
    exploring.window.start([])
    exploring.until(lambda: parts.status.failures_button.text() == "2 failed")
    QTest.mouseClick(parts.status.failures_button, LEFT)
    assert sorted(listed(exploring)) == sorted(f"{path.stem} is cut off." for path in failed)
    [again] = [
        button for button in parts.failures.heading.findChildren(QToolButton) if button.text() == "Try again"
    ]
    QTest.mouseClick(again, LEFT)
    exploring.qtbot.waitUntil(lambda: not parts.work.is_running, timeout=START_MS)
    # What was left unfinished may be searched with them.
    assert set(failed) <= set(searched[-1])
    exploring.settle()


@pytest.mark.parametrize(("is_found", "run_count"), [(True, 1), (False, 2)])
def test_what_is_dropped_during_a_run_is_searched_once(
    exploring: Exploring, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, is_found: bool, run_count: int
) -> None:
    """By the run itself where it goes on, by the next where it was just about to end."""
    folders = [tmp_path / "first", tmp_path / "second"]
    for folder in folders:
        folder.mkdir()
    gate = threading.Event()
    searched = searches(monkeypatch, gate, is_found=is_found)
    work = exploring.window.parts.work
    runs: list[bool] = []
    work.started.connect(lambda: runs.append(True))
    exploring.drop(files(folders[0]))
    exploring.until(lambda: len(searched) == 1)
    exploring.drop(files(folders[1]))
    exploring.qtbot.wait(round(2000 * reconcile.SEARCH_SLICE_S))
    gate.set()
    exploring.qtbot.waitUntil(lambda: not work.is_running, timeout=START_MS)
    assert searched == [[folder] for folder in folders]
    assert len(runs) == run_count


def test_drop_after_cancel_is_indexed(
    exploring: Exploring, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folders = [tmp_path / name for name in ("first", "second", "third")]
    for folder in folders:
        folder.mkdir()
    gate = threading.Event()
    searched = searches(monkeypatch, gate)
    parts = exploring.window.parts
    exploring.drop(files(folders[0]))
    exploring.until(lambda: len(searched) == 1)
    exploring.drop(files(folders[1]))
    exploring.qtbot.wait(50)
    QTest.mouseClick(parts.status.cancel_button, LEFT)
    exploring.drop(files(folders[2]))
    exploring.qtbot.wait(50)
    gate.set()
    exploring.qtbot.waitUntil(lambda: not parts.work.is_running, timeout=START_MS)
    assert searched == [[folders[0]], [folders[2]]]


def test_a_run_is_held_and_goes_on(
    exploring: Exploring, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    gate = threading.Event()
    searched = searches(monkeypatch, gate)
    parts = exploring.window.parts
    assert not parts.status.pause_button.isVisible()
    exploring.drop(files(tmp_path))
    exploring.until(lambda: len(searched) == 1)
    for is_paused, words in ((True, "Resume"), (False, "Pause")):
        QTest.mouseClick(parts.status.pause_button, LEFT)
        assert parts.work.is_paused == is_paused
        assert parts.status.pause_button.accessibleName() == words
    gate.set()
    exploring.qtbot.waitUntil(lambda: not parts.work.is_running, timeout=START_MS)
    assert not parts.status.pause_button.isVisible()


def test_the_progress_of_a_video_is_shown_in_its_row(exploring: Exploring) -> None:
    parts = exploring.window.parts
    [night] = [video for video in parts.videos.videos if video.path.stem == "night"]
    event = IndexEvent(
        IndexEventKind.PROGRESSED, night.path, night, IndexProgress(0, 3, x_realtime=84), fraction=0.64
    )
    show(exploring, event)
    assert parts.videos.fraction(night.id) == 0.64


def test_a_video_whose_file_was_replaced_makes_room_for_the_new_one(
    first_run: Exploring, unindexed: Path, footage: Path
) -> None:
    path = unindexed / "beach.mp4"
    old = first_run.add(path, (1, 2, 3))
    parts = first_run.window.parts
    parts.session.update_video(old)
    first_run.open("beach")
    path.write_bytes((footage / "trips" / "night.mp4").read_bytes())
    first_run.drop(files(path))
    first_run.until(lambda: any(video.id != old.id for video in first_run.library.catalogue.videos()))
    first_run.qtbot.waitUntil(lambda: not parts.work.is_running, timeout=START_MS)
    first_run.settle()
    [new] = parts.videos.videos
    assert new.id != old.id
    assert new.path == path
    assert parts.session.video is not None
    assert parts.session.video.id == new.id


def test_a_replaced_video_that_was_not_open_leaves_the_answers_and_opens_nothing(
    exploring: Exploring,
) -> None:
    parts = exploring.window.parts
    search_scene(exploring, "beach", 0)
    assert "hills" in {name for name, _ in answers(exploring)}
    [hills] = [video for video in parts.videos.videos if video.path.stem == "hills"]
    event = IndexEvent(IndexEventKind.REPLACED, hills.path, hills, IndexProgress(0, 3))
    show(exploring, event)
    assert {video.path.stem for video in parts.videos.videos} == {"beach", "night"}
    assert "hills" not in {name for name, _ in answers(exploring)}
    assert parts.session.video is not None
    assert parts.session.video.path.stem == "beach"
