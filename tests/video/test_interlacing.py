"""Interlaced frames are shown progressive, at the same times."""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import numpy.typing as npt
import pytest
from av.filter import Graph

from tests.videos import Encoding, write_video
from videxplore.video.decoding import StreamDecoder
from videxplore.video.interlacing import field_order
from videxplore.video.reader import VideoReader

Grey = npt.NDArray[np.uint8]

X264 = {"preset": "ultrafast", "crf": "8", "flags": "+ildct+ilme"}
MPEG2 = {"flags": "+ildct+ilme", "qmax": "2"}
INTERLACED = {
    "h264 top": ("clip.mp4", "libx264", "yuv420p", X264),
    "h264 bottom": ("clip.mkv", "libx264", "yuv420p", X264),
    "mpeg2 top": ("clip.ts", "mpeg2video", "yuv420p", MPEG2),
    "mpeg2 bottom 4:2:2": ("clip.mxf", "mpeg2video", "yuv422p", MPEG2),
    "prores top": ("clip.mov", "prores_ks", "yuv422p10le", {"flags": "+ildct"}),
}


def field_picture(number: int) -> Grey:
    """Vertical bars that move by three pixels a field, above fine lines that stand still: uint8 (H, W)."""
    picture = np.zeros((144, 192), np.uint8)
    picture[:96] = np.where((np.arange(192) + 3 * number) % 48 < 24, 200, 40)
    picture[96::2] = 200
    picture[97::2] = 40
    return picture


def woven(count: int, *, top_first: bool) -> Iterator[npt.NDArray[np.uint8]]:
    """Frames of two fields each, RGB."""
    for number in range(count):
        frame = field_picture(2 * number)
        later = 1 if top_first else 0
        frame[later::2] = field_picture(2 * number + 1)[later::2]
        yield np.repeat(frame[..., None], 3, axis=2)


def flagged(frame: av.VideoFrame, field_mode: str) -> av.VideoFrame:
    """A copy that says which field comes first; PyAV cannot set that."""
    graph = Graph()
    source = graph.add_buffer(
        width=frame.width, height=frame.height, format=frame.format, time_base=frame.time_base
    )
    graph.link_nodes(source, graph.add("setfield", field_mode), graph.add("buffersink")).configure()
    graph.vpush(frame)
    return graph.vpull()


def write_interlaced(folder: Path, kind: str, count: int = 8) -> Path:
    """Write woven frames in one of the kinds of ``INTERLACED``."""
    name, codec, pixel_format, options = INTERLACED[kind]
    top_first = "top" in kind
    with av.open(str(folder / name), "w") as container:
        stream = container.add_stream(codec, 25, options=dict(options))
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height, stream.pix_fmt = 192, 144, pixel_format
        stream.codec_context.gop_size = 6
        for number, picture in enumerate(woven(count, top_first=top_first)):
            frame = av.VideoFrame.from_ndarray(picture).reformat(format=pixel_format)
            frame.pts, frame.time_base = number, Fraction(1, 25)
            container.mux(stream.encode(flagged(frame, "tff" if top_first else "bff")))
        container.mux(stream.encode())
    return folder / name


def combing(pixels: npt.NDArray[np.uint8]) -> float:
    """How far the lines of the moving part differ from the mean of their neighbours."""
    grey = pixels[:96, :, 1].astype(float)
    return float(np.abs(grey[1:-1] - (grey[:-2] + grey[2:]) / 2).mean())


@pytest.mark.parametrize("kind", INTERLACED)
def test_interlaced_frames_are_shown_without_combing(tmp_path: Path, kind: str) -> None:
    with VideoReader(write_interlaced(tmp_path, kind)) as reader:
        shown = [(frame.time_s, frame.to_rgb()) for frame in reader.frames()]
        sought = reader.frame_at(0.2).to_rgb()
        synced = [frame.to_rgb() for frame in reader.sync_frames()]
        screen = next(iter(reader.frames())).to_screen(192, 144)
    assert [time_s for time_s, _ in shown] == pytest.approx(np.arange(8) / 25, abs=1e-3)
    for number, (_, pixels) in enumerate(shown):
        # The field that comes first is kept, the other one is made of it.
        assert np.abs(pixels[:96, :, 1].astype(int) - field_picture(2 * number)[:96]).mean() < 6
    for pixels in (*(pixels for _, pixels in shown), sought, *synced, screen):
        assert combing(pixels) < 2


def test_what_stands_still_keeps_all_its_lines(tmp_path: Path) -> None:
    with VideoReader(write_interlaced(tmp_path, "h264 top")) as reader:
        for frame in reader.frames():
            still = frame.to_rgb()[100:140, :, 1].astype(int)
            assert np.abs(np.diff(still, axis=0)).mean() > 120


@pytest.mark.parametrize("kind", INTERLACED)
def test_field_order(tmp_path: Path, kind: str) -> None:
    decoder = StreamDecoder(write_interlaced(tmp_path, kind, 2))
    assert field_order(decoder.first_frame) == f"{kind.split()[1]} field first"
    decoder.close()


def test_progressive_frames_stay_as_they_are(tmp_path: Path) -> None:
    path = write_video(tmp_path / "film.mp4", woven(4, top_first=True), Encoding())
    decoder = StreamDecoder(path)
    assert field_order(decoder.first_frame) == "progressive"
    decoder.close()
    with VideoReader(path) as reader:
        assert all(combing(frame.to_rgb()) > 15 for frame in reader.frames())
