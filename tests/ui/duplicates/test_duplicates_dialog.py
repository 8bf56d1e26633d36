"""Duplicates in the window: found, compared in step, dismissed, protected, and moved to the trash."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.exploring import LEFT, Exploring, choose
from tests.videos import shots, write_video
from videxplore.ui.duplicates.duplicates_dialog import (
    NONE_PAGE,
    PAIRS_PAGE,
    DismissedDialog,
    DuplicatesDialog,
)

CONTROL = Qt.KeyboardModifier.ControlModifier
SCENES = (1, 2, 3)


@pytest.fixture(scope="module")
def videos(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two copies of three scenes, of which ``large`` has more pixels, and a third video."""
    folder = tmp_path_factory.mktemp("videos")
    (folder / "old").mkdir()
    write_video(folder / "large.mp4", shots(SCENES, 20))
    write_video(folder / "old" / "small.mp4", (picture[::2, ::2] for picture in shots(SCENES, 20)))
    write_video(folder / "other.mp4", shots((8, 9), 20))
    return folder


@pytest.fixture
def copied(qtbot: QtBot, tmp_path: Path, videos: Path) -> Iterator[Exploring]:
    """The window over a library of the three videos, which may be deleted."""
    folder = Path(shutil.copytree(videos, tmp_path / "videos"))
    exploring = Exploring(qtbot, tmp_path / "data")
    try:
        exploring.add(folder / "large.mp4", SCENES)
        exploring.add(folder / "old" / "small.mp4", SCENES)
        exploring.add(folder / "other.mp4", (8, 9))
        exploring.show()
        yield exploring
    finally:
        exploring.close()


def dialog_of(copied: Exploring) -> DuplicatesDialog:
    """The view, once it has found what there is."""
    copied.until(lambda: any(one.isVisible() for one in copied.window.findChildren(DuplicatesDialog)))
    [dialog] = [one for one in copied.window.findChildren(DuplicatesDialog) if one.isVisible()]
    copied.until(lambda: dialog._pages.currentIndex() in (PAIRS_PAGE, NONE_PAGE))
    copied.settle()
    return dialog


def shown(copied: Exploring) -> DuplicatesDialog:
    """The view of all duplicates, opened by its key."""
    copied.window.activateWindow()
    copied.until(copied.window.isActiveWindow)
    copied.key(Qt.Key.Key_D, CONTROL)
    return dialog_of(copied)


def click(button: QAbstractButton) -> None:
    QTest.mouseClick(button, LEFT)


def grey(image: QImage) -> float:
    """The mean of a picture."""
    return image.scaled(1, 1, mode=Qt.TransformationMode.SmoothTransformation).pixelColor(0, 0).lightnessF()


def count(dialog: DuplicatesDialog) -> int:
    return dialog.list.topLevelItemCount()


def row(dialog: DuplicatesDialog) -> list[str]:
    """What the first row says."""
    item = dialog.list.topLevelItem(0)
    assert item is not None
    return [item.text(column) for column in range(4)]


def question_of(dialog: QWidget) -> QMessageBox:
    [question] = dialog.findChildren(QMessageBox)
    return question


def test_a_pair_is_shown_with_the_better_copy_and_why(copied: Exploring) -> None:
    dialog = shown(copied)
    assert count(dialog) == 1
    assert row(dialog) == ["large.mp4", "small.mp4", "0:02.4", "0"]
    large, small = dialog.pair.cards
    assert (large.verdict.text(), small.verdict.text()) == ("Better copy", "")
    assert "320 \u00d7 180 instead of 160 \u00d7 90" in large.why.text()
    assert small.why.text() == "All of it is in the other file."


def test_both_files_are_shown_in_step(copied: Exploring) -> None:
    pair = shown(copied).pair
    seen = set()
    pair.slider.setFocus()
    for _ in range(3):
        copied.until(lambda: all(not frames.image.isNull() for frames in pair.frames))
        copied.settle()
        first, second = (grey(frames.image) for frames in pair.frames)
        assert first == pytest.approx(second, abs=0.03)
        seen.add(round(first, 3))
        QTest.keyClick(pair.slider, Qt.Key.Key_PageUp)
        assert pair.times_s[0] == pytest.approx(pair.times_s[1], abs=0.01)
    assert len(seen) > 1, "other frames are shown further on"


