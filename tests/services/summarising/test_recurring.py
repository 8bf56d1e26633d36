"""Scenes that come back in libraries where it is known which do."""

from pathlib import Path

import pytest

from tests.analyses import KnownShot, add_video
from videxplore.core.task import Cancelled, Task
from videxplore.services.library import Library
from videxplore.services.summarising.recurring import recurring_scenes


def add(library: Library, name: str, *groups: int) -> int:
    return add_video(library, Path(name), [KnownShot(group, 2 + group) for group in groups])


def test_scenes_that_come_back_are_grouped_over_videos(library: Library) -> None:
    add(library, "/a.mp4", 1, 2, 3, 2)
    add(library, "/b.mp4", 4, 1, 5)
    add(library, "/c.mp4", 1, 6)
    found = recurring_scenes(library, Task())
    assert [[shot.id for shot in scene.shots] for scene in found] == [[1, 6, 8], [2, 4]]
    assert [scene.videos_count for scene in found] == [3, 1]
    assert [scene.duration_s for scene in found] == pytest.approx([9, 8])
    for scene in found:
        keyframes = [library.catalogue.keyframe(keyframe_id) for keyframe_id in scene.keyframe_ids]
        assert [keyframe.shot_id for keyframe in keyframes if keyframe] == [shot.id for shot in scene.shots]
        assert 0 <= scene.representative < len(scene.shots)


def test_only_chosen_videos_take_part(library: Library) -> None:
    first = add(library, "/a.mp4", 1, 2, 1)
    second = add(library, "/b.mp4", 2, 3)
    assert [[shot.id for shot in s.shots] for s in recurring_scenes(library, Task(), [first])] == [[1, 3]]
    assert recurring_scenes(library, Task(), [second]) == []


def test_an_empty_library_has_none(library: Library) -> None:
    assert recurring_scenes(library, Task()) == []


def test_the_search_can_be_cancelled(library: Library) -> None:
    add(library, "/a.mp4", 1, 1)
    task = Task()
    task.cancel()
    with pytest.raises(Cancelled):
        recurring_scenes(library, task)
