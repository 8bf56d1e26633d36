"""Passes that are finished side by side are stored in one transaction."""

from collections import deque
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import pytest

from tests.analyses import APPEARANCE, analysis, unit
from tests.conftest import MakeVideo
from videxplore.core.task import Task
from videxplore.core.types import Depth, VideoState
from videxplore.services.indexing.index_types import IndexEvent, IndexEventKind, IndexOptions, IndexReport
from videxplore.services.indexing.messages import Analysed, JobCancelled, StoredShot
from videxplore.services.indexing.run.index_jobs import IndexControl, JobInProgress, JobPool, Received
from videxplore.services.indexing.run.index_run import IndexRun
from videxplore.services.indexing.run.job_queue import ANY_GROUP, IndexJob, JobQueue
from videxplore.services.library import Library
from videxplore.services.statistics import RuntimeInfo

VIDEOS = 4


class FinishedTogether(JobPool):
    """A pool whose jobs are all finished at the same moment."""

    def __init__(self, before_delivery: Callable[[JobInProgress], None]) -> None:
        self._submitted: deque[JobInProgress] = deque()
        self._has_begun = False
        self._before_delivery = before_delivery

    def __len__(self) -> int:
        return len(self._submitted)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        pass

    @property
    def running(self) -> Sequence[JobInProgress]:
        return ()

    @property
    def is_loading(self) -> bool:
        return False

    @property
    def has_message(self) -> bool:
        return bool(self._submitted)

    def group(self, job: IndexJob) -> str:
        return ANY_GROUP

    def open_groups(self, queue: JobQueue) -> Collection[str]:
        return (ANY_GROUP,)

    def fingerprints(self) -> set[str]:
        return {current.job.video.fingerprint for current in self._submitted}

    def submit(
        self, job: IndexJob, shots: tuple[StoredShot, ...], file_status: tuple[int, int], queue: JobQueue
    ) -> None:
        self._submitted.append(JobInProgress(job, file_status))

    def set_pace(self, *, paused: bool, low_priority: bool) -> None:
        pass

    def cancel_video(self, video_id: int) -> None:
        pass

    def abort(self) -> list[JobInProgress]:
        return []

    def receive(self, timeout_s: float, *, paused: bool) -> Received:
        if not self._has_begun and len(self._submitted) < VIDEOS:
            return None, None, self
        self._has_begun = True
        current = self._submitted.popleft()
        if current.job.backfill:
            return JobCancelled(0), current, self
        self._before_delivery(current)
        found = analysis([[unit(current.job.video.id)]], depth=Depth.QUICK)
        return Analysed(0, found, 0.1, "decode", RuntimeInfo(device="cpu")), current, self


@pytest.fixture
def folder(make_video: MakeVideo, tmp_path: Path) -> Path:
    for number in range(VIDEOS):
        make_video(f"{number}.mp4", seeds=[number], frames_per_shot=5)
    return tmp_path


def run(library: Library, folder: Path, pool: JobPool, on_event: Callable[[IndexEvent], None]) -> IndexReport:
    options = IndexOptions(library.folder / "weights", depth=Depth.QUICK, backbone=APPEARANCE.backbone)
    return IndexRun(library, options, pool, IndexControl(), Task(), on_event).run([folder])


def test_nothing_is_reported_before_all_are_stored(library: Library, folder: Path) -> None:
    stored: list[int] = []

    def note(event: IndexEvent) -> None:
        if event.kind is IndexEventKind.SEARCHABLE:
            states = [video.state for video in library.catalogue.videos()]
            stored.append(states.count(VideoState.SEARCHABLE))

    run(library, folder, FinishedTogether(lambda _: None), note)
    assert stored == [VIDEOS] * VIDEOS


def test_a_video_removed_meanwhile_leaves_the_others(library: Library, folder: Path) -> None:
    removed: list[int] = []
    told: list[str] = []

    def remove(current: JobInProgress) -> None:
        if len(library.catalogue.videos()) == VIDEOS and not removed and current.job.video.path.stem == "2":
            removed.append(current.job.video.id)
            library.delete_video(current.job.video.id)

    def note(event: IndexEvent) -> None:
        if event.kind is IndexEventKind.SEARCHABLE:
            told.append(event.path.stem)

    run(library, folder, FinishedTogether(remove), note)
    assert removed
    assert sorted(told) == ["0", "1", "3"]
    assert sorted(video.path.stem for video in library.catalogue.videos()) == ["0", "1", "3"]
    assert not library.strip_file(removed[0]).exists()
