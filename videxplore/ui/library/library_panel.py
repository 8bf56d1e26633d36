"""The library at the left: folders, videos with their state, and where to drop more."""

from collections.abc import Callable, Collection
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from videxplore.core.types import Video
from videxplore.core.video_listing import VideoFilter, VideoOrder
from videxplore.ui.library.folder_tree import FolderTree
from videxplore.ui.library.left_over import UNFINISHED
from videxplore.ui.library.library_model import VideoModel
from videxplore.ui.library.video_filter_menus import VideoFilterMenus
from videxplore.ui.library.video_list import VideoList
from videxplore.ui.look import theme
from videxplore.ui.look.icons import icon
from videxplore.ui.look.texts import hours_words, joined
from videxplore.ui.look.widgets import EmptyWords, Heading, lay_ground, quiet_button
from videxplore.ui.session import Session

# Indexing changes the library many times a second; the tree of folders follows at leisure.
FOLDERS_DELAY_MS = 400
LIST_PAGE, EMPTY_PAGE, UNMATCHED_PAGE = range(3)
_SELECTING_KEYS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


class LibraryPanel(QWidget):
    """Folders and videos.

    Signals:
        folderRequested: The user wants to choose a folder to add.
        removeRequested: A list of :class:`Video` to forget.
        reindexRequested: A list of paths to index (again).
        countChanged: (number of videos, their length in seconds) in the library.
        duplicatesRequested: The user wants to see the footage that files share.
        reuseRequested: The :class:`Video` whose footage is to be looked for in others.
        cancelRequested: The id of a video whose analysis is not wanted now.
        locateRequested: The missing :class:`Video` whose file the user knows.
        showFolderRequested: A folder that the user wants to see.

    Attributes:
        heading: The head of the panel, by which its dock is moved; not laid out in the panel.
    """

    folderRequested = Signal()
    removeRequested = Signal(list)
    reindexRequested = Signal(list)
    countChanged = Signal(int, float)
    duplicatesRequested = Signal()
    reuseRequested = Signal(object)
    cancelRequested = Signal(int)
    locateRequested = Signal(object)
    showFolderRequested = Signal(object)

    def __init__(
        self, session: Session, model: VideoModel, video_list: VideoList, is_indexing: Callable[[], bool]
    ) -> None:
        """Show ``model`` in ``video_list``; ``is_indexing`` says whether anything could be stopped."""
        super().__init__()
        self._session = session
        self._model = model
        self._is_indexing = is_indexing
        self.list = video_list
        self.tree = FolderTree()
        self.tree.setAccessibleName(self.tr("Folders"))
        self.list.setAccessibleName(self.tr("Videos"))
        self.heading = Heading(self.tr("Library"))
        lay_ground(self.heading)
        self.duplicates_button = quiet_button("copy", self.tr("Duplicates"))
        self.duplicates_button.clicked.connect(self.duplicatesRequested)
        self.heading.add(self.duplicates_button)
        self.heading.add(self._more_button())
        self.filter_box = QLineEdit()
        self.filter_box.setPlaceholderText(self.tr("Filter by name"))
        self.filter_box.setAccessibleName(self.tr("Filter videos by name"))
        self.filter_box.setClearButtonEnabled(True)
        self._menus = VideoFilterMenus(lambda: self._model.videos, self)
        self._menus.chosen.connect(self._model.set_limits)
        self.filter_button = self._menu_button("filter", self._fill_filters)
        self.sort_button = self._menu_button("sort", self._add_orders)
        self._name_buttons()
        self._stack = QStackedWidget()
        self._stack.addWidget(self.list)
        self._stack.addWidget(self._empty_words())
        self._stack.addWidget(self._unmatched_words())
        self._lay_out()
        self._timer = QTimer(self, singleShot=True, interval=FOLDERS_DELAY_MS)
        self._timer.timeout.connect(self._refresh)
        self._connect()
        self._refresh()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.tree)
        box = QHBoxLayout()
        box.setSpacing(4)
        box.setContentsMargins(theme.PANEL_PADDING_PX, 4, theme.PANEL_PADDING_PX - 6, 6)
        for widget in (self.filter_box, self.filter_button, self.sort_button):
            # The list does not move down when the first videos come.
            policy = widget.sizePolicy()
            policy.setRetainSizeWhenHidden(True)
            widget.setSizePolicy(policy)
        box.addWidget(self.filter_box, 1)
        box.addWidget(self.filter_button)
        box.addWidget(self.sort_button)
        column.addLayout(box)
        column.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self.tree.folderChanged.connect(self._model.set_folder)
        self.tree.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.tree.customContextMenuRequested.connect(self._show_folder_menu)
        self.filter_box.textChanged.connect(self._model.set_words)
        self.list.clicked.connect(self._open)
        self.list.activated.connect(self._open)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.customContextMenuRequested.connect(self._show_menu)
        for changed in (self._model.rowsInserted, self._model.rowsRemoved, self._model.dataChanged):
            changed.connect(self._refresh_soon)
        self._model.filled.connect(self._refresh)
        self._model.modelReset.connect(lambda: self._show_current(self._session.video))
        self._model.arranged.connect(self._name_buttons)
        for signal in (self._model.modelReset, self._model.rowsInserted, self._model.rowsRemoved):
            signal.connect(self._show_page)
        self._session.videoChanged.connect(self._show_current)

    def _empty_words(self) -> EmptyWords:
        return EmptyWords(
            "film",
            self.tr("No videos yet"),
            self.tr("Videos you add appear here right away. Your files stay where they are."),
        )

    def _unmatched_words(self) -> EmptyWords:
        return EmptyWords(
            "film",
            self.tr("No video matches"),
            self.tr("Filter by another name, or choose another folder."),
        )

    def _more_button(self) -> QToolButton:
        button = quiet_button("plus", self.tr("Add a folder of videos"))
        button.clicked.connect(self.folderRequested)
        return button

    def _refresh_soon(self) -> None:
        # Begun once and not again at each change, which would put it off as long as videos are indexed.
        if not self._timer.isActive():
            self._timer.start()

    def _refresh(self) -> None:
        videos = self._model.videos
        self.tree.set_videos(videos)
        total_s = sum(video.duration_s for video in videos)
        count = self.tr("%n video(s)", "", len(videos))
        # While the first videos wait nobody knows how long they are.
        figure = joined(count, hours_words(total_s) if total_s else "") if videos else ""
        self.heading.set_figure(figure, brief=count if videos else "")
        self.countChanged.emit(len(videos), total_s)
        self.duplicates_button.setVisible(bool(videos))
        for widget in (self.filter_box, self.filter_button, self.sort_button):
            widget.setVisible(bool(videos))
        self._show_page()

    def _show_page(self) -> None:
        """The list, or why it is empty."""
        empty = UNMATCHED_PAGE if self._model.videos else EMPTY_PAGE
        self._stack.setCurrentIndex(LIST_PAGE if self._model.shown else empty)

    def _open(self, index: QModelIndex) -> None:
        modifiers = QApplication.keyboardModifiers()
        if not modifiers & _SELECTING_KEYS:
            self._show_video(self._model.video(index))

    def _show_video(self, video: Video) -> None:
        """Open a video at its start; the one that is open stays where it stands."""
        if self._session.video is None or self._session.video.id != video.id:
            self._session.open_video(video)

    def _show_current(self, video: Video | None) -> None:
        index = self._model.index_of(video.id) if video else QModelIndex()
        if index.isValid() and index != self.list.currentIndex():
            self.list.setCurrentIndex(index)
            self.list.scrollTo(index)

    def chosen_videos(self) -> list[Video]:
        """The selected videos."""
        return [self._model.video(index) for index in self.list.selectionModel().selectedIndexes()]

    def select(self, videos: Collection[Video]) -> None:
        """Select these videos in the list, and no others; nothing is opened."""
        wanted = {video.id for video in videos}
        selection = QItemSelection()
        for row, video in enumerate(self._model.shown):
            if video.id in wanted:
                index = self._model.index(row)
                selection.select(index, index)
        self.list.selectionModel().select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def _show_menu(self, point: QPoint) -> None:
        chosen = self.chosen_videos()
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if chosen:
            menu.addAction(self.tr("Open"), lambda: self._show_video(chosen[0]))
            menu.addAction(self.tr("Copy path"), lambda: _copy_paths([video.path for video in chosen]))
            folder = menu.addAction(self.tr("Show in folder"))
            folder.triggered.connect(lambda: self.showFolderRequested.emit(chosen[0].path.parent))
            locate = menu.addAction(self.tr("Locate…"))
            locate.triggered.connect(lambda: self.locateRequested.emit(chosen[0]))
            locate.setVisible(len(chosen) == 1 and chosen[0].state.is_missing)
            reused = menu.addAction(icon("copy"), self.tr("Find reused footage"))
            reused.triggered.connect(lambda: self.reuseRequested.emit(chosen[0]))
            reused.setEnabled(len(chosen) == 1 and chosen[0].depth is not None)
            menu.addSeparator()
            again = [video.path for video in chosen]
            menu.addAction(self.tr("Index now"), lambda: self.reindexRequested.emit(again))
            stop = menu.addAction(self.tr("Stop indexing this"), lambda: self._cancel(chosen))
            stop.setEnabled(any(map(self._is_being_indexed, chosen)))
            menu.addSeparator()
            forget = menu.addAction(icon("trash"), self.tr("Remove from library"))
            forget.triggered.connect(lambda: self.removeRequested.emit(chosen))
            menu.addSeparator()
        self._add_orders(menu.addMenu(self.tr("Sort by")))
        hide = menu.addAction(self.tr("Hide offline"))
        hide.setCheckable(True)
        hide.setChecked(self._model.hides_offline)
        hide.triggered.connect(lambda hides: self._model.set_hides_offline(hides=hides))
        menu.popup(self.list.viewport().mapToGlobal(point))

    def _show_folder_menu(self, point: QPoint) -> None:
        folder = self.tree.folder_at(point)
        if folder is None:
            return
        videos = [video for video in self._model.videos if video.path.is_relative_to(folder)]
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("Copy path"), lambda: _copy_paths([folder]))
        menu.addAction(self.tr("Show in folder"), lambda: self.showFolderRequested.emit(folder))
        menu.addSeparator()
        menu.addAction(self.tr("Index now"), lambda: self.reindexRequested.emit([folder]))
        menu.addSeparator()
        words = self.tr("Remove %n video(s) from library", "", len(videos))
        menu.addAction(icon("trash"), words, lambda: self.removeRequested.emit(videos))
        menu.popup(self.tree.viewport().mapToGlobal(point))

    def _is_being_indexed(self, video: Video) -> bool:
        """Whether a run is at this video, or will come to it."""
        is_at_it = self._model.fraction(video.id) is not None
        return self._is_indexing() and (is_at_it or video.state in UNFINISHED)

    def _cancel(self, videos: list[Video]) -> None:
        for video in videos:
            self.cancelRequested.emit(video.id)

    def _menu_button(self, icon_name: str, fill: Callable[[QMenu], None]) -> QToolButton:
        button = quiet_button(icon_name, "")
        menu = QMenu(button)
        menu.aboutToShow.connect(menu.clear)
        menu.aboutToShow.connect(lambda: fill(menu))
        button.setMenu(menu)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        return button

    def _name_buttons(self) -> None:
        """Say on the buttons how videos are limited and sorted."""
        is_limited = bool(self._model.limits)
        limited = self.tr("Only some videos are shown") if is_limited else self.tr("Show only some videos")
        sorting = self._model.sorting
        words = self.tr("Sorted by: %1").replace("%1", self._order_names()[sorting.order])
        self.filter_button.setIcon(icon("filter", "accent" if is_limited else "dim"))
        for button, spoken in ((self.filter_button, limited), (self.sort_button, words)):
            button.setAccessibleName(spoken)
            button.setToolTip(spoken)

    def _fill_filters(self, menu: QMenu) -> None:
        self._menus.add_to(menu, self._model.limits)
        if menu.isEmpty():
            menu.addAction(self.tr("Nothing is known of the videos yet")).setEnabled(False)
        elif self._model.limits:
            menu.addSeparator()
            menu.addAction(self.tr("Show all"), lambda: self._model.set_limits(VideoFilter()))

    def _order_names(self) -> dict[VideoOrder, str]:
        return {
            VideoOrder.NAME: self.tr("Name"),
            VideoOrder.RECORDED: self.tr("Date recorded"),
            VideoOrder.NEWEST: self.tr("Newest first"),
            VideoOrder.LONGEST: self.tr("Longest first"),
            VideoOrder.SIZE: self.tr("Largest first"),
            VideoOrder.RATE: self.tr("Frame rate"),
            VideoOrder.PIXELS: self.tr("Frame size"),
            VideoOrder.CODEC: self.tr("Codec"),
            VideoOrder.CAMERA: self.tr("Camera"),
            VideoOrder.FOLDER: self.tr("Folder"),
            VideoOrder.STATE: self.tr("State"),
        }

    def _add_orders(self, menu: QMenu) -> None:
        sorting = self._model.sorting
        group = QActionGroup(menu)
        for order, words in self._order_names().items():
            action = group.addAction(menu.addAction(words))
            action.setCheckable(True)
            action.setChecked(order is sorting.order)
            action.triggered.connect(lambda _on, o=order: self._model.set_sorting(replace(sorting, order=o)))
        menu.addSeparator()
        reverse = menu.addAction(self.tr("Reverse order"))
        reverse.setCheckable(True)
        reverse.setChecked(sorting.is_reversed)
        reverse.triggered.connect(lambda on: self._model.set_sorting(replace(sorting, is_reversed=on)))


def _copy_paths(paths: list[Path]) -> None:
    QApplication.clipboard().setText("\n".join(str(path) for path in paths))
