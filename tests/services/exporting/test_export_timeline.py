"""Timelines written, read back, and read by OpenTimelineIO."""

import os
import re
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from xml.etree import ElementTree

import opentimelineio as otio
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.services.exporting.dtd import Dtd
from tests.services.exporting.reading import fcpxml_spans, read_timeline
from videxplore.core.errors import ExportError
from videxplore.core.metadata import SoundTrack, VideoMetadata
from videxplore.core.timecode import SourceTimecode, Timecode, nominal_rate_hz
from videxplore.core.types import Video, VideoProperties, VideoState
from videxplore.services.exporting.edl import edl_timecode
from videxplore.services.exporting.timeline import timeline_notes, timeline_text, write_timeline
from videxplore.services.exporting.timeline_spans import TimelineFormat, TimelineSpan

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


def video_of(
    path: Path,
    rate_hz: Fraction,
    duration_s: float = 7200.0,
    *,
    start: str = "",
    has_audio: bool = True,
    **metadata: Any,
) -> Video:
    """A video that counts from ``start``; further properties and metadata by their names."""
    properties = VideoProperties(
        duration_s,
        rate_hz,
        metadata.pop("width_px", 1280),
        metadata.pop("height_px", 720),
        *(metadata.pop("rotation_deg", 0), "h264", "yuv420p", has_audio),
        metadata=VideoMetadata(nominal_rate_hz=nominal_rate_hz(rate_hz), start_timecode=start, **metadata),
    )
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
@settings(max_examples=settings().max_examples // 4)
@given(selection=selections)
def test_what_is_exported_is_imported_the_same(
    suffix: str, rate_hz: Fraction, selection: list[tuple[str, tuple[float, float]]]
) -> None:
    spans = [
        TimelineSpan.of_video(video_of(Path("/videos") / f"{name}.mp4", rate_hz), start_s, end_s)
        for name, (start_s, end_s) in selection
    ]
    timecode = spans[0].timecode
    if suffix == ".edl":
        timecode = edl_timecode(spans)
        spans = [span.counted_at(timecode.rate_hz) for span in spans]
    back = written_and_read(spans, suffix, timecode)
    assert [(span.path, span.timecode, span.start_frame, span.end_frame) for span in back] == [
        (span.path, span.timecode, span.start_frame, span.end_frame) for span in spans
    ]
    for span, (_, (start_s, end_s)) in zip(back, selection, strict=True):
        # A frame of the file, and then one of the timeline, if that counts differently.
        counted = {timecode.rate_hz, nominal_rate_hz(rate_hz)}
        half_a_frame_s = sum(float(1 / rate) / 2 for rate in counted) + 1e-9
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
    timecode = TimelineFormat.of(spans).timecode
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
    clips = [clip for clip in opened.find_clips() if clip.parent().kind == otio.schema.TrackKind.Video]
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
    document = timeline_text([*spans, replace(spans[0], label=label)], ".fcpxml", title)
    root = ElementTree.fromstring(document.encode())  # noqa: S314 - written here.
    assert {clip.get("ref") for clip in root.iter("asset-clip")} == {"a1"}
    assert [span.path for span in fcpxml_spans(document)] == [path, path]


@pytest.mark.parametrize("suffix", SUFFIXES)
@given(name=any_names | escaped_names, label=any_text)
def test_any_name_and_label_come_back(suffix: str, name: str, label: str) -> None:
    path = Path("/videos") / f"_{name}"
    spans = [TimelineSpan.of_video(video_of(path, Fraction(25)), 1.0, 2.0, label)]
    (found,) = written_and_read(spans, suffix, spans[0].timecode)
    assert (found.start_frame, found.end_frame) == (25, 50)
    if suffix != ".edl":
        assert found.path == path


TEN_SECONDS = 10.0
NTSC = Fraction(30000, 1001)
DTD = Dtd.read(Path(__file__).with_name("fcpxml.dtd"))


def events_of(text: str) -> list[list[str]]:
    """The fields of each event of an EDL."""
    return [line.split() for line in text.splitlines() if line[:3].isdigit()]


def attributes_of(document: str, tag: str) -> list[dict[str, str]]:
    """The attributes of each element of a kind."""
    return [element.attrib for element in ElementTree.fromstring(document.encode()).iter(tag)]  # noqa: S314


def seconds_of(text: str) -> Fraction:
    """A time of FCPXML."""
    return Fraction(text.removesuffix("s"))


@pytest.mark.parametrize(
    ("rate_hz", "start", "mode", "source_in", "source_out", "start_frame", "tc_format"),
    [
        (Fraction(25), "10:00:00:00", "NON-DROP", "10:00:04:00", "10:00:08:00", 900_000, "NDF"),
        (Fraction(24000, 1001), "01:00:00:00", "NON-DROP", "01:00:04:00", "01:00:08:00", 86_400, "NDF"),
        (NTSC, "10:00:00;00", "DROP", "10:00:04;00", "10:00:08;00", 1_078_920, "DF"),
        (NTSC, "10:00:00:00", "NON-DROP", "10:00:04:00", "10:00:08:00", 1_080_000, "NDF"),
        (Fraction(60000, 1001), "10:00:00;00", "DROP", "10:00:04;00", "10:00:08;00", 2_157_840, "DF"),
        (Fraction(50), "00:00:00:10", "NON-DROP", "00:00:04:10", "00:00:08:10", 10, "NDF"),
        # Past midnight the numbers go on, so that an edit ends behind its start.
        (Fraction(25), "23:59:54:00", "NON-DROP", "23:59:58:00", "24:00:02:00", 2_159_850, "NDF"),
        (Fraction(25), "23:59:57:00", "NON-DROP", "00:00:01:00", "00:00:05:00", 2_159_925, "NDF"),
        # Without one, files are counted from zero.
        (Fraction(25), "", "NON-DROP", "00:00:04:00", "00:00:08:00", 0, "NDF"),
        (NTSC, "", "DROP", "00:00:04;00", "00:00:08;00", 0, "DF"),
    ],
)
def test_timelines_count_by_the_timecode_of_the_file(
    rate_hz: Fraction,
    start: str,
    mode: str,
    source_in: str,
    source_out: str,
    start_frame: int,
    tc_format: str,
) -> None:
    timecode = SourceTimecode(rate_hz, start).timecode
    begin_s = float(timecode.time_of(4 * timecode.frames_per_count))
    video = video_of(Path("/videos/take.mov"), rate_hz, TEN_SECONDS, start=start)
    spans = [TimelineSpan.of_video(video, begin_s, 2 * begin_s)]

    edl = timeline_text(spans, ".edl", "cut")
    assert edl.splitlines()[1] == f"FCM: {mode} FRAME"
    assert events_of(edl)[0][4:6] == [source_in, source_out]

    document = timeline_text(spans, ".fcpxml", "cut")
    assert DTD.faults(document) == []
    (asset,), (clip,) = attributes_of(document, "asset"), attributes_of(document, "asset-clip")
    assert seconds_of(asset["start"]) == start_frame / rate_hz
    assert seconds_of(clip["start"]) == (start_frame + spans[0].start_frame) / rate_hz
    assert clip["tcFormat"] == tc_format

    for suffix in (".otio", ".edl"):
        text = timeline_text(spans, suffix, "cut")
        adapter = "cmx_3600" if suffix == ".edl" else "otio_json"
        options = {"rate": float(rate_hz)} if suffix == ".edl" else {}
        read = otio.adapters.read_from_string(text, adapter, **options)
        for track in read.tracks:
            (found,) = track.find_clips()
            first = (start_frame + spans[0].start_frame) % timecode.frames_a_day
            assert round(found.source_range.start_time.value) % timecode.frames_a_day == first
            assert round(found.source_range.duration.value) == spans[0].frames
            if suffix == ".otio":
                assert found.media_reference.available_range.start_time.value == start_frame
                assert found.source_range.start_time.rate == float(rate_hz)


@pytest.mark.parametrize(
    "rate_hz",
    [
        *(Fraction(100), Fraction(120000, 1001), Fraction(120), Fraction(240000, 1001), Fraction(240)),
        *(Fraction(48000, 1001), Fraction(25, 2), Fraction(17), Fraction(1000, 33), Fraction(90)),
    ],
)
def test_unusual_rates_are_kept(rate_hz: Fraction) -> None:
    spans = [TimelineSpan.of_video(video_of(Path("/videos/a.mp4"), rate_hz, 4000), 3601.0, 3602.0)]
    assert spans[0].start_frame == round(3601 * rate_hz)
    document = timeline_text(spans, ".fcpxml", "cut")
    assert DTD.faults(document) == []
    assert {seconds_of(one["frameDuration"]) for one in attributes_of(document, "format")} == {1 / rate_hz}
    read = otio.adapters.read_from_string(timeline_text(spans, ".otio", "cut"), "otio_json")
    assert {clip.source_range.start_time.rate for clip in read.find_clips()} == {float(rate_hz)}
    assert timeline_notes(spans, ".otio") == timeline_notes(spans, ".fcpxml") == []


@pytest.mark.parametrize(
    ("rate_hz", "counted_hz", "words"),
    [
        (Fraction(120), Fraction(60), "counts 60 frames per second and cannot express 120"),
        (Fraction(120000, 1001), Fraction(60000, 1001), "counts 59.94 .* cannot express 119.88"),
        (Fraction(100), Fraction(50), "counts 50 .* cannot express 100"),
        (Fraction(25, 2), Fraction(25), "counts 25 .* cannot express 12.5"),
        (Fraction(1000, 33), Fraction(30), "counts 30 .* cannot express 30.303"),
    ],
)
def test_an_edl_says_which_rate_it_cannot_express(
    rate_hz: Fraction, counted_hz: Fraction, words: str
) -> None:
    spans = [TimelineSpan.of_video(video_of(Path("/videos/a.mp4"), rate_hz), 3600.0, 3602.0)] * 2
    text = timeline_text(spans, ".edl", "cut")
    assert re.search(rf"\* NOTE: .*{words}", text)
    read = otio.adapters.read_from_string(text, "cmx_3600", rate=float(counted_hz))
    starts_s = [clip.source_range.start_time.to_seconds() for clip in read.find_clips()]
    assert starts_s == pytest.approx([3600.0] * len(starts_s), abs=0.02)
    assert timeline_notes(spans[:1], ".edl")
    assert timeline_notes([TimelineSpan.of_video(video_of(Path("/b.mp4"), Fraction(25)), 1, 2)], ".edl") == []


def test_a_timeline_is_like_most_of_its_length() -> None:
    def span(name: str, rate_hz: Fraction, width_px: int, height_px: int, length_s: float) -> TimelineSpan:
        video = video_of(Path("/videos") / name, rate_hz, width_px=width_px, height_px=height_px)
        return TimelineSpan.of_video(video, 1.0, 1.0 + length_s)

    spans = [
        # The most frames, but not the longest.
        span("fast.mp4", Fraction(120), 640, 360, 4),
        span("long.mp4", Fraction(25), 1920, 1080, 6),
        span("tall.mp4", Fraction(25), 1080, 1920, 5),
    ]
    document = timeline_text(spans, ".fcpxml", "cut")
    assert DTD.faults(document) == []
    formats = {one["id"]: one for one in attributes_of(document, "format")}
    (sequence,) = attributes_of(document, "sequence")
    chosen = formats[sequence["format"]]
    assert (chosen["frameDuration"], chosen["width"], chosen["height"]) == ("1/25s", "1920", "1080")
    assert len(formats) == 3
    notes = timeline_notes(spans, ".fcpxml")
    assert "25 frames per second, as most of its length; there are also videos with 120" in notes[0]
    assert "1920 x 1080" in notes[1]
    assert " ".join(notes) in document
    read = otio.adapters.read_from_string(timeline_text(spans, ".otio", "cut"), "otio_json")
    assert read.global_start_time.rate == 25
    assert list(read.metadata["videxplore"]["notes"]) == timeline_notes(spans, ".otio")


@pytest.mark.parametrize("suffix", [".otio", ".edl"])
def test_sound_is_part_of_the_timeline(suffix: str) -> None:
    loud = video_of(Path("/videos/loud.mp4"), Fraction(25))
    silent = video_of(Path("/videos/silent.mp4"), Fraction(25), has_audio=False)
    spans = [TimelineSpan.of_video(video, 1.0, 3.0) for video in (silent, loud, silent)]
    text = timeline_text(spans, suffix, "cut")
    if suffix == ".edl":
        assert [event[2] for event in events_of(text)] == ["V", "AA/V", "V"]
        read = otio.adapters.read_from_string(text, "cmx_3600", rate=25)
    else:
        read = otio.adapters.read_from_string(text, "otio_json")
    sounds = read.audio_tracks()
    assert sounds
    for track in sounds:
        (clip,) = track.find_clips()
        assert clip.name == "loud.mp4"
        # The reader of EDLs puts no gap before the first clip of a track.
        assert suffix == ".edl" or clip.range_in_parent().start_time.to_seconds() == 2
    assert [clip.name for clip in read.video_tracks()[0].find_clips()] == [span.name for span in spans]


def test_fcpxml_says_what_frames_and_sound_are_like() -> None:
    video = video_of(
        Path("/videos/dv.mov"),
        Fraction(25),
        width_px=1024,
        height_px=576,
        stored_width_px=720,
        stored_height_px=576,
        pixel_aspect=Fraction(64, 45),
        field_order="bottom field first",
        sound=(SoundTrack("pcm_s16le", 2, "stereo", 48000), SoundTrack("pcm_s16le", 2, "stereo", 48000)),
    )
    document = timeline_text([TimelineSpan.of_video(video, 1.0, 2.0)], ".fcpxml", "cut")
    assert DTD.faults(document) == []
    (frames,), (asset,) = attributes_of(document, "format"), attributes_of(document, "asset")
    wanted = {"width": "720", "height": "576", "paspH": "64", "paspV": "45", "fieldOrder": "lower first"}
    assert {name: frames[name] for name in wanted} == wanted
    wanted = {"hasAudio": "1", "audioSources": "2", "audioChannels": "2", "audioRate": "48000"}
    assert {name: asset[name] for name in wanted} == wanted


def test_turned_pictures_are_upright_in_a_timeline() -> None:
    video = video_of(
        Path("/videos/phone.mp4"),
        Fraction(30),
        width_px=720,
        height_px=1280,
        rotation_deg=90,
        stored_width_px=1280,
        stored_height_px=720,
        pixel_aspect=Fraction(1),
    )
    document = timeline_text([TimelineSpan.of_video(video, 1.0, 2.0)], ".fcpxml", "cut")
    (frames,) = attributes_of(document, "format")
    assert (frames["width"], frames["height"]) == ("720", "1280")
    assert "paspH" not in frames


def test_an_edl_names_clips_after_their_files() -> None:
    video = video_of(Path("/videos/my take.mov"), Fraction(25))
    text = timeline_text([TimelineSpan.of_video(video, 1, 2, "running")], ".edl", "cut")
    assert "* FROM CLIP NAME: my take.mov\n* COMMENT: running\n" in text
    assert "FROM CLIP:" not in text


def test_a_faulty_document_is_noticed() -> None:
    document = timeline_text(
        [TimelineSpan.of_video(video_of(Path("/videos/a.mov"), Fraction(25)), 1, 2)], ".fcpxml", "cut"
    )
    for old, new in [
        (' ref="a1"', ' ref="a2"'),
        (' ref="a1"', ""),
        (' tcFormat="NDF"', ' tcFormat="XDF"'),
        ("<spine>", '<spine colour="red">'),
        ("library>", "shelf>"),
        ("<resources>", "<resources><note/>"),
    ]:
        assert DTD.faults(document.replace(old, new)), new
