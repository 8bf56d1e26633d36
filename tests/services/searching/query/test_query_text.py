"""Moments and examples in a person's words."""

import os
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageCms

from tests.analyses import analysis, unit
from tests.bombs import gif, png
from tests.hdr import display_light, pq
from tests.videos import texture
from videxplore.catalogue.catalogue import Catalogue
from videxplore.core.errors import UnknownError, UnknownVideoError, UnreadableImageError, UsageError
from videxplore.services.searching.query.query import (
    ImageExample,
    Region,
    SceneExample,
    SpanExample,
    VideoExample,
)
from videxplore.services.searching.query.query_text import (
    find_video,
    parse_example,
    parse_moment,
    parse_region,
    read_image,
)


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    with Catalogue.open(tmp_path / "library" / "catalogue.sqlite3") as opened:
        yield opened


def add(catalogue: Catalogue, path: Path) -> int:
    video = catalogue.add_video(path, path.name, 1, 2)
    catalogue.store_analysis(video.id, analysis([[unit(1)], [unit(2)]]))
    return video.id


def test_a_moment_and_a_span(catalogue: Catalogue) -> None:
    video_id = add(catalogue, Path("/videos/a.mp4"))
    assert parse_moment("/videos/a.mp4@2.5", catalogue) == SceneExample(video_id, 2.5)
    assert parse_moment("a.mp4@0.5-3", catalogue) == SpanExample(video_id, 0.5, 3)
    assert parse_moment("videos/a.mp4@.5-99", catalogue) == SpanExample(video_id, 0.5, 4)


@pytest.mark.parametrize("text", ["~no-such-person/x@3", "~no-such-person/x", "x" * 300, "a\0b", "a\0b@3"])
def test_what_no_file_can_be_called_names_no_video(catalogue: Catalogue, text: str) -> None:
    with pytest.raises(UnknownVideoError, match="There is no video"):
        parse_example(text, catalogue)


def test_a_name_may_hold_the_sign(catalogue: Catalogue) -> None:
    tricky = add(catalogue, Path("/videos/party@2"))
    plain = add(catalogue, Path("/videos/mail@home 3@4.mp4"))
    assert parse_moment("party@2@1", catalogue) == SceneExample(tricky, 1)
    assert parse_moment("mail@home 3@4.mp4@1-2", catalogue) == SpanExample(plain, 1, 2)


def test_a_file_of_that_very_name_goes_first(
    catalogue: Catalogue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("party@2").write_bytes(b"")
    add(catalogue, tmp_path / "party")
    assert parse_example("party@2", catalogue) == VideoExample(Path("party@2"))
    assert isinstance(parse_example("party@3", catalogue), SceneExample)


def test_a_picture_file_as_it_looks(catalogue: Catalogue, tmp_path: Path) -> None:
    pixels = np.zeros((8, 12, 3), np.uint8)
    pixels[:4] = (255, 0, 0)
    exif = Image.Exif()
    exif[0x0112] = 3  # upside down
    Image.fromarray(pixels).save(tmp_path / "turned.png", exif=exif)
    example = parse_example(str(tmp_path / "turned.png"), catalogue)
    assert isinstance(example, ImageExample)
    assert example.name == "turned.png"
    np.testing.assert_array_equal(example.pixels, pixels[::-1, ::-1])


def test_what_is_transparent_lies_on_black(catalogue: Catalogue, tmp_path: Path) -> None:
    pixels = np.full((4, 4, 4), 255, np.uint8)
    pixels[:2, :, 3] = 0
    Image.fromarray(pixels).save(tmp_path / "clear.png")
    example = parse_example(str(tmp_path / "clear.png"), catalogue)
    assert isinstance(example, ImageExample)
    assert (example.pixels[:2] == 0).all()
    assert (example.pixels[2:] == 255).all()


def test_a_file_that_is_no_picture_is_a_sentence(catalogue: Catalogue, tmp_path: Path) -> None:
    (tmp_path / "text.png").write_text("no picture")
    with pytest.raises(UnreadableImageError, match=r"The image text\.png cannot be read"):
        parse_example(str(tmp_path / "text.png"), catalogue)


def test_a_whole_video_of_the_library_and_one_outside(catalogue: Catalogue, tmp_path: Path) -> None:
    inside, outside = tmp_path / "inside.mp4", tmp_path / "outside.mp4"
    inside.touch()
    outside.touch()
    video_id = add(catalogue, inside)
    assert parse_example(str(inside), catalogue) == SpanExample(video_id, 0, 4)
    assert parse_example(str(outside), catalogue) == VideoExample(outside)
    inside.unlink()
    assert parse_example("inside.mp4", catalogue) == SpanExample(video_id, 0, 4)


def test_what_means_nothing_is_a_sentence(catalogue: Catalogue, tmp_path: Path) -> None:
    add(catalogue, Path("/videos/a.mp4"))
    (tmp_path / "outside.mp4").touch()
    for text, sentence in {
        "b.mp4@1": r"There is no video b\.mp4 in the library",
        "a.mp4@9": r"a\.mp4 has no moment at 9 s; it is 4\.00 s long",
        "a.mp4@2-1": "ends before it starts",
        "a.mp4@@": "names no moment",
        "a.mp4": "names no moment",
        f"{tmp_path / 'outside.mp4'}@1": "is not in the library; index it first",
        "x" * 5000 + "@1": "There is no video",
        "a\0b@1": "There is no video",
    }.items():
        with pytest.raises((UnknownError, UsageError), match=sentence):
            parse_moment(text, catalogue)
    with pytest.raises(UnknownVideoError, match="There is no video nothing"):
        parse_example("nothing", catalogue)


def test_a_name_that_means_two_videos_is_a_sentence(catalogue: Catalogue) -> None:
    add(catalogue, Path("/videos/one/a.mp4"))
    second = add(catalogue, Path("/videos/two/a.mp4"))
    with pytest.raises(UnknownVideoError, match="can mean several videos"):
        find_video("a.mp4", catalogue)
    assert find_video("two/a.mp4", catalogue).id == second


def test_the_ending_of_a_video_may_be_left_out(catalogue: Catalogue) -> None:
    first = add(catalogue, Path("/videos/one/a.mp4"))
    add(catalogue, Path("/videos/two/a.mov"))
    dotted = add(catalogue, Path("/videos/take 1.5.mov"))
    unended = add(catalogue, Path("/videos/take 1"))
    assert parse_moment("one/a@1", catalogue) == SceneExample(first, 1.0)
    assert find_video("take 1.5", catalogue).id == dotted
    assert find_video("take 1", catalogue).id == unended
    with pytest.raises(UnknownVideoError, match="can mean several videos"):
        find_video("a", catalogue)


def test_a_region() -> None:
    assert parse_region("0.1,0.2,.5,0.8") == Region(0.1, 0.2, 0.5, 0.8)
    for text in (
        "1,2,3",
        "a,b,c,d",
        "",
        "0,0,0,1",
        "0.5,0,0.6,1",
        "-0.1,0,0.5,0.5",
        "nan,0,1,1",
        "0,0,inf,1",
    ):
        with pytest.raises(UsageError, match=r"The region .*"):
            parse_region(text)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.gif", gif(13_000, 13_000)),
        ("a.png", png(13_300, 13_300, depth=1, colour=0, channels=1)),
        ("thin.png", png(1, 60_000)),
        ("flat.png", png(60_000, 1)),
        ("b.gif", gif(65_535, 65_535)),
    ],
)
def test_a_picture_that_is_too_large_is_a_sentence(
    catalogue: Catalogue, tmp_path: Path, name: str, data: bytes
) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(UnreadableImageError, match=rf"The image {name} is too large: .*pixels"):
        parse_example(str(tmp_path / name), catalogue)


