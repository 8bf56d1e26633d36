"""Finding videos under odd names, behind links, and by their content."""

import os
import shutil
import sys
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import pytest

from tests.conftest import MakeVideo
from tests.videos import Encoding, texture, write_video
from videxplore.core.task import Cancelled, Task
from videxplore.services.indexed_files import WHOLE_HASH_BYTES, fingerprint
from videxplore.services.indexing.finding.scan import (
    Finding,
    FoundFile,
    LeftOutPath,
    MissingRoot,
    RejectedPath,
    find_videos,
)


def found(*paths: Path) -> list[Finding]:
    return list(find_videos(paths, Task()))


def names(*paths: Path) -> list[str]:
    return [finding.path.name for finding in found(*paths) if isinstance(finding, FoundFile)]


def test_a_folder_gives_its_videos_by_name_and_leaves_out_hidden_ones(tmp_path: Path) -> None:
    for name in ("b.mp4", "a.MKV", ".hidden.mp4", "notes.txt", "picture.jpg"):
        (tmp_path / name).write_bytes(b"whatever")
    below = tmp_path / "below"
    below.mkdir()
    (below / "c.webm").write_bytes(b"")
    (tmp_path / ".cache").mkdir()
    (tmp_path / ".cache" / "d.mp4").write_bytes(b"")
    assert names(tmp_path) == ["a.MKV", "b.mp4", "c.webm"]


def test_names_may_hold_anything(tmp_path: Path) -> None:
    odd = ["-rf.mp4", "line\nbreak.mp4", "quo\"te's.mp4", " space .mp4", "ünï.mp4", "party@2.mp4"]
    for name in odd:
        (tmp_path / name).write_bytes(b"x")
    if sys.platform == "linux":
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff\xfe.mp4")).write_bytes(b"x")
        odd.append(os.fsdecode(b"\xff\xfe.mp4"))
    assert sorted(names(tmp_path)) == sorted(odd)


def test_content_tells_a_video_whose_name_does_not(tmp_path: Path, make_video: MakeVideo) -> None:
    source = make_video("real.mp4", seeds=[1], frames_per_shot=5)
    shutil.copy(source, tmp_path / "no_extension")
    shutil.copy(source, tmp_path / "odd.video")
    (tmp_path / "plain").write_bytes(b"only words")
    (tmp_path / "script.ts").write_text("export const answer: number = 42;\n" * 100)
    assert names(tmp_path) == ["no_extension", "odd.video", "real.mp4"]


@pytest.mark.parametrize(
    ("kind", "codec", "endings"),
    [
        ("mpeg", "mpeg2video", (".mod", ".tod", ".dat", ".xyz")),
        ("ogv", "libvpx", (".ogg", ".ogx", ".oga")),
        ("h264", "libx264", (".264", ".26l", ".jsv", "")),
        ("hevc", "libx265", (".265", ".hvc", ".bin")),
        ("avi", "mpeg4", (".amv", ".bak")),
        ("nut", "mpeg4", (".dump",)),
        ("gxf", "mpeg2video", (".raw",)),
    ],
)
def test_content_decides_whatever_the_ending(
    tmp_path: Path, kind: str, codec: str, endings: tuple[str, ...]
) -> None:
    encoding = Encoding(codec=codec, options={"x265-params": "log-level=none"} if kind == "hevc" else {})
    size_px = (576, 720) if kind == "gxf" else (96, 128)
    source = write_video(tmp_path / f"film.{kind}", [texture(1, *size_px)] * 3, encoding)
    folder = tmp_path / "folder"
    folder.mkdir()
    for number, ending in enumerate(endings):
        shutil.copy(source, folder / f"{number}{ending}")
    (folder / "tracker.mod").write_bytes(b"a song" + bytes(1100) + b"M.K." + bytes(3000))
    (folder / "song.ogg").write_bytes(b"OggS" + bytes(24) + b"\x01vorbis" + bytes(500))
    assert names(folder) == [f"{number}{ending}" for number, ending in enumerate(endings)]


BINS = ("$RECYCLE.BIN", "#recycle", "@Recycle", "@eaDir", "lost+found", "RECYCLER", "Proxy", "CANONMSC")


