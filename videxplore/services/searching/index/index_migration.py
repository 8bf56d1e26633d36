"""Moving a library's vectors to another vector index, and checking that both return the same results.

The catalogue keeps every vector, so that nothing is ever only in an index: moving means to fill the other
index, and to search both for the same vectors.
"""

from dataclasses import dataclass

import numpy as np

from videxplore.catalogue.catalogue import Catalogue
from videxplore.core.errors import IndexUnavailableError, UsageError
from videxplore.core.task import Task
from videxplore.core.types import Ids, Space, Vector
from videxplore.search.vector_index import MILVUS, NO_ID
from videxplore.services.library import Library
from videxplore.services.searching.index.space_index import SpaceIndex

_NEAREST = 20
_SAME = 2e-4
"""Similarities this near are equal: indexes round differently, and neighbours this near change places."""


@dataclass(frozen=True, slots=True)
class SpaceProof:
    """How often two vector indexes return the same results in one space.

    Attributes:
        vectors: How many the new index holds.
        asked: How many of them were searched for in both.
        agreed: For how many both returned the same twenty nearest.
    """

    space: Space
    vectors: int
    asked: int
    agreed: int

    @property
    def share(self) -> float:
        """Share of the searches with the same results."""
        return self.agreed / self.asked if self.asked else 1.0


def migrate(
    library: Library, source: str, target: str, asked: int = 200, task: Task | None = None
) -> list[SpaceProof]:
    """Copy all vectors of a library to another vector index; the old one is left as it is.

    Args:
        library: Whose vectors.
        source: The index they are in: ``auto``, ``milvus:ADDRESS`` or an engine of ``VECTOR_INDEXES``.
        target: Where they are copied, in the same words.
        asked: How many vectors are searched for in both indexes.
        task: Reports progress; cancels.

    Returns:
        The proof for each space.

    Raises:
        UsageError: If both indexes are the same.
        IndexUnavailableError: If an index cannot be used, or the new one lacks vectors.
        Cancelled: If the task was cancelled; what was copied stays, and the next run continues there.
    """
    task = task or Task()
    if source == target:
        raise UsageError(f"The vectors are in {shown(source)} already.")
    spaces = library.catalogue.spaces()
    proofs = []
    for number, space in enumerate(spaces):
        task.checkpoint(number, len(spaces), f"moving {space.backbone}")
        old, new = (_opened(library, space, engine, task) for engine in (source, target))
        proofs.append(_prove(library.catalogue, old, new, asked, task))
    return proofs


def shown(engine: str) -> str:
    """The name of an index for the user, without what is secret in an address."""
    if engine.startswith(MILVUS) and "@" in engine:
        start, _, rest = engine.partition("//")
        return f"{start}//{rest.rpartition('@')[2]}"
    return engine


def _opened(library: Library, space: Space, engine: str, task: Task) -> SpaceIndex:
    index = SpaceIndex(library.catalogue, space, engine, library.indexes_folder)
    index.refresh(task)
    return index


def _prove(catalogue: Catalogue, old: SpaceIndex, new: SpaceIndex, asked: int, task: Task) -> SpaceProof:
    space = new.space
    if len(old) != len(new):
        raise IndexUnavailableError(
            f"The new store holds {len(new)} vectors of {space.backbone} instead of {len(old)}."
        )
    ids, vectors = catalogue.vectors(space.name, _sample(new.moment_ids(), asked))
    agreed = 0
    for number in range(len(ids)):
        task.checkpoint(number, len(ids), f"comparing {space.backbone}")
        agreed += _agree(old, new, vectors[number : number + 1])
    return SpaceProof(space, len(new), len(ids), agreed)


def _agree(old: SpaceIndex, new: SpaceIndex, query: Vector) -> bool:
    """Whether both return the same nearest; those as near as the last of them may differ."""
    first, second = (index.search(query, _NEAREST) for index in (old, new))
    if len(first.owner_ids) != len(second.owner_ids):
        return False
    if not len(first.owner_ids):
        return True
    last = min(float(hits.similarities[-1]) for hits in (first, second)) + _SAME
    clear = (set(hits.owner_ids[hits.similarities > last].tolist()) for hits in (first, second))
    named = [set(hits.owner_ids.tolist()) - {NO_ID} for hits in (first, second)]
    return all(one <= other for one, other in zip(clear, reversed(named), strict=True))


def _sample(ids: Ids, count: int) -> Ids:
    """Ids chosen at random, but always the same."""
    chosen: Ids = np.random.default_rng(0).choice(ids, min(count, len(ids)), replace=False)
    return np.sort(chosen)
