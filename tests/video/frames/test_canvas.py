"""Frames are shown cropped as the container asks, and undistorted where their shape changes midway."""

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from tests.videos import Encoding, Picture, write_video
from videxplore.core.task import Task
from videxplore.video.reading.reader import VideoReader
from videxplore.video.writing.writer import write_clip

# PixelCropTop and PixelCropBottom of 30 rows in place of colours, which the same room is filled up behind.
CROP = bytes.fromhex("54bb811e54aa811e")


def write_cropped(path: Path) -> Path:
    """A Matroska file of 320 x 240, whose container crops 30 black rows at the top and at the bottom."""
    picture = np.full((240, 320, 3), 200, np.uint8)
    picture[:30] = picture[-30:] = 0
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", 25, options={"preset": "ultrafast"})
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height, stream.pix_fmt = 320, 240, "yuv420p"
        # Room in the header.
        stream.codec_context.color_primaries = stream.codec_context.color_trc = 1
        for number in range(10):
            frame = av.VideoFrame.from_ndarray(picture)
            frame.pts = number
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    data = path.read_bytes()
    at = data.index(b"\x55\xb0")
    length = 2 + 1 + (data[at + 2] & 0x7F)
    # An element that is to be skipped takes the rest.
    rest = length - len(CROP)
    padding = b"\xec" + bytes([0x80 | (rest - 2)]) + bytes(rest - 2)
    path.write_bytes(data[:at] + CROP + padding + data[at + length :])
    return path


def square(width_px: int, height_px: int, pixel_aspect: Fraction = Fraction(1)) -> Picture:
    """A black square, on screen, in the middle of white."""
    picture = np.full((height_px, width_px, 3), 255, np.uint8)
    half = height_px // 4
    half_width = round(half / pixel_aspect)
    picture[
        height_px // 2 - half : height_px // 2 + half, width_px // 2 - half_width : width_px // 2 + half_width
    ] = (255, 0, 0)
    return picture


def seen_square(pixels: Picture) -> tuple[int, int]:
    """Width and height of the red square in a frame."""
    rows, columns = np.nonzero((pixels[..., 0] > 150) & (pixels[..., 1] < 100))
    return int(np.ptp(columns)) + 1, int(np.ptp(rows)) + 1


def write_joined(
    folder: Path, shapes: list[tuple[int, int, Fraction]], codec: str = "libx264", count: int = 10
) -> Path:
    """A transport stream of parts of the given sizes and pixel aspects, each of ``count`` frames."""
    joined = b""
    for number, (width_px, height_px, pixel_aspect) in enumerate(shapes):
        encoding = Encoding(
            codec=codec,
            options={"preset": "ultrafast"} if codec == "libx264" else {"qmax": "3"},
            start_s=Fraction(number * count, 25),
            pixel_aspect=pixel_aspect,
        )
        part = write_video(
            folder / f"{number}.ts", [square(width_px, height_px, pixel_aspect)] * count, encoding
        )
        joined += part.read_bytes()
    path = folder / "joined.ts"
    path.write_bytes(joined)
    return path


@pytest.mark.parametrize("suffix", ["", ".mp4", ".mkv", ".mov"])
def test_what_the_container_crops_is_not_shown(tmp_path: Path, suffix: str) -> None:
    path = write_cropped(tmp_path / "cropped.mkv")
    if suffix:
        # The whole is copied as it is, with its crop.
        path = write_clip(path, 0, 0.4, tmp_path / f"copy{suffix}", Task())
    with VideoReader(path) as reader:
        assert (reader.properties.width_px, reader.properties.height_px) == (320, 180)
        frames = [frame.to_rgb() for frame in reader.frames()]
        assert len(frames) == 10
        assert all(frame.min() > 180 for frame in frames)
        assert reader.frame_at(0.2).to_small().min() > 180


def test_a_clip_of_a_cropped_video(tmp_path: Path) -> None:
    path = write_cropped(tmp_path / "cropped.mkv")
    with VideoReader(write_clip(path, 0.1, 0.3, tmp_path / "clip.mp4", Task())) as reader:
        assert (reader.properties.width_px, reader.properties.height_px) == (320, 180)
        assert reader.frame_at(0).to_rgb().min() > 180


@pytest.mark.parametrize("codec", ["libx264", "mpeg2video"])
@pytest.mark.parametrize(
    "shapes",
    [
        [(320, 180, Fraction(1)), (180, 320, Fraction(1))],
        [(320, 180, Fraction(1)), (640, 360, Fraction(1))],
        [(720, 576, Fraction(16, 15)), (720, 576, Fraction(64, 45))],
    ],
)
def test_a_new_shape_is_fitted_without_distortion(
    tmp_path: Path, codec: str, shapes: list[tuple[int, int, Fraction]]
) -> None:
    path = write_joined(tmp_path, shapes, codec)
    with VideoReader(path) as reader:
        properties = reader.properties
        frames = [(frame.time_s, frame.to_rgb()) for frame in reader.frames()]
        sought = reader.frame_at(0.6).to_rgb()
    clip = write_clip(path, 0.1, 0.7, tmp_path / "clip.mp4", Task())
    with VideoReader(clip) as reader:
        in_clip = reader.frame_at(0.5).to_rgb()
    # FFmpeg's decoder of MPEG-2 drops the last frame before a new size.
    assert len(frames) >= 19
    assert {pixels.shape for _, pixels in frames} == {(properties.height_px, properties.width_px, 3)}
    for pixels in (*(pixels for _, pixels in frames), sought, in_clip):
        width_px, height_px = seen_square(pixels)
        assert width_px / height_px == pytest.approx(1, abs=0.06)


def test_a_portrait_part_has_black_margins(tmp_path: Path) -> None:
    path = write_joined(tmp_path, [(320, 180, Fraction(1)), (180, 320, Fraction(1))])
    with VideoReader(path) as reader:
        pixels = reader.frame_at(0.6).to_rgb()
    assert pixels[:, :100].max() < 10
    assert pixels[:, -100:].max() < 10
    assert pixels[10, 160].min() > 200
