"""A panel at a side of the window: moved by its head, and a small window of its own where it was let go."""

from PySide6.QtCore import QEvent, QPoint, QRect
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QDockWidget, QMainWindow, QWidget

from videxplore.ui.look.headings import lay_ground
from videxplore.ui.look.qt_override import qt_override
from videxplore.ui.look.theme import colours

LIFT_PX = 24


class PanelDock(QDockWidget):
    """Dragged by its head; a double click on the head lets it go, and takes it back."""

    def __init__(self, name: str, title: str, head: QWidget, panel: QWidget, window: QMainWindow) -> None:
        """Make a panel of ``window``.

        Args:
            name: By which its place is kept.
            title: What menus and the system call it.
            head: Shown above the panel; its empty parts are what one takes hold of.
            panel: What it holds.
            window: To which it belongs.
        """
        super().__init__(title, window)
        self._window = window
        self.setObjectName(name)
        self.setTitleBarWidget(head)
        lay_ground(panel)
        self.setWidget(panel)

    @qt_override
    def event(self, event: QEvent) -> bool:
        """Notice the double click on the head, which Qt deals with."""
        was_free, place = self.isFloating(), QRect(self.mapToGlobal(QPoint()), self.size())
        is_done = super().event(event)
        is_double = event.type() == QEvent.Type.MouseButtonDblClick
        if is_double and self.isFloating() and not was_free and (self.pos() - place.topLeft()).isNull():
            self._lift_off(place)
        return is_done

    def _lift_off(self, place: QRect) -> None:
        """Leave the place at the side: exactly above it, nobody would notice that the panel was let go."""
        window = self._window.frameGeometry()
        by_px = LIFT_PX if place.center().x() < window.center().x() else -LIFT_PX
        self.resize(self.width(), self.height() - 2 * LIFT_PX)
        self.move(place.left() + by_px, place.top() + LIFT_PX)

    @qt_override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Frame what was let go: no system does that for a window without a title of its own."""
        super().paintEvent(event)
        if self.isFloating():
            painter = QPainter(self)
            painter.setPen(colours().faint)
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
            painter.end()
