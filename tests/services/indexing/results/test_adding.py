"""Analyses made by one process and added by another: the library is the one that indexing makes."""

import multiprocessing
from dataclasses import replace
from pathlib import Path

import pytest

from tests.analyses import KnownShot, known_analysis, store
from tests.library_content import library_content
from tests.services.indexed import quick_indexer
from tests.videos import shots, write_video
from videxplore.core.errors import UnreadableVideoError
from videxplore.core.task import Cancelled, Progress, Task
from videxplore.core.types import Depth, Space, VideoState
from videxplore.services.indexing.index_types import IndexOptions
from videxplore.services.indexing.results.adding import AddStatus, ResultAdder
from videxplore.services.indexing.results.analysis_file import AnalysisResult, result_to_bytes
from videxplore.services.indexing.results.one_job import AnalysisCrashedError, OneJobAnalyser
from videxplore.services.indexing.run.worker import AnalysisProcess
from videxplore.services.library import Library
from videxplore.services.library_check import LibraryChecker


@pytest.fixture(scope="module")
def films(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("films")
    write_video(folder / "one.mp4", shots([1, 2], 20))
    write_video(folder / "two.mp4", shots([3, 4], 20))
    return folder


@pytest.fixture(scope="module")
def results(films: Path) -> dict[str, AnalysisResult]:
    with analyser(films) as one:
        return {name: one.analyse(films / name, Task()) for name in ("one.mp4", "two.mp4")}


def analyser(folder: Path, **options: object) -> OneJobAnalyser:
    chosen = replace(IndexOptions(folder / "weights", device="cpu"), **options)  # type: ignore[arg-type]
    return OneJobAnalyser(AnalysisProcess(chosen), chosen)


def written(result: AnalysisResult, file: Path) -> Path:
    file.write_bytes(result_to_bytes(result))
    return file


def test_library_of_added_results_equals_an_indexed_one(
    library: Library, films: Path, results: dict[str, AnalysisResult], tmp_path: Path
) -> None:
    files = [written(result, tmp_path / f"{name}.vxa") for name, result in results.items()]
    adder = ResultAdder(library)
    assert [adder.add(file, Task()).status for file in files] == [AddStatus.ADDED] * 2
    assert [adder.add(file, Task()).status for file in files] == [AddStatus.UNCHANGED] * 2
    assert LibraryChecker(library).problems(Task()) == []
    with Library.open(tmp_path / "indexed") as indexed:
        quick_indexer(indexed).run([films])
        assert library_content(library) == library_content(indexed)
    report = quick_indexer(library).run([films])
    assert {video.status.value for video in report.videos} == {"unchanged"}


def test_video_is_found_where_it_is_on_this_machine(
    library: Library, films: Path, results: dict[str, AnalysisResult], tmp_path: Path
) -> None:
    elsewhere = replace(results["one.mp4"], path=Path("/mnt/elsewhere/one.mp4"))
    file = written(elsewhere, tmp_path / "one.vxa")
    refused = ResultAdder(library).add(file, Task())
    assert refused.status is AddStatus.FAILED
    assert "“one.mp4” is neither in the library nor in /mnt/elsewhere" in refused.error
    assert not library.catalogue.videos()
    assert ResultAdder(library, [films]).add(file, Task()).video == films / "one.mp4"


def test_file_with_other_content_at_the_same_path_is_not_taken(
    library: Library, films: Path, results: dict[str, AnalysisResult], tmp_path: Path
) -> None:
    wrong = replace(results["one.mp4"], path=films / "two.mp4", size_bytes=(films / "two.mp4").stat().st_size)
    assert ResultAdder(library).add(written(wrong, tmp_path / "a"), Task()).status is AddStatus.FAILED


def test_state_of_an_offline_video_stays(
    library: Library, films: Path, results: dict[str, AnalysisResult], tmp_path: Path
) -> None:
    one = results["one.mp4"]
    video = library.catalogue.add_video(tmp_path / "drive" / "one.mp4", one.fingerprint, one.size_bytes, 1)
    library.catalogue.set_state(video.id, VideoState.OFFLINE)
    assert ResultAdder(library).add(written(one, tmp_path / "a"), Task()).status is AddStatus.ADDED
    stored = library.catalogue.video(video.id)
    assert (stored.state, stored.depth) == (VideoState.OFFLINE, Depth.FULL)


def test_analysis_by_other_models_is_not_replaced(
    library: Library, results: dict[str, AnalysisResult], tmp_path: Path
) -> None:
    other = store(library, tmp_path / "one.mp4", known_analysis([KnownShot(1, 2.0)]))
    one = replace(results["one.mp4"], fingerprint=other.fingerprint)
    before = library.catalogue.shots(other.id)
    report = ResultAdder(library).add(written(one, tmp_path / "a"), Task())
    assert report.status is AddStatus.FAILED
    assert "analysed with other models already" in report.error
    assert library.catalogue.shots(other.id) == before


def test_embeddings_of_other_weights_are_refused_by_name(
    library: Library, results: dict[str, AnalysisResult], tmp_path: Path
) -> None:
    one = results["one.mp4"]
    (space,) = one.analysis.spaces
    wrong = Space(space.name, space.kind, 64, space.backbone)
    store(library, tmp_path / "other.mp4", known_analysis([KnownShot(1, 2.0)], (wrong,)))
    report = ResultAdder(library).add(written(one, tmp_path / "a"), Task())
    assert report.status is AddStatus.FAILED
    assert space.name in report.error


def test_unreadable_file_is_refused_and_the_next_one_analysed(films: Path, tmp_path: Path) -> None:
    (tmp_path / "text.mp4").write_text("no video")
    with analyser(films, depth=Depth.QUICK) as one:
        with pytest.raises(UnreadableVideoError):
            one.analyse(tmp_path / "text.mp4", Task())
        with pytest.raises(UnreadableVideoError, match="cannot be read"):
            one.analyse(tmp_path / "missing.mp4", Task())
        cancelled = Task()
        cancelled.cancel()
        with pytest.raises(Cancelled):
            one.analyse(films / "one.mp4", cancelled)
        assert one.analyse(films / "one.mp4", Task()).analysis.depth is Depth.QUICK


def test_killed_process_is_tried_twice(films: Path, tmp_path: Path) -> None:
    # Long enough that it is killed in the middle.
    film = write_video(tmp_path / "one.mp4", shots([1, 2], 250))

    def kill(progress: Progress) -> None:
        if progress.done:
            for process in multiprocessing.active_children():
                process.kill()

    with (
        analyser(films) as one,
        pytest.raises(AnalysisCrashedError, match=r"crashed on “one\.mp4” \(signal SIGKILL\)"),
    ):
        one.analyse(film, Task(kill))
