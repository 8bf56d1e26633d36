"""The history of searches: its steps in the window, and their copies in the library."""

import itertools
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from videxplore.core.task import Task
from videxplore.services.library import Library
from videxplore.services.searching.query.query import Query, Ranking
from videxplore.services.searching.query_history import HistoryService, PastSearch
from videxplore.ui.work.jobs import Lane, LaneJob

MOST_REMEMBERED = 60
"""Searches without a name that are offered again when the window opens."""

MOST_ANSWERS = 50
"""How many answers are kept with their steps; an older one is computed again when it is shown."""


class SearchHistory(QObject):
    """Writes down every step of the history, and reads those of earlier days.

    Steps are known by numbers that the window gives them; their ids in the library stay in here.

    Signals:
        restored: A list of (:class:`PastSearch`) of earlier days, oldest first.
        failed: The exception why the library cannot keep a search.
    """

    restored = Signal(list)
    failed = Signal(object)

    def __init__(self, library: Library, lane: Lane, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._service = HistoryService(library)
        self._lane = lane
        # Filled on the lane, one job after the other, but for what is known from earlier days.
        self._ids: dict[int, int] = {}

    def load(self) -> None:
        """Read the searches of earlier days."""
        job = self._lane.submit(lambda _task: _earlier(self._service))
        job.succeeded.connect(self.restored.emit)
        job.failed.connect(self.failed.emit)

    def know(self, number: int, search_id: int) -> None:
        """A step of earlier days has this number."""
        self._ids[number] = search_id

    def keep(self, number: int, query: Query, parent: int | None) -> None:
        """Write a step down, as a branch of the step ``parent``."""

        def work(_task: Task) -> None:
            parent_id = None if parent is None else self._ids.get(parent)
            self._ids[number] = self._service.remember(query, parent_id).id

        self._lane.submit(work).failed.connect(self.failed.emit)

    def rename(self, number: int, name: str) -> LaneJob:
        """Name a step; named ones are never dropped. An empty name removes the name."""

        def work(_task: Task) -> None:
            if number in self._ids:
                self._service.rename(self._ids[number], name)

        job = self._lane.submit(work)
        job.failed.connect(self.failed.emit)
        return job


def _earlier(service: HistoryService) -> list[PastSearch]:
    found = {one.id: one for one in service.searches(named=True)}
    found.update({one.id: one for one in service.searches(most=MOST_REMEMBERED)})
    return [found[search_id] for search_id in sorted(found)]


@dataclass(frozen=True, slots=True)
class SearchStep:
    """A step of the history.

    Attributes:
        number: Its own, whatever place it has.
        query: What was asked.
        ranking: The answer it had; None where it is not known, or not any more.
        name: What the user calls it; empty for most.
        parent: The number of the step that it was changed from; None for a first one.
    """

    number: int
    query: Query
    ranking: Ranking | None = None
    name: str = ""
    parent: int | None = None


class SearchSteps:
    """Steps in the order in which they are shown, and the place among them.

    Attributes:
        position: The step that is shown; -1 while no step is shown.
    """

    def __init__(self, history: SearchHistory) -> None:
        self._history = history
        self._numbers = itertools.count()
        self._steps: list[SearchStep] = []
        self.position = -1

    def __len__(self) -> int:
        return len(self._steps)

    def all(self) -> Sequence[SearchStep]:
        """Every step, in order."""
        return tuple(self._steps)

    @property
    def current(self) -> SearchStep | None:
        """The step that is shown."""
        return self._steps[self.position] if 0 <= self.position < len(self._steps) else None

    def walk(self, position: int) -> SearchStep | None:
        """Show another step; None where ``position`` has no step, or it is shown already."""
        if not 0 <= position < len(self._steps) or position == self.position:
            return None
        self.position = position
        return self._steps[position]

    def take(self, query: Query) -> None:
        """Show the step of ``query``: the one that is shown if it is its own, else a new one.

        Going on from an earlier step starts a branch; the steps after it go to the front, where they can
        still be shown.
        """
        current = self.current
        if current is not None and current.query is query:
            return
        kept, left = self._steps[: self.position + 1], self._steps[self.position + 1 :]
        parent = None if current is None else current.number
        step = SearchStep(next(self._numbers), query, parent=parent)
        self._history.keep(step.number, query, parent)
        self._steps = [*left, *kept, step]
        self.position = len(self._steps) - 1

    def answer(self, ranking: Ranking) -> None:
        """Keep the answer of the step that is shown."""
        current = self.current
        if current is None or current.query is not ranking.query:
            return
        self._steps[self.position] = replace(current, ranking=ranking)
        answered = sorted(step.number for step in self._steps if step.ranking is not None)
        self._forget(set(answered[:-MOST_ANSWERS]) - {current.number})

    def forget_answers(self) -> None:
        """The library changed: every step is answered again when it is shown."""
        self._forget({step.number for step in self._steps})

    def leave_out(self, video_ids: Collection[int]) -> None:
        """Take videos that are gone out of every answer."""
        for number, step in enumerate(self._steps):
            if step.ranking is not None:
                self._steps[number] = replace(step, ranking=step.ranking.without(video_ids))

    def name(self, number: int, name: str) -> LaneJob:
        """Name a step; an empty name removes the name. The job writes it down."""
        self._steps = [replace(step, name=name) if step.number == number else step for step in self._steps]
        return self._history.rename(number, name)

    def restore(self, searches: Sequence[PastSearch]) -> None:
        """Put the steps of earlier days before those of today; none of them is shown."""
        earlier: list[SearchStep] = []
        numbers: dict[int | None, int] = {}
        for search in searches:
            numbers[search.id] = next(self._numbers)
            parent = numbers.get(search.parent_id)
            earlier.append(SearchStep(numbers[search.id], search.query, name=search.name, parent=parent))
            self._history.know(numbers[search.id], search.id)
        self.position = len(earlier) + max(self.position, 0)
        self._steps = [*earlier, *self._steps]

    def _forget(self, numbers: Collection[int]) -> None:
        self._steps = [
            replace(step, ranking=None) if step.number in numbers else step for step in self._steps
        ]
