"""Every connection between panels, read as "when X, then Y".

Panels do not know each other. A panel listens to the session for what it shows itself; whatever happens in
one panel and is acted on by another is connected here.

From a click on a scene to the tiles, in order:

1. ``TileGrid.opened`` -> ``ScenesTab._open`` -> ``Session.select_shot`` (the timeline does the same).
2. ``Session.shotSelected`` -> ``SearchWork.search_shot`` (connected in :meth:`Wiring._connect_search`).
3. ``SearchWork.search`` -> ``ask`` -> ``_answer``: on the interactive lane, ``SimilarityService.find`` for
   the first 32 moments; after 300 ms once more for up to 500.
4. ``SearchWork._publish`` -> ``Session.set_ranking``.
5. ``Session.rankingChanged`` -> ``SimilarPanel.show_ranking`` (connected here) -> ``TileModel.set_items``.
6. ``TileDelegate.paint`` asks ``SimilarPanel._tile`` for each tile, and ``ThumbnailCache`` for its thumbnail.
"""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt

from videxplore.core.spans import SelectedSpan
from videxplore.core.task import Task
from videxplore.core.types import Moment, Video
from videxplore.services.searching.query.query import Query, SceneExample, SpanExample
from videxplore.ui.library.left_over import UNFINISHED
from videxplore.ui.window.main_window import MainWindow
from videxplore.ui.window.parts import WindowParts
from videxplore.ui.window.run_news import RunNews


