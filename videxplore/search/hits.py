"""What an index finds, and choosing the best of many similarities."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from videxplore.core.types import Ids, Vector

NO_ID = -1
"""Fills a row of hits where there are fewer vectors than were asked for."""


@dataclass(frozen=True, slots=True, eq=False)
class Hits:
    """The nearest vectors of each query, best first; among equals, the smaller id first.

    Attributes:
        ids: int64 (Q, k); ``NO_ID`` where there was nothing more to find.
        similarities: Cosines, float32 (Q, k); -inf where the id is ``NO_ID``.
    """

    ids: npt.NDArray[np.int64]
    similarities: Vector


def best_hits(ids: Ids, similarities: Vector, k: int) -> Hits:
    """The ``k`` best of all similarities, best first and, among equals, the smaller id first.

    Args:
        ids: int64 (N,).
        similarities: float32 (Q, N): of each query with each id.
        k: How many to choose; rows are filled up with ``NO_ID`` where there are fewer.
    """
    chosen_ids = np.full((len(similarities), k), NO_ID, np.int64)
    chosen = np.full((len(similarities), k), -np.inf, np.float32)
    for row, values in enumerate(similarities):
        candidates = _at_least_kth(values, k)
        order = candidates[np.lexsort((ids[candidates], -values[candidates]))][:k]
        chosen_ids[row, : len(order)] = ids[order]
        chosen[row, : len(order)] = values[order]
    return Hits(chosen_ids, chosen)


def _at_least_kth(values: Vector, k: int) -> Ids:
    """Positions of the k largest values and of everything equal to the smallest of them."""
    if len(values) <= k:
        return np.arange(len(values), dtype=np.int64)
    kth = np.partition(values, len(values) - k)[len(values) - k]
    return np.flatnonzero(values >= kth)
