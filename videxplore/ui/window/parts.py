"""Every part of the window, made in the order in which they need each other."""

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from videxplore.composition import Services
from videxplore.core.errors import VidexploreError
from videxplore.core.spans import PlayerPosition
from videxplore.core.task import Task
from videxplore.core.types import VideoState
from videxplore.services.indexing.cluster.machines import Machines
from videxplore.services.indexing.index_types import IndexOptions
from videxplore.ui.details_panel import DetailsPanel
from videxplore.ui.duplicates.duplicates_work import DuplicatesWork
from videxplore.ui.labels_panel import LabelsPanel
from videxplore.ui.library.disk_work import PresenceWork, WatchedFolders
from videxplore.ui.library.failures_panel import FailuresPanel
from videxplore.ui.library.indexing_work import IndexingWork
from videxplore.ui.library.library_edits import LabelEdits, LibraryEdits
from videxplore.ui.library.library_grid import LibraryGrid
from videxplore.ui.library.library_model import OrderedVideos, VideoModel
from videxplore.ui.library.library_panel import LibraryPanel
from videxplore.ui.library.video_list import ShotCounts, VideoList
from videxplore.ui.look.widgets import TabbedPages, flush
from videxplore.ui.map.map_tab import MapTab
from videxplore.ui.models.models_work import ModelsWork
from videxplore.ui.player.found_text import FoundText
from videxplore.ui.player.heat_work import HeatWork
from videxplore.ui.player.player import Player
from videxplore.ui.player.sound_output import Sound
from videxplore.ui.player.unreachable_view import UnreachableView
from videxplore.ui.scenes_tab import LiveScenes, ScenesTab
from videxplore.ui.searching.query_bar import QueryBar
from videxplore.ui.searching.saved_searches import SavedSearches
from videxplore.ui.searching.search_history import SearchHistory
from videxplore.ui.searching.search_options import SearchOptions
from videxplore.ui.searching.search_work import SearchWork
from videxplore.ui.searching.similar_panel import IndexedSoFar, SimilarPanel
from videxplore.ui.selects.bin_player import BinPlayer
from videxplore.ui.selects.selects_tab import SelectsTab
from videxplore.ui.selects.selects_work import SelectsWork
from videxplore.ui.session import Session
from videxplore.ui.storyboard_tab import StoryboardTab
from videxplore.ui.tiles.thumbnail_cache import ThumbnailCache
from videxplore.ui.timeline.timeline_panel import Timeline
from videxplore.ui.transcript_panel import TranscriptPanel
from videxplore.ui.window.bars import TopBar
from videxplore.ui.window.status_strip import StatusStrip
from videxplore.ui.work.jobs import Lane

if TYPE_CHECKING:
    from videxplore.services.indexing.cluster.joining import ClusterSettings


