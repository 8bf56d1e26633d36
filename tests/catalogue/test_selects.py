"""Bins and marks: stored as a whole, restored with their ids, gone and back with their video."""

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from tests.analyses import analysis, unit
from videxplore.catalogue.catalogue import Catalogue
from videxplore.catalogue.migrations import MIGRATIONS, migrate
from videxplore.core.errors import ExistingNameError, UnknownBinError, UnknownMomentError, UsageError
from videxplore.core.selects import Bin, BinItem, MomentMark

BEFORE_SELECTS = 7
"""The version of the catalogue that knew bookmarks only."""


def add(catalogue: Catalogue, name: str) -> int:
    video_id = catalogue.add_video(Path(f"/videos/{name}.mp4"), name, 1, 1).id
    catalogue.store_analysis(video_id, analysis([[unit(1)], [unit(2)]]))
    return video_id


def test_bins_keep_their_items_and_ids(catalogue: Catalogue, file: Path) -> None:
    first, second = add(catalogue, "a"), add(catalogue, "b")
    items = (BinItem(second, 1.0, 2.0, "über", 5), BinItem(first, 0.0, 0.5, is_rejected=True))
    stored = catalogue.bins.store(Bin(" Best ", items))
    assert stored.name == "Best"
    assert [replace(item, id=0) for item in stored.items] == list(items)
    assert stored.duration_s == 1.0
    turned = catalogue.bins.store(replace(stored.moved([1], 0), name="best"))
    assert [item.id for item in turned.items] == [item.id for item in stored.items][::-1]
    with Catalogue.open(file, writable=False) as reader:
        assert reader.bins.all() == [turned]
    catalogue.bins.delete(turned.id)
    assert catalogue.bins.all() == []
    with pytest.raises(UnknownBinError):
        catalogue.bins.get(turned.id)
    assert catalogue.bins.store(turned) == turned
    with pytest.raises(ExistingNameError, match="best already"):
        catalogue.bins.store(Bin("best"))


def test_items_go_with_their_video_and_come_back_with_it(catalogue: Catalogue) -> None:
    first, second = add(catalogue, "a"), add(catalogue, "b")
    kept = catalogue.bins.store(
        Bin("kept", (BinItem(second, 1, 2), BinItem(first, 0, 1), BinItem(second, 3, 4)))
    )
    other = catalogue.bins.store(Bin("other", (BinItem(second, 1, 2),)))
    catalogue.marks.replace(second, [MomentMark(second, 1, 2, "rejected", "no", ("x",), 2)])
    catalogue.store_analysis(second, analysis([[unit(3)]]))
    removed = catalogue.take_out_video(second)
    assert [item.video_id for item in catalogue.bins.get(kept.id).items] == [first]
    assert catalogue.marks.all() == []
    # What is stored meanwhile leaves out what is gone.
    assert catalogue.bins.store(kept).items == kept.items[1:2]
    catalogue.bins.delete(other.id)
    catalogue.put_back_video(removed)
    back = catalogue.bins.get(kept.id)
    assert {item.id for item in back.items} == {item.id for item in kept.items}
    assert [one.name for one in catalogue.bins.all()] == ["kept"]
    assert catalogue.marks.of_video(second) == (MomentMark(second, 1, 2, "rejected", "no", ("x",), 2),)
    assert catalogue.condition().is_sound


def test_marks_are_bookmarks_and_keep_what_they_say(catalogue: Catalogue) -> None:
    video_id = add(catalogue, "a")
    marks = (
        MomentMark(video_id, 0.5, 0.5),
        MomentMark(video_id, 1, 3, "favourite", "ärmel \udcff", ("b", "a"), 4),
    )
    version = catalogue.version()
    catalogue.marks.replace(video_id, reversed(marks))
    assert catalogue.version() > version
    assert catalogue.marks.of_video(video_id) == (marks[0], replace(marks[1], note="ärmel ?"))
    assert catalogue.bookmarks.times_s(video_id) == (0.5, 1.0)
    catalogue.bookmarks.replace(video_id, (1.0, 2.0))
    assert [mark.rating for mark in catalogue.marks.all()] == [4, 0]
    catalogue.marks.replace(99, [MomentMark(99, 1, 1)])
    assert len(catalogue.marks.all()) == 2


