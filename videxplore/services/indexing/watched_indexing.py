"""Indexing that goes on: what changes in watched folders is indexed as it comes."""

import queue
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from videxplore.core.task import Task
from videxplore.core.typed_paths import expanded
from videxplore.services.indexing.indexer import Indexer
from videxplore.services.indexing.values import IndexEvent, IndexReport, IndexStatus
from videxplore.services.indexing.watching import FolderWatcher

# How often it is looked whether a folder's drive came or went.
LOOK_EVERY_S = 1.0


def index_and_watch(
    indexer: Indexer,
    paths: Sequence[Path],
    task: Task,
    on_event: Callable[[IndexEvent], None] | None = None,
) -> IndexReport:
    """Index files and folders, then whatever changes in the folders, until the task is cancelled.

    Returns:
        One report of everything; of each file what came of it last.

    Raises:
        VidexploreError: As :meth:`videxplore.services.indexing.indexer.Indexer.run`.
    """
    folders = [expanded(path).absolute() for path in paths]
    report = indexer.run(paths, task, on_event)
    while not task.is_cancelled and not report.stopped:
        present = [folder for folder in folders if folder.is_dir()]
        changes: queue.SimpleQueue[Sequence[Path]] = queue.SimpleQueue()
        with FolderWatcher(present, changes.put):
            # What changed before the watch began is found by looking once more.
            wanted: list[Path] = list(folders)
            while not task.is_cancelled and not report.stopped:
                if wanted:
                    report = merged(report, indexer.run(wanted, task, on_event))
                if [folder for folder in folders if folder.is_dir()] != present:
                    break
                wanted = _next_changes(changes)
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


def _next_changes(changes: "queue.SimpleQueue[Sequence[Path]]") -> list[Path]:
    """What changed, or nothing after a while."""
    try:
        return list(changes.get(timeout=LOOK_EVERY_S))
    except queue.Empty:
        return []
