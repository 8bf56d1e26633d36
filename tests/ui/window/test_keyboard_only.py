"""From words to an edit decision list without the mouse."""

import threading
from pathlib import Path

import opentimelineio as otio
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from tests.ui.exploring import Exploring
from tests.ui.steps import take_keyboard_back
from videxplore.core.selects import BinItem
from videxplore.ui.dialogs.export_dialog import ExportDialog
from videxplore.ui.export_kinds import ExportKind
from videxplore.ui.searching.result_views import GRID_PAGE, ROWS_PAGE, TABLE_PAGE


def press(exploring: Exploring, *keys: Qt.Key) -> None:
    """Press keys where the keyboard is, and wait for what they do."""
    for key in keys:
        exploring.key(key, widget=QApplication.focusWidget())
        for _ in range(4):
            exploring.settle()
            QApplication.processEvents()


def search_words(exploring: Exploring, words: str) -> None:
    parts = exploring.window.parts
    press(exploring, Qt.Key.Key_F)
    assert parts.query_bar.edit.hasFocus()
    QTest.keyClicks(parts.query_bar.edit, words)
    exploring.settle()
    popup = QApplication.activePopupWidget()
    QTest.keyClick(popup or parts.query_bar.edit, Qt.Key.Key_Return)
    exploring.until(lambda: parts.session.ranking is not None)
    take_keyboard_back(exploring)
    exploring.settle()


def enter_words(exploring: Exploring, words: str) -> None:
    """Type words in the search box and press Return; the keyboard is where the program leaves it."""
    parts = exploring.window.parts
    press(exploring, Qt.Key.Key_F)
    QTest.keyClicks(parts.query_bar.edit, words)
    exploring.settle()
    take_keyboard_back(exploring)
    press(exploring, Qt.Key.Key_Return)


def test_return_in_the_search_box_goes_to_the_results(exploring: Exploring) -> None:
    parts = exploring.window.parts
    views: dict[int, QWidget] = {
        GRID_PAGE: parts.similar.grid,
        ROWS_PAGE: parts.similar.rows.grid,
        TABLE_PAGE: parts.similar.table,
    }
    for words, (page, view) in zip(("hills", "beach", "night"), views.items(), strict=True):
        parts.similar.views.show_view(page)
        enter_words(exploring, words)
        assert view.hasFocus(), page
        press(exploring, Qt.Key.Key_1, Qt.Key.Key_2)
        assert parts.query_bar.edit.text() == ""
        assert parts.tabs.current == 1


def test_return_leaves_the_keyboard_in_the_search_box_where_nothing_is_found(exploring: Exploring) -> None:
    edit = exploring.window.parts.query_bar.edit
    enter_words(exploring, "zeppelin")
    assert exploring.window.parts.session.query is not None
    assert edit.hasFocus()
    enter_words(exploring, "hills")
    assert not edit.hasFocus()


def test_words_typed_before_the_answer_comes_stay_in_the_search_box(exploring: Exploring) -> None:
    parts = exploring.window.parts
    gate = threading.Event()
    press(exploring, Qt.Key.Key_F)
    QTest.keyClicks(parts.query_bar.edit, "hills")
    exploring.settle()
    take_keyboard_back(exploring)
    parts.interactive.submit(lambda _task: gate.wait(10))
    QTest.keyClick(parts.query_bar.edit, Qt.Key.Key_Return)
    QTest.keyClicks(parts.query_bar.edit, "be")
    gate.set()
    exploring.until(lambda: parts.session.ranking is not None)
    exploring.settle()
    assert parts.query_bar.edit.hasFocus()
    assert parts.query_bar.edit.text() == "be"


def items(exploring: Exploring) -> list[BinItem]:
    return list(exploring.window.parts.selects.grid.tile_model.items)


