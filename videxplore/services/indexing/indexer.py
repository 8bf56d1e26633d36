"""Indexing: from paths to searchable, then complete, videos.

:class:`Indexer` is the entry point for the window and the command line. The loop behind it is
:mod:`videxplore.services.indexing.run.index_run`; frames are decoded and models run in an analysis process
(:mod:`videxplore.services.indexing.run.worker`), so that a decoder that crashes on a file cannot harm the
catalogue.
"""

import contextlib
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from videxplore.core.task import Cancelled, Task
from videxplore.services.indexing.finding.watched_folders import FolderWatcher, NewWatcher, watch_folders
from videxplore.services.indexing.index_types import (
    IndexEvent,
    IndexEventKind,
    IndexOptions,
    IndexProgress,
    IndexReport,
    IndexStatus,
)
from videxplore.services.indexing.replaced_videos import return_files
from videxplore.services.indexing.run.analysis_pool import AnalysisPool
from videxplore.services.indexing.run.index_jobs import IndexControl, JobPool
from videxplore.services.indexing.run.index_run import IndexRun
from videxplore.services.indexing.run.worker import AnalysisProcess, StartMethod
from videxplore.services.library import Library
from videxplore.services.library_upkeep import purge_long_gone, tidy

if TYPE_CHECKING:
    from videxplore.services.indexing.cluster.joining import ClusterSettings


class Indexer(IndexControl):
    """Indexes videos into one library.

    :meth:`run` belongs to one thread at a time; every other method may be called from any thread, while
    ``run`` works or before it.

    Attributes:
        library: What is indexed into.
    """

    def __init__(
        self,
        library: Library,
        options: IndexOptions,
        start_method: StartMethod = "spawn",
        cluster: "ClusterSettings | None" = None,
    ) -> None:
        """Make an indexer.

        Args:
            library: A library opened for writing.
            options: How videos are analysed.
            start_method: How the analysis process is started. ``spawn`` loads all modules in each one; where
                many follow each other, as in tests, ``forkserver`` loads them once.
            cluster: Its workers do the work; None for this computer alone.
        """
        super().__init__()
        self.library = library
        self._options = options
        self._start_method = start_method
        self._cluster = cluster
        self._prepared: AnalysisProcess | None = None
        self._preparing = threading.Lock()

    def run(
        self,
        paths: Sequence[Path],
        task: Task | None = None,
        on_event: Callable[[IndexEvent], None] | None = None,
    ) -> IndexReport:
        """Index files and folders, and whatever :meth:`add` brings meanwhile; return when nothing is left.

        A video that cannot be analysed fails alone, with a sentence in its report. Cancelling ``task`` stops
        at once: what is stored stays, and the next run continues where this one stopped.

        Args:
            paths: Video files, and folders to search for them.
            task: Reports the fraction of the whole run; cancels it.
            on_event: Called in this thread for everything that happens to a video.

        Raises:
            WeightsUnavailableError: If a backbone's weights are not here.
            DeviceUnavailableError: If the requested device does not exist.
            CatalogueError: If the library cannot be written to.
            UsageError: If the address of the cluster is malformed, or not encrypted.
            MissingPackageError: If Dask, or the certificates of the cluster, are not here.
        """
        process = self._take_prepared() or AnalysisProcess(self._options, self._start_method)
        task = task or Task()
        pool: JobPool = AnalysisPool(process, self._options.process_count)
        if self._cluster is not None:
            pool = self._cluster.pool(pool, self.library, self._options, paths, task)
        report = IndexRun(self.library, self._options, pool, self, task, on_event).run(paths)
        if not (report.stopped or task.is_cancelled):
            report = self._return_files(report, task, on_event)
            for video in purge_long_gone(self.library, self._options.purge_after_days):
                if on_event is not None:
                    on_event(IndexEvent(IndexEventKind.PURGED, video.path, video, IndexProgress()))
            tidy(self.library)
        return report

    def _return_files(
        self, report: IndexReport, task: Task, on_event: Callable[[IndexEvent], None] | None
    ) -> IndexReport:
        """Let kept videos take over files that show the same; the report then has those that are left."""
        with contextlib.suppress(Cancelled):
            for one in return_files(self.library, task):
                for kind, video in (
                    (IndexEventKind.PURGED, one.former),
                    (IndexEventKind.RETURNED, one.video),
                ):
                    if on_event is not None:
                        on_event(IndexEvent(kind, video.path, video, IndexProgress()))
        now = self.library.catalogue.videos_by_id([video.id for video in report.kept])
        return replace(report, kept=tuple(video for video in now.values() if video.state.is_missing))

    def prepare(self) -> None:
        """Start an analysis process that loads its models, because a run is likely soon; the run uses it.

        With a cluster nothing starts: its workers have theirs.
        """
        with self._preparing:
            if self._prepared is None and self._cluster is None:
                self._prepared = AnalysisProcess(self._options, self._start_method)
                self._prepared.start()

    def close(self) -> None:
        """End a process that was prepared and not needed."""
        process = self._take_prepared()
        if process is not None:
            process.close()

    def _take_prepared(self) -> AnalysisProcess | None:
        with self._preparing:
            process, self._prepared = self._prepared, None
        return process


def index_and_watch(
    indexer: Indexer,
    paths: Sequence[Path],
    task: Task,
    on_event: Callable[[IndexEvent], None],
    on_unwatchable: Callable[[Path, str], None],
    new_watcher: NewWatcher = FolderWatcher,
) -> IndexReport:
    """Index files and folders, then whatever comes into the folders, until the task is cancelled.

    Args:
        indexer: Does the work.
        paths: Files are indexed once; folders are watched, also those that are not there yet.
        task: Ends it.
        on_event: Called in this thread for everything that happens to a video.
        on_unwatchable: Called with a folder that the system cannot watch, and the reason.
        new_watcher: Makes the watcher of the folders.

    Returns:
        One report of everything; of each file what came of it last.

    Raises:
        VidexploreError: As :meth:`videxplore.services.indexing.indexer.Indexer.run`.
    """
    report = indexer.run(paths, task, on_event)
    # What changed before the watch began is found by its first look.
    with contextlib.closing(watch_folders(indexer.library, paths, task, on_unwatchable, new_watcher)) as news:
        while not report.stopped:
            new = next(news, None)
            if new is None:
                break
            report = merged(report, indexer.run(new, task, on_event))
    return report


def merged(earlier: IndexReport, later: IndexReport) -> IndexReport:
    """Two reports as one; a file that was only found unchanged later keeps its earlier report."""
    videos = {video.path: video for video in earlier.videos}
    for video in later.videos:
        if video.status is not IndexStatus.UNCHANGED or video.path not in videos:
            videos[video.path] = video
    return replace(
        later,
        device=later.device or earlier.device,
        videos=tuple(videos[path] for path in sorted(videos)),
        wall_s=earlier.wall_s + later.wall_s,
        video_s=earlier.video_s + later.video_s,
        left_out={**earlier.left_out, **later.left_out},
        kept=(*earlier.kept, *later.kept),
    )
