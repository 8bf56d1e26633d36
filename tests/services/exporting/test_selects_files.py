"""Bins and marks as files: exact to the frame, and read back the same."""

import csv
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import opentimelineio as otio
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.analyses import KnownShot, add_video
from tests.services.exporting.dtd import Dtd
from videxplore.core.errors import ExportError, UnreadableTimelineError
from videxplore.core.metadata import VideoMetadata
from videxplore.core.selects import Bin, BinItem, MomentMark, Remarks, Verdict
from videxplore.core.task import Task
from videxplore.core.types import Video
from videxplore.services.exporting.moments_import import import_bin, import_marks
from videxplore.services.exporting.selects_files import export_bin, export_marks
from videxplore.services.library import Library

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
