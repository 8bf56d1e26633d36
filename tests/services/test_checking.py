"""A library is looked through, and mended, after each kind of damage."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from tests.conftest import MakeVideo
from videxplore.core.task import Task
from videxplore.core.types import (
    Depth,
    KeyframeAnalysis,
    ShotAnalysis,
    Space,
    VideoAnalysis,
    VideoState,
)
from videxplore.services.checking import LibraryChecker, Remedy
from videxplore.services.indexing.picture_rebuilding import rebuild_pictures
from videxplore.services.indexing.scanning import fingerprint
from videxplore.services.library import Library
from videxplore.video.reader import probe

SPACE = Space("test@1", "appearance", 4, "test")


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library") as opened:
        yield opened


def add(
    library: Library,
    path: Path,
    *,
    spans_s: tuple[tuple[float, float], ...] = ((0, 1), (1, 2)),
    length: float = 1.0,
) -> int:
    """Store a video with one keyframe in the middle of each scene."""
    status = path.stat()
    video = library.catalogue.add_video(
        path, fingerprint(path, status.st_size), status.st_size, status.st_mtime_ns
    )
    vector = np.array([length, 0, 0, 0], np.float32)
    shots = tuple(
        ShotAnalysis(start, end, (KeyframeAnalysis((start + end) / 2, 1.0, b"", {SPACE.name: vector}),))
        for start, end in spans_s
    )
    library.catalogue.store_analysis(video.id, VideoAnalysis(probe(path), Depth.FULL, shots, (SPACE,)))
    strip, pictures = rebuild_pictures(path, [(start + end) / 2 for start, end in spans_s])
    library.write_caches(video.id, strip, pictures)
    return video.id


def problems(library: Library) -> list[tuple[str, Remedy]]:
    return [(one.sentence, one.remedy) for one in LibraryChecker(library).problems(Task())]


def test_a_sound_library_has_no_problems(library: Library, make_video: MakeVideo) -> None:
    add(library, make_video(seeds=[1, 2]))
    assert problems(library) == []


@pytest.mark.parametrize("damage", ["delete", "cut", "empty"])
def test_lost_pictures_are_made_again_the_same(library: Library, make_video: MakeVideo, damage: str) -> None:
    video_id = add(library, make_video(seeds=[1, 2]))
    before = [library.keyframe_picture(one.id) for one in library.catalogue.keyframes(video_id)]
    for file in (library.strip_file(video_id), library.keyframes_file(video_id)):
        if damage == "delete":
            file.unlink()
        else:
            file.write_bytes(b"" if damage == "empty" else file.read_bytes()[: file.stat().st_size // 2])
    checker = LibraryChecker(library)
    found = checker.problems(Task())
    assert [one.remedy for one in found] == [Remedy.PICTURES] * 2
    assert checker.repair(found, Task()) == []
    assert problems(library) == []
    assert [library.keyframe_picture(one.id) for one in library.catalogue.keyframes(video_id)] == before


def test_pictures_of_a_video_that_is_away_are_left_with_the_reason(
    library: Library, make_video: MakeVideo
) -> None:
    path = make_video(seeds=[1, 2])
    library.strip_file(add(library, path)).unlink()
    path.unlink()
    checker = LibraryChecker(library)
    (left,) = checker.repair(checker.problems(Task()), Task())
    assert left.remedy is Remedy.NONE


@pytest.mark.parametrize(
    ("spans_s", "length", "words"),
    [
        (((0, 0.9), (1, 2)), 1.0, "leave gaps"),
        (((0, 1),), 1.0, "do not reach its end"),
        (((0, 1), (1, 2)), 0.0, "vectors in test@1 are damaged"),
    ],
)
def test_rows_that_contradict_each_other_are_dropped_and_the_video_waits(
    library: Library,
    make_video: MakeVideo,
    spans_s: tuple[tuple[float, float], ...],
    length: float,
    words: str,
) -> None:
    add(library, make_video(seeds=[1, 2]), spans_s=spans_s, length=length)
    checker = LibraryChecker(library)
    found = checker.problems(Task())
    assert words in found[0].sentence
    assert checker.repair(found, Task()) == []
    assert problems(library) == []
    (video,) = library.catalogue.videos()
    assert video.state is VideoState.WAITING


def test_files_that_belong_to_nothing_are_deleted(library: Library, make_video: MakeVideo) -> None:
    add(library, make_video(seeds=[1, 2]))
    strays = [library.folder / "previews" / name for name in ("99.zip", ".1.zip.ab12", "notes.txt")]
    for stray in strays:
        stray.write_bytes(b"x")
    checker = LibraryChecker(library)
    found = checker.problems(Task())
    assert {one.remedy for one in found} == {Remedy.DELETE}
    checker.repair(found, Task())
    assert not any(stray.exists() for stray in strays)
    assert problems(library) == []