class Wiring(QObject):
    """Connects the panels of a window, and does what concerns several of them."""

    def __init__(self, window: MainWindow) -> None:
        """Connect everything; the order within a signal is the order of the lines below."""
        super().__init__(window)
        self._window = window
        self._parts = window.parts
        self._awaited: Path | None = None
        self._awaits_first = False
        self._connect_indexing(self._parts)
        self._connect_library(self._parts)
        self._connect_moments(self._parts)
        self._connect_player(self._parts)
        self._connect_recognition(self._parts)
        self._connect_search(self._parts)
        self._connect_window(self._parts)

    def _connect_indexing(self, parts: WindowParts) -> None:
        work, window = parts.work, self._window
        parts.failures.closeRequested.connect(window.docks["failures"].hide)
        parts.failures.retryRequested.connect(work.retry)
        parts.presence.indexingRequested.connect(work.add)
        parts.status.failuresRequested.connect(window.toggle_failures)
        parts.status.undoRequested.connect(parts.edits.stack.undo)
        parts.watched.changed.connect(work.add)
        parts.watched.failed.connect(parts.session.notice)
        work.failuresChanged.connect(parts.failures.show_failures)
        work.failuresChanged.connect(window.files.show_refusals)
        window.files.firstVideoRequested.connect(self._await_first)
        RunNews(window, work, window.show_progress)
        work.finished.connect(parts.videos.clear_fractions)
        work.finished.connect(parts.search.note_end)
        work.replaced.connect(self._on_replaced)
        work.stoppedChanged.connect(parts.videos.set_stopped)
        work.unchanged.connect(self._on_unchanged)
        work.videoProgressChanged.connect(parts.videos.set_fraction)

    def _connect_library(self, parts: WindowParts) -> None:
        panel, videos, window = parts.library_panel, parts.videos, self._window
        panel.cancelRequested.connect(parts.work.cancel_video)
        panel.countChanged.connect(parts.status.set_library)
        panel.duplicatesRequested.connect(window.dialogs.show_duplicates)
        panel.folderRequested.connect(window.files.choose_folder)
        panel.reindexRequested.connect(parts.work.retry)
        panel.removeRequested.connect(parts.edits.remove)
        panel.reuseRequested.connect(window.dialogs.show_reused)
        for missing in (panel, parts.unreachable):
            missing.locateRequested.connect(window.dialogs.relinking.locate)
            missing.showFolderRequested.connect(window.dialogs.relinking.show_folder)
        parts.unreachable.removeRequested.connect(parts.edits.remove)
        parts.edits.removed.connect(self._on_removed)
        parts.edits.restored.connect(self._on_restored)
        parts.session.videoUpdated.connect(self._on_video_updated)
        parts.session.videoUpdated.connect(parts.search.note_growth)
        videos.filled.connect(window.show_middle)
        videos.filled.connect(window.window_layout.reopen, Qt.ConnectionType.SingleShotConnection)
        videos.rowsInserted.connect(window.show_middle)
        videos.rowsRemoved.connect(window.show_middle)
        parts.live.shownChanged.connect(lambda _: window.show_middle())

    def _connect_moments(self, parts: WindowParts) -> None:
        """What is done with selected moments: export, teach, summarise, drag out."""
        dialogs, menu = self._window.dialogs, parts.similar.menu
        parts.scenes.menuRequested.connect(lambda moments, place: menu.pop_up(moments, parts.scenes, place))
        menu.exportRequested.connect(dialogs.export)
        menu.summaryRequested.connect(self._show_storyboard)
        menu.teachRequested.connect(dialogs.teach)
        menu.keepRequested.connect(parts.selects_work.add)
        parts.labels.teachRequested.connect(dialogs.teach_here)
        parts.labels.myLabelsRequested.connect(dialogs.show_labels)
        dialogs.labelPicked.connect(self._search_label)
        parts.player.exportRequested.connect(dialogs.export_here)
        parts.seen_here.teachRequested.connect(dialogs.teach_here)
        parts.transcript.keepRequested.connect(parts.selects_work.add)
        selects = parts.selects
        selects.exportRequested.connect(dialogs.export_bin)
        selects.import_button.clicked.connect(dialogs.choose_import)
        selects.teachRequested.connect(dialogs.teach_spans)
        selects.searchRequested.connect(self._search_spans)
        selects.grid.scenesPicked.connect(self._add_scenes)
        parts.session.momentMarksChanged.connect(parts.similar.grid.tile_model.refresh)
        parts.session.momentMarksChanged.connect(parts.scenes.grid.tile_model.refresh)

    def _connect_player(self, parts: WindowParts) -> None:
        parts.session.unplayable.connect(self._check_open_file)
        parts.player.fullScreenRequested.connect(self._window.toggle_player_alone)
        parts.player.searchRequested.connect(parts.search.search_here)
        parts.player.saveRequested.connect(self._window.dialogs.export_frame)
        parts.session.videoChanged.connect(self._window.show_title)

    def _connect_recognition(self, parts: WindowParts) -> None:
        parts.label_edits.changed.connect(self._on_labels_changed)
        parts.models.learnedChanged.connect(self._on_labels_changed)
        parts.models.learnedChanged.connect(parts.session.libraryChanged)
        parts.models.learnedChanged.connect(parts.search.look_for_describer)
        parts.search.describesChanged.connect(parts.query_bar.show_describing)
        parts.labels.modelsRequested.connect(self._window.modelsRequested)
        parts.transcript.modelsRequested.connect(self._window.modelsRequested)
        parts.similar.word_help.modelsRequested.connect(self._window.modelsRequested)
        for panel in (parts.seen_here, parts.labels):
            panel.labelPicked.connect(self._search_label)

    def _connect_search(self, parts: WindowParts) -> None:
        bar, search, session, similar = parts.query_bar, parts.search, parts.session, parts.similar
        bar.changed.connect(search.ask)
        bar.filesPicked.connect(self._window.files.search_or_add)
        bar.imagePicked.connect(search.search_image)
        bar.gapPicked.connect(search.set_gap)
        bar.descended.connect(parts.similar.views.focus_results)
        bar.thenToggled.connect(lambda wanted: search.set_wants_then(wanted=wanted))
        search.thenChanged.connect(lambda wanted: bar.show_then(search.gap_s if wanted else None))
        bar.scenesPicked.connect(self._search_scenes)
        bar.typed.connect(search.preview_words)
        bar.worded.connect(self._search_entered)
        parts.history.failed.connect(session.notice_failure)
        search.failed.connect(similar.show_failure)
        search.searchingChanged.connect(similar.show_searching)
        session.lassoChanged.connect(similar.show_lasso)
        session.queryChanged.connect(similar.show_query)
        session.queryChanged.connect(bar.show_query)
        session.queryChanged.connect(self._show_results)
        session.rankingChanged.connect(similar.show_ranking)
        session.rankingChanged.connect(bar.show_ranking)
        session.regionPicked.connect(search.search_region)
        session.shotSelected.connect(search.search_shot)

    def _connect_window(self, parts: WindowParts) -> None:
        parts.top_bar.nameRequested.connect(parts.saved_searches.name)
        parts.top_bar.helpRequested.connect(self._window.show_keys)
        parts.top_bar.settingsRequested.connect(self._window.settingsRequested)

    def _check_open_file(self) -> None:
        """No frame comes: the file of the open video may be gone."""
        video = self._parts.session.video
        if video is not None:
            self._parts.presence.look_into(video.path.parent)

    def _on_labels_changed(self) -> None:
        """The panels and the timeline read again what is recognised."""
        session = self._parts.session
        for panel in (self._parts.seen_here, self._parts.labels):
            panel.load_video(session.video)
        if session.video is not None:
            session.update_video(session.video)

    def _on_removed(self, ids: list[int]) -> None:
        parts, session = self._parts, self._parts.session
        for video_id in ids:
            parts.videos.remove_video(video_id)
        parts.work.forget(ids)
        if session.video is not None and session.video.id in ids:
            session.open_video(None)
        parts.live.drop_videos(ids)
        parts.search.leave_out(ids)
        session.libraryChanged.emit()

    def _on_replaced(self, old: Video) -> None:
        """The file of a video holds another one now, which is opened where the old one was open."""
        video = self._parts.session.video
        is_open = video is not None and video.id == old.id
        self._on_removed([old.id])
        self._awaited = old.path if is_open else self._awaited

    def _on_restored(self, videos: list[Video]) -> None:
        parts = self._parts
        parts.work.remember([video.id for video in videos])
        for video in videos:
            parts.session.update_video(video)
        parts.library_panel.select(videos)
        parts.search.ask_again()
        parts.session.libraryChanged.emit()

    def _on_video_updated(self, video: Video) -> None:
        parts = self._parts
        parts.counts.forget(video.id)
        parts.thumbnails.forget_video(video.id)
        parts.videos.update_video(video)
        self._open_awaited(video)

    def _on_unchanged(self, video: Video) -> None:
        """Most often nothing is to be done, and that ten thousand times."""
        parts, open_video = self._parts, self._parts.session.video
        is_open = open_video is not None and open_video.id == video.id
        is_known = parts.videos.by_id(video.id) == video
        # What began may have read its subtitles, which the video does not tell.
        if is_open or not is_known or parts.videos.fraction(video.id) is not None:
            parts.session.update_video(video)
            return
        parts.live.show_video(video)
        self._open_awaited(video)

    def _open_awaited(self, video: Video) -> None:
        """Open a video that was waited for, if it is this one."""
        if video.path == self._awaited:
            self._awaited = None
            if self._parts.session.video is None:
                self._parts.session.open_video(video)
        if self._awaits_first and video.state in UNFINISHED:
            self._open_first(video)

    def _await_first(self) -> None:
        self._awaits_first = True

    def _open_first(self, video: Video) -> None:
        """A video was added while none was open: show it."""
        self._awaits_first = False
        if self._parts.session.video is None:
            self._parts.session.open_video(video)

    def _search_entered(self, words: str) -> None:
        """A moment or a file where the words name one; otherwise words."""
        parts = self._parts
        if "@" in words or Path(words).is_absolute():
            job = parts.search.search_files([Path(words)])
            # What names nothing stays in the box to be corrected.
            job.succeeded.connect(lambda _examples: parts.query_bar.forget_words(words))
        else:
            parts.search.search_entered(words)
            parts.query_bar.forget_words(words)

    def _show_results(self, query: Query | None) -> None:
        """Whatever was searched for from another tab, its results come to the front."""
        if query is not None:
            self._parts.explore.show_page(0)

    def _search_label(self, label: str) -> None:
        self._parts.search.search(Query.text(label))

    def _search_scenes(self, scenes: list[SceneExample]) -> None:
        self._parts.search.search(Query(tuple(scenes)))

    def _search_spans(self, spans: list[SelectedSpan]) -> None:
        examples = [SpanExample(span.video.id, span.start_s, span.end_s) for span in spans]
        if examples:
            self._parts.search.search(Query(tuple(examples)))

    def _add_scenes(self, scenes: list[SceneExample], place: int) -> None:
        """Scenes were dropped on a bin."""
        parts = self._parts
        catalogue = parts.library.catalogue

        def read(_task: Task) -> list[SelectedSpan]:
            videos = catalogue.videos_by_id([scene.video_id for scene in scenes])
            return [
                SelectedSpan.of_shot(videos[scene.video_id], catalogue.shot_at(scene.video_id, scene.time_s))
                for scene in scenes
                if scene.video_id in videos
            ]

        job = parts.interactive.submit(read)
        job.succeeded.connect(lambda spans: parts.selects_work.add(spans, place))
        job.failed.connect(parts.session.notice_failure)

    def _show_storyboard(self, moments: list[Moment]) -> None:
        parts = self._parts
        parts.live.leave()
        parts.tabs.show_page(parts.tabs.index_of(parts.storyboard))
        parts.storyboard.show_moments(moments)


def connect_settings(
    window: MainWindow, show_dialog: Callable[[], None], watch_folders: Callable[[], None]
) -> None:
    """Show the settings when they are asked for; watch the chosen folders once the library is shown."""
    window.settingsRequested.connect(show_dialog)
    videos = window.parts.videos
    if videos.is_filled:
        watch_folders()
    else:
        # Scanning thousands of files meanwhile would delay the library.
        videos.filled.connect(watch_folders, Qt.ConnectionType.SingleShotConnection)
