"""Uses Milvus Lite as the program does; run by itself, since its threads outlive it."""

import sys

import numpy as np

from tests.search.oracle import assert_same_hits, ids_of, unit_vectors
from videxplore.core.errors import IndexUnavailableError
from videxplore.search.exact_index import ExactIndex
from videxplore.search.milvus_index import MilvusIndex

DIM = 32


def sentence_of(address: str, dim: int = DIM, collection: str = "scenes") -> str:
    """What is said when an index cannot be opened."""
    try:
        MilvusIndex(dim, address, collection)
    except IndexUnavailableError as error:
        return str(error)
    raise AssertionError("it could be opened")


def main(file: str) -> None:
    """Compare with the exact index through everything that can happen to one."""
    index, oracle = MilvusIndex(DIM, file, "scenes"), ExactIndex(DIM)
    vectors, ids = unit_vectors(1, 3000, DIM), np.arange(0, 6000, 2, dtype=np.int64)
    queries = unit_vectors(2, 20, DIM)
    assert len(index) == 0
    assert (index.search(queries, 3).ids == -1).all()
    for each in (index, oracle):
        each.add(ids, vectors)
        each.remove(ids_of(0, 10, 12, 99999))
        each.add(ids_of(2, 7, 7), vectors[[5, 6, 8]])
    assert len(index) == len(oracle) == 2998
    assert index.ids().tolist() == sorted({*ids.tolist(), 7} - {0, 10, 12})
    assert_same_hits(index, oracle, queries, 20, None)
    assert_same_hits(index, oracle, queries, 20, ids[::3])
    assert_same_hits(index, oracle, queries, 20, ids_of(4, 6))
    assert_same_hits(index, oracle, queries, 3, ids_of())
    index.close()

    again = MilvusIndex(DIM, file, "scenes")
    assert_same_hits(again, oracle, queries, 20, None)
    assert len(MilvusIndex(DIM, file, "others")) == 0
    assert "vectors of another length" in sentence_of(file, dim=16)
    again.close()
    away = sentence_of("http://secret:token@127.0.0.1:9")
    assert away.startswith("The Milvus index at http://127.0.0.1:9 cannot be used"), away
    assert "secret" not in away
    print("the same")  # noqa: T201 - read by the test.


if __name__ == "__main__":
    main(sys.argv[1])
