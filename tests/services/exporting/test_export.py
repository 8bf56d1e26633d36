"""Selections exported as clips, timelines and tables."""

import csv
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import opentimelineio as otio
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from PIL import Image

from tests.analyses import KnownShot, add_video
from tests.conftest import MakeVideo
from tests.services.exporting.dtd import Dtd
from tests.services.exporting.reading import read_table, read_timeline
from tests.videos import texture
from videxplore.core.errors import ExportError, UnreadableTimelineError, UnreadableVideoError
from videxplore.core.metadata import VideoMetadata
from videxplore.core.selects import Bin, BinItem, MomentMark, Remarks, Verdict
from videxplore.core.spans import SelectedSpan
from videxplore.core.task import Cancelled, Progress, Task
from videxplore.core.types import Video
from videxplore.services.exporting.export import (
    export_bin,
    export_marks,
    export_selection,
    write_marked_timeline,
    write_stills,
)
from videxplore.services.exporting.moments_import import import_bin, import_marks
from videxplore.services.exporting.tables import MOMENT_COLUMNS
from videxplore.services.library import Library
from videxplore.video.reading.reader import VideoReader


@pytest.fixture
def spans(library: Library, make_video: MakeVideo) -> list[SelectedSpan]:
    path = make_video("source.mp4", seeds=[1, 2, 3])
    video = library.catalogue.video(add_video(library, path, [KnownShot(seed, 1.0) for seed in (1, 2, 3)]))
    return [
        SelectedSpan(video, 1.0, 1.4, "cat"),
        SelectedSpan(video, 0.2, 0.6, similarity=0.75),
        SelectedSpan(video, 1.0, 1.2),
    ]


def test_clips_show_exactly_what_was_selected(spans: list[SelectedSpan], tmp_path: Path) -> None:
    written = export_selection(spans, tmp_path / "clips", Task())
    names = ["source 00-00-01-00.mp4", "source 00-00-00-05.mp4", "source 00-00-01-00 (2).mp4"]
    assert [file.name for file in written] == names
    for file, seed, first, count in zip(written, (2, 1, 2), (0, 5, 0), (10, 10, 5), strict=True):
        with VideoReader(file) as reader:
            shown = [picture.to_rgb() for picture in reader.frames()]
        assert len(shown) == count
        for number, picture in enumerate(shown):
            truth = np.roll(texture(seed), first + number, axis=1)
            assert np.abs(picture.astype(int) - truth).mean() < 6


@pytest.mark.parametrize("suffix", [".otio", ".edl", ".fcpxml"])
def test_a_timeline_holds_the_selection_in_its_order(
    spans: list[SelectedSpan], tmp_path: Path, suffix: str
) -> None:
    target = tmp_path / f"cut{suffix}"
    assert export_selection(spans, target, Task()) == [target]
    assert [(span.start_frame, span.end_frame) for span in read_timeline(target)] == [
        (25, 35),
        (5, 15),
        (25, 30),
    ]


@pytest.mark.parametrize("suffix", [".csv", ".json", ".parquet"])
def test_a_table_holds_the_selection(spans: list[SelectedSpan], tmp_path: Path, suffix: str) -> None:
    export_selection(spans, tmp_path / f"cut{suffix}", Task())
    rows = read_table(tmp_path / f"cut{suffix}", MOMENT_COLUMNS).rows
    assert [row[1:5] for row in rows][:2] == [
        (1.0, 1.4, "00:00:01:00", "00:00:01:10"),
        (0.2, 0.6, "00:00:00:05", "00:00:00:15"),
    ]
    assert [row[-3:] for row in rows] == [("cat", None, 0), ("", 0.75, 0), ("", None, 0)]


