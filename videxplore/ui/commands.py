"""Everything that can be done by a key, in the window and in the player; every key can be changed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

from videxplore.ui.look.icons import icon


@dataclass(frozen=True, slots=True)
class Command:
    """One thing to do.

    Attributes:
        name: Its name in the code and in the settings.
        text: Its name in the window.
        keys: Its keys unless the user chose others, as ``QKeySequence`` writes them; separated by ``; ``.
        icon: Name of its icon; empty for none.
        is_checkable: Whether it switches something on and off.
        repeats: Whether holding the key does it again and again.
    """

    name: str
    text: str
    keys: str
    icon: str = ""
    is_checkable: bool = False
    repeats: bool = False


def window_commands() -> tuple[Command, ...]:
    """All commands of the window, in the order in which they are shown."""
    translate = QCoreApplication.translate
    return (
        Command("find", translate("Commands", "Search"), "F; Ctrl+F"),
        Command("search scene", translate("Commands", "Find moments like the one on screen"), "S"),
        Command("paste", translate("Commands", "Search for what is on the clipboard"), "Ctrl+V"),
        Command("clear search", translate("Commands", "Clear the search"), "Esc"),
        Command("search back", translate("Commands", "Previous search"), "Alt+Up", repeats=True),
        Command("search forward", translate("Commands", "Next search"), "Alt+Down", repeats=True),
        Command("add folder", translate("Commands", "Add a folder of videos"), "Ctrl+O"),
        Command("duplicates", translate("Commands", "Duplicates"), "Ctrl+D", "copy"),
        Command("reused footage", translate("Commands", "Find reused footage"), "Ctrl+Shift+D"),
        Command("undo", translate("Commands", "Undo"), "Ctrl+Z", repeats=True),
        Command("redo", translate("Commands", "Redo"), "Ctrl+Shift+Z", repeats=True),
        Command("add to selects", translate("Commands", "Add to selects"), "B", "selects"),
        Command("favourite", translate("Commands", "Favourite"), "P", "star"),
        Command("reject", translate("Commands", "Reject"), "X", "close"),
        Command("note", translate("Commands", "Note, tags and rating…"), "N"),
        Command(
            "import", translate("Commands", "Import a timeline or annotations…"), "Ctrl+Shift+O", "import"
        ),
        Command("tab 1", translate("Commands", "Scenes"), "1"),
        Command("tab 2", translate("Commands", "Storyboard"), "2"),
        Command("tab 3", translate("Commands", "Map"), "3"),
        Command("tab 4", translate("Commands", "Library"), "4"),
        Command("tab 5", translate("Commands", "Similar moments"), "5"),
        Command("tab 6", translate("Commands", "Selects"), "6"),
        Command("tiles larger", translate("Commands", "Larger tiles"), "Ctrl++", repeats=True),
        Command("tiles smaller", translate("Commands", "Smaller tiles"), "Ctrl+-", repeats=True),
        Command("library panel", translate("Commands", "Show or hide the library"), "F9"),
        Command("explore panel", translate("Commands", "Show or hide the similar moments"), "F10"),
        Command("panels back", translate("Commands", "Reset layout"), "Ctrl+F9"),
        Command("full screen", translate("Commands", "Full screen"), "F11"),
        Command("settings", translate("Commands", "Settings"), "Ctrl+,"),
        Command("keys", translate("Commands", "Show all keys"), "?; Shift+?"),
        Command("quit", translate("Commands", "Quit"), "Ctrl+Q"),
    )


def player_commands() -> tuple[Command, ...]:
    """All commands of the player, in the order in which they are shown."""
    translate = QCoreApplication.translate
    return (
        Command("step back", translate("Player", "Previous frame"), ",", "step-back", repeats=True),
        Command("play", translate("Player", "Play"), "Space", "play"),
        Command("step forward", translate("Player", "Next frame"), ".", "step-forward", repeats=True),
        Command("slower", translate("Player", "Play backwards, faster each time"), "J"),
        Command("pause", translate("Player", "Pause, back to normal speed"), "K"),
        Command("faster", translate("Player", "Play, faster each time"), "L"),
        Command("back", translate("Player", "Back 1 second"), "Left", repeats=True),
        Command("forward", translate("Player", "Forward 1 second"), "Right", repeats=True),
        Command("back far", translate("Player", "Back 10 seconds"), "Shift+Left", repeats=True),
        Command("forward far", translate("Player", "Forward 10 seconds"), "Shift+Right", repeats=True),
        Command("scene back", translate("Player", "Previous scene"), "Alt+Left", repeats=True),
        Command("scene forward", translate("Player", "Next scene"), "Alt+Right", repeats=True),
        Command("start", translate("Player", "To the start"), "Home"),
        Command("end", translate("Player", "To the end"), "End"),
        Command("in", translate("Player", "Set the in point"), "I"),
        Command("out", translate("Player", "Set the out point"), "O"),
        Command("go to in", translate("Player", "Go to the in point"), "Shift+I"),
        Command("go to out", translate("Player", "Go to the out point"), "Shift+O"),
        Command("loop", translate("Player", "Loop between in and out"), "Ctrl+L", is_checkable=True),
        Command("bookmark", translate("Player", "Bookmark"), "M", "bookmark"),
        Command("go to time", translate("Player", "Go to time…"), "G"),
        Command("copy picture", translate("Player", "Copy the picture"), "C", "copy"),
        Command("save picture", translate("Player", "Save the picture…"), "Shift+C"),
        Command("mute", translate("Player", "Mute"), "Shift+M", "sound", is_checkable=True),
        Command("region", translate("Player", "Search in a box"), "Shift+S", "region", is_checkable=True),
        Command("heat", translate("Player", "Why?"), "H", "heat", is_checkable=True),
        Command("labels", translate("Player", "Label and time on the picture"), "Shift+L", is_checkable=True),
        Command("export", translate("Player", "Export"), "E", "export"),
    )


_PROMINENT = ("step back", "play", "step forward")


def make_actions(
    owner: QWidget, commands: Sequence[Command], handlers: Mapping[str, Callable[[], object]]
) -> dict[str, QAction]:
    """Make an action of each command, by name.

    The keys work anywhere in the window; a text field that has the focus keeps its letters.

    Args:
        owner: The widget the actions belong to.
        commands: What can be done.
        handlers: What to do, by name.
    """
    actions = {}
    for command in commands:
        action = QAction(command.text, owner)
        action.setObjectName(command.name)
        action.setShortcuts(QKeySequence.listFromString(command.keys))
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        action.setAutoRepeat(command.repeats)
        action.setCheckable(command.is_checkable)
        if command.icon:
            action.setIcon(icon(command.icon, "text" if command.name in _PROMINENT else "dim"))
        action.triggered.connect(lambda _checked=False, do=handlers[command.name]: do())
        explain_keys(action)
        owner.addAction(action)
        actions[command.name] = action
    return actions


def change_keys(actions: Mapping[str, QAction], shortcuts: Mapping[str, str]) -> None:
    """Give actions the keys the user chose; a command that had one of them by default loses it.

    Args:
        actions: Actions by name.
        shortcuts: Chosen keys by name, as ``QKeySequence`` writes them portably; empty text for none.
    """
    chosen = {name: QKeySequence.listFromString(keys) for name, keys in shortcuts.items() if name in actions}
    taken = {key.toString() for keys in chosen.values() for key in keys}
    for name, action in actions.items():
        before = action.shortcuts()
        kept = [key for key in before if key.toString() not in taken]
        if (keys := chosen.get(name, kept)) != before:
            action.setShortcuts(keys)
            explain_keys(action)


def explain_keys(action: QAction) -> None:
    """Put the keys into the tooltip; to be called again when they change."""
    action.setToolTip(with_keys(action.text().rstrip("…"), action))


def with_keys(words: str, *actions: QAction) -> str:
    """Words with the keys of actions, for a tooltip."""
    keys = ", ".join(filter(None, map(keys_of, actions)))
    return f"{words}  ({keys})" if keys else words


def keys_of(action: QAction) -> str:
    """The keys of an action as the user reads them; empty for none."""
    return ", ".join(key.toString(QKeySequence.SequenceFormat.NativeText) for key in action.shortcuts())


def is_key(event: QEvent, kind: QEvent.Type, key: Qt.Key) -> bool:
    """Whether an event is of a kind and about a key."""
    return event.type() == kind and isinstance(event, QKeyEvent) and event.key() == key
