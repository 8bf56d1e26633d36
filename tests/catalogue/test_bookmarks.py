"""Bookmarks: kept by video, through a new analysis, gone with their video."""

from pathlib import Path

from tests.analyses import analysis, unit
from videxplore.catalogue.catalogue import Catalogue


def test_bookmarks_are_kept_in_order_and_replaced_as_a_whole(catalogue: Catalogue, file: Path) -> None:
    first = catalogue.add_video(Path("/videos/a.mp4"), "a", 1, 1).id
    second = catalogue.add_video(Path("/videos/b.mp4"), "b", 1, 1).id
    catalogue.bookmarks.replace(first, (3.5, 1.25, 3.5))
    catalogue.bookmarks.replace(second, (7.0,))
    with Catalogue.open(file, writable=False) as reader:
        assert reader.bookmarks.times_s(first) == (1.25, 3.5)
        assert reader.bookmarks.times_s(second) == (7.0,)
    catalogue.bookmarks.replace(first, (0.1 + 0.2,))
    assert catalogue.bookmarks.times_s(first) == (0.1 + 0.2,)
    assert catalogue.bookmarks.times_s(second) == (7.0,)


def test_bookmarks_outlive_a_new_analysis_but_not_their_video(catalogue: Catalogue) -> None:
    video_id = catalogue.add_video(Path("/videos/a.mp4"), "a", 1, 1).id
    catalogue.bookmarks.replace(video_id, (1.0, 2.0))
    catalogue.store_analysis(video_id, analysis([[unit(1)], [unit(2)]]))
    assert catalogue.bookmarks.times_s(video_id) == (1.0, 2.0)
    catalogue.remove_video(video_id)
    assert catalogue.bookmarks.times_s(video_id) == ()
    catalogue.bookmarks.replace(video_id, (5.0,))
    assert catalogue.bookmarks.times_s(video_id) == ()
