"""Weeks of use: what is gone for long goes, caches of nothing go, and free pages are given back."""

import shutil
import sqlite3
from pathlib import Path

import pytest

from tests.analyses import KnownShot, known_analysis, store
from videxplore.core.errors import CatalogueReadOnlyError
from videxplore.core.types import Video, VideoState
from videxplore.services.library import Library
from videxplore.services.library_upkeep import DAY_S, purge_long_gone, tidy


def gone(library: Library, path: Path, days: float) -> Video:
    """A video whose file was found to be gone so many days ago."""
    video = store(library, path, known_analysis([KnownShot(1, 1.0)], strip_per_shot=1))
    library.catalogue.set_state(video.id, VideoState.GONE)
    connection = sqlite3.connect(library.catalogue.file)
    with connection:
        connection.execute(
            "UPDATE gone SET since_s = since_s - ? WHERE video_id = ?", (int(days * DAY_S), video.id)
        )
    connection.close()
    return library.catalogue.video(video.id)


def test_only_what_is_gone_for_long_is_purged(tmp_path: Path) -> None:
    films, drive = tmp_path / "films", tmp_path / "drive"
    for folder in (films, drive):
        folder.mkdir()
    (films / "other.txt").write_text("words")
    with Library.open(tmp_path / "library") as library:
        old, new = gone(library, films / "old.mp4", 91), gone(library, films / "new.mp4", 89)
        empty = gone(library, drive / "a.mp4", 1000)
        away = gone(library, tmp_path / "unplugged" / "a.mp4", 1000)
        back = gone(library, films / "back.mp4", 1000)
        back.path.write_bytes(b"it is here again")
        assert purge_long_gone(library, 0) == []
        assert [video.id for video in purge_long_gone(library, 90)] == [old.id]
        assert library.catalogue.video_ids() == {new.id, empty.id, away.id, back.id}
        assert not library.strip_file(old.id).exists()
        assert library.strip_file(new.id).exists()


def test_caches_of_no_video_go_and_free_pages_are_given_back(tmp_path: Path) -> None:
    with Library.open(tmp_path / "library") as library:
        kept = store(library, tmp_path / "kept.mp4", known_analysis([KnownShot(1, 1.0)], strip_per_shot=1))
        shutil.copyfile(library.strip_file(kept.id), library.strip_file(999))
        (library.folder / "previews" / "mine.zip").write_bytes(b"mine")
        shots = [KnownShot(number, 1.0, motion=number) for number in range(60)]
        for number in range(60):
            store(library, tmp_path / f"{number}.mp4", known_analysis(shots))
        for video in library.catalogue.videos()[1:]:
            library.delete_video(video.id)
        before = library.catalogue.file.stat().st_size
        tidy(library)
        assert library.catalogue.file.stat().st_size < before / 2
        assert not Path(f"{library.catalogue.file}-wal").stat().st_size
        assert not library.strip_file(999).exists()
        assert library.strip_file(kept.id).exists()
        assert (library.folder / "previews" / "mine.zip").exists()
        assert library.catalogue.condition().is_sound
        assert not library.catalogue.compact()


def test_a_reader_compacts_nothing(tmp_path: Path) -> None:
    Library.open(tmp_path / "library").close()
    with (
        Library.open(tmp_path / "library", writable=False) as library,
        pytest.raises(CatalogueReadOnlyError, match="for reading only"),
    ):
        library.catalogue.compact()
