"""Queries made of several things: likes and unlikes, motion too, one after another, words, many at once."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from tests.analyses import APPEARANCE, MOTION, SHOT_S, analysis, clip, keyframe, properties, unit
from videxplore.core.errors import UsageError
from videxplore.core.types import Depth, ShotAnalysis, Vector, VideoAnalysis
from videxplore.services.library import Library
from videxplore.services.searching.query.query import Filters, Query, Ranking, SceneExample
from videxplore.services.searching.ranking.similarity import SimilarityService

DIM = APPEARANCE.dim


def mix(*parts: float) -> Vector:
    """A unit vector along the given amounts of the first axes."""
    vector = np.zeros(DIM, np.float32)
    vector[: len(parts)] = parts
    vector /= np.float32(np.linalg.norm(vector))
    return vector


def add(library: Library, path: str, shots: Sequence[Vector], motions: Sequence[Vector] = ()) -> int:
    video = library.catalogue.add_video(Path(path), path, 1, 2)
    made = analysis([[vector] for vector in shots], motions=dict(enumerate(motions)))
    library.catalogue.store_analysis(video.id, made)
    return video.id


def labelled(library: Library, path: str, labels: Sequence[tuple[str, str]]) -> int:
    video = library.catalogue.add_video(Path(path), path, 1, 2)
    shots = tuple(
        ShotAnalysis(
            number * SHOT_S,
            (number + 1) * SHOT_S,
            (keyframe(number * SHOT_S, unit(number), label=thing),),
            (clip(number * SHOT_S, (number + 1) * SHOT_S, unit(number, MOTION.dim), action),),
        )
        for number, (thing, action) in enumerate(labels)
    )
    made = VideoAnalysis(properties(len(shots) * SHOT_S), Depth.FULL, shots, (APPEARANCE, MOTION))
    library.catalogue.store_analysis(video.id, made)
    return video.id


def found(ranking: Ranking) -> list[tuple[str, float]]:
    return [(moment.video.path.name, moment.start_s) for moment in ranking.moments]


def test_several_likes_mean_what_they_share(library: Library) -> None:
    positives = [add(library, "/red cat", [mix(1, 1, 0)]), add(library, "/blue cat", [mix(1, 0, 1)])]
    add(library, "/cat", [mix(1, 0.1, 0.1)])
    add(library, "/red thing", [mix(0.3, 1, 0)])
    service = SimilarityService(library)
    examples = tuple(SceneExample(video_id, 0) for video_id in positives)
    assert found(service.find(Query(examples))) == [("cat", 0), ("red thing", 0)]


def test_unlikes_push_away_and_are_left_out(library: Library) -> None:
    cat = add(library, "/red cat", [mix(1, 1, 0)])
    red = add(library, "/red thing", [mix(0, 1, 0)])
    add(library, "/other red", [mix(0.4, 1, 0)])
    add(library, "/other cat", [mix(1, 0.2, 0.6)])
    service = SimilarityService(library)
    like, unlike = (SceneExample(cat, 0),), (SceneExample(red, 0),)
    assert found(service.find(Query(like), k=2)) == [("other red", 0), ("other cat", 0)]
    assert found(service.find(Query(like, unlike))) == [("other cat", 0), ("other red", 0)]


def test_both_weighs_appearance_and_motion(library: Library) -> None:
    moving, still = unit(1, MOTION.dim), unit(2, MOTION.dim)
    query = add(library, "/query", [mix(1)], [moving])
    add(library, "/looks", [mix(1, 0.2)], [still])
    add(library, "/moves", [mix(0, 1)], [moving])
    add(library, "/both", [mix(1, 0.3)], [moving])
    add(library, "/neither", [mix(0, 0, 1)], [still])
    service = SimilarityService(library)

    def order(weight: float) -> list[str]:
        asked = Query((SceneExample(query, 0),), by="both", motion_weight=weight)
        ranking = service.find(asked)
        similarities = [moment.similarity for moment in ranking.moments]
        assert similarities == sorted(similarities, reverse=True)
        return [moment.video.path.name for moment in ranking.moments]

    assert order(0.0)[:2] == ["looks", "both"]
    assert order(0.5)[0] == "both"
    assert set(order(1.0)[:2]) == {"moves", "both"}
    assert order(0.5)[-1] == "neither"


def test_one_thing_after_another_within_a_gap(library: Library) -> None:
    first = add(library, "/first", [mix(1)])
    second = add(library, "/second", [mix(0, 1)])
    fill = [mix(0, 0, 0, 1)]
    add(library, "/in order", [*fill, mix(1, 0.1), mix(0.1, 1)])
    add(library, "/reversed", [mix(0.1, 1), mix(1, 0.1)])
    add(library, "/far apart", [mix(1, 0.05), *fill * 9, mix(0.05, 1)])
    service = SimilarityService(library)
    then = Query.scene(second, 0)
    near = service.find(Query((SceneExample(first, 0),), then=then, within_s=3), k=1)
    assert found(near) == [("in order", 2.0)]
    (follower,) = near.followers
    assert follower.start_s == 4.0
    assert near.to_json()["moments"][0]["then"] == {"start_s": 4.0, "end_s": 6.0}  # type: ignore[index]
    far = service.find(Query((SceneExample(first, 0),), then=then, within_s=30), k=1)
    assert found(far) == [("far apart", 0.0)]


def test_words_find_labels_names_and_folders(library: Library) -> None:
    labelled(
        library, "/zoo/monday.mp4", [("tabby, tabby cat", "jumping into pool"), ("sports car", "driving")]
    )
    labelled(library, "/home/cat food.mp4", [("bowl", "eating"), ("tabby, tabby cat", "eating")])
    service = SimilarityService(library)
    assert found(service.find(Query.text("cat"))) == [
        ("cat food.mp4", 0.0),
        ("monday.mp4", 0.0),
        ("cat food.mp4", 2.0),
    ]
    for text, expected in {
        "jumps": [("monday.mp4", 0.0)],
        "Zoo driving": [("monday.mp4", 2.0)],
        "automobile": [("monday.mp4", 2.0)],
        "tabbi": [("monday.mp4", 0.0), ("cat food.mp4", 2.0)],
        "tbaby": [("monday.mp4", 0.0), ("cat food.mp4", 2.0)],
        "cat zebra": [],
    }.items():
        assert set(found(service.find(Query.text(text)))) == set(expected), text
    with pytest.raises(UsageError, match="no word"):
        service.find(Query.text("?!"))


def test_words_and_filters_limit_what_looks_alike(library: Library) -> None:
    query = add(library, "/query", [mix(1)])
    labelled(library, "/zoo/a.mp4", [("cat", "running"), ("dog", "running")])
    labelled(library, "/home/a.mp4", [("cat", "running")])
    service = SimilarityService(library)
    asked = Query((SceneExample(query, 0),), words="cat")
    assert sorted(found(service.find(asked))) == [("a.mp4", 0.0), ("a.mp4", 0.0)]
    only_zoo = Query((SceneExample(query, 0),), words="running", filters=Filters(folder=Path("/zoo")))
    assert sorted(found(service.find(only_zoo))) == [("a.mp4", 0.0), ("a.mp4", 2.0)]
    words_only = Query(words="cat", filters=Filters(folder=Path("/home")))
    assert [moment.video.path for moment in service.find(words_only).moments] == [Path("/home/a.mp4")]


def test_files_by_their_date(library: Library) -> None:
    query = add(library, "/query", [mix(1)])
    for day in (10, 20, 30):
        video_id = add(library, f"/day {day}", [mix(1)])
        library.catalogue.update_file(video_id, modified_ns=day)
    service = SimilarityService(library)
    asked = Query((SceneExample(query, 0),), filters=Filters(newer_than_ns=15, older_than_ns=25))
    assert found(service.find(asked)) == [("day 20", 0)]
