"""Which searches of the history are listed, in which order, and which of them are branches."""

from collections.abc import Sequence
from dataclasses import dataclass

from videxplore.services.searching.query_history import query_to_text
from videxplore.ui.searching.search_history import SearchStep

MOST_LISTED = 12
"""Searches without a name that are listed."""


@dataclass(frozen=True, slots=True)
class ListedSearch:
    """A search as the history lists it.

    Attributes:
        position: The place of its step in the history.
        step: The search.
        is_branch: Whether a later search went on from one before it instead.
    """

    position: int
    step: SearchStep
    is_branch: bool


def listed_searches(
    steps: Sequence[SearchStep], position: int
) -> tuple[list[ListedSearch], list[ListedSearch]]:
    """Searches with a name, and the latest of the others, newest first; of equal ones only one is listed.

    Args:
        steps: The history, in order.
        position: The step that is shown, which is listed in any case.
    """
    main = _main_line(steps)
    named: list[ListedSearch] = []
    nameless: list[ListedSearch] = []
    known: set[str] = set()
    known_saved: set[tuple[str, str]] = set()
    shown_text = query_to_text(steps[position].query) if 0 <= position < len(steps) else ""
    for place, step in reversed(list(enumerate(steps))):
        listed = ListedSearch(place, step, step.number not in main)
        if step.name:
            saved = (step.name, query_to_text(step.query))
            if saved not in known_saved:
                known_saved.add(saved)
                named.append(listed)
            continue
        if len(nameless) >= MOST_LISTED and place != position:
            continue
        text = query_to_text(step.query)
        # Of those equal to the one that is shown, it is this one that is listed.
        if place == position or (text not in known and text != shown_text):
            known.add(text)
            nameless.append(listed)
    return named, nameless


def _main_line(steps: Sequence[SearchStep]) -> set[int]:
    """The numbers of the newest search of each tree, and of all that led to it."""
    parents = {step.number: step.parent for step in steps}
    main: set[int] = set()
    roots: set[int] = set()
    for step in reversed(steps):
        path = [step.number]
        while (parent := parents.get(path[-1])) is not None and parent in parents:
            path.append(parent)
        if path[-1] not in roots:
            roots.add(path[-1])
            main.update(path)
    return main
