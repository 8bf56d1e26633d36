"""Removals and their undoing, also when the disk is full or somebody else was there before."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from tests.ui.exploring import Exploring
from tests.ui.steps import remove
from videxplore.catalogue.removed_video import RemovedVideo
from videxplore.core.errors import DiskFullError
from videxplore.core.types import Video
from videxplore.ui.look.theme import colours

CTRL = Qt.KeyboardModifier.ControlModifier
FULL = "There is no room left on the disk."


def undo(exploring: Exploring) -> None:
    exploring.key(Qt.Key.Key_Z, CTRL)
    exploring.settle()


def redo(exploring: Exploring) -> None:
    exploring.key(Qt.Key.Key_Z, CTRL | Qt.KeyboardModifier.ShiftModifier)
    exploring.settle()


def remove_all(exploring: Exploring) -> None:
    """Select every video of the list and take them out."""
    view = exploring.window.parts.library_panel.list
    view.setFocus()
    exploring.key(Qt.Key.Key_A, CTRL, view)
    remove(exploring, exploring.window.parts.videos.videos[0])
    exploring.settle()


def shown(exploring: Exploring) -> set[str]:
    return {video.path.stem for video in exploring.window.parts.videos.videos}


def known(exploring: Exploring) -> set[str]:
    return {video.path.stem for video in exploring.library.catalogue.videos()}


@pytest.fixture
def heard(exploring: Exploring) -> list[str]:
    heard: list[str] = []
    exploring.window.parts.session.noticed.connect(heard.append)
    return heard


@pytest.fixture
def full_after(exploring: Exploring, monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Let the disk be full once so many more videos were taken out or put back."""
    catalogue = exploring.library.catalogue
    put_back, take_out = catalogue.put_back_video, catalogue.take_out_video

    def fill(count: int) -> None:
        left = [count]

        def spend() -> None:
            if not left[0]:
                raise DiskFullError(FULL)
            left[0] -= 1

        def put(removed: RemovedVideo) -> Video:
            spend()
            return put_back(removed)

        def take(video_id: int) -> RemovedVideo:
            spend()
            return take_out(video_id)

        monkeypatch.setattr(catalogue, "put_back_video", put)
        monkeypatch.setattr(catalogue, "take_out_video", take)

    return fill


@pytest.mark.parametrize("room", [0, 1, 2])
def test_undoing_on_a_full_disk_loses_nothing_and_can_be_tried_again(
    exploring: Exploring, full_after: Callable[[int], None], heard: list[str], room: int
) -> None:
    parts, catalogue = exploring.window.parts, exploring.library.catalogue
    before = catalogue.videos()
    shots = {video.id: catalogue.shots(video.id) for video in before}
    remove_all(exploring)
    assert shown(exploring) == known(exploring) == set()
    full_after(room)
    undo(exploring)
    assert heard == [FULL]
    assert len(shown(exploring)) == room
    assert shown(exploring) == known(exploring)
    assert parts.edits.stack.steps.undoText() == "3 videos removed"
    full_after(3)
    undo(exploring)
    assert shown(exploring) == known(exploring) == {"beach", "hills", "night"}
    assert catalogue.videos() == before
    assert {video.id: catalogue.shots(video.id) for video in before} == shots
    assert not parts.edits.stack.steps.undoText()


@pytest.mark.parametrize("room", [0, 1, 2])
def test_a_removal_that_ends_on_a_full_disk_is_undone_as_far_as_it_went(
    exploring: Exploring, full_after: Callable[[int], None], heard: list[str], room: int
) -> None:
    full_after(room)
    remove_all(exploring)
    assert heard == [FULL]
    assert len(shown(exploring)) == 3 - room
    assert shown(exploring) == known(exploring)
    full_after(3)
    undo(exploring)
    assert shown(exploring) == known(exploring) == {"beach", "hills", "night"}


def test_what_was_removed_is_selected_again_when_it_is_back(exploring: Exploring) -> None:
    parts = exploring.window.parts
    remove_all(exploring)
    undo(exploring)
    assert {video.path.stem for video in parts.library_panel.chosen_videos()} == {"beach", "hills", "night"}


def test_doing_a_removal_again_passes_over_what_somebody_else_removed(
    exploring: Exploring, heard: list[str]
) -> None:
    remove_all(exploring)
    undo(exploring)
    videos = exploring.window.parts.videos.videos
    exploring.library.delete_video(videos[0].id)
    heard.clear()
    redo(exploring)
    assert shown(exploring) == known(exploring) == set()
    undo(exploring)
    assert shown(exploring) == known(exploring) == {video.path.stem for video in videos[1:]}


def test_a_removal_done_again_takes_out_what_was_indexed_again_meanwhile(exploring: Exploring) -> None:
    video = exploring.open("hills")
    remove(exploring, video)
    exploring.settle()
    again = exploring.add(video.path, (1, 4))
    assert again.id != video.id
    undo(exploring)
    assert known(exploring) == shown(exploring)
    redo(exploring)
    assert shown(exploring) == known(exploring) == {"beach", "night"}


def test_what_is_asked_for_while_a_step_is_taken_back_waits_for_it(exploring: Exploring) -> None:
    for name in ("beach", "hills", "night"):
        remove(exploring, exploring.open(name))
        exploring.settle()
    for _ in range(3):
        exploring.key(Qt.Key.Key_Z, CTRL)
    exploring.until(lambda: not exploring.window.parts.edits.stack.steps.undoText())
    exploring.settle()
    assert shown(exploring) == known(exploring) == {"beach", "hills", "night"}


def test_what_was_done_undone_and_done_again_is_said_without_alarm(exploring: Exploring) -> None:
    heard: list[str] = []
    session = exploring.window.parts.session
    session.informed.connect(heard.append)
    session.edited.connect(heard.append)
    remove(exploring, exploring.open("hills"))
    exploring.settle()
    assert heard == ["1 video removed."]
    notice = next(label for label in exploring.window.findChildren(QLabel) if label.text() == heard[0])
    assert notice.palette().color(notice.foregroundRole()) == colours().dim
    heard.clear()
    for _ in range(2):
        undo(exploring)
    for _ in range(2):
        redo(exploring)
    assert heard == [
        "Undone: 1 video removed.",
        "There is nothing to undo.",
        "Redone: 1 video removed.",
        "There is nothing to redo.",
    ]


def test_the_message_that_says_what_was_done_has_a_button_that_undoes_it(exploring: Exploring) -> None:
    strip = exploring.window.parts.status
    assert not strip.undo_button.isVisible()
    for _ in range(2):
        remove(exploring, exploring.open("hills"))
        exploring.settle()
        assert strip.undo_button.isVisible()
        QTest.mouseClick(strip.undo_button, Qt.MouseButton.LeftButton)
        exploring.settle()
        assert shown(exploring) == known(exploring) == {"beach", "hills", "night"}
        assert not strip.undo_button.isVisible()
    exploring.window.parts.session.inform("Another sentence.")
    assert not strip.undo_button.isVisible()


def test_a_new_step_gives_up_what_was_undone(exploring: Exploring) -> None:
    stack = exploring.window.parts.edits.stack
    for _ in range(3):
        for name in ("beach", "hills"):
            remove(exploring, exploring.click_video(name))
            exploring.settle()
        for _ in range(2):
            undo(exploring)
        assert stack.steps.redoText() == "1 video removed"
    remove(exploring, exploring.click_video("night"))
    exploring.settle()
    assert not stack.steps.redoText()
    undo(exploring)
    assert not stack.steps.undoText()
    assert shown(exploring) == known(exploring) == {"beach", "hills", "night"}
