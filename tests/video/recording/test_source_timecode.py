"""The timecode stored in a file, read from videos that were written with it."""

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from videxplore.core.task import Task
from videxplore.core.timecode import SourceTimecode
from videxplore.video.recording.source_timecode import read_source_timecode
from videxplore.video.writing.chapters import write_chapters
from videxplore.video.writing.writer import write_clip, write_skim

NTSC = Fraction(30000, 1001)


def write(
    path: Path,
    rate_hz: Fraction,
    timecode: str = "",
    *,
    codec: str = "mpeg4",
    size_px: tuple[int, int] = (64, 48),
    options: dict[str, str] | None = None,
    pixel_format: str = "yuv420p",
) -> Path:
    """Thirty grey frames; the timecode goes to the container."""
    with av.open(str(path), "w") as output:
        if timecode:
            output.metadata["timecode"] = timecode
        stream = output.add_stream(codec, rate_hz, options=options or {})
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height = size_px
        stream.pix_fmt = pixel_format
        stream.codec_context.gop_size = 10
        for number in range(30):
            picture = np.full((size_px[1], size_px[0], 3), 8 * number, np.uint8)
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
            frame.pts, frame.time_base = number, 1 / rate_hz
            output.mux(stream.encode(frame))
        output.mux(stream.encode())
    return path


@pytest.mark.parametrize("suffix", [".mov", ".mp4", ".mkv"])
@pytest.mark.parametrize(
    ("rate_hz", "start"),
    [
        (Fraction(25), "10:00:00:00"),
        (Fraction(24000, 1001), "01:02:03:04"),
        (NTSC, "10:00:00;00"),
        (NTSC, "10:00:00:00"),
        (Fraction(60000, 1001), "00:59:59;58"),
        (Fraction(60), "23:59:59:59"),
    ],
)
def test_the_timecode_of_a_file_is_read(tmp_path: Path, suffix: str, rate_hz: Fraction, start: str) -> None:
    path = write(tmp_path / f"take{suffix}", rate_hz, start)
    assert read_source_timecode(path) == SourceTimecode(rate_hz, start)


@pytest.mark.parametrize("suffix", [".mov", ".mkv", ".ts"])
def test_a_file_without_timecode_has_none(tmp_path: Path, suffix: str) -> None:
    path = write(tmp_path / f"take{suffix}", Fraction(25), codec="mpeg2video")
    assert read_source_timecode(path) == SourceTimecode(Fraction(25))


@pytest.mark.parametrize("start", ["10:00:00:00", "10:00:00;00"])
def test_mxf_says_its_timecode(tmp_path: Path, start: str) -> None:
    path = write(tmp_path / "take.mxf", NTSC, start, codec="mpeg2video", size_px=(720, 480))
    assert read_source_timecode(path) == SourceTimecode(NTSC, start)


@pytest.mark.parametrize("suffix", [".dv", ".avi"])
@pytest.mark.parametrize(
    ("rate_hz", "size_px", "pixel_format", "start"),
    [
        (Fraction(25), (720, 576), "yuv420p", "10:20:30:04"),
        (NTSC, (720, 480), "yuv411p", "10:00:00;00"),
    ],
)
def test_dv_frames_hold_their_timecode(
    tmp_path: Path,
    suffix: str,
    rate_hz: Fraction,
    size_px: tuple[int, int],
    pixel_format: str,
    start: str,
) -> None:
    raw = write(
        tmp_path / "raw.dv", rate_hz, start, codec="dvvideo", size_px=size_px, pixel_format=pixel_format
    )
    path = raw if suffix == ".dv" else copied(raw, tmp_path / f"take{suffix}")
    assert read_source_timecode(path) == SourceTimecode(rate_hz, start)


def copied(source: Path, target: Path) -> Path:
    """The packets without what the header says."""
    with av.open(str(source)) as container, av.open(str(target), "w") as output:
        film = container.streams.video[0]
        stream = output.add_stream_from_template(film)
        for number, packet in enumerate(container.demux(film)):
            if packet.size:
                packet.pts = packet.dts = number
                packet.time_base = 1 / (film.base_rate or Fraction(25))
                packet.stream = stream
                output.mux(packet)
    return target


