"""Files that are not as the textbook has them: each peculiarity synthesised, with the truth known."""

from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest

from tests.barcode import numbered_pictures, read_number
from tests.conftest import MakeVideo
from tests.unusual_videos import (
    damage_packets,
    write_false_sync_frames,
    write_transparent,
    write_two_tracks,
    write_with_cover,
)
from tests.video.sounds import ticking, write_sound
from tests.videos import Encoding, texture, write_video
from videxplore.core.task import Task
from videxplore.video.audio import SAMPLE_RATE_HZ, AudioReader
from videxplore.video.cuts import ShotDetector
from videxplore.video.reading.reader import VideoReader, probe
from videxplore.video.writing.writer import write_clip

RATE_HZ = 25
WITH_B_FRAMES = {"preset": "medium", "bf": "3"}


def write_numbered(path: Path, count: int, encoding: Encoding) -> Path:
    return write_video(path, numbered_pictures(count, 96, 160), encoding)


@pytest.mark.parametrize("suffix", [".mp4", ".mov", ".ts", ".mkv", ".flv"])
def test_late_start_is_time_zero(tmp_path: Path, suffix: str) -> None:
    encoding = Encoding(start_s=Fraction(27, RATE_HZ), options=WITH_B_FRAMES)
    with VideoReader(write_numbered(tmp_path / f"late{suffix}", 24, encoding)) as reader:
        times_s = [picture.time_s for picture in reader.frames()]
        assert reader.properties.duration_s == pytest.approx(0.96)
        shown = reader.frame_at(0.5)
        assert shown.time_s == pytest.approx(0.48)
        assert read_number(shown.to_rgb()) == 12
        assert reader.warnings == []
    assert times_s == pytest.approx([number / RATE_HZ for number in range(24)])


@pytest.mark.parametrize(("suffix", "codec"), [(".webm", "libvpx"), (".mkv", "libx264")])
def test_duration_missing_in_header(tmp_path: Path, suffix: str, codec: str) -> None:
    encoding = Encoding(codec=codec, options={}, container_options={"live": "1"})
    path = write_numbered(tmp_path / f"live{suffix}", 40, encoding)
    with av.open(str(path)) as container:
        assert container.duration is None
    assert probe(path).duration_s == pytest.approx(40 / RATE_HZ, abs=0.002)


@pytest.mark.parametrize("suffix", [".mp4", ".mkv"])
def test_pixel_aspect_widens_frames(tmp_path: Path, suffix: str) -> None:
    path = write_numbered(tmp_path / f"wide{suffix}", 3, Encoding(pixel_aspect=Fraction(128, 117)))
    with VideoReader(path) as reader:
        assert (reader.properties.width_px, reader.properties.height_px) == (175, 96)
        assert next(reader.frames()).to_rgb().shape == (96, 175, 3)


@pytest.mark.parametrize("suffix", [".mov", ".mkv"])
@pytest.mark.parametrize("sizes_px", [[(80, 48), (160, 96)], [(160, 96), (80, 48)]])
def test_larger_of_two_default_tracks(tmp_path: Path, suffix: str, sizes_px: list[tuple[int, int]]) -> None:
    properties = probe(write_two_tracks(tmp_path / f"two{suffix}", sizes_px))
    assert (properties.width_px, properties.height_px) == (160, 96)


@pytest.mark.parametrize("suffix", [".mp4", ".mov"])
def test_cover_image_is_no_video(tmp_path: Path, suffix: str) -> None:
    path = write_with_cover(tmp_path / f"cover{suffix}", texture(1, 480, 640))
    with VideoReader(path) as reader:
        assert reader.properties.width_px == 160
        assert [read_number(picture.to_rgb()) for picture in reader.frames()] == list(range(10))


