"""The metadata of videos that were indexed before they were read are added without another analysis."""

from pathlib import Path

import pytest

from tests.conftest import MakeVideo
from tests.services.indexed import index
from tests.videos import Encoding
from videxplore.core.types import Video
from videxplore.services.indexing.index_types import IndexStatus
from videxplore.services.library import Library


@pytest.fixture
def path(make_video: MakeVideo) -> Path:
    return make_video(encoding=Encoding(tags={"creation_time": "2024-05-01T12:03:22Z"}))


def forget_metadata(library: Library) -> Video:
    """As a library of an earlier version."""
    with library.catalogue._connections.writing() as connection:
        connection.execute("UPDATE video SET metadata = NULL, recorded = NULL")
    [video] = library.catalogue.videos()
    assert video.properties is not None
    assert video.properties.metadata is None
    return video


def test_indexing_stores_metadata(tmp_path: Path, path: Path) -> None:
    with Library.open(tmp_path / "library") as library:
        index(library, [path])
        assert library.catalogue.videos()[0].metadata.recorded == "2024-05-01T12:03:22+00:00"


def test_metadata_of_an_older_library_are_added_by_the_next_run(tmp_path: Path, path: Path) -> None:
    with Library.open(tmp_path / "library") as library:
        index(library, [path])
        video = forget_metadata(library)
        shots, keyframes = library.catalogue.shots(video.id), library.catalogue.keyframes(video.id)
        run = index(library, [path])
        assert run.status(path) is IndexStatus.UNCHANGED
        assert run.report.video_s == 0
        assert library.catalogue.videos()[0].metadata.recorded == "2024-05-01T12:03:22+00:00"
        assert library.catalogue.shots(video.id) == shots
        assert library.catalogue.keyframes(video.id) == keyframes
        again = index(library, [path])
        assert again.report.device == ""


@pytest.mark.parametrize("document", ["{", "[]", "null", ""])
def test_metadata_that_cannot_be_understood_are_read_again(tmp_path: Path, path: Path, document: str) -> None:
    with Library.open(tmp_path / "library") as library:
        stored = index(library, [path]).report
        assert not library.catalogue.stored_videos()[0].lacks_metadata
        with library.catalogue._connections.writing() as connection:
            connection.execute("UPDATE video SET metadata = ?", (document,))
        [known] = library.catalogue.stored_videos()
        assert known.lacks_metadata
        assert known.video == library.catalogue.video(known.id)
        assert known.video.path == stored.videos[0].path
        assert index(library, [path]).status(path) is IndexStatus.UNCHANGED
        assert library.catalogue.videos()[0].metadata.recorded == "2024-05-01T12:03:22+00:00"


def test_a_moved_video_of_an_older_library_is_still_moved(tmp_path: Path, path: Path) -> None:
    with Library.open(tmp_path / "library") as library:
        index(library, [path])
        forget_metadata(library)
        moved = path.rename(path.with_name("moved.mp4"))
        assert index(library, [moved]).status(moved) is IndexStatus.MOVED
        assert library.catalogue.videos()[0].metadata.recorded
