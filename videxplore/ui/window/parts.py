"""Every part of the window, made in the order in which they need each other."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from videxplore.composition import Services
from videxplore.core.errors import VidexploreError
from videxplore.core.task import Task
from videxplore.core.types import Moment, Video
from videxplore.services.indexing.index_types import IndexOptions
from videxplore.services.searching.query.query import Example, Query
from videxplore.ui.actions_panel import ActionsPanel
from videxplore.ui.details_panel import DetailsPanel
from videxplore.ui.library.failures_panel import FailuresPanel
from videxplore.ui.library.indexing_work import IndexingWork
from videxplore.ui.library.library_edits import LibraryEdits
from videxplore.ui.library.library_grid import LibraryGrid
from videxplore.ui.library.library_model import OrderedVideos, VideoModel
from videxplore.ui.library.library_panel import LibraryPanel
from videxplore.ui.library.presence_work import PresenceWork
from videxplore.ui.library.shot_counts import ShotCounts
from videxplore.ui.library.video_list import VideoList
from videxplore.ui.library.watched_folders import WatchedFolders
from videxplore.ui.look.pixels import limited, to_pixels
from videxplore.ui.look.tabbed import TabbedPages
from videxplore.ui.map.tab import MapTab
from videxplore.ui.player.heat_work import HeatWork
from videxplore.ui.player.player import Player
from videxplore.ui.player.sound import Sound
from videxplore.ui.scenes_tab import ScenesTab
from videxplore.ui.searching.kept_history import KeptHistory
from videxplore.ui.searching.query_bar import QueryBar
from videxplore.ui.searching.search_options import SearchOptions
from videxplore.ui.searching.search_work import SearchWork
from videxplore.ui.searching.similar_panel import SimilarPanel
from videxplore.ui.session import Session
from videxplore.ui.storyboard.tab import StoryboardTab
from videxplore.ui.tiles.pictures import PictureCache
from videxplore.ui.timeline.timeline import Timeline
from videxplore.ui.window.status_strip import StatusStrip
from videxplore.ui.window.top_bar import TopBar
from videxplore.ui.work.jobs import Lane

MOST_IMAGE_PX = 2048
"""A picture to be searched for is not looked at in more detail than this."""


class WindowParts(QObject):
    """The panels and the work behind them."""

    def __init__(self, services: Services, options: IndexOptions, sound: Sound | None = None) -> None:
        """Make everything over the library of ``services``; nothing is read before the lanes get to it.

        Args:
            services: Of the open library.
            options: How videos are indexed.
            sound: Plays sound tracks; the system's where none is given.
        """
        super().__init__()
        self.services = services
        self.library = library = services.library
        self.session = Session(self)
        self.interactive = Lane("interactive", self)
        self.preview = Lane("preview", self)
        self.rows = Lane("timeline", self)
        self.background = Lane("background", self)
        self.reading = Lane("pictures", self)
        self.cutting = Lane("cutting", self)
        self.lanes = (
            self.interactive, self.preview, self.rows, self.reading, self.background, self.cutting,
        )  # fmt: skip
        self.pictures = PictureCache(library, self.reading, self)
        self.counts = ShotCounts(library, self.reading, self)
        self.videos = VideoModel(self)
        self.work = IndexingWork(self.session, library, options, self)
        self.history = KeptHistory(library, self.reading, self)
        self.search = SearchWork(
            self.session,
            self.interactive,
            lambda query, count, task: services.similarity().find(query, count, task),
            self.history,
            self,
        )
        self.edits = LibraryEdits(self.session, services, self.interactive, self.work)
        self.watched = WatchedFolders(library, self)
        self._awaited: Path | None = None
        self.presence = PresenceWork(self.session, library, self.videos, self)
        self._make_bars()
        self._make_panels(sound)
        self._connect()
        self._load()

    def close(self) -> None:
        """Stop all work and join every thread."""
        self.player.shut_down()
        self.timeline.close_files()
        # All are told to stop before the first is waited for.
        for lane in self.lanes:
            lane.stop()
        self.work.cancel()
        self.watched.close()
        self.presence.close()
        self.work.close()
        for lane in self.lanes:
            lane.close()
        self.edits.close()

    def search_here(self) -> None:
        """Ask for moments like the one on screen."""
        video = self.session.video
        if video is not None:
            self.search.search(Query.scene(video.id, self.session.time_s))

    def search_files(self, files: Sequence[Path]) -> None:
        """Ask for moments like these pictures, videos or moments written as ``VIDEO@SECONDS``."""

        def read(_task: Task) -> tuple[Example, ...]:
            # Late: images load Pillow.
            from videxplore.services.searching.query.query_text import parse_example

            return tuple(parse_example(str(file), self.library.catalogue) for file in files)

        job = self.interactive.submit_latest(read, "words")
        job.succeeded.connect(lambda examples: self.search.search(Query(examples)))
        job.failed.connect(self._say)

    def warm_search(self, task: Task) -> None:
        """On a lane: load the vector indexes, so that the first search is fast; rebuild outgrown ones."""
        similarity = self.services.similarity()
        similarity.warm(task)
        similarity.rebuild(task)

    def resize_tiles(self, factor: float) -> None:
        """Make all tiles larger or smaller."""
        for grid in (self.similar.grid, self.scenes.grid, self.library_grid.grid, self.storyboard.members):
            grid.resize_tiles(factor)

    def _make_bars(self) -> None:
        self.query_bar = QueryBar(self.pictures)
        options = SearchOptions(self.search, self._chosen_folder)
        self.top_bar = TopBar(self.query_bar, options, self.search, self._title_of)
        self.status = StatusStrip(self.session, self.work)
        self.failures = FailuresPanel()

    def _chosen_folder(self) -> Path | None:
        return self.library_panel.tree.chosen_folder()

    def _title_of(self, video_id: int) -> str:
        video = self.videos.by_id(video_id)
        return video.path.stem if video is not None else ""

    def _make_panels(self, sound: Sound | None) -> None:
        session, library, pictures = self.session, self.library, self.pictures
        videos = VideoList(self.videos, pictures, self.counts)
        self.library_panel = LibraryPanel(session, self.videos, videos, lambda: self.work.is_running)
        self.player = Player(session, library, self.preview, sound=sound)
        self.heat = HeatWork(
            session,
            self.player,
            self.background,
            lambda pixels, query, label, task: self.services.explaining().explain(pixels, query, label, task),
        )
        self.timeline = Timeline(session, library, self.rows)
        self.scenes = ScenesTab(session, library, self.interactive, pictures)
        self.storyboard = StoryboardTab(session, self.services, self.interactive, pictures)
        self.library_grid = LibraryGrid(session, self.videos, pictures)
        self.tabs = TabbedPages(self.tr("Views of this video and of the library"))
        self.tabs.add(self.tr("Scenes"), self.scenes)
        self.tabs.add(self.tr("Storyboard"), self.storyboard, self.storyboard.controls)
        self.map = MapTab(session, self.services, self.background, pictures)
        self.tabs.add(self.tr("Map"), self.map, self.map.controls)
        self.tabs.add(self.tr("Library grid"), self.library_grid)
        self.similar = SimilarPanel(session, self.search, library, self.interactive, pictures)
        self.seen_here = ActionsPanel(session, library, self.interactive, is_brief=True)
        self.actions = ActionsPanel(session, library, self.interactive)
        self.explore = TabbedPages(self.tr("Similar moments, actions and details"))
        self.explore.add(self.tr("Similar"), _above(self.similar, self.seen_here))
        self.explore.add(self.tr("Actions"), self.actions)
        self.explore.add(self.tr("Details"), DetailsPanel(session))

    def _connect(self) -> None:
        session, search = self.session, self.search
        session.videoUpdated.connect(self._take_over)
        session.queryChanged.connect(self.query_bar.show_query)
        self.work.videoProgressChanged.connect(self.videos.set_fraction)
        self.work.replaced.connect(self._replace)
        self.work.finished.connect(self.videos.clear_fractions)
        self.library_panel.countChanged.connect(self.status.set_library)
        self.query_bar.changed.connect(session.set_query)
        self.query_bar.picturePicked.connect(self._search_picture)
        self.query_bar.scenesPicked.connect(lambda scenes: search.search(Query(tuple(scenes))))
        self.query_bar.worded.connect(self._search_words)
        for panel in (self.seen_here, self.actions):
            panel.labelPicked.connect(lambda label: search.search(Query.text(label)))
        self.library_panel.removeRequested.connect(self.edits.remove)
        self.edits.removed.connect(self._removed)
        self.edits.restored.connect(self._put_back)
        self.edits.labelsChanged.connect(self._relabel)
        self.watched.changed.connect(self.work.add)
        self.watched.failed.connect(session.notice)
        self.presence.indexingRequested.connect(self.work.add)
        self.player.failed.connect(self._look_for_open_video)
        self.similar.menu.summaryRequested.connect(self._summarize_moments)
        self.history.failed.connect(session.notice)

    def _load(self) -> None:
        order = self.videos.order
        job = self.reading.submit(lambda _task: OrderedVideos.of(self.library.catalogue.videos(), order))
        job.succeeded.connect(self.videos.set_videos)
        job.failed.connect(self.session.notice_failure)
        self.history.load()

    def _take_over(self, video: Video) -> None:
        self.counts.forget(video.id)
        self.pictures.forget_video(video.id)
        self.videos.update_video(video)
        if video.path == self._awaited:
            self._awaited = None
            if self.session.video is None:
                self.session.open_video(video)

    def _look_for_open_video(self) -> None:
        """No picture comes: its file may be gone."""
        if self.session.video is not None:
            self.presence.look_into(self.session.video.path.parent)

    def _summarize_moments(self, moments: list[Moment]) -> None:
        self.tabs.show_page(self.tabs.index_of(self.storyboard))
        self.storyboard.show_moments(moments)

    def _search_words(self, words: str) -> None:
        """A moment or a file where the words name one; otherwise words."""
        if "@" in words or Path(words).is_absolute():
            self.search_files([Path(words)])
        else:
            self.search.search_words(words)
            self.query_bar.edit.clear()

    def _search_picture(self, image: QImage) -> None:
        words = self.tr("picture")
        job = self.interactive.submit_latest(lambda _task: to_pixels(limited(image, MOST_IMAGE_PX)), "words")
        job.succeeded.connect(lambda pixels: self.search.search(Query.image(pixels, words)))

    def _say(self, error: Exception) -> None:
        if isinstance(error, VidexploreError):
            self.search.failed.emit(str(error))

    def _removed(self, ids: list[int]) -> None:
        for video_id in ids:
            self.videos.remove_video(video_id)
        self.work.forget(ids)
        if self.session.video is not None and self.session.video.id in ids:
            self.session.open_video(None)
        self.search.leave_out(ids)
        self.session.libraryChanged.emit()

    def _replace(self, old: Video) -> None:
        """The file of a video holds another one now, which is opened where the old one was."""
        is_open = self.session.video is not None and self.session.video.id == old.id
        self._removed([old.id])
        self._awaited = old.path if is_open else self._awaited

    def _put_back(self, videos: list[Video]) -> None:
        self.work.remember([video.id for video in videos])
        for video in videos:
            self.session.update_video(video)
        self.search.ask_again()
        self.session.libraryChanged.emit()

    def _relabel(self) -> None:
        """What is recognised changed: the panels and the timeline read it again."""
        for panel in (self.seen_here, self.actions):
            panel.refresh()
        if self.session.video is not None:
            self.session.update_video(self.session.video)


def _above(upper: QWidget, lower: QWidget) -> QWidget:
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    line = QFrame()
    line.setFixedHeight(1)
    line.setProperty("line", True)
    column.addWidget(upper, 1)
    column.addWidget(line)
    column.addWidget(lower, 0, Qt.AlignmentFlag.AlignBottom)
    return page
