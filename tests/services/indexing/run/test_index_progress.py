"""The figures of a run."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from videxplore.core.task import Task
from videxplore.core.types import Depth, Video, VideoProperties, VideoState
from videxplore.services.indexing.index_types import (
    IndexEvent,
    IndexEventKind,
    IndexOptions,
    IndexPass,
    IndexProgress,
    IndexStatus,
)
from videxplore.services.indexing.run.analysis_pool import AnalysisPool
from videxplore.services.indexing.run.index_jobs import IndexControl
from videxplore.services.indexing.run.index_progress import ProgressReporter
from videxplore.services.indexing.run.job_queue import JobQueue
from videxplore.services.indexing.run.worker import AnalysisProcess
from videxplore.services.library import Library


def video(number: int, depth: Depth | None = None) -> Video:
    properties = VideoProperties(10.0, Fraction(25), 320, 180, 0, "h264", "yuv420p", has_audio=False)
    state = VideoState.WAITING if depth is None else VideoState.SEARCHABLE
    return Video(number, Path(f"{number}.mp4"), f"print{number}", 100, 0, state, depth, properties)


def figures(reporter: ProgressReporter) -> IndexProgress:
    return reporter.meter.progress(JobQueue(), (), paused=False)


def make(on_event: Callable[[IndexEvent], None] | None = None) -> ProgressReporter:
    jobs = AnalysisPool(AnalysisProcess(IndexOptions(Path("weights"))))
    return ProgressReporter(JobQueue(), jobs, IndexControl(), Task(), on_event)


def test_every_pass_over_all_videos_has_its_own_progress() -> None:
    reporter, one, two = make(), video(1), video(2)
    for each in (one, two):
        reporter.start_video(each)
    seen = []
    for depth in (Depth.QUICK, Depth.FULL):
        for each in (one, two):
            seen.append((figures(reporter).index_pass, figures(reporter).fraction))
            reporter.note_stored(each, depth, 5.0)
    # A backfill of clips is another pass over videos that are searchable already.
    for each in (one, two):
        seen.append((figures(reporter).index_pass, figures(reporter).fraction))
        reporter.note_stored(replace(each, depth=Depth.FULL), Depth.FULL, 5.0)
        reporter.note_only_text_left(each.id)
    for each in (one, two):
        seen.append((figures(reporter).index_pass, figures(reporter).fraction))
        reporter.finish_video(each, IndexStatus.INDEXED)
    assert seen == [(index_pass, share) for index_pass in IndexPass for share in (0.0, 0.5)]
    assert figures(reporter).fraction == 1.0
    assert (figures(reporter).searchable, figures(reporter).searchable_s) == (2, 10.0)


def test_what_an_earlier_run_did_counts() -> None:
    reporter = make()
    for one in (video(1, Depth.QUICK), video(2, Depth.FULL), video(3)):
        reporter.start_video(one)
    progress = figures(reporter)
    assert (progress.total, progress.searchable, progress.searchable_s) == (3, 2, 20.0)
    assert (progress.quick_done, progress.full_done, progress.done) == (2, 1, 0)


def test_a_failed_video_holds_no_pass_up() -> None:
    reporter, one = make(), video(1)
    reporter.start_video(one)
    reporter.finish_video(one, IndexStatus.FAILED, "It is no video.")
    assert (figures(reporter).quick_done, figures(reporter).full_done, figures(reporter).fraction) == (
        1,
        1,
        1,
    )
    assert figures(reporter).searchable == 0


def test_a_removed_video_is_no_part_of_the_run() -> None:
    reporter = make()
    for one in (video(1, Depth.FULL), video(2)):
        reporter.start_video(one)
    reporter.drop_video(1)
    assert (figures(reporter).total, figures(reporter).quick_done, figures(reporter).fraction) == (1, 0, 0.0)


def test_events_of_unchanged_files_hold_the_figures_of_their_moment(library: Library) -> None:
    events: list[IndexEvent] = []
    reporter = make(events.append)
    known = [library.catalogue.add_video(Path(f"/{name}.mp4"), name, 1, 1) for name in "ab"]
    for one in library.catalogue.stored_videos():
        reporter.finish_known(one, Path(one.path_text), IndexStatus.UNCHANGED)
        reporter.start_video(video(one.id + 100))
    reporter.finish_known(library.catalogue.stored_video(known[0].id), known[0].path, IndexStatus.MOVED)
    kinds = [IndexEventKind.UNCHANGED, IndexEventKind.UNCHANGED, IndexEventKind.MOVED]
    assert [(event.kind, event.video, event.progress.total) for event in events] == [
        (kind, one, total) for total, (kind, one) in enumerate(zip(kinds, [*known, known[0]], strict=True))
    ]
