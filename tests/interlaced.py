"""Interlaced videos of known fields, and how far their lines comb."""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import numpy.typing as npt
from av.filter import Graph

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
