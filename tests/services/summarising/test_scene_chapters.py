"""Chapters: found at the bounds of scenes, and read back from every kind of file by FFmpeg."""

import json
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest

from tests.analyses import KnownShot, add_video
from tests.conftest import MakeVideo
from tests.videos import Encoding, shots
from videxplore.core.errors import ExportError, UnreadableVideoError
from videxplore.core.export_files import ExportRules
from videxplore.core.task import Cancelled, Task
from videxplore.services.library import Library
from videxplore.services.summarising.scene_chapters import Chapter, find_chapters, write_chapters_file
from videxplore.services.summarising.summary import SummaryService
from videxplore.video.reading.reader import VideoReader

CHAPTERS = [Chapter(0.0, 1.0, "Bär; = #1 \\ & <b>"), Chapter(1.0, 2.5, "Two"), Chapter(2.5, 3.0, "Chapter 3")]


def chapters_of(library: Library, known: list[KnownShot]) -> list[Chapter]:
    return find_chapters(library, SummaryService(library), add_video(library, Path("/a.mp4"), known))


def probed(file: Path) -> list[tuple[float, float, str]]:
    """The chapters as ffprobe reads them."""
    if shutil.which("ffprobe") is None:
        pytest.skip("ffprobe is not installed")
    command = ["ffprobe", "-v", "error", "-show_chapters", "-of", "json", str(file)]
    found = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)["chapters"]
    return [(float(c["start_time"]), float(c["end_time"]), c["tags"]["title"]) for c in found]


def test_chapters_begin_where_what_is_seen_changes(library: Library) -> None:
    known = [KnownShot(group, 4) for group in (1, 1, 1, 2, 2, 2, 2, 3, 3, 3)]
    chapters = chapters_of(library, known)
    assert [(chapter.start_s, chapter.end_s) for chapter in chapters] == [(0, 12), (12, 28), (28, 40)]


def test_a_passing_scene_makes_no_chapter(library: Library) -> None:
    known = [KnownShot(1, 20), KnownShot(2, 1), KnownShot(1, 20), KnownShot(3, 40)]
    assert [chapter.start_s for chapter in chapters_of(library, known)] == [0, 41]


def test_chapters_are_named_by_what_they_show(library: Library) -> None:
    known = [KnownShot(1, 20, action="skiing"), KnownShot(2, 20), KnownShot(3, 20, action="skiing")]
    assert [chapter.title for chapter in chapters_of(library, known)] == [
        "skiing (1)",
        "Chapter 2",
        "skiing (2)",
    ]


def test_a_long_restless_video_has_few_chapters(library: Library) -> None:
    known = [KnownShot(number, 36, sharpness=(100.0,)) for number in range(100)]
    chapters = chapters_of(library, known)
    assert 5 <= len(chapters) <= 30
    assert min(chapter.end_s - chapter.start_s for chapter in chapters) >= 60


@pytest.mark.parametrize("suffix", [".mp4", ".mkv", ".mov"])
def test_a_copy_with_chapters_has_the_same_pictures(
    tmp_path: Path, make_video: MakeVideo, library: Library, suffix: str
) -> None:
    source = make_video("source.mp4", seeds=[1, 2, 3])
    video = library.catalogue.video(add_video(library, source, [KnownShot(1, 3)]))
    target = tmp_path / f"marked{suffix}"
    write_chapters_file(video, CHAPTERS, target, Task())
    assert probed(target) == [(chapter.start_s, chapter.end_s, chapter.title) for chapter in CHAPTERS]
    with VideoReader(source) as first, VideoReader(target) as second:
        pairs = list(zip(first.frames(), second.frames(), strict=True))
        assert len(pairs) == 75
        for original, copied in pairs:
            assert copied.time_s == pytest.approx(original.time_s, abs=1e-3)
            assert np.array_equal(original.to_rgb(), copied.to_rgb())


def test_a_webm_keeps_being_one(tmp_path: Path, make_video: MakeVideo, library: Library) -> None:
    encoding = Encoding(codec="libvpx", options={"deadline": "realtime", "cpu-used": "8"})
    source = make_video("source.webm", pictures=shots([1, 2], 10), encoding=encoding)
    video = library.catalogue.video(add_video(library, source, [KnownShot(1, 0.8)]))
    write_chapters_file(video, CHAPTERS[:1], tmp_path / "marked.webm", Task())
    assert [title for _, _, title in probed(tmp_path / "marked.webm")] == [CHAPTERS[0].title]


