"""What files say of their recording: of many cameras and containers, and where they say nonsense."""

from fractions import Fraction
from pathlib import Path

import pytest

from tests.videos import Encoding, texture, write_video
from videxplore.core.metadata import Place, VideoMetadata
from videxplore.video.reader import probe

SIZE = 48, 64


def metadata_of(path: Path) -> VideoMetadata:
    known = probe(path).metadata
    assert known is not None
    return known


def tagged(path: Path, tags: dict[str, str], **encoding: object) -> VideoMetadata:
    """The metadata of a small video with these tags."""
    options = {"movflags": "use_metadata_tags"} if path.suffix in (".mov", ".mp4") else {}
    frames = [texture(1, *SIZE)] * 2
    write_video(path, frames, Encoding(tags=tags, container_options=options, **encoding))  # type: ignore[arg-type]
    return metadata_of(path)


def test_an_iphone_names_itself_its_time_and_its_place(tmp_path: Path) -> None:
    found = tagged(
        tmp_path / "IMG_0001.MOV".lower(),
        {
            "creation_time": "2019-12-28T13:33:42.000000Z",
            "com.apple.quicktime.creationdate": "2019-12-28T15:33:42+0200",
            "com.apple.quicktime.make": "Apple",
            "com.apple.quicktime.model": "iPhone 12 Pro",
            "com.apple.quicktime.location.ISO6709": "+48.1372+011.5755+519.045/",
        },
    )
    assert found.recorded == "2019-12-28T15:33:42+02:00"
    assert found.recorded_s == 1577540022
    assert found.camera == "Apple iPhone 12 Pro"
    assert found.place == Place(48.1372, 11.5755, 519.045)


def test_the_coding_is_read_from_the_stream(tmp_path: Path) -> None:
    found = tagged(
        tmp_path / "a.mkv",
        {},
        pixel_format="yuv420p10le",
        codec="libx265",
        frame_rate_hz=Fraction(30000, 1001),
        options={
            "preset": "ultrafast",
            "x265-params": "log-level=none:colorprim=bt2020:transfer=smpte2084:colormatrix=bt2020nc",
        },
    )
    assert (found.codec_profile, found.bit_depth, found.dynamic_range) == ("Main 10", 10, "HDR10")
    assert (found.colour_primaries, found.colour_transfer) == ("bt2020", "smpte2084")
    assert (found.colour_matrix, found.colour_range) == ("bt2020nc", "limited")
    assert found.nominal_rate_hz == Fraction(30000, 1001)


@pytest.mark.parametrize(("name", "tags", "recorded"), [
    ("a.mp4", {"creation_time": "2024-05-01T12:03:22Z"}, "2024-05-01T12:03:22+00:00"),
    ("a.mkv", {"DATE_RECORDED": "2008-09-03 22:21:45"}, "2008-09-03T22:21:45"),
    ("a.mkv", {"DATE": "20130214"}, "2013-02-14"),
])  # fmt: skip
def test_the_date_recorded_is_read(tmp_path: Path, name: str, tags: dict[str, str], recorded: str) -> None:
    assert tagged(tmp_path / name, tags).recorded == recorded


def test_the_recorded_timecode_and_the_rate_it_counts_at_are_read(tmp_path: Path) -> None:
    found = tagged(tmp_path / "a.mov", {"timecode": "10:00:00:00"}, frame_rate_hz=Fraction(25))
    assert (found.start_timecode, found.nominal_rate_hz) == ("10:00:00:00", Fraction(25))


def test_a_file_that_says_nothing_has_no_metadata(tmp_path: Path) -> None:
    found = tagged(tmp_path / "a.mp4", {})
    assert (found.recorded, found.camera, found.place, found.sound) == ("", "", None, ())
    assert found.field_order == "progressive"
