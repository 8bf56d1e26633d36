"""The metadata of videos that were indexed before they were read are added without another analysis."""

from pathlib import Path

import pytest

from tests.conftest import MakeVideo
from tests.services.indexed import index
from tests.videos import Encoding
from videxplore.core.task import Task
from videxplore.core.types import Depth, Video
from videxplore.services.indexing.finding.disk_changes import find_changes
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


@pytest.mark.parametrize(
    "document", ["{", *(pytest.param(one, marks=pytest.mark.slow) for one in ("[]", "null", ""))]
)
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


XMP = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    '<rdf:Description xmlns:tiff="http://ns.adobe.com/tiff/1.0/" tiff:Make="Maker" tiff:Model="{model}"/>'
    "</rdf:RDF></x:xmpmeta>"
)


@pytest.mark.parametrize(
    "name",
    [
        "video.xmp",
        "../CLIP/video.XML",
        pytest.param("video.mp4.xmp", marks=pytest.mark.slow),
        pytest.param("videoM01.XML", marks=pytest.mark.slow),
    ],
)
def test_a_sidecar_that_comes_changes_or_goes_is_read_without_another_analysis(
    tmp_path: Path, make_video: MakeVideo, name: str
) -> None:
    (tmp_path / "VIDEO").mkdir()
    path = make_video("VIDEO/video.mp4", seeds=[1], frames_per_shot=10)
    sidecar = path.parent / name
    sidecar.parent.mkdir(exist_ok=True)
    with Library.open(tmp_path / "library") as library:
        index(library, [path], depth=Depth.QUICK)
        for model in ("First", "The second", None):
            if model is None:
                sidecar.unlink()
            else:
                sidecar.write_text(XMP.format(model=model))
            # A watcher reports the sidecar; a search of the folder finds the video.
            for changed in ([sidecar], [path.parent]):
                assert find_changes(library, changed, Task()) == [path]
            run = index(library, [path.parent], depth=Depth.QUICK)
            assert run.status(path) is IndexStatus.UNCHANGED
            assert run.report.video_s == 0
            [video] = library.catalogue.videos()
            assert video.metadata.camera_model == (model or "")
            assert find_changes(library, [sidecar, path.parent], Task()) == []
        assert index(library, [path.parent], depth=Depth.QUICK).report.device == ""


def test_a_sidecar_that_was_there_is_read_once(tmp_path: Path, path: Path) -> None:
    path.with_suffix(".xmp").write_text(XMP.format(model="First"))
    path.with_name("other.xmp").write_text(XMP.format(model="Other"))
    with Library.open(tmp_path / "library") as library:
        index(library, [path])
        assert library.catalogue.videos()[0].metadata.camera_model == "First"
        assert find_changes(library, [path.parent], Task()) == []
        assert index(library, [path]).report.device == ""