def test_bookmarks_of_an_older_library_become_marks() -> None:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    migrate(connection, MIGRATIONS[:BEFORE_SELECTS])
    connection.execute(
        "INSERT INTO video (id, path, fingerprint, size_bytes, modified_ns, state) "
        "VALUES (1, x'2f61', '', 0, 0, 'waiting')"
    )
    connection.executemany("INSERT INTO bookmark VALUES (1, ?)", [(0.1,), (2.5,), (-1.0,), (0.0,)])
    migrate(connection)
    assert connection.execute("SELECT start_s, end_s FROM mark").fetchall() == [
        (0.0, 0.0),
        (0.1, 0.1),
        (2.5, 2.5),
    ]
    with pytest.raises(sqlite3.IntegrityError):
        connection.execute("INSERT INTO mark (video_id, start_s, end_s, rating) VALUES (1, 5, 6, 9)")
    with pytest.raises(sqlite3.IntegrityError):
        connection.execute("INSERT INTO mark (video_id, start_s, end_s) VALUES (1, 'soon', 6)")
    connection.close()


def test_orders() -> None:
    row = Bin("a", tuple(BinItem(1, n, n + 1) for n in range(5)))

    def starts(one: Bin) -> list[float]:
        return [item.start_s for item in one.items]

    assert starts(row.moved([3, 0], 2)) == [1, 0, 3, 2, 4]
    assert starts(row.moved([1], 5)) == [0, 2, 3, 4, 1]
    assert starts(row.moved([1], 1)) == starts(row.moved([1], 2)) == starts(row)
    assert starts(row.without([0, 4])) == [1, 2, 3]
    assert starts(row.with_items([BinItem(1, 9, 10)], 1)) == [0, 9, 1, 2, 3, 4]
    for impossible in (lambda: row.without([5]), lambda: row.moved([-1], 0), lambda: row.item(5)):
        with pytest.raises(UnknownMomentError):
            impossible()


NO_PARTS = [(1.0, 1.0), (2.0, 1.0), (-1.0, 1.0), (float("nan"), 1.0), (0.0, float("inf"))]


@pytest.mark.parametrize("span", NO_PARTS)
def test_what_is_no_part_of_a_video_is_refused(span: tuple[float, float]) -> None:
    with pytest.raises(UsageError):
        BinItem(1, *span)
    if span != (1.0, 1.0):
        with pytest.raises(UsageError):
            MomentMark(1, *span)


@pytest.mark.parametrize("rating", [-1, 6])
def test_what_is_no_rating_is_refused(rating: int) -> None:
    with pytest.raises(UsageError):
        BinItem(1, 0, 1, rating=rating)
    with pytest.raises(UsageError):
        MomentMark(1, 0, 1, rating=rating)


def test_items_come_back_with_their_video_where_they_were(catalogue: Catalogue) -> None:
    first, second, third = (add(catalogue, name) for name in "abc")
    items = [
        BinItem(video_id, float(number), number + 0.5)
        for number, video_id in enumerate((first, second, third))
    ]
    before = catalogue.bins.store(Bin("Best", (*items, BinItem(second, 8.0, 9.0))))
    removed = catalogue.take_out_video(second)
    left = catalogue.bins.get(before.id)
    catalogue.bins.store(left.with_items([BinItem(third, 5.0, 6.0)], 0))
    catalogue.bins.store(left)
    catalogue.put_back_video(removed)
    assert catalogue.bins.get(before.id) == before
    removed = catalogue.take_out_video(second)
    longer = catalogue.bins.store(left.with_items([BinItem(first, 5.0, 6.0)]).moved([1], 0))
    catalogue.put_back_video(removed)
    starts_s = [item.start_s for item in catalogue.bins.get(longer.id).items]
    assert starts_s == [2.0, 8.0, 0.0, 1.0, 5.0]
