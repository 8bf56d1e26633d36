"""Keys that move about in a control: while it has the focus it keeps them from the window's shortcuts."""

from collections.abc import Collection

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from videxplore.ui.look.qt_override import qt_override

ARROWS = frozenset({Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down})
MOVING_KEYS = ARROWS | {Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}
_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


class ReservedKeys(QObject):
    """Lives with a control and keeps keys for it."""

    def __init__(self, control: QWidget, keys: Collection[int]) -> None:
        """Keep ``keys`` for ``control`` where no Ctrl, Shift or Alt is held."""
        super().__init__(control)
        self._keys = keys
        control.installEventFilter(self)

    @qt_override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Say that the control wants the key, before a shortcut takes it."""
        if asks_for(event, self._keys):
            event.accept()
            return True
        return super().eventFilter(watched, event)


def asks_for(event: QEvent, keys: Collection[int]) -> bool:
    """Whether an event asks if the focused control wants one of these keys, held alone."""
    return (
        event.type() == QEvent.Type.ShortcutOverride
        and isinstance(event, QKeyEvent)
        and event.modifiers() in _PLAIN
        and event.key() in keys
    )
