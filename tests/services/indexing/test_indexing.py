"""Indexing real files end to end: passes, broken files, changes, cancellation and crashes."""

import multiprocessing
import os
import shutil
import threading
from pathlib import Path

import numpy as np
import pytest

from tests.conftest import MakeVideo
from tests.services.indexed import index, quick_indexer
from videxplore.core.errors import BackboneError
from videxplore.core.task import Task
from videxplore.core.types import Depth, VideoState
from videxplore.services.indexed_files import fingerprint
from videxplore.services.indexing.index_types import IndexEvent, IndexEventKind, IndexOptions, IndexStatus
from videxplore.services.indexing.indexer import Indexer
from videxplore.services.library import Library
from videxplore.services.missing_videos import purge

Kind = IndexEventKind


def process_ids() -> list[int | None]:
    return [child.pid for child in multiprocessing.active_children()]


def kill_analysis() -> None:
    (process,) = multiprocessing.active_children()
    process.kill()


def test_a_folder_becomes_searchable_first_and_complete_then(
    library: Library, make_video: MakeVideo, tmp_path: Path
) -> None:
    short = make_video("short.mp4", seeds=[1], frames_per_shot=50)
    long = make_video("long.mp4", seeds=[2, 3, 4], frames_per_shot=75)
    run = index(library, [tmp_path])
    order = [(event.kind, event.path.name) for event in run.events if event.kind is not Kind.PROGRESSED]
    stored = [entry for entry in order if entry[0] in (Kind.SEARCHABLE, Kind.COMPLETE)]
    assert stored == [
        (Kind.SEARCHABLE, "short.mp4"),
        (Kind.SEARCHABLE, "long.mp4"),
        (Kind.COMPLETE, "short.mp4"),
        (Kind.COMPLETE, "long.mp4"),
    ]
    assert run.kinds(long) == [Kind.FOUND, Kind.STARTED, Kind.SEARCHABLE, Kind.STARTED, Kind.COMPLETE]
    video = library.catalogue.video_by_path(long)
    assert video is not None
    assert (video.state, video.depth) == (VideoState.COMPLETE, Depth.FULL)
    shots = library.catalogue.shots(video.id)
    np.testing.assert_allclose([shot.start_s for shot in shots], [0, 3, 6], atol=1e-6)
    assert shots[-1].end_s == pytest.approx(9)
    keyframes = library.catalogue.keyframes(video.id)
    assert {keyframe.shot_id for keyframe in keyframes} == {shot.id for shot in shots}
    for keyframe in keyframes:
        picture = library.keyframe_picture(keyframe.id)
        assert picture is not None
        assert picture.startswith(b"\xff\xd8")
    with library.strip(video.id) or pytest.fail("there is no strip") as strip:
        assert np.diff(strip.times_s).max() <= 0.6
    (space,) = library.catalogue.spaces()
    vectors = library.catalogue.embeddings(space.name, video.id).vectors
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert run.report.video_s == pytest.approx(11)
    assert short in {report.path for report in run.report.videos}


def test_a_second_run_leaves_everything_alone_and_a_deeper_one_goes_on(
    library: Library, make_video: MakeVideo, tmp_path: Path
) -> None:
    video = make_video("video.mp4", seeds=[1, 2])
    quick = index(library, [video], depth=Depth.QUICK)
    assert quick.kinds(video) == [Kind.FOUND, Kind.STARTED, Kind.SEARCHABLE]
    full = index(library, [video])
    assert full.kinds(video) == [Kind.FOUND, Kind.STARTED, Kind.COMPLETE]
    again = index(library, [video])
    assert again.kinds(video) == [Kind.UNCHANGED]
    assert again.status(video) is IndexStatus.UNCHANGED
    (new,), (known,) = full.report.videos, again.report.videos
    assert new.shots == 2
    assert (known.shots, known.keyframes, known.clips) == (new.shots, new.keyframes, new.clips)


