"""Every key of a command, pressed in the window."""

from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.exploring import LEFT, Exploring
from tests.ui.steps import answers, search_scene
from videxplore.ui.commands import make_actions, player_commands, window_commands
from videxplore.ui.dialogs.export_dialog import ExportDialog
from videxplore.ui.export_kinds import ExportKind

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def test_each_key_does_one_thing(qtbot: QtBot) -> None:
    """Two commands with one key would do nothing: Qt takes it as ambiguous."""
    window = QWidget()
    qtbot.addWidget(window)
    player = QWidget(window)
    done: list[str] = []
    for owner, commands in ((window, window_commands()), (player, player_commands())):
        make_actions(owner, commands, {one.name: partial(done.append, one.name) for one in commands})
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    for command in (*window_commands(), *player_commands()):
        for keys in QKeySequence.listFromString(command.keys):
            QTest.keySequence(window, keys)
            assert done == [command.name], keys.toString()
            done.clear()


def test_shift_c_offers_the_frame_on_screen_as_a_picture(exploring: Exploring) -> None:
    exploring.open("beach")
    exploring.key(Qt.Key.Key_C, SHIFT)
    [dialog] = [one for one in exploring.window.findChildren(ExportDialog) if one.isVisible()]
    assert dialog.kind is ExportKind.STILLS
    QTest.mouseClick(dialog.close_button, LEFT)


def test_ctrl_shift_o_asks_for_a_file_to_import(
    exploring: Exploring, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def ask(_parent: QWidget, title: str, *_rest: str) -> tuple[str, str]:
        asked.append(title)
        return "", ""

    # The file dialog belongs to the system.
    monkeypatch.setattr(QFileDialog, "getOpenFileName", ask)
    exploring.key(Qt.Key.Key_O, CONTROL | SHIFT)
    assert asked == ["Import a timeline or annotations"]


def test_ctrl_q_closes_the_window(exploring: Exploring) -> None:
    exploring.key(Qt.Key.Key_Q, CONTROL)
    exploring.until(lambda: not exploring.window.isVisible())


def test_shift_click_selects_all_between(exploring: Exploring) -> None:
    grid = search_scene(exploring, "beach", 0)
    exploring.click_tile(grid, 0)
    exploring.settle()
    exploring.click_tile(grid, 2, SHIFT)
    assert sorted(index.row() for index in grid.selectedIndexes()) == [0, 1, 2]
    exploring.click_tile(grid, 1, CONTROL)
    assert sorted(index.row() for index in grid.selectedIndexes()) == [0, 2]


def test_keys_slide_a_tile_both_ways(exploring: Exploring) -> None:
    grid = search_scene(exploring, "beach", 0)
    row = answers(exploring).index(("hills", 0.0))
    exploring.go_to(grid, row)
    starts = []
    for key in ("]", "["):
        QTest.keyClicks(grid, key)
        exploring.settle()
        starts.append(grid.tile_model.tile(exploring.index(grid, row)).start_s)
    assert starts == pytest.approx([0.8, 0.0])
