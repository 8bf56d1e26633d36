"""Bookmarks: kept by video, through a new analysis, gone with their video."""

import sqlite3
from pathlib import Path

import pytest

from tests.analyses import analysis, unit
from videxplore.catalogue.catalogue import Catalogue
from videxplore.catalogue.migrations import MIGRATIONS, migrate
from videxplore.catalogue.user_records import Exclusion
from videxplore.core.types import VideoState


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


FILE = Path("/videos/\udcff.mp4")
BEFORE_EXCLUSIONS = 4
"""The version of the catalogue that did not know them."""


def take_out(catalogue: Catalogue, path: Path = FILE) -> None:
    catalogue.take_out_video(catalogue.add_video(path, "f", 5, 7).id)


def test_a_video_that_was_taken_out_is_remembered_by_its_file(catalogue: Catalogue, file: Path) -> None:
    take_out(catalogue)
    catalogue.close()
    with Catalogue.open(file) as again:
        assert again.exclusions.all() == [Exclusion(FILE, "f", 5, 7)]
        assert again.videos() == []


def test_what_was_removed_for_another_reason_is_not_remembered(catalogue: Catalogue) -> None:
    catalogue.remove_video(catalogue.add_video(FILE, "f", 5, 7).id)
    assert catalogue.exclusions.all() == []


@pytest.mark.parametrize("state", VideoState)
def test_a_file_that_was_gone_already_is_not_remembered(catalogue: Catalogue, state: VideoState) -> None:
    video = catalogue.add_video(FILE, "f", 5, 7)
    catalogue.set_state(video.id, state)
    catalogue.take_out_video(video.id)
    assert bool(catalogue.exclusions.all()) is (state is not VideoState.GONE)


def test_what_is_put_back_or_added_again_is_no_longer_left_out(catalogue: Catalogue) -> None:
    other = Path("/videos/other.mp4")
    take_out(catalogue, other)
    removed = catalogue.take_out_video(catalogue.add_video(FILE, "f", 5, 7).id)
    catalogue.put_back_video(removed)
    assert [one.path for one in catalogue.exclusions.all()] == [other]
    catalogue.add_video(other, "other content", 1, 1)
    assert catalogue.exclusions.all() == []


def test_a_known_video_that_moves_there_is_no_longer_left_out(catalogue: Catalogue) -> None:
    take_out(catalogue)
    known = catalogue.add_video(Path("/videos/known.mp4"), "k", 1, 1)
    catalogue.update_file(known.id, modified_ns=2)
    assert [one.path for one in catalogue.exclusions.all()] == [FILE]
    catalogue.update_file(known.id, path=FILE)
    assert catalogue.exclusions.all() == []


def test_a_file_that_is_left_out_is_followed_where_it_goes(catalogue: Catalogue) -> None:
    there, occupied = Path("/videos/there.mp4"), Path("/videos/occupied.mp4")
    take_out(catalogue, occupied)
    take_out(catalogue)
    catalogue.exclusions.follow(FILE, there, modified_ns=9)
    assert catalogue.exclusions.all() == [Exclusion(occupied, "f", 5, 7), Exclusion(there, "f", 5, 9)]
    catalogue.exclusions.follow(there, occupied, modified_ns=10)
    assert catalogue.exclusions.all() == [Exclusion(occupied, "f", 5, 10)]


def test_an_older_catalogue_learns_to_remember_and_keeps_what_it_knows(file: Path) -> None:
    file.parent.mkdir()
    connection = sqlite3.connect(file, isolation_level=None)
    migrate(connection, MIGRATIONS[:BEFORE_EXCLUSIONS])
    connection.execute(
        "INSERT INTO video (path, fingerprint, size_bytes, modified_ns, state) "
        "VALUES (?, 'f', 5, 7, 'waiting')",
        (b"/videos/old friend.mp4",),
    )
    connection.execute("INSERT INTO bookmark VALUES (1, 2.5)")
    connection.close()
    with Catalogue.open(file) as catalogue:
        [video] = catalogue.videos()
        assert catalogue.bookmarks.times_s(video.id) == (2.5,)
        catalogue.store_analysis(video.id, analysis([[unit(1)]]))
        removed = catalogue.take_out_video(video.id)
        assert catalogue.exclusions.all() == [Exclusion(video.path, "f", 5, 7)]
        catalogue.put_back_video(removed)
        assert catalogue.exclusions.all() == []
        assert catalogue.condition().is_sound
    assert file.with_name(f"{file.name}.version-{BEFORE_EXCLUSIONS}.backup").exists()
