"""Timelines, tables and annotations dropped on the window: seen before anything is changed, and undone."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog

from tests.ui.exploring import LEFT, Exploring, files
from tests.ui.steps import take_keyboard_back
from videxplore.ui.dialogs.import_dialog import ImportDialog, ImportKind

TABLE = """video,start_s,end_s,note
beach.mp4,0.2,0.9,waves
hills.mp4,0.5,1.2,
elsewhere.mp4,1,2,lost
"""


def offered(exploring: Exploring, file: Path) -> ImportDialog:
    """Drop a file on the window; the dialog that shows what it holds."""
    assert exploring.drop(files(file))
    exploring.until(lambda: bool(exploring.window.findChildren(ImportDialog)))
    [dialog] = exploring.window.findChildren(ImportDialog)
    exploring.settle()
    return dialog


def agree(exploring: Exploring, dialog: ImportDialog, kind: ImportKind) -> None:
    QTest.mouseClick(dialog.kind_buttons[kind], LEFT)
    QTest.mouseClick(dialog.import_button, LEFT)
    assert dialog.result() == QDialog.DialogCode.Accepted
    take_keyboard_back(exploring)
    for _ in range(3):
        exploring.settle()


def undo(exploring: Exploring) -> None:
    exploring.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    for _ in range(3):
        exploring.settle()


@pytest.fixture
def table(tmp_path: Path) -> Path:
    file = tmp_path / "cut.csv"
    file.write_text(TABLE)
    return file


def test_a_dropped_table_is_shown_before_it_becomes_a_bin(exploring: Exploring, table: Path) -> None:
    bins = exploring.library.catalogue.bins
    dialog = offered(exploring, table)
    model = dialog.table.model()
    rows = [
        [model.index(row, column).data() for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]
    assert rows == [
        ["beach.mp4", "00:00:00:05", "00:00:00:21", "waves"],
        ["hills.mp4", "00:00:00:12", "00:00:01:04", ""],
    ]
    assert dialog.outcome.text() == "2 moments found in 2 videos"
    assert dialog.unknown.text() == "Not in the library: elsewhere.mp4"
    assert bins.all() == []
    agree(exploring, dialog, ImportKind.BIN)
    [made] = bins.all()
    assert (made.name, [round(item.start_s, 3) for item in made.items]) == ("cut", [0.2, 0.5])
    assert exploring.window.parts.selects.isVisible()
    undo(exploring)
    assert bins.all() == []


def test_a_dropped_table_becomes_marks(exploring: Exploring, table: Path) -> None:
    dialog = offered(exploring, table)
    agree(exploring, dialog, ImportKind.MARKS)
    assert sorted(mark.note for mark in exploring.library.catalogue.marks.all()) == ["", "waves"]
    undo(exploring)
    assert exploring.library.catalogue.marks.all() == []


def test_notes_of_a_dropped_table_are_taught(exploring: Exploring, table: Path) -> None:
    dialog = offered(exploring, table)
    agree(exploring, dialog, ImportKind.LABELS)
    taught = exploring.window.parts.services.teaching().actions()
    assert {action.label for action in taught} == {"waves", "cut"}


def test_subtitles_may_be_about_the_open_video(exploring: Exploring, tmp_path: Path) -> None:
    video = exploring.open("night")
    file = tmp_path / "notes.srt"
    file.write_text("1\n00:00:00,400 --> 00:00:01,000\nowl\n")
    dialog = offered(exploring, file)
    assert not dialog.import_button.isEnabled()
    dialog.about_box.click()
    exploring.settle()
    agree(exploring, dialog, ImportKind.MARKS)
    [mark] = exploring.library.catalogue.marks.of_video(video.id)
    assert (mark.start_s, mark.end_s, mark.note) == (0.4, 1.0, "owl")


def test_a_file_that_is_no_timeline_says_so(exploring: Exploring, tmp_path: Path) -> None:
    file = tmp_path / "broken.otio"
    file.write_text("{")
    dialog = offered(exploring, file)
    assert dialog.outcome.text() == "\u201cbroken.otio\u201d cannot be read as OTIO."
    assert not dialog.import_button.isEnabled()