def test_two_libraries_hold_the_same_vectors(make_video: MakeVideo, tmp_path: Path) -> None:
    video = make_video("video.mp4", seeds=[1, 2, 3])
    tables = []
    for name in ("one", "two"):
        with Library.open(tmp_path / name) as library:
            index(library, [video])
            (space,) = library.catalogue.spaces()
            tables.append(library.catalogue.embeddings(space.name))
    np.testing.assert_array_equal(tables[0].times_s, tables[1].times_s)
    np.testing.assert_array_equal(tables[0].vectors, tables[1].vectors)


def test_broken_files_fail_alone_each_with_one_sentence(
    library: Library, make_video: MakeVideo, tmp_path: Path
) -> None:
    good = make_video("good.mp4", seeds=[1])
    broken = {
        "empty.mp4": b"",
        "words.mp4": b"These are only words.\n" * 50,
        "half\nhead.mp4": good.read_bytes()[:60],
    }
    for name, content in broken.items():
        (tmp_path / name).write_bytes(content)
    run = index(library, [tmp_path])
    assert run.status(good) is IndexStatus.INDEXED
    for name in broken:
        assert run.status(tmp_path / name) is IndexStatus.FAILED
        sentence = run.error(tmp_path / name)
        assert sentence.endswith(".")
        assert "Error" not in sentence
        video = library.catalogue.video_by_path(tmp_path / name)
        assert video is not None
        assert (video.state, video.error) == (VideoState.FAILED, sentence)
    assert {Path(path).name for path, _ in library.statistics().failed} == set(broken)

    # What has not changed is not tried again, unless the user asks.
    again = index(library, [tmp_path])
    assert all(again.kinds(tmp_path / name) == [Kind.FAILED] for name in broken)
    assert again.error(tmp_path / "words.mp4") == run.error(tmp_path / "words.mp4")
    indexer = quick_indexer(library)
    indexer.retry([tmp_path / "words.mp4"])
    events: list[IndexEvent] = []
    indexer.run([tmp_path], on_event=events.append)
    assert {event.path.name for event in events if event.kind is Kind.STARTED} == {"words.mp4"}


def test_moved_copied_changed_and_removed_files(
    library: Library, make_video: MakeVideo, tmp_path: Path
) -> None:
    folder = tmp_path / "videos"
    folder.mkdir()
    moving = make_video("videos/moving.mp4", seeds=[1])
    copied = make_video("videos/copied.mp4", seeds=[2])
    changing = make_video("videos/changing.mp4", seeds=[3])
    removed = make_video("videos/removed.mp4", seeds=[4])
    index(library, [folder])
    before = library.catalogue.video_by_path(moving)
    assert before is not None

    moved = moving.rename(folder / "elsewhere.mp4")
    copy = Path(shutil.copy(copied, folder / "copy.mp4"))
    make_video("videos/changing.mp4", seeds=[5, 6])
    removed.unlink()
    run = index(library, [folder])

    assert run.kinds(moved) == [Kind.MOVED]
    after = library.catalogue.video_by_path(moved)
    assert after is not None
    assert (after.id, after.state) == (before.id, VideoState.COMPLETE)
    assert Kind.STARTED not in run.kinds(copy)
    twin, original = library.catalogue.video_by_path(copy), library.catalogue.video_by_path(copied)
    assert twin is not None
    assert original is not None
    assert len(library.catalogue.keyframes(twin.id)) == len(library.catalogue.keyframes(original.id))
    assert library.keyframe_picture(library.catalogue.keyframes(twin.id)[0].id) is not None
    assert run.kinds(changing)[-1] is Kind.COMPLETE
    changed = library.catalogue.video_by_path(changing)
    assert changed is not None
    assert len(library.catalogue.shots(changed.id)) == 2
    gone = library.catalogue.video_by_path(removed)
    assert gone is not None
    assert gone.state is VideoState.GONE
    assert [video.path for video in purge(library, Task())] == [removed]
    assert library.catalogue.video_by_path(removed) is None


def test_a_file_that_was_moved_may_be_asked_for_by_its_old_name_too(
    library: Library, make_video: MakeVideo, tmp_path: Path
) -> None:
    old = make_video("old.mp4", seeds=[1], frames_per_shot=10)
    index(library, [old], depth=Depth.QUICK)
    new = old.rename(tmp_path / "new.mp4")
    run = index(library, [old, new, tmp_path / "never.mp4"], depth=Depth.QUICK)
    assert run.kinds(new) == [Kind.MOVED]
    assert [report.path for report in run.report.failed] == [tmp_path / "never.mp4"]


