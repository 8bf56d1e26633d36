"""Indexing that goes on: what changes in watched folders is indexed as it comes."""

import contextlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from videxplore.core.task import Task
from videxplore.services.indexing.following import NewWatcher, follow
from videxplore.services.indexing.indexer import Indexer
from videxplore.services.indexing.values import IndexEvent, IndexReport, IndexStatus
from videxplore.services.indexing.watching import FolderWatcher


def index_and_watch(
    indexer: Indexer,
    paths: Sequence[Path],
    task: Task,
    on_event: Callable[[IndexEvent], None],
    on_refused: Callable[[Path, str], None],
    new_watcher: NewWatcher = FolderWatcher,
) -> IndexReport:
    """Index files and folders, then whatever comes into the folders, until the task is cancelled.

    Args:
        indexer: Does the work.
        paths: Files are indexed once; folders are watched, also those that are not there yet.
        task: Ends it.
        on_event: Called in this thread for everything that happens to a video.
        on_refused: Called with a folder that the system does not watch, and the reason.
        new_watcher: Makes the watcher of the folders.

    Returns:
        One report of everything; of each file what came of it last.

    Raises:
        VidexploreError: As :meth:`videxplore.services.indexing.indexer.Indexer.run`.
    """
    report = indexer.run(paths, task, on_event)
    # What changed before the watch began is found by its first look.
    with contextlib.closing(follow(indexer.library, paths, task, on_refused, new_watcher)) as news:
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
    )
