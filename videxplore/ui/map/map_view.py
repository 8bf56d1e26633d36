"""The map: every scene of the library as a point, to be panned, zoomed, looked at and lassoed."""

from collections.abc import Collection, Sequence

import numpy as np
from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPolygonF, QWheelEvent
from PySide6.QtWidgets import QWidget

from videxplore.ui.look.hover_thumbnail import HoverThumbnail
from videxplore.ui.look.qt_override import qt_override
from videxplore.ui.look.texts import clock_text
from videxplore.ui.map.plane import MapPlane, ThumbnailSource
from videxplore.ui.map.points import MapPort, within
from videxplore.ui.work.jobs import Lane

_WHEEL_STEP = 120
_ZOOM_A_STEP = 1.25
_KEY_PAN_PX = 60
_CLICK_PX = 4
_KEYS = (
    Qt.Key.Key_Left,
    Qt.Key.Key_Right,
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_Plus,
    Qt.Key.Key_Equal,
    Qt.Key.Key_Minus,
    Qt.Key.Key_0,
)


class MapView(MapPlane):
    """The plane with its gestures: drag to lasso, the wheel to zoom, Shift and drag to move.

    Signals:
        lassoChanged: The ids of the scenes within the lasso, int64 (N,); None without one.
        pointSelected: The number of the point that was clicked.
    """

    lassoChanged = Signal(object)
    pointSelected = Signal(int)

    def __init__(
        self, lane: Lane, thumbnails: ThumbnailSource | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(lane, thumbnails, parent)
        self.setAccessibleName(self.tr("Map of all scenes"))
        self.setAccessibleDescription(self.tr("Drag to lasso scenes, scroll to zoom, Shift-drag to pan."))
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._pressed_at: QPointF | None = None
        self._dragged_from = QPointF()
        self._pans = False
        self._floating: HoverThumbnail | None = None

    def clear_lasso(self) -> None:
        """Highlight no point any more."""
        if self.chosen is not None:
            self.choose(None)
            self.lassoChanged.emit(None)

    def choose_scenes(self, shot_ids: Collection[int]) -> None:
        """Highlight these scenes, as if they had been lassoed; none where none of them is on the map."""
        if self.points is not None:
            chosen = np.isin(self.points.shot_ids, np.fromiter(shot_ids, np.int64))
            self.choose(chosen if chosen.any() else None)
            self.lassoChanged.emit(self.points.shot_ids[chosen] if chosen.any() else None)

    def choose_groups(self, numbers: Sequence[int]) -> None:
        """Highlight the scenes of some colours, as if they had been lassoed."""
        if self.points is not None:
            chosen = np.isin(self.points.groups, numbers)
            self.choose(chosen)
            self.lassoChanged.emit(self.points.shot_ids[chosen])

    @qt_override
    def event(self, event: QEvent) -> bool:
        """Keep the keys of the map from the window's shortcuts while the map has the focus."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and self._knows(event)
        ):
            event.accept()
            return True
        return super().event(event)

    @qt_override
    def wheelEvent(self, event: QWheelEvent) -> None:
        position = event.position()
        factor = _ZOOM_A_STEP ** (event.angleDelta().y() / _WHEEL_STEP)
        self.look_at(self.port.zoomed(factor, position.x(), position.y()))
        event.accept()

    @qt_override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed_at = self._dragged_from = event.position()
        is_left = event.button() == Qt.MouseButton.LeftButton
        self._pans = not is_left or bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        self._outline = QPolygonF()

    @qt_override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Continue the lasso or the move, or show what is under the pointer."""
        position = event.position()
        if self._pressed_at is None:
            self._point_at(self.nearest(position))
            return
        if self._pans:
            by = position - self._dragged_from
            self._dragged_from = position
            self.look_at(self.port.panned(by.x(), by.y()))
        elif not self._outline.isEmpty() or _far(position, self._pressed_at):
            self._point_at(-1)
            self._outline.append(position)
            self.update()

    @qt_override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Choose what was lassoed; a click opens the scene, or clears the lasso."""
        outline, self._outline = self._outline, QPolygonF()
        pressed_at, self._pressed_at = self._pressed_at, None
        self.update()
        if pressed_at is None or self._pans or self.points is None:
            return
        if outline.count() > 2:
            chosen = within(self.points, self.port, outline)
            self.choose(chosen)
            self.lassoChanged.emit(self.points.shot_ids[chosen])
            return
        number = self.nearest(event.position())
        if number >= 0:
            self.pointSelected.emit(number)
        else:
            self.clear_lasso()

    def _knows(self, event: QKeyEvent) -> bool:
        is_plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        is_ours = event.key() in _KEYS or (event.key() == Qt.Key.Key_Escape and self.chosen is not None)
        return is_plain and is_ours

    @qt_override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Plus and minus zoom, the arrows move, 0 shows all, Escape clears the lasso."""
        moves = {
            Qt.Key.Key_Left: (_KEY_PAN_PX, 0),
            Qt.Key.Key_Right: (-_KEY_PAN_PX, 0),
            Qt.Key.Key_Up: (0, _KEY_PAN_PX),
            Qt.Key.Key_Down: (0, -_KEY_PAN_PX),
        }
        key = Qt.Key(event.key())
        middle = (self.width() / 2, self.height() / 2)
        if key in moves:
            self.look_at(self.port.panned(*moves[key]))
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.look_at(self.port.zoomed(_ZOOM_A_STEP**2, *middle))
        elif key == Qt.Key.Key_Minus:
            self.look_at(self.port.zoomed(_ZOOM_A_STEP**-2, *middle))
        elif key == Qt.Key.Key_0:
            self.look_at(MapPort(self.width(), self.height()))
        elif key == Qt.Key.Key_Escape and self.chosen is not None:
            self.clear_lasso()
        else:
            super().keyPressEvent(event)

    @qt_override
    def leaveEvent(self, event: QEvent) -> None:
        self._point_at(-1)

    def _point_at(self, number: int) -> None:
        if number == self._near:
            return
        self._near = number
        self.update()
        self._float(number)

    def show_loaded(self) -> None:
        """Paint thumbnails that have come, also the one at the pointer."""
        self.update()
        self._float(self._near)

    def _float(self, number: int) -> None:
        if number < 0 or self.points is None:
            if self._floating is not None:
                self._floating.hide()
            return
        if self._floating is None:
            self._floating = HoverThumbnail(self.window())
        thumbnail = self._thumbnail(number)
        place = self.port.to_px(self.points.positions[number : number + 1])[0]
        foot = self.mapTo(self.window(), QPointF(float(place[0]), float(place[1]) - 10).toPoint())
        image = QImage() if thumbnail is None else thumbnail.toImage()
        self._floating.float_above(foot, image, clock_text(float(self.points.times_s[number]), 1))


def _far(one: QPointF, other: QPointF) -> bool:
    return abs(one.x() - other.x()) + abs(one.y() - other.y()) > _CLICK_PX
