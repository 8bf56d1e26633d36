"""Another network is asked about videos that are analysed already; what was there keeps answering."""

import contextlib
import multiprocessing
import sqlite3
import time
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from tests.bombs import jpeg, write_pictures
from tests.conftest import MakeVideo
from tests.services.indexed import index, quick_indexer
from tests.videos import Encoding, texture
from videxplore.backbones.specs import Views
from videxplore.core.task import Task
from videxplore.core.types import Depth, KeyframeAnalysis, ShotAnalysis, Space, VideoAnalysis, VideoState
from videxplore.services.indexed_files import fingerprint
from videxplore.services.indexing.index_types import IndexEvent, IndexEventKind, IndexStatus
from videxplore.services.library import Library
from videxplore.video.reading.reader import probe

MOTION = "lite0-motion"
OTHER = Space("other@1", "appearance", 2, "other")


def test_another_image_network_embeds_the_stored_keyframes(library: Library, make_video: MakeVideo) -> None:
    path = make_video(seeds=[1, 2])
    status = path.stat()
    video = library.catalogue.add_video(
        path, fingerprint(path, status.st_size), status.st_size, status.st_mtime_ns
    )
    vector = np.array([1, 0], np.float32)
    shots = tuple(
        ShotAnalysis(start, start + 1.0, (KeyframeAnalysis(start + 0.52, 1.0, b"", {OTHER.name: vector}),))
        for start in (0.0, 1.0)
    )
    stored = library.catalogue.store_analysis(
        video.id, VideoAnalysis(probe(path), Depth.FULL, shots, (OTHER,))
    )
    run = index(library, [path])
    assert run.kinds(path) == [IndexEventKind.FOUND, IndexEventKind.STARTED, IndexEventKind.COMPLETE]
    other, new = library.catalogue.spaces()
    assert len(library.catalogue.embeddings(other.name)) == 2
    table = library.catalogue.embeddings(new.name)
    assert table.owner_ids.tolist() == list(stored.keyframe_ids)
    assert float(table.vectors[0] @ table.vectors[1]) < 0.99
    again = index(library, [path])
    assert again.status(path) is IndexStatus.UNCHANGED


def test_a_video_network_adds_clips_within_the_stored_shots(library: Library, make_video: MakeVideo) -> None:
    path = make_video(seeds=[1, 2], frames_per_shot=50)
    index(library, [path])
    (video,) = library.catalogue.videos()
    before = library.catalogue.keyframes(video.id)
    indexer = quick_indexer(library, actions=MOTION)
    report = indexer.run([path], Task())
    assert report.videos[0].status is IndexStatus.INDEXED
    assert library.catalogue.keyframes(video.id) == before
    shots = {shot.id: shot for shot in library.catalogue.shots(video.id)}
    clips = library.catalogue.clips(video.id)
    assert {clip.shot_id for clip in clips} == set(shots)
    for clip in clips:
        assert shots[clip.shot_id].start_s <= clip.start_s < clip.end_s <= shots[clip.shot_id].end_s + 1e-9
    assert [space.kind for space in library.catalogue.spaces()] == ["appearance", "motion"]
    again = indexer.run([path], Task())
    assert again.videos[0].status is IndexStatus.UNCHANGED

    twice = quick_indexer(library, actions=MOTION, views=Views(clips=2, crops=1))
    assert twice.run([path], Task()).videos[0].status is IndexStatus.INDEXED
    spaces = [space.name for space in library.catalogue.spaces() if space.kind == "motion"]
    assert spaces[1] == spaces[0] + "+2x1"
    assert len(library.catalogue.embeddings(spaces[1])) == len(library.catalogue.embeddings(spaces[0]))
    for asked in (twice, indexer):
        assert asked.run([path], Task()).videos[0].status is IndexStatus.UNCHANGED


def test_a_picture_on_screen_for_hours_is_one_clip(library: Library, make_video: MakeVideo) -> None:
    slides = Encoding(frame_rate_hz=Fraction(1, 8000))
    path = make_video("slides.mkv", pictures=(texture(seed) for seed in (1, 2, 3)), encoding=slides)
    indexer = quick_indexer(library, actions=MOTION)
    report = indexer.run([path], Task())
    assert report.videos[0].error == ""
    (video,) = library.catalogue.videos()
    clips = library.catalogue.clips(video.id)
    # A clip at most for each slide, and one in which a slide gives way to the next.
    assert 3 <= len(clips) <= 6
    assert clips[0].start_s == 0
    assert clips[-1].end_s == pytest.approx(video.duration_s)
    for earlier, later in pairwise(clips):
        assert later.start_s == pytest.approx(earlier.end_s)


