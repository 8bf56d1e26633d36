"""Files that were copied more than once are one group, the best copy first."""

from dataclasses import replace
from itertools import combinations
from pathlib import Path

from tests.services.searching.duplicates.test_better_copy import shared, video
from videxplore.core.types import Video
from videxplore.services.library import Library
from videxplore.services.searching.duplicates.better_copy import compare
from videxplore.services.searching.duplicates.copy_groups import CopyGroup, copy_groups


def groups(
    *pairs: tuple[Video, Video], protected: tuple[Path, ...] = (), length_s: float = 20.0
) -> list[CopyGroup]:
    found = [compare(shared(first, second, length_s), protected) for first, second in pairs]
    return copy_groups(found, protected)


def test_five_copies_are_one_group_with_the_best_first(library: Library) -> None:
    copies = [video(library, f"{rate}.mp4", 1_000_000 * rate) for rate in (3, 9, 1, 27, 5)]
    [group] = groups(*combinations(copies, 2))
    assert {one.id for one in group.videos} == {one.id for one in copies}
    sizes = [one.size_bytes for one in group.videos]
    assert sizes == sorted(sizes, reverse=True)
    assert [one.removable and one.removable.id for one in group.pairs] == [one.id for one in group.videos[1:]]


def test_copies_that_were_not_compared_with_each_other_are_one_group(library: Library) -> None:
    first, second, third = (video(library, f"{name}.mp4", 1_000_000) for name in "abc")
    [group] = groups((first, second), (second, third))
    assert len(group.videos) == 3


def test_two_copies_are_a_pair_and_parts_join_nothing(library: Library) -> None:
    first, second, third = (video(library, f"{name}.mp4") for name in "abc")
    assert groups((first, second)) == []
    assert groups((first, second), (second, third), length_s=8.0) == []


def test_a_file_of_a_protected_folder_is_the_best_copy(library: Library) -> None:
    large = video(library, "large.mp4", 90_000_000)
    others = [replace(video(library, f"{name}.mp4"), path=Path(f"/kept/{name}.mp4")) for name in "ab"]
    [group] = groups(*combinations([large, *others], 2), protected=(Path("/kept"),))
    assert group.best.id == others[0].id