def test_the_second_file_is_nudged_by_frames(copied: Exploring) -> None:
    pair = shown(copied).pair
    click(pair.on_button)
    before = pair.times_s
    for _ in range(3):
        click(pair.later_button)
    click(pair.earlier_button)
    assert pair.times_s[0] == before[0]
    assert pair.times_s[1] == pytest.approx(before[1] + 2 / 25)
    assert pair.nudge.text() == "2 frames"
    copied.settle()
    assert pair.frames[1].time_s == pytest.approx(pair.times_s[1], abs=0.01)


def test_the_line_of_the_split_picture_is_pulled(copied: Exploring) -> None:
    pair = shown(copied).pair
    click(pair.split_button)
    copied.settle()
    area = pair.view.split_area
    middle = area.center().toPoint()
    QTest.mousePress(pair.view, LEFT, pos=middle)
    QTest.mouseMove(pair.view, QPoint(round(area.left() + area.width() / 4), middle.y()))
    QTest.mouseRelease(pair.view, LEFT, pos=middle)
    assert pair.split_slider.value() == pytest.approx(250, abs=10)
    pair.split_slider.setValue(1000)
    assert pair.view.split == 1


def test_a_pair_that_is_no_duplicate_is_not_found_again_until_that_is_undone(copied: Exploring) -> None:
    dialog = shown(copied)
    click(dialog.pair.dismiss_button)
    copied.until(lambda: count(dialog) == 0)
    assert dialog._pages.currentIndex() == NONE_PAGE
    assert dialog.message.text() == "Pair dismissed as no duplicate. It can be undone with Ctrl+Z."
    dialog.close()
    dialog = shown(copied)
    assert count(dialog) == 0
    QTest.keyClick(dialog, Qt.Key.Key_Z, CONTROL)
    copied.settle()
    dialog.close()
    assert count(shown(copied)) == 1


def test_a_folder_that_is_never_suggested(copied: Exploring) -> None:
    dialog = shown(copied)
    small = dialog.pair.cards[1]
    assert small.trash_button.property("primary")
    click(small.protect_button)
    copied.until(lambda: not small.protect_button.isEnabled())
    assert small.verdict.text() == "Better copy"
    assert small.why.text().startswith("in a folder that is never suggested")
    assert copied.library.catalogue.duplicates.protected_folders() == [
        copied.library.catalogue.videos()[1].path.parent
    ]


