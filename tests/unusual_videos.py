"""Videos with the peculiarities that real files have, synthesised with known truth."""

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import numpy.typing as npt

from tests.barcode import numbered_pictures

RATE_HZ = 25


def write_two_tracks(path: Path, sizes_px: Sequence[tuple[int, int]], count: int = 10) -> Path:
    """Write a video track of each size (width, height), all of them default tracks."""
    with av.open(str(path), "w") as container:
        streams = [_add_h264(container, width_px, height_px) for width_px, height_px in sizes_px]
        for stream in streams:
            stream.disposition = av.stream.Disposition.default
        for pictures in zip(
            *(numbered_pictures(count, height_px, width_px) for width_px, height_px in sizes_px), strict=True
        ):
            for stream, picture in zip(streams, pictures, strict=True):
                container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        for stream in streams:
            container.mux(stream.encode())
    return path


def write_with_cover(path: Path, cover: npt.NDArray[np.uint8], count: int = 10) -> Path:
    """Write a video of 160 x 96 pixels with an attached cover image uint8 (H, W, 3)."""
    with av.open(str(path), "w") as container:
        video = _add_h264(container, 160, 96)
        image = container.add_stream("mjpeg", RATE_HZ)
        assert isinstance(image, av.VideoStream)
        image.height, image.width, image.pix_fmt = *cover.shape[:2], "yuvj420p"
        image.disposition = av.stream.Disposition.attached_pic
        container.mux(image.encode(av.VideoFrame.from_ndarray(cover, format="rgb24")))
        for picture in numbered_pictures(count, 96, 160):
            container.mux(video.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        container.mux(video.encode())
    return path


def write_false_sync_frames(path: Path, codec: str, every: int = 25, count: int = 150) -> Path:
    """Write a video of one true sync frame, whose index marks each ``every``-th frame as one."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, RATE_HZ)
        assert isinstance(stream, av.VideoStream)
        # H.263 knows a few sizes only, of which this is one.
        stream.width, stream.height, stream.pix_fmt = 176, 144, "yuv420p"
        stream.codec_context.gop_size = 10 * count
        for number, picture in enumerate(numbered_pictures(count, 144, 176)):
            for packet in stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")):
                packet.is_keyframe = number % every == 0
                container.mux(packet)
        container.mux(stream.encode())
    return path


def damage_packets(path: Path, kind: str, numbers: Sequence[int]) -> Path:
    """Overwrite the content of some packets of the first stream of a kind, ``video`` or ``audio``."""
    content = bytearray(path.read_bytes())
    with av.open(str(path)) as container:
        stream = next(one for one in container.streams if one.type == kind)
        packets = [packet for packet in container.demux(stream) if packet.size]
    for number in numbers:
        packet = packets[number]
        assert packet.pos is not None
        # The first bytes hold lengths and headers: with them intact only this packet is lost.
        content[packet.pos + 6 : packet.pos + packet.size] = b"\xff" * (packet.size - 6)
    path.write_bytes(content)
    return path


def write_transparent(path: Path) -> Path:
    """Write a frame of 64 x 48 pixels whose left half is transparent and whose right half is grey (200)."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("qtrle", 10)
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "argb"
        rgba = np.full((48, 64, 4), 200, np.uint8)
        rgba[:, :32, 3] = 0
        rgba[:, 32:, 3] = 255
        container.mux(stream.encode(av.VideoFrame.from_ndarray(rgba, format="rgba")))
        container.mux(stream.encode())
    return path


def _add_h264(container: av.container.OutputContainer, width_px: int, height_px: int) -> av.VideoStream:
    stream = container.add_stream("libx264", Fraction(RATE_HZ))
    assert isinstance(stream, av.VideoStream)
    stream.width, stream.height, stream.pix_fmt = width_px, height_px, "yuv420p"
    return stream
