"""All commands of the window, by key or menu; every key can be changed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow

from videxplore.ui.player.player_actions import explain_keys


@dataclass(frozen=True, slots=True)
class Command:
    """One thing to do.

    Attributes:
        name: How the settings call it.
        words: What it says.
        keys: Its keys when nothing else was chosen; empty for none.
    """

    name: str
    words: str
    keys: str = ""


def window_commands() -> tuple[Command, ...]:
    """All commands of the window, in the order in which they are shown."""
    translate = QCoreApplication.translate
    return (
        Command("find", translate("Commands", "Search"), "F"),
        Command("search scene", translate("Commands", "Find moments like the one on screen"), "S"),
        Command("clear search", translate("Commands", "Clear the search"), "Esc"),
        Command("search back", translate("Commands", "Previous search"), "Alt+Up"),
        Command("search forward", translate("Commands", "Next search"), "Alt+Down"),
        Command("add folder", translate("Commands", "Add a folder of videos"), "Ctrl+O"),
        Command("undo", translate("Commands", "Undo"), "Ctrl+Z"),
        Command("redo", translate("Commands", "Redo"), "Ctrl+Shift+Z"),
        Command("tab 1", translate("Commands", "Scenes"), "1"),
        Command("tab 2", translate("Commands", "Storyboard"), "2"),
        Command("tab 3", translate("Commands", "Map"), "3"),
        Command("tab 4", translate("Commands", "Library"), "4"),
        Command("tab 5", translate("Commands", "Similar moments"), "5"),
        Command("tiles larger", translate("Commands", "Larger tiles"), "Ctrl++"),
        Command("tiles smaller", translate("Commands", "Smaller tiles"), "Ctrl+-"),
        Command("library panel", translate("Commands", "Show or hide the library"), "F9"),
        Command("explore panel", translate("Commands", "Show or hide the similar moments"), "F10"),
        Command("panels back", translate("Commands", "Reset layout"), "Ctrl+F9"),
        Command("full screen", translate("Commands", "Full screen"), "F11"),
        Command("settings", translate("Commands", "Settings"), "Ctrl+,"),
        Command("keys", translate("Commands", "Show all keys"), "?; Shift+?"),
        Command("quit", translate("Commands", "Quit"), "Ctrl+Q"),
    )


def make_commands(window: QMainWindow, handlers: Mapping[str, Callable[[], None]]) -> dict[str, QAction]:
    """The commands that have a handler, as actions of ``window``."""
    actions = {}
    for command in window_commands():
        if command.name not in handlers:
            continue
        action = QAction(command.words, window)
        action.setObjectName(command.name)
        action.setShortcuts(QKeySequence.listFromString(command.keys))
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        handler = handlers[command.name]
        action.triggered.connect(lambda _checked=False, do=handler: do())
        explain_keys(action)
        window.addAction(action)
        actions[command.name] = action
    return actions


def change_keys(actions: Mapping[str, QAction], shortcuts: Mapping[str, str]) -> None:
    """Give actions the keys the user chose.

    Args:
        actions: Actions by name.
        shortcuts: Chosen keys by name, as ``QKeySequence`` writes them portably; empty text for none.
    """
    for name, action in actions.items():
        if name in shortcuts:
            action.setShortcuts(QKeySequence.listFromString(shortcuts[name]))
            explain_keys(action)
