"""Maps of scenes: alike lies together, and nothing moves when something comes."""

import multiprocessing
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from tests.analyses import KnownShot, add_video, look
from videxplore.core.task import Cancelled, Progress, Task
from videxplore.core.types import Vector
from videxplore.core.vectors import unit_rows
from videxplore.services.library import Library
from videxplore.services.summarising import map_layout, scene_map
from videxplore.services.summarising.map_layout import (
    Arrangement,
    arranged,
    first_places,
    nearest,
    placed_among,
)
from videxplore.services.summarising.scene_map import SceneMap, SceneMapService

GROUPS = [group for _ in range(12) for group in range(5)]


def vectors_of(groups: list[int]) -> Vector:
    return np.stack([look(group, seed) for seed, group in enumerate(groups)])


def neighbours_agree(places: npt.NDArray[np.float32], groups: list[int]) -> float:
    """The share of points whose nearest point is of the same group."""
    apart = np.linalg.norm(places[:, None] - places[None], axis=2)
    np.fill_diagonal(apart, np.inf)
    nearest = apart.argmin(axis=1)
    return float(np.mean([groups[a] == groups[b] for a, b in enumerate(nearest)]))


def add_shots(library: Library, name: str, groups: list[int]) -> int:
    return add_video(library, Path(name), [KnownShot(group, 2, sharpness=(9.0, 9.0)) for group in groups])


def test_what_looks_alike_lies_together() -> None:
    assert neighbours_agree(arranged(vectors_of(GROUPS), Task()), GROUPS) == 1


def test_the_same_scenes_give_the_same_map() -> None:
    vectors = vectors_of(GROUPS)
    assert np.array_equal(arranged(vectors, Task()), arranged(vectors, Task()))