@pytest.mark.parametrize("name", ["clips", "film.mp4", "still.png", "cut.otio", "cut.edl"])
def test_files_that_show_something_else_by_now_are_not_exported(
    library: Library, spans: list[SelectedSpan], make_video: MakeVideo, tmp_path: Path, name: str
) -> None:
    source = spans[0].video.path
    source.write_bytes(make_video("other.mp4", seeds=[7, 8, 9]).read_bytes())
    with pytest.raises(ExportError, match="is not as it was indexed"):
        export_selection(spans, tmp_path / name, Task())
    kept = Bin("Best", (BinItem(spans[0].video.id, 1.0, 1.4),))
    with pytest.raises(ExportError, match="is not as it was indexed"):
        export_bin(library, kept, tmp_path / name, Task())
    if name.startswith("cut"):
        with pytest.raises(ExportError, match="is not as it was indexed"):
            write_marked_timeline(library, spans, tmp_path / name)
        with pytest.raises(ExportError, match="is not as it was indexed"):
            export_marks(library, [MomentMark(spans[0].video.id, 1.0, 1.4)], tmp_path / "marks.fcpxml")
    assert not (tmp_path / name).exists()
    source.unlink()
    if name.startswith("cut"):
        assert export_selection(spans, tmp_path / name, Task()) == [tmp_path / name]
    else:
        with pytest.raises(UnreadableVideoError, match="cannot be found"):
            export_selection(spans, tmp_path / name, Task())


def test_progress_grows_over_all_clips(spans: list[SelectedSpan], tmp_path: Path) -> None:
    seen: list[Progress] = []
    export_selection(spans, tmp_path / "clips", Task(seen.append))
    fractions = [progress.fraction for progress in seen]
    assert fractions == sorted(fractions)
    assert fractions[-1] == 1


def test_finished_clips_stay_when_cancelled_and_no_half_one_does(
    spans: list[SelectedSpan], tmp_path: Path
) -> None:
    task = Task(lambda progress: task.cancel() if progress.done > 1 else None)
    with pytest.raises(Cancelled):
        export_selection(spans, tmp_path / "clips", task)
    assert [file.name for file in (tmp_path / "clips").iterdir()] == ["source 00-00-01-00.mp4"]


def test_what_cannot_be_exported_gets_a_sentence(spans: list[SelectedSpan], tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="selection is empty"):
        export_selection([], tmp_path / "cut.otio", Task())
    with pytest.raises(ExportError, match="should be a folder, for clips, or end in"):
        export_selection(spans, tmp_path / "cut.doc", Task())
    with pytest.raises(ExportError, match="cannot be made"):
        export_selection(spans, tmp_path / "no" / "clips", Task())
    spans[0].video.path.unlink()
    with pytest.raises(UnreadableVideoError, match="cannot be found"):
        export_selection(spans, tmp_path / "clips", Task())
    assert not (tmp_path / "clips").exists()
    (tmp_path / "mine").mkdir()
    with pytest.raises(UnreadableVideoError, match="cannot be found"):
        export_selection(spans, tmp_path / "mine", Task())
    assert list((tmp_path / "mine").iterdir()) == []


@pytest.mark.parametrize("name", ["x" * 300, "x" * 300 + ".csv", "a\0b", "a\0b.otio"])
def test_a_name_that_nothing_can_have_gets_a_sentence(
    spans: list[SelectedSpan], tmp_path: Path, name: str
) -> None:
    before = set(tmp_path.iterdir())
    with pytest.raises(ExportError, match=r"cannot be (made|written).*\.$"):
        export_selection(spans, tmp_path / name, Task())
    assert set(tmp_path.iterdir()) == before


def test_stills_show_the_picture_that_stands_for_each_span(spans: list[SelectedSpan], tmp_path: Path) -> None:
    chosen = [replace(spans[0], time_s=1.36), spans[1]]
    files = [tmp_path / "first.png", tmp_path / "second.png"]
    heard: list[Progress] = []
    write_stills(chosen, files, Task(heard.append))
    for file, seed, number in zip(files, (2, 1), (9, 10), strict=True):
        with Image.open(file) as still:
            truth = np.roll(texture(seed), number, axis=1)
            assert np.abs(np.asarray(still).astype(int) - truth).mean() < 6
    assert heard[-1].fraction == 1.0


