"""A watched folder's videos are indexed as they come, go, and come back."""

import threading
from pathlib import Path

from tests.conftest import MakeVideo
from videxplore.core.task import Task
from videxplore.core.types import Depth
from videxplore.services.indexing.indexer import Indexer
from videxplore.services.indexing.values import IndexEvent, IndexEventKind, IndexOptions, IndexStatus
from videxplore.services.indexing.watched_indexing import index_and_watch
from videxplore.services.library import Library

PATIENCE_S = 300.0
Kind = IndexEventKind


class Story:
    """Does the next step when the event it waits for happens."""

    def __init__(self) -> None:
        self.events: list[IndexEvent] = []
        self._condition = threading.Condition()

    def note(self, event: IndexEvent) -> None:
        with self._condition:
            self.events.append(event)
            self._condition.notify_all()

    def wait(self, kind: Kind, path: Path) -> None:
        def happened() -> bool:
            return any(event.kind is kind and event.path == path for event in self.events)

        with self._condition:
            assert self._condition.wait_for(happened, PATIENCE_S), f"{path.name} never became {kind}"


def test_a_watched_folder_is_kept_up_with(make_video: MakeVideo, tmp_path: Path) -> None:
    folder = tmp_path / "watched"
    folder.mkdir()
    first = make_video("watched/first.mp4", seeds=[1], frames_per_shot=10)
    elsewhere = make_video("second.mp4", seeds=[2], frames_per_shot=10)
    second = folder / "second.mp4"
    story, task = Story(), Task()

    def live() -> None:
        try:
            story.wait(Kind.SEARCHABLE, first)
            elsewhere.rename(second)
            story.wait(Kind.SEARCHABLE, second)
            second.unlink()
            story.wait(Kind.GONE, second)
            folder.rename(tmp_path / "unplugged")
            story.wait(Kind.OFFLINE, first)
            (tmp_path / "unplugged").rename(folder)
            story.wait(Kind.UNCHANGED, first)
        finally:
            task.cancel()

    with Library.open(tmp_path / "library") as library:
        options = IndexOptions(tmp_path / "weights", depth=Depth.QUICK, device="cpu")
        person = threading.Thread(target=live)
        person.start()
        report = index_and_watch(Indexer(library, options), [folder], task, story.note)
        person.join()
    statuses = {video.path: video.status for video in report.videos}
    assert statuses == {first: IndexStatus.INDEXED, second: IndexStatus.INDEXED}
