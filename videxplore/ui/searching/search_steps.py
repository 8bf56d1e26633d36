"""The steps of searching: what was asked, what the answer was, and which of them is shown."""

import itertools
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from videxplore.services.searching.query.query import Query
from videxplore.ui.searching.kept_history import KeptHistory

if TYPE_CHECKING:
    from videxplore.services.searching.history import PastSearch
    from videxplore.services.searching.ranking.ranking import Ranking

MOST_ANSWERS = 50
"""So many answers are kept beside their steps; an older one is asked for again when it is walked to."""


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the history.

    Attributes:
        number: Its own, whatever place it has.
        query: What was asked.
        ranking: The answer it had; None where it is not known, or not any more.
        name: What the person calls it; empty for most.
    """

    number: int
    query: Query
    ranking: "Ranking | None" = None
    name: str = ""


class SearchSteps:
    """Steps in the order in which they are walked, and the place among them.

    Attributes:
        position: The step that is shown; -1 while there is none.
    """

    def __init__(self, history: KeptHistory) -> None:
        """Let ``history`` keep the steps beyond the window."""
        self._history = history
        self._numbers = itertools.count()
        self._steps: list[Step] = []
        self.position = -1

    def __len__(self) -> int:
        """Number of steps."""
        return len(self._steps)

    def all(self) -> Sequence[Step]:
        """Every step, in order."""
        return tuple(self._steps)

    @property
    def current(self) -> Step | None:
        """The step that is shown."""
        return self._steps[self.position] if 0 <= self.position < len(self._steps) else None

    def walk(self, position: int) -> Step | None:
        """Show another step; None where there is none at ``position``, or it is shown already."""
        if not 0 <= position < len(self._steps) or position == self.position:
            return None
        self.position = position
        return self._steps[position]

    def take(self, query: Query) -> None:
        """Show the step of ``query``: the one that is shown if it is its own, else a new one.

        Going on from an earlier step starts a branch; the way that was given up goes to the front, where it
        can still be walked to.
        """
        current = self.current
        if current is not None and current.query is query:
            return
        kept, given_up = self._steps[: self.position + 1], self._steps[self.position + 1 :]
        step = Step(next(self._numbers), query)
        self._history.keep(step.number, query, None if current is None else current.number)
        self._steps = [*given_up, *kept, step]
        self.position = len(self._steps) - 1

    def answer(self, ranking: "Ranking") -> None:
        """Keep the answer of the step that is shown."""
        current = self.current
        if current is None or current.query is not ranking.query:
            return
        self._steps[self.position] = replace(current, ranking=ranking)
        answered = sorted(step.number for step in self._steps if step.ranking is not None)
        self._forget(set(answered[:-MOST_ANSWERS]) - {current.number})

    def forget_answers(self) -> None:
        """The library changed: what is walked to is asked for again."""
        self._forget({step.number for step in self._steps})

    def leave_out(self, video_ids: Collection[int]) -> None:
        """Take videos that are gone out of every answer."""
        for number, step in enumerate(self._steps):
            if step.ranking is not None:
                self._steps[number] = replace(step, ranking=step.ranking.without(video_ids))

    def name(self, name: str) -> None:
        """Call the step that is shown by a name; an empty one takes it away."""
        current = self.current
        if current is not None:
            self._steps[self.position] = replace(current, name=name)
            self._history.rename(current.number, name)

    def restore(self, searches: "Sequence[PastSearch]") -> None:
        """Put the steps of earlier days before those of today; none of them is shown."""
        earlier = []
        for search in searches:
            step = Step(next(self._numbers), search.query, name=search.name)
            self._history.know(step.number, search.id)
            earlier.append(step)
        self.position = len(earlier) + max(self.position, 0)
        self._steps = [*earlier, *self._steps]

    def _forget(self, numbers: Collection[int]) -> None:
        self._steps = [
            replace(step, ranking=None) if step.number in numbers else step for step in self._steps
        ]