FRAMES = {
    "a.mov": (Fraction(25), "10:00:00:00"),
    "b ü.mp4": (Fraction(30000, 1001), "23:59:58;00"),
    "c.mp4": (Fraction(24000, 1001), ""),
}
LENGTH_S = 20.0
BIN_SUFFIXES = [".otio", ".fcpxml", ".csv", ".json", ".tsv"]
MARK_SUFFIXES = [".otio", ".fcpxml", ".csv", ".json", ".tsv"]
OF_ONE_VIDEO = [".srt", ".eaf", ".edl"]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with Library.open(tmp_path_factory.mktemp("selects") / "library") as opened:
        for name, (rate_hz, start) in FRAMES.items():
            shots = [KnownShot(1, LENGTH_S / 2), KnownShot(2, LENGTH_S / 2)]
            video_id = add_video(opened, Path("/videos") / name, shots, rate_hz)
            known = VideoMetadata(nominal_rate_hz=rate_hz, start_timecode=start)
            opened.catalogue.set_metadata(video_id, known)
        yield opened


def frame_s(video_id: int, frame: int) -> float:
    return float(frame / list(FRAMES.values())[video_id - 1][0])


TEXTS = st.one_of(
    st.just(""), st.sampled_from(["door", "a, b", "-1", "Tür zu", "=A1", 'say "no"', "<&>", "[x]"]),
    st.text("aäß 月,;\"'#&<=", min_size=1, max_size=12).map(lambda text: " ".join(text.split())),
)  # fmt: skip
TAGS = st.lists(st.sampled_from(["dusk", "über", "two words"]), unique=True, max_size=3).map(tuple)


@st.composite
def items(draw: st.DrawFn, videos: Sequence[int] = (1, 2, 3)) -> BinItem:
    video_id, first = draw(st.sampled_from(videos)), draw(st.integers(0, 400))
    last = first + draw(st.integers(2, 60))
    said = draw(TEXTS), draw(st.integers(0, 5))
    return BinItem(video_id, frame_s(video_id, first), frame_s(video_id, last), *said)


@st.composite
def marks(draw: st.DrawFn, videos: Sequence[int] = (1, 2, 3)) -> MomentMark:
    item = draw(items(videos))
    end_s = draw(st.sampled_from([item.start_s, item.end_s]))
    verdicts: tuple[Verdict, ...] = ("", "favourite", "rejected")
    verdict = draw(st.sampled_from(verdicts))
    return MomentMark(item.video_id, item.start_s, end_s, verdict, item.note, draw(TAGS), item.rating)


def places(kept: Sequence[BinItem | MomentMark]) -> list[tuple[int, int, int]]:
    """Video, first frame and frame after the last."""
    rates_hz = [rate_hz for rate_hz, _ in FRAMES.values()]
    return [
        (one.video_id, round(one.start_s * rate_hz), round(one.end_s * rate_hz))
        for one, rate_hz in ((one, rates_hz[one.video_id - 1]) for one in kept)
    ]


def there_and_back(
    library: Library, wanted: Sequence[BinItem], suffix: str, about: Video | None = None
) -> Bin:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"cut{suffix}"
        export_bin(library, Bin("cut", tuple(wanted)), file, Task())
        for one in library.catalogue.bins.all():
            library.catalogue.bins.delete(one.id)
        made, unknown = import_bin(library, file, video=about)
    assert unknown == ()
    assert made.name == "cut"
    return made


def marked_there_and_back(
    library: Library, wanted: Sequence[MomentMark], suffix: str, about: Video | None = None
) -> list[MomentMark]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"marks{suffix}"
        export_marks(library, wanted, file)
        for video_id in (1, 2, 3):
            library.catalogue.marks.replace(video_id, ())
        _, unknown = import_marks(library, file, about)
    assert unknown == ()
    return library.catalogue.marks.all()