def test_replaced_event_precedes_the_new_video(library: Library, make_video: MakeVideo) -> None:
    path = make_video(seeds=[1], frames_per_shot=10)
    index(library, [path], depth=Depth.QUICK)
    (old,) = library.catalogue.videos()
    make_video(seeds=[2, 3], frames_per_shot=10)
    run = index(library, [path], depth=Depth.QUICK)
    (new,) = library.catalogue.videos()
    assert new.id != old.id
    assert run.kinds(path) == [Kind.REPLACED, Kind.FOUND, Kind.STARTED, Kind.SEARCHABLE]
    told = [event.video.id for event in run.events if event.video is not None]
    assert told[0] == old.id
    assert set(told[1:]) == {new.id}
    assert run.status(path) is IndexStatus.INDEXED


def test_an_unplugged_drive_keeps_its_videos_until_it_is_back(
    library: Library, make_video: MakeVideo, tmp_path: Path
) -> None:
    drive = tmp_path / "drive"
    drive.mkdir()
    video = make_video("drive/video.mp4", seeds=[1])
    index(library, [drive])
    drive.rename(tmp_path / "unplugged")
    away = index(library, [drive])
    assert away.kinds(video) == [Kind.OFFLINE]
    (known,) = library.catalogue.videos()
    assert known.state is VideoState.OFFLINE
    (tmp_path / "unplugged").rename(drive)
    back = index(library, [drive])
    assert back.kinds(video) == [Kind.UNCHANGED]
    (known,) = library.catalogue.videos()
    assert known.state is VideoState.COMPLETE


def test_cancelled_videos_are_indexed_by_the_next_run(
    library: Library, make_video: MakeVideo, tmp_path: Path
) -> None:
    first = make_video("a.mp4", seeds=[1], frames_per_shot=20)
    second = make_video("b.mp4", seeds=[2, 3], frames_per_shot=50)
    third = make_video("c.mp4", seeds=[4, 5, 6, 7], frames_per_shot=50)

    def interfere(event: IndexEvent, indexer: Indexer, task: Task) -> None:
        if event.kind is Kind.STARTED and event.path == first and event.video is not None:
            other = library.catalogue.video_by_path(second)
            assert other is not None
            indexer.cancel_video(other.id)
        if event.kind is Kind.SEARCHABLE and event.path == third:
            task.cancel()

    run = index(library, [tmp_path], on_event=interfere)
    assert run.status(second) is IndexStatus.CANCELLED
    assert run.status(third) is IndexStatus.CANCELLED
    states = {video.path: video.state for video in library.catalogue.videos()}
    assert states[third] is VideoState.SEARCHABLE
    finished = index(library, [tmp_path])
    assert {video.state for video in library.catalogue.videos()} == {VideoState.COMPLETE}
    assert Kind.SEARCHABLE not in finished.kinds(third)


def test_no_events_for_videos_removed_during_indexing(
    library: Library, make_video: MakeVideo, tmp_path: Path
) -> None:
    removed_at = {"a": Kind.FOUND, "b": Kind.STARTED, "c": Kind.SEARCHABLE, "d": Kind.PROGRESSED}
    for number, name in enumerate(removed_at):
        make_video(f"{name}.mp4", seeds=[2 * number, 2 * number + 1], frames_per_shot=50)
    stays = make_video("e.mp4", seeds=[9], frames_per_shot=30)
    removed: list[int] = []

    def interfere(event: IndexEvent, indexer: Indexer, _: Task) -> None:
        assert event.video is None or event.video.id not in removed
        if event.video is not None and event.kind is removed_at.get(event.path.stem):
            removed.append(event.video.id)
            # The window gives a video up before it takes it out; another program would not.
            if event.path.stem in "ad":
                indexer.cancel_video(event.video.id)
            library.remove_video(event.video.id)

    run = index(library, [tmp_path], on_event=interfere)
    assert run.status(stays) is IndexStatus.INDEXED
    assert [video.path for video in library.catalogue.videos()] == [stays]
    assert len(removed) == 4
    for video_id in removed:
        assert not library.strip_file(video_id).exists()
        assert not library.keyframes_file(video_id).exists()


