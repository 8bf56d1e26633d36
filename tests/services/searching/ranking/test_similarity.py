"""Libraries of matrices are held to one thread, and let go again."""

import json
import sys
import threading
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from threadpoolctl import threadpool_info

from tests.analyses import APPEARANCE, MOTION, analysis, unit
from tests.services.searching.embedders import ColourEmbedder
from tests.videos import texture, write_video
from videxplore.core.errors import (
    IndexUnavailableError,
    NotIndexedError,
    UnknownMomentError,
    UnknownVideoError,
    UnsupportedQueryError,
    UsageError,
)
from videxplore.core.task import Cancelled, Task
from videxplore.core.types import Space, Vector, Video
from videxplore.services.library import Library
from videxplore.services.searching.index.space_index import OneThread
from videxplore.services.searching.query.query import (
    Filters,
    Query,
    Ranking,
    Region,
    SceneExample,
    SpanExample,
    TextExample,
    VideoExample,
)
from videxplore.services.searching.ranking.similarity import SimilarityService


def threads() -> list[int]:
    return [library["num_threads"] for library in threadpool_info()]


def test_libraries_have_one_thread_inside_and_theirs_again_outside(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert np.ones((2, 2)) @ np.ones(2) == pytest.approx([2, 2])
    before = threads()
    assert before
    one_thread = OneThread()
    for _ in range(2):
        with one_thread():
            assert set(threads()) == {1}
        assert threads() == before
    monkeypatch.setitem(sys.modules, "a library that was loaded later", ModuleType("later"))
    with one_thread():
        assert set(threads()) == {1}
    assert threads() == before


def add(library: Library, name: str, shots: Sequence[Sequence[Vector]], **kinds: object) -> Video:
    video = library.catalogue.add_video(Path("/videos") / name, name, 1, 2)
    library.catalogue.store_analysis(video.id, analysis(shots, **kinds))  # type: ignore[arg-type]
    return library.catalogue.video(video.id)


def near(vector: Vector, seed: int, distance: float) -> Vector:
    """A unit vector whose cosine with ``vector`` is 1 - distance."""
    other = unit(seed, len(vector))
    other -= vector * np.float32(other @ vector)
    other /= np.linalg.norm(other)
    cosine = 1 - distance
    combined: Vector = vector * np.float32(cosine) + other * np.float32(np.sqrt(1 - cosine**2))
    return combined


def found(ranking: Ranking) -> list[tuple[str, float]]:
    return [(moment.video.path.name, moment.start_s) for moment in ranking.moments]


def test_the_nearest_scenes_come_first_and_the_own_scene_not_at_all(library: Library) -> None:
    sought = unit(1)
    first = add(library, "first.mp4", [[unit(20)], [sought, near(sought, 2, 0.01)], [near(sought, 3, 0.2)]])
    add(
        library,
        "second.mp4",
        [[near(sought, 4, 0.1), unit(21)], [near(sought, 5, 0.3), near(sought, 6, 0.05)]],
    )
    ranking = SimilarityService(library).find(Query.scene(first.id, 2.4), k=3)
    assert found(ranking) == [("second.mp4", 2.0), ("second.mp4", 0.0), ("first.mp4", 4.0)]
    best = ranking.moments[0]
    assert best.time_s == 3.5
    assert best.similarity == pytest.approx(0.95, abs=2e-3)
    keyframe = library.catalogue.keyframe(best.keyframe_id)
    assert keyframe is not None
    assert (keyframe.shot_id, keyframe.time_s) == (best.shot.id, 3.5)
    assert ranking.wall_ms > 0


def test_agrees_with_comparing_everything(library: Library) -> None:
    vectors = {
        name: [[unit(100 * video + 10 * shot + place) for place in range(3)] for shot in range(9)]
        for video, name in enumerate(("a", "b", "c", "d"))
    }
    videos = {name: add(library, name, shots) for name, shots in vectors.items()}
    query = vectors["b"][4][1]
    best = {
        (name, shot * 2.0): max(float(vector @ query) for vector in group)
        for name, shots in vectors.items()
        for shot, group in enumerate(shots)
        if (name, shot) != ("b", 4)
    }
    expected = sorted(best, key=lambda key: -best[key])
    for engine in ("faiss", "exact"):
        service = SimilarityService(library, engine=engine)
        assert found(service.find(Query.scene(videos["b"].id, 9.0), k=35)) == expected
        assert found(service.find(Query.scene(videos["b"].id, 9.0), k=1)) == expected[:1]


def test_one_crowded_scene_does_not_hide_the_others(library: Library) -> None:
    sought = unit(1)
    query = add(library, "query.mp4", [[sought]])
    add(library, "crowd.mp4", [[near(sought, seed, 0.01) for seed in range(300)]])
    add(library, "other.mp4", [[near(sought, 5, 0.4)], [near(sought, 6, 0.5)]])
    ranking = SimilarityService(library).find(Query.scene(query.id, 0), k=3)
    assert found(ranking) == [("crowd.mp4", 0.0), ("other.mp4", 0.0), ("other.mp4", 2.0)]


def test_a_span_leaves_out_every_scene_it_touches(library: Library) -> None:
    sought = unit(1)
    video = add(library, "a.mp4", [[sought], [near(sought, 2, 0.1)], [near(sought, 3, 0.2)], [unit(4)]])
    ranking = SimilarityService(library).find(Query((SpanExample(video.id, 1.0, 4.0),)), k=9)
    assert found(ranking) == [("a.mp4", 4.0), ("a.mp4", 6.0)]


def test_motion_is_compared_by_clips(library: Library) -> None:
    moving = unit(1, MOTION.dim)
    first = add(library, "a.mp4", [[unit(1)], [unit(2)]], motions={0: moving, 1: unit(9, MOTION.dim)})
    second = add(library, "b.mp4", [[unit(3)]], motions={0: near(moving, 4, 0.1)})
    ranking = SimilarityService(library).find(Query((SceneExample(first.id, 0.5),), by="motion"), k=1)
    assert found(ranking) == [("b.mp4", 0.0)]
    assert ranking.moments[0].keyframe_id == library.catalogue.keyframes(second.id)[0].id
    still = add(library, "c.mp4", [[unit(5)]])
    with pytest.raises(NotIndexedError, match=r"Nothing is known of the motion of c\.mp4"):
        SimilarityService(library).find(Query((SceneExample(still.id, 0.5),), by="motion"))


def test_filters_do_not_lose_what_they_let_through(library: Library, tmp_path: Path) -> None:
    sought = unit(1)
    query = add(library, "query.mp4", [[sought], [near(sought, 2, 0.02)]])
    for number in range(40):
        add(library, f"many/{number}.mp4", [[near(sought, number, 0.05)]])
    far = add(library, "few/far.mp4", [[near(sought, 3, 0.9)], [near(sought, 4, 0.95)]])
    service = SimilarityService(library)

    def names(filters: Filters, k: int = 2) -> list[tuple[str, float]]:
        return found(service.find(Query((SceneExample(query.id, 0),), filters=filters), k))

    assert names(Filters(folder=Path("/videos/few"))) == [("far.mp4", 0.0), ("far.mp4", 2.0)]
    assert names(Filters(video_ids=frozenset({far.id}))) == [("far.mp4", 0.0), ("far.mp4", 2.0)]
    assert names(Filters(other_videos=True, video_ids=frozenset({query.id}))) == []
    assert names(Filters(video_ids=frozenset({query.id}))) == [("query.mp4", 2.0)]
    assert names(Filters(min_length_s=2.5)) == []
    assert len(names(Filters(min_length_s=1.5, max_length_s=2.0))) == 2
    assert names(Filters(folder=tmp_path)) == []
    assert all(
        moment.confidence >= 0.4
        for moment in service.find(
            Query((SceneExample(query.id, 0),), filters=Filters(min_confidence=0.4))
        ).moments
    )


def test_where_certainty_ends_a_ranking_the_search_goes_no_deeper(library: Library) -> None:
    query = add(library, "query.mp4", [[unit(1)]])
    for number in range(150):
        add(library, f"{number}.mp4", [[unit(100 + number)]])
    service = SimilarityService(library)

    def steps(filters: Filters) -> int:
        reports: list[object] = []
        service.find(Query((SceneExample(query.id, 0),), filters=filters), 5, Task(reports.append))
        return len(reports)

    assert steps(Filters(min_confidence=0.999)) == steps(Filters())


def test_what_comes_and_goes_is_seen_at_once(library: Library) -> None:
    sought = unit(1)
    query = add(library, "query.mp4", [[sought]])
    service = SimilarityService(library)
    service.warm()
    assert service.find(Query.scene(query.id, 0)).moments == ()
    twin = add(library, "twin.mp4", [[near(sought, 2, 0.01)]])
    assert found(service.find(Query.scene(query.id, 0))) == [("twin.mp4", 0.0)]
    library.catalogue.store_analysis(twin.id, analysis([[unit(7)], [near(sought, 3, 0.05)]]))
    assert found(service.find(Query.scene(query.id, 0), k=1)) == [("twin.mp4", 2.0)]
    library.catalogue.remove_video(twin.id)
    assert service.find(Query.scene(query.id, 0)).moments == ()
    with pytest.raises(UnknownVideoError, match="no longer in the library"):
        service.find(Query.scene(twin.id, 0))


def test_another_program_s_videos_are_seen_at_once(library: Library) -> None:
    query = add(library, "query.mp4", [[unit(1)]])
    with Library.open(library.folder, writable=False) as reader:
        service = SimilarityService(reader)
        assert service.find(Query.scene(query.id, 0)).moments == ()
        add(library, "twin.mp4", [[unit(1)]])
        assert found(service.find(Query.scene(query.id, 0))) == [("twin.mp4", 0.0)]


def test_searching_goes_on_while_videos_are_added_and_removed(library: Library) -> None:
    sought = unit(1)
    query = add(library, "query.mp4", [[sought]])
    add(library, "twin.mp4", [[near(sought, 2, 0.001)]])
    service = SimilarityService(library)
    faults: list[BaseException] = []
    done = threading.Event()

    def search() -> None:
        try:
            while not done.is_set():
                ranking = service.find(Query.scene(query.id, 0), k=5)
                assert found(ranking)[0] == ("twin.mp4", 0.0)
        except BaseException as fault:  # noqa: BLE001 - reported by the test's own thread.
            faults.append(fault)

    searchers = [threading.Thread(target=search) for _ in range(3)]
    for searcher in searchers:
        searcher.start()
    for number in range(25):
        video = add(library, f"{number}.mp4", [[unit(50 + number)], [unit(90 + number)]])
        if number % 2:
            library.catalogue.remove_video(video.id)
    done.set()
    for searcher in searchers:
        searcher.join()
    assert faults == []
    assert len(service.find(Query.scene(query.id, 0), k=99).moments) == 1 + 2 * 13


def test_a_picture_from_outside(library: Library) -> None:
    red, green = np.eye(APPEARANCE.dim, dtype=np.float32)[:2]
    add(library, "red.mp4", [[red]])
    add(library, "green.mp4", [[green]])
    picture = np.zeros((12, 16, 3), np.uint8)
    picture[:, :, 1] = 200
    ranking = SimilarityService(library, ColourEmbedder()).find(Query.image(picture))
    assert found(ranking) == [("green.mp4", 0.0), ("red.mp4", 0.0)]
    assert ranking.moments[0].similarity == pytest.approx(1, abs=1e-3)


def test_a_video_from_outside(library: Library, tmp_path: Path) -> None:
    embedder = ColourEmbedder()
    pictures = [texture(seed) for seed in (1, 2)]
    add(library, "second.mp4", [[embedder.embed_images(pictures)[1]]])
    add(library, "other.mp4", [[np.eye(8, dtype=np.float32)[5]]])
    file = write_video(tmp_path / "outside.mp4", [picture for picture in pictures for _ in range(50)])
    ranking = SimilarityService(library, embedder).find(Query((VideoExample(file),)))
    assert found(ranking)[0] == ("second.mp4", 0.0)
    assert ranking.moments[0].similarity > 0.999


def test_what_cannot_be_asked_is_a_sentence(library: Library, tmp_path: Path) -> None:
    picture = np.zeros((8, 8, 3), np.uint8)
    with pytest.raises(UnsupportedQueryError, match="No video of the library is indexed yet"):
        SimilarityService(library, ColourEmbedder()).find(Query.image(picture))
    video = add(library, "a.mp4", [[unit(1)]])
    with pytest.raises(UnsupportedQueryError, match="without a backbone"):
        SimilarityService(library).find(Query.image(picture))

    class OtherEmbedder(ColourEmbedder):
        space = Space("other@1", "appearance", 8, "other")

    with pytest.raises(UnsupportedQueryError, match="Nothing in this library was indexed with other"):
        SimilarityService(library, OtherEmbedder()).find(Query.image(picture))
    with pytest.raises(UnknownMomentError, match="no moment at 99 s"):
        SimilarityService(library).find(Query.scene(video.id, 99))
    with pytest.raises(UsageError, match="neither an example nor words"):
        SimilarityService(library).find(Query(()))
    with pytest.raises(IndexUnavailableError, match="no vector index named annoy"):
        SimilarityService(library, engine="annoy").find(Query.scene(video.id, 0))
    task = Task()
    task.cancel()
    with pytest.raises(Cancelled):
        SimilarityService(library).find(Query.scene(video.id, 0), task=task)


def test_the_ranking_in_the_contract_s_words(library: Library) -> None:
    video = add(library, "a.mp4", [[unit(1)]])
    add(library, "b.mp4", [[unit(1)]])
    ranking = SimilarityService(library).find(Query.scene(video.id, 0))
    document = json.loads(json.dumps(ranking.to_json("a.mp4@0")))
    assert set(document) == {"query", "wall_ms", "moments"}
    (moment,) = document["moments"]
    assert moment.pop("confidence") == pytest.approx(ranking.moments[0].confidence, abs=1e-6)
    assert moment == {
        "rank": 1,
        "video": "/videos/b.mp4",
        "start_s": 0.0,
        "end_s": 2.0,
        "time_s": 1.0,
        "similarity": 1.0,
        "group": "same",
    }


def test_without_faiss_numpy_answers(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "videxplore.search.faiss_index", raising=False)
    monkeypatch.setitem(sys.modules, "faiss", None)
    video = add(library, "a.mp4", [[unit(1)]])
    add(library, "b.mp4", [[unit(1)]])
    assert found(SimilarityService(library).find(Query.scene(video.id, 0))) == [("b.mp4", 0.0)]
    with pytest.raises(IndexUnavailableError, match=r"faiss needs faiss-cpu .*not installed"):
        SimilarityService(library, engine="faiss").find(Query.scene(video.id, 0))


def test_what_looks_the_same_again_is_counted_once(library: Library) -> None:
    sought = unit(1)
    first = near(sought, 2, 0.2)
    same = [near(first, seed, 0.004) for seed in (3, 4)]
    query = add(library, "query.mp4", [[sought]])
    add(library, "a.mp4", [[first], [unit(30)], [same[0]], [same[1]], [near(sought, 5, 0.3)]])
    add(library, "copy.mp4", [[near(first, 6, 0.002)]])
    service = SimilarityService(library)
    ranking = service.find(Query.scene(query.id, 0), k=3)
    # A copy in another file stays: it may be what is looked for.
    assert sorted(name for name, _ in found(ranking)) == ["a.mp4", "a.mp4", "copy.mp4"]
    assert found(ranking)[2] == ("a.mp4", 8.0)
    counts = {(name, len(others)) for (name, _), others in zip(found(ranking), ranking.alike, strict=True)}
    assert counts == {("a.mp4", 2), ("copy.mp4", 0), ("a.mp4", 0)}
    listed = [moment.get("alike", []) for moment in json.loads(json.dumps(ranking.to_json()))["moments"]]
    assert sorted(len(times_s) for times_s in listed) == [0, 0, 2]
    every = service.find(replace(Query.scene(query.id, 0), collapses=False), k=5)
    assert len(found(every)) == 5
    assert every.alike == ()


def test_a_text_is_compared_with_pictures(library: Library) -> None:
    colours = np.eye(APPEARANCE.dim, dtype=np.float32)[:3]
    add(library, "meadow.mp4", [[colours[1]]])
    others = np.random.default_rng(1).dirichlet((1, 1, 1), 60).astype(np.float32)
    others[:, 1] *= 0.3
    for number, mix in enumerate(others):
        vector = mix @ colours
        add(library, f"{number}.mp4", [[vector / np.linalg.norm(vector)]])
    service = SimilarityService(library, ColourEmbedder())
    ranking = service.find(Query((TextExample("green"),)))
    assert found(ranking)[0] == ("meadow.mp4", 0.0)
    # A cosine of 0.3 is no likeness of two pictures, but much for a text.
    assert ranking.moments[0].similarity == pytest.approx(0.3, abs=1e-3)
    assert ranking.moments[0].confidence > 2 * ranking.moments[20].confidence
    with pytest.raises(UsageError, match="a text has none"):
        service.find(Query((TextExample("green"),), region=Region(0, 0, 1, 1)))


def test_several_unrelated_examples_make_nothing_certain(library: Library) -> None:
    """Their mean is nearer to everything than any moment is."""
    base = unit(0, 128)

    def seen(number: int) -> Vector:
        mixed = base + np.float32(1.3) * unit(number, 128)
        return np.asarray(mixed / np.linalg.norm(mixed), np.float32)

    space = Space("wide@1", "appearance", 128, "wide")
    first, *_ = [add(library, f"{one}.mp4", [[seen(one + 1)]], space=space) for one in range(80)]
    service = SimilarityService(library)
    alone = service.find(Query.scene(first.id, 0.5))
    several = service.find(Query(tuple(SceneExample(first.id + one, 0.5) for one in range(6))))
    for ranking in (alone, several):
        assert sum(moment.confidence >= 0.5 for moment in ranking.moments) <= 1
