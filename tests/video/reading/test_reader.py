"""Pictures and their times, held against synthesised truth and against real files."""

from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.barcode import numbered_pictures, read_number
from tests.bombs import png, write_pictures
from tests.conftest import MakeVideo
from tests.unusual_videos import write_transparent
from tests.videos import Encoding, texture
from videxplore.core.errors import SeekError, UnreadableVideoError
from videxplore.video.frames.decoded_frame import FrameConverter, Orientation, display_size
from videxplore.video.reading.reader import VideoReader, probe

RATES = [Fraction(24000, 1001), Fraction(25), Fraction(30000, 1001), Fraction(50), Fraction(10)]


@pytest.mark.parametrize("rate_hz", RATES)
@pytest.mark.parametrize("suffix", [".mp4", ".mkv", ".avi", ".ts", ".mov"])
def test_every_picture_comes_once_at_its_time(make_video: MakeVideo, suffix: str, rate_hz: Fraction) -> None:
    path = make_video(
        f"v{suffix}", pictures=numbered_pictures(60, 64, 128), encoding=Encoding(frame_rate_hz=rate_hz)
    )
    with VideoReader(path) as reader:
        seen = [(read_number(picture.to_rgb()), picture.time_s) for picture in reader.frames()]
        duration_s = reader.properties.duration_s
        assert reader.warnings == []
    assert [number for number, _ in seen] == list(range(60))
    # Matroska keeps whole milliseconds.
    tolerance_s = 1.1e-3 if suffix == ".mkv" else 1e-5
    assert [time_s for _, time_s in seen] == pytest.approx(
        [float(number / rate_hz) for number in range(60)], abs=tolerance_s
    )
    assert duration_s == pytest.approx(float(60 / rate_hz), abs=2 * tolerance_s)


@pytest.mark.parametrize("suffix", [".mp4", ".mkv", ".avi", ".ts"])
def test_the_picture_at_a_time_is_the_one_on_screen(make_video: MakeVideo, suffix: str) -> None:
    encoding = Encoding(gop_frames=17, options={"preset": "medium", "bf": "3"})
    path = make_video(f"v{suffix}", pictures=numbered_pictures(90, 64, 128), encoding=encoding)
    order = np.random.default_rng(2).permutation(90)[:40].tolist()
    with VideoReader(path) as reader:
        times_s = [picture.time_s for picture in reader.frames()]
        for number in order:
            assert read_number(reader.frame_at(times_s[number]).to_rgb()) == number
            # Rounded to microseconds, as JSON has it, and half a frame later.
            assert reader.frame_at(round(times_s[number], 6)).time_s == times_s[number]
            assert reader.frame_at(times_s[number] + 0.02).time_s == times_s[number]


def test_times_outside_the_video_have_no_picture(make_video: MakeVideo) -> None:
    with VideoReader(make_video()) as reader:
        assert reader.frame_at(0).time_s == 0
        assert reader.frame_at(reader.properties.duration_s).time_s == pytest.approx(2.96)
        for time_s in (-0.5, 3.5, float("inf")):
            with pytest.raises(SeekError, match="has no frame at"):
                reader.frame_at(time_s)


def test_pictures_begin_with_the_one_on_screen(make_video: MakeVideo) -> None:
    with VideoReader(make_video()) as reader:
        assert [round(picture.time_s / 0.04) for picture in reader.frames(1.99)] == list(range(49, 75))


def test_the_sync_pass_gives_sync_frames_only(make_video: MakeVideo) -> None:
    path = make_video(seeds=[1], frames_per_shot=100, encoding=Encoding(gop_frames=20))
    with VideoReader(path) as reader:
        every = {picture.time_s: picture.to_rgb() for picture in reader.frames() if picture.is_sync}
        sync = {picture.time_s: picture.to_rgb() for picture in reader.sync_frames()}
        again = [picture.time_s for picture in reader.frames()]
    assert [round(time_s / 0.04) for time_s in sync] == [0, 20, 40, 60, 80]
    assert list(every) == list(sync)
    assert all(np.array_equal(every[time_s], sync[time_s]) for time_s in every)
    assert len(again) == 100


def test_properties(make_video: MakeVideo) -> None:
    properties = probe(make_video(encoding=Encoding(frame_rate_hz=Fraction(30000, 1001))))
    assert (properties.width_px, properties.height_px, properties.rotation_deg) == (320, 180, 0)
    assert properties.frame_rate_hz == Fraction(30000, 1001)
    assert (properties.codec, properties.pixel_format, properties.has_audio) == ("h264", "yuv420p", False)


