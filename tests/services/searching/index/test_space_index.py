"""A large library's index: built once, kept, refreshed, rebuilt; here with a very low limit."""

import threading
import time
from pathlib import Path

import numpy as np
import pytest

from tests.analyses import APPEARANCE, analysis, unit
from videxplore.core.task import Cancelled, Task
from videxplore.core.types import Ids, Vector, Video
from videxplore.services.library import Library
from videxplore.services.searching.index.space_contents import exact_vectors
from videxplore.services.searching.index.space_index import SpaceIndex

LIMIT = 200


def add(library: Library, number: int, count: int = 40) -> Video:
    video = library.catalogue.add_video(Path(f"/videos/{number}.mp4"), str(number), 1, 2)
    library.catalogue.store_analysis(
        video.id, analysis([[unit(1000 * number + place)] for place in range(count)])
    )
    return video


def opened(library: Library) -> SpaceIndex:
    index = SpaceIndex(library.catalogue, APPEARANCE, folder=library.indexes_folder, exact_limit=LIMIT)
    index.refresh()
    return index


def assert_fresh(index: SpaceIndex, library: Library) -> None:
    """The index finds every moment of the catalogue, and nothing else."""
    table = library.catalogue.embeddings(APPEARANCE.name)
    assert len(index) == len(table)
    for row in range(0, len(table), 37):
        hits = index.search(table.vectors[row : row + 1], 1)
        assert hits.owner_ids.tolist() == [table.owner_ids[row]]
        assert hits.times_s.tolist() == [table.times_s[row]]


def files(library: Library) -> dict[str, bytes]:
    return {file.suffix: file.read_bytes() for file in library.indexes_folder.iterdir()}


def test_a_large_library_gets_an_index_that_is_kept(library: Library) -> None:
    videos = [add(library, number) for number in range(8)]
    assert_fresh(opened(library), library)
    stored = files(library)
    assert set(stored) == {".compact", ".moments"}
    # What happens later is taken in when the stored index is opened again.
    library.delete_video(videos[2].id)
    library.catalogue.store_analysis(videos[3].id, analysis([[unit(5)], [unit(6)]]))
    add(library, 20)
    again = opened(library)
    assert files(library) == stored
    assert_fresh(again, library)
    add(library, 21)
    again.refresh()
    assert_fresh(again, library)


@pytest.mark.parametrize("waits_s", [0.0, 0.05])
def test_vectors_are_read_side_by_side_only_from_where_reading_waits(
    library: Library, monkeypatch: pytest.MonkeyPatch, waits_s: float
) -> None:
    add(library, 1, 100)
    table = library.catalogue.embeddings(APPEARANCE.name)
    order = np.random.default_rng(1).permutation(table.owner_ids)
    vectors, readers = library.catalogue.vectors, set[int]()

    def vectors_of_a_disk(space: str, owner_ids: Ids) -> tuple[Ids, Vector]:
        readers.add(threading.get_ident())
        found = vectors(space, owner_ids)
        time.sleep(waits_s)
        return found

    monkeypatch.setattr(library.catalogue, "vectors", vectors_of_a_disk)
    ids, found = exact_vectors(library.catalogue, APPEARANCE)(order)
    assert sorted(ids.tolist()) == sorted(order.tolist())
    rows = np.searchsorted(table.owner_ids, ids)
    assert np.array_equal(found, table.vectors[rows])
    # On a busy machine, memory may be as slow as a disk.
    assert len(readers) > 1 or not waits_s