@pytest.mark.parametrize("name", BINS)
def test_folder_of_the_system_is_left_out_and_named(tmp_path: Path, name: str) -> None:
    inner = tmp_path / "films" / name / "S-1-5"
    inner.mkdir(parents=True)
    (inner / "$R1A2B3.mp4").write_bytes(b"x")
    (tmp_path / "films" / "own.mp4").write_bytes(b"x")
    assert names(tmp_path) == ["own.mp4"]
    (left_out,) = (one for one in found(tmp_path) if isinstance(one, LeftOutPath))
    assert left_out.path == inner.parent
    assert left_out.reason
    assert names(inner / "$R1A2B3.mp4") == names(inner.parent) == ["$R1A2B3.mp4"]


@pytest.mark.parametrize(
    "name", ["a_Proxy.mp4", "a-proxy.MOV", "GL010001.LRV", "LRV_20200101_1.mp4", "DJI_1.LRF"]
)
def test_proxy_is_left_out_of_its_folder_and_named(tmp_path: Path, make_video: MakeVideo, name: str) -> None:
    source = make_video("a.mp4", seeds=[1], frames_per_shot=5)
    proxy = Path(shutil.copy(source, tmp_path / name))
    assert names(tmp_path) == ["a.mp4"]
    assert LeftOutPath(proxy, "a proxy") in found(tmp_path)
    assert names(proxy) == [name]


def test_films_about_proxies_are_taken(tmp_path: Path) -> None:
    for name in ("Proxy.mp4", "The Hudsucker Proxy War.mp4", "proxyserver.mp4"):
        (tmp_path / name).write_bytes(b"x")
    assert len(names(tmp_path)) == 3


@pytest.mark.skipif(sys.platform != "linux", reason="other systems find either spelling")
@pytest.mark.parametrize(("typed", "stored"), [("NFC", "NFD"), ("NFD", "NFC")])
def test_path_is_found_in_either_spelling(
    tmp_path: Path, typed: Literal["NFC", "NFD"], stored: Literal["NFC", "NFD"]
) -> None:
    folder = tmp_path / unicodedata.normalize(stored, "Müller")
    folder.mkdir()
    video = folder / unicodedata.normalize(stored, "café.mp4")
    video.write_bytes(b"x")
    (finding,) = found(
        tmp_path / unicodedata.normalize(typed, "Müller") / unicodedata.normalize(typed, "café.mp4")
    )
    assert isinstance(finding, FoundFile)
    assert finding.path == video


@pytest.mark.parametrize("ending", [".part", ".crdownload", ".!qB", ".TMP"])
def test_a_folder_leaves_out_what_is_still_being_downloaded(
    tmp_path: Path, make_video: MakeVideo, ending: str
) -> None:
    source = make_video("whole.mp4", seeds=[1], frames_per_shot=5)
    partial = tmp_path / f"film.mp4{ending}"
    shutil.copy(source, partial)
    assert names(tmp_path) == ["whole.mp4"]
    assert names(partial) == [partial.name], "a person may name it all the same"


def test_a_named_file_that_is_no_video_is_rejected_with_a_sentence(tmp_path: Path) -> None:
    words = tmp_path / "words.txt"
    words.write_text("words")
    assert found(words) == [RejectedPath(words, "It is not a video.")]


def test_implicit_files_follow_folder_scan_rules(tmp_path: Path, make_video: MakeVideo) -> None:
    source = make_video("real.mp4", seeds=[1], frames_per_shot=5)
    taken = [source, *(Path(shutil.copy(source, tmp_path / name)) for name in ("no_ending", "odd.video"))]
    left_out = [
        Path(shutil.copy(source, tmp_path / name)) for name in (".hidden.mp4", "real.mp4.part", "song.mp3")
    ]
    words = tmp_path / "words.txt"
    words.write_text("words")
    gone = tmp_path / "gone.mp4"
    below = tmp_path / ".chosen" / "below.mp4"
    below.parent.mkdir()
    below.write_bytes(b"x")
    findings = list(find_videos([*taken, *left_out, words, gone, below.parent], Task(), are_chosen=False))
    assert [finding.path for finding in findings if isinstance(finding, FoundFile)] == [*taken, below]
    assert [finding for finding in findings if isinstance(finding, MissingRoot)] == [MissingRoot(gone)]
    assert sorted(path.name for path in taken) == sorted(names(tmp_path))