@pytest.mark.parametrize("pixel_format", ["yuv420p", "yuv420p10le", "yuv422p", "yuv444p", "yuvj420p"])
def test_colours_survive_every_pixel_format(make_video: MakeVideo, pixel_format: str) -> None:
    picture = texture(7)
    encoding = Encoding(pixel_format=pixel_format, options={"preset": "ultrafast", "crf": "4"})
    with VideoReader(make_video(pictures=[picture] * 3, encoding=encoding)) as reader:
        shown = next(reader.frames()).to_rgb()
    assert np.abs(shown.astype(int) - picture).mean() < 2.5


def test_transparent_parts_are_shown_on_black(tmp_path: Path) -> None:
    path = write_transparent(tmp_path / "a.mov")
    with VideoReader(path) as reader:
        shown = next(reader.frames()).to_rgb()
    assert shown[:, :32].max() == 0
    assert shown[:, 32:].min() == 200


@pytest.mark.parametrize("rotation_deg", [0, 90, 180, 270])
@pytest.mark.parametrize("is_mirrored", [False, True])
def test_pictures_are_upright(tmp_path: Path, rotation_deg: int, is_mirrored: bool) -> None:
    upright = texture(9, 96, 160)
    # The matrix turns first and mirrors then.
    stored = np.rot90(upright[:, ::-1] if is_mirrored else upright, rotation_deg // 90)
    path = tmp_path / "turned.mp4"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", 25, options={"crf": "4"})
        assert isinstance(stream, av.VideoStream)
        stream.height, stream.width, stream.pix_fmt = stored.shape[0], stored.shape[1], "yuv420p"
        # FFmpeg counts the turn counter-clockwise.
        stream.set_display_rotation(-rotation_deg, hflip=is_mirrored)
        container.mux(stream.encode(av.VideoFrame.from_ndarray(np.ascontiguousarray(stored), format="rgb24")))
        container.mux(stream.encode())
    with VideoReader(path) as reader:
        shown = next(reader.frames()).to_rgb()
        if not is_mirrored:
            assert reader.properties.rotation_deg == rotation_deg
        assert (reader.properties.height_px, reader.properties.width_px) == upright.shape[:2]
    assert np.abs(shown.astype(int) - upright).mean() < 4


def test_pixel_aspect_widens_the_picture(real_videos: Path) -> None:
    with VideoReader(real_videos / "carphone_pristine.mp4") as reader:
        assert (reader.properties.width_px, reader.properties.height_px) == (193, 144)
        assert next(reader.frames()).to_rgb().shape == (144, 193, 3)


@given(
    st.integers(2, 4000),
    st.integers(2, 4000),
    st.fractions(Fraction(1, 4), 4),
    st.sampled_from([0, 90, 180, 270]),
)
def test_display_size_keeps_the_aspect(width: int, height: int, aspect: Fraction, turn: int) -> None:
    shown = display_size(width, height, aspect, Orientation(turn))
    if turn in (90, 270):
        shown = shown[::-1]
    assert shown[0] >= width
    assert shown[1] >= height
    assert abs(shown[0] - width * aspect) <= 0.5 or abs(shown[1] - height / aspect) <= 0.5


@given(st.integers(1, 400), st.integers(1, 400))
def test_one_side_gives_the_other(width: int, height: int) -> None:
    frame = av.VideoFrame.from_ndarray(texture(1, 90, 160), format="rgb24")
    converter = FrameConverter(160, 90, Orientation())
    assert converter.rgb(frame, width, None).shape[:2] == (max(1, round(width * 90 / 160)), width)
    assert converter.rgb(frame, None, height).shape[:2] == (height, max(1, round(height * 160 / 90)))


def test_a_time_zero_that_is_not_zero(real_videos: Path) -> None:
    with VideoReader(real_videos / "psd_delayed_start.mp4") as reader:
        times_s = [picture.time_s for picture in reader.frames()]
        assert reader.properties.duration_s == pytest.approx(0.96)
        assert reader.frame_at(0.5).time_s == pytest.approx(0.48)
    assert times_s == pytest.approx([number / 25 for number in range(24)])


def test_a_length_that_no_header_tells(real_videos: Path) -> None:
    assert probe(real_videos / "no_duration.webm").duration_s == pytest.approx(4.938, abs=0.002)


def test_varying_frame_durations(tmp_path: Path) -> None:
    ticks = np.cumsum([0, *np.random.default_rng(3).integers(1, 90, 40)]).tolist()
    path = tmp_path / "varying.mp4"
    pictures = numbered_pictures(len(ticks), 64, 128)
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", 25)
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height, stream.pix_fmt = 128, 64, "yuv420p"
        stream.codec_context.time_base = Fraction(1, 1000)
        for tick, picture in zip(ticks, pictures, strict=True):
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
            frame.pts, frame.time_base = tick, Fraction(1, 1000)
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    with VideoReader(path) as reader:
        assert [picture.time_s for picture in reader.frames()] == pytest.approx(
            [tick / 1000 for tick in ticks]
        )
        for number, (tick, following) in enumerate(pairwise(ticks)):
            assert read_number(reader.frame_at((tick + following) / 2000).to_rgb()) == number


def test_the_larger_of_two_default_tracks_is_taken(real_videos: Path) -> None:
    properties = probe(real_videos / "nasa_13013.mp4")
    assert (properties.width_px, properties.height_px) == (480, 270)


def test_a_cover_picture_is_no_video(real_videos: Path) -> None:
    assert probe(real_videos / "tf_carving_ice_android.mp4").width_px == 360


def test_metadata_that_is_not_utf8(make_video: MakeVideo) -> None:
    path = make_video("m.mkv")
    data = path.read_bytes()
    at = data.index(b"Lavf")
    path.write_bytes(data[:at] + b"\xff\xfe\xe9\xff" + data[at + 4 :])
    assert probe(path).width_px == 320


def test_a_file_cut_short_is_read_as_far_as_it_goes(make_video: MakeVideo) -> None:
    path = make_video("v.mkv", pictures=numbered_pictures(100, 64, 128))
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 2 // 3])
    with VideoReader(path) as reader:
        numbers = [read_number(picture.to_rgb()) for picture in reader.frames()]
        assert numbers[:30] == list(range(30))
        assert len(numbers) < 100
        assert reader.properties.duration_s < 4
        assert any("is cut short" in sentence for sentence in reader.warnings)


def test_a_frame_each_minute_makes_no_video_longer(make_video: MakeVideo) -> None:
    slow = Encoding(frame_rate_hz=Fraction(1, 60), options={"bf": "3"})
    with VideoReader(make_video("v.mkv", seeds=[1, 2], frames_per_shot=5, encoding=slow)) as reader:
        assert [frame.time_s for frame in reader.frames()] == [60.0 * number for number in range(10)]
        assert reader.properties.duration_s == 600
        assert reader.warnings == []


def test_an_mp4_whose_data_is_cut_short(tmp_path: Path) -> None:
    path = tmp_path / "fast.mp4"
    with av.open(str(path), "w", container_options={"movflags": "faststart"}) as container:
        stream = container.add_stream("libx264", 25, options={"crf": "10"})
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height, stream.pix_fmt = 320, 180, "yuv420p"
        for number in range(50):
            container.mux(stream.encode(av.VideoFrame.from_ndarray(texture(number), format="rgb24")))
        container.mux(stream.encode())
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with VideoReader(path) as reader:
        count = sum(1 for _ in reader.frames())
        assert 10 < count < 40
        assert reader.properties.duration_s < 1.6
        assert any("instead of 2.0 s" in sentence for sentence in reader.warnings)


def test_damage_in_the_middle_is_passed_over_and_told(real_videos: Path) -> None:
    with VideoReader(real_videos / "corrupted.mp4") as reader:
        assert sum(1 for _ in reader.frames()) == 49
        assert reader.warnings == ["One part of “corrupted.mp4” could not be decoded, at 3.1 s."]


def test_false_sync_frames_do_not_spoil_pictures(real_videos: Path) -> None:
    # This phone's index calls every 50th frame a sync frame; two of them are.
    with VideoReader(real_videos / "phone_MOV00006.3gp") as reader:
        every = {picture.time_s: picture.to_rgb(44, 36) for picture in reader.frames()}
        for time_s in list(every)[150:60:-30]:
            assert np.array_equal(reader.frame_at(time_s).to_rgb(44, 36), every[time_s])


def test_flipped_bytes_are_read_or_refused(make_video: MakeVideo, tmp_path: Path) -> None:
    data = np.frombuffer(make_video(seeds=[1, 2]).read_bytes(), np.uint8)
    chance = np.random.default_rng(11)
    target = tmp_path / "flipped.mp4"
    outcomes = set()
    for _ in range(25):
        flipped = data.copy()
        for at in chance.integers(len(data), size=chance.integers(1, 30)):
            flipped[at] ^= 1 << chance.integers(8)
        target.write_bytes(flipped.tobytes())
        outcomes.add(read_or_refused(target))
    assert "read" in outcomes


def read_or_refused(path: Path) -> str:
    """Whether a file could be read; any other error than a refusal is one of the program."""
    try:
        with VideoReader(path) as reader:
            times_s = [picture.time_s for picture in reader.frames()]
            duration_s = reader.properties.duration_s
    except UnreadableVideoError:
        return "refused"
    assert all(before < after for before, after in pairwise(times_s))
    assert duration_s > 0
    return "read"


def test_reference_pictures_are_the_same_pictures_and_fewer(make_video: MakeVideo) -> None:
    options = {"preset": "medium", "bf": "3", "x264-params": "b-pyramid=none"}
    video = make_video(seeds=[1, 2], frames_per_shot=30, encoding=Encoding(options=options))
    with VideoReader(video) as reader:
        every = {picture.time_s: picture.to_rgb() for picture in reader.frames()}
        references = {picture.time_s: picture.to_rgb() for picture in reader.reference_frames()}
        assert len(list(reader.frames())) == len(every)
    assert 0 < len(references) < len(every)
    for time_s, pixels in references.items():
        np.testing.assert_array_equal(pixels, every[time_s])


def test_lead_in_decodes_references_only(
    make_video: MakeVideo,
) -> None:
    options = {"preset": "medium", "bf": "3", "x264-params": "b-pyramid=none:keyint=60:scenecut=0"}
    video = make_video(seeds=[1], frames_per_shot=60, encoding=Encoding(options=options))
    with VideoReader(video) as reader:
        every = {picture.time_s: picture.to_rgb() for picture in reader.frames()}
        for time_s in list(every)[::7]:
            needed = list(reader.frames(time_s, lead_in="references"))
            assert [one.time_s for one in reader.frames(0.0, lead_in="all")] == list(every)
            before = [one for one in needed if one.time_s < time_s]
            assert len(before) <= sum(one < time_s for one in every) // 2 + 3
            assert [one.time_s for one in needed if one.time_s >= time_s] == [
                one for one in every if one >= time_s
            ]
            for picture in needed:
                np.testing.assert_array_equal(picture.to_rgb(), every[picture.time_s])


def test_seeking_in_real_videos_shows_what_decoding_all_shows(
    real_videos: Path,
) -> None:
    generator = np.random.default_rng(8)
    for name in ("ffpy_in.mp4", "mdn_elf.webm", "tf_carving_ice.mp4", "psd_delayed_start.mp4"):
        with VideoReader(real_videos / name) as reader:
            for _ in range(4):
                time_s = generator.random() * reader.properties.duration_s
                *_, last = (one for one in reader.frames(0.0) if one.time_s <= time_s + 1e-6)
                shown = next(reader.frames(time_s))
                assert shown.time_s == last.time_s
                np.testing.assert_array_equal(shown.to_rgb(), last.to_rgb())


def test_damaged_header_with_late_start(real_videos: Path, tmp_path: Path) -> None:
    """Three changed bytes make FFmpeg take this clip for a raw stream that begins at its last picture."""
    content = bytearray((real_videos / "psd_delayed_start.mp4").read_bytes())
    content[1], content[4], content[51] = 128, 228, 2
    damaged = tmp_path / "damaged.mp4"
    damaged.write_bytes(content)
    with VideoReader(damaged) as reader:
        for pictures in (reader.frames, reader.reference_frames, reader.sync_frames):
            times_s = [picture.time_s for picture in pictures()]
            assert len(times_s) > 10
            assert 0 <= times_s[0] < 0.5
            assert times_s[-1] <= reader.properties.duration_s


def test_pictures_that_are_lines_are_a_sentence(tmp_path: Path) -> None:
    path = write_pictures(tmp_path / "thin.mov", [png(2, 60_000)], [0], "png", (2, 60_000))
    with VideoReader(path) as reader:
        picture = next(reader.frames())
        with pytest.raises(UnreadableVideoError, match="2 x 60000 pixels"):
            picture.to_luma(320, 180)