def test_a_file_is_moved_to_the_trash_after_a_question_and_back_by_undo(
    copied: Exploring, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    small = tmp_path / "videos" / "old" / "small.mp4"
    content = small.read_bytes()
    dialog = shown(copied)
    click(dialog.pair.cards[1].trash_button)
    question = question_of(dialog)
    assert "All of its footage is in \u201clarge.mp4\u201d." in question.informativeText()
    question.reject()
    assert small.exists()
    click(dialog.pair.cards[1].trash_button)
    question = dialog.findChildren(QMessageBox)[-1]
    [move] = [one for one in question.buttons() if one.text() == "Move to trash"]
    click(move)
    copied.until(lambda: count(dialog) == 0)
    assert not small.exists()
    assert (tmp_path / "home" / "Trash" / "files" / "small.mp4").read_bytes() == content
    assert [video.path.name for video in copied.library.catalogue.videos()] == ["large.mp4", "other.mp4"]
    dialog.activateWindow()
    copied.until(dialog.isActiveWindow)
    QTest.keyClick(dialog, Qt.Key.Key_Z, CONTROL)
    copied.until(small.exists)
    copied.settle()
    assert count(dialog) == 1
    assert small.read_bytes() == content
    assert len(copied.library.catalogue.videos()) == 3
    assert not list((tmp_path / "home" / "Trash" / "info").iterdir())


def test_a_file_that_changed_since_it_was_indexed_is_not_moved_to_the_trash(
    copied: Exploring, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    small, large = tmp_path / "videos" / "old" / "small.mp4", tmp_path / "videos" / "large.mp4"
    dialog = shown(copied)
    large.rename(tmp_path / "away.mp4")
    click(dialog.pair.cards[1].trash_button)
    question = question_of(dialog)
    assert "All of its footage" not in question.informativeText()
    small.write_bytes(b"a new recording of the same name")
    [move] = [one for one in question.buttons() if one.text() == "Move to trash"]
    click(move)
    copied.until(lambda: "not as it was indexed" in dialog.message.text())
    assert small.read_bytes() == b"a new recording of the same name"
    assert len(copied.library.catalogue.videos()) == 3


def test_footage_of_one_video_is_found_from_its_menu(copied: Exploring) -> None:
    panel = copied.window.parts.library_panel
    copied.open("small")
    index = panel.list.currentIndex()
    menu = copied.menu_at(panel.list.viewport(), panel.list.visualRect(index).center())
    choose(menu, "Find reused footage")
    dialog = dialog_of(copied)
    assert dialog.windowTitle() == "Footage of \u201csmall.mp4\u201d in other videos"
    assert row(dialog)[:2] == ["small.mp4", "large.mp4"]
    click(dialog.pair.cards[1].open_button)
    video = copied.window.parts.session.video
    assert video is not None
    assert video.path.name == "large.mp4"
    copied.settle()


def test_a_video_that_shares_nothing(copied: Exploring) -> None:
    copied.open("other")
    copied.key(Qt.Key.Key_D, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    dialog = dialog_of(copied)
    assert dialog._pages.currentIndex() == NONE_PAGE


def test_both_files_play_in_step_to_the_end(copied: Exploring) -> None:
    pair = shown(copied).pair
    pair.slider.setValue(pair.slider.maximum() - 12)
    copied.settle()
    times: list[tuple[float, float]] = []
    pair.slider.valueChanged.connect(lambda _: times.append((pair.frames[0].time_s, pair.frames[1].time_s)))
    click(pair.play_button)
    copied.until(lambda: pair.slider.value() == pair.slider.maximum())
    assert not pair.play_button.isChecked()
    assert times
    assert all(abs(first - second) < 0.01 for first, second in times)
    copied.settle()


def test_a_dismissed_pair_is_listed_and_taken_back(copied: Exploring) -> None:
    dialog = shown(copied)
    assert not dialog.dismissed_button.isEnabled()
    click(dialog.pair.dismiss_button)
    copied.until(lambda: count(dialog) == 0 and dialog.dismissed_button.isEnabled())
    click(dialog.dismissed_button)
    [dismissed] = dialog.findChildren(DismissedDialog)
    copied.until(lambda: dismissed.list.topLevelItemCount() == 1)
    assert not dismissed.take_back_button.isEnabled()
    item = dismissed.list.topLevelItem(0)
    assert item is not None
    item.setSelected(True)
    click(dismissed.take_back_button)
    copied.until(lambda: dismissed.list.topLevelItemCount() == 0 and count(dialog) == 1)
    copied.settle()
    assert not dialog.dismissed_button.isEnabled()
    dismissed.close()


def test_three_copies_are_one_group_with_the_best_first(copied: Exploring, tmp_path: Path) -> None:
    file = tmp_path / "videos" / "third.mp4"
    shutil.copy(tmp_path / "videos" / "old" / "small.mp4", file)
    copied.add(file, SCENES)
    dialog = shown(copied)
    assert count(dialog) == 1
    group = dialog.list.topLevelItem(0)
    assert group is not None
    assert [group.text(0), group.text(1)] == ["large.mp4", "3 copies"]
    assert group.childCount() == 2
    current = dialog.list.currentItem()
    assert current is not None
    assert current.parent() is group


def test_the_pairs_of_one_video_begin_with_what_else_has_its_footage(copied: Exploring) -> None:
    copied.open("large")
    copied.key(Qt.Key.Key_D, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    dialog = dialog_of(copied)
    copied.until(lambda: count(dialog) == 1)
    assert dialog.list.isColumnHidden(0)
    assert dialog.list.hasFocus()
    dialog.close()
    dialog = shown(copied)
    assert not dialog.list.isColumnHidden(0)
    assert dialog.list.hasFocus()
