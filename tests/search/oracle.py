"""What every vector index is held against: the exact index on known vectors."""

import numpy as np

from videxplore.core.types import Ids, Vector
from videxplore.search.exact_index import ExactIndex
from videxplore.search.vector_index import NO_ID, VectorIndex

TOLERANCE = 2e-6


def unit_vectors(seed: int, count: int, dim: int, distinct: int | None = None) -> Vector:
    """Unit vectors float32 (count, dim); only ``distinct`` of them differ, so that there are ties."""
    generator = np.random.default_rng(seed)
    vectors = generator.normal(size=(distinct or count, dim)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors[generator.integers(0, len(vectors), count)] if distinct else vectors


def ids_of(*values: int) -> Ids:
    return np.array(values, np.int64)


def assert_same_hits(
    index: VectorIndex, oracle: ExactIndex, queries: Vector, k: int, allowed: Ids | None
) -> None:
    found, expected = index.search(queries, k, allowed), oracle.search(queries, k, allowed)
    assert found.ids.shape == expected.ids.shape == (len(queries), k)
    assert found.ids.dtype == np.int64
    assert found.similarities.dtype == np.float32
    np.testing.assert_array_equal(np.isneginf(found.similarities), found.ids == NO_ID)
    np.testing.assert_allclose(found.similarities, expected.similarities, atol=TOLERANCE)
    for row in range(len(queries)):
        # Equals may change places, but nothing better than the last may be missing.
        last = expected.similarities[row, -1]
        clear = expected.similarities[row] > last + 2 * TOLERANCE
        assert set(expected.ids[row, clear]) <= set(found.ids[row])
        kept = found.ids[row][found.ids[row] != NO_ID]
        assert len(set(kept)) == len(kept)
        if allowed is not None:
            assert set(kept) <= set(allowed.tolist())