def test_a_missing_path_is_reported_as_missing(tmp_path: Path) -> None:
    assert found(tmp_path / "nowhere") == [MissingRoot(tmp_path / "nowhere")]


def test_a_folder_that_contains_itself_by_a_link_is_searched_once(tmp_path: Path) -> None:
    (tmp_path / "video.mp4").write_bytes(b"x")
    (tmp_path / "again").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "same.mp4").symlink_to(tmp_path / "video.mp4")
    assert len(names(tmp_path, tmp_path, tmp_path / "video.mp4")) == 1


def test_a_link_to_nothing_is_left_out_of_a_folder(tmp_path: Path) -> None:
    (tmp_path / "gone.mp4").symlink_to(tmp_path / "nowhere.mp4")
    assert found(tmp_path) == []


FOLDER = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0)


@contextmanager
def nested(root: Path, levels: int) -> Iterator[None]:
    """Folders named ``d``, one in the other, deeper than any path can say; gone afterwards."""
    place = os.open(root, FOLDER)
    for _ in range(levels):
        os.mkdir("d", dir_fd=place)
        below = os.open("d", FOLDER, dir_fd=place)
        os.close(place)
        place = below
    try:
        yield
    finally:
        for _ in range(levels):
            above = os.open("..", FOLDER, dir_fd=place)
            os.close(place)
            place = above
            for name in os.listdir(place):  # noqa: PTH208 - a descriptor.
                if name.endswith(".mp4"):
                    os.unlink(name, dir_fd=place)
            os.rmdir("d", dir_fd=place)
        os.close(place)


@pytest.mark.skipif(os.name == "nt", reason="paths are not as long there")
@pytest.mark.parametrize("levels", [500, pytest.param(1500, marks=pytest.mark.slow), 1950])
def test_a_tree_may_be_as_deep_as_a_path_is_long(tmp_path: Path, levels: int) -> None:
    with nested(tmp_path, levels):
        expected = ["a.mp4", *("d/" * level + "b.mp4" for level in (3, levels - 1)), "e/c.mp4"]
        (tmp_path / "e").mkdir()
        for name in expected:
            (tmp_path / name).write_bytes(b"x")
        findings = found(tmp_path)
        assert [str(one.path.relative_to(tmp_path)) for one in findings] == expected


@pytest.mark.skipif(os.name == "nt", reason="paths are not as long there")
def test_a_tree_deeper_than_that_is_rejected_once_with_a_sentence(tmp_path: Path) -> None:
    with nested(tmp_path, 2300):
        (tmp_path / "z.mp4").write_bytes(b"x")
        video, rejected = found(tmp_path)
        assert video.path == tmp_path / "z.mp4"
        assert isinstance(rejected, RejectedPath)
        assert rejected.error == "The folder cannot be read: File name too long."


@pytest.mark.skipif(os.geteuid() == 0, reason="the administrator may read everything")
def test_a_folder_that_may_not_be_read_is_rejected_with_a_sentence(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0)
    (finding,) = found(closed)
    assert isinstance(finding, RejectedPath)
    assert "cannot be read" in finding.error


def test_the_search_can_be_cancelled(tmp_path: Path) -> None:
    task = Task()
    task.cancel()
    with pytest.raises(Cancelled):
        list(find_videos([tmp_path], task))


@pytest.mark.parametrize("size_bytes", [1000, WHOLE_HASH_BYTES + 1_000_000])
def test_a_fingerprint_follows_the_content_and_not_the_name(tmp_path: Path, size_bytes: int) -> None:
    content = bytes(os.urandom(1000)) * (size_bytes // 1000)
    one, copy, other = (tmp_path / name for name in ("one.mp4", "copy.mp4", "other.mp4"))
    one.write_bytes(content)
    shutil.copy(one, copy)
    other.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    prints = [fingerprint(file, len(content)) for file in (one, copy, other)]
    assert prints[0] == prints[1] != prints[2]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="named pipes are a Unix thing")
def test_a_file_that_was_replaced_by_a_named_pipe_has_no_fingerprint(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "film.mp4")
    with pytest.raises(OSError, match="not a regular file"):
        fingerprint(tmp_path / "film.mp4", 1000)
