"""Archives of small pictures: what goes in comes out, and a fault is a fault."""

import errno
import os
import zipfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.videos import texture
from videxplore.core.errors import DiskFullError
from videxplore.core.limits import MOST_STORED_PICTURE_BYTES
from videxplore.core.types import Thumbnail
from videxplore.video.thumbnails import ThumbnailArchive, decode_jpeg, encode_jpeg, write_thumbnail_archive


def test_jpeg_keeps_the_picture() -> None:
    picture = texture(3)
    again = decode_jpeg(encode_jpeg(picture, 95))
    assert again.shape == picture.shape
    assert np.abs(again.astype(int) - picture).mean() < 3


def test_higher_quality_is_larger() -> None:
    assert len(encode_jpeg(texture(3), 90)) > len(encode_jpeg(texture(3), 40))


@pytest.mark.parametrize("data", [b"", b"no picture", encode_jpeg(texture(1))[:200]])
def test_a_damaged_jpeg_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="damaged"):
        decode_jpeg(data)


@given(st.lists(st.integers(0, 10**10), min_size=1, max_size=40, unique=True), st.integers(0, 10**10))
def test_the_nearest_picture_is_found(
    tmp_path_factory: pytest.TempPathFactory, times_us: list[int], asked_us: int
) -> None:
    file = tmp_path_factory.mktemp("archive") / "a.zip"
    write_thumbnail_archive(file, [Thumbnail(time_us / 1e6, str(time_us).encode()) for time_us in times_us])
    with ThumbnailArchive.open(file) as archive:
        assert archive.times_s.tolist() == [time_us / 1e6 for time_us in sorted(times_us)]
        found = archive.nearest(asked_us / 1e6)
    best = min(abs(time_us - asked_us) for time_us in times_us)
    assert abs(int(bytes(found.picture_jpeg)) - asked_us) == best


def test_writing_replaces_and_leaves_nothing_else(tmp_path: Path) -> None:
    file = tmp_path / "deep" / "a.zip"
    for count in (3, 1):
        write_thumbnail_archive(file, [Thumbnail(float(number), b"x") for number in range(count)])
    with ThumbnailArchive.open(file) as archive:
        assert len(archive) == 1
    assert [path.name for path in file.parent.iterdir()] == ["a.zip"]


def test_the_same_pictures_give_the_same_file(tmp_path: Path) -> None:
    pictures = [Thumbnail(1.5, b"abc"), Thumbnail(0.25, b"def")]
    write_thumbnail_archive(tmp_path / "a.zip", pictures)
    write_thumbnail_archive(tmp_path / "b.zip", pictures[::-1])
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()


def test_an_empty_archive_has_no_nearest_picture(tmp_path: Path) -> None:
    write_thumbnail_archive(tmp_path / "a.zip", [])
    with ThumbnailArchive.open(tmp_path / "a.zip") as archive, pytest.raises(LookupError):
        archive.nearest(0)


def test_other_files_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(b"PK but not really")
    with pytest.raises(ValueError, match="damaged"):
        ThumbnailArchive.open(tmp_path / "a.zip")
    with pytest.raises(FileNotFoundError):
        ThumbnailArchive.open(tmp_path / "none.zip")


def test_a_flipped_byte_in_a_picture_is_noticed(tmp_path: Path) -> None:
    file = tmp_path / "a.zip"
    write_thumbnail_archive(file, [Thumbnail(0.0, b"A" * 1000)])
    data = bytearray(file.read_bytes())
    data[500] ^= 1
    file.write_bytes(data)
    with ThumbnailArchive.open(file) as archive, pytest.raises(ValueError, match="damaged"):
        archive.nearest(0)


def test_a_full_disk_keeps_the_old_archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a.zip"
    write_thumbnail_archive(file, [Thumbnail(0.0, b"old")])

    def no_room(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", no_room)
    with pytest.raises(DiskFullError, match="no room"):
        write_thumbnail_archive(file, [Thumbnail(0.0, b"new")])
    with ThumbnailArchive.open(file) as archive:
        assert bytes(archive.nearest(0).picture_jpeg) == b"old"
    assert len(list(tmp_path.iterdir())) == 1


def test_a_stored_picture_that_unpacks_to_gigabytes_is_damaged(tmp_path: Path) -> None:
    file = tmp_path / "1.zip"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("0.jpg", bytes(MOST_STORED_PICTURE_BYTES + 1))
    with ThumbnailArchive.open(file) as opened, pytest.raises(ValueError, match="too large"):
        opened.picture(0)


def test_a_jpeg_of_a_gigapixel_is_refused() -> None:
    data = bytearray(encode_jpeg(texture(1)))
    start = data.index(b"\xff\xc0") + 5
    data[start : start + 4] = b"\xff\xff\xff\xff"
    with pytest.raises(ValueError, match=r"damaged|large|pixels"):
        decode_jpeg(bytes(data))


def test_an_archive_that_does_not_hold_its_file_can_be_replaced(tmp_path: Path) -> None:
    file = tmp_path / "a.zip"
    picture = encode_jpeg(texture(1, 16, 16))
    write_thumbnail_archive(file, [Thumbnail(0.0, picture), Thumbnail(1.0, picture)])
    with ThumbnailArchive.open(file, holds_file=False) as archive:
        before = bytes(archive.nearest(1.0).picture_jpeg)
        file.write_bytes(b"another one")
        assert bytes(archive.nearest(1.0).picture_jpeg) == before == picture
