"""Indexing for tests: one run with its events."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from videxplore.core.task import Task
from videxplore.core.types import Depth
from videxplore.services.indexing.index_types import (
    IndexEvent,
    IndexEventKind,
    IndexOptions,
    IndexReport,
    IndexStatus,
)
from videxplore.services.indexing.indexer import Indexer
from videxplore.services.library import Library


def quick_indexer(library: Library, **options: Any) -> Indexer:
    """An indexer without a GPU.

    Args:
        options: Fields of :class:`IndexOptions`.
    """
    settled = {"weights": library.folder / "weights", "device": "cpu", "process_count": 1, **options}
    return Indexer(library, IndexOptions(**settled))


@dataclass
class Run:
    """What a run reported and told."""

    report: IndexReport
    events: list[IndexEvent] = field(default_factory=list)

    def status(self, path: Path) -> IndexStatus:
        return next(video.status for video in self.report.videos if video.path == path)

    def error(self, path: Path) -> str:
        return next(video.error for video in self.report.videos if video.path == path)

    def kinds(self, path: Path) -> list[IndexEventKind]:
        """What happened to a file, progress left out."""
        return [
            event.kind
            for event in self.events
            if event.path == path and event.kind is not IndexEventKind.PROGRESSED
        ]


def index(
    library: Library,
    paths: Sequence[Path],
    *,
    depth: Depth = Depth.FULL,
    on_event: Callable[[IndexEvent, Indexer, Task], None] | None = None,
) -> Run:
    """Index into an open library; ``on_event`` may interfere."""
    indexer = quick_indexer(library, depth=depth)
    task = Task()
    events: list[IndexEvent] = []

    def note(event: IndexEvent) -> None:
        events.append(event)
        if on_event is not None:
            on_event(event, indexer, task)

    return Run(indexer.run(paths, task, note), events)
