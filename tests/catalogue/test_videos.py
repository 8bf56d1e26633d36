"""A video that is taken out can be put back as it was."""

from pathlib import Path

import pytest

from tests.analyses import analysis, unit
from videxplore.catalogue.catalogue import Catalogue
from videxplore.catalogue.removed_video import OWNED
from videxplore.core.errors import UnknownMomentError, UnknownVideoError


def everything(catalogue: Catalogue, video_id: int) -> list[object]:
    video = catalogue.video(video_id)
    space = catalogue.spaces()[0].name
    return [
        video,
        catalogue.shots(video_id),
        catalogue.keyframes(video_id),
        catalogue.clips(video_id),
        catalogue.predictions(video_id),
        catalogue.embeddings(space, video_id).vectors.tolist(),
        catalogue.embeddings(space, video_id).owner_ids.tolist(),
        catalogue.bookmarks.times_s(video_id),
        sorted(catalogue.words.matching("video", ["first"])),
    ]


def test_what_is_put_back_is_as_it_was_and_readers_are_told(catalogue: Catalogue) -> None:
    first = catalogue.add_video(Path("/videos/first.mp4"), "a", 1, 1).id
    other = catalogue.add_video(Path("/videos/other.mp4"), "b", 1, 1).id
    for video_id in (first, other):
        catalogue.store_analysis(video_id, analysis([[unit(1), unit(2)], [unit(3)]]))
    catalogue.bookmarks.replace(first, (1.5,))
    before, version = everything(catalogue, first), catalogue.version()
    removed = catalogue.take_out_video(first)
    assert removed.path == Path("/videos/first.mp4")
    assert catalogue.video_by_path(removed.path) is None
    assert catalogue.changes(version, lambda: (first, other)).removed == (first,)
    assert catalogue.counts().keyframes == 3
    version = catalogue.version()
    assert catalogue.put_back_video(removed).id == first
    assert everything(catalogue, first) == before
    assert catalogue.changes(version).analysed == (first,)
    assert catalogue.condition().is_sound


def test_what_was_removed_since_its_id_was_read_is_named_in_a_sentence(catalogue: Catalogue) -> None:
    video_id = catalogue.add_video(Path("/videos/first.mp4"), "a", 1, 1).id
    catalogue.store_analysis(video_id, analysis([[unit(1)]]))
    shot_id = catalogue.shots(video_id)[0].id
    catalogue.remove_video(video_id)
    videos, shots = catalogue.videos_by_id([video_id]), catalogue.shots_by_id([shot_id])
    assert not videos
    assert shots.get(shot_id) is None
    with pytest.raises(UnknownVideoError, match="A video is no longer in the library"):
        videos[video_id]
    with pytest.raises(UnknownMomentError, match="A scene is no longer in the library"):
        shots[shot_id]


def test_a_video_that_is_not_there_cannot_be_taken_out(catalogue: Catalogue) -> None:
    with pytest.raises(UnknownVideoError):
        catalogue.take_out_video(7)


def test_no_table_that_goes_with_a_video_is_forgotten(catalogue: Catalogue) -> None:
    with catalogue._connections.reading() as connection:
        tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        referring = {
            table: {row[2] for row in connection.execute(f"PRAGMA foreign_key_list({table})")}
            for table in tables
        }
    owned = {"video"}
    while more := {table for table, others in referring.items() if others & owned} - owned:
        owned |= more
    assert set(OWNED) == owned
