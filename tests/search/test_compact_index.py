"""The compact index against the exact one: it may miss a little, but never says anything wrong."""

from pathlib import Path

import numpy as np
import pytest

from videxplore.core.errors import IndexUnavailableError
from videxplore.core.types import Ids, Vector
from videxplore.search.exact_index import ExactIndex
from videxplore.search.faiss_index import CompactIndex

DIM = 96


class Store:
    """The exact vectors, by id."""

    def __init__(self) -> None:
        self.vectors: dict[int, Vector] = {}

    def add(self, ids: Ids, vectors: Vector) -> None:
        self.vectors.update(zip(ids.tolist(), vectors, strict=True))

    def __call__(self, ids: Ids) -> tuple[Ids, Vector]:
        known = [vector_id for vector_id in ids.tolist() if vector_id in self.vectors]
        stacked = np.stack([self.vectors[one] for one in known]) if known else np.empty((0, DIM), np.float32)
        return np.array(known, np.int64), stacked


def scenes(seed: int, count: int) -> Vector:
    """Unit vectors in groups of ten that are alike, most of their energy in few directions."""
    generator = np.random.default_rng(seed)
    spread = (np.arange(1, DIM + 1) ** -0.6).astype(np.float32)
    groups = np.repeat(generator.standard_normal((count // 10, DIM), np.float32), 10, axis=0)
    vectors: Vector = (groups + 0.8 * generator.standard_normal(groups.shape, np.float32)) * spread
    vectors[:, 0] += 1.5
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors


@pytest.fixture(scope="module")
def filled() -> tuple[CompactIndex, ExactIndex, Vector]:
    vectors, ids = scenes(1, 6000), np.arange(6000, dtype=np.int64) * 3
    store, oracle = Store(), ExactIndex(DIM)
    store.add(ids, vectors)
    oracle.add(ids, vectors)
    index = CompactIndex.train(DIM, store, vectors[::2], len(vectors))
    index.add(ids, vectors)
    return index, oracle, vectors


def recall(index: CompactIndex, oracle: ExactIndex, queries: Vector, allowed: Ids | None = None) -> float:
    found, expected = index.search(queries, 20, allowed), oracle.search(queries, 20, allowed)
    exact = dict(zip(expected.ids.ravel().tolist(), expected.similarities.ravel().tolist(), strict=True))
    for row_ids, row_similarities in zip(found.ids.tolist(), found.similarities.tolist(), strict=True):
        assert row_similarities == sorted(row_similarities, reverse=True)
        if allowed is not None:
            assert set(row_ids) - {-1} <= set(allowed.tolist())
    if len(queries) == 1:
        for vector_id, similarity in zip(found.ids[0].tolist(), found.similarities[0].tolist(), strict=True):
            assert vector_id not in exact or similarity == pytest.approx(exact[vector_id], abs=1e-5)
    pairs = zip(found.ids.tolist(), expected.ids.tolist(), strict=True)
    return float(np.mean([len(set(mine) & set(true)) / len(set(true)) for mine, true in pairs]))


def test_finds_nearly_all_that_is_nearest(filled: tuple[CompactIndex, ExactIndex, Vector]) -> None:
    index, oracle, vectors = filled
    assert len(index) == len(vectors)
    assert recall(index, oracle, vectors[::97]) >= 0.98
    assert recall(index, oracle, vectors[5:6]) >= 0.9


@pytest.mark.parametrize("share", [2, 50, 1000])
def test_filters_before_it_chooses(filled: tuple[CompactIndex, ExactIndex, Vector], share: int) -> None:
    index, oracle, vectors = filled
    allowed = np.arange(0, 6000, share, dtype=np.int64) * 3
    assert recall(index, oracle, vectors[7:1000:97], allowed) >= 0.98
    nothing = index.search(vectors[:1], 3, np.empty(0, np.int64))
    assert nothing.ids.tolist() == [[-1, -1, -1]]


def test_grows_and_shrinks_in_place_and_comes_back_from_its_file(tmp_path: Path) -> None:
    vectors, more = scenes(2, 2000), scenes(3, 500)
    ids, new_ids = np.arange(2000, dtype=np.int64), np.arange(5000, 5500, dtype=np.int64)
    store = Store()
    store.add(ids, vectors)
    index = CompactIndex.train(DIM, store, vectors, 2000)
    index.add(ids, vectors)
    store.add(new_ids, more)
    index.add(new_ids, more)
    index.remove(np.arange(0, 2000, 2, dtype=np.int64))
    index.remove(np.array([77777], np.int64))
    assert len(index) == 1500
    assert index.search(more[3:4], 1).ids.tolist() == [[5003]]
    assert (index.search(vectors[:50], 10).ids[:, 0] % 2 == 1).all()

    index.save(tmp_path / "index")
    opened = CompactIndex.open(tmp_path / "index", store)
    assert (opened.dim, len(opened)) == (DIM, 1500)
    np.testing.assert_array_equal(opened.search(vectors, 5).ids, index.search(vectors, 5).ids)
    opened.remove(new_ids)
    opened.add(new_ids[:10], more[:10])
    assert opened.search(more[3:4], 1).ids.tolist() == [[5003]]
    assert [file.name for file in tmp_path.iterdir()] == ["index"]


def test_what_vanished_from_the_store_is_not_found() -> None:
    vectors, ids = scenes(4, 1000), np.arange(1000, dtype=np.int64)
    store = Store()
    store.add(ids, vectors)
    index = CompactIndex.train(DIM, store, vectors, 1000)
    index.add(ids, vectors)
    del store.vectors[10]
    assert 10 not in index.search(vectors[10:11], 5).ids


def test_a_missing_or_damaged_file_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(IndexUnavailableError, match="cannot be read"):
        CompactIndex.open(tmp_path / "missing", Store())
    vectors = scenes(5, 500)
    index = CompactIndex.train(DIM, Store(), vectors, 500)
    index.add(np.arange(500, dtype=np.int64), vectors)
    index.save(tmp_path / "index")
    whole = (tmp_path / "index").read_bytes()
    (tmp_path / "index").write_bytes(whole[: len(whole) * 2 // 3])
    with pytest.raises(IndexUnavailableError, match="cannot be read"):
        CompactIndex.open(tmp_path / "index", Store())
    with pytest.raises(IndexUnavailableError, match="cannot be written"):
        index.save(tmp_path / "no folder" / "index")
