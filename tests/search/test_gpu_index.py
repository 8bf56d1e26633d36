"""The index for graphics cards; where there is none, FAISS on the processor in half precision stands in."""

from typing import Any

import faiss as typed_faiss
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.search.oracle import assert_same_hits, ids_of, unit_vectors
from videxplore.core.errors import IndexUnavailableError
from videxplore.search.exact_index import ExactIndex
from videxplore.search.gpu_index import GpuIndex, on_gpu
from videxplore.search.vector_index import create_index

faiss: Any = typed_faiss
HAS_CARD = hasattr(faiss, "StandardGpuResources") and faiss.get_num_gpus() > 0


def in_half_precision(dim: int) -> Any:
    """What the card's index does, on the processor: it rounds what it is given."""
    return faiss.IndexScalarQuantizer(dim, faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT)


@given(
    seed=st.integers(0, 10**6),
    count=st.integers(0, 80),
    distinct=st.integers(1, 60),
    k=st.integers(1, 20),
    removed=st.lists(st.integers(0, 80), max_size=30),
    allowed=st.none() | st.lists(st.integers(0, 80), max_size=40),
)
def test_finds_what_the_exact_index_finds(
    seed: int, count: int, distinct: int, k: int, removed: list[int], allowed: list[int] | None
) -> None:
    index, oracle = GpuIndex(16, in_half_precision), ExactIndex(16)
    ids = np.random.default_rng(seed).permutation(80)[:count].astype(np.int64)
    for each in (index, oracle):
        each.add(ids, unit_vectors(seed, len(ids), 16, distinct))
        each.remove(ids_of(*removed))
        each.add(ids[:5], unit_vectors(seed + 1, len(ids[:5]), 16))
    assert len(index) == len(oracle)
    only = None if allowed is None else ids_of(*allowed)
    assert_same_hits(index, oracle, unit_vectors(seed + 2, 3, 16), k, only)


def test_a_large_one_is_exact_though_the_card_rounds() -> None:
    index, oracle = GpuIndex(64, in_half_precision), ExactIndex(64)
    vectors, ids = unit_vectors(1, 5000, 64), np.arange(5000, dtype=np.int64)
    for each in (index, oracle):
        each.add(ids, vectors)
        # So many go that the card is filled anew.
        for start in range(0, 1500, 100):
            each.remove(ids[start : start + 100])
    assert_same_hits(index, oracle, unit_vectors(2, 10, 64), 50, None)
    assert_same_hits(index, oracle, unit_vectors(2, 2, 64), 3000, None)


@pytest.mark.skipif(HAS_CARD, reason="there is a card")
def test_without_a_card_there_is_a_sentence() -> None:
    with pytest.raises(IndexUnavailableError, match="needs"):
        create_index(8, "faiss-gpu")


@pytest.mark.skipif(not HAS_CARD, reason="no NVIDIA card, or FAISS without its part for cards")
def test_on_a_card() -> None:
    index, oracle = GpuIndex(256, on_gpu), ExactIndex(256)
    vectors, ids = unit_vectors(1, 20_000, 256), np.arange(20_000, dtype=np.int64)
    for each in (index, oracle):
        each.add(ids, vectors)
        each.remove(ids[::7])
    assert_same_hits(index, oracle, unit_vectors(2, 50, 256), 50, None)
