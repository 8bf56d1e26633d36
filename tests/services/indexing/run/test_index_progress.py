"""The figures of a run."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from videxplore.core.task import Task
from videxplore.core.types import Depth, Video, VideoProperties, VideoState
from videxplore.services.indexing.index_types import IndexOptions, IndexProgress, IndexStatus
from videxplore.services.indexing.run.index_jobs import IndexControl, JobQueue
from videxplore.services.indexing.run.index_progress import ProgressReporter


def video(number: int, depth: Depth | None = None) -> Video:
    properties = VideoProperties(10.0, Fraction(25), 320, 180, 0, "h264", "yuv420p", has_audio=False)
    state = VideoState.WAITING if depth is None else VideoState.SEARCHABLE
    return Video(number, Path(f"{number}.mp4"), f"print{number}", 100, 0, state, depth, properties)


def figures(reporter: ProgressReporter) -> IndexProgress:
    return reporter.meter.progress(JobQueue(), Depth.FULL, paused=False)


def make() -> ProgressReporter:
    return ProgressReporter(IndexOptions(Path("weights")), JobQueue(), IndexControl(), Task(), None)


def test_every_pass_moves_the_progress() -> None:
    reporter, one = make(), video(1)
    reporter.start_video(one)
    fractions = [figures(reporter).fraction]
    for depth in (Depth.QUICK, Depth.FULL):
        reporter.note_stored(one, depth, 10.0)
        fractions.append(figures(reporter).fraction)
    # A backfill of clips is another pass over a video that is searchable already.
    reporter.note_stored(replace(one, depth=Depth.FULL), Depth.FULL, 10.0)
    reporter.finish_video(one, IndexStatus.INDEXED)
    fractions.append(figures(reporter).fraction)
    assert fractions == sorted(set(fractions))
    assert (fractions[0], fractions[-1]) == (0.0, 1.0)
    assert (figures(reporter).searchable, figures(reporter).searchable_s) == (1, 10.0)


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
