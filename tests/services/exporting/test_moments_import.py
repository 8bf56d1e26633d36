"""Moments exported and read back as bookmarks."""

import contextlib
from fractions import Fraction
from pathlib import Path

import pytest

from tests.analyses import KnownShot, add_video
from videxplore.core.errors import ImportFormatError, UnreadableTimelineError
from videxplore.core.metadata import VideoMetadata
from videxplore.core.selects import Bin, BinItem
from videxplore.core.spans import SelectedSpan
from videxplore.core.task import Task
from videxplore.services.exporting.export import export_bin, export_selection
from videxplore.services.exporting.moments_import import import_bin, import_bookmarks
from videxplore.services.library import Library

SUFFIXES = [".otio", ".edl", ".fcpxml", ".csv", ".json"]


def add(library: Library, name: str, rate_hz: Fraction = Fraction(25), start: str = "") -> int:
    video_id = add_video(library, Path("/videos") / name, [KnownShot(1, 20.0)], rate_hz)
    library.catalogue.set_metadata(video_id, VideoMetadata(nominal_rate_hz=rate_hz, start_timecode=start))
    return video_id


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_exported_moments_become_bookmarks(library: Library, tmp_path: Path, suffix: str) -> None:
    ids = [
        add(library, "a.mov", start="10:00:00:00"),
        add(library, "b ü.mp4", Fraction(30000, 1001), start="23:59:58;00"),
        add(library, "c.mp4", Fraction(120)),
        add(library, "d.mp4", Fraction(25, 2)),
    ]
    videos = [library.catalogue.video(video_id) for video_id in ids]
    spans = [SelectedSpan(video, start_s, start_s + 1) for video in videos for start_s in (0.0, 4.0, 12.8)]
    target = tmp_path / f"cut{suffix}"
    export_selection(spans, target, Task())
    imported = import_bookmarks(library, target)
    assert imported.unknown == ()
    for video in videos:
        assert library.catalogue.bookmarks.times_s(video.id) == pytest.approx((0.0, 4.0, 12.8), abs=0.06)
        assert imported.bookmarks[video.path] == library.catalogue.bookmarks.times_s(video.id)
    # Once more changes nothing.
    import_bookmarks(library, target)
    assert len(library.catalogue.bookmarks.times_s(ids[0])) == 3


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_videos_that_are_not_there_are_named(library: Library, tmp_path: Path, suffix: str) -> None:
    gone, here = (library.catalogue.video(add(library, name)) for name in ("gone.mov", "here.mov"))
    target = tmp_path / f"cut{suffix}"
    export_selection([SelectedSpan(video, 1.0, 2.0) for video in (gone, here)], target, Task())
    library.catalogue.remove_video(gone.id)
    imported = import_bookmarks(library, target)
    assert list(imported.bookmarks) == [here.path]
    assert [Path(name).name for name in imported.unknown] == ["gone.mov"]


@pytest.mark.parametrize("suffix", [".otio", ".csv", ".json", ".tsv"])
def test_bins_of_videos_with_strange_names_come_back(library: Library, tmp_path: Path, suffix: str) -> None:
    names = ["line\nfeed.mp4", "return\r.mp4", "tab\t.mp4", 'quote".mp4', "\u2028.mp4", "vertical\vtab.mp4"]
    items = tuple(BinItem(add(library, name), 1.0, 2.0, "x") for name in names)
    target = tmp_path / f"bin{suffix}"
    export_bin(library, Bin("x", items), target, Task())
    made, unknown = import_bin(library, target)
    assert [item.video_id for item in made.items] == [item.video_id for item in items]
    assert list(unknown) == []


def test_an_edl_of_another_program_is_read(library: Library, tmp_path: Path) -> None:
    add(library, "take.mov", start="10:00:00:00")
    file = tmp_path / "cut.edl"
    file.write_text(
        "TITLE: cut\nFCM: NON-DROP FRAME\n\n"
        "001  AX       V     C        10:00:02:00 10:00:03:00 01:00:00:00 01:00:01:00\n"
        "* FROM CLIP NAME:  take.mov\n"
        "002  AX       AA    C        10:00:03:00 10:00:04:00 01:00:01:00 01:00:02:00\n"
        "* FROM CLIP NAME:  take.mov\n"
        "003  AX       AA/V  D    025 00:00:05:12 00:00:06:00 01:00:02:00 01:00:03:00\n"
        "* FROM CLIP NAME:  take.mov\n"
    )
    assert import_bookmarks(library, file).bookmarks == {Path("/videos/take.mov"): (2.0, 5.48)}


DAMAGED = [
    *(b"{", b"[" * 100_000, b"video\nx\n", b'[{"video": 1}]', b"\xff\x00", b"<fcpxml><a></fcpxml>"),
    *(b"video,start_s\na.mov,1e999\n", b'[{"video": "a", "start_s": null}]'),
    b'<fcpxml><asset id="a"/><asset-clip ref="a" start="1e9s"/></fcpxml>',
    b'<?xml version="1.0" encoding="UTF-9"?><fcpxml/>',
    b"001  A V C 0:00:00:00 00:00:01:00 00:00:00:00 00:00:01:00\n* FROM CLIP NAME: take.mov\n",
    b"001  A V C 00:00:99:00 00:61:00:99 00:00:00:00 00:00:01:00\n* FROM CLIP NAME: take.mov\n",
]


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("content", DAMAGED)
def test_damaged_files_bookmark_nothing(
    library: Library, tmp_path: Path, suffix: str, content: bytes
) -> None:
    file = tmp_path / f"cut{suffix}"
    file.write_bytes(content)
    with contextlib.suppress(UnreadableTimelineError):
        assert not import_bookmarks(library, file).bookmarks


def test_entities_are_not_expanded(library: Library, tmp_path: Path) -> None:
    file = tmp_path / "cut.fcpxml"
    file.write_text('<!DOCTYPE fcpxml [<!ENTITY a "b">]><fcpxml>&a;</fcpxml>')
    with pytest.raises(UnreadableTimelineError):
        import_bookmarks(library, file)


def test_unknown_kinds_and_missing_files_get_a_sentence(library: Library, tmp_path: Path) -> None:
    with pytest.raises(ImportFormatError, match=r"should end in \.otio"):
        import_bookmarks(library, tmp_path / "cut.doc")
    with pytest.raises(UnreadableTimelineError, match="cannot be read: No such file"):
        import_bookmarks(library, tmp_path / "cut.edl")
