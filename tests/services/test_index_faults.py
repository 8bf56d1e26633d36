"""What the world does to an index run: a full disk, growing files, damaged files, a read-only library."""

import logging
import os
import random
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.conftest import MakeVideo
from tests.damage import FORMATS, damaged, write_seed
from tests.services.indexed import index
from videxplore.core.errors import CatalogueReadOnlyError
from videxplore.core.task import Task
from videxplore.core.types import Depth, VideoState
from videxplore.services.indexing.index_types import IndexEvent, IndexEventKind, IndexReport, IndexStatus
from videxplore.services.indexing.indexer import Indexer
from videxplore.services.library import Library
from videxplore.services.library_check import LibraryChecker

_log = logging.getLogger(__name__)


@contextmanager
def small_disk(folder: Path, size_kib: int) -> Iterator[None]:
    """A file system of a size, where the test may mount one."""
    folder.mkdir()
    options = f"size={size_kib}k"
    try:
        subprocess.run(
            ["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder], check=True, capture_output=True
        )
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("this needs leave to mount a small file system")
    try:
        yield
    finally:
        subprocess.run(["umount", folder], check=True)


@pytest.mark.skipif(sys.platform != "linux", reason="mounts a tmpfs")
def test_full_disk_stops_the_run_until_there_is_room(make_video: MakeVideo, tmp_path: Path) -> None:
    for number in range(8):
        make_video(f"videos{number}.mp4", seeds=[number, number + 100], frames_per_shot=15)
    disk = tmp_path / "disk"
    with small_disk(disk, size_kib=700):
        with Library.open(disk / "library") as library:
            stopped = index(library, [tmp_path], depth=Depth.QUICK)
            assert "no room" in stopped.report.stopped or "full" in stopped.report.stopped
            assert stopped.report.stopped.endswith(".")
        subprocess.run(["mount", "-o", "remount,size=64m", disk], check=True)
        with Library.open(disk / "library") as library:
            resumed = index(library, [tmp_path], depth=Depth.QUICK)
            assert resumed.report.stopped == ""
            assert [video.state for video in library.catalogue.videos()] == [VideoState.SEARCHABLE] * 8
            assert LibraryChecker(library).problems(Task()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="an open file cannot be deleted there")
def test_a_library_that_is_deleted_stops_the_run_with_a_sentence(
    make_video: MakeVideo, tmp_path: Path
) -> None:
    for number in range(3):
        make_video(f"{number}.mp4", seeds=[number, number + 100], frames_per_shot=15)
    with Library.open(tmp_path / "library") as library:

        def delete(event: IndexEvent, _indexer: Indexer, _task: Task) -> None:
            if event.kind is IndexEventKind.SEARCHABLE and library.folder.exists():
                shutil.rmtree(library.folder)

        run = index(library, [tmp_path], on_event=delete)
        assert "was deleted or replaced" in run.report.stopped
        assert [event.kind for event in run.events].count(IndexEventKind.SEARCHABLE) == 1
        assert not library.folder.exists(), "no part of it is made anew"


def test_a_file_that_is_being_written_is_indexed_whole(make_video: MakeVideo, tmp_path: Path) -> None:
    content = make_video("source.mp4", seeds=[1, 2, 3]).read_bytes()
    (tmp_path / "source.mp4").unlink()
    growing = tmp_path / "growing.mp4"
    growing.write_bytes(content[: len(content) // 2])
    found = threading.Event()

    def write_on() -> None:
        found.wait()
        with growing.open("ab") as file:
            file.write(content[len(content) // 2 :])

    def note(event: IndexEvent, indexer: Indexer, task: Task) -> None:
        if event.kind is IndexEventKind.FOUND:
            found.set()

    writer = threading.Thread(target=write_on)
    writer.start()
    with Library.open(tmp_path / "library") as library:
        run = index(library, [tmp_path], depth=Depth.QUICK, on_event=note)
        writer.join()
        (video,) = library.catalogue.videos()
    assert run.status(growing) is IndexStatus.INDEXED
    assert video.duration_s == pytest.approx(3)
    assert video.size_bytes == len(content)


@pytest.mark.skipif(os.geteuid() == 0, reason="the administrator may write everywhere")
def test_a_library_that_may_not_be_written_is_refused_with_a_sentence(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o500)
    with pytest.raises(CatalogueReadOnlyError, match="cannot be written to"):
        Library.open(closed / "library")


# No damage may make a video take longer than this and this many times its length, on a busy machine too.
LONGEST_S = 60.0
LONGEST_X_LENGTH = 10.0


def index_damaged(sources: list[Path], count: int, folder: Path, seed: int) -> IndexReport:
    """Every damaged variant is named as indexed or failed, in time, and the library stays sound."""
    generator = random.Random(seed)  # noqa: S311 - reproducible damage, not a secret.
    (folder / "videos").mkdir()
    targets = set()
    for number in range(count):
        source = generator.choice(sources)
        target = folder / "videos" / f"{number:03d}_{source.name}"
        target.write_bytes(damaged(source.read_bytes(), generator))
        targets.add(target)
    with Library.open(folder / "library") as library:
        # By name: damage may make a file look like no video, and a folder leaves such files out.
        run = index(library, sorted(targets))
        assert {video.path for video in run.report.videos} == targets
        for video in run.report.videos:
            assert video.status in (IndexStatus.INDEXED, IndexStatus.FAILED), video
            assert (video.status is IndexStatus.FAILED) == bool(video.error), video
            assert "Internal error" not in video.error, video
            assert video.wall_s < LONGEST_S + LONGEST_X_LENGTH * video.duration_s, video
        assert LibraryChecker(library).problems(Task()) == []
    return run.report


def test_damaged_videos_take_nothing_down(tmp_path: Path) -> None:
    """A handful; the slow tests have every container."""
    names = ["h264.mp4", "h264.mkv", "mpeg4.avi", "h264.ts", "vp9.webm", "mpeg2.mpg", "raw.h264", "flv1.flv"]
    sources = [write_seed(tmp_path, name, frames=10) for name in names]
    index_damaged(sources, 16, tmp_path, seed=1)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(20))
def test_damaged_videos_of_every_container_take_nothing_down(tmp_path: Path, seed: int) -> None:
    """A hundred variants for each seed, two thousand in all."""
    index_damaged([write_seed(tmp_path, name) for name in FORMATS], 100, tmp_path, seed)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(100, 110))
def test_damaged_real_videos_take_nothing_down(real_videos: Path, tmp_path: Path, seed: int) -> None:
    """Fifty variants for each seed, five hundred in all."""
    report = index_damaged(sorted(real_videos.iterdir()), 50, tmp_path, seed)
    longest = max(report.videos, key=lambda video: video.wall_s)
    _log.info(
        "seed %d: %d of %d failed; the longest took %.1f s (%s, %.1f s long)",
        seed,
        len(report.failed),
        len(report.videos),
        longest.wall_s,
        longest.path.name,
        longest.duration_s,
    )
    for error in sorted({video.error.split("”")[-1] for video in report.failed}):
        _log.info("seed %d: ...%s", seed, error)
