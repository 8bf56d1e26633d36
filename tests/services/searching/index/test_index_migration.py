"""A library's vectors in another store."""

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from tests.analyses import analysis, unit
from videxplore.cli import main
from videxplore.core.errors import IndexUnavailableError, UsageError
from videxplore.core.types import Ids, Vector
from videxplore.search import vector_index
from videxplore.search.exact_index import ExactIndex
from videxplore.search.vector_index import Hits, PersistentIndex
from videxplore.services.library import Library
from videxplore.services.searching.index.index_migration import migrate, shown


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library") as opened:
        for number in range(5):
            video = opened.catalogue.add_video(Path(f"/videos/{number}.mp4"), str(number), 1, 2)
            opened.catalogue.store_analysis(
                video.id, analysis([[unit(100 * number + place)] for place in range(20)])
            )
        yield opened


class Forgetful(ExactIndex):
    """A store that does not find what is most alike."""

    def search(self, queries: Vector, k: int, allowed: Ids | None = None) -> Hits:
        hits = super().search(queries, k + 1, allowed)
        return Hits(hits.ids[:, 1:], hits.similarities[:, 1:])


class Remote(ExactIndex, PersistentIndex):
    """A store that outlives the program: it holds something that is gone, and lacks the rest."""

    def ids(self) -> Ids:
        return self.contents()[0]


def test_both_stores_answer_alike(library: Library) -> None:
    (proof,) = migrate(library, "exact", "faiss", asked=30)
    assert (proof.vectors, proof.asked, proof.agreed, proof.share) == (100, 30, 30, 1.0)


def test_a_store_that_answers_otherwise_is_found_out(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vector_index, "_open_milvus", lambda dim, *_: Forgetful(dim))
    (proof,) = migrate(library, "faiss", "milvus:somewhere", asked=30)
    assert proof.agreed == 0


def test_a_persistent_store_is_caught_up(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    held = Remote(len(unit(1)))
    held.add(np.array([1, 777777], np.int64), np.stack([unit(8), unit(9)]))
    monkeypatch.setattr(vector_index, "_open_milvus", lambda *_: held)
    (proof,) = migrate(library, "auto", "milvus:somewhere", asked=1000)
    assert len(held) == proof.vectors == proof.asked == 100
    assert 777777 not in held.ids()


def test_what_cannot_be_is_a_sentence(library: Library) -> None:
    with pytest.raises(UsageError, match="are in faiss already"):
        migrate(library, "faiss", "faiss")
    with pytest.raises(IndexUnavailableError, match="no vector index named annoy"):
        migrate(library, "faiss", "annoy")
    assert shown("milvus:http://secret@host:1") == "milvus:http://host:1"


def test_the_command(library: Library, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["migrate", "exact", "--library", str(library.folder), "--sample", "9", "--json"]
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    document = json.loads(capsys.readouterr().out)
    assert ended.value.code == 0
    assert (document["from"], document["to"]) == ("auto", "exact")
    (space,) = document["spaces"]
    assert (space["vectors"], space["asked"], space["agreed"]) == (100, 9, 9)
