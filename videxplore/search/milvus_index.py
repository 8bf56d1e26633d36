"""Nearest neighbours by Milvus: a file for one user (Milvus Lite), or a server that a team shares.

Source: Wang et al., "Milvus: A Purpose-Built Vector Data Management System", 2021; https://milvus.io.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
from pymilvus import DataType, MilvusClient
from pymilvus.exceptions import MilvusException

from videxplore.core.errors import IndexUnavailableError
from videxplore.core.types import Ids, Vector
from videxplore.search.vector_index import NO_ID, Hits, PersistentIndex

_ROWS_AT_ONCE = 2000
"""Vectors sent at once: some megabytes, well below the server's limit for one message."""

_IDS_AT_ONCE = 10_000
_MOST_HITS = 16_384
"""The server answers no more at once."""

_TIMEOUT_S = 20.0


class MilvusIndex(PersistentIndex):
    """A collection of vectors that lives in Milvus and outlives the program."""

    def __init__(self, dim: int, address: str, collection: str) -> None:
        """Open a collection, or make it.

        Args:
            dim: Length of the vectors.
            address: A file for Milvus Lite, or ``http://HOST:PORT``, with ``TOKEN@`` before the host where
                one is needed.
            collection: Its name; letters, digits and underscores.

        Raises:
            IndexUnavailableError: If Milvus cannot be reached, or the collection holds other vectors.
        """
        super().__init__(dim)
        self._collection = collection
        uri, token = _uri_and_token(address)
        self._is_file = "://" not in uri
        self._shown = re.sub(r"//[^@/]*@", "//", address)
        with self._reachable():
            self._client: Any = MilvusClient(uri, token=token, timeout=_TIMEOUT_S)
            if not self._client.has_collection(collection):
                self._create()
            fields = self._client.describe_collection(collection)["fields"]
        (stored_dim,) = (field["params"]["dim"] for field in fields if field["name"] == "vector")
        if int(stored_dim) != dim:
            raise IndexUnavailableError(
                f"The collection {collection} in {self._shown} holds vectors of another length."
            )

    def __len__(self) -> int:
        with self._reachable():
            answer = self._client.query(self._collection, filter="", output_fields=["count(*)"])
        return int(answer[0]["count(*)"])

    def ids(self) -> Ids:
        """Ids of all vectors, int64 (N,), ascending."""
        found: list[int] = []
        with self._reachable():
            pages = self._client.query_iterator(
                self._collection, batch_size=_IDS_AT_ONCE, filter="", output_fields=["id"]
            )
            while rows := pages.next():
                found += (int(row["id"]) for row in rows)
            pages.close()
        return np.sort(np.array(found, np.int64))

    def _add(self, ids: Ids, vectors: Vector) -> None:
        rows = [
            {"id": vector_id, "vector": vector}
            for vector_id, vector in zip(ids.tolist(), vectors, strict=True)
        ]
        with self._reachable():
            for start in range(0, len(rows), _ROWS_AT_ONCE):
                self._client.upsert(self._collection, rows[start : start + _ROWS_AT_ONCE])
            if rows and self._is_file:
                # Milvus Lite turns what is not yet in its files into Python objects whenever it is read: of
                # 20,000 vectors, counting took half a minute and listing their ids did not end.
                self._client.flush(self._collection)

    def _remove(self, ids: Ids) -> None:
        with self._reachable():
            for start in range(0, len(ids), _IDS_AT_ONCE):
                self._client.delete(self._collection, ids=ids[start : start + _IDS_AT_ONCE].tolist())

    def _search(self, queries: Vector, k: int, allowed: Ids | None) -> Hits:
        ids = np.full((len(queries), k), NO_ID, np.int64)
        similarities = np.full((len(queries), k), -np.inf, np.float32)
        if not len(queries) or (allowed is not None and not len(allowed)):
            return Hits(ids, similarities)
        only = "" if allowed is None else f"id in {np.unique(allowed).tolist()}"
        with self._reachable():
            answers = self._client.search(
                self._collection,
                queries,
                limit=min(k, _MOST_HITS),
                filter=only,
                output_fields=["id"],
                search_params={"metric_type": "IP"},
            )
        for row, answer in enumerate(answers):
            ranked = sorted((-float(hit["distance"]), int(hit["id"])) for hit in answer)
            ids[row, : len(ranked)] = [vector_id for _, vector_id in ranked]
            similarities[row, : len(ranked)] = [-distance for distance, _ in ranked]
        return Hits(ids, similarities)

    def close(self) -> None:
        """End the connection."""
        self._client.close()

    def _create(self) -> None:
        schema = MilvusClient.create_schema(auto_id=False, enable_dynamic_field=False)
        schema.add_field("id", DataType.INT64, is_primary=True)
        schema.add_field("vector", DataType.FLOAT_VECTOR, dim=self.dim)
        index = MilvusClient.prepare_index_params()
        index.add_index("vector", index_type="FLAT", metric_type="IP")
        self._client.create_collection(
            self._collection, schema=schema, index_params=index, consistency_level="Strong"
        )

    @contextmanager
    def _reachable(self) -> Iterator[None]:
        """Turn errors of the connection into a sentence; the client itself reconnects."""
        try:
            yield
        except (MilvusException, OSError) as error:
            reason = getattr(error, "message", "") or str(error)
            raise IndexUnavailableError(
                f"The Milvus index at {self._shown} cannot be used: {str(reason).splitlines()[0]}"
            ) from error


def _uri_and_token(address: str) -> tuple[str, str]:
    match = re.fullmatch(r"(https?://)([^@/]+)@(.+)", address)
    return (match[1] + match[3], match[2]) if match else (address, "")
