"""Scenes as tiles: those of the open video, and those of all videos while a folder is indexed."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from videxplore.core.errors import VidexploreError
from videxplore.core.task import Task
from videxplore.core.types import Moment, Video, VideoState
from videxplore.services.library import Library
from videxplore.services.moments import NumberedShot, moment_of, numbered_shots
from videxplore.ui.look.texts import clock_text, number_words
from videxplore.ui.look.widgets import EmptyWords, Heading, quiet_button
from videxplore.ui.session import Session
from videxplore.ui.tiles.delegate import Tile
from videxplore.ui.tiles.grid import TileGrid, TileModel
from videxplore.ui.tiles.thumbnail_cache import ThumbnailCache, ThumbnailKey
from videxplore.ui.tiles.tile_layout import TITLED_FOOTER_PX
from videxplore.ui.video_panel import VideoPanel
from videxplore.ui.work.jobs import Lane

_KEEP = QItemSelectionModel.SelectionFlag.NoUpdate
_SELECT = QItemSelectionModel.SelectionFlag.ClearAndSelect
_ADD = QItemSelectionModel.SelectionFlag.Select


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
        if scenes != list(self._model.items):
            self._replace(scenes)
        self._model.refresh()
        self._stack.setCurrentIndex(0 if scenes else 1)
        self.explain_emptiness(
            self._words,
            self.tr("Its scenes are not known yet"),
            self.tr("Scenes appear once this video has been analysed."),
        )
        self._follow(self._session.time_s)

    def _replace(self, scenes: list[NumberedShot]) -> None:
        """Show other scenes; several that are selected stay so where the analysis left them as they are."""
        selection = self.grid.selectionModel()
        selected = {_place(self._model.item(index)) for index in selection.selectedIndexes()}
        self._model.set_items(scenes)
        if len(selected) > 1:
            for row, scene in enumerate(scenes):
                if _place(scene) in selected:
                    selection.select(self._model.index(row), _ADD)

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


def _place(scene: NumberedShot) -> tuple[int, float, float]:
    return scene.shot.video_id, scene.shot.start_s, scene.shot.end_s


GATHER_MS = 100
SCENES_OF_A_VIDEO = 12
"""Shown of each, evenly spread, so that one film of two hours does not hide all others."""

MOST_TILES = 960


@dataclass(frozen=True, slots=True)
class LiveTile:
    """A scene; or a video that cannot be searched yet, shown by a frame of its file."""

    video_id: int
    name: str
    scene: NumberedShot | None = None


class LiveScenes(QWidget):
    """Fills the middle from the first videos that are added until one is opened, or until it is closed.

    Scenes are added behind those that are there, and videos that wait are behind all scenes, so that what
    the user looks at stays where it is.

    Signals:
        shownChanged: Whether it is to be shown.
    """

    shownChanged = Signal(bool)

    def __init__(
        self,
        session: Session,
        library: Library,
        lane: Lane,
        thumbnails: ThumbnailCache,
        video_of: Callable[[int], Video | None],
    ) -> None:
        """Show nothing yet.

        Args:
            session: Says which videos were found and analysed.
            library: Where scenes are read.
            lane: Reads them.
            thumbnails: Of scenes, and of files that wait.
            video_of: A video of the library by its id.
        """
        super().__init__()
        self._session, self._library, self._lane = session, library, lane
        self._video_of = video_of
        self._is_wanted = False
        self._waiting: dict[int, LiveTile] = {}
        self._scenes: dict[int, list[LiveTile]] = {}
        self._counts: dict[int, int] = {}
        self._unread: set[int] = set()
        self._model: TileModel[LiveTile] = TileModel(self._tile, self)
        self.grid = TileGrid(self._model, thumbnails, 200)
        self.grid.tiles.footer_px = TITLED_FOOTER_PX
        # Nothing is done with several.
        self.grid.setSelectionMode(TileGrid.SelectionMode.SingleSelection)
        self.grid.setAccessibleName(self.tr("Scenes of all videos that are being indexed"))
        self.grid.opened.connect(self._open)
        self.heading = Heading(self.tr("Scenes found"))
        close = quiet_button("close", self.tr("Show the player instead"))
        close.clicked.connect(self.leave)
        self.heading.add(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(9, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.heading)
        column.addWidget(self.grid, 1)
        self._timer = QTimer(self, singleShot=True, interval=GATHER_MS)
        self._timer.timeout.connect(self._refresh)
        session.videoUpdated.connect(self.show_video)
        session.videoChanged.connect(self._on_video_changed)

    @property
    def is_wanted(self) -> bool:
        """Whether it is to be shown."""
        return self._is_wanted

    def begin(self) -> None:
        """Videos are being added while none is open: show what is found."""
        if not self._is_wanted and self._session.video is None:
            self._is_wanted = True
            self.shownChanged.emit(True)

    def leave(self) -> None:
        """Show it no longer."""
        if self._is_wanted:
            self._is_wanted = False
            self._timer.stop()
            for known in (self._waiting, self._scenes, self._counts, self._unread):
                known.clear()
            self._model.set_items([])
            self.shownChanged.emit(False)

    def drop_videos(self, video_ids: Collection[int]) -> None:
        """These are no longer in the library."""
        for video_id in video_ids:
            for known in (self._waiting, self._scenes, self._counts):
                known.pop(video_id, None)
            self._unread.discard(video_id)
        self._timer.start()

    def _on_video_changed(self, video: Video | None) -> None:
        if video is not None:
            self.leave()

    def show_video(self, video: Video) -> None:
        """Show what is known of a video that was indexed, or found unchanged, where this is wanted."""
        if not self._is_wanted:
            return
        if video.depth is not None:
            self._unread.add(video.id)
        elif video.state is VideoState.WAITING:
            self._waiting.setdefault(video.id, LiveTile(video.id, video.path.stem))
        else:
            self._waiting.pop(video.id, None)
        if not self._timer.isActive():
            self._timer.start()

    def _refresh(self) -> None:
        wanted, self._unread = sorted(self._unread), set()
        if wanted:
            job = self._lane.submit(lambda task: _read(self._library, wanted, task))
            job.succeeded.connect(self._take)
            job.failed.connect(self._session.notice_failure)
        self._show()

    def _take(self, found: dict[int, list[NumberedShot]]) -> None:
        for video_id, shots in found.items():
            video = self._video_of(video_id)
            if video is not None and self._is_wanted:
                self._waiting.pop(video_id, None)
                self._counts[video_id] = len(shots)
                self._scenes[video_id] = [LiveTile(video_id, video.path.stem, one) for one in _spread(shots)]
        self._show()

    def _show(self) -> None:
        scenes = [tile for tiles in self._scenes.values() for tile in tiles]
        self._model.change_to([*scenes, *self._waiting.values()][:MOST_TILES])
        words = self.tr("%n scene(s)", "", sum(self._counts.values()))
        if self._waiting:
            words += " \u00b7 " + self.tr("%n video(s) not searchable yet", "", len(self._waiting))
        self.heading.set_figure(words)

    def _tile(self, item: LiveTile) -> Tile:
        if item.scene is None:
            words = self.tr("not searchable yet")
            return Tile(
                thumbnail=ThumbnailKey("file", item.video_id),
                video_id=item.video_id,
                start_s=0.0,
                end_s=0.0,
                title=item.name,
                left=words,
                right="",
                is_figures=False,
                is_seen=True,
                spoken=f"{item.name}, {words}",
            )
        shot = item.scene.shot
        length = self.tr("%1 s").replace("%1", number_words(shot.end_s - shot.start_s, 1))
        start = clock_text(shot.start_s, 1)
        return Tile(
            thumbnail=ThumbnailKey("keyframe", item.scene.keyframe_id),
            video_id=item.video_id,
            start_s=shot.start_s,
            end_s=shot.end_s,
            title=item.name,
            left=start,
            right=length,
            spoken=f"{item.name}, {start}, {length}",
        )

    def _open(self, index: QModelIndex, time_s: float) -> None:
        """Open the video there; a scene is also searched for, as anywhere else."""
        item = self._model.item(index)
        video = self._video_of(item.video_id)
        if video is None:
            return
        if item.scene is None:
            self._session.open_video(video)
            return
        time_s = item.scene.shot.start_s if time_s < 0 else time_s
        try:
            # Another pass may have moved the cuts.
            shot = self._library.catalogue.shot_at(video.id, time_s)
        except VidexploreError as error:
            self._session.notice_failure(error)
            return
        self._session.open_video(video, time_s)
        self._session.select_shot(shot)


def _read(library: Library, video_ids: Sequence[int], task: Task) -> dict[int, list[NumberedShot]]:
    found = {}
    for video_id in video_ids:
        task.checkpoint()
        found[video_id] = numbered_shots(library, video_id)
    return found


def _spread(scenes: Sequence[NumberedShot]) -> Sequence[NumberedShot]:
    """All scenes, or some evenly spread over the video."""
    count = len(scenes)
    if count <= SCENES_OF_A_VIDEO:
        return scenes
    return [scenes[number * count // SCENES_OF_A_VIDEO] for number in range(SCENES_OF_A_VIDEO)]
