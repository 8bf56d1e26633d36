"""What files say of their recording: of many cameras and containers, and where they say nonsense."""

import os
import re
import struct
from fractions import Fraction
from pathlib import Path

import pytest

from tests.videos import Encoding, texture, write_video
from videxplore.core.metadata import Place, VideoMetadata
from videxplore.video.reading.reader import probe

SIZE = 48, 64


def metadata_of(path: Path) -> VideoMetadata:
    known = probe(path).metadata
    assert known is not None
    return known


def tagged(path: Path, tags: dict[str, str], **encoding: object) -> VideoMetadata:
    """The metadata of a small video with these tags."""
    options = {"movflags": "use_metadata_tags"} if path.suffix.lower() in (".mov", ".mp4") else {}
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


SIDECAR = (
    '<NonRealTimeMeta xmlns="urn:schemas-professionalDisc:nonRealTimeMeta:ver.2.00">'
    '<CreationDate value="2019-08-03T14:28:26+09:00"/><Device manufacturer="Sony" modelName="ILCE-7M3"/>'
    "</NonRealTimeMeta>"
)
XMP = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    '<rdf:Description xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:CreateDate="2021-03-04T05:06:07+01:00"/>'
    "</rdf:RDF></x:xmpmeta>"
)
XMP_BOX = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")


@pytest.mark.parametrize("name", ["C0001M01.XML", "C0001.XML", "C0001.MP4.xmp", "C0001.XMP", "C0001.MP4.XMP"])
def test_a_sidecar_is_read(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(SIDECAR)
    found = tagged(tmp_path / "C0001.MP4", {"creation_time": "2019-08-03T05:28:26Z"})
    assert (found.recorded, found.camera) == ("2019-08-03T14:28:26+09:00", "Sony ILCE-7M3")


def test_the_file_goes_before_its_sidecar(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(SIDECAR)
    assert tagged(tmp_path / "a.mov", {"com.apple.quicktime.make": "Apple"}).camera_make == "Apple"


def test_a_sidecar_that_cannot_be_read_does_no_harm(tmp_path: Path) -> None:
    (tmp_path / "aM01.XML").mkdir()
    (tmp_path / "a.XML").write_bytes(b"\xff\xfe<")
    (tmp_path / "a.xmp").symlink_to(tmp_path / "nowhere")
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "a.xml")
    assert tagged(tmp_path / "a.mp4", {}).camera == ""


def append_box(file: Path, kind: bytes, content: bytes, size: int | None = None) -> None:
    with file.open("ab") as stream:
        stream.write(struct.pack(">I4s", 8 + len(content) if size is None else size, kind) + content)


def test_embedded_xmp_is_read(tmp_path: Path) -> None:
    tagged(tmp_path / "a.mp4", {"creation_time": "2024-05-01T12:00:00Z"})
    append_box(tmp_path / "a.mp4", b"uuid", XMP_BOX + b"<?xpacket begin=''?>" + XMP.encode() + b" " * 9)
    assert metadata_of(tmp_path / "a.mp4").recorded == "2021-03-04T05:06:07+01:00"


def test_the_document_of_a_sony_camera_is_read(tmp_path: Path) -> None:
    tagged(tmp_path / "a.mp4", {"creation_time": "2019-08-03T05:28:26Z"})
    append_box(tmp_path / "a.mp4", b"meta", b"\0\0\0\0\0\0\0\x99xml \0\0\0\0" + SIDECAR.encode() + b"\0")
    found = metadata_of(tmp_path / "a.mp4")
    assert (found.recorded, found.camera) == ("2019-08-03T14:28:26+09:00", "Sony ILCE-7M3")


def test_a_megabyte_of_opened_elements_is_passed_quickly(tmp_path: Path) -> None:
    tagged(tmp_path / "a.mp4", {"creation_time": "2024-05-01T12:00:00Z"})
    append_box(tmp_path / "a.mp4", b"uuid", b"<rdf:RDF " * 110_000)
    assert metadata_of(tmp_path / "a.mp4").recorded == "2024-05-01T12:00:00+00:00"


@pytest.mark.parametrize("size", [0, 1, 7, 2**31])
def test_a_box_of_a_false_size_does_no_harm(tmp_path: Path, size: int) -> None:
    tagged(tmp_path / "a.mp4", {"creation_time": "2024-05-01T12:00:00Z"})
    append_box(tmp_path / "a.mp4", b"uuid", XMP_BOX + b"<", size)
    assert metadata_of(tmp_path / "a.mp4").recorded == "2024-05-01T12:00:00+00:00"


@pytest.mark.parametrize("name", ["a.mov", "a.mp4", "a.mkv", "a.avi"])
def test_a_megabyte_of_tags_with_control_characters_is_cut(tmp_path: Path, name: str) -> None:
    long = "\x1b[31m\r\n\u202e" + "x" * 1_000_000
    keys = ("make", "model", "date", "location", "comment", "creation_time", "DATE_RECORDED")
    found = tagged(tmp_path / name, dict.fromkeys(keys, long))
    assert (found.recorded, found.place) == ("", None)
    assert len(found.camera) <= 300
    assert found.camera.isprintable()


MDPM = bytes.fromhex("17ee8c60f84d11d98cd60800200c9a66") + b"MDPM"


def with_user_data(path: Path, content: bytes) -> VideoMetadata:
    """The metadata of an H.264 stream whose first frame has this user data."""
    write_video(path, [texture(1, *SIZE)] * 2, Encoding())
    stream = path.read_bytes()
    # Emulation prevention keeps what looks like the start of a unit out of the data.
    safe = re.sub(rb"\x00\x00(?=[\x00-\x03])", b"\x00\x00\x03", content)
    unit = b"\x00\x00\x00\x01\x06\x05" + bytes([len(content)]) + safe + b"\x80"
    first_slice = stream.index(b"\x00\x00\x01\x65")
    path.write_bytes(stream[:first_slice] + unit + stream[first_slice:])
    return metadata_of(path)


def test_a_camcorder_writes_its_date_into_the_first_frame(tmp_path: Path) -> None:
    entries = bytes.fromhex("18 12 20 12 0819 25 14 03 22e0 01 03 00 00")
    found = with_user_data(tmp_path / "00001.h264", MDPM + b"\x03" + entries)
    assert (found.recorded, found.camera) == ("2012-08-25T14:03:22+09:00", "Panasonic")


@pytest.mark.parametrize("entries", ["", "03", "ff18", "02 1812201299 19ffffffff", "01 1925140322"])
def test_damaged_user_data_of_a_camcorder_does_no_harm(tmp_path: Path, entries: str) -> None:
    found = with_user_data(tmp_path / "00001.h264", MDPM + bytes.fromhex(entries))
    assert (found.recorded, found.camera) == ("", "")