def test_damaged_frames_are_skipped_and_reported(tmp_path: Path) -> None:
    path = write_numbered(tmp_path / "damaged.mkv", 60, Encoding(gop_frames=10))
    damage_packets(path, "video", [30])
    with VideoReader(path) as reader:
        seen = {round(one.time_s * RATE_HZ): read_number(one.to_rgb()) for one in reader.frames()}
        assert reader.warnings == ["One part of “damaged.mkv” could not be decoded, at 1.3 s."]
    whole = [*range(30), *range(40, 60)]
    assert [seen[number] for number in whole] == whole


@pytest.mark.parametrize(("suffix", "codec"), [(".mp4", "mpeg4"), (".3gp", "h263")])
def test_false_sync_frames(tmp_path: Path, suffix: str, codec: str) -> None:
    path = write_false_sync_frames(tmp_path / f"false{suffix}", codec)
    with av.open(str(path)) as container:
        marked = [at for at, packet in enumerate(container.demux(video=0)) if packet.is_keyframe]
    assert marked == [0, 25, 50, 75, 100, 125]
    with VideoReader(path) as reader:
        every = {picture.time_s: picture.to_rgb() for picture in reader.frames()}
        assert [read_number(pixels) for pixels in every.values()] == list(range(150))
        for time_s in list(every)[140:10:-13]:
            np.testing.assert_array_equal(reader.frame_at(time_s).to_rgb(), every[time_s])


QUICK_VPX = {"deadline": "realtime", "cpu-used": "8"}
ENCODINGS = {
    "open-gop.mp4": Encoding(gop_frames=12, options={**WITH_B_FRAMES, "x264-params": "open-gop=1"}),
    "long-gop.mkv": Encoding(gop_frames=250, options=WITH_B_FRAMES),
    "vp9.webm": Encoding(
        codec="libvpx-vp9", gop_frames=30, options={"deadline": "realtime", "cpu-used": "8"}
    ),
    "late.mp4": Encoding(codec="mpeg4", start_s=Fraction(27, RATE_HZ), options={"bf": "2"}),
}


@pytest.mark.parametrize("name", ENCODINGS)
def test_seeking_shows_what_decoding_all_shows(tmp_path: Path, name: str) -> None:
    generator = np.random.default_rng(8)
    with VideoReader(write_numbered(tmp_path / name, 80, ENCODINGS[name])) as reader:
        every = list(reader.frames(0.0))
        assert [read_number(one.to_rgb()) for one in every] == list(range(80))
        for time_s in generator.random(8) * reader.properties.duration_s:
            *_, last = (one for one in every if one.time_s <= time_s + 1e-6)
            shown = next(reader.frames(time_s))
            assert shown.time_s == last.time_s
            np.testing.assert_array_equal(shown.to_rgb(), last.to_rgb())


def test_damaged_header_moves_no_frame_before_zero(tmp_path: Path) -> None:
    """Without its file type FFmpeg takes this MP4 for a raw MPEG-4 stream, with no times in it."""
    encoding = Encoding(codec="mpeg4", options={}, start_s=Fraction(27, RATE_HZ))
    path = write_numbered(tmp_path / "damaged.mp4", 24, encoding)
    content = bytearray(path.read_bytes())
    content[1], content[4] = 128, 228
    path.write_bytes(content)
    with av.open(str(path)) as container:
        assert container.format.name == "m4v"
    with VideoReader(path) as reader:
        for pictures in (reader.frames, reader.reference_frames, reader.sync_frames):
            times_s = [picture.time_s for picture in pictures()]
            assert times_s
            assert 0 <= times_s[0] < 0.5


