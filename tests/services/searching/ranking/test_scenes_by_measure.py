"""What the catalogue sorts, limits and averages is what doing so one scene at a time gives."""

import math
import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.analyses import KnownShot, known_analysis, store
from videxplore.core.scene_facts import (
    CAMERA_MOVES,
    MEASURES,
    Measure,
    SceneFacts,
    SceneFilter,
    sort_value,
)
from videxplore.core.types import Shot, Video
from videxplore.services.library import Library
from videxplore.services.searching.query.query import Filters, Query
from videxplore.services.searching.ranking.similarity import SimilarityService

ODD = Path("/videos/odd")


def drawn_facts(draw: random.Random) -> SceneFacts:
    """Measures with many equal values; blur and loudness are sometimes missing."""
    blur, loudness = (None if draw.random() < 0.3 else draw.randrange(5) / 4 for _ in range(2))
    return SceneFacts(
        still=draw.randrange(4) / 3,
        movement=draw.random(),
        light=draw.randrange(3) / 2,
        blur=blur,
        camera=draw.choice(CAMERA_MOVES),
        loudness=loudness,
    )


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """Videos of drawn scenes in two folders; one scene in ten was not measured."""
    draw = random.Random(0)  # noqa: S311
    with Library.open(tmp_path_factory.mktemp("drawn") / "library") as library:
        for number in range(12):
            shots = [
                KnownShot(
                    100 * number + scene,
                    draw.choice((1.0, 2.5, 4.0)),
                    (100.0, 200.0, 200.0),
                    facts=drawn_facts(draw) if draw.random() < 0.9 else None,
                )
                for scene in range(draw.randrange(1, 7))
            ]
            store(library, (ODD if number % 2 else ODD.parent) / f"{number}.mp4", known_analysis(shots))
        yield library


def length_s(shot: Shot) -> float:
    return shot.end_s - shot.start_s


def measured(library: Library) -> list[tuple[Video, Shot, SceneFacts]]:
    """All scenes that were measured, video by video in time order."""
    scenes = [
        (video, shot) for video in library.catalogue.videos() for shot in library.catalogue.shots(video.id)
    ]
    facts = library.catalogue.facts_by_shot([shot.id for _, shot in scenes])
    return [(video, shot, facts[shot.id]) for video, shot in scenes if shot.id in facts]


@pytest.mark.parametrize(
    ("limits", "measure", "is_reversed"),
    [
        (["still>0.3", "blur<=0.5"], None, False),
        ([], "still", False),
        ([], "blur", True),
        (["camera=pan"], "light", False),
        (["still>0.3"], "loudness", True),
    ],
)
@pytest.mark.parametrize(
    ("filters", "passes"),
    [
        (Filters(), lambda _video, _shot: True),
        (Filters(folder=ODD), lambda video, _shot: video.path.parent == ODD),
        (
            Filters(folder=ODD, video_ids=frozenset({2, 3, 4}), min_length_s=2.0),
            lambda video, shot: video.path.parent == ODD and video.id in {2, 3, 4} and length_s(shot) > 2,
        ),
        (
            Filters(shot_ids=frozenset(range(3, 30)), max_length_s=3.0),
            lambda _video, shot: shot.id in range(3, 30) and length_s(shot) < 3,
        ),
    ],
)
def test_scenes_by_measures_alone(
    library: Library,
    filters: Filters,
    passes: Callable[[Video, Shot], bool],
    limits: list[str],
    measure: Measure | None,
    is_reversed: bool,
) -> None:
    scenes = SceneFilter.parse(limits)
    expected = [
        (shot, facts)
        for video, shot, facts in measured(library)
        if passes(video, shot) and scenes.matches(facts)
    ]
    if measure is not None:
        expected.sort(key=lambda one: sort_value(one[1], measure, is_reversed=is_reversed))
    asked = replace(filters, scenes=scenes)
    query = Query(filters=asked, sort=measure, is_reversed=is_reversed, collapses=False)
    for k in (3, 100):
        found = SimilarityService(library).find(query, k)
        assert [moment.shot for moment in found.moments] == [shot for shot, _ in expected[:k]]
        assert found.compared == len(measured(library))


def test_a_scene_by_measures_is_shown_by_its_sharpest_keyframe(library: Library) -> None:
    [moment, *_] = SimilarityService(library).find(Query(sort="light")).moments
    keyframes = library.catalogue.keyframes_by_shot([moment.shot.id])[moment.shot.id]
    assert [moment.keyframe_id == keyframe.id for keyframe in keyframes] == [False, True, False]


def test_a_scene_by_measures_may_be_followed_by_any_of_the_library(library: Library) -> None:
    query = Query(sort="light", then=Query(sort="still"), within_s=100)
    found = {moment.shot.id for moment in SimilarityService(library).find(query, 100).moments}
    by_video: dict[int, list[int]] = {}
    for video, shot, _ in measured(library):
        by_video.setdefault(video.id, []).append(shot.id)
    assert found == {shot_id for own in by_video.values() for shot_id in own[:-1]}


def test_videos_have_the_means_of_their_scenes(library: Library) -> None:
    scenes: dict[int, list[tuple[float, SceneFacts]]] = {}
    for video, shot, facts in measured(library):
        scenes.setdefault(video.id, []).append((length_s(shot), facts))
    found = library.catalogue.facts_by_video()
    assert found.keys() == scenes.keys()
    for video_id, own in scenes.items():
        for measure in MEASURES:
            known = [(s, value) for s, facts in own if (value := getattr(facts, measure)) is not None]
            mean = (
                math.fsum(s * value for s, value in known) / math.fsum(s for s, _ in known) if known else None
            )
            expected = max(value for _, value in known) if measure == "movement" else mean
            assert getattr(found[video_id], measure) == (
                None if expected is None else pytest.approx(expected)
            )
        lengths_s = {
            facts.camera: sum(s for s, other in own if other.camera == facts.camera) for _, facts in own
        }
        # Of moves that last as long, the first.
        assert found[video_id].camera == max(lengths_s, key=lambda move: lengths_s[move])
