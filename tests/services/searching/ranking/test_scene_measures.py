"""Scenes are limited to, and sorted by, what was measured of them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.analyses import KnownShot, known_analysis, store
from videxplore.core.errors import UsageError
from videxplore.core.scene_facts import CameraMove, SceneFacts, SceneFilter
from videxplore.services.library import Library
from videxplore.services.searching.query.query import Filters, Query, SceneExample
from videxplore.services.searching.query.query_text import QueryOptions
from videxplore.services.searching.query_history import query_from_text, query_to_text
from videxplore.services.searching.ranking.similarity import SimilarityService

MOVES: tuple[CameraMove, ...] = ("static", "pan left", "pan right", "zoom in", "mixed")


def measured(number: int) -> SceneFacts:
    loudness = None if number == 4 else -10.0 * number
    return SceneFacts(
        still=number / 4, movement=0.1, light=1 - number / 4, camera=MOVES[number], loudness=loudness
    )


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library") as library:
        shots = [KnownShot(number, 2.0, object="dog", facts=measured(number)) for number in range(5)]
        store(library, Path("/videos/a.mp4"), known_analysis(shots))
        store(library, Path("/videos/unmeasured.mp4"), known_analysis([KnownShot(9, 2.0, object="dog")]))
        yield library


def found(library: Library, k: int = 50, **options: object) -> list[int]:
    """Numbers of the scenes found of the measured video; -1 for those of the other."""
    query = QueryOptions(**options).query(library.catalogue)  # type: ignore[arg-type]
    ranking = SimilarityService(library).find(query, k)
    return [
        round(moment.start_s / 2) if moment.video.path.name == "a.mp4" else -1 for moment in ranking.moments
    ]


@pytest.mark.parametrize(
    ("where", "numbers"),
    [
        (["still<0.5"], [0, 1]),
        (["still<=0.5"], [0, 1, 2]),
        (["still>=0.5", "light>0.1"], [2, 3]),
        (["camera=pan"], [1, 2]),
        (["camera=pan left"], [1]),
        (["camera=zoom"], [3]),
        (["loudness>-15"], [0, 1]),
        (["loudness<0"], [1, 2, 3]),
        ([" STILL > 0.7 "], [3, 4]),
        (["movement>0.5"], []),
    ],
)
def test_limits_leave_the_scenes_within_them(library: Library, where: list[str], numbers: list[int]) -> None:
    assert found(library, where=where) == numbers
    assert sorted(found(library, where=where, words="dog")) == numbers


def test_scenes_are_sorted_by_a_measure_either_way(library: Library) -> None:
    assert found(library, sort="light") == [0, 1, 2, 3, 4]
    assert found(library, sort="light", is_reversed=True) == [4, 3, 2, 1, 0]
    assert found(library, 2, sort="still") == [4, 3]


def test_what_has_no_such_measure_comes_last(library: Library) -> None:
    assert found(library, sort="loudness") == [0, 1, 2, 3, 4]
    assert found(library, sort="loudness", is_reversed=True) == [3, 2, 1, 0, 4]
    assert found(library, words="dog", sort="still")[-1] == -1


def test_similar_scenes_are_limited_and_sorted(library: Library) -> None:
    [video, _] = library.catalogue.videos()
    query = Query(
        (SceneExample(video.id, 1.0),),
        filters=Filters(scenes=SceneFilter.parse(["still>0.2"])),
        sort="still",
    )
    ranking = SimilarityService(library).find(query)
    assert [round(moment.start_s / 2) for moment in ranking.moments] == [4, 3, 2, 1]
    moments = ranking.to_json()["moments"]
    assert isinstance(moments, list)
    assert moments[0]["facts"]["camera"] == "mixed"
    assert moments[0]["facts"]["loudness"] is None


@pytest.mark.parametrize(
    "text", ["still", "still=0.5", "still<much", "still<nan", "hue<0.5", "camera<pan", "camera=up", ""]
)
def test_what_is_no_limit_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(UsageError) as refused:
        SceneFilter.parse([text])
    assert str(refused.value).endswith(".")


def test_an_unknown_measure_is_not_sorted_by(library: Library) -> None:
    with pytest.raises(UsageError, match="hue is not measured"):
        found(library, sort="hue")


def test_nothing_at_all_is_no_query(library: Library) -> None:
    with pytest.raises(UsageError, match="neither"):
        found(library)


def test_the_history_remembers_limits_and_order() -> None:
    query = Query(
        words="dog",
        filters=Filters(scenes=SceneFilter.parse(["camera=pan", "still<0.5"])),
        sort="light",
        is_reversed=True,
    )
    assert query_from_text(query_to_text(query)) == query


def test_a_video_is_as_its_scenes_are_together(library: Library) -> None:
    [video, other] = library.catalogue.videos()
    facts = library.catalogue.facts_by_video()
    assert facts[video.id].still == pytest.approx(0.5)
    assert facts[video.id].loudness == pytest.approx(-15)
    assert other.id not in facts