def test_crash_of_video_network_keeps_the_video_searchable(library: Library, make_video: MakeVideo) -> None:
    path = make_video(seeds=[1, 2], frames_per_shot=50)
    index(library, [path])
    (before,) = library.catalogue.videos()
    indexer = quick_indexer(library, actions=MOTION)
    kinds: list[IndexEventKind] = []

    def kill(event: IndexEvent) -> None:
        kinds.append(event.kind)
        if event.kind is IndexEventKind.PROGRESSED:
            (process,) = multiprocessing.active_children()
            process.kill()

    report = indexer.run([path], Task(), kill)
    assert report.videos[0].status is IndexStatus.FAILED
    assert "skipped" in report.videos[0].error
    (video,) = library.catalogue.videos()
    assert video.state is before.state is VideoState.COMPLETE
    assert video.depth is Depth.FULL
    assert len(library.catalogue.shots(video.id)) == 2
    assert kinds[-1] is IndexEventKind.FAILED

    # It is not asked again, and whoever looks for unfinished work does not find any.
    again: list[IndexEventKind] = []
    second = indexer.run([path], Task(), lambda event: again.append(event.kind))
    assert again == [IndexEventKind.FAILED]
    assert second.videos[0].error == report.videos[0].error
    assert library.catalogue.videos_without_clips() == []


def test_motion_of_another_preprocessing_is_computed_again(tmp_path: Path, make_video: MakeVideo) -> None:
    path = make_video(seeds=[1], frames_per_shot=30)
    with Library.open(tmp_path / "library") as library:
        quick_indexer(library, actions=MOTION).run([path], Task())
        names = [space.name for space in library.catalogue.spaces() if space.kind == "motion"]
        file = library.catalogue.file
    with contextlib.closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("UPDATE space SET name = replace(name, '-fast', '') WHERE kind = 'motion'")
    with Library.open(tmp_path / "library") as library:
        report = quick_indexer(library, actions=MOTION).run([path], Task())
        assert report.videos[0].status is IndexStatus.INDEXED
        again = [space.name for space in library.catalogue.spaces() if space.kind == "motion"]
        assert again == [names[0].replace("-fast", ""), names[0]]
        assert len(library.catalogue.embeddings(names[0])) == 1


def test_crash_in_full_pass_leaves_out_the_video_network_first(
    library: Library, make_video: MakeVideo
) -> None:
    path = make_video(seeds=[1, 2], frames_per_shot=50)
    indexer = quick_indexer(library, actions=MOTION)
    told: list[tuple[IndexEventKind, Depth | None]] = []

    def kill(event: IndexEvent) -> None:
        if event.kind is not IndexEventKind.PROGRESSED:
            told.append((event.kind, event.depth))
        elif event.depth is Depth.FULL and told.count((IndexEventKind.STARTED, Depth.FULL)) == 1:
            for process in multiprocessing.active_children():
                process.kill()

    report = indexer.run([path], Task(), kill)
    assert report.videos[0].status is IndexStatus.INDEXED
    assert report.videos[0].clips >= 2
    # With the network, without it, and the network alone.
    assert told.count((IndexEventKind.STARTED, Depth.FULL)) == 3
    assert told.count((IndexEventKind.COMPLETE, Depth.FULL)) == 2


def test_a_picture_that_stays_for_years_costs_no_more(library: Library, tmp_path: Path) -> None:
    gaps_s = [604_800.0, 136 * 365 * 86_400.0, 9e11]
    paths = [
        write_pictures(
            tmp_path / f"{number}.mkv", [jpeg(20 + number), jpeg(200)], [0, gap_s], "mjpeg", (64, 64)
        )
        for number, gap_s in enumerate(gaps_s)
    ]
    started_s = time.monotonic()
    report = quick_indexer(library, actions="lite0-motion").run(paths, Task())
    assert [video.error for video in report.videos] == [""] * len(paths)
    # One step for each second of the video would take minutes to months.
    assert time.monotonic() - started_s < 60
    for video, gap_s in zip(
        sorted(library.catalogue.videos(), key=lambda one: one.path), gaps_s, strict=True
    ):
        clips = library.catalogue.clips(video.id)
        assert 2 <= len(clips) <= 5
        assert clips[0].start_s == 0
        assert clips[-1].end_s == pytest.approx(video.duration_s)
        assert video.duration_s >= gap_s
