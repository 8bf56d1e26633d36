"""The layout of the window: kept from one start to the next; more room for the tabs that need it."""

import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QByteArray, QEvent, QObject, QPoint, QRect, QSettings, QSize, Qt
from PySide6.QtGui import QAction, QPainter, QPaintEvent
from PySide6.QtWidgets import QDockWidget, QMainWindow, QSplitter, QWidget

from videxplore.core.video_listing import VideoOrder
from videxplore.ui.library.library_grid import TABLE_PAGE
from videxplore.ui.library.library_model import Sorting
from videxplore.ui.look.qt_override import qt_override
from videxplore.ui.look.theme import colours
from videxplore.ui.look.widgets import TabbedPages, lay_ground
from videxplore.ui.searching import result_views
from videxplore.ui.window.parts import WindowParts

STATE_VERSION = 1
LEAST_LIBRARY_PX = 232
LEAST_EXPLORE_PX = 300
MOST_LIBRARY_PX = 320
MOST_EXPLORE_PX = 560
USUAL_SIZE = QSize(1440, 900)
SHARE_OF_SCREEN = 0.8
# The title and the borders that a system puts around the window; known only once it is shown.
FRAME = QSize(16, 48)
# The largest int of Qt; no stored value comes near it.
MOST_KEPT = 2.0**31 - 1
LIFT_PX = 24


class PanelDock(QDockWidget):
    """Dragged by its head; a double click on the head undocks it, and docks it again."""

    def __init__(self, name: str, title: str, head: QWidget, panel: QWidget, window: QMainWindow) -> None:
        """Make a panel of ``window``.

        Args:
            name: By which its place is kept.
            title: What menus and the system call it.
            head: Shown above the panel; it is dragged by its empty parts.
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
        """Move a little: exactly above its place at the side, the panel would not be seen to float."""
        window = self._window.frameGeometry()
        by_px = LIFT_PX if place.center().x() < window.center().x() else -LIFT_PX
        self.resize(self.width(), self.height() - 2 * LIFT_PX)
        self.move(place.left() + by_px, place.top() + LIFT_PX)

    @qt_override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Frame a floating panel: no system does that for a window without a title of its own."""
        super().paintEvent(event)
        if self.isFloating():
            painter = QPainter(self)
            painter.setPen(colours().faint)
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
            painter.end()