def test_words_to_an_edit_decision_list(exploring: Exploring, tmp_path: Path) -> None:
    parts = exploring.window.parts
    search_words(exploring, "hills")
    press(exploring, Qt.Key.Key_Down)
    assert parts.similar.grid.hasFocus()
    press(exploring, Qt.Key.Key_Return)
    assert parts.session.video is not None
    assert parts.session.video.path.stem == "hills"
    press(exploring, Qt.Key.Key_Home, Qt.Key.Key_I, *[Qt.Key.Key_Period] * 4, Qt.Key.Key_O)
    in_s, out_s = parts.session.marks.in_s, parts.session.marks.out_s
    assert in_s is not None
    assert out_s is not None
    press(exploring, Qt.Key.Key_B, Qt.Key.Key_6)
    assert parts.selects.grid.hasFocus()
    [item] = items(exploring)
    assert (item.start_s, item.end_s) == (in_s, out_s)
    press(exploring, Qt.Key.Key_4)
    assert items(exploring)[0].rating == 4
    press(exploring, Qt.Key.Key_E)
    [dialog] = [one for one in exploring.window.findChildren(ExportDialog) if one.isVisible()]
    QTest.keyClick(dialog.kind_box, Qt.Key.Key_Home)
    while dialog.kind is not ExportKind.EDL:
        QTest.keyClick(dialog.kind_box, Qt.Key.Key_Down)
    assert Path(dialog.target_edit.text()).name == "Selects.edl"
    QTest.keyClick(dialog.target_edit, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(dialog.target_edit, str(tmp_path / "cut.edl"))
    QTest.keyClick(dialog.target_edit, Qt.Key.Key_Return)
    exploring.until((tmp_path / "cut.edl").exists)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    exploring.until(lambda: not dialog.isVisible())
    timeline = otio.adapters.read_from_file(str(tmp_path / "cut.edl"), rate=25)
    [clip] = timeline.video_tracks()[0].find_clips()
    assert clip.source_range.start_time.to_seconds() == pytest.approx(in_s, abs=0.02)
    assert clip.source_range.duration.value == 5


def test_down_goes_from_the_search_box_to_the_results(exploring: Exploring) -> None:
    similar = exploring.window.parts.similar
    views: dict[int, QWidget] = {
        GRID_PAGE: similar.grid,
        ROWS_PAGE: similar.rows.grid,
        TABLE_PAGE: similar.table,
    }
    search_words(exploring, "beach")
    for page, view in views.items():
        similar.views.buttons[page].click()
        exploring.settle()
        for key in (Qt.Key.Key_Down, Qt.Key.Key_Escape):
            exploring.window.parts.query_bar.edit.setFocus()
            press(exploring, key)
            assert view.hasFocus(), (page, key)


def test_keys_of_marks_mean_the_result_that_enter_would_open(exploring: Exploring) -> None:
    parts = exploring.window.parts
    exploring.open("beach")
    search_words(exploring, "night")
    press(exploring, Qt.Key.Key_Down, Qt.Key.Key_B)
    [item] = items(exploring)
    assert parts.selects_work.videos[item.video_id].path.stem == "night"


def test_a_tile_clicked_after_in_and_out_were_set_is_meant(exploring: Exploring) -> None:
    parts = exploring.window.parts
    search_words(exploring, "hills")
    exploring.click_tile(parts.similar.grid, 0)
    exploring.settle()
    press(exploring, Qt.Key.Key_I, *[Qt.Key.Key_Period] * 4, Qt.Key.Key_O)
    exploring.click_tile(parts.similar.grid, 0)
    exploring.settle()
    press(exploring, Qt.Key.Key_B)
    [item] = items(exploring)
    assert item.length_s == pytest.approx(0.8)


def test_a_scene_is_not_searched_for_in_silence_where_no_video_is_open(exploring: Exploring) -> None:
    said: list[str] = []
    exploring.window.parts.session.informed.connect(said.append)
    press(exploring, Qt.Key.Key_S)
    assert said == ["Open a video first; then its scenes can be searched for."]
