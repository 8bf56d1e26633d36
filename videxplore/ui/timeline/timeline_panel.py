"""The timeline: a whole video or a single second of it, to be looked over, scrubbed and marked."""

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QHideEvent, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QMenu

from videxplore.core.types import Shot
from videxplore.services.library import Library
from videxplore.ui.look.qt_override import qt_override
from videxplore.ui.session import Marks, Session
from videxplore.ui.timeline.painting import overview_bar, overview_handle, panned_by_overview
from videxplore.ui.timeline.timeline_view import TimelineView
from videxplore.ui.work.jobs import Lane

WHEEL_STEP = 120
ZOOM_A_STEP = 1.25
KEY_ZOOM = 1.5
DRAG_PX = 4


class Timeline(TimelineView):
    """Ruler, filmstrip, sound, scenes, actions, similarity and overview of the open video.

    The pointer shows the thumbnail under it; pressing moves the player, releasing asks for the exact frame;
    a click on a scene selects it, a double click zooms to it. The wheel zooms around the pointer, with Shift
    it pans, and so does the middle button. The rest of the window learns of it through the session.
    """

    def __init__(self, session: Session, library: Library, lane: Lane) -> None:
        super().__init__(session, library, lane)
        self.setObjectName("timeline")
        self.setAccessibleName(self.tr("Timeline"))
        self.setAccessibleDescription(
            self.tr("Drag to move through the video. The wheel zooms, Shift and the wheel pan, + and - zoom.")
        )
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._pressed_at = QPointF()
        self._dragged_from = QPointF()
        self._is_panning = False
        self._is_on_overview = False

    @qt_override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to scrub, or to pan with the middle button or on the overview bar."""
        position = event.position()
        self._pressed_at = self._dragged_from = position
        if event.button() == Qt.MouseButton.MiddleButton:
            self._is_panning = True
        elif event.button() == Qt.MouseButton.LeftButton and self.rows.overview.holds(position.y(), 4):
            self._is_on_overview = True
            if not overview_handle(self.mapping, self.rows.overview).contains(
                position.x(), self.rows.overview.top_px + 1
            ):
                bar = overview_bar(self.mapping, self.rows.overview)
                share = (position.x() - bar.left()) / bar.width()
                self._look_at(self.mapping.centred(share * self.mapping.duration_s))
        elif event.button() == Qt.MouseButton.LeftButton:
            self._is_scrubbing = True
            self._session.scrub(self.mapping.time_s(position.x()))
        else:
            event.ignore()

    @qt_override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show the moment under the pointer; go on with what the press began."""
        position = event.position()
        by_px = position.x() - self._dragged_from.x()
        self._dragged_from = position
        if self._is_panning:
            self._look_at(self.mapping.panned(-by_px))
        elif self._is_on_overview:
            self._look_at(panned_by_overview(self.mapping, self.rows.overview, by_px))
        elif self._is_scrubbing:
            self._session.scrub(self.mapping.time_s(position.x()))
        self._point_at(position)

    @qt_override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Ask for the exact frame; a click without a drag on a scene selects it."""
        position = event.position()
        was_scrubbing = self._is_scrubbing
        self._is_scrubbing = self._is_panning = self._is_on_overview = False
        if not was_scrubbing:
            return
        time_s = self.mapping.time_s(position.x())
        self._session.seek(time_s)
        is_click = abs(position.x() - self._pressed_at.x()) < DRAG_PX
        if is_click and self.rows.scenes.holds(position.y(), 2):
            self._session.select_shot(self.feed.content.shot_at(time_s))

    @qt_override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Zoom to the scene under the pointer; back to the whole video on the ruler and the overview."""
        position = event.position()
        shot = self.feed.content.shot_at(self.mapping.time_s(position.x()))
        if self.rows.ruler.holds(position.y()) or self.rows.overview.holds(position.y(), 4) or shot is None:
            self.show_all()
        elif self.rows.scenes.holds(position.y(), 2):
            self.zoom_to(shot.start_s, shot.end_s)

    @qt_override
    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom around the pointer; pan with Shift, or with a wheel that tilts."""
        angle = event.angleDelta()
        if angle.x() and not angle.y():
            self._look_at(self.mapping.panned(-angle.x()))
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._look_at(self.mapping.panned(-(angle.y() or angle.x())))
        else:
            self._look_at(self.mapping.zoomed(ZOOM_A_STEP ** (angle.y() / WHEEL_STEP), event.position().x()))
        event.accept()

    @qt_override
    def leaveEvent(self, event: QEvent) -> None:
        self._point_at(None)

    @qt_override
    def hideEvent(self, event: QHideEvent) -> None:
        self._point_at(None)

    @qt_override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Plus and minus zoom, 0 shows all, Return selects the scene under the playhead."""
        key = event.key()
        if key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom(KEY_ZOOM)
        elif key == Qt.Key.Key_Minus:
            self.zoom(1 / KEY_ZOOM)
        elif key == Qt.Key.Key_0:
            self.show_all()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._session.select_shot(self.feed.content.shot_at(self._session.time_s))
        else:
            super().keyPressEvent(event)

    @qt_override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self.feed.content.duration_s <= 0:
            return
        self._menu_at(self.mapping.time_s(event.pos().x())).popup(event.globalPos())

    def _zoom_to_shot(self, shot: Shot | None) -> None:
        if shot is not None:
            self.zoom_to(shot.start_s, shot.end_s)

    def _menu_at(self, time_s: float) -> QMenu:
        shot = self.feed.content.shot_at(time_s)
        session = self._session
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        similar = menu.addAction(self.tr("Find scenes like this"), lambda: session.select_shot(shot))
        zoom = menu.addAction(self.tr("Zoom to this scene"), lambda: self._zoom_to_shot(shot))
        for action in (similar, zoom):
            action.setEnabled(shot is not None)
        whole = menu.addAction(self.tr("Show the whole video"), self.show_all)
        whole.setEnabled(not self.mapping.shows_all)
        menu.addSeparator()
        menu.addAction(self.tr("Set the in point here"), lambda: session.set_in(time_s))
        menu.addAction(self.tr("Set the out point here"), lambda: session.set_out(time_s))
        clear = menu.addAction(self.tr("Clear in and out"), lambda: session.set_marks(Marks()))
        clear.setEnabled(session.marks != Marks())
        menu.addSeparator()
        menu.addAction(self.tr("Bookmark"), lambda: session.toggle_bookmark(time_s))
        return menu
