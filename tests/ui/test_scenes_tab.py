"""The scenes of the open video."""

import shutil
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

from PySide6.QtWidgets import QLabel

from tests.ui.exploring import Exploring
from videxplore.core.types import VideoState


def test_scenes_on_their_way_are_not_shown_when_no_video_is_open(exploring: Exploring) -> None:
    parts = exploring.window.parts
    gate = threading.Event()
    parts.interactive.submit(lambda _task: gate.wait(10))
    exploring.click_video("night")
    parts.session.open_video(None)
    gate.set()
    exploring.settle()
    assert parts.scenes.grid.tile_model.rowCount() == 0


def test_scenes_that_cannot_be_read_say_so(exploring: Exploring) -> None:
    informed: list[str] = []
    exploring.window.parts.session.noticed.connect(informed.append)
    with closing(sqlite3.connect(exploring.library.catalogue.file)) as other, other:
        other.execute("PRAGMA ignore_check_constraints = ON")
        other.execute("UPDATE keyframe SET time_s = 1e300")
    exploring.open("beach")
    assert informed
    assert all("damaged" in sentence for sentence in informed)


def readable_words(exploring: Exploring, sentence: str) -> list[str]:
    """Where ``sentence`` is shown wholly in the window."""
    labels = exploring.window.findChildren(QLabel)
    shown = [label.text() for label in labels if label.isVisible()]
    shown.append(exploring.window.parts.player.frame_view.message)
    return [words for words in shown if sentence in words]


def open_failed(exploring: Exploring, file: Path, reason: str) -> None:
    """Open a video whose indexing failed."""
    catalogue = exploring.library.catalogue
    video = catalogue.add_video(file, "failed", 1, 0)
    catalogue.set_state(video.id, VideoState.FAILED, reason)
    exploring.show()
    exploring.open(file.stem)


def test_the_reason_why_a_video_failed_stands_once(exploring: Exploring, tmp_path: Path) -> None:
    reason = "\u201cwords.mp4\u201d is not a video, or is damaged beyond reading."
    open_failed(exploring, Path(shutil.copy(__file__, tmp_path / "words.mp4")), reason)
    parts = exploring.window.parts
    assert parts.player.frame_view.message == reason
    for panel in (parts.scenes, parts.storyboard, parts.transcript):
        pages = parts.explore if panel is parts.transcript else parts.tabs
        pages.go_to(panel)
        exploring.settle()
        assert readable_words(exploring, reason) == [reason]


def test_a_video_that_plays_but_failed_says_why_beside_its_frames(
    exploring: Exploring, footage: Path, tmp_path: Path
) -> None:
    reason = "It took too long."
    open_failed(exploring, Path(shutil.copy(footage / "beach.mp4", tmp_path / "plays.mp4")), reason)
    assert readable_words(exploring, reason) == [reason]