def test_ffmpeg_reads_its_metadata(tmp_path: Path, library: Library) -> None:
    video = library.catalogue.video(add_video(library, Path("/a.mp4"), [KnownShot(1, 3)]))
    write_chapters_file(video, CHAPTERS, tmp_path / "chapters.txt", Task())
    assert probed(tmp_path / "chapters.txt") == [(c.start_s, c.end_s, c.title) for c in CHAPTERS]


def test_webvtt_has_one_cue_a_chapter(tmp_path: Path, library: Library) -> None:
    video = library.catalogue.video(add_video(library, Path("/a.mp4"), [KnownShot(1, 3)]))
    write_chapters_file(video, CHAPTERS, tmp_path / "chapters.vtt", Task())
    lines = (tmp_path / "chapters.vtt").read_text(encoding="utf-8").splitlines()
    assert lines[:5] == ["WEBVTT", "", "1", "00:00:00.000 --> 00:00:01.000", "Bär; = #1 \\ &amp; &lt;b&gt;"]
    assert [line for line in lines if "-->" in line][2] == "00:00:02.500 --> 00:00:03.000"


@pytest.mark.parametrize(
    "title", ["a\n\n9\n00:00 --> 00:01\nb", "\x00\x1b[0m", "\ud800\udfff", "\ufffe", "\r\u2028"]
)
def test_a_title_is_one_line_in_every_kind_of_file(
    tmp_path: Path, make_video: MakeVideo, library: Library, title: str
) -> None:
    path = make_video("film.mp4", seeds=[1, 2, 3])
    video = library.catalogue.video(add_video(library, path, [KnownShot(1, 3)]))
    chapters = [Chapter(0.0, 1.0, title), Chapter(1.0, 3.0, "second")]
    for name in ("a.vtt", "a.txt", "a.mp4", "a.mkv"):
        write_chapters_file(video, chapters, tmp_path / name, Task())
    lines = (tmp_path / "a.vtt").read_text(encoding="utf-8").splitlines()
    assert len([line for line in lines if "-->" in line]) == 2
    assert len(lines) == 2 + 2 * 4 - 1
    lines = (tmp_path / "a.txt").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 1 + 2 * 5
    assert lines[-1] == "title=second"


def test_a_kind_that_holds_no_chapters_is_refused(tmp_path: Path, library: Library) -> None:
    video = library.catalogue.video(add_video(library, Path("/a.mp4"), [KnownShot(1, 3)]))
    with pytest.raises(ExportError, match=r"should end in \.txt, \.vtt"):
        write_chapters_file(video, CHAPTERS, tmp_path / "chapters.avi", Task())


def test_a_source_that_is_gone_or_of_another_kind_gets_a_sentence(
    tmp_path: Path, make_video: MakeVideo, library: Library
) -> None:
    gone = library.catalogue.video(add_video(library, tmp_path / "gone.mp4", [KnownShot(1, 3)]))
    with pytest.raises(UnreadableVideoError, match="cannot be found"):
        write_chapters_file(gone, CHAPTERS, tmp_path / "marked.mp4", Task())
    video = library.catalogue.video(
        add_video(library, make_video("source.mp4", seeds=[1]), [KnownShot(1, 1)])
    )
    with pytest.raises(ExportError, match=r"choose \.mkv or \.mov or \.mp4"):
        write_chapters_file(video, CHAPTERS, tmp_path / "marked.webm", Task())
    rules = ExportRules(replaceable=frozenset([video.path]))
    with pytest.raises(ExportError, match="onto itself"):
        write_chapters_file(video, CHAPTERS, video.path, Task(), rules)
    task = Task()
    task.cancel()
    with pytest.raises(Cancelled):
        write_chapters_file(video, CHAPTERS, tmp_path / "marked.mp4", task)
    assert {file.name for file in tmp_path.iterdir()} == {"library", "source.mp4"}
