"""Scenes in groups for the colours of the map: by video, by what is recognised, by look."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from tests.analyses import KnownShot, add_video
from videxplore.core.task import Cancelled, Task
from videxplore.services.library import Library
from videxplore.services.summarising.scene_groups import GroupBy, SceneGroups, folder_names, group_scenes
from videxplore.services.summarising.scene_map import SceneMapService


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """``two`` has more scenes than ``one``; look 0 is a dog that often runs, look 1 a cat, look 2 unknown."""
    dog, cat = KnownShot(0, 2, object="dog", action="running"), KnownShot(1, 2, object="cat")
    with Library.open(tmp_path / "library") as opened:
        add_video(opened, Path("/films/one.mp4"), [dog, cat])
        add_video(opened, Path("/films/two.mp4"), [dog, dog, cat, KnownShot(2, 2), KnownShot(2, 2)])
        yield opened


def groups_of(library: Library, by: GroupBy) -> SceneGroups:
    found = SceneMapService(library).current()
    return group_scenes(library, by, found.shot_ids, found.video_ids, Task())


def test_by_video_the_one_with_most_scenes_comes_first(library: Library) -> None:
    groups = groups_of(library, "video")
    assert groups.names == ("two", "one")
    assert groups.numbers.tolist() == [1, 1, 0, 0, 0, 0, 0]


@pytest.mark.parametrize(
    ("files", "names"),
    [
        (["/f/a/1.mp4", "/f/b/1.mp4", "/f/2.mp4"], ["a", "b", "f"]),
        (["/f/a/1.mp4", "/f/a/2.mp4"], ["a", "a"]),
        (["/f/2019/x/1.mp4", "/f/2019/y/1.mp4", "/f/2020/z/1.mp4"], ["2019/x", "2019/y", "2020/z"]),
        ([f"/f/{1990 + n % 2}/{n}/a.mp4" for n in range(9)], [str(1990 + n % 2) for n in range(9)]),
        ([f"/f/{n}/a.mp4" for n in range(9)], [str(n) for n in range(9)]),
        (["/1.mp4", "/a/2.mp4"], ["/", "a"]),
        ([], []),
    ],
)
def test_folders_are_as_deep_as_the_colours_suffice(files: list[str], names: list[str]) -> None:
    assert folder_names([Path(file) for file in files]) == names


def test_by_folder_videos_of_one_folder_are_a_group(library: Library) -> None:
    add_video(library, Path("/films/more/three.mp4"), [KnownShot(0, 2), KnownShot(1, 2)])
    groups = groups_of(library, "folder")
    assert groups.names == ("films", "more")
    assert groups.numbers.tolist() == [0] * 7 + [1] * 2


def test_by_action_objects_count_where_no_action_was_seen(library: Library) -> None:
    groups = groups_of(library, "action")
    assert groups.names == ("running", "cat")
    assert groups.numbers.tolist() == [0, 1, 0, 0, 1, -1, -1]


def test_groups_by_look_have_distinctive_labels(
    library: Library,
) -> None:
    groups = groups_of(library, "cluster")
    by_look: dict[int, set[int]] = {}
    for look, number in zip([0, 1, 0, 0, 1, 2, 2], groups.numbers.tolist(), strict=True):
        by_look.setdefault(look, set()).add(number)
    assert [len(numbers) for numbers in by_look.values()] == [1, 1, 1]
    names = [groups.names[numbers.pop()] for numbers in by_look.values()]
    assert names == ["running", "cat", ""]


def test_an_empty_library_has_no_groups(tmp_path: Path) -> None:
    with Library.open(tmp_path / "library") as library:
        for by in ("folder", "video", "action", "cluster"):
            assert groups_of(library, by).names == ()


def test_it_can_be_cancelled(library: Library) -> None:
    found = SceneMapService(library).current()
    task = Task()
    task.cancel()
    with pytest.raises(Cancelled):
        group_scenes(library, "cluster", found.shot_ids, found.video_ids, task)


def test_scenes_that_are_not_in_the_library_any_more_have_no_look(library: Library) -> None:
    found = SceneMapService(library).current()
    shot_ids = np.append(found.shot_ids, found.shot_ids[-1] + 100)
    groups = group_scenes(library, "cluster", shot_ids, np.append(found.video_ids, 99), Task())
    assert groups.numbers[-1] == -1
    assert (groups.numbers[:-1] >= 0).all()
