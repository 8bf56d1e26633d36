"""What is measured of scenes is stored with them, and added to libraries that lack it."""

import shutil
from pathlib import Path

import pytest

from tests.conftest import MakeVideo
from tests.services.indexed import index
from tests.track_videos import Track, write_tracks
from videxplore.core.scene_facts import SceneFacts, SceneFilter
from videxplore.core.types import Depth
from videxplore.services.indexing.index_types import IndexStatus
from videxplore.services.library import Library


def facts_of(library: Library, path: Path) -> list[SceneFacts]:
    video = library.catalogue.video_of_file(path)
    assert video is not None
    found = library.catalogue.facts_by_shot([shot.id for shot in library.catalogue.shots(video.id)])
    return [found[shot_id] for shot_id in sorted(found)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return write_tracks(tmp_path / "video.mkv", [Track(count=30)], [997])


def test_every_scene_of_a_full_pass_is_measured(tmp_path: Path, make_video: MakeVideo) -> None:
    path = make_video(seeds=(1, 2, 3))
    with Library.open(tmp_path / "library") as library:
        index(library, [path])
        facts = facts_of(library, path)
        assert len(facts) == 3
        assert all(0.1 < one.light < 0.9 and one.loudness is None for one in facts)
        [video] = library.catalogue.videos()
        whole = library.catalogue.facts_by_video()[video.id]
        assert whole.light == pytest.approx(sum(one.light for one in facts) / 3, abs=0.02)


def test_a_library_without_measures_gets_them_by_the_next_run(tmp_path: Path, path: Path) -> None:
    with Library.open(tmp_path / "library") as library:
        index(library, [path])
        before = facts_of(library, path)
        [video] = library.catalogue.videos()
        shots, keyframes = library.catalogue.shots(video.id), library.catalogue.keyframes(video.id)
        with library.catalogue._connections.writing() as connection:
            connection.execute("DELETE FROM scene_facts")
        run = index(library, [path])
        assert run.status(path) is IndexStatus.INDEXED
        assert facts_of(library, path) == before
        assert library.catalogue.shots(video.id) == shots
        assert library.catalogue.keyframes(video.id) == keyframes
        assert index(library, [path]).report.device == "", "nothing is left to be done"


def test_a_quick_pass_measures_nothing(tmp_path: Path, path: Path) -> None:
    with Library.open(tmp_path / "library") as library:
        index(library, [path], depth=Depth.QUICK)
        assert facts_of(library, path) == []
        assert index(library, [path], depth=Depth.QUICK).report.device == ""


def test_a_copy_of_a_file_has_the_same_measures(tmp_path: Path, path: Path) -> None:
    other = tmp_path / "copy.mkv"
    shutil.copy(path, other)
    with Library.open(tmp_path / "library") as library:
        index(library, [path, other])
        assert facts_of(library, other) == facts_of(library, path) != []


def test_limits_choose_scenes(tmp_path: Path, path: Path) -> None:
    with Library.open(tmp_path / "library") as library:
        index(library, [path])
        measured = library.catalogue.shot_ids_measured
        everything = measured(SceneFilter()).tolist()
        assert everything
        assert measured(SceneFilter.parse(["loudness>-20", "silence<0.5"])).tolist() == everything
        assert measured(SceneFilter.parse(["loudness<-20"])).tolist() == []
        camera = facts_of(library, path)[0].camera
        assert measured(SceneFilter.parse([f"camera={camera}"])).tolist() == everything
