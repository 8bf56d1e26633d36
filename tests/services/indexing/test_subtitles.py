"""Subtitles are read with a video, read again when their file changes, and found by their words."""

from pathlib import Path

import pytest

from tests.conftest import MakeVideo
from tests.services.indexed import index
from videxplore.core.task import Task
from videxplore.core.types import Depth
from videxplore.services.indexing.finding.disk_changes import find_changes
from videxplore.services.indexing.index_types import IndexStatus
from videxplore.services.library import Library
from videxplore.services.searching.query.query import Query
from videxplore.services.searching.ranking.similarity import SimilarityService

SRT = "1\n00:00:00,500 --> 00:00:01,000\nGood morning\n"


@pytest.fixture
def path(make_video: MakeVideo) -> Path:
    return make_video()


def found(library: Library, text: str) -> list[float]:
    return [one.time_s for one in SimilarityService(library).find(Query.text(text)).moments]


def write(path: Path, text: str) -> None:
    path.with_suffix(".en.srt").write_text(text)


@pytest.mark.parametrize("depth", Depth)
def test_subtitles_are_read_once_with_the_last_pass(tmp_path: Path, path: Path, depth: Depth) -> None:
    write(path, SRT)
    with Library.open(tmp_path / "library") as library:
        run = index(library, [path], depth=depth)
        assert run.status(path) is IndexStatus.INDEXED
        assert found(library, "morning") == [0.5]
        assert index(library, [path], depth=depth).report.device == ""


def test_a_changed_file_is_read_again_without_analysis(tmp_path: Path, path: Path) -> None:
    with Library.open(tmp_path / "library") as library:
        index(library, [path], depth=Depth.QUICK)
        assert found(library, "morning") == []
        shots = library.catalogue.shots(1)
        for text, times_s in ((SRT, [0.5]), (SRT.replace("morning", "evening"), [])):
            write(path, text)
            run = index(library, [path], depth=Depth.QUICK)
            assert run.status(path) is IndexStatus.UNCHANGED
            assert run.report.video_s == 0
            assert found(library, "morning") == times_s
        path.with_suffix(".en.srt").unlink()
        index(library, [path], depth=Depth.QUICK)
        assert found(library, "evening") == []
        assert library.catalogue.shots(1) == shots


def test_damaged_subtitles_are_a_warning(tmp_path: Path, path: Path) -> None:
    path.with_suffix(".ttml").write_text("<tt")
    with Library.open(tmp_path / "library") as library:
        run = index(library, [path], depth=Depth.QUICK)
        (report,) = run.report.videos
        assert report.status is IndexStatus.INDEXED
        assert path.with_suffix(".ttml").name in report.warnings[0]


def test_a_copy_of_a_video_with_subtitles_of_its_own(tmp_path: Path, path: Path) -> None:
    copy = path.with_name("copy.mp4")
    copy.write_bytes(path.read_bytes())
    write(copy, SRT)
    with Library.open(tmp_path / "library") as library:
        run = index(library, [path, copy], depth=Depth.QUICK)
        assert [run.status(one) for one in (path, copy)] == [IndexStatus.INDEXED] * 2
        (moment,) = SimilarityService(library).find(Query.text('"good morning"')).moments
        assert moment.video.path == copy


def test_a_watched_folder_notices_a_subtitle_file(tmp_path: Path, path: Path) -> None:
    with Library.open(tmp_path / "library") as library:
        index(library, [path], depth=Depth.QUICK)
        beside = path.with_suffix(".en.srt")
        assert find_changes(library, [path.parent], Task()) == []
        for is_there in (True, False):
            if is_there:
                write(path, SRT)
            else:
                beside.unlink()
            # As the watcher names it, and as a look at the whole folder finds it.
            assert find_changes(library, [beside], Task()) == [path]
            assert find_changes(library, [path.parent], Task()) == [path]
            index(library, [path], depth=Depth.QUICK)
            assert find_changes(library, [beside, path.parent], Task()) == []
