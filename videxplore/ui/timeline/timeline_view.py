"""What the timeline looks like: its rows, what moves over them, and the thumbnail at the pointer."""

from dataclasses import replace

from PySide6.QtCore import QEvent, QPoint, QPointF, QSize, Qt
from PySide6.QtGui import QFocusEvent, QImage, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolButton, QWidget

from videxplore.services.library import Library
from videxplore.ui.look.hover_thumbnail import HoverThumbnail
from videxplore.ui.look.qt_override import qt_override
from videxplore.ui.look.theme import colours
from videxplore.ui.look.widgets import quiet_button
from videxplore.ui.session import Session
from videxplore.ui.timeline.film import Film, FilmFrames, paint_film
from videxplore.ui.timeline.painting import FIT_PX, TimelinePainter
from videxplore.ui.timeline.time_mapping import SIDE_PX, Row, TimelineLayout, TimeMapping
from videxplore.ui.timeline.timeline_feed import TimelineFeed
from videxplore.ui.work.jobs import Lane

# A thumbnail this far from the pointer is of what is there, for what anyone looks for.
NEAR_S = 0.5
KEYBOARD_REASONS = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)

FIT_BUTTON = QSize(FIT_PX - 6, 16)

_CAPTION_LETTERS = 40
"""Of a line of text that are shown above the pointer."""