@pytest.mark.parametrize("rotation_deg", [90, 180, 270])
def test_screen_pictures_are_upright(tmp_path: Path, rotation_deg: int) -> None:
    encoding = Encoding(rotation_deg=rotation_deg)
    with VideoReader(write_video(tmp_path / "turned.mov", [texture(2)] * 3, encoding)) as reader:
        picture = next(reader.frames())
        width_px, height_px = reader.properties.width_px, reader.properties.height_px
        screen, exact = picture.to_screen(width_px, height_px), picture.to_rgb()
    assert (height_px, width_px) == ((180, 320) if rotation_deg == 180 else (320, 180))
    upright = np.rot90(texture(2), -rotation_deg // 90)
    assert np.abs(exact.astype(int) - upright).mean() < 4
    assert np.abs(screen[..., 2::-1].astype(int) - exact).mean() < 3


def test_transparent_parts_are_black_on_screen(tmp_path: Path) -> None:
    with VideoReader(write_transparent(tmp_path / "transparent.mov")) as reader:
        screen = next(reader.frames()).to_screen(64, 48)
    assert screen[:, :32, :3].max() == 0
    assert screen[:, 32:, :3].min() == 200


COPIED = {
    "turned.mov": Encoding(rotation_deg=90),
    "wide.mp4": Encoding(pixel_aspect=Fraction(128, 117)),
    "full-range.mp4": Encoding(pixel_format="yuvj420p"),
}


@pytest.mark.parametrize("name", COPIED)
def test_clips_keep_rotation_aspect_and_range(tmp_path: Path, name: str) -> None:
    film = write_video(tmp_path / name, [texture(3, 96, 160)] * 10, COPIED[name])
    target = tmp_path / "clip.mp4"
    write_clip(film, 0, 0.2, target, Task())
    with VideoReader(film) as source, VideoReader(target) as copy:
        assert copy.properties.rotation_deg == source.properties.rotation_deg
        pairs = list(zip(source.frames(), copy.frames(), strict=False))
    assert len(pairs) == 5
    for before, after in pairs:
        assert np.abs(before.to_rgb().astype(int) - after.to_rgb()).mean() < 4


@pytest.mark.parametrize(("suffix", "codec"), [(".mp4", "aac"), (".mp4", "libmp3lame")])
def test_damaged_sound_leaves_silence(tmp_path: Path, suffix: str, codec: str) -> None:
    path = write_sound(tmp_path / f"sound{suffix}", ticking(4), codec)
    damage_packets(path, "audio", range(60, 80))
    with AudioReader(path) as reader:
        samples = np.concatenate(list(reader.continuous(0, 4)))
    assert len(samples) == 4 * SAMPLE_RATE_HZ
    loud_s = np.flatnonzero(np.abs(samples).max(axis=1) > 0.3) / SAMPLE_RATE_HZ
    assert loud_s[-1] == pytest.approx(3.51, abs=0.01)


def test_fades_of_an_encoded_film(make_video: MakeVideo) -> None:
    film = [texture(seed) for seed in (9, 10, 12) for _ in range(60)]
    for cut in (60, 120):
        for step in range(10):
            film[cut - 1 - step] = (film[cut - 1 - step] * (step / 10)).astype(np.uint8)
            film[cut + step] = (film[cut + step] * (step / 10)).astype(np.uint8)
    starts = shot_starts(make_video(pictures=film))
    assert starts == pytest.approx([0, 60, 120], abs=8)


def test_cuts_of_a_grainy_handheld_film(make_video: MakeVideo) -> None:
    generator = np.random.default_rng(5)
    edges = [0, 30, 76, 137, 187, 242, 270]
    film = []
    for seed, (start, end) in enumerate(pairwise(edges), start=20):
        for number in range(end - start):
            shake_px = generator.integers(-1, 2, size=2)
            moved = np.roll(texture(seed), (shake_px[0], shake_px[1] + 2 * number), axis=(0, 1))
            grain = generator.normal(0, 6, moved.shape[:2])[..., None]
            film.append(np.clip(moved + grain, 0, 255).astype(np.uint8))
    assert shot_starts(make_video(pictures=film)) == edges[:-1]


def shot_starts(path: Path) -> list[int]:
    """Numbers of the frames at which shots begin."""
    detector = ShotDetector()
    with VideoReader(path) as reader:
        for picture in reader.frames():
            detector.push(picture.to_small(), picture.time_s)
        spans = detector.finish(reader.properties.duration_s)
    return [round(start_s * RATE_HZ) for start_s, _ in spans]