class WindowLayout(QObject):
    """Saves the layout in a file of its own, which can be deleted without harm."""

    def __init__(
        self,
        window: QMainWindow,
        parts: WindowParts,
        docks: Mapping[str, QDockWidget],
        splitter: QSplitter,
        file: Path,
    ) -> None:
        """Keep the layout of ``window``, whose middle is ``splitter``, in ``file``."""
        super().__init__(window)
        self._window = window
        self._parts = parts
        self._docks = docks
        self._splitter = splitter
        self._file = file
        self._usual = QByteArray()

    def save(self) -> None:
        """Save everything."""
        state = self._state()
        state.setValue("geometry", self._window.saveGeometry())
        state.setValue("docks", self._window.saveState(STATE_VERSION))
        state.setValue("centre", self._splitter.saveState())
        state.setValue("tab", self._parts.tabs.current)
        library, sorting = self._parts.library_grid, self._parts.videos.sorting
        state.setValue("library view", library.view)
        state.setValue("columns", library.table.save_columns())
        state.setValue("result view", self._parts.similar.views.view)
        state.setValue("result columns", self._parts.similar.table.save_columns())
        state.setValue("order", sorting.order.value)
        state.setValue("reversed", int(sorting.is_reversed))
        state.setValue("labels", int(self._labels_action.isChecked()))
        tree = self._parts.library_panel.tree
        state.setValue("roots", _packed(tree.roots))
        state.setValue("open folders", _packed(sorted(tree.opened_folders())))
        session = self._parts.session
        state.setValue("library", str(self._parts.library.folder))
        state.setValue("video", session.video.id if session.video is not None else 0)
        state.setValue("time", session.time_s)

    def restore(self) -> None:
        """Restore the window as it was saved."""
        state = self._state()
        geometry, docks, centre = (state.value(name) for name in ("geometry", "docks", "centre"))
        screen = self._window.screen().availableSize()
        self._window.resize(USUAL_SIZE.expandedTo(screen * SHARE_OF_SCREEN).boundedTo(screen - FRAME))
        if isinstance(geometry, QByteArray):
            self._window.restoreGeometry(geometry)
        self._share_out_width()
        self._usual = self._window.saveState(STATE_VERSION)
        if isinstance(docks, QByteArray):
            self._window.restoreState(docks, STATE_VERSION)
        self._docks["failures"].hide()
        if not (isinstance(centre, QByteArray) and self._splitter.restoreState(centre)):
            self._splitter.setSizes([560, 150, 210])
        self._parts.tabs.show_page(_whole(state.value("tab")))
        self._restore_library(state)
        if state.value("library") == str(self._parts.library.folder):
            roots, opened = _unpacked(state.value("roots")), _unpacked(state.value("open folders"))
            self._parts.library_panel.tree.restore(roots, opened)
        self._labels_action.setChecked(_whole(state.value("labels")) == 1)

    def _restore_library(self, state: QSettings) -> None:
        library, columns = self._parts.library_grid, state.value("columns")
        order = str(state.value("order"))
        if order in set(VideoOrder):
            self._parts.videos.set_sorting(Sorting(VideoOrder(order), _whole(state.value("reversed")) == 1))
        if isinstance(columns, QByteArray):
            library.table.restore_columns(columns)
        if _whole(state.value("library view")) == TABLE_PAGE:
            library.show_view(TABLE_PAGE)
        similar, columns = self._parts.similar, state.value("result columns")
        if isinstance(columns, QByteArray):
            similar.table.restore_columns(columns)
        view = _whole(state.value("result view"))
        if view in (result_views.ROWS_PAGE, result_views.TABLE_PAGE):
            similar.views.show_view(view)

    def reset(self) -> None:
        """Put the panels back where they are when the program starts for the first time."""
        is_failures_shown = self._docks["failures"].isVisible()
        # All out of the layout first: the tabs of panels that lay over each other would stay on screen.
        for dock in self._docks.values():
            self._window.removeDockWidget(dock)
        if (layout := self._window.layout()) is not None:
            layout.activate()
        self._window.restoreState(self._usual, STATE_VERSION)
        self._share_out_width()
        self._docks["failures"].setVisible(is_failures_shown)

    def reopen(self) -> None:
        """Open the video that was open, at its time, unless another one is open by now."""
        state, session = self._state(), self._parts.session
        if session.video is not None or state.value("library") != str(self._parts.library.folder):
            return
        video = self._parts.videos.by_id(_whole(state.value("video")))
        if video is not None:
            session.open_video(video, _number(state.value("time")))

    @property
    def _labels_action(self) -> QAction:
        return self._parts.player.actions_by_name["labels"]

    def _state(self) -> QSettings:
        return QSettings(str(self._file), QSettings.Format.IniFormat)

    def _share_out_width(self) -> None:
        """On a small screen the docks leave the player's controls their room."""
        width = self._window.width()
        library = min(MOST_LIBRARY_PX, max(LEAST_LIBRARY_PX, round(width * 0.165)))
        explore = min(MOST_EXPLORE_PX, max(LEAST_EXPLORE_PX, round(width * 0.235)))
        docks = [self._docks["library"], self._docks["explore"]]
        self._window.resizeDocks(docks, [library, explore], Qt.Orientation.Horizontal)


def _packed(paths: Iterable[Path]) -> QByteArray:
    """Paths as bytes, since a path need not be text."""
    return QByteArray(b"\0".join(map(os.fsencode, paths)))


def _unpacked(value: object) -> list[Path]:
    """Paths that were kept; none where the file is damaged."""
    packed = value.data() if isinstance(value, QByteArray) else b""
    return [Path(os.fsdecode(path)) for path in bytes(packed).split(b"\0") if path]


def _whole(value: object) -> int:
    return int(_number(value))


def _number(value: object) -> float:
    """A number that was kept; 0 where the file is damaged."""
    try:
        number = float(str(value))
    except ValueError:
        return 0.0
    return number if 0 <= number <= MOST_KEPT else 0.0


SHARE = 0.45


class TabRoom(QObject):
    """Makes the tabs under the player higher for some pages, and as high as before for the others.

    Where the user moves a handle meanwhile, it stays where it is.
    """

    def __init__(self, tabs: TabbedPages, pages: Sequence[QWidget], splitter: QSplitter) -> None:
        """Give ``pages`` of ``tabs``, the last part of ``splitter``, at least :data:`SHARE` of its height."""
        super().__init__(splitter)
        self._splitter = splitter
        self._large = {tabs.index_of(page) for page in pages}
        self._before: list[int] | None = None
        tabs.bar.currentChanged.connect(self._share_out)
        splitter.splitterMoved.connect(self._keep)

    def give_back(self) -> None:
        """Restore the height from before."""
        if self._before is not None:
            self._splitter.setSizes(self._before)
            self._before = None

    def _keep(self) -> None:
        self._before = None

    def _share_out(self, number: int) -> None:
        if number not in self._large:
            self.give_back()
            return
        *others, last = self._splitter.sizes()
        wanted = round((sum(others) + last) * SHARE)
        if others and last < wanted:
            self._before = self._before or [*others, last]
            # The player, which comes first, gives what the tabs get.
            self._splitter.setSizes([others[0] - (wanted - last), *others[1:], wanted])
