"""Searches are remembered as they were made."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.videos import texture
from videxplore.core.errors import CatalogueReadOnlyError, UnknownSearchError
from videxplore.services.library import Library
from videxplore.services.searching.query.query import (
    Filters,
    ImageExample,
    Query,
    Region,
    SceneExample,
    SpanExample,
    VideoExample,
)
from videxplore.services.searching.query_history import HistoryService, query_from_text, query_to_text

FULL = Query(
    positives=(SceneExample(1, 2.5), VideoExample(Path("/videos/x\udcff.mp4"))),
    negatives=(SpanExample(3, 0.1, 4.25),),
    region=Region(0.1, 0.2, 0.3, 0.4),
    by="both",
    filters=Filters(Path("/videos"), frozenset({3, 1}), True, 0.5, 9.0, 0.25, 5, 99, shot_ids=frozenset({7})),
    words="größe cat",
    motion_weight=0.75,
    then=Query((SceneExample(4, 0),)),
    within_s=3.5,
)


def test_every_query_comes_back() -> None:
    assert query_from_text(query_to_text(FULL)) == FULL
    assert query_from_text(query_to_text(Query.text("cat"))) == Query.text("cat")


def test_a_picture_comes_back_nearly_as_it_was() -> None:
    picture = texture(1, 900, 1200)
    (example,) = query_from_text(query_to_text(Query.image(picture, "clipboard"))).positives
    assert isinstance(example, ImageExample)
    assert example.name == "clipboard"
    assert example.pixels.shape == (480, 640, 3)
    small = texture(2, 90, 120)
    (example,) = query_from_text(query_to_text(Query.image(small))).positives
    assert isinstance(example, ImageExample)
    assert np.abs(example.pixels.astype(int) - small).mean() < 4


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"likes": [{"kind": "smell"}]}', "nonsense"])
def test_what_is_no_query_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        query_from_text(text)


def test_history_branches(library: Library) -> None:
    history = HistoryService(library)
    first = history.remember(Query.scene(1, 2))
    second = history.remember(replace(first.query, words="cat"), first.id)
    third = history.remember(replace(second.query, by="motion"), second.id)
    branch = history.remember(replace(first.query, words="dog"), first.id)
    parents = [history.search(one.id).parent_id for one in (first, second, third, branch)]
    assert parents == [None, first.id, second.id, first.id]
    history.rename(branch.id, "dogs")
    assert [one.name for one in history.searches(named=True)] == ["dogs"]
    assert [one.id for one in history.searches()] == [branch.id, third.id, second.id, first.id]
    with pytest.raises(UnknownSearchError, match="no longer in the history"):
        history.search(99)


def test_history_of_a_library_open_for_reading(library: Library) -> None:
    kept = HistoryService(library).remember(FULL)
    with Library.open(library.folder, writable=False) as reader:
        assert HistoryService(reader).search(kept.id).query == FULL
        with pytest.raises(CatalogueReadOnlyError, match="reading only"):
            HistoryService(reader).remember(FULL)


def test_a_query_nested_without_end_is_refused() -> None:
    deep = '{"then":' * 100_000 + "null" + "}" * 100_000
    with pytest.raises(ValueError, match="no query"):
        query_from_text(deep)
