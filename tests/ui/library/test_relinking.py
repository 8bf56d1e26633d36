"""A video whose file was moved away is shown dimmed, located by its user, and those moved along with it."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.exploring import LEFT, Exploring, choose
from videxplore.core.types import VideoState
from videxplore.services.indexed_files import fingerprint
from videxplore.ui.look.theme import apply_theme
from videxplore.ui.player.unreachable_view import UnreachableView


@pytest.fixture
def moved(qtbot: QtBot, tmp_path: Path, footage: Path) -> Iterator[Exploring]:
    """The window over two videos whose folder was moved to ``archive``, and one that is there."""
    shutil.copytree(footage, tmp_path / "films")
    exploring = Exploring(qtbot, tmp_path / "program")
    try:
        scenes = {"beach.mp4": (1, 2, 3), "trips/hills.mp4": (1, 4), "trips/night.mp4": (5, 6, 7)}
        for name, seeds in scenes.items():
            file = tmp_path / "films" / name
            video = exploring.add(file, seeds)
            content = fingerprint(file, file.stat().st_size)
            exploring.library.catalogue.update_file(video.id, fingerprint=content)
        shutil.move(tmp_path / "films" / "trips", tmp_path / "archive")
        exploring.show()
        exploring.click_video("hills")
        exploring.until(view_of(exploring).isVisible)
        exploring.settle()
        yield exploring
    finally:
        exploring.close()


def view_of(exploring: Exploring) -> UnreachableView:
    return exploring.window.parts.unreachable


def click(button: QAbstractButton) -> None:
    QTest.mouseClick(button, LEFT)


def locate(exploring: Exploring, file: Path) -> None:
    """Press the button, and choose a file in the dialog."""
    click(view_of(exploring).locate_button)
    [dialog] = [one for one in exploring.window.findChildren(QFileDialog) if one.isVisible()]
    dialog.fileSelected.emit(str(file))
    dialog.close()


def answer(exploring: Exploring, words: str) -> None:
    """Press a button of the question that is asked."""
    exploring.until(lambda: isinstance(QApplication.activeModalWidget(), QMessageBox))
    question = QApplication.activeModalWidget()
    assert isinstance(question, QMessageBox)
    [button] = [one for one in question.buttons() if one.text().replace("&", "") == words]
    click(button)
    exploring.settle()


def paths(exploring: Exploring) -> dict[str, Path]:
    return {video.path.stem: video.path.parent for video in exploring.window.parts.videos.videos}


def test_an_unreachable_video_shows_its_stored_picture_dimmed(moved: Exploring) -> None:
    view, area = view_of(moved), moved.window.parts.player.frame_view.frame_area.toRect()

    def lightness() -> int:
        return view.grab().toImage().pixelColor(area.left() + 6, area.top() + 6).lightness()

    moved.until(lambda: lightness() > 0)
    assert lightness() < 100
    assert "hills.mp4" in view.title.text()
    moved.open("beach")
    assert not view.isVisible()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_what_is_said_over_the_black_frame_is_light_in_every_theme(
    moved: Exploring, theme: Literal["light", "dark"]
) -> None:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    try:
        apply_theme(application, theme)
        for label in (view_of(moved).title, view_of(moved).advice):
            image = QImage(label.size(), QImage.Format.Format_RGB32)
            image.fill(Qt.GlobalColor.black)
            label.render(image, renderFlags=QWidget.RenderFlag.DrawChildren)
            rows, columns = range(image.height()), range(image.width())
            assert max(image.pixelColor(x, y).lightness() for x in columns for y in rows) > 150
    finally:
        apply_theme(application, "dark")


def test_locating_one_file_offers_those_that_were_moved_along(moved: Exploring, tmp_path: Path) -> None:
    locate(moved, tmp_path / "archive" / "hills.mp4")
    answer(moved, "Locate all")
    archive, films = tmp_path / "archive", tmp_path / "films"
    moved.until(lambda: not view_of(moved).isVisible())
    assert paths(moved) == {"beach": films, "hills": archive, "night": archive}
    assert {video.state for video in moved.library.catalogue.videos()} == {VideoState.COMPLETE}
    moved.window.parts.edits.stack.undo()
    moved.until(view_of(moved).isVisible)
    assert paths(moved) == {"beach": films, "hills": films / "trips", "night": films / "trips"}
    moved.window.parts.edits.stack.redo()
    moved.until(lambda: not view_of(moved).isVisible())
    assert paths(moved)["night"] == archive


def test_only_one_of_them_is_located(moved: Exploring, tmp_path: Path) -> None:
    locate(moved, tmp_path / "archive" / "hills.mp4")
    answer(moved, "Only this one")
    assert paths(moved)["hills"] == tmp_path / "archive"
    assert paths(moved)["night"] == tmp_path / "films" / "trips"


def test_other_content_is_taken_only_after_a_question(moved: Exploring, tmp_path: Path) -> None:
    file = tmp_path / "archive" / "hills.mp4"
    file.write_bytes(file.read_bytes() + b"tags")
    (tmp_path / "archive" / "night.mp4").unlink()
    locate(moved, file)
    answer(moved, "Locate anyway")
    assert paths(moved)["hills"] == tmp_path / "archive"


def test_an_unreachable_video_can_be_removed(moved: Exploring) -> None:
    click(view_of(moved).remove_button)
    moved.settle()
    assert set(paths(moved)) == {"beach", "night"}
    assert not view_of(moved).isVisible()


def test_the_list_offers_to_locate_missing_videos_only(moved: Exploring) -> None:
    def entries(name: str) -> list[str]:
        video_list = moved.window.parts.library_panel.list
        moved.click_video(name)
        index = video_list.currentIndex()
        menu = moved.menu_at(video_list.viewport(), video_list.visualRect(index).center())
        words = [action.text() for action in menu.actions() if action.isVisible()]
        choose(menu, "Copy path")
        return words

    assert "Locate…" in entries("hills")
    assert "Locate…" not in entries("beach")
    moved.settle()
