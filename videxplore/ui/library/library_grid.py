"""The whole library as tiles: one thumbnail a video, scrubbed by the pointer."""

from PySide6.QtCore import QModelIndex, QTimer
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from videxplore.core.types import Video
from videxplore.ui.library.library_model import VideoModel
from videxplore.ui.look.texts import video_words
from videxplore.ui.look.widgets import EmptyWords
from videxplore.ui.session import Session
from videxplore.ui.tiles.delegate import Tile
from videxplore.ui.tiles.grid import TileGrid, TileModel
from videxplore.ui.tiles.thumbnail_cache import ThumbnailCache, ThumbnailKey

FOLLOW_DELAY_MS = 300


class LibraryGrid(QWidget):
    """Tiles of the videos that the library panel shows, in its order and behind its filters."""

    def __init__(self, session: Session, videos: VideoModel, thumbnails: ThumbnailCache) -> None:
        super().__init__()
        self._session = session
        self._videos = videos
        self._model: TileModel[Video] = TileModel(_tile, self)
        self.grid = TileGrid(self._model, thumbnails, 176)
        # Nothing is done with several.
        self.grid.setSelectionMode(TileGrid.SelectionMode.SingleSelection)
        self.grid.setAccessibleName(self.tr("Videos of the library"))
        self.grid.opened.connect(self._open)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.grid)
        self._words = EmptyWords("film", "", "")
        self._stack.addWidget(self._words)
        column = QVBoxLayout(self)
        column.setContentsMargins(9, 4, 0, 0)
        column.addWidget(self._stack)
        self._timer = QTimer(self, singleShot=True, interval=FOLLOW_DELAY_MS)
        self._timer.timeout.connect(self._refresh)
        for signal in (videos.modelReset, videos.rowsInserted, videos.rowsRemoved, videos.dataChanged):
            signal.connect(self._timer.start)
        self._refresh()

    def _refresh(self) -> None:
        shown = self._videos.shown
        if shown != self._model.items:
            self._model.set_items(shown)
        if self._videos.videos:
            self._words.say(
                self.tr("No video matches"), self.tr("Filter by another name, or choose another folder.")
            )
        else:
            self._words.say(self.tr("The library is empty"), self.tr("Drop videos or folders anywhere."))
        self._stack.setCurrentIndex(0 if shown else 1)

    def _open(self, index: QModelIndex, time_s: float) -> None:
        self._session.open_video(self._model.item(index), time_s if time_s >= 0 else None)


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