def test_a_large_picture_is_made_smaller(catalogue: Catalogue, tmp_path: Path) -> None:
    pixels = np.zeros((8000, 600, 3), np.uint8)
    pixels[:4000] = 255
    for name in ("a.png", "a.jpg"):
        Image.fromarray(pixels).save(tmp_path / name)
        example = parse_example(str(tmp_path / name), catalogue)
        assert isinstance(example, ImageExample)
        height_px, width_px = example.pixels.shape[:2]
        assert (height_px, width_px) in ((4096, 307), (4000, 300))
        assert example.pixels[: height_px // 2 - 8].min() > 240
        assert example.pixels[height_px // 2 + 8 :].max() < 15


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="named pipes are a Unix thing")
def test_a_named_pipe_is_no_picture(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.png")
    with pytest.raises(UnreadableImageError):
        read_image(tmp_path / "pipe.png")


def test_hdr_images_are_read_as_in_sdr(tmp_path: Path) -> None:
    picture = texture(5)
    coded = np.rint(255 * pq(display_light(picture))).astype(np.uint8)
    plain = tmp_path / "plain.png"
    Image.fromarray(coded).save(plain)
    data = plain.read_bytes()
    # BT.2020, PQ, RGB, full range; before the first chunk of pixels.
    chunk = b"cICP" + bytes([9, 16, 0, 1])
    chunk = struct.pack(">I", 4) + chunk + struct.pack(">I", zlib.crc32(chunk))
    at = data.index(b"IDAT") - 4
    tagged = tmp_path / "hdr.png"
    tagged.write_bytes(data[:at] + chunk + data[at:])
    assert np.abs(read_image(tagged).astype(int) - picture).mean() < 5
    assert np.array_equal(read_image(plain), coded)


@pytest.mark.parametrize("name", ["profile.png", "profile.jpg", "profile.tif"])
def test_images_are_read_by_their_colour_profile(tmp_path: Path, name: str) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    # Its red is green, and its green is red.
    profile = profile.replace(b"rXYZ", b"tmp_").replace(b"gXYZ", b"rXYZ").replace(b"tmp_", b"gXYZ")
    profile = profile.replace("sRGB".encode("utf-16-be"), "test".encode("utf-16-be"))
    Image.new("RGB", (32, 32), (220, 20, 60)).save(tmp_path / name, icc_profile=profile)
    assert np.abs(read_image(tmp_path / name)[16, 16].astype(int) - (20, 220, 60)).max() < 8


def test_a_damaged_colour_profile_is_ignored(tmp_path: Path) -> None:
    Image.new("RGB", (32, 32), (220, 20, 60)).save(tmp_path / "v.png", icc_profile=b"nonsense")
    assert read_image(tmp_path / "v.png")[16, 16].tolist() == [220, 20, 60]