class TimelineView(QWidget):
    """The timeline without its gestures."""

    def __init__(self, session: Session, library: Library, lane: Lane, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._session = session
        self.mapping = TimeMapping()
        self.rows = TimelineLayout.stacked()
        self.setFixedHeight(self.rows.height_px)
        self._still: QPixmap | None = None
        self._floating: HoverThumbnail | None = None
        self._pointer: QPointF | None = None
        self._is_scrubbing = False
        self._shows_focus = False
        self.fit_button = self._make_fit_button()
        self.frames = FilmFrames(lane, self)
        self.frames.arrivedChanged.connect(self._on_changed)
        self.feed = TimelineFeed(session, library, lane, self)
        self.feed.replaced.connect(self._on_replaced)
        self.feed.changed.connect(self._on_changed)
        session.timeChanged.connect(self._on_time)
        session.shotSelected.connect(self._on_changed)
        self._on_replaced()

    def _make_fit_button(self) -> QToolButton:
        button = quiet_button("fit", self.tr("Show the whole video"))
        button.setToolTip(f"{button.accessibleName()} (0)")
        button.setParent(self)
        button.setFixedSize(FIT_BUTTON)
        # The timeline has a key for it.
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.clicked.connect(self.show_all)
        button.hide()
        return button

    def close_files(self) -> None:
        """Close the strip's file; the window calls this when it closes."""
        self.frames.close()
        self.feed.close()

    # What is in sight

    def show_all(self) -> None:
        """Zoom out to the whole video."""
        self._look_at(replace(self.mapping, start_s=0.0, span_s=self.mapping.duration_s or 1.0))

    def zoom(self, factor: float) -> None:
        """Zoom in by a factor around the playhead (the middle when it is out of sight)."""
        around_px = self.mapping.x_px(self._session.time_s)
        if not self.mapping.left_px <= around_px <= self.mapping.left_px + self.mapping.width_px:
            around_px = self.width() / 2
        self._look_at(self.mapping.zoomed(factor, around_px))

    def zoom_to(self, start_s: float, end_s: float) -> None:
        """Show one span with a little room on both sides."""
        room_s = (end_s - start_s) * 0.08
        self._look_at(self.mapping.spanning(start_s - room_s, end_s + room_s))

    @qt_override
    def sizeHint(self) -> QSize:
        return QSize(640, self.rows.height_px)

    @qt_override
    def minimumSizeHint(self) -> QSize:
        return QSize(240, self.rows.height_px)

    def _look_at(self, mapping: TimeMapping) -> None:
        if mapping != self.mapping:
            self.mapping = mapping
            self._on_changed()
            self._show_floating()

    def _on_replaced(self) -> None:
        content, video = self.feed.content, self._session.video
        self.frames.open(video.path if video is not None else None)
        width_px = self.width() - 2 * SIDE_PX
        self.mapping = TimeMapping.whole(content.duration_s, content.frame_s, SIDE_PX, width_px)
        self._hide_floating()
        self._on_changed()

    def _on_changed(self) -> None:
        self._still = None
        self.fit_button.setVisible(self.mapping.duration_s > 0 and not self.mapping.shows_all)
        self.update()

    def _on_time(self, time_s: float) -> None:
        if not self._is_scrubbing:
            shown = self.mapping.showing(time_s)
            if shown != self.mapping:
                self.mapping = shown
                self._still = None
        self.update()

    # Painting

    @qt_override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the rows, kept as a pixmap until they change, and over them what moves."""
        ratio = self.devicePixelRatioF()
        if self._still is None or self._still.size() != self.size() * ratio:
            self._still = QPixmap(self.size() * ratio)
            self._still.setDevicePixelRatio(ratio)
            self._paint_rows(self._still)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.drawPixmap(0, 0, self._still)
        if self.mapping.duration_s > 0:
            self._paint_moving(painter)
        if self._shows_focus:
            painter.setPen(colours().accent)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -2, -2), 5, 5)
        painter.end()

    def _paint_rows(self, pixmap: QPixmap) -> None:
        palette, content, rows = colours(), self.feed.content, self.rows
        pixmap.fill(palette.background)
        film = Film(self.feed.strip, self.frames, content.aspect, content.is_coming)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_film(painter, self.mapping, rows.film, film, palette)
        if content.duration_s > 0:
            paint = TimelinePainter(painter, self.mapping, rows, palette)
            paint.ruler()
            paint.waveform(rows.wave, content.waveform)
            paint.scenes(content.shots, self._session.shot.id if self._session.shot is not None else 0)
            paint.text(content.text)
            paint.ribbon(content.ribbon)
            paint.heat(content.heat)
            paint.in_out(content.in_s, content.out_s)
            paint.bookmarks(content.bookmarks_s)
            paint.bookmarks(content.rejected_s, "rejected")
            paint.bookmarks(content.favourites_s, "favourite")
        painter.end()

    def _paint_moving(self, painter: QPainter) -> None:
        paint, pointer = TimelinePainter(painter, self.mapping, self.rows, colours()), self._pointer
        on_overview = pointer is not None and self.rows.overview.holds(pointer.y(), 4)
        paint.overview(self._session.time_s, is_hovered=on_overview)
        if pointer is not None and not on_overview:
            paint.pointer(pointer.x())
        paint.playhead(self._session.time_s)

    @qt_override
    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show a ring when the keyboard brought the focus; a pointer needs none."""
        self._shows_focus = event.reason() in KEYBOARD_REASONS
        self.update()

    @qt_override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._shows_focus = False
        self.update()

    @qt_override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the visible seconds across the new width."""
        self.mapping = self.mapping.resized(SIDE_PX, self.width() - 2 * SIDE_PX)
        overview = self.rows.overview
        middle_px = (overview.top_px + overview.bottom_px) // 2
        self.fit_button.move(
            self.width() - SIDE_PX - FIT_BUTTON.width(), middle_px - FIT_BUTTON.height() // 2
        )
        self._on_changed()

    @qt_override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._on_changed()
        super().changeEvent(event)

    # The thumbnail at the pointer

    def _point_at(self, pointer: QPointF | None) -> None:
        """Follow the pointer; None when it has left."""
        self._pointer = pointer
        self._show_floating()
        self.update()

    def _show_floating(self) -> None:
        pointer = self._pointer
        if pointer is None or self.feed.content.duration_s <= 0 or self.rows.overview.holds(pointer.y(), 4):
            self._hide_floating()
            return
        if self._floating is None or self._floating.parentWidget() is not self.window():
            self._floating = HoverThumbnail(self.window())
        time_s = self.mapping.time_s(pointer.x())
        strip = self.feed.strip
        image = strip.image_at(time_s) if strip is not None else QImage()
        is_near = strip is None or abs(strip.behind_s(time_s)) <= NEAR_S
        foot = self.mapTo(self.window(), QPoint(round(pointer.x()), self.rows.film.top_px - 4))
        caption = self._caption(time_s)
        self._floating.float_above(foot, image, caption if is_near else f"~{caption}", is_near=is_near)

    def _caption(self, time_s: float) -> str:
        content, text, more = self.feed.content, self.feed.content.position_words(time_s), ""
        if self._is_on(self.rows.actions):
            span = content.label_at(time_s)
            more = span.label if span is not None else ""
        elif self._is_on(self.rows.text):
            said = content.text_at(time_s)
            more = said if len(said) <= _CAPTION_LETTERS else f"{said[:_CAPTION_LETTERS]}…"
        return f"{text}  {more}" if more else text

    def _is_on(self, row: Row) -> bool:
        return self._pointer is not None and row.holds(self._pointer.y(), 2)

    def _hide_floating(self) -> None:
        if self._floating is not None:
            self._floating.hide()