@pytest.mark.parametrize("suffix", [".compact", ".moments"])
@pytest.mark.parametrize("damage", ["deleted", "cut", "garbage"])
def test_a_lost_or_damaged_index_is_built_again(library: Library, suffix: str, damage: str) -> None:
    for number in range(7):
        add(library, number)
    opened(library)
    (file,) = library.indexes_folder.glob(f"*{suffix}")
    whole = file.read_bytes()
    if damage == "deleted":
        file.unlink()
    else:
        file.write_bytes(whole[: len(whole) // 2] if damage == "cut" else b"garbage" * 50)
    assert_fresh(opened(library), library)
    assert set(files(library)) == {".compact", ".moments"}


def test_an_index_of_another_library_is_not_believed(library: Library, tmp_path: Path) -> None:
    for number in range(9):
        add(library, number)
    opened(library)
    with Library.open(tmp_path / "other") as other:
        for number in range(6):
            add(other, 100 + number)
        for file in library.indexes_folder.iterdir():
            (other.indexes_folder / file.name).write_bytes(file.read_bytes())
        assert_fresh(opened(other), other)


def test_a_library_that_outgrows_exact_search_is_rebuilt_once(library: Library) -> None:
    for number in range(4):
        add(library, number)
    index = opened(library)
    assert not index.rebuild()
    assert files(library) == {}
    for number in range(4, 9):
        add(library, number)
    index.refresh()
    assert_fresh(index, library)
    assert index.rebuild()
    assert_fresh(index, library)
    assert set(files(library)) == {".compact", ".moments"}
    assert not index.rebuild()


@pytest.mark.parametrize("limit", [LIMIT, 10**6], ids=["compact", "exact"])
def test_an_index_kept_fresh_holds_what_a_new_one_reads(library: Library, limit: int) -> None:
    videos = [add(library, number) for number in range(8)]
    index = SpaceIndex(library.catalogue, APPEARANCE, exact_limit=limit)
    index.refresh()
    removed = library.catalogue.take_out_video(videos[2].id)
    add(library, 8)
    index.refresh()
    assert_fresh(index, library)
    # Its ids are smaller than those of the videos that are there.
    library.catalogue.put_back_video(removed)
    index.refresh()
    assert_fresh(index, library)
    table = library.catalogue.embeddings(APPEARANCE.name)
    for column, expected in zip(index.columns(), (table.video_ids, table.shot_ids), strict=True):
        assert column.tolist() == expected.tolist()
    assert index.moment_ids().tolist() == table.owner_ids.tolist()


def test_building_can_be_cancelled(library: Library) -> None:
    for number in range(8):
        add(library, number)
    task = Task()
    task.cancel()
    index = SpaceIndex(library.catalogue, APPEARANCE, folder=library.indexes_folder, exact_limit=LIMIT)
    with pytest.raises(Cancelled):
        index.refresh(task)
    assert files(library) == {}
    index.refresh()
    assert_fresh(index, library)


def test_filters_and_counts(library: Library) -> None:
    videos = [add(library, number) for number in range(8)]
    index = opened(library)
    video_ids, shot_ids = index.columns()
    assert len(video_ids) == len(shot_ids) == 320
    hits = index.search(unit(3)[None], 10, video_ids == videos[5].id)
    assert set(hits.video_ids.tolist()) == {videos[5].id}
    assert len(hits.owner_ids) == 10
    assert not len(index.search(unit(3)[None], 10, np.zeros(320, np.bool_)).owner_ids)


def test_searching_goes_on_while_a_large_library_grows_and_is_rebuilt(library: Library) -> None:
    first = add(library, 0)
    index = opened(library)
    sought = library.catalogue.embeddings(APPEARANCE.name, first.id)
    faults: list[BaseException] = []
    done = threading.Event()

    def search() -> None:
        try:
            while not done.is_set():
                index.refresh()
                hits = index.search(sought.vectors[:1], 5)
                assert hits.owner_ids[0] == sought.owner_ids[0]
        except BaseException as fault:  # noqa: BLE001 - reported by the test's own thread.
            faults.append(fault)

    searchers = [threading.Thread(target=search) for _ in range(2)]
    for searcher in searchers:
        searcher.start()
    for number in range(1, 10):
        video = add(library, number)
        if number % 3 == 0:
            library.delete_video(video.id)
        if number == 7:
            # The compact index takes the exact one's place while searches go on.
            assert index.rebuild()
    done.set()
    for searcher in searchers:
        searcher.join()
    assert faults == []
    index.refresh()
    assert_fresh(index, library)