# Each example writes and reads files.
FEW = settings(
    max_examples=settings().max_examples // 4, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.mark.parametrize("suffix", BIN_SUFFIXES)
@FEW
@given(wanted=st.lists(items(), min_size=1, max_size=5))
def test_bins_come_back_to_the_frame(library: Library, suffix: str, wanted: list[BinItem]) -> None:
    made = there_and_back(library, wanted, suffix)
    assert places(made.items) == places(wanted)
    assert [(one.note, one.rating) for one in made.items] == [(one.note, one.rating) for one in wanted]


@pytest.mark.parametrize("suffix", OF_ONE_VIDEO)
@FEW
@given(wanted=st.lists(items([2]), min_size=1, max_size=5))
def test_bins_of_one_video_come_back_to_the_frame(
    library: Library, suffix: str, wanted: list[BinItem]
) -> None:
    made = there_and_back(library, wanted, suffix, library.catalogue.video(2))
    ordered = wanted if suffix == ".edl" else sorted(wanted, key=lambda one: (one.start_s, one.end_s))
    assert sorted(places(made.items)) == sorted(places(ordered))
    said = [(*place, one.note, one.rating) for place, one in zip(places(made.items), made.items, strict=True)]
    expected = [(*place, one.note, one.rating) for place, one in zip(places(ordered), ordered, strict=True)]
    assert sorted(said) == sorted(expected)


@pytest.mark.parametrize("suffix", MARK_SUFFIXES)
@FEW
@given(wanted=st.lists(marks(), min_size=1, max_size=5, unique_by=lambda one: (one.video_id, one.start_s)))
@example(wanted=[MomentMark(1, 0.0, 0.0)])
@example(wanted=[MomentMark(1, 0.0, 0.0, note="'=")])
@example(wanted=[MomentMark(1, 0.0, 0.0, note="it is '-5")])
def test_marks_come_back_to_the_frame(library: Library, suffix: str, wanted: list[MomentMark]) -> None:
    made = marked_there_and_back(library, wanted, suffix)
    ordered = sorted(wanted, key=lambda one: (one.video_id, one.start_s))
    assert places(made) == places(ordered)
    assert [one.remarks for one in made] == [one.remarks for one in ordered]


@pytest.mark.parametrize("suffix", [".srt", ".eaf"])
@FEW
@given(wanted=st.lists(marks([1]), min_size=1, max_size=5, unique_by=lambda one: one.start_s))
def test_marks_of_one_video_come_back_to_the_frame(
    library: Library, suffix: str, wanted: list[MomentMark]
) -> None:
    made = marked_there_and_back(library, wanted, suffix, library.catalogue.video(1))
    ordered = sorted(wanted, key=lambda one: one.start_s)
    assert places(made) == places(ordered)
    assert [one.remarks for one in made] == [one.remarks for one in ordered]


@given(
    remarks=st.builds(Remarks, TEXTS, st.sampled_from(("", "favourite", "rejected")), st.integers(0, 5), TAGS)
)
def test_remarks_as_one_text(remarks: Remarks) -> None:
    assert Remarks.of_text(remarks.text) == remarks


@pytest.mark.parametrize("text", ["", "[x]", "a [rejected by", "[rating 7]", "a [#]", "[favourite, maybe]"])
def test_texts_of_others_stay_notes(text: str) -> None:
    assert Remarks.of_text(text) == Remarks(text)


def test_rejected_items_are_left_out(library: Library, tmp_path: Path) -> None:
    kept = (BinItem(1, 1, 2, is_rejected=True), BinItem(2, 1, 2))
    export_bin(library, Bin("x", kept), tmp_path / "x.csv", Task())
    with (tmp_path / "x.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row["video"] for row in csv.DictReader(file)] == ["/videos/b ü.mp4"]
    with pytest.raises(ExportError, match="no item that was not rejected"):
        export_bin(library, Bin("x", kept[:1]), tmp_path / "y.csv", Task())


def test_timelines_of_a_bin_have_the_marks_in_it(library: Library, tmp_path: Path) -> None:
    said = MomentMark(1, 1.2, 1.2, "favourite", "door", ("dusk",), 4)
    library.catalogue.marks.replace(1, [said, MomentMark(1, 9, 9, note="elsewhere")])
    exported = Bin("cut", (BinItem(1, 1, 2, "in <&>", 2),))
    export_bin(library, exported, tmp_path / "cut.otio", Task())
    [clip] = otio.adapters.read_from_file(str(tmp_path / "cut.otio")).video_tracks()[0].find_clips()
    assert clip.source_range.start_time == otio.opentime.RationalTime(36000 * 25 + 25, 25)
    [marker] = clip.markers
    assert (marker.name, marker.color) == ("door", "GREEN")
    assert marker.marked_range.start_time == otio.opentime.RationalTime(36000 * 25 + 30, 25)
    export_bin(library, exported, tmp_path / "cut.fcpxml", Task())
    document = (tmp_path / "cut.fcpxml").read_text()
    assert Dtd.read(Path(__file__).with_name("fcpxml.dtd")).faults(document) == []
    assert document.count("<marker ") == 1
    export_bin(library, exported, tmp_path / "cut.edl", Task())
    assert "* COMMENT: in <&> [rating 2]" in (tmp_path / "cut.edl").read_text()


@pytest.mark.parametrize("suffix", [".srt", ".eaf"])
def test_files_of_one_video_refuse_several(library: Library, tmp_path: Path, suffix: str) -> None:
    with pytest.raises(ExportError, match="times of one video, and these are of 2"):
        export_bin(library, Bin("x", (BinItem(1, 1, 2), BinItem(2, 1, 2))), tmp_path / f"x{suffix}", Task())


BORIS_TABULAR = (
    "Observation id\tobs\nMedia file(s)\n\n"
    "Time\tMedia file path\tTotal length\tFPS\tSubject\tBehavior\tBehavioral category\tComment\tStatus\n"
    "1.0\t/elsewhere/c.mp4\t20\t24\tcat\teats\t\tfish\tSTART\n"
    "2.5\t/elsewhere/c.mp4\t20\t24\tcat\tjumps\t\t\tPOINT\n"
    "4.25\t/elsewhere/c.mp4\t20\t24\tcat\teats\t\t\tSTOP\n"
    "5.0\t/elsewhere/gone.mp4\t20\t24\tcat\teats\t\t\tPOINT\n"
)
BORIS_AGGREGATED = (
    "Observation id,Source,Subject,Behavior,Behavior type,Start (s),Stop (s),Comment start\n"
    "obs,player #1:/elsewhere/c.mp4,cat,eats,STATE,1.0,4.25,fish\n"
    "obs,player #1:/elsewhere/c.mp4,cat,jumps,POINT,2.5,2.5,\n"
    "obs,player #1:/elsewhere/gone.mp4,cat,jumps,POINT,2.5,NA,\n"
)


@pytest.mark.parametrize(("name", "text"), [("b.tsv", BORIS_TABULAR), ("b.csv", BORIS_AGGREGATED)])
def test_events_of_boris(library: Library, tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text)
    library.catalogue.marks.replace(3, ())
    made, unknown = import_marks(library, tmp_path / name)
    assert {(one.start_s, one.end_s, one.note) for one in made} == {
        (1, 4.25, "eats fish"),
        (2.5, 2.5, "jumps"),
    }
    assert unknown == ("gone.mp4",)
    # A moment without length is kept as the scene it lies in.
    kept, _ = import_bin(library, tmp_path / name, "boris")
    assert {(item.start_s, item.end_s, item.note) for item in kept.items} == {
        (1, 4.25, "eats fish"),
        (0, 10, "jumps"),
    }
    library.catalogue.bins.delete(kept.id)


EAF = """<?xml version="1.0" encoding="UTF-8"?>
<ANNOTATION_DOCUMENT AUTHOR="" DATE="2024-01-01T00:00:00+00:00" FORMAT="2.8" VERSION="2.8">
<HEADER MEDIA_FILE="" TIME_UNITS="milliseconds">
<MEDIA_DESCRIPTOR MEDIA_URL="file:///C:/rec/c.mp4" MIME_TYPE="video/mp4" TIME_ORIGIN="1000"/>
<MEDIA_DESCRIPTOR MEDIA_URL="file:///C:/rec/c.wav" MIME_TYPE="audio/x-wav"/></HEADER>
<TIME_ORDER><TIME_SLOT TIME_SLOT_ID="t1" TIME_VALUE="1000"/><TIME_SLOT TIME_SLOT_ID="t2"/>
<TIME_SLOT TIME_SLOT_ID="t3" TIME_VALUE="3000"/></TIME_ORDER>
<TIER LINGUISTIC_TYPE_REF="d" TIER_ID="gesture"><ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="a1"
TIME_SLOT_REF1="t1" TIME_SLOT_REF2="t2"><ANNOTATION_VALUE>wave</ANNOTATION_VALUE>
</ALIGNABLE_ANNOTATION></ANNOTATION>
<ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="a2" TIME_SLOT_REF1="t2" TIME_SLOT_REF2="t3">
<ANNOTATION_VALUE></ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION></TIER></ANNOTATION_DOCUMENT>
"""


def test_annotations_of_elan(library: Library, tmp_path: Path) -> None:
    (tmp_path / "session.eaf").write_text(EAF)
    kept, unknown = import_bin(library, tmp_path / "session.eaf")
    assert [(item.video_id, item.start_s, item.end_s, item.note) for item in kept.items] == [
        (3, 2, 3, "wave"),
        (3, 3, 4, ""),
    ]
    assert unknown == ()


def test_subtitles_are_about_the_video_of_their_name(library: Library, tmp_path: Path) -> None:
    text = "1\n00:00:01,000 --> 00:00:02.5 X1:0\n<i>two</i>\nlines\n\n\n00:00:30,000 --> 00:00:31,000\nlate\n"
    (tmp_path / "c.srt").write_text(text)
    (tmp_path / "x.srt").write_text(text)
    kept, unknown = import_bin(library, tmp_path / "c.srt")
    assert [(item.start_s, item.end_s, item.note) for item in kept.items] == [(1, 2.5, "<i>two</i>\nlines")]
    assert unknown == ("c at 30.000 s",)
    with pytest.raises(UnreadableTimelineError, match="x is not in the library"):
        import_bin(library, tmp_path / "x.srt")
    about = library.catalogue.video(1)
    assert import_bin(library, tmp_path / "x.srt", "y", about)[0].items[0].video_id == 1


DAMAGED = [
    b"",
    b"\xff\xfe\x00",
    b"<a/>",
    b"behavior\n",
    b"behavior\tstart (s)\nx\t1/0\n",
    b"00:00:99,0 --> x",
]


@pytest.mark.parametrize("suffix", [".srt", ".eaf", ".tsv", ".csv"])
@pytest.mark.parametrize("content", DAMAGED)
def test_damaged_annotations_change_nothing(
    library: Library, tmp_path: Path, suffix: str, content: bytes
) -> None:
    file = tmp_path / f"a{suffix}"
    file.write_bytes(content)
    before = library.catalogue.bins.all()
    with pytest.raises(UnreadableTimelineError):
        import_bin(library, file)
    assert library.catalogue.bins.all() == before


def test_items_twice_are_two(library: Library, tmp_path: Path) -> None:
    once = BinItem(1, 1, 2, "x")
    export_bin(library, Bin("x", (once, once)), tmp_path / "twice.otio", Task())
    made, _ = import_bin(library, tmp_path / "twice.otio")
    assert [replace(item, id=0) for item in made.items] == [once, once]