def test_broken_video_removed_during_indexing(
    library: Library, make_video: MakeVideo, tmp_path: Path
) -> None:
    broken = tmp_path / "a.mp4"
    broken.write_bytes(make_video("whole.mp4", seeds=[1], frames_per_shot=30).read_bytes()[:3000])

    def interfere(event: IndexEvent, _: Indexer, __: Task) -> None:
        if event.kind is Kind.STARTED and event.path == broken and event.video is not None:
            library.remove_video(event.video.id)

    run = index(library, [tmp_path], on_event=interfere)
    assert run.status(tmp_path / "whole.mp4") is IndexStatus.INDEXED
    assert broken not in {video.path for video in library.catalogue.videos()}


def test_a_folder_that_is_added_again_while_it_is_indexed_is_not_begun_again(
    library: Library, make_video: MakeVideo, tmp_path: Path
) -> None:
    short = make_video("short.mp4", seeds=[1], frames_per_shot=30)
    long = make_video("long.mp4", seeds=[2, 3], frames_per_shot=30)
    again = {(Kind.STARTED, short), (Kind.SEARCHABLE, short), (Kind.STARTED, long), (Kind.COMPLETE, short)}
    known: dict[Path, VideoState] = {}

    def interfere(event: IndexEvent, indexer: Indexer, _: Task) -> None:
        assert event.video is not None
        rank = {VideoState.WAITING: 0, VideoState.SEARCHABLE: 1, VideoState.COMPLETE: 2}
        state = known.setdefault(event.path, event.video.state)
        assert rank[state] <= rank[event.video.state], f"{event.kind}: {state}"
        known[event.path] = event.video.state
        if (event.kind, event.path) in again:
            again.discard((event.kind, event.path))
            indexer.add([tmp_path])

    run = index(library, [tmp_path], on_event=interfere)
    for path in (short, long):
        passes = [kind for kind in run.kinds(path) if kind not in (Kind.FOUND, Kind.UNCHANGED)]
        assert passes == [Kind.STARTED, Kind.SEARCHABLE, Kind.STARTED, Kind.COMPLETE]
        assert run.status(path) is IndexStatus.INDEXED
    assert run.events[-1].progress.total == 2


def test_a_video_that_is_removed_and_added_again_during_indexing_is_indexed(
    library: Library, make_video: MakeVideo, tmp_path: Path
) -> None:
    taken_out = make_video("a.mp4", seeds=[1], frames_per_shot=20)
    index(library, [taken_out])
    other = make_video("b.mp4", seeds=[2], frames_per_shot=30)

    def interfere(event: IndexEvent, indexer: Indexer, _: Task) -> None:
        if event.kind is Kind.STARTED and event.path == other and event.depth is Depth.QUICK:
            video = library.catalogue.video_by_path(taken_out)
            assert video is not None
            library.remove_video(video.id)
            indexer.add([taken_out])

    run = index(library, [other], on_event=interfere)
    assert run.status(taken_out) is IndexStatus.INDEXED
    assert {video.state for video in library.catalogue.videos()} == {VideoState.COMPLETE}


def test_a_paused_run_does_nothing_until_it_is_resumed(
    library: Library, make_video: MakeVideo, tmp_path: Path
) -> None:
    video = make_video("video.mp4", seeds=[1, 2])
    paused_at_start: list[bool] = []

    def interfere(event: IndexEvent, indexer: Indexer, task: Task) -> None:
        if event.kind is Kind.FOUND:
            indexer.pause()
            assert indexer.is_paused
            # Long enough for a run that does not stop to start the video.
            threading.Timer(0.5, indexer.resume).start()
        elif event.kind is Kind.STARTED:
            paused_at_start.append(indexer.is_paused)

    run = index(library, [video], depth=Depth.QUICK, on_event=interfere)
    assert run.status(video) is IndexStatus.INDEXED
    assert paused_at_start == [False]


