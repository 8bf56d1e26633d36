"""All commands of the player, with their keys."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

from videxplore.ui.look.icons import icon


@dataclass(frozen=True, slots=True)
class PlayerAction:
    """One thing to do.

    Attributes:
        name: How code and the shortcut settings call it.
        text: How the user reads it.
        keys: Its keys; all can be changed.
        icon: Name of its icon; empty for none.
        is_checkable: Whether it switches something on and off.
        repeats: Whether holding the key goes on doing it.
    """

    name: str
    text: str
    keys: tuple[str, ...]
    icon: str = ""
    is_checkable: bool = False
    repeats: bool = False


def player_actions() -> tuple[PlayerAction, ...]:
    """All actions of the player, in the order in which they are shown."""
    translate = QCoreApplication.translate
    return (
        PlayerAction("step back", translate("Player", "Previous frame"), (",",), "step-back", repeats=True),
        PlayerAction("play", translate("Player", "Play"), ("Space",), "play"),
        PlayerAction("step forward", translate("Player", "Next frame"), (".",), "step-forward", repeats=True),
        PlayerAction("slower", translate("Player", "Play backwards, faster each time"), ("J",)),
        PlayerAction("pause", translate("Player", "Pause"), ("K",)),
        PlayerAction("faster", translate("Player", "Play, faster each time"), ("L",)),
        PlayerAction("back", translate("Player", "Back 1 second"), ("Left",), repeats=True),
        PlayerAction("forward", translate("Player", "Forward 1 second"), ("Right",), repeats=True),
        PlayerAction("back far", translate("Player", "Back 10 seconds"), ("Shift+Left",), repeats=True),
        PlayerAction(
            "forward far", translate("Player", "Forward 10 seconds"), ("Shift+Right",), repeats=True
        ),
        PlayerAction("scene back", translate("Player", "Previous scene"), ("Alt+Left",), repeats=True),
        PlayerAction("scene forward", translate("Player", "Next scene"), ("Alt+Right",), repeats=True),
        PlayerAction("start", translate("Player", "To the start"), ("Home",)),
        PlayerAction("end", translate("Player", "To the end"), ("End",)),
        PlayerAction("in", translate("Player", "Set the in point"), ("I",)),
        PlayerAction("out", translate("Player", "Set the out point"), ("O",)),
        PlayerAction("bookmark", translate("Player", "Bookmark"), ("M",), "bookmark"),
        PlayerAction("go to time", translate("Player", "Go to time…"), ("G",)),
        PlayerAction("copy picture", translate("Player", "Copy the picture"), ("C",), "copy"),
        PlayerAction("mute", translate("Player", "Mute"), ("Shift+M",), "sound", is_checkable=True),
        PlayerAction(
            "region", translate("Player", "Search in a box"), ("Shift+S",), "region", is_checkable=True
        ),
        PlayerAction("heat", translate("Player", "Why?"), ("H",), "heat", is_checkable=True),
        PlayerAction("export", translate("Player", "Export"), ("E",), "export"),
    )


_PROMINENT = ("step back", "play", "step forward")


def make_actions(owner: QWidget, handlers: dict[str, Callable[[], None]]) -> dict[str, QAction]:
    """Make every action of the player.

    The keys work anywhere in the window; a text field that has the focus keeps its letters.

    Args:
        owner: The player.
        handlers: What to do, by name.
    """
    actions = {}
    for spec in player_actions():
        action = QAction(spec.text, owner)
        action.setObjectName(f"player {spec.name}")
        action.setShortcuts([QKeySequence(key) for key in spec.keys])
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        action.setAutoRepeat(spec.repeats)
        action.setCheckable(spec.is_checkable)
        if spec.icon:
            action.setIcon(icon(spec.icon, "text" if spec.name in _PROMINENT else "dim"))
        action.triggered.connect(handlers[spec.name])
        explain_keys(action)
        owner.addAction(action)
        actions[spec.name] = action
    return actions


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
