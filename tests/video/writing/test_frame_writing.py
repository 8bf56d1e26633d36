"""Clips that are encoded again look as the video does on screen, and say how to read them."""

from pathlib import Path
from typing import cast

import av
import numpy as np
import pytest
from av.sidedata.sidedata import SideDataContainer, Type

from tests.hdr import write_hdr
from tests.interlaced import INTERLACED, combing, write_interlaced
from tests.videos import Encoding, Picture, texture, write_video
from videxplore.core.metadata import VideoMetadata
from videxplore.core.task import Task
from videxplore.video.frames.interlacing import field_order
from videxplore.video.reading.reader import VideoReader
from videxplore.video.writing.writer import write_clip


def first_pictures(source: Path, clip: Path) -> tuple[Picture, Picture, VideoMetadata]:
    """What is on screen when a clip begins, in the source and in the clip; what the clip says."""
    with VideoReader(source) as reader, VideoReader(clip) as written:
        return reader.frame_at(0.2).to_rgb(), written.frame_at(0).to_rgb(), written.metadata


@pytest.mark.parametrize(
    ("name", "codec", "pixel_format"),
    [
        ("v.mkv", "ffv1", "bgr0"),
        ("v.mp4", "libx264rgb", "rgb24"),
        ("v.mov", "png", "rgb24"),
        ("v.avi", "utvideo", "gbrp"),
        ("w.mkv", "ffv1", "gbrp16le"),
        ("x.mkv", "ffv1", "yuv444p"),
        ("y.mkv", "ffv1", "gray"),
        ("v.mov", "png", "rgba"),
        ("w.mov", "qtrle", "argb"),
        ("x.mov", "prores_ks", "yuva444p10le"),
    ],
)
def test_a_clip_has_the_colours_on_screen(tmp_path: Path, name: str, codec: str, pixel_format: str) -> None:
    width_px, height_px = 96, 64
    colours = np.zeros((height_px, width_px, 3), np.uint8)
    colours[:, :32], colours[:, 32:64], colours[:, 64:] = (200, 0, 0), (20, 160, 90), (230, 220, 40)
    path = tmp_path / name
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, 10)
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height, stream.pix_fmt = width_px, height_px, pixel_format
        alpha = np.full((height_px, width_px, 1), 255, np.uint8)
        alpha[:, 70:] = 100
        for number in range(6):
            frame = av.VideoFrame.from_ndarray(np.concatenate([colours, alpha], axis=2), format="rgba")
            frame = frame.reformat(format=pixel_format)
            frame.pts = number
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    clip = write_clip(path, 0.15, 0.45, tmp_path / "clip.mp4", Task())
    shown, written, said = first_pictures(path, clip)
    # Away from the borders, where chroma has half the resolution.
    for column in (16, 48, 84):
        assert np.abs(shown[32, column].astype(int) - written[32, column]).max() <= 4
    assert "" not in (said.colour_matrix, said.colour_range, said.colour_primaries, said.colour_transfer)


def side_data(frame: av.VideoFrame) -> set[Type]:
    """What a decoded frame carries besides its samples."""
    return {item.type for item in cast("SideDataContainer", frame.side_data)}


@pytest.mark.parametrize(
    ("suffix", "codec"), [(".mp4", "hevc"), (".m4v", "hevc"), (".mkv", "hevc"), (".webm", "vp9")]
)
def test_a_clip_of_hdr(tmp_path: Path, suffix: str, codec: str) -> None:
    source = write_hdr(tmp_path / "hdr.mp4", texture(3, 96, 160), "PQ", is_mastered=True)
    clip = write_clip(source, 0.15, 0.75, tmp_path / f"clip{suffix}", Task())
    shown, written, said = first_pictures(source, clip)
    assert np.abs(shown.astype(int) - written).mean() < 6
    with av.open(str(clip)) as container:
        first = next(container.decode(video=0))
        assert container.streams.video[0].codec_context.codec.canonical_name == codec
        kinds = side_data(first)
    if suffix == ".webm":
        assert (said.dynamic_range, said.bit_depth, said.colour_primaries) == ("SDR", 8, "bt709")
    else:
        assert (said.dynamic_range, said.bit_depth, said.colour_primaries) == ("HDR10", 10, "bt2020")
        assert kinds >= {Type.MASTERING_DISPLAY_METADATA, Type.CONTENT_LIGHT_LEVEL}


@pytest.mark.parametrize("suffix", [".mkv", ".m4v"])
def test_a_copy_of_hdr_keeps_all(tmp_path: Path, suffix: str) -> None:
    source = write_hdr(tmp_path / "hdr.mp4", texture(3, 96, 160), "PQ", is_mastered=True)
    clip = write_clip(source, 0, 1, tmp_path / f"clip{suffix}", Task())
    with av.open(str(clip)) as container:
        first = next(container.decode(video=0))
    assert first.format.name == "yuv420p10le"
    assert side_data(first) >= {Type.MASTERING_DISPLAY_METADATA, Type.CONTENT_LIGHT_LEVEL}


@pytest.mark.parametrize("suffix", [".mp4", ".mov", ".mkv"])
@pytest.mark.parametrize("kind", INTERLACED)
def test_a_clip_keeps_the_fields(tmp_path: Path, kind: str, suffix: str) -> None:
    source = write_interlaced(tmp_path, kind)
    clip = write_clip(source, 0.1, 0.3, tmp_path / f"cut{suffix}", Task())
    with av.open(str(clip)) as container:
        # Of the header: TT and BB of FFmpeg.
        assert container.streams.video[0].codec_context.field_order == (2 if "top" in kind else 3)
        frames = list(container.decode(video=0))
    assert len(frames) == 6
    assert {field_order(frame) for frame in frames} == {f"{kind.split()[1]} field first"}
    with VideoReader(clip) as reader:
        assert all(combing(frame.to_rgb()) < 2 for frame in reader.frames())


def test_a_webm_of_interlaced_video_is_progressive(tmp_path: Path) -> None:
    clip = write_clip(write_interlaced(tmp_path, "h264 top"), 0.1, 0.3, tmp_path / "cut.webm", Task())
    with av.open(str(clip)) as container:
        frames = list(container.decode(video=0))
    assert len(frames) == 6
    assert all(combing(np.asarray(frame.to_ndarray(format="rgb24"), np.uint8)) < 3 for frame in frames)


def test_full_range_stays_full_range(tmp_path: Path) -> None:
    encoding = Encoding(codec="mjpeg", pixel_format="yuvj420p", options={"qmax": "2"})
    source = write_video(tmp_path / "v.avi", [texture(4, 96, 160)] * 10, encoding)
    clip = write_clip(source, 0.19, 0.3, tmp_path / "clip.mp4", Task())
    shown, written, said = first_pictures(source, clip)
    assert said.colour_range == "full"
    assert np.abs(shown.astype(int) - written).mean() < 3
