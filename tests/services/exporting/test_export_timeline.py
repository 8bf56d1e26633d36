"""Timelines written, read back, and read by OpenTimelineIO."""

import os
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.etree import ElementTree

import opentimelineio as otio
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.services.exporting.reading import fcpxml_spans, read_timeline
from videxplore.core.errors import ExportError
from videxplore.core.timecode import Timecode
from videxplore.core.types import Video, VideoProperties, VideoState
from videxplore.services.exporting.timeline import timeline_text, write_timeline
from videxplore.services.exporting.timeline_spans import TimelineSpan, commonest_timecode

RATES_HZ = [
    Fraction(24000, 1001),
    Fraction(24),
    Fraction(25),
    Fraction(30000, 1001),
    Fraction(30),
    Fraction(50),
    Fraction(60000, 1001),
    # Variable rate: the average says nothing that a clock could count in.
    Fraction(29593, 1000),
    Fraction(14761, 1000),
]
SUFFIXES = [".otio", ".edl", ".fcpxml"]


def video_of(path: Path, rate_hz: Fraction, duration_s: float = 7200.0) -> Video:
    properties = VideoProperties(duration_s, rate_hz, 1280, 720, 0, "h264", "yuv420p", True)
    return Video(1, path, "f", 1, 1, VideoState.COMPLETE, properties=properties)


names = st.text(
    st.characters(min_codepoint=32, exclude_characters="/\x7f", exclude_categories=["Cs"]),
    min_size=1,
    max_size=20,
)
times_s = st.tuples(st.floats(0, 7000), st.floats(0.1, 150)).map(lambda pair: (pair[0], pair[0] + pair[1]))
selections = st.lists(st.tuples(names, times_s), min_size=1, max_size=6)


def written_and_read(
    spans: list[TimelineSpan], suffix: str, timecode: Timecode | None = None
) -> list[TimelineSpan]:
    with TemporaryDirectory() as folder:
        target = Path(folder) / f"selection{suffix}"
        write_timeline(spans, target)
        return read_timeline(target, timecode)


@pytest.mark.parametrize("name", ["BL", "black", "bars", "AX"])
def test_a_file_that_is_named_like_a_special_reel_stays_a_file(name: str) -> None:
    path = Path(f"/videos/{name}.mp4")
    spans = [TimelineSpan.of_video(video_of(path, Fraction(25)), 1.0, 2.0)]
    assert [span.path for span in written_and_read(spans, ".edl", spans[0].timecode)] == [path]


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("rate_hz", RATES_HZ)
@settings(max_examples=8, deadline=None)
@given(selection=selections)
def test_what_is_exported_is_imported_the_same(
    suffix: str, rate_hz: Fraction, selection: list[tuple[str, tuple[float, float]]]
) -> None:
    spans = [
        TimelineSpan.of_video(video_of(Path("/videos") / f"{name}.mp4", rate_hz), start_s, end_s)
        for name, (start_s, end_s) in selection
    ]
    timecode = spans[0].timecode
    back = written_and_read(spans, suffix, timecode if suffix == ".edl" else None)
    assert [(span.path, span.timecode, span.start_frame, span.end_frame) for span in back] == [
        (span.path, span.timecode, span.start_frame, span.end_frame) for span in spans
    ]
    for span, (_, (start_s, end_s)) in zip(back, selection, strict=True):
        half_a_frame_s = float(1 / timecode.rate_hz) / 2 + 1e-9
        assert abs(span.start_s - start_s) <= half_a_frame_s
        assert abs(span.end_s - end_s) <= half_a_frame_s


@pytest.mark.parametrize("suffix", [".otio", ".fcpxml"])
def test_files_of_several_rates_keep_each_their_own(suffix: str) -> None:
    spans = [
        TimelineSpan.of_video(video_of(Path(f"/videos/{number}.mp4"), rate_hz), 61.5, 70.25)
        for number, rate_hz in enumerate(RATES_HZ)
    ]
    back = written_and_read(spans, suffix)
    assert [(span.path, span.timecode, span.start_frame) for span in back] == [
        (span.path, span.timecode, span.start_frame) for span in spans
    ]


def test_an_edl_counts_everything_at_the_rate_of_most_of_its_frames() -> None:
    spans = [
        TimelineSpan.of_video(video_of(Path("/videos/a.mp4"), Fraction(30000, 1001)), 600, 660),
        TimelineSpan.of_video(video_of(Path("/videos/b.mp4"), Fraction(25)), 600, 610),
    ]
    timecode = commonest_timecode(spans)
    assert timecode.rate_hz == Fraction(30000, 1001)
    back = written_and_read(spans, ".edl", timecode)
    assert back[0].start_s == pytest.approx(600, abs=0.02)
    assert back[1].start_s == pytest.approx(600, abs=0.02)
    assert back[1].end_s == pytest.approx(610, abs=0.02)


def test_each_file_has_a_reel_of_its_own_in_an_edl(tmp_path: Path) -> None:
    names = ["holiday in 2024 a.mp4", "holiday in 2024 b.mp4", "ü.mp4", "holiday in 2024 a.mp4"]
    videos = [video_of(Path("/videos") / name, Fraction(25)) for name in names]
    write_timeline([TimelineSpan.of_video(video, 1, 2) for video in videos], tmp_path / "cut.edl")
    events = [line.split() for line in (tmp_path / "cut.edl").read_text().splitlines() if line[:3].isdigit()]
    assert [event[1] for event in events] == ["HOLIDAYI", "HOLIDAY2", "REEL", "HOLIDAYI"]


