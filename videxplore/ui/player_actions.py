"""Everything the player can be told to do, with its keys."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from videxplore.ui.icons import icon


@dataclass(frozen=True, slots=True)
class PlayerAction:
    """One thing to do.

    Attributes:
        name: How code and the shortcut settings call it.
        text: How the person reads it.
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


PLAYER_ACTIONS = (
    PlayerAction("step back", "Previous frame", (",",), "step-back", repeats=True),
    PlayerAction("play", "Play", ("Space",), "play"),
    PlayerAction("step forward", "Next frame", (".",), "step-forward", repeats=True),
    PlayerAction("slower", "Play backwards, faster each time", ("J",)),
    PlayerAction("pause", "Pause", ("K",)),
    PlayerAction("faster", "Play, faster each time", ("L",)),
    PlayerAction("back", "Back 1 second", ("Left",), repeats=True),
    PlayerAction("forward", "Forward 1 second", ("Right",), repeats=True),
    PlayerAction("back far", "Back 10 seconds", ("Shift+Left",), repeats=True),
    PlayerAction("forward far", "Forward 10 seconds", ("Shift+Right",), repeats=True),
    PlayerAction("scene back", "Previous scene", ("Alt+Left",), repeats=True),
    PlayerAction("scene forward", "Next scene", ("Alt+Right",), repeats=True),
    PlayerAction("start", "To the start", ("Home",)),
    PlayerAction("end", "To the end", ("End",)),
    PlayerAction("in", "Set the in point", ("I",)),
    PlayerAction("out", "Set the out point", ("O",)),
    PlayerAction("bookmark", "Bookmark", ("M",), "bookmark"),
    PlayerAction("go to time", "Go to time…", ("G",)),
    PlayerAction("copy picture", "Copy the picture", ("C",), "copy"),
    PlayerAction("mute", "Mute", ("Shift+M",), "sound", is_checkable=True),
    PlayerAction("region", "Region", ("Shift+S",), "region", is_checkable=True),
    PlayerAction("heat", "Heat", ("H",), "heat", is_checkable=True),
    PlayerAction("export", "Export", ("E",), "export"),
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
    for spec in PLAYER_ACTIONS:
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
    keys = ", ".join(key.toString(QKeySequence.SequenceFormat.NativeText) for key in action.shortcuts())
    text = action.text().rstrip("…")
    action.setToolTip(f"{text}  ({keys})" if keys else text)