def test_a_video_that_an_earlier_version_skipped_stays_skipped(
    library: Library, make_video: MakeVideo
) -> None:
    path = make_video(seeds=[1], frames_per_shot=10)
    status = path.stat()
    content = fingerprint(path, status.st_size)
    video = library.catalogue.add_video(path, content, status.st_size, status.st_mtime_ns)
    sentence = "It ended the decoder twice, so it is set aside until the file changes."
    library.catalogue.set_state(video.id, VideoState.FAILED, f"The decoder crashed. {sentence}")
    assert index(library, [path]).kinds(path) == [Kind.FAILED]


def test_a_video_that_crashes_twice_is_skipped(
    library: Library, make_video: MakeVideo, tmp_path: Path
) -> None:
    unlucky = make_video("a.mp4", seeds=[1], frames_per_shot=10)
    fatal = make_video("b.mp4", seeds=[2, 3, 4], frames_per_shot=50)
    crashes: list[str] = []

    def interfere(event: IndexEvent, indexer: Indexer, task: Task) -> None:
        is_fatal = event.path == fatal or (event.path == unlucky and "a.mp4" not in crashes)
        if event.kind is Kind.PROGRESSED and is_fatal:
            crashes.append(event.path.name)
            kill_analysis()

    run = index(library, [tmp_path], on_event=interfere)
    assert run.status(unlucky) is IndexStatus.INDEXED
    assert run.status(fatal) is IndexStatus.FAILED
    assert "SIGKILL" in run.error(fatal)
    assert "skipped" in run.error(fatal)
    again = index(library, [tmp_path])
    assert again.kinds(fatal) == [Kind.FAILED]
    os.utime(fatal, ns=(1, 1))
    index(library, [tmp_path])
    video = library.catalogue.video_by_path(fatal)
    assert video is not None
    assert video.state is VideoState.FAILED


def test_a_death_while_the_networks_load_is_put_down_to_no_video(
    library: Library, make_video: MakeVideo
) -> None:
    video = make_video(seeds=[1], frames_per_shot=10)
    deaths: list[str] = []

    def interfere(event: IndexEvent, indexer: Indexer, task: Task) -> None:
        if event.kind is Kind.STARTED and not deaths:
            deaths.append("once")
            kill_analysis()

    run = index(library, [video], depth=Depth.QUICK, on_event=interfere)
    assert run.kinds(video) == [Kind.FOUND, Kind.STARTED, Kind.STARTED, Kind.SEARCHABLE]

    def kill_always(event: IndexEvent, indexer: Indexer, task: Task) -> None:
        if event.kind is Kind.STARTED:
            kill_analysis()

    with pytest.raises(BackboneError, match="cannot be started"):
        index(library, [video], on_event=kill_always)


def test_a_file_that_vanishes_before_its_turn_is_named(
    library: Library, make_video: MakeVideo, tmp_path: Path
) -> None:
    make_video("a.mp4", seeds=[1], frames_per_shot=10)
    vanishing = make_video("b.mp4", seeds=[2, 3], frames_per_shot=50)

    def interfere(event: IndexEvent, indexer: Indexer, task: Task) -> None:
        if event.kind is Kind.FOUND and event.path == vanishing:
            vanishing.unlink()

    run = index(library, [tmp_path], on_event=interfere)
    assert run.error(vanishing) == "The file vanished while it was being indexed."
    video = library.catalogue.video_by_path(vanishing)
    assert video is not None
    assert video.state is VideoState.GONE


def test_prepared_process_is_used_by_the_run(library: Library, make_video: MakeVideo) -> None:
    video = make_video("video.mp4", seeds=[1])
    indexer = Indexer(library, IndexOptions(library.folder / "weights", depth=Depth.QUICK, device="cpu"))
    indexer.prepare()
    (prepared_id,) = process_ids()
    seen: set[int | None] = set()
    report = indexer.run([video], on_event=lambda _: seen.update(process_ids()))
    assert report.videos[0].status is IndexStatus.INDEXED
    assert seen == {prepared_id}
    indexer.prepare()
    assert len(process_ids()) == 1
    indexer.close()
    assert not process_ids()