def test_what_looks_alike_lies_together_with_interpolated_forces(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Groups are apart long before a map is done.
    monkeypatch.setattr(map_layout, "EARLY_ROUNDS", 40)
    monkeypatch.setattr(map_layout, "ROUNDS", 20)
    groups = [row % 5 for row in range(map_layout.FFT_FROM + 100)]
    assert neighbours_agree(arranged(vectors_of(groups), Task()), groups) > 0.99


@pytest.mark.parametrize("method", ["current", "arrange"])
def test_making_a_map_can_be_cancelled(library: Library, method: str) -> None:
    add_shots(library, "a.mp4", GROUPS)
    task = Task()
    task.cancel()
    with pytest.raises(Cancelled):
        getattr(SceneMapService(library), method)(task)


def test_neighbour_search_reports_progress_and_can_be_cancelled() -> None:
    # Neighbours are found for two thousand scenes at a time.
    vectors = np.random.default_rng(3).normal(size=(8000, 16)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    seen: list[Progress] = []

    def cancel_half_way(progress: Progress) -> None:
        seen.append(progress)
        if len(seen) == 3:
            task.cancel()

    task = Task(cancel_half_way)
    with pytest.raises(Cancelled):
        arranged(vectors, task)
    assert [progress.message for progress in seen] == ["Finding neighbours"] * 3
    assert seen[0].fraction < seen[1].fraction < seen[2].fraction


def test_nearest_of_many_vectors_are_almost_those_of_comparing_all() -> None:
    generator = np.random.default_rng(5)
    centres = generator.normal(size=(100, 16))
    drawn = centres[generator.integers(0, 100, 9000)] + 0.4 * generator.normal(size=(9000, 16))
    vectors = unit_rows(drawn.astype(np.float32))
    ids, apart = nearest(vectors, 10, lambda _count: None)
    assert np.all(np.diff(apart, axis=1) >= 0)
    rows = generator.integers(0, 9000, 300)
    assert not np.any(ids[rows] == rows[:, None])
    cosines = vectors[rows] @ vectors.T
    cosines[np.arange(300), rows] = -2
    true = np.argsort(-cosines, axis=1)[:, :10]
    assert apart[rows[0], 0] == pytest.approx(np.sqrt(2 - 2 * cosines[0, ids[rows[0], 0]]), abs=1e-3)
    pairs = zip(ids[rows].tolist(), true.tolist(), strict=True)
    assert np.mean([len(set(one) & set(other)) / 10 for one, other in pairs]) > 0.9


@pytest.mark.parametrize("count", [3000, 10_000])
def test_nearest_of_equal_vectors_are_others(count: int) -> None:
    vectors = np.repeat(np.eye(2, 8, dtype=np.float32), count // 2, axis=0)
    ids, apart = nearest(vectors, 5, lambda _count: None)
    assert np.all(apart < 1e-3)
    assert not np.any(ids == np.arange(count)[:, None])


def test_equal_scenes_can_be_arranged() -> None:
    places = arranged(np.repeat(vectors_of([1, 2]), 100, axis=0), Task())
    assert neighbours_agree(places, [1] * 100 + [2] * 100) == 1


@pytest.mark.parametrize("count", [0, 1, 2, 3, 4, 5, 7])
def test_few_scenes_can_be_arranged_too(count: int) -> None:
    vectors = vectors_of(GROUPS[:count]) if count else np.empty((0, 64), np.float32)
    places = arranged(vectors, Task())
    assert places.shape == (count, 2)
    assert np.isfinite(places).all()
    assert (np.abs(places) <= 0.5 + 1e-6).all()


def test_first_places_show_the_largest_difference() -> None:
    groups = [1] * 10 + [2] * 10
    places = first_places(vectors_of(groups))
    assert np.sign(places[:10, 0]).tolist() == [np.sign(places[0, 0])] * 10
    assert np.sign(places[10:, 0]).tolist() == [-np.sign(places[0, 0])] * 10


def test_a_new_scene_lies_among_those_it_resembles() -> None:
    vectors = vectors_of(GROUPS)
    places = arranged(vectors, Task())
    new = np.stack([look(group, 999) for group in range(5)])
    for group, place in enumerate(placed_among(Arrangement(vectors, places), new)):
        nearest = int(np.linalg.norm(places - place, axis=1).argmin())
        assert GROUPS[nearest] == group


def test_an_arrangement_can_be_cancelled() -> None:
    seen: list[Progress] = []

    def cancel_soon(progress: Progress) -> None:
        seen.append(progress)
        if len(seen) == 5:
            task.cancel()

    task = Task(cancel_soon)
    with pytest.raises(Cancelled):
        arranged(vectors_of(GROUPS), task)
    assert len(seen) == 5


def test_a_map_shows_every_scene_at_once(library: Library) -> None:
    add_shots(library, "/a.mp4", [1, 2, 3, 1])
    shown = SceneMapService(library).current()
    assert not shown.is_arranged
    assert shown.shot_ids.tolist() == [1, 2, 3, 4]
    assert [library.catalogue.keyframe(int(k)).shot_id for k in shown.keyframe_ids] == [1, 2, 3, 4]  # type: ignore[union-attr]


def test_new_scenes_move_no_others_and_removed_ones_go(library: Library) -> None:
    first = add_shots(library, "/a.mp4", [1, 2, 3, 1, 2, 3, 4, 4])
    service = SceneMapService(library)
    before = service.arrange(Task())
    add_shots(library, "/b.mp4", [1, 2])
    after = SceneMapService(library).current()
    assert after.is_arranged
    assert np.array_equal(after.places[:8], before.places)
    places = after.places.copy()
    again = service.current()
    assert np.array_equal(again.places, places)
    library.delete_video(first)
    left = service.current()
    assert left.shot_ids.tolist() == [9, 10]
    assert np.array_equal(left.places, places[8:])


def test_a_map_is_shown_without_reading_vectors(library: Library) -> None:
    add_shots(library, "/a.mp4", [1, 2, 3, 1, 2, 3])
    before = SceneMapService(library).arrange(Task())
    seen: list[Progress] = []
    assert np.array_equal(SceneMapService(library).current(Task(seen.append)).places, before.places)
    assert "Reading scenes" not in {progress.message for progress in seen}
    add_shots(library, "/b.mp4", [1, 2])
    shown: list[SceneMap] = []
    service = SceneMapService(library)
    whole = service.current(Task(seen.append), shown.append)
    assert [(one.shot_ids.tolist(), one.is_arranged) for one in shown] == [([1, 2, 3, 4, 5, 6], True)]
    assert np.array_equal(shown[0].places, before.places)
    assert len(whole.shot_ids) == 8
    assert "Reading scenes" in {progress.message for progress in seen}


def test_a_scene_that_got_the_number_of_one_that_is_gone_has_a_place_of_its_own(library: Library) -> None:
    add_shots(library, "/a.mp4", [1, 2, 3] * 4)
    last = add_shots(library, "/b.mp4", [1])
    service = SceneMapService(library)
    before = service.arrange(Task())
    library.delete_video(last)
    add_video(library, Path("/c.mp4"), [KnownShot(2, 9, sharpness=(9.0, 9.0))])
    after = service.current()
    assert np.array_equal(after.places[:12], before.places[:12])
    nearest = int(np.linalg.norm(after.places[:12] - after.places[12], axis=1).argmin())
    assert [1, 2, 3][nearest % 3] == 2


@pytest.mark.parametrize("videos", [2, pytest.param(21, marks=pytest.mark.slow)])
def test_a_map_of_many_scenes_is_arranged_in_another_process_and_shown_meanwhile(
    library: Library, videos: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scene_map, "ASIDE_FROM", 100 * (videos - 1))
    for number in range(videos):
        add_shots(library, f"/{number}.mp4", [number % 5] * 100)
    seen: list[Progress] = []
    service = SceneMapService(library)
    found = service.arrange(Task(seen.append))
    assert {progress.message for progress in seen} >= {"Finding neighbours", "Arranging the map"}
    assert found.is_arranged
    groups = [row // 100 % 5 for row in range(100 * videos)]
    assert neighbours_agree(found.places, groups) > 0.99
    task = Task(lambda _progress: task.cancel())
    with pytest.raises(Cancelled):
        service.arrange(task)
    assert np.array_equal(service.current().places, found.places)
    assert not multiprocessing.active_children()


def test_a_map_that_holds_much_more_than_it_was_arranged_with_is_arranged_again(library: Library) -> None:
    add_shots(library, "/first.mp4", [1, 2, 3] * 60)
    service = SceneMapService(library)
    before = service.arrange(Task())
    add_shots(library, "/second.mp4", [1, 2, 3, 4] * 210)
    grown = service.current()
    assert not grown.is_arranged
    assert np.array_equal(grown.places[:180], before.places)


def test_an_empty_library_has_an_empty_map(library: Library) -> None:
    assert len(SceneMapService(library).current().shot_ids) == 0
    assert len(SceneMapService(library).arrange(Task()).shot_ids) == 0


@pytest.mark.parametrize("content", [b"", b"PK nonsense", b"\x93NUMPY"])
def test_a_damaged_map_is_made_again(library: Library, content: bytes) -> None:
    add_shots(library, "/a.mp4", [1, 2, 3, 1, 2, 3])
    service = SceneMapService(library)
    service.file.write_bytes(content)
    assert not service.current().is_arranged
    assert service.arrange(Task()).is_arranged
    assert service.current().is_arranged
