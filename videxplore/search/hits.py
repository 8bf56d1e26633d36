"""Choosing the best of many similarities."""

import numpy as np

from videxplore.core.types import Ids, Vector
from videxplore.search.registry import NO_ID, Hits


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
