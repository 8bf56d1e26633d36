"""The whole library: as tiles that the pointer scrubs, or as a table."""

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QTimer, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from videxplore.core.types import Video
from videxplore.ui.library.library_model import VideoModel
from videxplore.ui.library.video_table import VideoTable
from videxplore.ui.look import theme
from videxplore.ui.look.texts import video_words
from videxplore.ui.look.widgets import EmptyWords, quiet_button
from videxplore.ui.session import Session
from videxplore.ui.tiles.delegate import Tile
from videxplore.ui.tiles.grid import TileGrid, TileModel
from videxplore.ui.tiles.thumbnail_cache import ThumbnailCache, ThumbnailKey
from videxplore.ui.work.jobs import LaneJob

FOLLOW_DELAY_MS = 300
GRID_PAGE, TABLE_PAGE, WORDS_PAGE = range(3)


class LibraryControls(QWidget):
    """Beside the tabs while the library is in front: as what it is shown.

    Signals:
        viewPicked: ``GRID_PAGE`` or ``TABLE_PAGE``.
    """

    viewPicked = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, theme.PANEL_PADDING_PX, 0)
        row.setSpacing(theme.GAP_PX // 2)
        row.addStretch(1)
        self.buttons = {
            GRID_PAGE: quiet_button("grid", self.tr("Show as a grid"), checkable=True),
            TABLE_PAGE: quiet_button("rows", self.tr("Show as a table"), checkable=True),
        }
        group = QButtonGroup(self)
        for view, button in self.buttons.items():
            group.addButton(button)
            row.addWidget(button)
            button.clicked.connect(lambda _on=False, view=view: self.viewPicked.emit(view))
        self.buttons[GRID_PAGE].setChecked(True)


class LibraryGrid(QWidget):
    """The videos that the library panel shows, in its order and behind its filters."""

    def __init__(
        self,
        session: Session,
        videos: VideoModel,
        thumbnails: ThumbnailCache,
        read_facts: Callable[[], LaneJob],
    ) -> None:
        """Show ``videos``; ``read_facts`` begins to read what was measured of them, by their ids."""
        super().__init__()
        self._session = session
        self._videos = videos
        self._model: TileModel[Video] = TileModel(_tile, self)
        self.grid = TileGrid(self._model, thumbnails, 176)
        # Nothing is done with several.
        self.grid.setSelectionMode(TileGrid.SelectionMode.SingleSelection)
        self.grid.setAccessibleName(self.tr("Videos of the library"))
        self.grid.opened.connect(self._open)
        self.table = VideoTable(videos)
        self.table.opened.connect(self._show)
        self.controls = LibraryControls()
        self.controls.viewPicked.connect(self.show_view)
        self.table.columnsChanged.connect(self._read_facts)
        self._read = read_facts
        self._is_reading = False
        self._view = GRID_PAGE
        self._stack = QStackedWidget()
        self._stack.addWidget(self.grid)
        self._stack.addWidget(self.table)
        self._words = EmptyWords("film", "", "")
        self._stack.addWidget(self._words)
        column = QVBoxLayout(self)
        column.setContentsMargins(9, 4, 0, 0)
        column.addWidget(self._stack)
        self._timer = QTimer(self, singleShot=True, interval=FOLLOW_DELAY_MS)
        self._timer.timeout.connect(self._refresh)
        for signal in (videos.modelReset, videos.rowsInserted, videos.rowsRemoved, videos.dataChanged):
            signal.connect(self._timer.start)
        videos.arranged.connect(self.table.show_sorting)
        session.videoChanged.connect(self.table.select_video)
        self._refresh()

    @property
    def view(self) -> int:
        """``GRID_PAGE`` or ``TABLE_PAGE``."""
        return self._view

    def show_view(self, view: int) -> None:
        """Show the library as a grid or as a table."""
        self._view = view
        self.controls.buttons[view].setChecked(True)
        self._refresh()

    def _refresh(self) -> None:
        shown = self._videos.shown
        if shown != self._model.items:
            self._model.set_items(shown)
        if self._view == TABLE_PAGE:
            # A table that is not looked at takes no time.
            self.table.rows.refresh()
            self._read_facts()
            self.table.select_video(self._session.video)
        if self._videos.videos:
            self._words.say(
                self.tr("No video matches"), self.tr("Filter by another name, or choose another folder.")
            )
        else:
            self._words.say(self.tr("The library is empty"), self.tr("Drop videos or folders anywhere."))
        self._stack.setCurrentIndex(self._view if shown else WORDS_PAGE)

    def _read_facts(self) -> None:
        """Read what was measured, where a column shows it."""
        if self._is_reading or not self.table.shows_measures:
            return
        self._is_reading = True
        job = self._read()
        job.succeeded.connect(self.table.rows.set_facts)
        job.finished.connect(self._end_reading)

    def _end_reading(self) -> None:
        self._is_reading = False

    def _open(self, index: QModelIndex, time_s: float) -> None:
        self._session.open_video(self._model.item(index), time_s if time_s >= 0 else None)

    def _show(self, video: Video) -> None:
        """Open a video at its start; the one that is open stays where it stands."""
        if self._session.video is None or self._session.video.id != video.id:
            self._session.open_video(video)


def _tile(video: Video) -> Tile:
    words = video_words(video)
    return Tile(
        thumbnail=ThumbnailKey("video", video.id),
        video_id=video.id,
        start_s=0.0,
        end_s=video.duration_s,
        left=video.path.stem,
        right=words.length,
        spoken=f"{video.path.stem}, {words.length}, {words.state}",
        dot=words.dot,
        is_figures=False,
    )