class WindowParts(QObject):
    """The panels and the work behind them."""

    def __init__(
        self,
        services: Services,
        options: IndexOptions,
        sound: Sound | None = None,
        cluster: "ClusterSettings | None" = None,
    ) -> None:
        """Make everything over the library of ``services``; nothing is read before the lanes get to it.

        Args:
            services: Of the open library.
            options: How videos are indexed.
            sound: Plays sound tracks; the system's where none is given.
            cluster: Its workers analyse; None for this computer alone.
        """
        super().__init__()
        self.services = services
        self.library = library = services.library
        self.session = Session(self)
        self.interactive = Lane("interactive", self)
        self.preview = Lane("preview", self)
        self.rows = Lane("timeline", self)
        self.background = Lane("background", self)
        self.reading = Lane("thumbnails", self)
        self.cutting = Lane("cutting", self)
        self.words = Lane("words", self)
        self.comparing = Lane("duplicates", self)
        self.arranging = Lane("map", self)
        self.copies = (Lane("first copy", self), Lane("second copy", self))
        self.lanes = (
            self.interactive, self.preview, self.rows, self.reading, self.background, self.cutting,
            self.words, self.comparing, self.arranging, *self.copies,
        )  # fmt: skip
        self.thumbnails = ThumbnailCache(library, self.reading, self, decoding=self.rows)
        self.counts = ShotCounts(library, self.reading, self)
        self.videos = VideoModel(self)
        self.work = IndexingWork(self.session, library, options, self, cluster)
        self.machines = cluster.machines if cluster else Machines()
        self.history = SearchHistory(library, self.reading, self)
        self.search = SearchWork(self.session, services, self.interactive, self.history, self)
        self.models = ModelsWork(self.session, services, self.work, options, self)
        self.edits = LibraryEdits(self.session, services, self.interactive, self.work)
        self.saved_searches = SavedSearches(self.search, self.edits.stack, self)
        self.label_edits = LabelEdits(self.edits.stack, self.session, services, self.background)
        self.duplicates = DuplicatesWork(self.session, services, self.edits, self.comparing, self)
        self.watched = WatchedFolders(library, self)
        self.presence = PresenceWork(self.session, library, self.videos, self)
        self._make_bars()
        self._make_panels(sound)
        self.session.placeChanged.connect(self._keep_place)

    def _keep_place(self, video_id: int, place: PlayerPosition) -> None:
        job = self.reading.submit(lambda _task: self.library.catalogue.places.set(video_id, place))
        job.failed.connect(self.session.notice_failure)

    def close(self) -> None:
        """Stop all work and join every thread."""
        if self.session.video is not None:
            # A full disk is no reason to stay open.
            with contextlib.suppress(VidexploreError):
                self.library.catalogue.places.set(self.session.video.id, self.session.place)
        self.player.shut_down()
        self.timeline.close_files()
        # All are asked to stop before the first is waited for.
        for lane in (*self.lanes, *self.models.lanes):
            lane.stop()
        self.work.stop_soon()
        self.watched.close()
        self.presence.close()
        self.work.close()
        for lane in (*self.lanes, *self.models.lanes):
            lane.close()
        self.edits.close()

    def warm_search(self, task: Task) -> None:
        """On a lane: load the vector indexes, so that the first search is fast; rebuild outgrown ones."""
        similarity = self.services.similarity()
        similarity.warm(task)
        similarity.rebuild(task)

    def load(self) -> None:
        """Read the videos and the search history, once all is connected."""
        # Before the videos, the last of which is opened where it was left.
        places = self.reading.submit(lambda _task: self.library.catalogue.places.all())
        places.succeeded.connect(self.session.restore_places)
        places.failed.connect(self.session.notice_failure)
        sorting = self.videos.sorting
        job = self.reading.submit(lambda _task: OrderedVideos.of(self.library.catalogue.videos(), sorting))
        job.succeeded.connect(self.videos.set_videos)
        job.failed.connect(self.session.notice_failure)
        self.history.load()
        self.selects_work.load()

    def resize_tiles(self, factor: float) -> None:
        """Make all tiles larger or smaller."""
        for grid in (
            self.similar.grid,
            self.scenes.grid,
            self.live.grid,
            self.library_grid.grid,
            self.storyboard.members,
            self.selects.grid,
        ):
            grid.resize_tiles(factor)

    def _make_bars(self) -> None:
        self.query_bar = QueryBar(self.thumbnails, self.services.words, self.words)
        options = SearchOptions(self.search, self._chosen_folder, lambda: self.videos.videos)
        self.query_bar.add_at_end(options.then_button)
        self.top_bar = TopBar(self.query_bar, options, self.search, self._title_of, self.thumbnails)
        self.status = StatusStrip(self.session, self.work, lambda: self.videos.videos)
        self.status.follow_downloads(self.models)
        self.failures = FailuresPanel()

    def _indexed_so_far(self) -> IndexedSoFar:
        videos = self.videos.videos
        searchable = sum(video.depth is not None for video in videos)
        waiting = sum(video.state is VideoState.WAITING for video in videos)
        return IndexedSoFar(searchable, waiting, self.work.is_running, is_empty=not videos)

    def _chosen_folder(self) -> Path | None:
        return self.library_panel.tree.chosen_folder()

    def _title_of(self, video_id: int) -> str:
        video = self.videos.by_id(video_id)
        return video.path.stem if video is not None else ""

    def _make_panels(self, sound: Sound | None) -> None:
        session, library, thumbnails = self.session, self.library, self.thumbnails
        videos = VideoList(self.videos, thumbnails, self.counts)
        self.library_panel = LibraryPanel(session, self.videos, videos, lambda: self.work.is_running)
        self.player = Player(session, library, self.preview, sound=sound)
        self.unreachable = UnreachableView(session, self.player, thumbnails)
        self.found_text = FoundText(session, library, self.interactive, self.player.frame_view)
        self.heat = HeatWork(
            session,
            self.player,
            self.background,
            lambda frame, query, label, task: self.services.explaining().explain(frame, query, label, task),
            self.found_text,
        )
        self.timeline = Timeline(session, library, self.rows)
        self.live = LiveScenes(session, library, self.reading, thumbnails, self.videos.by_id)
        self.scenes = ScenesTab(session, library, self.interactive, thumbnails)
        self.storyboard = StoryboardTab(session, self.services, self.interactive, thumbnails)
        self.library_grid = LibraryGrid(
            session,
            self.videos,
            thumbnails,
            lambda: self.reading.submit(lambda _task: library.catalogue.facts_by_video()),
        )
        self.tabs = TabbedPages(self.tr("Views of this video and of the library"))
        self.tabs.add(self.tr("Scenes"), self.scenes)
        self.tabs.add(self.tr("Storyboard"), self.storyboard, self.storyboard.controls)
        self.map = MapTab(session, self.services, (self.background, self.arranging), thumbnails)
        self.tabs.add(self.tr("Map"), self.map, self.map.controls)
        self.tabs.add(self.tr("Library"), self.library_grid, self.library_grid.controls)
        self.selects_work = SelectsWork(session, library, self.interactive, self.edits.stack, self)
        self.bin_player = BinPlayer(session, self.player.transport, self)
        self.selects = SelectsTab(session, self.selects_work, self.bin_player, thumbnails)
        self.tabs.add(self.tr("Selects"), self.selects, self.selects.controls)
        self.similar = SimilarPanel(
            session, self.search, library, self.interactive, thumbnails, self._indexed_so_far
        )
        self.seen_here = LabelsPanel(session, library, self.interactive, is_brief=True)
        self.labels = LabelsPanel(session, library, self.interactive)
        self.explore = TabbedPages(self.tr("Similar moments, labels, transcript and details"))
        self.explore.add(self.tr("Similar"), _above(self.similar, self.seen_here))
        self.explore.add(self.tr("Labels"), self.labels)
        self.transcript = TranscriptPanel(session, library, self.interactive, self.found_text)
        self.explore.add(self.tr("Transcript"), self.transcript)
        self.explore.add(self.tr("Details"), DetailsPanel(session, library, self.interactive))


def _above(upper: QWidget, lower: QWidget) -> QWidget:
    page = QWidget()
    column = flush(QVBoxLayout(page))
    line = QFrame()
    line.setFixedHeight(1)
    line.setProperty("line", True)
    column.addWidget(upper, 1)
    column.addWidget(line)
    column.addWidget(lower, 0, Qt.AlignmentFlag.AlignBottom)
    return page
