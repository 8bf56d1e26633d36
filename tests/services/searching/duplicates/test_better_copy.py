"""Which of two copies is the better one, and what the user has settled about duplicates."""

from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest

from tests.analyses import properties
from tests.services.searching.duplicates.test_duplicates import add
from videxplore.core.errors import UsageError
from videxplore.core.types import Video, VideoState
from videxplore.services.library import Library
from videxplore.services.searching.duplicates.better_copy import Comparison, CopyGroup, compare, copy_groups
from videxplore.services.searching.duplicates.duplicates import Duplicate, DuplicateService


def video(library: Library, name: str, size_bytes: int = 10_000_000, length_s: float = 20.0) -> Video:
    added = library.catalogue.add_video(Path("/videos") / name, name, size_bytes, 1)
    return replace(added, state=VideoState.COMPLETE, properties=properties(length_s))


def changed(video: Video, **values: object) -> Video:
    assert video.properties is not None
    return replace(video, properties=replace(video.properties, **values))  # type: ignore[arg-type]


def shared(first: Video, second: Video, length_s: float = 20.0, start_s: float = 0.0) -> Duplicate:
    return Duplicate(first, second, start_s, 0.0, length_s, 1.0, False, ())


def reasons(found: Comparison) -> list[tuple[str, bool]]:
    return [(one.criterion, one.is_first_better) for one in found.differences]


def test_more_pixels_count_before_a_higher_bit_rate(library: Library) -> None:
    large = changed(video(library, "large"), width_px=1920, height_px=1080)
    small = changed(video(library, "small", 30_000_000), width_px=1280, height_px=720)
    found = compare(shared(small, large), [])
    assert reasons(found) == [("resolution", False), ("bit rate", True)]
    assert (found.better, found.removable) == (large, small)


def test_bit_rates_of_different_codecs_are_not_compared(library: Library) -> None:
    first = changed(video(library, "first", 30_000_000), codec="h264")
    second = changed(video(library, "second", 10_000_000), codec="hevc")
    found = compare(shared(first, second), [])
    assert (found.differences, found.better, found.removable) == ((), None, None)
    master = changed(second, codec="prores")
    assert reasons(compare(shared(first, master), [])) == [("codec", False)]


def test_only_a_file_that_the_other_has_all_of_could_be_removed(library: Library) -> None:
    whole, part = video(library, "whole", 9_000_000, 60.0), video(library, "part", 3_000_000, 20.0)
    found = compare(shared(whole, part), [])
    assert reasons(found) == [("length", True)]
    assert found.removable == part
    assert compare(shared(whole, part, 12.0), []).removable is None


def test_a_better_copy_of_a_part_does_not_make_the_whole_removable(library: Library) -> None:
    whole = video(library, "whole", 10_000_000, 60.0)
    part = changed(video(library, "part", 3_000_000, 20.0), width_px=3840, height_px=2160)
    found = compare(shared(whole, part), [])
    assert (found.better, found.removable) == (part, None)


def test_copies_of_one_content_are_equally_good(library: Library) -> None:
    first = video(library, "first")
    second = replace(video(library, "second"), fingerprint=first.fingerprint)
    found = compare(shared(first, second), [])
    assert (found.differences, found.better, found.removable) == ((), None, second)


@pytest.mark.parametrize("state", [VideoState.OFFLINE, VideoState.GONE])
def test_what_is_not_there_is_neither_better_nor_removable(library: Library, state: VideoState) -> None:
    large = replace(changed(video(library, "large"), width_px=1920, height_px=1080), state=state)
    small = video(library, "small")
    found = compare(shared(large, small), [])
    assert found.differences[0].criterion == "present"
    assert (found.better, found.removable) == (small, None)


def test_a_file_of_a_protected_folder_is_never_suggested(library: Library) -> None:
    large = changed(video(library, "large"), width_px=1920, height_px=1080)
    kept = video(library, "archive/kept")
    found = compare(shared(large, kept), [Path("/videos/archive")])
    assert (found.better, found.removable) == (kept, large)
    assert compare(shared(large, kept), [Path("/videos")]).removable is None
    # A folder whose name only begins alike is another one.
    assert compare(shared(large, kept), [Path("/videos/arch")]).better == large


def test_dismissed_pairs_stay_away_until_they_are_taken_back(library: Library) -> None:
    for name in ("whole", "part", "third"):
        add(library, name, [(1, 0, 8)])
    add(library, "other", [(50, 0, 4)])
    service = DuplicateService(library)
    whole, part, third, _ = library.catalogue.videos()

    def pairs() -> set[frozenset[int]]:
        return {frozenset((one.first.id, one.second.id)) for one in service.find()}

    everything = pairs()
    assert len(everything) == 3
    service.dismiss(part, whole)
    assert everything - pairs() == {frozenset((whole.id, part.id))}
    assert service.dismissed() == [(part, whole)] or service.dismissed() == [(whole, part)]
    library.catalogue.update_file(
        part.id, path=Path("/elsewhere"), size_bytes=1, modified_ns=3, fingerprint=part.fingerprint
    )
    assert len(pairs()) == 2, "what a file contains counts, not where it is"
    service.take_back(whole, part)
    assert pairs() == everything
    with pytest.raises(UsageError):
        service.dismiss(third, third)


def test_one_video_against_the_library_comes_first_in_each_pair(library: Library) -> None:
    add(library, "first", [(1, 0, 8)])
    add(library, "second", [(2, 0, 8)])
    best = add(library, "best of", [(1, 1, 6), (2, 2, 8)])
    add(library, "copy", [(2, 0, 8)])
    service = DuplicateService(library)
    found = service.find(video_id=best)
    assert {one.first.id for one in found} == {best}
    assert {one.second.path.name for one in found} == {"first", "second", "copy"}
    assert len(service.find()) == 4
    assert service.find(video_id=999) == []


def test_protected_folders_are_kept_and_unprotected(library: Library, tmp_path: Path) -> None:
    service = DuplicateService(library)
    service.protect(tmp_path)
    service.protect(tmp_path)
    assert service.protected_folders() == [tmp_path]
    with pytest.raises(UsageError):
        service.unprotect(tmp_path / "below")
    service.unprotect(tmp_path)
    assert service.protected_folders() == []


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