@pytest.mark.parametrize("suffix", [".mpg", ".ts"])
@pytest.mark.parametrize(("rate_hz", "start"), [(Fraction(25), "10:00:00:00"), (NTSC, "10:00:00;00")])
def test_groups_of_pictures_that_go_on_are_believed(
    tmp_path: Path, suffix: str, rate_hz: Fraction, start: str
) -> None:
    path = write(
        tmp_path / f"take{suffix}", rate_hz, codec="mpeg2video", options={"gop_timecode": start, "bf": "2"}
    )
    assert read_source_timecode(path) == SourceTimecode(rate_hz, start)


def test_groups_of_pictures_that_say_the_same_each_time_are_not_believed(tmp_path: Path) -> None:
    path = write(
        tmp_path / "take.ts", Fraction(25), codec="mpeg2video", options={"gop_timecode": "10:00:00:00"}
    )
    data = bytearray(path.read_bytes())
    places = [place for place in range(len(data)) if data[place : place + 4] == b"\0\0\1\xb8"]
    assert len(places) > 1
    for place in places:
        data[place : place + 8] = data[places[0] : places[0] + 8]
    path.write_bytes(data)
    assert read_source_timecode(path) == SourceTimecode(Fraction(25))


def test_a_track_that_counts_half_the_frames_is_counted_in_frames(tmp_path: Path) -> None:
    path = write(tmp_path / "take.mov", Fraction(50), "10:00:00:00")
    data = bytearray(path.read_bytes())
    entry = data.index(b"tmcd", data.index(b"gmhd"))
    entry = data.index(b"tmcd", data.index(b"stsd", entry))
    # Length of a frame in ticks, and frames in a second; then the first number itself.
    ticks = int.from_bytes(data[entry + 24 : entry + 28], "big")
    data[entry + 24 : entry + 28] = (2 * ticks).to_bytes(4, "big")
    assert data[entry + 28] == 50
    data[entry + 28] = 25
    number = data.index((50 * 36000).to_bytes(4, "big"))
    data[number : number + 4] = (25 * 36000 + 12).to_bytes(4, "big")
    path.write_bytes(data)
    assert read_source_timecode(path) == SourceTimecode(Fraction(50), "10:00:00:24")


SUFFIXES = [".mp4", ".m4v", ".mov", ".mkv"]


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize(
    ("rate_hz", "start", "clip_start"),
    [
        # The second is encoded again from within a group of pictures; the first is copied.
        (Fraction(25), "10:00:00:00", "10:00:00:10"),
        (NTSC, "10:00:59;28", "10:01:00;05"),
        (NTSC, "23:59:59:25", "00:00:00:02"),
        (Fraction(25, 2), "10:00:00:00", "10:00:00:14"),
    ],
)
def test_a_clip_has_the_timecode_of_its_first_frame(
    tmp_path: Path, suffix: str, rate_hz: Fraction, start: str, clip_start: str
) -> None:
    source = write(tmp_path / "take.mov", rate_hz, start)
    recorded = read_source_timecode(source)
    # Within the frame: files round times.
    start_s = recorded.time_of(clip_start) + 0.01
    clip = write_clip(source, start_s, start_s + 0.5, tmp_path / f"clip{suffix}", Task())
    assert read_source_timecode(clip).start == clip_start


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_skim_and_a_copy_begin_with_their_timecode(tmp_path: Path, suffix: str) -> None:
    source = write(tmp_path / "take.mov", NTSC, "10:00:00:00")
    skim = write_skim(source, [(0.52, 0.7), (0.1, 0.3)], tmp_path / f"skim{suffix}", Task())
    copy = tmp_path / f"copy{suffix}"
    write_chapters(source, [(0.0, 0.5, "one")], copy, Task())
    assert read_source_timecode(skim).start == "10:00:00:15"
    assert read_source_timecode(copy) == SourceTimecode(NTSC, "10:00:00:00")


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_clip_of_a_file_without_timecode_has_none(tmp_path: Path, suffix: str) -> None:
    source = write(tmp_path / "take.mp4", Fraction(25))
    clip = write_clip(source, 0.4, 0.8, tmp_path / f"clip{suffix}", Task())
    assert read_source_timecode(clip).start == ""


def test_a_rate_is_that_of_most_frames_where_pieces_were_joined(tmp_path: Path) -> None:
    source = write(tmp_path / "take.mov", NTSC, "10:00:00:00")
    skim = write_skim(source, [(0.51, 0.7), (0.11, 0.3)], tmp_path / "skim.mov", Task())
    assert read_source_timecode(skim) == SourceTimecode(NTSC, "10:00:00:15")
