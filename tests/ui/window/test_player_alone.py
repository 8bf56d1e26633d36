"""The player alone on the screen, and what can be done with its frame."""

from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.ui.exploring import LEFT, Exploring, choose
from videxplore.ui.dialogs.export_dialog import ExportDialog
from videxplore.ui.player.controls import TrackMenu


def shown(exploring: Exploring) -> list[bool]:
    window, parts = exploring.window, exploring.window.parts
    return [
        widget.isVisible()
        for widget in (parts.top_bar, parts.timeline, parts.tabs, parts.library_panel, window.statusBar())
    ]


def double_click(exploring: Exploring) -> None:
    view = exploring.window.parts.player.frame_view
    QTest.mouseClick(view, LEFT)
    QTest.mouseDClick(view, LEFT)


def test_a_double_click_shows_the_player_alone_and_escape_shows_all_again(exploring: Exploring) -> None:
    exploring.open("beach")
    window, session = exploring.window, exploring.window.parts.session
    double_click(exploring)
    assert shown(exploring) == [False] * 5
    exploring.until(window.isFullScreen)
    exploring.settle()
    assert not session.is_playing
    exploring.key(Qt.Key.Key_Escape)
    assert shown(exploring) == [True] * 5
    exploring.until(lambda: not window.isFullScreen())
    double_click(exploring)
    double_click(exploring)
    assert shown(exploring) == [True] * 5
    exploring.settle()


def test_the_frame_is_searched_for_and_saved_from_the_menu_of_the_player(
    exploring: Exploring, tmp_path: Path
) -> None:
    exploring.open("beach")
    parts = exploring.window.parts
    [menus] = parts.player.frame_view.findChildren(TrackMenu)
    for words in ("Search for this frame", "Save the picture…"):
        view = parts.player.frame_view
        place = QPoint(20, 20)
        event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, view.mapToGlobal(place))
        QApplication.sendEvent(view, event)
        exploring.until(menus.menu.isVisible)
        choose(menus.menu, words)
        exploring.settle()
    assert parts.session.ranking is not None
    [dialog] = [one for one in exploring.window.findChildren(ExportDialog) if one.isVisible()]
    dialog.target_edit.selectAll()
    QTest.keyClicks(dialog.target_edit, str(tmp_path / "frame.png"))
    QTest.mouseClick(dialog.export_button, LEFT)
    exploring.until(lambda: bool(dialog.written))
    assert (tmp_path / "frame.png").read_bytes().startswith(b"\x89PNG")
    QTest.mouseClick(dialog.close_button, LEFT)


def test_the_key_of_the_search_box_shows_all_again(exploring: Exploring) -> None:
    exploring.open("beach")
    double_click(exploring)
    assert shown(exploring) == [False] * 5
    exploring.key(Qt.Key.Key_F)
    assert shown(exploring) == [True] * 5
    exploring.until(exploring.window.parts.query_bar.edit.hasFocus)
    exploring.settle()
