"""The window: the panels in their places, and its commands."""

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QCloseEvent, QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import (
    QApplication,
    QMainWindow,
    QSplitter,
    QStackedWidget,
    QStatusBar,
    QVBoxLayout,
    QWidget,
)

from videxplore.core.types import Video
from videxplore.ui.commands import change_keys, make_actions, window_commands
from videxplore.ui.dialogs.keys import KeysOverlay
from videxplore.ui.drag_and_drop import dropped_paths
from videxplore.ui.look import theme
from videxplore.ui.look.qt_override import qt_override
from videxplore.ui.look.widgets import EmptyWords, word_button
from videxplore.ui.selects.selects_actions import SelectsActions
from videxplore.ui.window.incoming_files import IncomingFiles
from videxplore.ui.window.layout import LEAST_EXPLORE_PX, LEAST_LIBRARY_PX, PanelDock, TabRoom, WindowLayout
from videxplore.ui.window.parts import WindowParts
from videxplore.ui.window.window_dialogs import WindowDialogs

STATE_FILE = "window.ini"
LEAST_TABS_PX = 212
_CENTRE, _FIRST_RUN, _LIVE = range(3)


class MainWindow(QMainWindow):
    """One window over one library.

    Signals:
        settingsRequested: The user wants to change settings.
        modelsRequested: The user wants to get or remove models.
    """

    settingsRequested = Signal()
    modelsRequested = Signal()

    def __init__(
        self,
        parts: WindowParts,
        state_folder: Path,
        shortcuts: Mapping[str, str],
        connect: Callable[["MainWindow"], object],
    ) -> None:
        """Put ``parts`` together.

        Args:
            parts: The panels.
            state_folder: Where the layout is kept.
            shortcuts: Keys the user chose, by command name.
            connect: Connects the panels, before anything is loaded.
        """
        super().__init__()
        self.parts = parts
        parts.setParent(self)
        self._progress = ""
        self.setWindowTitle("videxplore")
        self.setAcceptDrops(True)
        self.setDockOptions(QMainWindow.DockOption.AnimatedDocks | QMainWindow.DockOption.AllowTabbedDocks)
        self.setMenuWidget(parts.top_bar)
        # From the outside in: a widget and all within it are styled anew for each new parent.
        self._pages = QStackedWidget()
        self.setCentralWidget(self._pages)
        self.dialogs = WindowDialogs(parts, self, state_folder / STATE_FILE)
        self.files = IncomingFiles(parts, self.dialogs, self, self._pages)
        self._splitter = self._add_centre()
        self._pages.addWidget(self._first_run())
        self._pages.addWidget(parts.live)
        self._hidden_by_player: list[QWidget] = []
        self._state_before = self.windowState()
        self.docks = self._make_docks()
        self.docks["failures"].hide()
        parts.library_panel.setMinimumWidth(LEAST_LIBRARY_PX)
        parts.explore.setMinimumWidth(LEAST_EXPLORE_PX)
        self.setCorner(Qt.Corner.BottomLeftCorner, Qt.DockWidgetArea.LeftDockWidgetArea)
        self.setCorner(Qt.Corner.BottomRightCorner, Qt.DockWidgetArea.RightDockWidgetArea)
        self._place_status()
        self._tab_room = TabRoom(
            parts.tabs, (parts.storyboard, parts.map, parts.library_grid), self._splitter
        )
        self.window_layout = WindowLayout(self, parts, self.docks, self._splitter, state_folder / STATE_FILE)
        self.keeping = SelectsActions(
            parts.session, parts.selects_work, parts.selects, self.dialogs.selection.spans, self
        )
        self.commands = make_actions(self, window_commands(), self._handlers())
        change_keys(self.all_actions(), shortcuts)
        parts.similar.name_keys_of(self.commands["search scene"])
        connect(self)
        parts.load()
        # Keys belong to the player from the start, not to the search box.
        self.setFocus()

    def _make_docks(self) -> dict[str, PanelDock]:
        left, right, bottom = (
            Qt.DockWidgetArea.LeftDockWidgetArea,
            Qt.DockWidgetArea.RightDockWidgetArea,
            Qt.DockWidgetArea.BottomDockWidgetArea,
        )
        library, explore, failures = self.parts.library_panel, self.parts.explore, self.parts.failures
        return {
            "library": self._dock("library", self.tr("Library"), library.heading, library, left),
            "explore": self._dock("explore", self.tr("Explore"), explore.head, explore, right),
            "failures": self._dock("failures", self.tr("Failures"), failures.heading, failures, bottom),
        }

    def _add_centre(self) -> QSplitter:
        parts = self.parts
        splitter = QSplitter(Qt.Orientation.Vertical)
        self._pages.addWidget(splitter)
        splitter.setObjectName("centre")
        splitter.setHandleWidth(1)
        splitter.setChildrenCollapsible(False)
        parts.tabs.setMinimumHeight(LEAST_TABS_PX)
        for widget, stretch in ((parts.player, 3), (parts.timeline, 0), (parts.tabs, 1)):
            splitter.addWidget(widget)
            splitter.setStretchFactor(splitter.indexOf(widget), stretch)
        return splitter

    def _first_run(self) -> QWidget:
        """What fills the middle while the library is empty: one sentence and one big place to drop on."""
        words = EmptyWords(
            "drop",
            self.tr("Drop a folder of videos anywhere"),
            self.tr("Click any scene to see every moment like it. Nothing leaves this computer."),
        )
        words.setObjectName("firstRun")
        words.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        button = word_button(self.tr("Choose a folder…"), primary=True)
        button.clicked.connect(self.files.choose_folder)
        words.add(button)
        samples = word_button(self.tr("Try with sample clips"))
        samples.clicked.connect(self.files.add_samples)
        words.add(samples)
        frame = QWidget()
        column = QVBoxLayout(frame)
        column.setContentsMargins(48, 48, 48, 48)
        column.addWidget(words)
        return frame

    def show_middle(self) -> None:
        """Fill the middle: with the player, or with what there is before a video was opened."""
        live = self.parts.live
        page = _FIRST_RUN if not self.parts.videos.videos else _LIVE if live.is_wanted else _CENTRE
        had_focus = live.isAncestorOf(QApplication.focusWidget() or self)
        self._pages.setCurrentIndex(page)
        if had_focus and page != _LIVE:
            # Qt hands the focus of what is hidden to the search box, where commands would become words.
            self.setFocus()

    def _dock(
        self, name: str, title: str, head: QWidget, panel: QWidget, area: Qt.DockWidgetArea
    ) -> PanelDock:
        dock = PanelDock(name, title, head, panel, self)
        self.addDockWidget(area, dock)
        return dock

    def _place_status(self) -> None:
        bar = QStatusBar(sizeGripEnabled=False)
        bar.setContentsMargins(0, 0, 0, 0)
        bar.addPermanentWidget(self.parts.status, 1)
        bar.setFixedHeight(theme.STATUS_PX + 1)
        self.setStatusBar(bar)

    def start(self, paths: list[Path]) -> None:
        """Index what was named on the command line, resume what is unfinished, load the vector index."""
        self.parts.presence.look()
        self.parts.work.go_on()
        self.parts.models.go_on()
        self.parts.search.look_for_describer()
        self.files.add(paths)
        self.parts.interactive.submit(self.parts.warm_search)

    def open_scene(self, video_id: int, time_s: float) -> None:
        """Show the scene of a video at a time, and what resembles it."""
        video = self.parts.library.catalogue.video(video_id)
        shot = self.parts.library.catalogue.shot_at(video_id, time_s)
        self.parts.tabs.show_page(1)
        self.parts.session.open_video(video, time_s)
        self.parts.session.select_shot(shot)

    def all_actions(self) -> dict[str, QAction]:
        """Every command that can have keys, by name: the window's and the player's."""
        return {**self.commands, **self.parts.player.actions_by_name}

    def show_keys(self) -> None:
        """Show all keys over the window."""
        KeysOverlay(
            {self.tr("Window"): self.commands, self.tr("Player"): self.parts.player.actions_by_name}, self
        )

    def come_forward(self, paths: list[Path]) -> None:
        """The program was started again on this library: show this window, and add what was named."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.raise_()
        self.activateWindow()
        self.files.add(paths)

    def toggle_failures(self) -> None:
        """Show or hide what failed and why."""
        self.docks["failures"].setVisible(self.docks["failures"].isHidden())

    def _handlers(self) -> dict[str, Callable[[], None]]:
        parts = self.parts
        return {
            "find": self._go_to_search,
            "search scene": parts.search.search_here,
            "paste": parts.query_bar.paste,
            "clear search": self._step_out,
            "search back": parts.search.back,
            "search forward": parts.search.forward,
            "add folder": self.files.choose_folder,
            "duplicates": self.dialogs.show_duplicates,
            "reused footage": self.dialogs.show_reused_here,
            "tab 1": lambda: self._go_to_tab(parts.scenes),
            "tab 2": lambda: self._go_to_tab(parts.storyboard),
            "tab 3": lambda: self._go_to_tab(parts.map),
            "tab 4": lambda: self._go_to_tab(parts.library_grid),
            "tab 5": self._go_to_similar,
            "tab 6": lambda: self._go_to_tab(parts.selects),
            "add to selects": self.keeping.add,
            "favourite": self.keeping.favourite,
            "reject": self.keeping.reject,
            "note": self.keeping.note,
            "import": self.dialogs.choose_import,
            "tiles larger": lambda: parts.resize_tiles(1.15),
            "tiles smaller": lambda: parts.resize_tiles(1 / 1.15),
            "library panel": lambda: self._toggle_dock("library"),
            "explore panel": lambda: self._toggle_dock("explore"),
            "panels back": self.window_layout.reset,
            "full screen": self._toggle_full_screen,
            "undo": parts.edits.stack.undo,
            "redo": parts.edits.stack.redo,
            "settings": self.settingsRequested.emit,
            "keys": self.show_keys,
            "quit": self.close_soon,
        }

    def close_soon(self) -> None:
        """Close once the key that asked for it has been dealt with."""
        QTimer.singleShot(0, self, self.close)

    def _step_out(self) -> None:
        """Esc: leave the player alone on the screen, or the query box; else clear selection or search."""
        if self._hidden_by_player:
            self.toggle_player_alone()
        elif self.parts.query_bar.edit.hasFocus() and self.parts.query_bar.edit.text():
            self.parts.query_bar.edit.clear()
        elif self.parts.query_bar.edit.hasFocus():
            # Where letters are commands again.
            self.setFocus()
            self.parts.similar.views.focus_results()
        elif not self._deselect():
            self.parts.search.clear()

    def _deselect(self) -> bool:
        """Select none of several moments, where several are selected in view; return whether it was so."""
        views = (view for view in self.dialogs.selection.views if view.isVisible())
        several = [view for view in views if len(view.selectionModel().selectedRows()) > 1]
        for view in several:
            view.clearSelection()
        return bool(several)

    def _go_to_search(self) -> None:
        if self._hidden_by_player:
            self.toggle_player_alone()
        self.parts.query_bar.edit.setFocus()

    def _go_to_tab(self, page: QWidget) -> None:
        self.parts.live.leave()
        self.parts.tabs.go_to(page)

    def _go_to_similar(self) -> None:
        self.docks["explore"].show()
        self.parts.explore.show_page(0)
        self.parts.similar.views.focus_results()

    def _toggle_dock(self, name: str) -> None:
        focused = QApplication.focusWidget()
        self.docks[name].toggleViewAction().trigger()
        if QApplication.focusWidget() is not focused:
            # Qt hands the focus of what is hidden to the search box, where commands would become words.
            self.setFocus()

    def toggle_player_alone(self) -> None:
        """Show nothing but the player on the whole screen, or everything again."""
        if self._hidden_by_player:
            for widget in self._hidden_by_player:
                widget.show()
            self._hidden_by_player = []
            self.setWindowState(self._state_before)
            return
        parts = self.parts
        others = [*self.docks.values(), parts.top_bar, parts.timeline, parts.tabs, self.statusBar()]
        self._hidden_by_player = [widget for widget in others if widget.isVisible()]
        for widget in self._hidden_by_player:
            widget.hide()
        self._state_before = self.windowState()
        self.setWindowState(self._state_before | Qt.WindowState.WindowFullScreen)
        parts.player.setFocus()

    def _toggle_full_screen(self) -> None:
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    @qt_override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.source() is None and dropped_paths(event.mimeData()):
            event.acceptProposedAction()
            self.files.promise(dropped_paths(event.mimeData()))

    @qt_override
    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.files.end_promise()

    @qt_override
    def dropEvent(self, event: QDropEvent) -> None:
        self.files.end_promise()
        paths = dropped_paths(event.mimeData())
        if paths:
            event.acceptProposedAction()
            self.files.drop(paths, event.position().toPoint())

    @qt_override
    def changeEvent(self, event: QEvent) -> None:
        """Check the files again: a drive may have been connected, or files deleted, meanwhile."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.ActivationChange and self.isActiveWindow():
            self.parts.presence.look_again()

    @qt_override
    def closeEvent(self, event: QCloseEvent) -> None:
        """Save the layout, hide, and stop the work at a safe point."""
        if self._hidden_by_player:
            self.toggle_player_alone()
        self._tab_room.give_back()
        self.window_layout.save()
        self.hide()
        # The window disappears now: some work cannot be stopped at once.
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
        self.parts.close()
        self.dialogs.close()
        super().closeEvent(event)

    def show_title(self, video: Video | None) -> None:
        """Name the open video in the title."""
        name = f"{video.path.stem} - videxplore" if video else "videxplore"
        self.setWindowTitle(f"{self._progress} \u00b7 {name}" if self._progress else name)

    def show_progress(self, words: str) -> None:
        """Put the progress of indexing before the title, which task bars show."""
        if words != self._progress:
            self._progress = words
            self.show_title(self.parts.session.video)
