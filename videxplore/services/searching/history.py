"""The searches a person made: walked back, branched, named, and kept in the library."""

from dataclasses import dataclass

from videxplore.catalogue.history import HistoryNode
from videxplore.services.library import Library
from videxplore.services.searching.queries import Query
from videxplore.services.searching.query_json import query_from_text, query_to_text

_KEPT = 500
"""Searches without a name that are remembered; the oldest are forgotten."""


@dataclass(frozen=True, slots=True)
class PastSearch:
    """One search of the history.

    Attributes:
        parent_id: The search it was changed from; None for a first one.
        created_ns: When it was made, nanoseconds since 1970.
        name: What the person calls it; empty for most.
    """

    id: int
    parent_id: int | None
    created_ns: int
    name: str
    query: Query


class HistoryService:
    """Remembers searches in a library."""

    def __init__(self, library: Library) -> None:
        """Use the history of a library."""
        self._history = library.catalogue.history

    def remember(self, query: Query, parent_id: int | None = None) -> PastSearch:
        """Keep a search, as a branch of the one it was changed from.

        Raises:
            CatalogueReadOnlyError: If the library is open for reading only.
        """
        node = self._history.add(query_to_text(query), parent_id)
        if node.id % _KEPT == 0:
            self._history.forget(_KEPT)
        return _past(node)

    def search(self, search_id: int) -> PastSearch:
        """A search to be made again.

        Raises:
            UnknownSearchError: If it was forgotten.
        """
        return _past(self._history.node(search_id))

    def searches(self, *, named: bool = False, most: int | None = None) -> list[PastSearch]:
        """All searches, or those with a name, newest first; no more than ``most`` of them."""
        return [_past(node) for node in self._history.nodes(named=named, most=most)]

    def rename(self, search_id: int, name: str) -> None:
        """Give a search a name, by which it is kept for good; an empty one takes it away.

        Raises:
            UnknownSearchError: If it was forgotten.
        """
        self._history.node(search_id)
        self._history.rename(search_id, name)

    def forget(self, search_id: int) -> None:
        """Forget one search, whether or not it has a name.

        Raises:
            UnknownSearchError: If it was forgotten already.
        """
        self._history.node(search_id)
        self._history.delete(search_id)


def _past(node: HistoryNode) -> PastSearch:
    return PastSearch(node.id, node.parent_id, node.created_ns, node.name, query_from_text(node.query))