@pytest.mark.parametrize(
    ("rate_hz", "mode", "source_in"),
    [
        (Fraction(30000, 1001), "FCM: DROP FRAME", "00:10:00;00"),
        (Fraction(60000, 1001), "FCM: DROP FRAME", "00:10:00;00"),
        (Fraction(25), "FCM: NON-DROP FRAME", "00:09:59:10"),
    ],
)
def test_an_edl_says_whether_numbers_are_dropped(
    tmp_path: Path, rate_hz: Fraction, mode: str, source_in: str
) -> None:
    timecode = Timecode.of_rate(rate_hz)
    start_s = float(timecode.time_of(timecode.frame_of(source_in)))
    target = tmp_path / "cut.edl"
    write_timeline(
        [TimelineSpan.of_video(video_of(Path("/videos/a.mp4"), rate_hz), start_s, start_s + 2)], target
    )
    lines = target.read_text().splitlines()
    assert lines[:2] == ["TITLE: cut", mode]
    assert lines[3].split()[4] == source_in


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_opentimelineio_opens_what_is_written(tmp_path: Path, suffix: str) -> None:
    target = tmp_path / f"cut{suffix}"
    path = Path("/videos/two words ü.mp4")
    spans = [TimelineSpan.of_video(video_of(path, Fraction(25)), start_s, start_s + 2) for start_s in (4, 1)]
    write_timeline(spans, target, "A cut")
    options = {"rate": 25} if suffix == ".edl" else {}
    opened = otio.adapters.read_from_file(str(target), **options)
    clips = list(opened.find_clips())
    assert [clip.name for clip in clips] == [path.name, path.name]
    assert [clip.source_range.start_time.to_seconds() for clip in clips] == [4, 1]
    assert [clip.source_range.duration.to_seconds() for clip in clips] == [2, 2]
    assert {clip.media_reference.target_url for clip in clips} == {path.as_uri()}


@pytest.mark.parametrize("suffix", [".otio", ".fcpxml"])
@pytest.mark.parametrize(
    "name", ["new\nline.mp4", "-dash.mp4", "quote\"'&<>.mp4", "\udcff\udcfe.mp4", "100%.mp4"]
)
def test_odd_names_survive(suffix: str, name: str) -> None:
    span = TimelineSpan.of_video(video_of(Path("/videos") / name, Fraction(25)), 1, 2)
    assert [back.path for back in written_and_read([span], suffix)] == [span.path]


def test_a_span_has_at_least_one_frame() -> None:
    span = TimelineSpan.of_video(video_of(Path("/a.mp4"), Fraction(25)), 3, 3)
    assert span.frames == 1


@pytest.mark.parametrize(
    ("write", "sentence"),
    [
        (
            lambda folder, spans: write_timeline(spans, folder / "cut.doc"),
            r"should end in \.otio, \.edl or \.fcpxml",
        ),
        (lambda folder, spans: write_timeline([], folder / "cut.otio"), "selection is empty"),
        (lambda folder, spans: write_timeline(spans * 1000, folder / "cut.edl"), "at most 999 events"),
        (lambda folder, spans: write_timeline(spans, folder / "no" / "cut.otio"), "cannot be written"),
    ],
)
def test_what_cannot_be_done_gets_a_sentence_and_leaves_nothing(
    tmp_path: Path, write: Callable[[Path, list[TimelineSpan]], object], sentence: str
) -> None:
    spans = [TimelineSpan.of_video(video_of(Path("/a.mp4"), Fraction(25)), 1, 2)]
    with pytest.raises(ExportError, match=sentence):
        write(tmp_path, spans)
    assert list(tmp_path.iterdir()) == []


any_names = st.text(
    st.characters(exclude_characters="/\0", exclude_categories=["Cs"]), min_size=1, max_size=20
)
escaped_names = st.binary(min_size=1, max_size=20).map(
    lambda name: os.fsdecode(name.translate(None, b"/\0") + b".")
)
any_text = st.text(st.characters(), max_size=20)


@given(name=any_names | escaped_names, label=any_text, title=any_text)
@example(name="be\x07ll \ufffe\r\n.mp4", label="\ud800 \x00 \udfff", title="\x1b[0m \uffff")
def test_fcpxml_of_any_text_is_xml(name: str, label: str, title: str) -> None:
    path = Path("/videos") / f"_{name}"
    spans = [TimelineSpan.of_video(video_of(path, Fraction(25)), 1.0, 2.0, label)]
    document = timeline_text([*spans, replace(spans[0], name=label)], ".fcpxml", title)
    root = ElementTree.fromstring(document.encode())  # noqa: S314 - written here.
    assert {clip.get("ref") for clip in root.iter("asset-clip")} == {"a1"}
    assert [span.path for span in fcpxml_spans(document)] == [path, path]


@pytest.mark.parametrize("suffix", SUFFIXES)
@given(name=any_names | escaped_names, label=any_text)
@settings(max_examples=50)
def test_any_name_and_label_come_back(suffix: str, name: str, label: str) -> None:
    path = Path("/videos") / f"_{name}"
    spans = [TimelineSpan.of_video(video_of(path, Fraction(25)), 1.0, 2.0, label)]
    (found,) = written_and_read(spans, suffix, spans[0].timecode)
    assert (found.start_frame, found.end_frame) == (25, 50)
    if suffix != ".edl":
        assert found.path == path
