"""The history of searches, kept in the library beside the window's work."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from videxplore.core.errors import VidexploreError
from videxplore.core.task import Task
from videxplore.services.library import Library
from videxplore.services.searching.query.query import Query
from videxplore.ui.work.jobs import Lane

if TYPE_CHECKING:
    from videxplore.services.searching.history import HistoryService, PastSearch

MOST_REMEMBERED = 60
"""Searches without a name that are offered again when the window opens."""


class KeptHistory(QObject):
    """Writes down every step of the history, and reads those of earlier days.

    Steps are known by numbers that the window gives them; their ids in the library stay in here.

    Signals:
        restored: A list of (:class:`PastSearch`) of earlier days, oldest first.
        failed: The sentence that says why the library cannot keep a search.
    """

    restored = Signal(list)
    failed = Signal(str)

    def __init__(self, library: Library, lane: Lane, parent: QObject | None = None) -> None:
        """Read and write on ``lane``."""
        super().__init__(parent)
        self._library = library
        self._lane = lane
        # Filled on the lane, one job after the other, but for what is known from earlier days.
        self._ids: dict[int, int] = {}

    def load(self) -> None:
        """Read the searches of earlier days."""
        job = self._lane.submit(lambda _task: _earlier(self._service()))
        job.succeeded.connect(self.restored.emit)
        job.failed.connect(self._say)

    def know(self, number: int, search_id: int) -> None:
        """A step of earlier days has this number."""
        self._ids[number] = search_id

    def keep(self, number: int, query: Query, parent: int | None) -> None:
        """Write a step down, as a branch of the step ``parent``."""

        def work(_task: Task) -> None:
            parent_id = None if parent is None else self._ids.get(parent)
            self._ids[number] = self._service().remember(query, parent_id).id

        self._lane.submit(work).failed.connect(self._say)

    def rename(self, number: int, name: str) -> None:
        """Give a step a name, by which it is kept for good; an empty one takes it away."""

        def work(_task: Task) -> None:
            if number in self._ids:
                self._service().rename(self._ids[number], name)

        self._lane.submit(work).failed.connect(self._say)

    def _service(self) -> "HistoryService":
        from videxplore.services.searching.history import HistoryService

        return HistoryService(self._library)

    def _say(self, error: Exception) -> None:
        if isinstance(error, VidexploreError):
            self.failed.emit(str(error))


def _earlier(service: "HistoryService") -> "list[PastSearch]":
    found = {one.id: one for one in service.searches(named=True)}
    found.update({one.id: one for one in service.searches(most=MOST_REMEMBERED)})
    return [found[search_id] for search_id in sorted(found)]
