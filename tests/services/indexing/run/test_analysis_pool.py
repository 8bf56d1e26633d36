"""Several analysis processes: all videos once, whatever happens to one of them."""

import multiprocessing
from pathlib import Path

import pytest

from tests.conftest import MakeVideo
from tests.services.indexed import quick_indexer
from tests.videos import shots, write_video
from videxplore.core.task import Task
from videxplore.core.types import Depth, VideoState
from videxplore.services.indexing.index_types import IndexEvent, IndexEventKind, IndexStatus
from videxplore.services.library import Library
from videxplore.services.library_check import LibraryChecker

VIDEOS = 12


@pytest.fixture(scope="module")
def paths(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    made = tmp_path_factory.mktemp("videos")
    return [write_video(made / f"{number:02d}.mp4", shots([number], 12)) for number in range(VIDEOS)]


def complete(library: Library, state: VideoState = VideoState.COMPLETE) -> bool:
    videos = library.catalogue.videos()
    return len(videos) == VIDEOS and all(video.state is state for video in videos)


def test_videos_are_analysed_side_by_side(library: Library, paths: list[Path]) -> None:
    running: set[Path] = set()
    most = 0
    stored: list[tuple[Path, IndexEventKind]] = []

    def note(event: IndexEvent) -> None:
        nonlocal most
        if event.kind is IndexEventKind.STARTED:
            running.add(event.path)
        elif event.kind in (IndexEventKind.SEARCHABLE, IndexEventKind.COMPLETE):
            running.discard(event.path)
            stored.append((event.path, event.kind))
        most = max(most, len(multiprocessing.active_children()))
        assert event.progress.fraction <= 1

    report = quick_indexer(library, process_count=3).run(paths, Task(), note)
    assert [video.status for video in report.videos] == [IndexStatus.INDEXED] * VIDEOS
    assert most == 3
    assert len(stored) == len(set(stored)) == 2 * VIDEOS
    assert complete(library)
    assert LibraryChecker(library).problems(Task()) == []


def test_crash_of_one_process_leaves_the_others_alone(library: Library, paths: list[Path]) -> None:
    killed: list[int | None] = []

    def kill(event: IndexEvent) -> None:
        children = multiprocessing.active_children()
        if event.kind is IndexEventKind.COMPLETE and not killed and len(children) > 1:
            killed.append(children[-1].pid)
            children[-1].kill()

    report = quick_indexer(library, process_count=2).run(paths, Task(), kill)
    assert killed
    assert [video.status for video in report.videos] == [IndexStatus.INDEXED] * VIDEOS
    assert complete(library)


def test_cancel_and_pause_reach_every_process(library: Library, paths: list[Path]) -> None:
    task = Task()
    indexer = quick_indexer(library, process_count=2, depth=Depth.QUICK)

    def cancel(event: IndexEvent) -> None:
        if len(multiprocessing.active_children()) == 2:
            indexer.pause()
            indexer.resume()
            task.cancel()

    report = indexer.run(paths, task, cancel)
    assert IndexStatus.CANCELLED in {video.status for video in report.videos}
    assert indexer.run(paths, Task()).failed == ()
    assert complete(library, VideoState.SEARCHABLE)


def test_few_small_videos_need_one_process(library: Library, make_video: MakeVideo) -> None:
    paths = [make_video(f"{number}.mp4", seeds=[number], frames_per_shot=15) for number in range(3)]
    most = 0

    def note(event: IndexEvent) -> None:
        nonlocal most
        most = max(most, len(multiprocessing.active_children()))

    quick_indexer(library, process_count=4).run(paths, Task(), note)
    assert most == 1
