"""Stopped videos and places: kept until they are wanted, gone with their video, back with it."""

from pathlib import Path

from videxplore.catalogue.catalogue import Catalogue
from videxplore.core.spans import PlayerPosition


def test_stopped_videos_are_remembered_until_they_are_wanted(catalogue: Catalogue, file: Path) -> None:
    first, second = (catalogue.add_video(Path(f"/videos/{name}.mp4"), name, 1, 1).id for name in "ab")
    catalogue.stopped.add([first, second, first, 99])
    catalogue.stopped.add([second])
    with Catalogue.open(file, writable=False) as reader:
        assert reader.stopped.ids() == {first, second}
    catalogue.stopped.remove(first)
    assert catalogue.stopped.ids() == {second}
    catalogue.remove_video(second)
    assert catalogue.stopped.ids() == frozenset()


def test_the_place_in_a_video_is_replaced_and_goes_with_the_video(catalogue: Catalogue, file: Path) -> None:
    video_id = catalogue.add_video(Path("/videos/a.mp4"), "a", 1, 1).id
    catalogue.places.set(video_id, PlayerPosition(1.5, 0.5, 2.25))
    catalogue.places.set(video_id, PlayerPosition(2.5, None, 2.25))
    catalogue.places.set(99, PlayerPosition(1.0))
    with Catalogue.open(file, writable=False) as reader:
        assert reader.places.all() == {video_id: PlayerPosition(2.5, None, 2.25)}
    catalogue.remove_video(video_id)
    assert catalogue.places.all() == {}
