"""Every vector index against the exact one."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.search.oracle import assert_same_hits, ids_of, unit_vectors
from videxplore.core.errors import IndexUnavailableError
from videxplore.search.exact_index import ExactIndex
from videxplore.search.vector_index import NO_ID, VECTOR_INDEXES, create_index

HERE = sorted(name for name in VECTOR_INDEXES if name != "faiss-gpu")
"""Engines that need nothing but a processor; the other one has tests of its own."""


@pytest.fixture(params=HERE)
def engine(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@given(
    seed=st.integers(0, 10**6),
    count=st.integers(0, 60),
    distinct=st.integers(1, 60),
    k=st.integers(1, 20),
    dim=st.sampled_from([1, 3, 16]),
    removed=st.lists(st.integers(0, 80), max_size=30),
    allowed=st.none() | st.lists(st.integers(0, 80), max_size=40),
)
@pytest.mark.parametrize("name", HERE)
def test_finds_what_the_exact_index_finds(
    name: str,
    seed: int,
    count: int,
    distinct: int,
    k: int,
    dim: int,
    removed: list[int],
    allowed: list[int] | None,
) -> None:
    index, oracle = create_index(dim, name), ExactIndex(dim)
    ids = np.random.default_rng(seed).permutation(80)[:count].astype(np.int64)
    vectors = unit_vectors(seed, count, dim, distinct)
    for each in (index, oracle):
        each.add(ids, vectors)
        each.remove(ids_of(*removed))
    assert len(index) == len(oracle) == len(set(ids.tolist()) - set(removed))
    allowed_ids = None if allowed is None else ids_of(*allowed)
    assert_same_hits(index, oracle, unit_vectors(seed + 1, 3, dim), k, allowed_ids)


def test_an_id_added_again_is_replaced(engine: str) -> None:
    index = create_index(4, engine)
    vectors = np.eye(4, dtype=np.float32)
    index.add(ids_of(7, 8), vectors[:2])
    index.add(ids_of(7, 9, 9), vectors[[2, 0, 3]])
    assert len(index) == 3
    assert index.search(vectors[2:3], 1).ids.tolist() == [[7]]
    assert index.search(vectors[3:4], 1).ids.tolist() == [[9]]
    assert index.search(vectors[:1], 3).similarities[0].max() == pytest.approx(0)


def test_equals_come_in_the_order_of_their_ids(engine: str) -> None:
    index = create_index(3, engine)
    index.add(ids_of(30, 10, 20), np.ones((3, 3), np.float32) / np.sqrt(np.float32(3)))
    assert index.search(np.eye(3, dtype=np.float32)[:1], 5).ids.tolist() == [[10, 20, 30, NO_ID, NO_ID]]


def test_filters_before_it_chooses(engine: str) -> None:
    index = create_index(8, engine)
    vectors = unit_vectors(3, 500, 8)
    index.add(np.arange(500, dtype=np.int64), vectors)
    worst = np.argsort(vectors @ vectors[0])[:5].astype(np.int64)
    assert set(index.search(vectors[:1], 5, worst).ids[0].tolist()) == set(worst.tolist())
    assert (index.search(vectors[:1], 5, ids_of()).ids == NO_ID).all()


def test_an_unknown_engine_is_a_sentence() -> None:
    with pytest.raises(IndexUnavailableError, match=r"no vector index named annoy"):
        create_index(4, "annoy")


def test_a_huge_id_takes_no_memory(engine: str) -> None:
    huge = 1 << 50
    index = create_index(4, engine)
    index.add(ids_of(1, 2, 3, huge), np.eye(4, dtype=np.float32))
    found = index.search(np.eye(4, dtype=np.float32)[3:], 2, allowed=ids_of(1, huge))
    assert found.ids[0, 0] == huge
