"""The scenes of the open video as tiles; the one under the playhead is selected."""

from collections.abc import Sequence

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout

from videxplore.core.types import Moment, Video
from videxplore.services.library import Library
from videxplore.services.moments import NumberedShot, moment_of, numbered_shots
from videxplore.ui.look.texts import clock_text, number_words
from videxplore.ui.look.widgets import EmptyWords
from videxplore.ui.session import Session
from videxplore.ui.tiles.delegate import Tile
from videxplore.ui.tiles.grid import TileGrid, TileModel
from videxplore.ui.tiles.thumbnail_cache import ThumbnailCache, ThumbnailKey
from videxplore.ui.video_panel import VideoPanel
from videxplore.ui.work.jobs import Lane

_KEEP = QItemSelectionModel.SelectionFlag.NoUpdate
_SELECT = QItemSelectionModel.SelectionFlag.ClearAndSelect


class ScenesTab(VideoPanel):
    """Every scene of the video.

    Signals:
        menuRequested: (list of :class:`Moment`, the one under the pointer first; a place of the screen).
    """

    menuRequested = Signal(list, QPoint)

    def __init__(self, session: Session, library: Library, lane: Lane, thumbnails: ThumbnailCache) -> None:
        super().__init__(session, lane)
        self._library = library
        self._model: TileModel[NumberedShot] = TileModel(self._tile, self)
        self.grid = TileGrid(self._model, thumbnails, 176)
        self.grid.setAccessibleName(self.tr("Scenes of this video"))
        self.grid.opened.connect(self._open)
        self.grid.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.grid.customContextMenuRequested.connect(self._ask_menu)
        self._words = EmptyWords("scenes", "", "")
        self._stack = QStackedWidget()
        self._stack.addWidget(self.grid)
        self._stack.addWidget(self._words)
        column = QVBoxLayout(self)
        column.setContentsMargins(9, 4, 0, 0)
        column.addWidget(self._stack)
        session.timeChanged.connect(self._follow)
        self.load_video(session.video)

    def load_video(self, video: Video | None) -> None:
        """Read the scenes of the video."""
        if video is None:
            self.cancel_reading()
            self._show([])
        else:
            self.read(lambda _task: numbered_shots(self._library, video.id), self._show)

    def selected(self) -> list[Moment]:
        """The selected scenes, in time order."""
        rows = sorted(index.row() for index in self.grid.selectionModel().selectedIndexes())
        return self._moments(rows)

    def _moments(self, rows: Sequence[int]) -> list[Moment]:
        video = self._session.video
        scenes = [self._model.items[row] for row in rows]
        # Scenes of the video before are shown until those of the open one are read.
        return [moment_of(video, one) for one in scenes if video and one.shot.video_id == video.id]

    def _ask_menu(self, point: QPoint) -> None:
        index = self.grid.indexAt(point)
        if moments := self._moments([index.row()] if index.isValid() else []):
            others = [one for one in self.selected() if one.shot.id != moments[0].shot.id]
            is_selected = self.grid.selectionModel().isSelected(index)
            chosen = [*moments, *(others if is_selected else ())]
            self.menuRequested.emit(chosen, self.grid.viewport().mapToGlobal(point))

    def _show(self, scenes: list[NumberedShot]) -> None:
        self._model.set_items(scenes)
        self._stack.setCurrentIndex(0 if scenes else 1)
        self.explain_emptiness(
            self._words,
            self.tr("Its scenes are not known yet"),
            self.tr("Scenes appear once this video has been analysed."),
        )
        self._follow(self._session.time_s)

    def _tile(self, scene: NumberedShot) -> Tile:
        shot = scene.shot
        length = self.tr("%1 s").replace("%1", number_words(shot.end_s - shot.start_s, 1))
        start = clock_text(shot.start_s, 1)
        return Tile(
            thumbnail=ThumbnailKey("keyframe", scene.keyframe_id),
            verdict=self._session.verdict_of(shot.video_id, shot.start_s, shot.end_s),
            video_id=shot.video_id,
            start_s=shot.start_s,
            end_s=shot.end_s,
            left=start,
            right=length,
            spoken=self.tr("Scene %1 at %2, %3 long")
            .replace("%1", str(scene.number))
            .replace("%2", start)
            .replace("%3", length),
        )

    def _open(self, index: QModelIndex, time_s: float) -> None:
        shot = self._model.item(index).shot
        self._session.seek(shot.start_s if time_s < 0 else time_s)
        self._session.select_shot(shot)

    def _follow(self, time_s: float) -> None:
        scenes = self._model.items
        current = self.grid.currentIndex().row()
        if 0 <= current < len(scenes) and scenes[current].shot.start_s <= time_s < scenes[current].shot.end_s:
            return
        for row, scene in enumerate(scenes):
            if scene.shot.start_s <= time_s < scene.shot.end_s:
                selection, index = self.grid.selectionModel(), self._model.index(row)
                # Several selected scenes are the user's, and stay.
                keeps = len(selection.selectedIndexes()) > 1
                with QSignalBlocker(selection):
                    selection.setCurrentIndex(index, _KEEP if keeps else _SELECT)
                self.grid.scrollTo(self._model.index(row))
                self.grid.viewport().update()
                return
