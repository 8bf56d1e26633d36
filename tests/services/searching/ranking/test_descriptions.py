"""Descriptions in a space of their own, beside labels, examples, regions and filters."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.analyses import APPEARANCE, keyframe, properties, unit
from tests.services.searching.embedders import ColourEmbedder
from videxplore.core.errors import UnsupportedQueryError, UsageError
from videxplore.core.types import Depth, KeyframeAnalysis, ShotAnalysis, Space, Vector, Video, VideoAnalysis
from videxplore.services.library import Library
from videxplore.services.searching.query.describer import Describer
from videxplore.services.searching.query.query import (
    Filters,
    Query,
    Ranking,
    Region,
    SceneExample,
    TextExample,
)
from videxplore.services.searching.ranking.similarity import SimilarityService

DESCRIBED = Space("clip@1", "appearance", 8, "clip-vit-b-32")
COUNT = 60


class Reader(ColourEmbedder):
    """Reads the names of three colours."""

    space = DESCRIBED


def colour(*shares: float) -> Vector:
    """The vector of an image of this mean colour in the space of descriptions."""
    vector = np.zeros(DESCRIBED.dim, np.float32)
    vector[:3] = shares
    return vector / np.float32(np.linalg.norm(vector))


def add(library: Library, name: str, looks: Vector, described: Vector | None, label: str = "cat") -> Video:
    """A video of one scene, in the space of looks and, where it was learned, in that of descriptions."""
    video = library.catalogue.add_video(Path("/videos") / name, name, 1, 2)
    frame = keyframe(1.0, looks, APPEARANCE, label)
    shot = ShotAnalysis(0.0, 2.0, (frame,))
    analysis = VideoAnalysis(properties(2.0), Depth.FULL, (shot,), (APPEARANCE,))
    library.catalogue.store_analysis(video.id, analysis)
    if described is not None:
        [stored] = library.catalogue.keyframes(video.id)
        learned = KeyframeAnalysis(1.0, 1.0, b"", {DESCRIBED.name: described})
        library.catalogue.add_space(video.id, DESCRIBED, keyframes=[(stored.id, learned)])
    return library.catalogue.video(video.id)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """Sixty scenes of red and blue that look like nothing else, and three others."""
    with Library.open(tmp_path / "library") as opened:
        mixes = np.random.default_rng(1).dirichlet((1, 1), COUNT)
        for number, (red, blue) in enumerate(mixes):
            add(opened, f"{number}.mp4", unit(number), colour(red, 0.1, blue))
        yield opened


@pytest.fixture
def service(library: Library) -> SimilarityService:
    return SimilarityService(library, None, describer=Reader())


def names(ranking: Ranking) -> list[str]:
    return [moment.video.path.name for moment in ranking.moments]


def test_a_description_is_answered_in_its_own_space(library: Library, service: SimilarityService) -> None:
    add(library, "meadow.mp4", unit(100), colour(0, 1, 0))
    ranking = service.find(Query((TextExample("green"),)))
    assert names(ranking)[0] == "meadow.mp4"
    assert ranking.moments[0].confidence > 3 * ranking.moments[20].confidence
    assert {moment.group for moment in ranking.moments} <= {"similar", "nearest"}


def test_scenes_resemble_each_other_as_before(library: Library, service: SimilarityService) -> None:
    query = add(library, "query.mp4", unit(100), colour(0, 1, 0))
    add(library, "same.mp4", unit(100), colour(1, 0, 0))
    assert names(service.find(Query.scene(query.id, 1.0)))[0] == "same.mp4"


def test_labels_join_what_is_described(library: Library, service: SimilarityService) -> None:
    add(library, "meadow.mp4", unit(100), colour(0, 1, 0))
    add(library, "sign.mp4", unit(101), None, label="green")
    ranking = service.find(Query((TextExample("green"),)))
    assert set(names(ranking)[:2]) == {"meadow.mp4", "sign.mp4"}
    [sign] = [one for one in ranking.moments if one.video.path.name == "sign.mp4"]
    assert [reason.text for reason in sign.reasons] == ["green"]
    assert sign.confidence == pytest.approx(0.75, abs=0.01)


def test_a_description_and_a_scene_both_count(library: Library, service: SimilarityService) -> None:
    query = add(library, "query.mp4", unit(100), colour(0, 1, 0))
    add(library, "both.mp4", unit(100), colour(0, 1, 0.1))
    add(library, "looks.mp4", unit(100), colour(1, 0, 0))
    add(library, "green.mp4", unit(102), colour(0, 1, 0.1))
    both = Query((SceneExample(query.id, 1.0), TextExample("green")))
    ranking = service.find(replace(both, collapses=False))
    assert names(ranking)[0] == "both.mp4"
    assert set(names(ranking)[1:3]) == {"looks.mp4", "green.mp4"}
    assert "query.mp4" not in names(ranking)
    assert "query.mp4" in names(service.find(replace(both, finds_own=True, collapses=False)))
    other = replace(both, filters=Filters(other_videos=True))
    assert "query.mp4" not in names(service.find(replace(other, finds_own=True)))


def test_filters_and_unwanted_scenes_apply_to_descriptions(
    library: Library, service: SimilarityService
) -> None:
    first = add(library, "first.mp4", unit(100), colour(0, 1, 0))
    add(library, "second.mp4", unit(101), colour(0, 1, 0.5))
    sign = add(library, "sign.mp4", unit(102), None, label="green sign")
    query = Query((TextExample("green"),))
    only = replace(query, filters=Filters(video_ids=frozenset({sign.id})))
    assert names(service.find(only)) == ["sign.mp4"]
    only = replace(query, filters=Filters(video_ids=frozenset({first.id})))
    assert names(service.find(only)) == ["first.mp4"]
    unlike = service.find(replace(query, negatives=(SceneExample(first.id, 1.0),)))
    assert "first.mp4" not in names(unlike)
    assert names(service.find(replace(query, words="sign"))) == ["sign.mp4"]


def test_a_region_needs_an_image(library: Library) -> None:
    service = SimilarityService(library, ColourEmbedder(), describer=Reader())
    with pytest.raises(UsageError, match="a text has none"):
        service.find(Query((TextExample("green"),), region=Region(0, 0, 1, 1)))


def test_what_was_never_learned_is_said(tmp_path: Path) -> None:
    with Library.open(tmp_path / "other") as library:
        add(library, "a.mp4", unit(1), None)
        describer = Describer(library.catalogue, tmp_path, "cpu")
        assert not describer.is_ready()
        service = SimilarityService(library, None, describer=describer)
        with pytest.raises(UnsupportedQueryError, match=r"index it with `--descriptions clip-vit-b-32`"):
            service.find(Query((TextExample("green"),)))
